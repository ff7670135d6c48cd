"""The code location: assembly only.

Belongs here: the list of what Dagster loads. Does not belong here: any of the things themselves.
"""

from __future__ import annotations

import dagster as dg

from pipelines.orchestration.assets import audit, core, crawl, desk, estimate, gaps, tables, trend
from pipelines.orchestration.assets.decided import UNLOCKED
from pipelines.orchestration.assets.published import published_assets
from pipelines.orchestration.checks import CHECKS
from pipelines.orchestration.jobs import ASSET_JOBS, CLICK_JOBS
from pipelines.orchestration.progress import PROGRESS, progress_logger
from pipelines.orchestration.resources import Expectations, ParquetTables, SampleCity
from pipelines.orchestration.schedules import schedules_for, weekly_letter
from pipelines.orchestration.sensors import sensors_for
from pipelines.settings import Settings, load_settings
from warehouse.permissions import keep_private

# Whichever process of Dagster loads us: what it writes is ours alone
keep_private()


def build_defs(settings: Settings) -> dg.Definitions:
    """Everything that runs, on the folders of these settings: nothing in it looks for others."""
    made = dg.load_assets_from_modules([crawl, desk, tables, core, estimate, gaps, trend, audit])
    return dg.Definitions(
        assets=[*crawl.PAGES, *made, *published_assets(settings)],
        asset_checks=CHECKS,
        jobs=[*ASSET_JOBS, *CLICK_JOBS, weekly_letter],
        schedules=schedules_for(settings),
        sensors=sensors_for(settings),
        resources={
            "settings": settings,
            "sample_city": SampleCity(settings=settings),
            "expectations": Expectations(),
            "io_manager": ParquetTables(settings=settings),
            UNLOCKED: dg.mem_io_manager,
        },
        loggers={PROGRESS: progress_logger},
        # Steps are short and crawls are processes of their own: a process per step would cost more than the work
        executor=dg.in_process_executor,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """What Dagster loads: the settings are read once per process, when it does."""
    return build_defs(load_settings())
