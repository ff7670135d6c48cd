"""The figures of a day that say whether it looks healthy: rows, shares, fill rates.

Belongs here: how each figure comes from the tables. Does not belong here: which figures are healthy (`bounds`), what
follows from one that is not (`suite`).
"""

from __future__ import annotations

import polars as pl

from warehouse.contract import VOCABULARIES, label_ja
from warehouse.contract.columns import COLUMNS

FILLED = [
    "ward_code",
    "kind_code",
    "venue",
    "address",
    "lat",
    "schedule",
    "session_starts",
    "target",
    "fee",
    "organizer",
    "phone",
    "url",
]
_NOT_STATED = "none"


def measures(activities: pl.DataFrame, changes: pl.DataFrame) -> dict[str, float]:
    """Name of each figure → its value, in a fixed order.

    `rows`; `cell.WARD/KIND`: activities of a kind in a ward; `fill.COLUMN`: share of activities that have it;
    `schedule.CODE`: share whose schedule was read so far, `none` where no schedule is stated; `listings_per_activity`
    and `repeated`: how much was brought together; `added` and `not_seen`: how many IDs are new or ended since the last
    release, as shares of today's, left out at the first release.

    Args:
        activities: rows of `activities` (of a release) or `core__activities`.
        changes: rows of the table of changes of the same day.
    """
    total = activities.height
    figures: dict[str, float] = {"rows": float(total)}
    cells = activities.drop_nulls(["ward_code", "kind_code"]).group_by("ward_code", "kind_code").len()
    figures |= {f"cell.{ward}/{kind}": float(count) for ward, kind, count in cells.sort(pl.all()).iter_rows()}
    if not total:
        return figures
    figures |= {f"fill.{name}": 1 - activities.get_column(name).null_count() / total for name in FILLED}
    known = activities.get_column("schedule_completeness_code").fill_null(_NOT_STATED)
    codes = [*VOCABULARIES["schedule_completeness"].values(), _NOT_STATED]
    figures |= {f"schedule.{code}": float((known == code).mean() or 0) for code in codes}  # type: ignore[arg-type]
    count = activities.get_column("listing_count")
    figures["listings_per_activity"] = float(count.sum()) / total
    figures["repeated"] = float((count > 1).sum()) / total
    moved = {code: changes.filter(pl.col("change_code") == code).height / total for code in ("added", "not_seen")}
    return figures if moved["added"] == 1 else figures | moved


def sentence(name: str) -> str:
    """What a figure counts, in Japanese.

    Raises:
        KeyError: there is no such figure.
    """
    group, _, of = name.partition(".")
    if group == "cell":
        ward, kind = of.split("/")
        return f"{label_ja('ward', ward)}の「{label_ja('kind', kind)}」の活動の数"
    if group == "fill":
        return f"{_label(of)}がある活動の割合"
    if group == "schedule":
        completeness = "記載なし" if of == _NOT_STATED else label_ja("schedule_completeness", of)
        return f"日時が「{completeness}」の活動の割合"
    if group == "range":
        return f"{_label(of)}の値"
    return _WHOLE[name]


def _label(column: str) -> str:
    return COLUMNS[column].ja.partition("（")[0].removesuffix("のコード")


_WHOLE = {
    "rows": "活動の数",
    "listings_per_activity": "活動1つあたりの掲載の平均",
    "repeated": "二つ以上の掲載がある活動の割合",
    "added": "新しい活動の割合",
    "not_seen": "掲載が見えなくなった活動の割合",
}
