"""The tables of people and gaps: one asset and one pure function each.

Belongs here: which function makes which table from which. Does not belong here: what the function does.
"""

import dagster as dg
import polars as pl

from pipelines.gaps.access import access
from pipelines.gaps.populations import denominators, populations
from pipelines.gaps.rates import old_kinds, rates
from pipelines.gaps.town_ages import FILE, read_town_ages
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
    trend__activity_stock: pl.DataFrame,
    raw__selected_runs: pl.DataFrame,
) -> pl.DataFrame:
    """Activities per people, and where there are fewer."""
    counted = _going_on(core__activities, trend__activity_stock)
    return rates(counted, denominators(), old_kinds(counted, core__activity_listings, raw__selected_runs))


@dg.multi_asset(outs={name: dg.AssetOut(**spec(name, "scipy")) for name in _ACCESS})
def gaps_access(
    core__activities: pl.DataFrame,
    trend__activity_stock: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Who has a venue within walking distance."""
    counted = _going_on(core__activities, trend__activity_stock)
    with in_words():
        ages = read_town_ages(settings.data_dir / FILE)
    found = access(counted, denominators(), ages)
    return found.wards, found.towns, found.schools


def _going_on(activities: pl.DataFrame, stocked: pl.DataFrame) -> pl.DataFrame:
    """The activities that count, as the estimates and growth count them."""
    return activities.join(stocked.filter("is_counted"), on="activity_id", how="semi")
