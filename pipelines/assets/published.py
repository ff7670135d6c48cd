"""The published tables (one SQL file each) and the release they make together.

Belongs here: SQL files as assets with their dependencies and column lineage; the release asset. Does not belong here:
SQL, or how a release folder is built.
"""

from typing import Any

import dagster as dg
import polars as pl

from dbt_like_sql.loader import Query, column_lineage, models, run
from pipelines.assets.described import GROUPS, OWNER, spec
from pipelines.normalise.removals import read_removals
from pipelines.publish.exports.report_file import NAME as REPORT
from pipelines.publish.history import tidy
from pipelines.publish.release import publish
from pipelines.publish.removal import scrub
from pipelines.settings import load_settings
from scrapers.retention import prune
from warehouse.contract import published_tables, table

RELEASE_STEP = "release_folder"


def _model_asset(query: Query) -> dg.AssetsDefinition:
    arguments = spec(query.name, "duckdb")
    arguments["description"] += f"\n\n{query.note}\n\n```sql\n{query.sql}```"

    def model() -> dg.Output[pl.DataFrame]:
        files = {name: load_settings().table_path(name) for name in query.references}
        return dg.Output(run(query, files, table(query.name)), metadata={"dagster/column_lineage": _lineage(query)})

    made: dg.AssetsDefinition = dg.asset(**arguments, deps=list(query.references))(model)
    return made


def _lineage(query: Query) -> dg.TableColumnLineage:
    return dg.TableColumnLineage(
        deps_by_column={
            column: [dg.TableColumnDep(asset_key=dg.AssetKey(name), column_name=origin) for name, origin in origins]
            for column, origins in column_lineage(query).items()
        }
    )


@dg.asset(
    key=RELEASE_STEP,
    group_name=GROUPS["release"],
    kinds={"duckdb", "parquet"},
    owners=[OWNER],
    deps=[entry.name for entry in published_tables()],
    description="公開フォルダーを作り、検査がすべて通ったあとで latest を切り替える\n\n"
    "Builds the release folder with manifest and checksums, then moves `latest`",
)
def release_folder() -> dg.MaterializeResult[Any]:
    """Publish the tables that have passed every blocking check."""
    settings = load_settings()
    files = {entry.name: settings.table_path(entry.name) for entry in published_tables()}
    release = publish(files, settings.published_dir)
    scrub(settings.published_dir, read_removals(settings.judgements_dir / "removals.csv"))
    tidy(settings.published_dir)
    prune(settings.raw_dir, settings.archive_dir)
    return dg.MaterializeResult(
        metadata={
            "公開フォルダー": dg.MetadataValue.path(str(release.folder)),
            "夜の報告": dg.MetadataValue.path(str(release.folder / REPORT)),
            "活動": release.activity_count,
            "掲載": release.listing_count,
            "データの出所": release.profile,
        }
    )


PUBLISHED_ASSETS = [*(_model_asset(query) for query in models().values()), release_folder]
