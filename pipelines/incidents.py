"""Incidents: what is wrong tonight, told once when it begins and once when it is over.

Belongs here: from the tables of a night to incidents, which of them somebody still has to be told, who was. Does not
belong here: sending (`notices`), Dagster (`sensors`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.contract import label_ja

_HEALTHY = ("succeeded",)
_MEANT = ("not_configured", "paused", "retired")
"""Somebody has decided so: nothing has happened."""
RELEASE, CORRECTIONS = "公開", "訂正"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that is wrong.

    Attributes:
        key: what it is about: a source, or the release.
        kind: which trouble; another kind on the same key is news.
        subject: name for people.
        what: what happened, in one sentence.
        since: since when, or empty.
        shown: what is shown instead.
        action: what to do.
    """

    key: str
    kind: str
    subject: str
    what: str
    since: str
    shown: str
    action: str

    def text(self) -> str:
        """The message: source, what, since when, what is shown instead, what to do."""
        lines = [
            f"何が: {self.subject}",
            f"どうなった: {self.what}",
            f"いつから: {self.since or 'わかりません'}",
            f"いま載せているもの: {self.shown}",
            f"すること: {self.action}",
        ]
        return "\n".join(lines)


def source_incidents(runs: pl.DataFrame, selected: pl.DataFrame, sources: pl.DataFrame) -> list[Incident]:
    """Sources whose newest run is not healthy.

    Args:
        runs: rows of `raw__runs`.
        selected: rows of `raw__selected_runs`.
        sources: rows of `core__sources`.

    Returns:
        Sorted by source.
    """
    found = []
    named = selected.join(sources.select("source_key", "source_name", "owner"), on="source_key")
    for row in named.sort("source_key").iter_rows(named=True):
        verdict = row["newest_verdict_code"]
        if verdict in _HEALTHY or (verdict in _MEANT and not _is_broken(row)):
            continue
        own = runs.filter(pl.col("source_key") == row["source_key"]).sort("run_id")
        newest = own.row(-1, named=True)
        # What was found when the pages were read again, or the declaration looked at, stands in the choice of runs only
        said = newest if newest["run_verdict_code"] == verdict else row
        found.append(
            Incident(
                row["source_key"],
                verdict,
                f"{row['source_name']}（担当: {row['owner']}）",
                f"{label_ja('run_verdict', verdict)}。{said['message_ja']}",
                _since(own),
                _shown(row),
                {**ACTIONS, **_REPAIRS}[verdict].format(key=row["source_key"]),
            )
        )
    return found


def _is_broken(row: dict[str, Any]) -> bool:
    """Whether a source that used to be read no longer is, because of its own declaration."""
    return bool(row["newest_verdict_code"] == "not_configured" and row["selection_code"] != "none")


def _since(own: pl.DataFrame) -> str:
    """Start of the first bad run after the last healthy one; empty when no run has been bad yet."""
    last_good = own.filter(pl.col("run_verdict_code").is_in(_HEALTHY)).get_column("run_id").max()
    bad = own if last_good is None else own.filter(pl.col("run_id") > last_good)
    return "" if bad.is_empty() else f"{bad.row(0, named=True)['started_at']:%Y-%m-%d %H:%M}"


def _shown(row: dict[str, Any]) -> str:
    if row["selection_code"] == "none":
        return "何も載せていません（使える取得がないか、古すぎます）"
    return f"{row['started_at']:%Y-%m-%d %H:%M} に取得した内容（{row['age_days']:.0f} 日前）"


_REPAIRS = {
    "not_configured": "source.toml か lookups.csv を上の説明のとおりに直し、hiroba check-source {key} で確かめる。"
    "次の晩から、また取得する",
}
ACTIONS = {
    "fewer": "一覧のページを開き、本当に減ったかを確かめる。本当なら「変わった一覧を認める」（{key}）",
    "empty": "一覧のページを開き、掲載があるかを確かめる。移転なら {key} の source.toml の URL を改める",
    "layout_changed": "一覧のページを開く。正しく読めているなら「変わった一覧を認める」。形が変わったのなら、"
    "開発者に {key} の source.toml の見直しを頼む（hiroba check-source {key}）",
    "gone": "一覧の担当に、移転・終了かを尋ねる。移転なら {key} の source.toml の URL を、"
    '終了なら status を "retired" に改める',
    "failed": "次の晩まで待つ。続くときは「この一覧だけ再取得」（refresh_{key}）を動かし、だめなら一覧の担当に尋ねる",
    "blocked": "取得を断られています。一覧の担当に、取得してよいかを確かめるまで動かさない",
}


def release_incident(cause: str, kind: str, since: str, shown: str) -> Incident:
    """The release that could not be made.

    Args:
        cause: why, in words.
        kind: which step or check stopped it.
        since: when the run started.
        shown: the release that stays.
    """
    action = "Dagster の Runs で赤い行を開き、説明を読む。変わりすぎが本当なら hiroba release --accept-diff '理由'"
    return Incident(RELEASE, kind, "毎晩の更新", f"公開できませんでした。{cause}", since, shown, action)


def late_incident(since: str, shown: str) -> Incident:
    """The morning that has no release of its own.

    Args:
        since: when it was due.
        shown: the release that stays.
    """
    what = "朝になっても今日の公開がありません。更新が始まらなかったか、まだ終わっていません。"
    action = "画面の Runs を見る。動いていなければ hiroba-daemon が動いているかを確かめ、「毎晩の更新」を動かす"
    return Incident(RELEASE, "late", "毎晩の更新", what, since, shown, action)


