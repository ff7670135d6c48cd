"""All files of a release that are made from its tables.

Belongs here: which there are. Does not belong here: how one is made.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from pipelines.publish.exports.answers import questions
from pipelines.publish.exports.calendar_files import write_calendars
from pipelines.publish.exports.contract_file import write_contract
from pipelines.publish.exports.csv_files import write_csv
from pipelines.publish.exports.excel_file import write_excel
from pipelines.publish.exports.hsds_files import write_hsds
from pipelines.publish.exports.left_out import LeftOut
from pipelines.publish.exports.package_file import write_package
from pipelines.publish.exports.readme_files import write_readmes
from pipelines.publish.exports.report_file import write_report
from pipelines.publish.exports.tables import TableFiles, Tables
from pipelines.publish.exports.terms_files import write_terms
from pipelines.publish.exports.volume_file import write_volume
from pipelines.publish.exports.web_files import write_web
from pipelines.publish.site.write import write_site

WRITERS: tuple[Callable[[Tables, Path, str], list[LeftOut] | None], ...] = (
    write_excel,
    write_csv,
    write_web,
    write_calendars,
    write_hsds,
    write_volume,
    write_package,
    write_contract,
    write_readmes,
    write_terms,
)
"""The site comes after them: its page on the data tells how large they are."""


def write_exports(paths: dict[str, Path], folder: Path, note: str) -> list[LeftOut]:
    """Write every export.

    Args:
        paths: published table → its Parquet file.
        folder: release folder; the DuckDB file is in it.
        note: remark for sample data, or empty.

    Returns:
        Activities that a file could not hold: it is complete but for them.
    """
    tables = TableFiles(paths)
    missing: list[LeftOut] = []
    for write in WRITERS:
        missing += write(tables, folder, note) or ()
    write_report(tables, folder, note, missing)  # last: it says what the others could not hold
    (folder / "queries").mkdir()
    for path in questions():
        shutil.copyfile(path, folder / "queries" / path.name)
    write_site(tables, folder, note)
    return missing
