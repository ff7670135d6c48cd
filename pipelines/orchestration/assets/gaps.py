"""The tables of people and gaps: one asset and one pure function each.

Belongs here: which function makes which table from which. Does not belong here: what the function does.
"""

import dagster as dg
import polars as pl

from pipelines.core.stock import stock
from pipelines.gaps.access import access
from pipelines.gaps.populations import denominators, populations
from pipelines.gaps.rates import old_kinds, rates
from pipelines.gaps.town_ages import FILE, read_town_ages
from pipelines.ingest.usable_sources import usable_sources
from pipelines.orchestration.from_contract import spec
from pipelines.orchestration.staff_errors import in_words
from pipelines.settings import Settings

_ACCESS = ("gaps__access", "gaps__town_access", "gaps__school_access")


@dg.asset(**spec("gaps__populations", "polars"))
def gaps__populations() -> pl.DataFrame:
    """People by ward, age and basis."""
    return populations()


@dg.asset(**spec("gaps__rates", "polars"))
def gaps__rates(
    core__activities: pl.DataFrame,
    core__activity_listings: pl.DataFrame,
    core__release: pl.DataFrame,
    raw__selected_runs: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> pl.DataFrame:
    """Activities per people, and where there are fewer."""
    counted = _counted(core__activities, core__activity_listings, core__release, settings)
    return rates(counted, denominators(), old_kinds(counted, core__activity_listings, raw__selected_runs))


@dg.multi_asset(outs={name: dg.AssetOut(**spec(name, "scipy")) for name in _ACCESS})
def gaps_access(
    core__activities: pl.DataFrame,
    core__activity_listings: pl.DataFrame,
    core__release: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Who has a venue within walking distance."""
    counted = _counted(core__activities, core__activity_listings, core__release, settings)
    with in_words():
        ages = read_town_ages(settings.data_dir / FILE)
    found = access(counted, denominators(), ages)
    return found.wards, found.towns, found.schools


def _counted(activities: pl.DataFrame, bridge: pl.DataFrame, release: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The activities that go on, as the estimates count them."""
    feeds = [key for key, source in usable_sources(settings).items() if source.role == "feed"]
    today = release.get_column("as_of_at").item().date()
    return activities.join(stock(activities, bridge, feeds, today), on="activity_id", how="semi")
