"""What must be kept of every release, and what it says of growth: one asset and one function each.

Belongs here: which function makes which table from which. Does not belong here: what the function does
(`pipelines.trend`), what people are asked (`audit`).
"""

from collections.abc import Iterator
from datetime import date

import dagster as dg
import polars as pl

from pipelines.ingest.usable_sources import declared_lists
from pipelines.orchestration.assets.core import previous
from pipelines.orchestration.from_contract import spec
from pipelines.orchestration.staff_errors import in_words
from pipelines.publish.shelf import in_todays_shape
from pipelines.settings import Settings
from pipelines.trend.compared import Known, snapshot
from pipelines.trend.grown import grown
from pipelines.trend.lists import list_changes, release_lists, remember_lists
from pipelines.trend.night import growth_log, past_activities
from pipelines.trend.releases import before, kept, with_days
from pipelines.trend.resolver import version
from pipelines.trend.stock import stock
from pipelines.trend.vintages import all_vintages


@dg.asset(**spec("trend__activity_stock", "polars"))
def trend__activity_stock(
    core__activities: pl.DataFrame,
    core__activity_listings: pl.DataFrame,
    raw__selected_runs: pl.DataFrame,
    core__release: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> pl.DataFrame:
    """Which activities count as going on."""
    lists = with_days(raw__selected_runs).join(declared_lists(settings), on="source_key", how="left")
    return stock(core__activities, core__activity_listings, lists, _day(core__release))


@dg.asset(**spec("trend__release_lists", "polars"))
def trend__release_lists(
    raw__selected_runs: pl.DataFrame,
    raw__runs: pl.DataFrame,
    core__release: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> pl.DataFrame:
    """Which lists there were in every release."""
    folder, declared = previous(settings, core__release), declared_lists(settings)
    counts = raw__runs.select("source_key", "run_id", "listing_count")
    selected = raw__selected_runs.join(counts, on=["source_key", "run_id"], how="left")
    last = None if folder is None else kept(folder, declared).lists
    past = in_todays_shape(folder, "release_lists")
    return release_lists(past, last, selected, declared, _id(core__release))


@dg.asset(**spec("trend__activity_sources_history", "polars"))
def trend__activity_sources_history(
    core__activity_listings: pl.DataFrame, core__release: pl.DataFrame, settings: dg.ResourceParam[Settings]
) -> pl.DataFrame:
    """Which lists every activity stood on, on any day."""
    past = in_todays_shape(previous(settings, core__release), "activity_sources_history")
    return remember_lists(past, core__activity_listings, _day(core__release))


@dg.asset(**spec("trend__growth_log", "polars"))
def trend__growth_log(
    context: dg.AssetExecutionContext,
    trend__activity_stock: pl.DataFrame,
    trend__release_lists: pl.DataFrame,
    trend__activity_sources_history: pl.DataFrame,
    core__activities: pl.DataFrame,
    core__activity_listings: pl.DataFrame,
    core__moved_listings: pl.DataFrame,
    core__release: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> pl.DataFrame:
    """Why the number changed, night by night."""
    folder = previous(settings, core__release)
    past = in_todays_shape(folder, "growth_log")
    if folder is None:
        return past
    declared = declared_lists(settings)
    last = kept(folder, declared)
    with in_words():
        than, problem = before(settings, last, folder, version(settings))
    if problem is not None:
        context.log.warning(f"前の公開を今の方法で読み直せないので、方法の違いも増減に入ります。{problem}")
    lists = trend__release_lists.filter(pl.col("release_id") == _id(core__release))
    day = _day(core__release)
    gone = past_activities(in_todays_shape(folder, "activity_sources_history"), day)
    known = Known(list_changes(last.lists, lists), core__moved_listings, gone, last.day, day)
    now = snapshot(core__activities, core__activity_listings, trend__activity_stock)
    return growth_log(past, than, now, known, _id(core__release))


@dg.asset(**spec("trend__restated", "polars"))
def trend__restated(core__release: pl.DataFrame, settings: dg.ResourceParam[Settings]) -> pl.DataFrame:
    """Earlier releases by later methods."""
    return all_vintages(in_todays_shape(previous(settings, core__release), "trend_restated"), settings)


_SAID = ("trend__growth_bridge", "trend__series", "trend__growth")


@dg.multi_asset(outs={name: dg.AssetOut(**spec(name, "polars")) for name in _SAID})
def trend(
    trend__growth_log: pl.DataFrame,
    trend__restated: pl.DataFrame,
    trend__activity_stock: pl.DataFrame,
    core__release_log: pl.DataFrame,
    core__activities: pl.DataFrame,
    core__activity_listings: pl.DataFrame,
    audit__call_sample: pl.DataFrame,
) -> Iterator[dg.Output[pl.DataFrame]]:
    """The sum of many nights, the months, and what may be said."""
    now = snapshot(core__activities, core__activity_listings, trend__activity_stock)
    made = grown(trend__growth_log, core__release_log, trend__restated, now, audit__call_sample)
    for name, df in zip(_SAID, made, strict=True):
        yield dg.Output(df, output_name=name)


def _day(release: pl.DataFrame) -> date:
    day: date = release.get_column("as_of_at").item().date()
    return day


def _id(release: pl.DataFrame) -> str:
    return str(release.get_column("release_id").item())
