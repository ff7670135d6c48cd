"""The published tables (one SQL file each) and the release they make together.

Belongs here: SQL files as assets with their dependencies and column lineage; the release asset. Does not belong here:
SQL, or how a release folder is built.
"""

from collections.abc import Iterator
from datetime import timedelta
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl

from dbt_like_sql.loader import Query, column_lineage, models, run
from pipelines.decisions.moves import record_moves_of_release
from pipelines.orchestration.assets.core import corrections_due
from pipelines.orchestration.from_contract import GROUPS, OWNER, spec
from pipelines.orchestration.lineage import lineage
from pipelines.orchestration.staff_errors import in_words
from pipelines.orchestration.stopped import checked
from pipelines.publish.exports.report_file import FACTS, lead
from pipelines.publish.exports.report_file import NAME as REPORT
from pipelines.publish.guard import guard_of
from pipelines.publish.history import tidy
from pipelines.publish.night_facts import night_facts, write_night
from pipelines.publish.release import left_out_of, publish
from pipelines.settings import Settings
from pipelines.trend.releases import anchor_runs
from pipelines.withdrawal.take_away import scrub_removed
from scrapers.runs.retention import prune
from warehouse.contract import TOKYO, published_tables, table
from warehouse.storage import read_table

RELEASE_STEP, MODELS_STEP = "release_folder", "published_tables"
NOTE = "結果"
_LONGEST_TAG = 250
_BY_SIX = dg.FreshnessPolicy.cron("0 6 * * *", timedelta(hours=5), timezone=TOKYO.key)


def _out(query: Query) -> dg.AssetOut:
    arguments = spec(query.name, "duckdb")
    arguments["description"] += f"\n\n{query.note}\n\n```sql\n{query.sql}```"
    return dg.AssetOut(**arguments, is_required=False)


def _in_order() -> dict[str, Query]:
    """The models, each behind those it reads."""
    every = models()
    of = {name: [each for each in query.references if each in every] for name, query in every.items()}
    return {name: every[name] for name in TopologicalSorter(of).static_order()}


_MODELS = _in_order()


@dg.multi_asset(
    name=MODELS_STEP,
    outs={name: _out(query) for name, query in _MODELS.items()},
    deps=sorted({name for query in _MODELS.values() for name in query.references} - set(_MODELS)),
    internal_asset_deps={name: {dg.AssetKey(each) for each in query.references} for name, query in _MODELS.items()},
    can_subset=True,
)
def published_tables_step(
    context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]
) -> Iterator[dg.Output[pl.DataFrame]]:
    """All published tables in one step: each takes a moment, and a step of its own would take as long again."""
    for name, query in _MODELS.items():
        if name in context.op_execution_context.selected_output_names:
            files = {each: settings.table_path(each) for each in query.references}
            rows = run(query, files, table(name))
            traced = {"dagster/column_lineage": lineage(column_lineage(query))}
            yield dg.Output(rows, output_name=name, metadata=traced)


@dg.asset(
    key=RELEASE_STEP,
    group_name=GROUPS["release"],
    kinds={"duckdb", "parquet"},
    owners=[OWNER],
    deps=[
        *(entry.name for entry in published_tables()),
        "core__moved_listings",
    ],
    description="公開フォルダーを作り、検査がすべて通ったあとで latest を切り替える\n\n"
    "Builds the release folder with manifest and checksums, then moves `latest`",
)
def release_folder(
    context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]
) -> dg.MaterializeResult[Any]:
    """Publish the tables that have passed every blocking check."""
    files = {entry.name: settings.table_path(entry.name) for entry in published_tables()}
    night = _night(context, settings)
    with in_words():
        release = publish(files, settings.published_dir, night, guard_of(settings))
        record_moves_of_release(settings)
        scrub_removed(settings)
    tidy(settings.published_dir)
    prune(settings.raw_dir, settings.archive_dir, settings.validators_dir, anchor_runs(release.folder))
    conclusion = lead({name: read_table(path) for name, path in files.items()})
    # The list of runs shows tags: the night is green, with a note
    context.instance.add_run_tags(context.run.run_id, {NOTE: conclusion[:_LONGEST_TAG]})
    folder = f"{settings.addresses.files_url}/published/releases/{release.folder.name}"
    missing = left_out_of(release.folder)
    return dg.MaterializeResult(
        metadata={
            "一行の結論": conclusion,
            **({"書けなかった活動": dg.MetadataValue.json(missing)} if missing else {}),
            "更新の報告": dg.MetadataValue.url(f"{folder}/{REPORT}"),
            "公開したファイル": dg.MetadataValue.url(f"{folder}/"),
            "公開フォルダー": dg.MetadataValue.path(str(release.folder)),
            "活動": release.activity_count,
            "掲載": release.listing_count,
            "データの出所": release.profile,
        }
    )


def _night(context: dg.AssetExecutionContext, settings: Settings) -> Path:
    """Facts of the night as the report takes them."""
    names = ("raw__runs", "norm__listings", "match__queue")
    runs, listings, queue = (read_table(settings.table_path(name)) for name in names)
    events = context.instance.all_logs(context.run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    graph = context.job_def.asset_layer.asset_graph
    checks = [
        checked(event, graph.get_check_spec(event.asset_check_evaluation_data.asset_check_key).description)
        for event in (entry.dagster_event for entry in events)
        if event is not None
    ]
    path = settings.tables_dir / FACTS
    write_night(path, night_facts(runs, listings, queue, checks, corrections_due(settings)))
    return path


def published_assets(settings: Settings) -> list[dg.AssetsDefinition]:
    """The published tables and their release; of the live sites it is due every morning."""
    due = _BY_SIX if settings.profile == "live" else None
    release = release_folder.map_asset_specs(lambda each: each.replace_attributes(freshness_policy=due))
    return [published_tables_step, release]
