"""The suite that stands before every release: sources in their bands, figures in their bounds, values plausible.

Belongs here: the figures of today as Great Expectations suites, and its answer in our words. Does not belong here:
figures (`measures`), bounds (`bounds`), what happens when one is not met. Great Expectations takes seconds to import:
it is imported when the suite runs.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import polars as pl

from warehouse.expectations.bounds import Bound
from warehouse.expectations.measures import measures, sentence

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

_MOSTLY = 0.99
"""One value in a hundred may be out of its range: a slip of an editor stops no release, a slip of a parser does."""
State = Literal["met", "low", "high"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One expectation and what was found.

    Attributes:
        rule_ja: what is expected, in Japanese, with its bounds.
        state: `met`, `low` (stops a release) or `high` (warns).
        observed: what was seen.
        origin: where the bounds come from.
    """

    rule_ja: str
    state: State
    observed: str
    origin: str = ""

    @property
    def is_met(self) -> bool:
        """Whether it holds."""
        return self.state == "met"


class Day(NamedTuple):
    """Tables of today: `norm__listings`, `core__activities`, `core__activity_changes`."""

    listings: pl.DataFrame
    activities: pl.DataFrame
    changes: pl.DataFrame


class _Rule(NamedTuple):
    column: str
    rule_ja: str
    bound: Bound
    mostly: float = 1.0


def judge(day: Day, bands: Mapping[str, Bound], bounds: Mapping[str, Bound]) -> list[Verdict]:
    """Validate today's tables.

    A figure without a bound is new and is passed over; a bound whose figure is not there today counts as 0.

    Args:
        day: the tables.
        bands: source → lowest and highest number of listings, for every source in use.
        bounds: figure → bound; `range.COLUMN` bounds the values of a column.
    """
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    counts = dict(day.listings.group_by("source_key").len().iter_rows())
    sources = {key: float(counts.get(key, 0)) for key in bands}
    found = measures(day.activities, day.changes)
    ranges = {name: bound for name, bound in bounds.items() if name.startswith("range.")}
    figures = {name: bound for name, bound in bounds.items() if name not in ranges and _is_due(name, found)}
    today = {name: found.get(name, 0.0) for name in figures}
    return [
        *_run(_one_row(sources), [_Rule(key, _said(f"{key} の掲載", bound), bound) for key, bound in bands.items()]),
        *_run(_one_row(today), [_Rule(name, _said(sentence(name), bound), bound) for name, bound in figures.items()]),
        *_run(day.activities, [_range_rule(name, bound) for name, bound in ranges.items()]),
    ]


def _is_due(name: str, found: Mapping[str, float]) -> bool:
    """Changes have no figure at the first release."""
    return name in found or name not in ("added", "not_seen")


def _one_row(values: Mapping[str, float]) -> pl.DataFrame:
    return pl.DataFrame({name: [value] for name, value in values.items()})


def _range_rule(name: str, bound: Bound) -> _Rule:
    rule = f"{_said(sentence(name), bound)}（{_MOSTLY:.0%}以上の行）"
    return _Rule(name.removeprefix("range."), rule, bound, _MOSTLY)


def _said(what: str, bound: Bound) -> str:
    if bound.maximum is None:
        return f"{what}が{bound.minimum:g}以上"
    if bound.minimum is None:
        return f"{what}が{bound.maximum:g}以下"
    return f"{what}が{bound.minimum:g}〜{bound.maximum:g}"


def _run(df: pl.DataFrame, rules: list[_Rule]) -> list[Verdict]:
    import great_expectations as gx
    import pandas as pd

    if not rules:
        return []
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]  # a plain dict is what it takes
    batch = (
        context.data_sources.add_pandas("today")
        .add_dataframe_asset("table")
        .add_batch_definition_whole_dataframe("all")
    )
    suite = gx.ExpectationSuite(name="suite", expectations=[_between(rule) for rule in rules])
    # pandas is all it reads; columns one by one, because to_pandas() would need pyarrow
    columns = dict.fromkeys(rule.column for rule in rules)
    frame = pd.DataFrame({name: df.get_column(name).cast(pl.Float64).to_numpy() for name in columns})
    result = batch.get_batch({"dataframe": frame}).validate(suite, result_format="BASIC")
    found = {entry.expectation_config.kwargs["column"]: entry for entry in result.results if entry.expectation_config}
    return [_verdict(rule, found[rule.column], df.get_column(rule.column)) for rule in rules]


def _between(rule: _Rule) -> Expectation:
    expectation: Expectation = _expectations().ExpectColumnValuesToBeBetween(
        column=rule.column, min_value=rule.bound.minimum, max_value=rule.bound.maximum, mostly=rule.mostly
    )
    return expectation


def _expectations() -> Any:
    """The module of expectation classes; it re-exports them in a way mypy does not follow."""
    return importlib.import_module("great_expectations.expectations")


def _verdict(rule: _Rule, entry: Any, values: pl.Series) -> Verdict:
    details = entry.result
    wrong = [value for value in details.get("partial_unexpected_list", []) if value == value]  # NaN is not itself
    if rule.mostly == 1.0:
        observed = f"{values[0]:.6g}"
    else:
        observed = f"外れた行 {details.get('unexpected_count', 0)}/{details.get('element_count', 0)}"
        observed += f"、値 {wrong[:5]}" if wrong else ""
    if entry.success:
        return Verdict(rule.rule_ja, "met", observed, rule.bound.origin)
    return Verdict(rule.rule_ja, _side(rule, values), observed, rule.bound.origin)


def _side(rule: _Rule, values: pl.Series) -> State:
    """Which end of its bound a rule that is not met breaks; more values below than may be outweigh those above."""
    known = values.cast(pl.Float64).drop_nulls().drop_nans()
    minimum, maximum, _ = rule.bound
    below = (known < minimum).sum() if minimum is not None else 0
    above = (known > maximum).sum() if maximum is not None else 0
    is_high = above > 0 and below <= (1 - rule.mostly) * known.len()
    return "high" if is_high else "low"
