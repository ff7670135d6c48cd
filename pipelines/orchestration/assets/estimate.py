"""The tables of how many activities there are: one asset and one pure function each.

Belongs here: which function makes which table from which. Does not belong here: what the function does.
"""

from datetime import date

import dagster as dg
import polars as pl

from pipelines.core.stock import stock
from pipelines.decisions.label_answers import label_answers
from pipelines.estimate.histories import ListFacts
from pipelines.estimate.rows import labels_of
from pipelines.estimate.tables import estimate_tables
from pipelines.ingest.usable_sources import usable_sources
from pipelines.orchestration.from_contract import spec
from pipelines.settings import Settings
from warehouse.storage import read_table

_TABLES = ("estimate__strata", "estimate__reasons", "estimate__list_value")


@dg.multi_asset(outs={name: dg.AssetOut(**spec(name, "numpy")) for name in _TABLES})
def estimate(
    core__activities: pl.DataFrame,
    core__activity_listings: pl.DataFrame,
    core__release: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """How many activities there are, why some numbers are missing, and what each list is worth."""
    as_of = core__release.get_column("as_of_at").item()
    lists = _lists(settings)
    counted = _counted(core__activities, core__activity_listings, lists, as_of.date())
    labels = labels_of(label_answers(settings, core__activity_listings))
    made = estimate_tables(counted, lists, labels, as_of)
    return made["estimate__strata"], made["estimate__reasons"], made["estimate__list_value"]


def counted_stock(settings: Settings) -> tuple[pl.DataFrame, list[ListFacts]]:
    """The activities that are counted today, and the lists, from the tables on disk."""
    names = ("core__activities", "core__activity_listings", "core__release")
    activities, bridge, release = (read_table(settings.table_path(name)) for name in names)
    lists = _lists(settings)
    return _counted(activities, bridge, lists, release.get_column("as_of_at").item().date()), lists


def _counted(activities: pl.DataFrame, bridge: pl.DataFrame, lists: list[ListFacts], today: date) -> pl.DataFrame:
    return stock(activities, bridge, [each.key for each in lists if each.role == "feed"], today)


def _lists(settings: Settings) -> list[ListFacts]:
    """The lists as people declared them."""
    sources = usable_sources(settings)
    return [ListFacts(key, source.role, frozenset(source.may_hold())) for key, source in sources.items()]
