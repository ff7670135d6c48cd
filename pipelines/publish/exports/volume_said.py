"""One sentence per figure of the page 「数・伸び・すきま」, never more certain than its rows.

Belongs here: those sentences. Does not belong here: choosing rows (`volume_rows`), drawing, the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.publish.exports.volume_rows import Cell, Whole, told

NOT_YET = "まだ言えません"
_NAMED = 3


def of_gaps(cells: Sequence[Cell]) -> str:
    """Where there is less, in the words of the table: 「少ない」 only of cells that are told so."""
    if not cells:
        return f"{NOT_YET}。数える活動がありません。"
    few, maybe = told(cells, "few"), told(cells, "maybe_few")
    judged = sum(cell.word not in ("too_small", "list_is_old") for cell in cells)
    if few:
        start = f"すべての年齢でみて、ほかの区とくらべて少ないと言えるのは{_named(few)}です。"
    elif judged:
        start = "すべての年齢でみて、ほかの区とくらべて少ないと言い切れる区と種類はありません。"
    else:
        return "数が少ないか一覧が古いため、少ないかどうかは判断できません。"
    return start + (f"少ないかもしれないのは{_named(maybe)}です。" if maybe else "")


def _named(cells: Sequence[Cell]) -> str:
    shown = [f"{cell.ward}の{cell.kind}（{cell.stock}件、見込みは{cell.expected:.0f}件）" for cell in cells[:_NAMED]]
    return "、".join(shown) + (f" ほか{len(cells) - _NAMED}つ" if len(cells) > _NAMED else "")


def of_access(rows: Sequence[dict[str, Any]], age_ja: str) -> str:
    """How many residents have a venue within walking distance: a range, with what it rests on."""
    if not rows:
        return f"{NOT_YET}。位置のわかる会場がありません。"
    city = rows[0]
    low, high = city["share_known"], city["share_with_all"]
    counts = [city[f"{known}_venue_count"] for known in ("known", "town", "unlocated")]
    assumed = "（町丁の年齢は区の割合で置いた目安）" if city["is_age_assumed"] else ""
    return (
        f"{age_ja}の住民のうち、直線{city['distance_m']}m以内に会場があるのは{low:.0%}〜{high:.0%}です{assumed}。"
        f"幅があるのは、会場{sum(counts):,}か所のうち{counts[1]:,}か所は町丁まで、{counts[2]:,}か所は区までしか"
        f"位置がわからないためです。対象の書かれていない{city['unstated_count']:,}件は入っていません。"
    )


def of_schools(rows: Sequence[dict[str, Any]], distance: int, count: int) -> str:
    """How many schools have no place for children nearby."""
    if not count:
        return f"{NOT_YET}。"
    none, maybe, unknown = (sum(row["nearness_code"] == code for row in rows) for code in ("none", "maybe", "unknown"))
    said = [f"市立小中学校{count}校のうち、直線{distance}m以内に子どもの居場所が見つからないのは{none}校"]
    said += [f"会場の位置が確かでなく、あるかもしれないのは{maybe}校"] if maybe else []
    said += [f"学校の位置がわからないのは{unknown}校"] if unknown else []
    return "、".join(said) + "です。"


def of_count(whole: Whole, unplaced: int) -> str:
    """How many go on: listed, at least, a rough upper end; what cannot be said says so."""
    bar = whole.bar
    lost = f"うち{unplaced:,}件は区がわかりません。" if unplaced else ""
    start = f"一覧に載っている続いている活動は、重複を除いて{bar.listed:,}件です。{lost}"
    if bar.lower is None:
        return f"{start}載っていない活動がいくつあるかは、{NOT_YET}（{bar.why}）。"
    top = f"、上限の目安は{bar.upper:,}件です" if bar.upper is not None else "です。上限は示せません"
    part = ""
    if whole.is_partial:
        part = "推計できない種類は、下限には載っている数だけを、上限にはほかの種類と同じ割合を入れています。"
    return f"{start}載っていないものを入れると少なくとも{bar.lower:,}件{top}。{part}"
