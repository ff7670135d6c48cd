"""Figures of the night's report.

Belongs here: from published tables and the facts of the night to rows, sentences and pictures. Does not belong here:
the page itself (`report_file`, `report.html.j2`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from pipelines.publish.exports.left_out import LeftOut
from pipelines.publish.exports.people import NO_WARD, Tables, field_ja, in_words, labels, pages
from pipelines.publish.plots import Point, nights_line
from pipelines.settings import OFFICE
from pipelines.watch.incidents import ACTIONS
from pipelines.watch.wording import for_staff
from warehouse.contract import TABLES
from warehouse.contract.columns import COLUMNS
from warehouse.contract.derived.deprecations import replacement

Night = Mapping[str, Any]
_GOOD = "succeeded"
_MOST_ROWS, _EXAMPLES, _RELEASES = 40, 5, 30
_LINE = {"width": 240, "height": 80}
_SUMMED = "contract"
_OTHER = {"merged": "「{}」に統合", "split": "「{}」から"}
_GONE = ("not_seen", "source_ended")
_WHOLE = {"page": "ページ全体", "row": "行全体"}
_NAMED = {"label": "見出し「{}」", "link": "リンク「{}」"}
_CRAWL = "crawl__"
_FIELDS = 4
_BESIDE = frozenset(
    (
        *("lat", "lon", "geo_level_code", "address_level_code", "town", "block", "building"),
        *("venue_id", "organizer_id", "age_min_months", "age_max_months", "exceptions"),
        *("schedule_gif", "schedule_rrules", "session_starts", "session_ends", "schedule_completeness_code"),
    )
)
"""Columns that follow from another one, which is told."""


class Line(NamedTuple):
    """An activity that changed: its name, its page or "", what changed."""

    name: str
    url: str
    told: str


def verdicts(tables: Tables) -> list[dict[str, Any]]:
    """Rows of `sources` in words, what needs a look first."""
    verdict_of, selections = labels("run_verdict"), labels("selection")
    rows = []
    for row in tables["sources"].sort("source_key").iter_rows(named=True):
        verdict = row["newest_verdict_code"]
        words = {"verdict": verdict_of[verdict], "selection": selections[row["selection_code"]]}
        told = row["message_ja"] if verdict == _GOOD else for_staff(row["message_ja"])
        rows.append(row | words | {"is_good": verdict == _GOOD, "message_ja": told})
    return sorted(rows, key=lambda row: row["is_good"])


def sources(tables: Tables, night: Night) -> list[dict[str, Any]]:
    """The status board: verdict, last success, age, rows, change, how full, the last nights."""
    rows = []
    for row in verdicts(tables):
        points = [Point(day, count, is_good) for day, count, is_good in night["nights"].get(row["source_key"], [])]
        good = [point.value for point in points if point.is_good]
        fills = night["fills"].get(row["source_key"], {})
        emptiest = min(fills, key=lambda name: (fills[name], name)) if fills else None
        rows.append(
            row
            | {
                "last_good": f"{row['started_at']:%Y-%m-%d %H:%M}" if row["started_at"] else "なし",
                "change": good[-1] - good[-2] if len(good) > 1 else None,
                "fill": sum(fills.values()) / len(fills) if fills else None,
                "emptiest": f"{field_ja(emptiest)} {fills[emptiest]:.0%}" if emptiest and fills[emptiest] < 1 else "",
                "line": nights_line(points, row["source_name"], **_LINE, is_titled=False) if points else "",
            }
        )
    return rows


def to_dos(tables: Tables, night: Night, missing: Sequence[LeftOut] = ()) -> list[tuple[str, list[str]]]:
    """Owner → what they can do about the data, those with most to do first; our own office comes first of all."""
    own = [
        f"{row['source_name']}（{row['verdict']}）: {ACTIONS[row['newest_verdict_code']]}"
        for row in verdicts(tables)
        if row["newest_verdict_code"] in ACTIONS
    ]
    of_owner: dict[str, list[str]] = {}
    apart = Counter(tables["disagreements"].get_column("owner"))
    for owner, count in apart.items():
        of_owner.setdefault(owner, []).append(
            f"ほかの一覧と食い違う値 {count:,} 件（食い違い一覧.xlsx の担当のシート）"
        )
    named = dict(tables["sources"].select("source_key", "owner").iter_rows())
    unread: Counter[str] = Counter()
    for key, is_quarantined, count in (
        tables["quarantine_counts"].select("source_key", "is_quarantined", "row_count").iter_rows()
    ):
        unread[named[key]] += count if is_quarantined else 0
    for owner, count in unread.items():
        if count:
            of_owner.setdefault(owner, []).append(f"読めなかった行・ページ {count:,} 件（下の表）")
    own += [f"同じ活動か確かめてほしい組 {night['questions']:,} 件（確認待ち.xlsx）"] if night["questions"] else []
    own += [f"訂正を見直す: {line}" for line in night["corrections"]]
    own += _left_out(tables, missing)
    ours = [(OFFICE, own)] if own else []
    return ours + sorted(of_owner.items(), key=lambda item: (-len(item[1]), item[0]))


def _left_out(tables: Tables, missing: Sequence[LeftOut]) -> list[str]:
    """File by file what it could not hold."""
    names = dict(tables["activities"].select("activity_id", "name").iter_rows()) if missing else {}
    of_file: dict[str, list[str]] = {}
    for each in missing:
        of_file.setdefault(each.file, []).append(f"「{names.get(each.activity_id, each.activity_id)}」")
    return [
        f"{file} に書けなかった活動 {len(told)} 件: {'、'.join(told[:_EXAMPLES])}。開発者に伝えてください。"
        for file, told in of_file.items()
    ]


def changes(tables: Tables) -> list[tuple[str, int, list[Line]]]:
    """What happened, to how many activities (as CHANGELOG.md counts, not their fields), and to the first few."""
    df = tables["activity_changes"].sort("activity_id", "field_name")
    names = dict(tables["activity_tombstones"].select("activity_id", "name").iter_rows())
    names |= dict(tables["activities"].select("activity_id", "name").iter_rows())
    led = dict(pages(tables).unique("activity_id", keep="first").select("activity_id", "page_url").iter_rows())
    kinds = []
    for code, label in labels("change").items():
        rows = df.filter(pl.col("change_code") == code)
        ids = rows.get_column("activity_id").unique(maintain_order=True)
        if ids.len():
            first = [rows.filter(pl.col("activity_id") == each).to_dicts() for each in ids.head(_EXAMPLES)]
            kinds.append((label, ids.len(), [_changed(code, each, names, led) for each in first]))
    return kinds


def _changed(code: str, rows: list[dict[str, Any]], names: Mapping[str, str], led: Mapping[str, str]) -> Line:
    """One activity: its name and page, the other activity it is about, what its fields said and say."""
    own = rows[0]["activity_id"]
    name, other = (names.get(rows[0][column], rows[0][column]) for column in ("activity_id", "other_activity_id"))
    told = [_OTHER[code].format(other)] if other and code in _OTHER else []
    for row in rows:
        is_told = row["old_text"] is not None or row["new_text"] is not None
        if is_told and not replacement("activities", row["field_name"]) and row["field_name"] not in _BESIDE:
            before, after = (_value(row["field_name"], row[column]) for column in ("old_text", "new_text"))
            told.append(f"{field_ja(row['field_name'])}: {before} → {after}")
    more = len(told) - _FIELDS
    told = [*told[:_FIELDS], f"ほか {more} 項目"] if more > 0 else told
    return Line(str(name), led.get(own, ""), "、".join(told))


def _value(column: str, text: str | None) -> str:
    return "なし" if text is None else in_words(column, text)


def gone(tables: Tables) -> int:
    """How many activities no list shows any more."""
    rows = tables["activity_changes"].filter(pl.col("change_code").is_in(_GONE))
    return rows.get_column("activity_id").n_unique()


def biggest(tables: Tables) -> list[tuple[str, int, str]]:
    """Activities that most listings were brought together into: name, listings, lists."""
    listings = tables["activity_listings"].join(
        tables["sources"].select("source_key", "source_name"), on="source_key", how="left"
    )
    of = listings.group_by("activity_id").agg(lists=pl.col("source_name").unique().sort().str.join("、"))
    df = tables["activities"].filter(pl.col("source_count") > 1).join(of, on="activity_id")
    top = df.sort("source_count", "listing_count", "activity_id", descending=[True, True, False]).head(_EXAMPLES)
    return list(top.select("name", "listing_count", "lists").iter_rows())


def overlap(tables: Tables) -> tuple[list[str], list[tuple[str, list[tuple[int, float]]]]]:
    """Heat map of the lists: names, and per list its cells with their shades."""
    names = dict(tables["sources"].sort("source_key").select("source_key", "source_name").iter_rows())
    shared = {
        (row["source_key"], row["other_source_key"]): row["shared_activity_count"]
        for row in tables["overlap"].iter_rows(named=True)
    }
    most = max((count for (left, right), count in shared.items() if left != right), default=1)
    rows = []
    for left in names:
        counts = [shared.get((left, right), 0) for right in names]
        shades = [0.0 if left == right else _shade(count, most) for right, count in zip(names, counts, strict=True)]
        rows.append((names[left], list(zip(counts, shades, strict=True))))
    return list(names.values()), rows


def wards(tables: Tables) -> tuple[list[str], list[tuple[str, list[tuple[int, float]], int]]]:
    """Heat map of wards and kinds: kinds, and per ward its cells with their shades and its total."""
    kinds = labels("kind")
    grouped = tables["activities"].group_by("ward_code", "kind_code").len()
    counts = {(ward, kind): count for ward, kind, count in grouped.iter_rows()}
    most = max(counts.values(), default=1)
    rows = []
    for ward, label in [*labels("ward").items(), (None, NO_WARD)]:
        cells = [counts.get((ward, kind), 0) for kind in kinds]
        total = sum(count for (its, _), count in counts.items() if its == ward)
        rows.append((label, [(count, _shade(count, most)) for count in cells], total))
    return list(kinds.values()), rows


def _shade(count: int, most: int) -> float:
    return round(min(count / max(most, 1), 1.0) * 0.9, 2)


def history(tables: Tables) -> list[str]:
    """Activities and listings over the last releases, as pictures."""
    log = tables["release_log"].sort("release_id").tail(_RELEASES)
    pictures = []
    for column, title in (("activity_count", "公開した活動"), ("listing_count", "まとめた掲載")):
        points = [Point(f"{day:%m-%d}", count) for day, count in log.select("as_of_at", column).iter_rows()]
        pictures += [nights_line(points, f"{title}（最近 {len(points)} 回）", 460, 140)] if points else []
    return pictures


def checks(tables: Tables, night: Night) -> list[dict[str, Any]]:
    """Checks of the night with their figures; the one every table has is summed up."""
    every = night["checks"]
    summed = [check for check in every if check["name"] == _SUMMED]
    single = [check for check in every if check["name"] != _SUMMED or not check["passed"]]
    met = sum(check["passed"] for check in summed)
    sentence = f"{len(summed)} 表のうち {met} 表が約束（列・型・空・キー・語彙・参照先）のとおり"
    total = (
        [{"name": _SUMMED, "ja": "約束", "asset": "すべての表", "passed": met == len(summed), "said": sentence}]
        if summed
        else []
    )
    sources = dict(tables["sources"].select("source_key", "source_name").iter_rows())
    ordered = [
        *(check for check in single if not check["passed"]),
        *total,
        *(check for check in single if check["passed"]),
    ]
    return [check | {"asset": _table(check["asset"], sources), "ja": _rule(check)} for check in ordered]


def _rule(check: Mapping[str, Any]) -> str:
    """What was checked; what to look at stands behind it and is of use only when it is not met."""
    rule: str = check["ja"] or check["name"]
    return rule.partition("。")[0] if check["passed"] else rule


def _table(asset: str, sources: Mapping[str, str]) -> str:
    """What was checked, as staff call it."""
    if asset in TABLES:
        return TABLES[asset].ja.partition("（")[0]
    return sources.get(asset.removeprefix(_CRAWL), asset)


def quarantine(tables: Tables) -> list[dict[str, Any]]:
    """What could not be read, one line for what is the same in several lists, the gravest first."""
    names = dict(tables["sources"].select("source_key", "source_name").iter_rows())
    reasons = labels("reason")
    df = tables["quarantine_counts"].sort("row_count", "source_key", descending=[True, False])
    same = df.group_by("is_quarantined", "reason_code", "field_name", maintain_order=True)
    rows = []
    for (is_quarantined, reason, field), group in same:
        counts = group.select("source_key", "row_count").iter_rows()
        lists = "、".join(f"{names.get(key, key)} {count:,}" for key, count in counts)
        total = int(group.get_column("row_count").sum())
        what = {"reason": reasons[str(reason)], "field": _place(str(field)), "lists": lists, "row_count": total}
        rows.append({"is_quarantined": is_quarantined, **what})
    rows.sort(key=lambda row: (not row["is_quarantined"], -row["row_count"], row["reason"], row["field"]))
    return rows[:_MOST_ROWS]


def _place(name: str) -> str:
    """Where on a page something was not understood: a field, a heading or link nobody knows, the row, the page."""
    kind, named, text = name.partition(":")
    if named and kind in _NAMED:
        return _NAMED[kind].format(text)
    # as it is, where a spider names a place of its own: the report must not stop a release
    return _WHOLE.get(name) or (field_ja(name) if name in COLUMNS else name)
