"""Jobs and the nightly schedule.

Belongs here: which assets a click runs, and when. Does not belong here: assets.
"""

from __future__ import annotations

import dagster as dg

from pipelines.assets.described import GROUPS
from pipelines.settings import load_settings
from scrapers.source import load_source, source_keys

NIGHTLY = "nightly_refresh"
REBUILD = "rebuild_from_archive"

nightly_refresh = dg.define_asset_job(
    NIGHTLY,
    selection=dg.AssetSelection.all(),
    description="毎晩の更新: すべての一覧を取得し、まとめて公開する / full refresh",
)
rebuild_from_archive = dg.define_asset_job(
    REBUILD,
    selection=dg.AssetSelection.all() - dg.AssetSelection.groups(GROUPS["crawl"]),
    description="取得せずに作り直す: 手元にある取得から表と公開を作り直す / rebuild without any request",
)
REMATCH = "rematch_all"
rematch_all = dg.define_asset_job(
    REMATCH,
    selection=dg.AssetSelection.all() - dg.AssetSelection.groups(GROUPS["crawl"], GROUPS["raw"]),
    description="全件再照合: いまの判定と重みで照合し直し、公開する（取得しない） / rematch all",
)
refresh_one_source = [
    dg.define_asset_job(
        f"refresh_{key}",
        selection=dg.AssetSelection.assets(f"crawl__{key}")
        | (dg.AssetSelection.all() - dg.AssetSelection.groups(GROUPS["crawl"])),
        description=f"この一覧だけ再取得: {load_source(key).name} / refresh one source and publish",
    )
    for key in source_keys()
]
nightly = dg.ScheduleDefinition(
    name="nightly",
    job=nightly_refresh,
    cron_schedule="0 1 * * *",
    execution_timezone="Asia/Tokyo",
    description="毎晩 1:00 に始め、朝までに公開する。実サイト(live)では最初から動き、見本の市では止めてある",
    default_status=(
        dg.DefaultScheduleStatus.RUNNING if load_settings().profile == "live" else dg.DefaultScheduleStatus.STOPPED
    ),
)
