"""The code location: assembly only.

Belongs here: the list of what Dagster loads. Does not belong here: any of the things themselves.
"""

from __future__ import annotations

import dagster as dg

from pipelines.orchestration.assets.core import CORE_ASSETS
from pipelines.orchestration.assets.crawl import PAGES, crawl
from pipelines.orchestration.assets.desk import decisions, desk_files, rolled_back_release
from pipelines.orchestration.assets.published import PUBLISHED_ASSETS
from pipelines.orchestration.assets.tables import FLOW_ASSETS
from pipelines.orchestration.checks import CHECKS
from pipelines.orchestration.jobs import JOBS
from pipelines.orchestration.progress import PROGRESS, progress_logger
from pipelines.orchestration.resources import ParquetTables, SampleCity
from pipelines.orchestration.schedules import SCHEDULES, weekly_letter
from pipelines.orchestration.sensors import SENSORS
from warehouse.permissions import keep_private

# Whichever process of Dagster loads us: what it writes is ours alone
keep_private()

defs = dg.Definitions(
    assets=[*PAGES, crawl, decisions, *FLOW_ASSETS, *CORE_ASSETS, *PUBLISHED_ASSETS, desk_files, rolled_back_release],
    asset_checks=CHECKS,
    jobs=[*JOBS, weekly_letter],
    schedules=SCHEDULES,
    sensors=SENSORS,
    resources={
        "sample_city": SampleCity(),
        "io_manager": ParquetTables(),
    },
    loggers={PROGRESS: progress_logger},
    # Steps are short and crawls are processes of their own: a process per step would cost more than the work
    executor=dg.in_process_executor,
)
