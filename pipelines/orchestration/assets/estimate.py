"""The tables of how many activities there are: one asset and one pure function each.

Belongs here: which function makes which table from which. Does not belong here: what the function does.
"""

import dagster as dg
import polars as pl

from pipelines.core.stock import COUNTED, stock
from pipelines.decisions.label_answers import answers_path, read_label_answers
from pipelines.estimate.draws import draw
from pipelines.estimate.histories import ListFacts, histories
from pipelines.estimate.labels import Labels
from pipelines.estimate.list_value import list_values
from pipelines.estimate.rows import labels_of, list_value_rows, reason_rows, strata_rows
from pipelines.estimate.strata import listed_only, strata
from pipelines.ingest.usable_sources import usable_sources
from pipelines.orchestration.from_contract import spec
from pipelines.orchestration.staff_errors import in_words
from pipelines.settings import Settings
from warehouse.contract import VOCABULARIES

_NUMBERS = ("estimate__strata", "estimate__reasons")
_DRAWS, _DRAWS_OF_A_LIST, _SEED = 400, 200, 20261130


@dg.asset(**spec("core__activity_stock", "polars"))
def core__activity_stock(
    core__activities: pl.DataFrame,
    core__activity_listings: pl.DataFrame,
    core__release: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> pl.DataFrame:
    """Which activities are counted, and which lists name them."""
    feeds = [key for key, source in usable_sources(settings).items() if source.role == "feed"]
    today = core__release.get_column("as_of_at").item().date()
    return stock(core__activities, core__activity_listings, feeds, today)


@dg.asset(**spec("estimate__labels", "polars"))
def estimate__labels(settings: dg.ResourceParam[Settings]) -> pl.DataFrame:
    """Pairs drawn at random that people judged."""
    with in_words():
        return read_label_answers(answers_path(settings))


@dg.multi_asset(outs={name: dg.AssetOut(**spec(name, "numpy")) for name in _NUMBERS})
def estimate(
    core__activity_stock: pl.DataFrame,
    core__activity_listings: pl.DataFrame,
    estimate__labels: pl.DataFrame,
    core__release: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """How many activities there are, and why some numbers are missing."""
    counted = core__activity_stock.filter(pl.col("stock_code") == COUNTED)
    labels = labels_of(estimate__labels, core__activity_listings)
    lists, wards = _lists(settings), VOCABULARIES["ward"].values()
    draws = draw(histories(counted, lists, wards), labels, _DRAWS, _SEED)
    found = strata(draws) if labels.is_enough else listed_only(draws)
    as_of = core__release.get_column("as_of_at").item()
    return strata_rows(found, labels, as_of), reason_rows(found)


@dg.asset(**spec("estimate__list_value", "numpy"))
def estimate__list_value(
    core__activity_stock: pl.DataFrame,
    core__activity_listings: pl.DataFrame,
    estimate__labels: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> pl.DataFrame:
    """What each list is worth."""
    counted = core__activity_stock.filter(pl.col("stock_code") == COUNTED)
    labels: Labels = labels_of(estimate__labels, core__activity_listings)
    of = (counted, _lists(settings), VOCABULARIES["ward"].values())
    return list_value_rows(list_values(*of, labels if labels.is_enough else None, _DRAWS_OF_A_LIST, _SEED))


def _lists(settings: Settings) -> list[ListFacts]:
    """The lists with what people declared of them."""
    sources = usable_sources(settings)
    return [ListFacts(key, source.role, frozenset(source.may_hold())) for key, source in sources.items()]
