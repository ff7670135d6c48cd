"""Activities that one file cannot hold: they are missing there, and the release goes out.

Belongs here: trying a value, and what was left out. Does not belong here: what a file says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import polars as pl

Written = TypeVar("Written")
_UNWRITABLE = (ValueError, KeyError, TypeError, OverflowError)
"""What libraries raise at a value that they cannot write."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is missing in a file.

    Attributes:
        file: file or folder.
        activity_id: the activity; of a schedule it is the activity's.
        value: what could not be written.
        why: the error, for developers.
    """

    file: str
    activity_id: str
    value: str
    why: str


def attempt(write: Callable[[], Written]) -> tuple[Written | None, str]:
    """What a value becomes; else None and why not.

    Args:
        write: makes it.
    """
    try:
        return write(), ""
    except _UNWRITABLE as error:
        return None, f"{type(error).__name__}: {error}"


def left_out(file: str, rows: pl.DataFrame, value: str, why: str) -> list[LeftOut]:
    """What is missing in a file, by activity.

    Args:
        file: file or folder.
        rows: `activity_id`, the column `value` and the column `why`, which is "" where all is well.
        value: the column that could not be written.
        why: the column of reasons.
    """
    bad = rows.filter(pl.col(why).fill_null("") != "").unique("activity_id", keep="first", maintain_order=True)
    told = bad.select("activity_id", pl.col(value).cast(pl.String), why).sort("activity_id")
    return [LeftOut(file, *row) for row in told.iter_rows()]
