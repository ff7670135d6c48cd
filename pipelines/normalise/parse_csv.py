"""`hiroba parse`: one field of any list, read from a CSV file into a CSV file.

Belongs here: files and the names of the columns. Does not belong here: how a text is read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from pipelines.normalise.dates import read_dates
from pipelines.normalise.fees import read_fees, unread_of_fee
from pipelines.normalise.kind_named import kind_named
from pipelines.normalise.name_parts import read_names, unread_of_name
from pipelines.normalise.per_value import map_texts
from pipelines.normalise.phones import numbers_as_written
from pipelines.normalise.schedule.parse import LEFTOVER, read_with_leftover
from pipelines.normalise.text import display
from pipelines.normalise.towns import locate, unread_of_address
from warehouse.contract.derived.text_form import as_text
from warehouse.errors import StaffError

SCHEDULE = {
    "schedule_rrules": "rrule",
    "schedule_gif": "gif",
    "schedule_days": "dates",
    "session_starts": "start_time",
    "session_ends": "end_time",
    "exceptions": "exceptions",
    "schedule_completeness_code": "completeness",
    "frequency_code": "frequency",
    "frequency_min": "frequency_min",
    "frequency_max": "frequency_max",
    "is_frequency_approximate": "is_about",
    "day_part_code": "day_part",
    "schedule_sentence": "sentence",
}
"""Column of a listing → heading of its text form in the result."""
_TEXT, _CONTEXT = "text", "context_date"
_SHOWN = 3


class CsvError(StaffError):
    """The file cannot be read as a list; the message is for staff."""


def _schedule(df: pl.DataFrame) -> pl.DataFrame:
    context = df.get_column(_CONTEXT) if _CONTEXT in df.columns else None
    read = read_with_leftover(df.get_column(_TEXT), context)
    return df.hstack(read.select(*(as_text(name).alias(shown) for name, shown in SCHEDULE.items()), LEFTOVER))


def _address(df: pl.DataFrame) -> pl.DataFrame:
    none = pl.Series("ward", [None] * df.height, dtype=pl.String)
    located = locate(df.get_column(_TEXT), none)
    unread = map_texts(df.get_column(_TEXT), unread_of_address, pl.String).alias(LEFTOVER)
    return df.hstack(located.select("ward_code", "town", "block", "building", "level")).with_columns(unread)


def _fee(df: pl.DataFrame) -> pl.DataFrame:
    unread = map_texts(df.get_column(_TEXT), unread_of_fee, pl.String).alias(LEFTOVER)
    return df.hstack(read_fees(df.get_column(_TEXT))).with_columns(unread)


def _name(df: pl.DataFrame) -> pl.DataFrame:
    names = read_names(df.get_column(_TEXT))
    parts = df.select(_TEXT).hstack(names.select("edition", "core_name", "venue_in_name"))
    unread = [None if name is None else unread_of_name(name, *rest) for name, *rest in parts.iter_rows()]
    return df.hstack(names).with_columns(pl.Series(LEFTOVER, unread, dtype=pl.String))


def _date(df: pl.DataFrame) -> pl.DataFrame:
    context = df.get_column(_CONTEXT) if _CONTEXT in df.columns else None
    return df.hstack(read_dates(df.get_column(_TEXT), context))


def _phone(df: pl.DataFrame) -> pl.DataFrame:
    """One row per number found; a number that is no valid one is told, but never completed."""
    phones = df.with_columns(numbers_as_written(df.get_column(_TEXT)).alias("_phone"))
    number = pl.col("_phone").struct
    return (
        # A text without a number keeps its row
        phones.with_columns(pl.when(pl.col("_phone").list.len() > 0).then("_phone").otherwise(pl.lit([None])))
        .explode("_phone")
        .with_columns(e164=number.field("e164"), type=number.field("type"), publishable=number.field("is_publishable"))
        .drop("_phone")
    )


def _kind(df: pl.DataFrame) -> pl.DataFrame:
    """The kind that a name alone says, and whether its head noun or what is done says it."""
    names = df.select(display(pl.col(_TEXT))).to_series()
    read = [kind_named(name or "") for name in names]
    return df.with_columns(
        kind=pl.Series([each.kind for each in read], dtype=pl.String),
        other_kinds=pl.Series([";".join(each.others) or None for each in read], dtype=pl.String),
        is_certain=pl.Series([each.is_certain for each in read], dtype=pl.Boolean),
    )


FIELDS: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "schedule": _schedule,
    "address": _address,
    "fee": _fee,
    "name": _name,
    "phone": _phone,
    "date": _date,
    "kind": _kind,
}


def parse_csv(field: str, source: Path, target: Path) -> int:
    """Read the column `text` of a CSV file; all other columns stay as they are.

    Args:
        field: one of `FIELDS`.
        source: UTF-8 CSV with a heading row; `context_date` (ISO) is optional and gives dates their year. Schedules,
            addresses, fees and names have a column `leftover` in the result: the words that nobody read.
        target: file to write, UTF-8.

    Returns:
        Number of rows written.

    Raises:
        CsvError: the file is no UTF-8 CSV, has no column `text`, or a `context_date` that is no day.
    """
    try:
        df = pl.read_csv(source, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise CsvError(f"{source} を UTF-8 の CSV として読めません（{error}）。") from error
    if _TEXT not in df.columns:
        raise CsvError(
            f"{source} に text という列がありません（列: {'、'.join(df.columns)}）。列の名前を text にしてください。"
        )
    _check_context(df)
    added = FIELDS[field](df.select(_TEXT).clear()).columns[1:]
    taken = set(df.columns) & set(added)
    if taken:
        raise CsvError(f"{source} の列 {'、'.join(sorted(taken))} は結果の列と同じ名前です。名前を変えてください。")
    result = FIELDS[field](df)
    result.write_csv(target)
    return result.height


def _check_context(df: pl.DataFrame) -> None:
    """A day that cannot be used is told, not passed over: without it dates would silently stay without a year."""
    if _CONTEXT not in df.columns:
        return
    values = df.get_column(_CONTEXT).cast(pl.String).replace("", None).drop_nulls()
    rests = ("", "-01", "-01-01")  # a day, a month, a year
    days = pl.DataFrame({rest: (values + rest).str.to_date("%Y-%m-%d", strict=False) for rest in rests})
    unusable = values.filter(~days.select(pl.any_horizontal(pl.all().is_not_null())).to_series())
    if not unusable.is_empty():
        shown = "、".join(unusable.unique(maintain_order=True).head(_SHOWN))
        raise CsvError(
            f"列 {_CONTEXT} に日付として使えない値が {len(unusable)} 行あります（例: {shown}）。"
            "2026-04-01 の形（月までなら 2026-04、年だけなら 2026）に直すか、空にしてください。"
        )
