"""All cities as partitions of one asset: what a prefecture, or whoever keeps many cities, loads into Dagster.

Belongs here: that asset, its job, its schedule. Does not belong here: the night of a city (`night`), the graph of one
city (`pipelines.definitions`): the staff of a city go on to see theirs, with `HIROBA_CITY`.

Each city is a run of its own: one that fails stops no other, and is run again alone. How many run at a time is said in
dagster.yaml (max_concurrent_runs); which machine runs one is said by the executor.
"""

import json
from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster._core.storage.tags import ROOT_RUN_ID_TAG

from cities.city import city_keys, read_city
from pipelines.orchestration.every_city.night import Night, night_of
from pipelines.publish.exports.report_file import NAME as REPORT
from pipelines.settings import NIGHTLY_CRON, Settings
from warehouse.contract import TOKYO
from warehouse.permissions import keep_private

JOB, ASSET = "every_city", "city_release"
CITIES = dg.StaticPartitionsDefinition(list(city_keys()))
_TROUBLE = ("×", "△", "公開しませんでした")
_TOLD = 20
"""Last lines of a night that failed, in its error."""

keep_private()


@dg.asset(
    name=ASSET,
    partitions_def=CITIES,
    description="市区町村ひとつの毎晩の更新（取得から公開まで）。失敗はその市だけのもの\n\nThe night of one city",
)
def city_release(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult[Any]:
    """Publish a city, once a night, however often its worker is killed."""
    name = context.run.tags.get(ROOT_RUN_ID_TAG, context.run.run_id)
    night = night_of(context.partition_key, name, settings)
    night.wait()
    if night.released() is None:
        night.begin()
        _run(context, night)
    return dg.MaterializeResult(metadata=_told(night, settings.profile))


def _run(context: dg.AssetExecutionContext, night: Night) -> None:
    said: list[str] = []
    with night.process() as child:
        try:
            for line in night.lines(child):
                said.append(line)
                tell = context.log.warning if line.startswith(_TROUBLE) else context.log.info
                tell(line)
        finally:
            assert child.stdin is not None
            child.stdin.close()
    if child.returncode:
        ends = "\n".join(said[-_TOLD:])
        city = read_city(night.key).name
        raise dg.Failure(
            f"{city}の更新が終わりませんでした（終了 {child.returncode}）。ほかの市には影響しません。\n{ends}",
            metadata={"すること": f"HIROBA_CITY={night.key} hiroba doctor、直してからこの市だけをもう一度実行"},
        )


def _told(night: Night, profile: str) -> dict[str, Any]:
    release = night.latest()
    assert release is not None, "a night that ends well has published"
    rows = json.loads((release / "manifest.json").read_text(encoding="utf-8"))["rows"]
    return {
        "市区町村": read_city(night.key).name,
        "公開": release.name,
        "活動": rows["activities"],
        "掲載": rows["activity_listings"],
        "データの出所": profile,
        "更新の報告": dg.MetadataValue.path(str(release / REPORT)),
    }


every_city = dg.define_asset_job(
    JOB,
    selection=[ASSET],
    description="**市区町村の更新**\n\n選んだ市区町村の毎晩の更新を、市ごとに別々に動かす\n\nThe night of each city",
)


@dg.schedule(
    name="every_city_nightly",
    job=every_city,
    cron_schedule=NIGHTLY_CRON,
    execution_timezone=TOKYO.key,
    description="毎晩、すべての市区町村の更新を始める。同じ晩に同じ市を二度は始めない",
)
def every_night(context: dg.ScheduleEvaluationContext) -> Iterator[dg.RunRequest]:
    """One run per city; Dagster starts none twice that has the same key."""
    day = context.scheduled_execution_time.astimezone(TOKYO).date().isoformat()
    for key in CITIES.get_partition_keys():
        yield dg.RunRequest(run_key=f"{key}:{day}", partition_key=key)


def build_defs(settings: Settings, executor: dg.ExecutorDefinition = dg.in_process_executor) -> dg.Definitions:
    """What Dagster loads.

    Args:
        settings: where the data of all cities are.
        executor: where a city runs: here, or on another machine (`deploy/many`).
    """
    return dg.Definitions(
        assets=[city_release],
        jobs=[every_city],
        schedules=[every_night],
        resources={"settings": settings},
        executor=executor,
    )