def corrections_incident(due: Sequence[str]) -> Incident:
    """Corrections that somebody should look at, all in one: another set of them is news.

    Args:
        due: one sentence each, at least one.
    """
    what = f"見直してほしい訂正が {len(due)} 件あります。{' '.join(due[:_SHOWN])}"
    shown = "訂正した値（期限が過ぎたものは、一覧の値）"
    return Incident(
        CORRECTIONS, "; ".join(due), "人の訂正", what, "", shown, "hiroba correct で改めるか、期限が来るのを待つ"
    )


@dataclass(frozen=True, slots=True)
class Notice:
    """One message that somebody still has to get.

    Attributes:
        keys: incidents it is about.
        subject: one line.
        text: the message.
        is_again: it was tried before, and nobody got it.
    """

    keys: tuple[str, ...]
    subject: str
    text: str
    is_again: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """An incident as it is remembered: who has got its message, what kept others from it, whether it is over."""

    incident: Incident
    told: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    is_over: bool = False


_FIELDS = tuple(each.name for each in fields(Incident))
_BEFORE = "以前"
"""Who was told of an incident remembered in a file that does not say it yet."""


def remember(path: Path, now: Iterable[Incident], looked_at: Iterable[str]) -> None:
    """Compare with what is known, and remember: what began, and what is over.

    That somebody was told is another matter: `record`, once a message has been delivered.

    Args:
        path: file that remembers incidents.
        now: incidents of tonight.
        looked_at: keys that tonight could tell about; others stay as they were.
    """
    known = _load(path)
    current = {incident.key: incident for incident in now}
    for key in set(looked_at) & set(known):
        if key not in current:
            is_fresh = not known[key].is_over
            known[key] = replace(known[key], troubles=() if is_fresh else known[key].troubles, is_over=True)
    for key, incident in current.items():
        before = known.get(key)
        is_same = before is not None and before.incident.kind == incident.kind
        known[key] = replace(before, incident=incident, is_over=False) if before and is_same else _Entry(incident)
    _save(path, known)


def untold(path: Path) -> list[Notice]:
    """The messages that nobody has got: one per incident that began, one for all that are over.

    Args:
        path: file that remembers incidents.
    """
    known = sorted(_load(path).items())
    found = [
        Notice((key,), f"{entry.incident.subject}: {entry.incident.what}", entry.incident.text(), bool(entry.troubles))
        for key, entry in known
        if not entry.is_over and not entry.told
    ]
    over = [(key, entry) for key, entry in known if entry.is_over]
    if over:
        # What began and ended before anybody could be told is told now, whole
        unheard = [entry.incident.text() for _, entry in over if not entry.told]
        subject = f"直りました: {'、'.join(entry.incident.subject for _, entry in over)}"
        is_again = all(entry.troubles for _, entry in over)
        found.append(Notice(tuple(key for key, _ in over), subject, "\n\n".join(unheard), is_again))
    return found


def record(path: Path, notice: Notice, delivered: Sequence[str], troubles: Sequence[str]) -> None:
    """Remember what became of a message. Delivered to nobody, it is tried again.

    Args:
        path: file that remembers incidents.
        notice: the message.
        delivered: targets that took it.
        troubles: what kept others from it, one sentence each.
    """
    known = _load(path)
    for key in notice.keys:
        entry = known.get(key)
        if entry is None:
            continue
        if entry.is_over and delivered:
            del known[key]
        else:
            known[key] = replace(
                entry, told=entry.told if entry.is_over else tuple(delivered), troubles=tuple(troubles)
            )
    _save(path, known)


def open_incidents(path: Path) -> list[Incident]:
    """Incidents that are open, by key."""
    return [entry.incident for _, entry in sorted(_load(path).items()) if not entry.is_over]


def undelivered(path: Path) -> list[str]:
    """One sentence per message that did not reach everybody, for the entrance."""
    sentences = []
    for _, entry in sorted(_load(path).items()):
        if entry.troubles:
            nobody = entry.is_over or not entry.told
            rest = "まだ誰にも届いていません。送り直します。" if nobody else f"{'、'.join(entry.told)}には届きました。"
            what = "直ったという知らせ" if entry.is_over else "知らせ"
            sentences.append(f"{entry.incident.subject}の{what}: {'。'.join(entry.troubles)}。{rest}")
    return sentences


def _load(path: Path) -> dict[str, _Entry]:
    """What is remembered; nothing where the file is damaged: rather told twice than never."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {key: _entry(row) for key, row in rows.items()}
    except (FileNotFoundError, ValueError, AttributeError, LookupError, TypeError):
        return {}


def _entry(row: dict[str, Any]) -> _Entry:
    told, troubles = row.get("told", [_BEFORE]), row.get("troubles", [])
    return _Entry(Incident(*(row[name] for name in _FIELDS)), tuple(told), tuple(troubles), row.get("is_over", False))


def _save(path: Path, known: Mapping[str, _Entry]) -> None:
    rows = {
        key: {**asdict(entry.incident), "told": entry.told, "troubles": entry.troubles, "is_over": entry.is_over}
        for key, entry in known.items()
    }
    part = path.with_name(f".{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    part.write_text(json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(path)
