"""A release opened by programs that are not ours, several versions of DuckDB among them.

Belongs here: their environments, what is ours to call (openpyxl, icalendar, LibreOffice). Does not belong here: what
the programs do (`clients/open_release.py`).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import icalendar
import openpyxl
import polars as pl

from pipelines.settings import ROOT

CLIENTS = Path(__file__).parents[1] / "clients"
_ENVIRONMENTS = ROOT / ".clients"
_PROGRAMS = (("duckdb_1_2", "duckdb"), ("duckdb_1_4", "duckdb"), ("duckdb_2", "duckdb"), ("readers", "readers"))
_PACKAGES = ("ical.js@2.2.1", "rrule@2.8.1", "exceljs@4.4.0")
_ERROR = 300


def clients(latest: Path) -> Iterator[str]:
    """One line per program; one that cannot be had or does not read the release says so.

    Args:
        latest: the release.
    """
    folder = latest.resolve()
    for name, what in _PROGRAMS:
        python = python_of(name)
        if python is None:
            yield f"{name}: この機械では動かせません（.clients に入れられません）"
            continue
        command = [str(python), str(CLIENTS / "open_release.py"), what, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        yield from done.stdout.splitlines()
        if done.returncode:
            yield f"{name}: 開けません: {done.stderr[-_ERROR:]}"
    yield from _javascript(folder)
    yield _polars(folder)
    yield _openpyxl(folder)
    yield _icalendar(folder)
    yield _libreoffice(folder)


def python_of(name: str) -> Path | None:
    """The interpreter of an environment; None where its packages cannot be had.

    Args:
        name: of its lock file.
    """
    environment = _ENVIRONMENTS / name
    python = environment / "bin" / "python"
    if (environment / "ready").exists():
        return python
    lock = str(CLIENTS / f"{name}.lock")
    try:
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True, capture_output=True)
        install = [str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", lock]
        subprocess.run(install, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    (environment / "ready").touch()
    return python


def _javascript(folder: Path) -> Iterator[str]:
    """What web teams read calendars and workbooks with; Node.js and npm are the machine's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        yield "JavaScript: この機械に Node.js がありません"
        return
    home = _ENVIRONMENTS / "javascript"
    home.mkdir(parents=True, exist_ok=True)
    install = [npm, "install", "--silent", "--ignore-scripts", "--no-audit", *_PACKAGES]
    done = subprocess.run(install, cwd=home, capture_output=True, text=True, check=False)
    if done.returncode:
        yield "JavaScript: この機械では動かせません（.clients に入れられません）"
        return
    command = [node, str(CLIENTS / "open_release.mjs"), str(folder)]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    yield from done.stdout.splitlines()
    if done.returncode:
        yield f"JavaScript: 開けません: {done.stderr[-_ERROR:]}"


def _polars(folder: Path) -> str:
    paths = sorted(folder.glob("*.parquet"))
    rows = sum(pl.scan_parquet(path).select(pl.len()).collect().item() for path in paths)
    return f"polars {pl.__version__}: Parquet {len(paths)} 件、{rows} 行"


def _openpyxl(folder: Path) -> str:
    book = openpyxl.load_workbook(folder / "活動一覧.xlsx", read_only=True)
    rows = {sheet.title: sum(1 for _ in sheet.iter_rows()) - 1 for sheet in book.worksheets[3:]}
    return f"openpyxl {openpyxl.__version__}: シート {len(book.sheetnames)}、活動 {sum(rows.values())} 行"


def _icalendar(folder: Path) -> str:
    paths = sorted((folder / "calendars").glob("*.ics"))
    calendars = [icalendar.Calendar.from_ical(path.read_bytes()) for path in paths]
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    broken = sum(len(event.errors) for event in events)
    uids = {str(event["UID"]) for event in events}
    counts = f"予定表 {len(paths)} 件、規則 {len(events)}、UID {len(uids)}、読めない項目 {broken}"
    return f"icalendar {icalendar.__version__}: {counts}"


def _libreoffice(folder: Path) -> str:
    program = shutil.which("soffice")
    if program is None:
        return "LibreOffice: この機械にはありません"
    with tempfile.TemporaryDirectory() as name:
        command = [program, "--headless", f"-env:UserInstallation=file://{name}/home", "--convert-to", "pdf"]
        done = subprocess.run(
            [*command, "--outdir", name, str(folder / "活動一覧.xlsx")], capture_output=True, text=True, check=False
        )
        pages = list(Path(name).glob("*.pdf"))
        size = f"{pages[0].stat().st_size:,} バイトのPDFになる" if pages else f"開けません: {done.stderr[-_ERROR:]}"
    return f"LibreOffice: 活動一覧.xlsx は {size}"
