"""By which method a release was made: a print of everything that decides sameness and typing, in three parts.

Belongs here: what goes into each part. Does not belong here: what follows from a change (`night`, `restate`).

A print that moves costs one more reading of the release before, and then shows no difference if there is none; one that
does not move where it should would show a better matcher as growth. So whole rooms go in, comments and all.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cities.here import here
from pipelines.decisions import ledger
from pipelines.settings import ROOT, Settings
from warehouse.contract.model import Ledger
from warehouse.contract.tables.decisions import CORRECTIONS, MAIL_DOMAINS, PAIRS

_READERS = (
    "scrapers/attachments",
    "scrapers/declaration",
    "scrapers/platforms",
    "scrapers/tables",
    "pipelines/normalise",
    "pipelines/core",
    "warehouse/contract/vocabularies",
    "warehouse/privacy",
)
_OF_THE_CITY = ("city.toml", "facilities.csv", "kind_words.csv", "sources")
"""In the folder of the city."""
_MATCHERS = ("pipelines/match",)
_LIBRARIES = "requirements.lock"
_DIGITS = 16


class Version(NamedTuple):
    """Prints of the whole and of its parts, under the names of their columns."""

    resolver_version: str
    reader_version: str
    matcher_version: str
    judgements_version: str


def version(settings: Settings) -> Version:
    """The method of today.

    Raises:
        LedgerError: what people decided cannot be read.
    """
    parts = (code_print(_readers()), code_print(_MATCHERS), _decided(settings))
    return Version(_print(parts), *parts)


def _readers() -> tuple[str, ...]:
    folder = os.path.relpath(here().folder, ROOT)  # wherever cities are kept
    of_the_city = (f"{folder}/{name}" for name in _OF_THE_CITY if (here().folder / name).exists())
    return ("cities/towns.parquet", *of_the_city, *_READERS)


@cache
def code_print(folders: tuple[str, ...]) -> str:
    """The print of some folders and files of the project and of the libraries it is locked to.

    Args:
        folders: paths from the root.
    """
    paths = [ROOT / _LIBRARIES, *(path for folder in folders for path in _files(ROOT / folder))]
    return _print(f"{os.path.relpath(path, ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".md":
            yield path


def _decided(settings: Settings) -> str:
    """What people decided, without when and why: only what changes a result."""
    said = (*_rows(PAIRS, settings.pairs_path), *_rows(CORRECTIONS, settings.corrections_path))
    return _print([*said, *_rows(MAIL_DOMAINS, settings.judgements_dir / MAIL_DOMAINS.file)])


def _rows(declared: Ledger, path: Path) -> Iterator[str]:
    told = [name for name in declared.column_names if name not in ("decided_on", "decided_by", "reason")]
    for row in ledger.rows_of(declared, path):
        yield repr((declared.name, *(row.cells[name] for name in told)))


def _print(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_DIGITS]
