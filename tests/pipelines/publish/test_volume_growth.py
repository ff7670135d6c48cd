"""Growth on the page: the bridge as steps that add up, and silence where nothing may be said."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from pipelines.publish.exports.volume_growth import growth
from pipelines.publish.exports.volume_said import NOT_YET

CAUSES = {
    "resolver": (30, 0, 0),
    "list_added": (55, 0, 0),
    "newly_listed": (41, 0, 0),
    "born": (20, 20, 20),
    "resumed": (2, 2, 2),
    "appeared_unknown": (18, 4, 12),
    "ended": (-9, -9, -9),
    "vanished_unknown": (-25, -18, -5),
    "outage": (0, 0, 0),
}


def tables(word: str, **causes: tuple[int, float, float]) -> dict[str, pl.DataFrame]:
    said = {"ward_cell": "all", "kind_cell": "all", "growth_word_code": word, "from_on": date(2026, 3, 31)}
    cells = [{"ward_cell": ward, "kind_cell": "cafe"} for ward in ("141313", "141321")]
    bridge: list[dict[str, Any]] = [
        {"period_code": period, "cause_code": code, **cells[number % 2], "change_count": part[0] * times}
        | {"real_low": float(part[1]), "real_high": float(part[2])}
        for period, times in (("night", 1000), ("year", 1))
        for number, (code, part) in enumerate(causes.items())
    ]
    series = [
        cell | {"month_on": month, "stock_size": size}
        for month, sizes in ((date(2026, 10, 31), (1, 1)), (date(2026, 11, 30), (1000, 532)))
        for cell, size in zip(cells, sizes, strict=True)
    ]
    return {
        "growth": pl.DataFrame([said | {"sentence_ja": "全市: 増減ははっきりしない。"}]),
        "growth_bridge": pl.DataFrame(bridge),
        "series": pl.DataFrame(series),
    }


def test_the_steps_add_up_from_the_last_number_to_this_one() -> None:
    told = growth(tables("unclear", **CAUSES))
    steps = told.steps
    assert (steps[0].label, steps[0].change) == ("前回（2026-03-31）", 1532 - 132)
    assert (steps[-1].label, steps[-1].change) == ("今回", 1532)
    assert steps[0].change + sum(step.change for step in steps if step.nature != "total") == 1532
    (subtotal,) = [step for step in steps[1:-1] if step.nature == "total"]
    assert subtotal.change == 1400 + 30 + 55 + 41
    assert told.sentence == "増減ははっきりしない。"


def test_real_unknown_and_apparent_are_apart() -> None:
    of = {step.label: step for step in growth(tables("unclear", **CAUSES)).steps}
    assert (of["新しく始まった"].change, of["新しく始まった"].nature) == (22, "real")
    assert of["前からあり、新たに載った"].nature == "apparent", "existed before: no growth"
    gone = of["見えなくなった"]
    assert (gone.nature, gone.change, gone.low, gone.high) == ("unknown", -25, -18, -5)
    assert of["終わった・休止した"].low is None


def test_the_title_says_when_what_is_seen_outweighs_what_is_real() -> None:
    assert "見かけの増減のほうが大きい" in growth(tables("growing", **CAUSES)).title
    assert "見かけ" not in growth(tables("growing", born=(20, 20, 20), newly_listed=(3, 0, 0))).title


def test_too_early_is_a_sentence_and_no_picture() -> None:
    told = growth(tables("too_early", **CAUSES))
    assert told.steps == []
    assert told.sentence == "増減ははっきりしない。"


@pytest.mark.parametrize("missing", ["growth", "growth_bridge", "series"])
def test_without_history_nothing_is_said(missing: str) -> None:
    given = tables("growing", **CAUSES)
    del given[missing]
    assert NOT_YET in growth(given).sentence


def test_before_the_first_earlier_release_nothing_is_said() -> None:
    given = tables("growing", **CAUSES)
    told = growth(given | {"growth": given["growth"].clear()})
    assert NOT_YET in told.sentence
    assert told.steps == []


def test_no_subtotal_where_nothing_is_only_seen() -> None:
    steps = growth(tables("growing", born=(20, 20, 20))).steps
    assert [step.nature for step in steps] == ["total", "real", "total"]


def test_every_cause_that_changes_the_number_stands_in_a_block() -> None:
    from pipelines.publish.exports.volume_growth import _BLOCKS
    from warehouse.contract import VOCABULARIES

    held = [code for _, _, codes in _BLOCKS for code in codes]
    assert len(held) == len(set(held))
    if "growth_cause" in VOCABULARIES:
        silent = {"rekeyed", "outage", "back"}
        assert set(held) | silent == set(VOCABULARIES["growth_cause"].values())
