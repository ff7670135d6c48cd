"""Keyed prints of what is private in the pages of a run, kept beside it.

Belongs here: the key of this machine, the file of a run. Does not belong here: what is printed
(`warehouse.privacy.prints`), what looks for it.

The key stays in the folder of raw data, readable by its owner alone, and goes nowhere. Where it is lost, the prints of
all runs are made anew from their raw tables.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from warehouse.contract import table
from warehouse.contract.derived.frames import frame
from warehouse.privacy.prints import Seen, print_of, prints_in, words_in
from warehouse.storage import read_table, write_table

NAME = "raw__private_prints"
_KEY = "prints.key"
_KEY_KIND = "key"
"""A row that tells with which key the others were made."""
_TEXTS = {"raw__listings": table("raw__listings").optional, "raw__issues": ("detail_text", "raw_text")}


def key_of(raw_dir: Path) -> bytes:
    """The key; made at the first use.

    Args:
        raw_dir: folder of all raw partitions.
    """
    path = raw_dir / _KEY
    raw_dir.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{_KEY}.{os.getpid()}.part")
    if not path.is_file():
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)  # crawls run side by side: the first one gives the key
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return path.read_bytes()


def keep_prints(folder: Path, profile: str) -> pl.DataFrame:
    """Make the prints of a run from its raw tables.

    Args:
        folder: of the run, with its raw tables.
        profile: noted in the file.

    Returns:
        Rows of `raw__private_prints`.
    """
    key = key_of(folder.parents[1])
    texts = list(_texts(folder))
    words = words_in(texts)
    prints = {(kind, printed) for text in texts for kind, printed in prints_in(text, key, words)}
    rows = [(_KEY_KIND, print_of(key, _KEY_KIND, "")), *sorted(prints)]
    owner = {"source_key": folder.parent.name, "run_id": folder.name}
    df = frame(table(NAME), [{**owner, "print_kind": kind, "private_print": printed} for kind, printed in rows])
    return write_table(table(NAME), df, folder / f"{NAME}.parquet", {"hiroba.profile": profile})


def all_prints(raw_dir: Path, profile: str) -> pl.DataFrame:
    """Prints of every run on disk: an old release may still hold what only an old page said.

    Args:
        raw_dir: folder of all raw partitions.
        profile: noted in the file of a run that has none yet.
    """
    key = key_of(raw_dir)
    parts = [_prints(path.parent, key, profile) for path in sorted(raw_dir.glob("*/r*/raw__runs.parquet"))]
    return pl.concat([frame(table(NAME), []), *parts])


def seen(raw_dir: Path, prints: pl.DataFrame) -> Seen:
    """What to look for.

    Args:
        raw_dir: folder of all raw partitions.
        prints: rows of `raw__private_prints`.
    """
    private = prints.filter(pl.col("print_kind") != _KEY_KIND).select("print_kind", "private_print")
    return Seen(key_of(raw_dir), frozenset(private.unique().iter_rows()))


def _prints(folder: Path, key: bytes, profile: str) -> pl.DataFrame:
    path = folder / f"{NAME}.parquet"
    df = read_table(path) if path.is_file() else None
    if df is None or not df.filter(print_kind=_KEY_KIND, private_print=print_of(key, _KEY_KIND, "")).height:
        return keep_prints(folder, profile)
    return df


def _texts(folder: Path) -> Iterable[str]:
    for name, columns in _TEXTS.items():
        df = read_table(folder / f"{name}.parquet")
        for column in columns:
            if column in df.columns and df.schema[column] == pl.String:
                yield from df.get_column(column).drop_nulls().unique()
