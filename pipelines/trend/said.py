"""What may be said of growth: nothing, only what came and went, or a word with its interval; and the sentence.

Belongs here: from when on which word may stand, and how it is put. Does not belong here: the figures (`bridge`,
`estimate.growth`), pictures of them.
"""

from __future__ import annotations

import polars as pl

from pipelines.estimate.growth import Turnover
from pipelines.estimate.growth import growth as net_growth
from pipelines.trend.bridge import METHOD, REAL, Calls, Period
from pipelines.trend.causes import founded_since
from pipelines.trend.compared import CELLS, Snapshot
from warehouse.contract import VOCABULARIES, label_ja, table
from warehouse.contract.derived.frames import frame

ALL = "all"
_SAYABLE_DAYS, _SIGN_DAYS = 90, 365
"""From three months on it may be said what came and went, from a year on whether that is growth."""
_DAYS_A_YEAR, _SEED = 365.25, 20261123
_UNKNOWN = ("appeared_unknown", "vanished_unknown", "missing")


def growth(
    counted: Snapshot, changes: pl.DataFrame, every: list[Period], calls: Calls, stock_then: pl.DataFrame
) -> pl.DataFrame:
    """What may be said for the city, every ward and every kind.

    Args:
        counted: this release.
        changes: rows of `trend__growth_bridge` of this release.
        every: its periods.
        calls: what calls have found.
        stock_then: cells and `stock_size` at the beginning of the longest period that is at most a year.

    Returns:
        Rows of `trend__growth`, sorted by key; none where no earlier release is known.
    """
    declared = table("trend__growth")
    period = longest(every)
    if period is None:
        return frame(declared, [])
    start = min(each.from_on for each in every)
    history = (period.day - start).days
    rows = changes.filter(pl.col("period_code") == period.code)
    said = []
    for ward, kind in _scopes(counted):
        of = [_within(df, ward, kind) for df in (rows, counted.activities.filter("is_counted"), stock_then)]
        row = _said(of[0], of[1], int(of[2].get_column("stock_size").sum()), period, history, calls)
        scope = _named(ward, kind)
        said.append({"ward_cell": ward, "kind_cell": kind, **row, "sentence_ja": scope + str(row["sentence_ja"])})
    return frame(declared, said).sort(declared.key)


def longest(every: list[Period]) -> Period | None:
    """The period growth is told of: a year where there is one, else all that is known."""
    of = {each.code: each for each in every}
    return of.get("year", of.get("all"))


def _scopes(counted: Snapshot) -> list[tuple[str, str]]:
    cells = [sorted(counted.activities.filter("is_counted").get_column(name).unique()) for name in CELLS]
    return [(ALL, ALL), *((ward, ALL) for ward in cells[0]), *((ALL, kind) for kind in cells[1])]


def _within(df: pl.DataFrame, ward: str, kind: str) -> pl.DataFrame:
    asked = {name: cell for name, cell in zip(CELLS, (ward, kind), strict=True) if cell != ALL}
    return df.filter(pl.lit(value=True), **asked)


def _named(ward: str, kind: str) -> str:
    if ward != ALL:
        return f"{label_ja('ward', ward) if ward in VOCABULARIES['ward'].values() else '区のわからないもの'}: "
    if kind != ALL:
        return f"{label_ja('kind', kind) if kind in VOCABULARIES['kind'].values() else '種類のわからないもの'}: "
    return "全市: "


def _said(
    rows: pl.DataFrame, now: pl.DataFrame, listed: int, period: Period, history: int, calls: Calls
) -> dict[str, object]:
    count = dict(rows.group_by("cause_code").agg(pl.col("change_count").sum()).iter_rows())
    change = sum(count.values())
    apparent = sum(number for code, number in count.items() if code not in (*REAL, *_UNKNOWN))
    low, high = (float(rows.get_column(name).sum()) for name in ("real_low", "real_high"))
    row: dict[str, object] = {
        "from_on": period.from_on,
        "history_days": history,
        "change_count": change,
        "apparent_count": apparent,
        "real_low": round(low, 3),
        "real_high": round(high, 3),
    }
    flows = _flows(count)
    if history < _SAYABLE_DAYS:
        return row | {
            "growth_word_code": "too_early",
            "sentence_ja": f"増えているかはまだ言えません（記録は{history}日、3か月から出入りを言えます）。",
        }
    interval = None if history < _SIGN_DAYS else _interval(count, now, listed, period, calls)
    if interval is None:
        short = "記録が1年に満たないので" if history < _SIGN_DAYS else "始まった日のわかる活動がないので"
        return row | {
            "growth_word_code": "flows_only",
            "sentence_ja": f"{period.from_on:%Y-%m-%d} から{flows}{short}、増えているとも減っているとも言えません。",
        }
    word = "growing" if interval[0] > 0 else "shrinking" if interval[1] < 0 else "unclear"
    told = f"1年あたり {interval[0]:+.1f}〜{interval[1]:+.1f} %"
    seen = "見かけの増減のほうが大きいので、件数をそのまま比べないでください。"
    note = seen if abs(apparent) > max(abs(low), abs(high)) else ""
    return row | {
        "growth_word_code": word,
        "growth_low": interval[0],
        "growth_high": interval[1],
        "sentence_ja": f"{label_ja('growth_word', word)}（{told}、始まり引く終わり、速報）。{flows}{note}",
    }


def _flows(count: dict[str, int]) -> str:
    """What came and went, in words; what is only seen is told apart."""
    parts = [
        f"新しく始まった {count.get('born', 0)}",
        f"前からあり新しく載った {count.get('newly_listed', 0)}",
        f"時期のわからない新しい掲載 {count.get('appeared_unknown', 0)}",
        f"終わった・休止した {-count.get('ended', 0) - count.get('paused', 0)}",
        f"再開した {count.get('resumed', 0)}",
        f"見えなくなった {-count.get('vanished_unknown', 0) - count.get('missing', 0)}",
    ]
    method = sum(count.get(code, 0) for code in METHOD)
    lists = sum(count.get(code, 0) for code in ("list_added", "list_removed", "list_scope"))
    if method or lists:
        parts.append(f"方法と一覧の増減による見かけ {method + lists:+d}")
    return "、".join(parts) + "。"


def _interval(
    count: dict[str, int], now: pl.DataFrame, listed: int, period: Period, calls: Calls
) -> tuple[float, float] | None:
    """Percent a year, one decimal; None where there is nothing to tell a share from."""
    founded = now.drop_nulls("founded_date").with_columns(_since=founded_since(period.from_on))
    dated = founded.filter(pl.col("_since") != "appeared_unknown")
    year = Turnover(
        dated=dated.height,
        born=dated.filter(pl.col("_since") == "born").height,
        listed_before=listed,
        said_ended=-count.get("ended", 0),
        vanished=-count.get("vanished_unknown", 0) - count.get("missing", 0),
        called=calls.there + calls.ended,
        found_ended=calls.ended,
    )
    if year.listed_before <= 0 or year.dated <= 0:
        return None
    found = net_growth(year, _SEED)
    a_year = 100 * _DAYS_A_YEAR / (period.day - period.from_on).days
    return round(a_year * found.low, 1), round(a_year * found.high, 1)
