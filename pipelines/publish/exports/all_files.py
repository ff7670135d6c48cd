"""All files of a release that are made from its tables.

Belongs here: which there are. Does not belong here: how one is made.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.publish.exports.answers import QUERIES
from pipelines.publish.exports.calendar_files import write_calendars
from pipelines.publish.exports.contract_file import write_contract
from pipelines.publish.exports.csv_files import write_csv
from pipelines.publish.exports.excel_file import write_excel
from pipelines.publish.exports.hsds_files import write_hsds
from pipelines.publish.exports.package_file import write_package
from pipelines.publish.exports.readme_files import write_readmes
from pipelines.publish.exports.report_file import write_report
from pipelines.publish.exports.tables import TableFiles
from pipelines.publish.exports.terms_files import write_terms
from pipelines.publish.exports.volume_file import write_volume
from pipelines.publish.exports.web_files import write_web
from pipelines.publish.site.write import write_site

WRITERS = (
    write_excel,
    write_csv,
    write_web,
    write_calendars,
    write_hsds,
    write_report,
    write_volume,
    write_package,
    write_contract,
    write_readmes,
    write_terms,
)
"""The site comes after them: its page on the data tells how large they are."""


def write_exports(paths: dict[str, Path], folder: Path, note: str) -> None:
    """Write every export.

    Args:
        paths: published table → its Parquet file.
        folder: release folder; the DuckDB file is in it.
        note: remark for sample data, or empty.
    """
    tables = TableFiles(paths)
    for write in WRITERS:
        write(tables, folder, note)
    shutil.copytree(QUERIES, folder / "queries")
    write_site(tables, folder, note)
