"""The words that the readers left most often, with a listing that shows each: where the grammar should grow next.

Belongs here: counting them over the listings of a night. Does not belong here: what a reader leaves (the fields), the
workbook (`pipelines.desk.leftovers_file`).
"""

from __future__ import annotations

import polars as pl

from pipelines.normalise.fees import unread_of_fee
from pipelines.normalise.name_parts import read_names, unread_of_name
from pipelines.normalise.per_value import map_texts
from pipelines.normalise.privacy import CUT, cut
from pipelines.normalise.schedule.parse import LEFTOVER, read_with_leftover
from pipelines.normalise.towns import unread_of_address

# Field → what stands between two pieces of its leftover
_SEPARATORS = {"schedule": " ", "fee": " / ", "address": " / ", "name": " / "}
MOST = 50
"""Pieces a field: as many as a person reads at one sitting."""
_LONGEST_TEXT = 200
# A telephone number in any spelling, and no clock or date; whose it is need not be known here
_NUMBER = r"(^|[^0-9:/.-])0[0-9]{1,4}[\s()（）-]{0,2}[0-9]{2,4}[\s)）-]{0,2}[0-9]{4}"
_NO_WORD = r"^[\p{P}\p{S}\s0-9]*$"


def frequent_leftovers(listings: pl.DataFrame) -> pl.DataFrame:
    """Pieces of texts that nobody read, those of most listings first.

    Only texts that are shown are looked at: personal data are cut out of them, and every piece is searched once more,
    because words that stand together now may be a name or a number.

    Args:
        listings: rows of `norm__listings`.

    Returns:
        field_name, leftover, listing_count, and of the first listing that has it name, said_text and page_url; at most
        `MOST` a field.
    """
    return pl.concat(_of_field(listings, field).head(MOST) for field in _SEPARATORS)


def _of_field(listings: pl.DataFrame, field: str) -> pl.DataFrame:
    without_number = pl.col(field, "shown_name").str.replace_all(_NUMBER, "${1}" + CUT)
    read = listings.with_columns(without_number).drop_nulls(field).sort("listing_id")
    pieces = (
        read.with_columns(leftover=_leftovers_of(read, field))
        .drop_nulls(LEFTOVER)
        .with_columns(pl.col(LEFTOVER).str.split(_SEPARATORS[field]).list.unique(maintain_order=True))
        .explode(LEFTOVER)
    )
    is_hidden = pl.col(LEFTOVER).str.contains_any([CUT, CUT.strip("（）")]) | (pl.col(LEFTOVER) != pl.col("_cut"))
    counted = (
        pieces.with_columns(_cut=cut(pieces.get_column(LEFTOVER)))
        .filter(~is_hidden & ~pl.col(LEFTOVER).str.contains(_NO_WORD))
        .group_by(LEFTOVER, maintain_order=True)
        .agg(
            listing_count=pl.len(),
            name=pl.col("shown_name").first(),
            said_text=pl.col(field).first().str.slice(0, _LONGEST_TEXT),
            page_url=pl.col("page_url").first(),
        )
    )
    ranked = counted.sort("listing_count", LEFTOVER, descending=[True, False])
    return ranked.select(pl.lit(field).alias("field_name"), pl.all())


def _leftovers_of(read: pl.DataFrame, field: str) -> pl.Series:
    texts = read.get_column(field)
    if field == "schedule":
        return read_with_leftover(texts, read.get_column("updated_date")).get_column(LEFTOVER)
    if field == "name":
        parts = texts.to_frame().hstack(read_names(texts).select("edition", "core_name", "venue_in_name"))
        return pl.Series(LEFTOVER, [unread_of_name(*row) for row in parts.iter_rows()], dtype=pl.String)
    return map_texts(texts, {"fee": unread_of_fee, "address": unread_of_address}[field], pl.String)
