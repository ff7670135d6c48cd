"""Where the lists contradict each other: who says what, and what is proposed instead.

Belongs here: the one table of contradictions, which is published and which the desk mails. Does not belong here: which
value is published (`survivorship`), a workbook (`desk`).
"""

from __future__ import annotations

import polars as pl

from warehouse.contract import table
from warehouse.contract.frames import frame

# Field → columns that must differ for two values of it to contradict each other. Two spellings of one address, venue or
# organiser say the same; texts that only say more (日時, 対象, 費用) are compared by what was read from them.
COMPARED: dict[str, tuple[str, ...]] = {
    "kana": ("kana",),
    "ward_code": ("ward_code",),
    "address": ("town", "block"),
    "venue": ("venue_id",),
    "organizer": ("organizer_id",),
    "phone": ("phone",),
    "url": ("_url",),
    "schedule": ("schedule_rrule",),
    "start_time": ("start_time",),
    "end_time": ("end_time",),
    "fee_type_code": ("fee_type_code",),
    "fee": ("fee_yen_min",),
    "status_code": ("status_code",),
}
_SEPARATOR = "\x1f"
# One page, however its address is written
_ADDRESS = r"^https?://(?:www\.)?(.*?)(?:/(?:index\.(?:html?|php))?)?$"


def disagreements(listings: pl.DataFrame, members: pl.DataFrame, activities: pl.DataFrame) -> pl.DataFrame:
    """One row per listing and field that contradicts what is published.

    Args:
        listings: rows of `norm__listings`.
        members: listing_id, activity_id, organizer_id, venue_id.
        activities: rows of `core__activities`.

    Returns:
        Rows of `core__disagreements`: `said_text` is what the listing says, `proposed_text` what is published,
        `said_count` and `proposed_count` how many listings of the activity say either.
    """
    said = _said(listings.join(members, on="listing_id"), ["listing_id", "source_key", "page_url", "activity_id"])
    published = _said(activities, ["activity_id"])
    both = said.join(published, on=["activity_id", "field_name"], suffix="_proposed")
    differ = (pl.col("meaning") != pl.col("meaning_proposed")).cast(pl.Int64)
    group = ("activity_id", "field_name")
    counted = both.with_columns(
        differ=differ,
        said_count=pl.len().over(*group, "meaning").cast(pl.Int64),
        proposed_count=(1 - differ).sum().over(*group),
    )
    declared = table("core__disagreements")
    found = counted.filter(pl.col("differ") == 1, pl.col("text") != pl.col("text_proposed")).rename(
        {"text": "said_text", "text_proposed": "proposed_text"}
    )
    return pl.concat([frame(declared, []), found.select(declared.column_names)]).sort(declared.key)


def _said(df: pl.DataFrame, index: list[str]) -> pl.DataFrame:
    """Long: one row per known value with its meaning."""
    df = df.with_columns(_url=pl.col("url").str.extract(_ADDRESS))
    parts = [
        df.select(
            *index,
            field_name=pl.lit(field),
            text=pl.col(field).cast(pl.String),
            meaning=pl.concat_str([pl.col(name).cast(pl.String) for name in names], separator=_SEPARATOR),
        )
        for field, names in COMPARED.items()
    ]
    return pl.concat(parts).drop_nulls(["text", "meaning"])
