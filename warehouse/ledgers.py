"""The files that people keep, as CSV: one writer at a time, and what is reported as written is on the disk.

Belongs here: reading whatever an editor or Excel made of such a file, the lock, adding rows. Does not belong here: what
a ledger means (`pipelines.decisions`), its columns (the contract).
"""

from __future__ import annotations

import csv
import fcntl
import io
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from warehouse.errors import StaffError
from warehouse.permissions import make_folder
from warehouse.storage import swap_in, sync

if TYPE_CHECKING:
    from _csv import Reader

_MARK = "\ufeff"
"""What Excel puts in front of a CSV file in UTF-8."""


class LedgerError(StaffError):
    """A ledger cannot be read or written; nothing was changed."""


class LedgerRow(NamedTuple):
    """One row of a ledger: the line of the file it begins on, and column → text; an empty cell is None."""

    line: int
    cells: dict[str, str | None]


@contextmanager
def held_ledger(
    path: Path, columns: Sequence[str], formerly: Mapping[str, str] | None = None, seconds: float = 30.0
) -> Iterator[HeldLedger]:
    """Read, judge and append while nobody else can write, in this process or another.

    Readers need no lock: they see the file as it was before an append or after it, never between. Do not take the same
    ledger twice in one thread.

    Args:
        path: the file.
        columns: its declared columns, in order.
        formerly: older name of a column → its name of today; a file with older names gets those of today.
        seconds: how long to wait for somebody else.

    Raises:
        LedgerError: somebody else has held it for longer than `seconds`.
    """
    is_new = not path.parent.is_dir()
    make_folder(path.parent)
    if is_new:
        sync(path.parent.parent)
    handle = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _wait_for(handle, path, seconds)
        yield HeldLedger(path, tuple(columns), formerly or {})
    finally:
        os.close(handle)  # frees the lock, as the end of the process does


def _wait_for(handle: int, path: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise LedgerError(
                    f"{path} にほかの人かほかの更新が書いていて、{seconds:g} 秒待っても終わりません。"
                    "何も書いていません。少し待ってからもう一度実行してください。"
                ) from None
            time.sleep(0.01)
        else:
            return


@dataclass(frozen=True, slots=True)
class HeldLedger:
    """A ledger that nobody else can write to as long as `held_ledger` lasts."""

    path: Path
    columns: tuple[str, ...]
    formerly: Mapping[str, str]

    def rows(self) -> list[LedgerRow]:
        """As `read_rows`."""
        return read_rows(self.path, self.columns, self.formerly)

    def append(self, rows: Iterable[Mapping[str, str | None]]) -> None:
        """Add rows, all or none; what is in the file stays as it is, byte for byte.

        Raises:
            LedgerError: a row has a column that is not declared, or the file cannot be read.
        """
        added = list(rows)
        unknown = sorted({name for row in added for name in row if name not in self.columns})
        if unknown:
            raise LedgerError(
                f"{self.path} に列 {'、'.join(unknown)} はありません（あるのは {'、'.join(self.columns)}）。"
                "何も書いていません。"
            )
        known = self.rows()
        if added:
            self._replace(self._kept(known) + _lines([row.get(name) for name in self.columns] for row in added))

    def _kept(self, known: Sequence[LedgerRow]) -> str:
        """The text to add to: as it is, or with today's columns where it has older ones."""
        text = self.path.read_bytes().decode("utf-8") if self.path.is_file() else ""
        if tuple(next(_reader(text), ())) == self.columns:
            return text if text.endswith("\n") else text + "\n"
        return _lines([self.columns, *([row.cells[name] for name in self.columns] for row in known)])

    def _replace(self, text: str) -> None:
        for stale in self.path.parent.glob(f".{self.path.name}.*.part"):
            stale.unlink()  # of a process that died: whoever holds the lock is the only one to write
        part = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text.encode("utf-8"))
        swap_in(part, self.path)


def read_rows(path: Path, columns: Sequence[str], formerly: Mapping[str, str] | None = None) -> list[LedgerRow]:
    """Rows of a file that people keep, whether we, an editor or Excel wrote it; blank lines are passed over.

    Args:
        path: the file; one that does not exist holds none.
        columns: its declared columns; one that the file lacks is empty in every row.
        formerly: older name of a column → its name of today; a file with older names gets those of today.

    Raises:
        LedgerError: the file is no CSV in UTF-8 with declared columns; says where and what to do.
    """
    if not path.is_file():
        return []
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise LedgerError(
            f"{path} は UTF-8 ではありません（{error.start + 1} バイト目）。"
            "Excel で直したときは「CSV UTF-8（コンマ区切り）」で保存し直してください。"
        ) from error
    reader = _reader(text)
    rows, line = [], 1
    try:
        header = _header(path, next(reader, []), columns, formerly or {})
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) > len(header):
                raise LedgerError(f"{path} {line} 行: 列が {len(cells)} あります（見出しは {len(header)}）。")
            if any(cells):
                given = dict(zip(header, (cell or None for cell in cells), strict=False))
                rows.append(LedgerRow(line, dict.fromkeys(columns) | given))
            line = reader.line_num + 1
    except csv.Error as error:
        raise LedgerError(f"{path} {line} 行: CSV として読めません（引用符を確かめてください。{error}）。") from error
    return rows


def _reader(text: str) -> Reader:
    return csv.reader(io.StringIO(text.removeprefix(_MARK), newline=""), strict=True)


def _header(path: Path, names: Sequence[str], columns: Sequence[str], formerly: Mapping[str, str]) -> list[str]:
    header = [formerly.get(name, name) for name in names]
    wrong = [name for name in dict.fromkeys(header) if name not in columns or header.count(name) > 1]
    if wrong:
        raise LedgerError(
            f"{path} の見出しの {'、'.join(wrong)} は使えません（使えるのは {'、'.join(columns)}、それぞれ一つ）。"
        )
    return header


def _lines(rows: Iterable[Iterable[str | None]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()
