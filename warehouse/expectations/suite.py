"""The suite that stands before every release: sources in their bands, figures in their bounds, values plausible.

Belongs here: the figures of today as Great Expectations suites, and its answer in our words. Does not belong here:
figures (`measures`), bounds (`bounds`), what happens when one is not met; the process that is asked (`validator`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import polars as pl

from warehouse.expectations.bounds import Bound
from warehouse.expectations.measures import measures, sentence
from warehouse.expectations.validator import Answer, Expected, Validator

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


def judge(day: Day, bands: Mapping[str, Bound], bounds: Mapping[str, Bound], validator: Validator) -> list[Verdict]:
    """Validate today's tables.

    A figure without a bound is new and is passed over; a bound whose figure is not there today counts as 0.

    Args:
        day: the tables.
        bands: source → lowest and highest number of listings, for every source in use.
        bounds: figure → bound; `range.COLUMN` bounds the values of a column.
        validator: asked.
    """
    counts = dict(day.listings.group_by("source_key").len().iter_rows())
    sources = {key: float(counts.get(key, 0)) for key in bands}
    measured = measures(day.activities, day.changes)
    ranges = {name: bound for name, bound in bounds.items() if name.startswith("range.")}
    figures = {name: bound for name, bound in bounds.items() if name not in ranges and _is_due(name, measured)}
    today = {name: measured.get(name, 0.0) for name in figures}
    of_sources = [_Rule(key, _said(f"{key} の掲載", bound), bound) for key, bound in bands.items()]
    of_figures = [_Rule(name, _said(sentence(name), bound), bound) for name, bound in figures.items()]
    return [
        *_run(_one_row(sources), of_sources, validator),
        *_run(_one_row(today), of_figures, validator),
        *_run(day.activities, [_range_rule(name, bound) for name, bound in ranges.items()], validator),
    ]


def _is_due(name: str, figures: Mapping[str, float]) -> bool:
    """Changes have no figure at the first release."""
    return name in figures or name not in ("added", "not_seen")


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


def _run(df: pl.DataFrame, rules: list[_Rule], validator: Validator) -> list[Verdict]:
    if not rules:
        return []
    columns = {
        name: df.get_column(name).cast(pl.Float64).to_list() for name in dict.fromkeys(rule.column for rule in rules)
    }
    expected = [Expected(rule.column, rule.bound.minimum, rule.bound.maximum, rule.mostly) for rule in rules]
    answers = validator.ask(columns, expected)
    return [_verdict(rule, answer, df.get_column(rule.column)) for rule, answer in zip(rules, answers, strict=True)]


def _verdict(rule: _Rule, answer: Answer, values: pl.Series) -> Verdict:
    if rule.mostly == 1.0:
        observed = f"{values[0]:.6g}"
    else:
        observed = f"外れた行 {answer.wrong_count}/{answer.value_count}"
        observed += f"、値 {answer.wrong[:5]}" if answer.wrong else ""
    if answer.is_met:
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
