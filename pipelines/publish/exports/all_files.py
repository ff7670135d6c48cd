"""All files of a release that are made from its tables.

Belongs here: which there are. Does not belong here: how one is made.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.publish.exports.calendar_files import write_calendars
from pipelines.publish.exports.csv_files import write_csv
from pipelines.publish.exports.descriptions import read_tables, write_descriptions
from pipelines.publish.exports.excel_file import write_excel
from pipelines.publish.exports.report_file import write_report
from pipelines.publish.exports.web_files import write_web

QUERIES = Path(__file__).parents[3] / "dbt_like_sql" / "queries"


def write_exports(paths: dict[str, Path], folder: Path, note: str) -> None:
    """Write every export.

    Args:
        paths: published table → its Parquet file.
        folder: release folder.
        note: remark for sample data, or empty.
    """
    tables = read_tables(paths)
    for write in (write_excel, write_csv, write_web, write_calendars, write_report, write_descriptions):
        write(tables, folder, note)
    shutil.copytree(QUERIES, folder / "queries")
