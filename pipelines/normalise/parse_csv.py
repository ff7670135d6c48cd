"""`hiroba parse`: one field of any list, read from a CSV file into a CSV file.

Belongs here: files and the names of the columns. Does not belong here: how a text is read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from pipelines.normalise.dates import read_dates
from pipelines.normalise.fees import read_fees
from pipelines.normalise.name_parts import read_names
from pipelines.normalise.phones import parse_phones
from pipelines.normalise.schedule.parse import LEFTOVER, SCHEDULE_SCHEMA, read_with_leftover
from pipelines.normalise.towns import locate
from warehouse.contract.derived.text_form import as_text
from warehouse.errors import StaffError

SCHEDULE = dict(
    zip(
        SCHEDULE_SCHEMA,
        ("rrule", "gif", "dates", "start_time", "end_time", "exceptions", "completeness", "sentence"),
        strict=True,
    )
)
"""Column of a listing → heading of its text form in the result."""
_TEXT, _CONTEXT = "text", "context_date"
# The day of a page, as far as it is known
_ISO, _DAY = r"^[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?$", 10
_SHOWN = 3
# A cell with a number in it that is no valid one: told, but never completed
_LOOKS_LIKE_A_NUMBER = r"[0-9０-９][0-9０-９ 　()（）\-−‐－ー・]{4,}[0-9０-９]"


class CsvError(StaffError):
    """The file cannot be read as a list; the message is for staff."""


def _schedule(df: pl.DataFrame) -> pl.DataFrame:
    context = _usable(df.get_column(_CONTEXT)) if _CONTEXT in df.columns else None
    read = read_with_leftover(df.get_column(_TEXT), context)
    return df.hstack(read.select(*(as_text(name).alias(shown) for name, shown in SCHEDULE.items()), LEFTOVER))


def _usable(context: pl.Series) -> pl.Series:
    """The days of the pages; one that is none is told, because dates would lose their year in silence."""
    given = context.cast(pl.String).str.strip_chars()
    given = given.set(given == "", None)
    no_date = given.str.contains(_ISO).not_() | given.str.head(_DAY).str.to_date(strict=False).is_null() & (
        given.str.len_chars() == _DAY
    )
    wrong = given.filter(no_date.fill_null(value=False))
    if len(wrong):
        shown = "、".join(wrong.unique(maintain_order=True).head(_SHOWN))
        raise CsvError(
            f"列 {_CONTEXT} に日付として使えない値が {len(wrong)} 行あります（例: {shown}）。"
            "2026-04-01 の形（月までなら 2026-04、年だけなら 2026）に直すか、空にしてください。"
        )
    return given


def _address(df: pl.DataFrame) -> pl.DataFrame:
    none = pl.Series("ward", [None] * df.height, dtype=pl.String)
    located = locate(df.get_column(_TEXT), none)
    return df.hstack(located.select("ward_code", "town", "block", "building", "level"))


def _fee(df: pl.DataFrame) -> pl.DataFrame:
    return df.hstack(read_fees(df.get_column(_TEXT)))


def _name(df: pl.DataFrame) -> pl.DataFrame:
    return df.hstack(read_names(df.get_column(_TEXT)))


def _date(df: pl.DataFrame) -> pl.DataFrame:
    return df.hstack(read_dates(df.get_column(_TEXT)))


def _phone(df: pl.DataFrame) -> pl.DataFrame:
    """One row per number found; a text that only looks like one keeps one row without a number."""
    found = df.with_columns(parse_phones(df.get_column(_TEXT)).alias("_found"))
    looks = pl.col(_TEXT).str.contains(_LOOKS_LIKE_A_NUMBER).fill_null(value=False)
    number = pl.col("_found").struct
    return (
        # A text without a number keeps its row
        found.with_columns(pl.when(pl.col("_found").list.len() > 0).then("_found").otherwise(pl.lit([None])))
        .explode("_found")
        .with_columns(
            e164=number.field("e164"),
            type=pl.coalesce(number.field("type"), pl.when(looks).then(pl.lit("fixed"))),
            publishable=pl.coalesce(number.field("is_publishable"), pl.when(looks).then(pl.lit(value=False))),
        )
        .drop("_found")
    )


FIELDS: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "schedule": _schedule,
    "address": _address,
    "fee": _fee,
    "name": _name,
    "phone": _phone,
    "date": _date,
}


def parse_csv(field: str, source: Path, target: Path) -> int:
    """Read the column `text` of a CSV file; all other columns stay as they are.

    Args:
        field: one of `FIELDS`.
        source: UTF-8 CSV with a heading row; `context_date` (ISO) is optional and gives dates their year. A schedule
            has a column `leftover` in the result: the words that nobody read.
        target: file to write, UTF-8.

    Returns:
        Number of rows written.

    Raises:
        CsvError: the file is no UTF-8 CSV, has no column `text`, or a `context_date` that is no date.
    """
    try:
        df = pl.read_csv(source, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise CsvError(f"{source} を UTF-8 の CSV として読めません（{error}）。") from error
    if _TEXT not in df.columns:
        raise CsvError(
            f"{source} に text という列がありません（列: {'、'.join(df.columns)}）。列の名前を text にしてください。"
        )
    added = FIELDS[field](df.select(_TEXT).clear()).columns[1:]
    taken = set(df.columns) & set(added)
    if taken:
        raise CsvError(f"{source} の列 {'、'.join(sorted(taken))} は結果の列と同じ名前です。名前を変えてください。")
    result = FIELDS[field](df)
    result.write_csv(target)
    return result.height
