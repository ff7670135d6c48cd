"""The suite that stands before every release: rows per source in their band, names filled, wards and kinds known.

Belongs here: which amounts are expected, with bounds from `bounds.toml` and the sources' own bands. Does not belong
here: what happens when one is not met. Great Expectations takes seconds to import: it is imported when the suite runs.
"""

from __future__ import annotations

import importlib
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

_BOUNDS = Path(__file__).parent / "bounds.toml"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One expectation and what was found.

    Attributes:
        rule_ja: what is expected, in Japanese, with its bounds.
        is_met: whether it holds.
        observed: what was seen.
    """

    rule_ja: str
    is_met: bool
    observed: str


def warm_up() -> None:
    """Import Great Expectations ahead of time, e.g. while a crawl is waiting for its pages."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    _expectations()


def judge(listings: pl.DataFrame, activities: pl.DataFrame, bands: dict[str, tuple[int, int]]) -> list[Verdict]:
    """Validate today's listings and activities.

    Args:
        listings: rows of `norm__listings`.
        activities: rows of `core__activities`.
        bands: source → lowest and highest number of listings, for every source in use.
    """
    warm_up()
    counts = dict(listings.group_by("source_key").len().iter_rows())
    by_source = pl.DataFrame({key: [counts.get(key, 0)] for key in bands})
    return [
        *_run(
            by_source, [(_band_rule(key, low, high), _between(key, low, high)) for key, (low, high) in bands.items()]
        ),
        *_run(listings.select("name", "ward_code", "kind_code"), _fill_rules()),
        *_run(activities.select("listing_count"), _spread_rules()),
    ]


def _fill_rules() -> list[tuple[str, Expectation]]:
    gxe = _expectations()
    bounds = _bounds()
    return [
        (
            f"{label}が{bounds[rule]['minimum']:.0%}以上の掲載にある",
            gxe.ExpectColumnValuesToNotBeNull(column=column, mostly=bounds[rule]["minimum"]),
        )
        for rule, column, label in (
            ("names_filled", "name", "名称"),
            ("wards_known", "ward_code", "区"),
            ("kinds_known", "kind_code", "種類"),
        )
    ]


def _spread_rules() -> list[tuple[str, Expectation]]:
    gxe = _expectations()
    low, high = (_bounds()["listings_per_activity"][end] for end in ("minimum", "maximum"))
    rule = f"活動1つあたりの掲載が平均{low}〜{high}件"
    return [
        ("活動が1件以上ある", gxe.ExpectTableRowCountToBeBetween(min_value=1)),
        (rule, gxe.ExpectColumnMeanToBeBetween(column="listing_count", min_value=low, max_value=high)),
    ]


def _band_rule(key: str, low: int, high: int) -> str:
    return f"{key} の掲載が{low}〜{high}件"


def _between(column: str, low: int, high: int) -> Expectation:
    expectation: Expectation = _expectations().ExpectColumnValuesToBeBetween(
        column=column, min_value=low, max_value=high
    )
    return expectation


def _run(df: pl.DataFrame, rules: list[tuple[str, Expectation]]) -> list[Verdict]:
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
    suite = gx.ExpectationSuite(name="suite", expectations=[expectation for _, expectation in rules])
    # pandas is all it reads; columns one by one, because to_pandas() would need pyarrow
    frame = pd.DataFrame({name: df.get_column(name).to_list() for name in df.columns})
    result = batch.get_batch({"dataframe": frame}).validate(suite, result_format="BASIC")
    found = {_identity(entry.expectation_config): entry for entry in result.results}
    return [_verdict(rule, found[_identity(expectation.configuration)]) for rule, expectation in rules]


def _expectations() -> Any:
    """The module of expectation classes; it re-exports them in a way mypy does not follow."""
    return importlib.import_module("great_expectations.expectations")


def _identity(configuration: Any) -> tuple[str, str]:
    return configuration.type, str(configuration.kwargs.get("column"))


def _verdict(rule: str, entry: Any) -> Verdict:
    details = entry.result
    if "observed_value" in details:
        value = details["observed_value"]
        observed = "値なし" if value is None else f"{value:.6g}"  # the mean of no row at all is None
    else:
        seen = [value for value in details.get("partial_unexpected_list", []) if value == value]  # NaN is not itself
        values = f"、値 {seen[:5]}" if seen else ""
        observed = f"外れた行 {details.get('unexpected_count', 0)}/{details.get('element_count', 0)}{values}"
    return Verdict(rule, bool(entry.success), observed)


def _bounds() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_BOUNDS.read_text(encoding="utf-8"))
