"""The code location: assembly only.

Belongs here: the list of what Dagster loads. Does not belong here: any of the things themselves.
"""

from __future__ import annotations

import dagster as dg

from pipelines.assets.core import CORE_ASSETS
from pipelines.assets.crawl import crawl
from pipelines.assets.desk import desk_files, import_decisions, roll_back_one_release
from pipelines.assets.published import PUBLISHED_ASSETS
from pipelines.assets.tables import FLOW_ASSETS
from pipelines.checks import CHECKS
from pipelines.jobs import nightly, nightly_refresh, rebuild_from_archive, refresh_one_source, rematch_all
from pipelines.progress import PROGRESS, progress_logger
from pipelines.resources import ParquetTables, SampleCity

defs = dg.Definitions(
    assets=[crawl, *FLOW_ASSETS, *CORE_ASSETS, *PUBLISHED_ASSETS, desk_files],
    asset_checks=CHECKS,
    jobs=[
        nightly_refresh,
        rebuild_from_archive,
        rematch_all,
        *refresh_one_source,
        import_decisions,
        roll_back_one_release,
    ],
    schedules=[nightly],
    resources={
        "sample_city": SampleCity(),
        "io_manager": ParquetTables(),
    },
    loggers={PROGRESS: progress_logger},
    # Steps are short and crawls are processes of their own: a process per step would cost more than the work
    executor=dg.in_process_executor,
)
