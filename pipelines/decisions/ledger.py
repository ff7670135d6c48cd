"""Reading and writing any ledger as the contract declares it.

Belongs here: what all ledgers have in common. Does not belong here: the file and its lock (`warehouse.storage`), what
the rows of one ledger mean (its own module).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.settings import Settings
from warehouse.contract.columns import COLUMNS
from warehouse.contract.model import Ledger
from warehouse.errors import StaffError
from warehouse.ledgers import HeldLedger, LedgerError, LedgerRow, held_ledger, read_rows
from warehouse.storage import read_table

_LONGEST = 2_000
_EXCEL_DAY = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")


class DecisionError(StaffError):
    """A decision that cannot be taken as it was given; nothing was written."""


def needs_reason(reason: str) -> None:
    """Refuse a decision of which nobody could tell later why it was taken.

    Raises:
        DecisionError: there is no reason, or a whole document of it.
    """
    if not reason.strip():
        raise DecisionError("理由を書いてください（個人の名前は書かない）。")
    if len(reason) > _LONGEST:
        raise DecisionError(f"理由が {len(reason)} 文字あります。{_LONGEST} 文字までに縮めてください。")


def todays_table(settings: Settings, name: str) -> pl.DataFrame:
    """A table of the flow, to look up what a decision is about.

    Raises:
        DecisionError: nothing has been run yet.
    """
    path = settings.table_path(name)
    if not path.is_file():
        raise DecisionError("掲載の表がまだありません。先に hiroba run を実行してください。")
    return read_table(path)


def rows_of(ledger: Ledger, path: Path) -> list[LedgerRow]:
    """Rows of a ledger in their order; a file that does not exist holds none.

    A day that Excel has rewritten as 2027/3/31 is read as 2027-03-31.

    Raises:
        LedgerError: the file or a row cannot be read; says which line and why.
    """
    return [_read(ledger, path, row) for row in read_rows(path, ledger.column_names, ledger.formerly)]


def read(ledger: Ledger, path: Path) -> pl.DataFrame:
    """As `rows_of`, as a frame of texts with the declared columns."""
    rows = [row.cells for row in rows_of(ledger, path)]
    return pl.DataFrame(rows, schema=dict.fromkeys(ledger.column_names, pl.String))


@contextmanager
def held(ledger: Ledger, path: Path) -> Iterator[HeldLedger]:
    """Read, judge and append while nobody else writes to this ledger.

    Raises:
        LedgerError: somebody else has held it for too long.
    """
    with held_ledger(path, ledger.column_names, ledger.formerly) as own:
        yield own


def append(ledger: Ledger, path: Path, *rows: Mapping[str, str | None]) -> None:
    """Add rows; they are on the disk when this returns.

    Raises:
        LedgerError: a row lacks what the ledger needs, or the file cannot be read or written.
    """
    with held(ledger, path) as own:
        add(own, ledger, rows)


def add(own: HeldLedger, ledger: Ledger, rows: Iterable[Mapping[str, str | None]]) -> None:
    """Add rows to a ledger that is held.

    Raises:
        LedgerError: a row lacks when, who, or what the ledger needs.
    """
    added = list(rows)
    for row in added:
        empty = [name for name in ("decided_on", "decided_by", *ledger.required) if not (row.get(name) or "").strip()]
        if empty:
            raise LedgerError(f"{_named(empty)} が空です。{ledger.file} には何も書いていません。")
    rows_of(ledger, own.path)
    own.append(added)


def _read(ledger: Ledger, path: Path, row: LedgerRow) -> LedgerRow:
    cells = {name: _cell(name, text, path, row.line) for name, text in row.cells.items()}
    empty = [name for name in ledger.required if cells[name] is None]
    if empty:
        raise LedgerError(f"{path} {row.line} 行: {_named(empty)} が空です。値を書くか、この行を消してください。")
    return LedgerRow(row.line, cells)


def _cell(name: str, text: str | None, path: Path, line: int) -> str | None:
    if text is None or COLUMNS[name].type != "date":
        return text
    by_excel = _EXCEL_DAY.fullmatch(text)
    day = "{}-{:0>2}-{:0>2}".format(*by_excel.groups()) if by_excel else text
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise LedgerError(
            f"{path} {line} 行: {_named([name])}の値 {text} は 2027-03-31 のような日付で書いてください。"
        ) from None


def _named(names: Iterable[str]) -> str:
    return "、".join(f"{COLUMNS[name].ja.partition('（')[0]}（{name}）" for name in names)
