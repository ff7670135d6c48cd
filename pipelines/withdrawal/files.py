"""Workbooks, reports and logs without a listing somebody asked to take away.

Belongs here: what is looked for in a file, and what becomes of one that holds it. Does not belong here: tables, runs
and the order of things (`everywhere`).
"""

from __future__ import annotations

import html
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.desk.tracking import NAME as RECORD
from pipelines.settings import Settings
from warehouse.storage import write_text

_MOST_BYTES = 200 * 1024**2
_TELLING = 6
"""Signs from which a text is looked for inside others; a shorter one must be a whole cell."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Numbers of listings and activities, and texts of nobody else."""

    numbers: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def telling(self) -> tuple[str, ...]:
        """What is looked for inside other texts, as it is and as files spell it."""
        needles = (*self.numbers, *(text for text in self.texts if len(text) >= _TELLING))
        return tuple(
            dict.fromkeys(each for text in needles for each in (text, html.escape(text), json.dumps(text)[1:-1]))
        )

    def are_in(self, text: str) -> bool:
        """Whether a text holds one of them."""
        return any(word in text for word in self.telling)

    def hit(self, df: pl.DataFrame) -> pl.Expr:
        """Rows that hold one of them."""
        names = df.select(pl.col(pl.String)).columns
        inside = [pl.col(name).str.contains_any(list(self.telling)) for name in names]
        equal = [pl.col(name).is_in(list(self.texts)) for name in names]
        return pl.any_horizontal(pl.lit(value=False), *inside, *equal).fill_null(value=False)


def take_from_files(settings: Settings, words: OwnWords) -> tuple[tuple[str, ...], list[str]]:
    """Workbooks and reports that went, and those that wait for us and stay until they have been taken."""
    gone = [*_desk(settings, words), *_lines(settings, words)]
    waiting = [
        f"{path.name}: まだ取り込んでいない Excel なので、取り込んだあとで消えます"
        for path in sorted(settings.decisions_dir.glob("*.xlsx"))
        if words.are_in(_read(path))
    ]
    return tuple(gone), waiting


def _desk(settings: Settings, words: OwnWords) -> Iterator[str]:
    record = settings.desk_dir / RECORD
    if record.is_file():
        df = pl.read_csv(record, infer_schema=False)
        remaining = df.filter(~words.hit(df))
        if remaining.height < df.height:
            write_text(record, remaining.write_csv())
            yield record.name
    paths = [path for path in settings.desk_dir.rglob("*") if path.suffix in (".xlsx", ".html")]
    paths += [*(settings.published_dir / "stopped").glob("*.md")]
    for path in sorted(paths):
        if path.parent != settings.decisions_dir and words.are_in(_read(path)):
            path.unlink()
            yield path.name


def _lines(settings: Settings, words: OwnWords) -> Iterator[str]:
    logs = [settings.notices_path, *sorted(settings.raw_dir.rglob("*.log"))]
    for path in (path for path in logs if path.is_file()):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
        remaining = [line for line in lines if not words.are_in(line)]
        if len(remaining) < len(lines):
            write_text(path, "".join(remaining))
            yield path.name
    if settings.incidents_path.is_file():
        known = json.loads(settings.incidents_path.read_text(encoding="utf-8"))
        left_over = {key: row for key, row in known.items() if not words.are_in(json.dumps(row, ensure_ascii=False))}
        if len(left_over) < len(known):
            write_text(
                settings.incidents_path, json.dumps(left_over, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
            )
            yield settings.incidents_path.name


def _read(path: Path) -> str:
    """All text of a workbook or page; a file that is no workbook, or unpacks to too much, holds nothing we wrote."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8", errors="replace")
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _MOST_BYTES:
                return ""
            return "\n".join(packed.read(name).decode("utf-8", errors="replace") for name in packed.namelist())
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError):
        return ""
