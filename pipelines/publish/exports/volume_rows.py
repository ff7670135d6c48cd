"""What the page 「数・伸び・すきま」 shows, as small rows: from published tables to bars, steps, cells, spots, schools.

Belongs here: choosing and labelling rows. Does not belong here: drawing (`publish.pictures`), sentences
(`volume_said`), the page (`volume_file`), computing anything that no table says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import polars as pl

from cities.here import here
from pipelines.publish.exports.people import NO_WARD, labels
from pipelines.publish.exports.tables import Tables
from pipelines.publish.pictures.funnel import Dot
from pipelines.publish.pictures.interval_bars import Bar
from pipelines.publish.pictures.maps import Spot, Ward
from warehouse.contract.vocabularies.gaps import ALL, NONE

AGES = ("all", "0_4", "5_14", "65_over")
"""Age groups that have a map."""
NEAR_AGES = ("65_over", "5_14")
"""Age groups whose walking distance is shown 町丁 by 町丁."""
_NO_KIND = "種類不明"
_TOLD = ("few", "maybe_few", "not_few")
_ORDER = {"none": 0, "maybe": 1, "unknown": 2}
_UNESTIMATED = ("matcher_unknown", "no_kind", "one_open_list", "lists_avoid", "too_few_shared")
"""Reasons for which no more can be said than what is listed."""
_UNJUDGED = ("too_small", "list_is_old")


class Cell(NamedTuple):
    """One ward and kind.

    Attributes:
        ward: as people call it.
        kind: as people call it.
        stock: activities that go on.
        anyone: those of them that are for anyone.
        expected: as many as the rest of the city would give; None where nobody lives.
        low: lower limit of what is ordinary.
        high: upper limit.
        rate: per 10,000 people.
        rate_low: lower limit of the rate.
        rate_high: upper limit of the rate.
        word: code of the vocabulary `gap`.
        word_ja: the same in words.
        no_ward_share: of the kind, what names no ward.
        no_point_share: of the cell, what has no position.
        at_least: so many exist at least, those on no list included; None where it is not estimated.
    """

    ward: str
    kind: str
    stock: int
    anyone: int
    expected: float
    low: int
    high: int
    rate: float
    rate_low: float
    rate_high: float
    word: str
    word_ja: str
    no_ward_share: float
    no_point_share: float | None
    at_least: int | None = None


def cells(tables: Tables, age: str, kinds: Sequence[str] | None = None) -> list[Cell]:
    """The wards by kind of one age group, kinds in the order of the vocabulary, all kinds together first.

    Args:
        tables: published tables by name.
        age: code of the age group.
        kinds: only these cells; None for all.
    """
    wards, words = labels("ward"), labels("gap")
    order = {ALL: "すべての種類", **labels("kind")}
    rates = tables["rates"].filter((pl.col("age_group_code") == age) & pl.col("ward_cell").is_in(list(wards)))
    least = _at_least(tables) if age == ALL else {}
    by_place = {(row["kind_cell"], row["ward_cell"]): row for row in rates.iter_rows(named=True)}
    return [
        Cell(
            wards[ward],
            order[kind],
            row["stock_count"],
            row["anyone_count"],
            row["expected_count"],
            row["funnel_low"],
            row["funnel_high"],
            row["rate"],
            row["rate_low"],
            row["rate_high"],
            row["gap_code"],
            words[row["gap_code"]],
            row["no_ward_share"],
            row["no_point_share"],
            least.get((kind, ward)),
        )
        for kind in (order if kinds is None else kinds)
        for ward in wards
        if (row := by_place.get((kind, ward))) is not None
    ]


def _at_least(tables: Tables) -> dict[tuple[str, str], int]:
    """Kind and ward → lower bound, where there is one."""
    rows = tables["estimates"].filter(pl.col("stratum_code").is_in(["ward", "kind_ward"]) & _is_estimated())
    cells = rows.select(pl.col("kind_code").fill_null(ALL), "ward_code", "at_least_count").drop_nulls("ward_code")
    return {(kind, ward): count for kind, ward, count in cells.iter_rows()}


def _is_estimated() -> pl.Expr:
    return ~pl.col("estimate_reason_code").is_in(list(_UNESTIMATED)).fill_null(value=False)


def told(of: Sequence[Cell], *words: str) -> list[Cell]:
    """The cells of which a word is told, the farthest from what is expected first."""
    chosen = [cell for cell in of if cell.word in words]
    return sorted(chosen, key=lambda cell: (cell.stock / cell.expected, cell.ward, cell.kind))


def dots(of: Sequence[Cell]) -> list[Dot]:
    """The judged cells of single kinds as points of the funnel."""
    judged = [cell for cell in of if cell.word not in _UNJUDGED and cell.kind != "すべての種類"]
    return [Dot(f"{cell.ward} {cell.kind.partition('・')[0]}", cell.expected, cell.stock, cell.word) for cell in judged]


def spread(tables: Tables, age: str) -> float:
    """Extra spread of the map of an age group; 0 where there is none."""
    values = tables["rates"].filter(pl.col("age_group_code") == age).get_column("extra_spread").drop_nulls()
    return float(values[0]) if values.len() else 0.0


def wards(tables: Tables, age: str) -> list[Ward]:
    """The wards with all kinds together, shaded by the smoothed ratio to the city, labelled with the raw rate."""
    rows = tables["rates"].filter((pl.col("age_group_code") == age) & (pl.col("kind_cell") == ALL))
    whole = dict(rows.select("ward_cell", "rate").iter_rows()).get(ALL)
    by_ward = {row["ward_cell"]: row for row in rows.iter_rows(named=True)}
    return [
        Ward(
            code, name, by_ward[code]["smooth_rate"] / whole, f"{by_ward[code]['rate']:.1f}", by_ward[code]["gap_code"]
        )
        for code, name in labels("ward").items()
        if code in by_ward and whole
    ]


def basis(tables: Tables, age: str) -> str:
    """Whose figure the people of an age group are, with its year; empty where there is none."""
    rows = tables["rates"].filter((pl.col("age_group_code") == age) & pl.col("population_count").is_not_null())
    if rows.is_empty():
        return ""
    row = rows.row(0, named=True)
    return f"{labels('population_basis')[row['population_basis_code']]}、{row['population_on']:%Y年%m月}時点"


def unplaced(tables: Tables) -> int:
    """Activities that go on and name no ward."""
    rows = tables["rates"].filter(
        (pl.col("age_group_code") == ALL) & (pl.col("kind_cell") == ALL) & (pl.col("ward_cell") == NONE)
    )
    return int(rows.get_column("stock_count").sum())


class Whole(NamedTuple):
    """The number of the whole city.

    Attributes:
        bar: listed, at least, upper end.
        is_partial: whether kinds that cannot be estimated stand in it with what is listed.
    """

    bar: Bar
    is_partial: bool


def whole(tables: Tables) -> Whole | None:
    """The city; None where nothing is counted."""
    rows = tables["estimates"].filter(pl.col("stratum_code") == "city").to_dicts()
    if not rows or not rows[0]["different_count"]:
        return None
    return Whole(_bar("市全体", rows[0]), rows[0]["estimate_reason_code"] == "some_kinds_without")


def bars(tables: Tables) -> list[Bar]:
    """The bars of the kinds, in the order of the vocabulary; what has no kind comes last."""
    rows = tables["estimates"].filter(pl.col("stratum_code") == "kind").to_dicts()
    of = {row["kind_code"]: row for row in rows if row["different_count"]}
    known = [_bar(name, of[code]) for code, name in labels("kind").items() if code in of]
    return known + ([_bar(_NO_KIND, of[None])] if None in of else [])


def _bar(name: str, row: dict[str, Any]) -> Bar:
    reason = row["estimate_reason_code"]
    why = labels("estimate_reason")[reason].partition("（")[0] if reason else ""
    if reason in _UNESTIMATED:
        return Bar(name, row["different_count"], why=why)
    return Bar(name, row["different_count"], row["at_least_count"], row["upper_count"], why)


def near(tables: Tables, age: str) -> list[dict[str, Any]]:
    """The city and its wards with the share of residents who have a venue within walking distance."""
    names = {ALL: here().name, **labels("ward"), NONE: NO_WARD}
    rows = {row["ward_cell"]: row for row in tables["access"].filter(pl.col("age_group_code") == age).to_dicts()}
    return [rows[code] | {"area": name} for code, name in names.items() if code in rows]


def spots(tables: Tables, age: str) -> list[Spot]:
    """The 町丁 with the residents who have no venue within walking distance, counted with venues known to the 町丁."""
    wards_ja = labels("ward")
    rows = tables["town_access"].filter(pl.col("age_group_code") == age).sort("ward_code", "town")
    return [
        Spot(
            f"{wards_ja[row['ward_code']]}{row['town']}",
            row["lat"],
            row["lon"],
            round(row["resident_count"] * (1 - row["share_with_towns"])),
            1 - row["share_with_towns"],
            row["is_small"],
            row["outside_rank"],
        )
        for row in rows.iter_rows(named=True)
    ]


def far_towns(tables: Tables, age: str) -> list[dict[str, Any]]:
    """The 町丁 in which most residents live outside, in order."""
    wards_ja = labels("ward")
    rows = tables["town_access"].filter((pl.col("age_group_code") == age) & pl.col("outside_rank").is_not_null())
    middle = (pl.col("resident_count") * (1 - pl.col("share_with_towns"))).round().cast(pl.Int64)
    ranked = rows.sort("outside_rank").with_columns(outside=middle)
    return [row | {"ward": wards_ja[row["ward_code"]]} for row in ranked.to_dicts()]


def far_schools(tables: Tables) -> list[dict[str, Any]]:
    """Schools without a place for children nearby, then those that may have one, then those nobody can tell of."""
    wards_ja, words = labels("ward"), labels("nearness")
    rows = tables["school_access"].filter(pl.col("nearness_code").is_in(list(_ORDER)))
    order = pl.col("nearness_code").replace_strict(_ORDER, return_dtype=pl.Int64)
    return [
        row | {"ward": wards_ja[row["ward_code"]], "word": words[row["nearness_code"]]}
        for row in rows.sort(order, pl.col("near_probability"), "ward_code", "school").to_dicts()
    ]
