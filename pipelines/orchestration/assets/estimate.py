"""The tables of how many activities there are: one asset and one pure function each.

Belongs here: which function makes which table from which. Does not belong here: what the function does.
"""

import dagster as dg
import polars as pl

from pipelines.decisions.label_answers import label_answers
from pipelines.estimate.histories import ListFacts
from pipelines.estimate.rows import labels_of
from pipelines.estimate.tables import estimate_tables
from pipelines.ingest.usable_sources import usable_sources
from pipelines.orchestration.from_contract import spec
from pipelines.settings import Settings
from pipelines.trend.stock import counted
from warehouse.storage import read_table

_TABLES = ("estimate__strata", "estimate__reasons", "estimate__list_value")


@dg.multi_asset(outs={name: dg.AssetOut(**spec(name, "numpy")) for name in _TABLES})
def estimate(
    core__activities: pl.DataFrame,
    core__activity_listings: pl.DataFrame,
    core__release: pl.DataFrame,
    trend__activity_stock: pl.DataFrame,
    audit__label_sample: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """How many activities there are, why some numbers are missing, and what each list is worth."""
    answers = audit__label_sample.drop_nulls("label_said_code")
    if answers.is_empty():
        answers = label_answers(settings, core__activity_listings)
    made = estimate_tables(
        counted(core__activities, core__activity_listings, trend__activity_stock),
        _lists(settings),
        labels_of(answers),
        core__release.get_column("as_of_at").item(),
    )
    return made["estimate__strata"], made["estimate__reasons"], made["estimate__list_value"]


def counted_stock(settings: Settings) -> tuple[pl.DataFrame, list[ListFacts]]:
    """The activities that are counted today, and the lists, from the tables on disk."""
    names = ("core__activities", "core__activity_listings", "trend__activity_stock")
    return counted(*(read_table(settings.table_path(name)) for name in names)), _lists(settings)


def _lists(settings: Settings) -> list[ListFacts]:
    """The lists as people declared them."""
    sources = usable_sources(settings)
    return [ListFacts(key, source.role, frozenset(source.may_hold())) for key, source in sources.items()]
