"""Growth on the page 「数・伸び・すきま」: the bridge as steps, and what may be said.

Belongs here: from the published tables of growth to steps, title and sentence. Does not belong here: causes and words
themselves, the other rows of the page (`volume_rows`), drawing.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from pipelines.publish.exports.tables import Tables
from pipelines.publish.exports.volume_said import NOT_YET
from pipelines.publish.pictures.waterfall import Nature, Step

_ALL = "all"
_TOO_EARLY = "too_early"
_LONGEST = ("year", "all", "month", "night")
"""Periods, the one that growth is told of first."""
_METHOD = "方法の変更"
_BLOCKS: tuple[tuple[str, Nature, tuple[str, ...]], ...] = (
    (_METHOD, "apparent", ("resolver", "judgements", "definition")),
    ("一覧の増減", "apparent", ("list_added", "list_removed", "list_scope")),
    ("まとめ直し・書き直し", "apparent", ("split", "merged", "edited", "relisted", "confirmed", "lapsed")),
    ("前からあり、新たに載った", "apparent", ("newly_listed",)),
    ("新しく始まった", "real", ("born", "resumed")),
    ("終わった・休止した", "real", ("ended", "paused")),
    ("新しく載った（時期は不明）", "unknown", ("appeared_unknown",)),
    ("見えなくなった", "unknown", ("vanished_unknown", "missing")),
)
"""Blocks from the last number to this one: their nature, and the causes of the bridge they hold."""


class Growth(NamedTuple):
    """What is shown of growth.

    Attributes:
        sentence: what may be said.
        title: of the picture; it says so where what is only seen outweighs what is real.
        steps: of the waterfall; empty where nothing may be said yet.
    """

    sentence: str
    title: str
    steps: list[Step]


def growth(tables: Tables) -> Growth:
    """The bridge of the period that growth is told of.

    Args:
        tables: published tables by name; a release without the tables of growth can say nothing of it.
    """
    nothing = Growth(f"増えているか減っているかは、{NOT_YET}。", "", [])
    if not {"growth", "growth_bridge", "series"} <= set(tables):
        return nothing
    said = tables["growth"].filter((pl.col("ward_cell") == _ALL) & (pl.col("kind_cell") == _ALL)).to_dicts()
    if not said:
        return nothing
    sentence = said[0]["sentence_ja"].removeprefix("全市: ")
    if said[0]["growth_word_code"] == _TOO_EARLY:
        return Growth(sentence, "", [])
    steps = _steps(tables, f"{said[0]['from_on']:%Y-%m-%d}")
    return Growth(sentence, _title(steps), steps)


def _steps(tables: Tables, since: str) -> list[Step]:
    bridge = tables["growth_bridge"]
    known = set(bridge.get_column("period_code"))
    period = next((code for code in _LONGEST if code in known), None)
    sums = (
        bridge.filter(pl.col("period_code") == period)
        .group_by("cause_code")
        .agg(pl.col("change_count", "real_low", "real_high").sum())
    )
    of = {code: (change, low, high) for code, change, low, high in sums.iter_rows()}
    series = tables["series"]
    now = int(series.filter(pl.col("month_on") == pl.col("month_on").max()).get_column("stock_size").sum())
    blocks = [_block(label, nature, [of[code] for code in codes if code in of]) for label, nature, codes in _BLOCKS]
    changes = [step for step in blocks if step is not None]
    total = sum(change for change, _, _ in of.values())
    return [
        Step(f"前回（{since}）", now - total, "total"),
        *_with_subtotal(changes, now - total),
        Step("今回", now, "total"),
    ]


def _block(label: str, nature: Nature, parts: list[tuple[int, float, float]]) -> Step | None:
    if not any(change for change, _, _ in parts):
        return None
    change, low, high = (sum(values) for values in zip(*parts, strict=True))
    return Step(label, int(change), nature, low, high) if nature == "unknown" else Step(label, int(change), nature)


def _with_subtotal(changes: list[Step], start: int) -> list[Step]:
    """A total between what is only seen and what is real or may be, where there are both."""
    seen = [step for step in changes if step.nature == "apparent"]
    rest = [step for step in changes if step.nature != "apparent"]
    if not seen or not rest:
        return changes
    return [*seen, Step("ここまで見かけ", start + sum(step.change for step in seen), "total"), *rest]


def _title(steps: list[Step]) -> str:
    seen = abs(sum(step.change for step in steps if step.nature == "apparent"))
    real = abs(sum(step.change for step in steps if step.nature == "real"))
    return "活動の数が変わったわけ" + ("（見かけの増減のほうが大きい）" if seen > real else "")
