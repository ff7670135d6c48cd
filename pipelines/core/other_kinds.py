"""The further kinds of an activity, and the listings whose source files them under none of its kinds.

Belongs here: several kinds of one activity. Does not belong here: the main one (`survivorship`), what a listing tells
of its kind (`normalise.kinds`).
"""

from __future__ import annotations

import polars as pl

from warehouse.contract import VOCABULARIES
from warehouse.contract.derived.text_form import as_text

_SURE = ("name", "dedicated_list")
"""Evidence that makes the kind of any listing one of the activity, whichever listing decides the main one."""
_ALL = "_kind_codes"


def other_kinds(members: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """The further kinds of every activity that has some.

    Args:
        members: rows of `norm__listings` with `activity_id`.
        values: rows of `core__activity_values`.

    Returns:
        activity_id and `other_kind_codes` in the order of the vocabulary: what listings say with the same strength as
        the one that gave the main kind, and what a name or a list of one kind says anywhere.
    """
    chosen = values.filter(pl.col("field_name") == "kind_code").select("activity_id", "listing_id", _main="value_text")
    best = chosen.join(members.select("listing_id", _best="kind_evidence_code"), on="listing_id").drop("listing_id")
    equal = pl.col("kind_evidence_code") == pl.col("_best")
    said = pl.when(equal | pl.col("kind_evidence_code").is_in(_SURE)).then(every_kind())
    return _of_activities(members.join(best, on="activity_id").with_columns(said.alias(_ALL)), "_main")


def every_kind() -> pl.Expr:
    """All kinds of an activity or of a listing, the main one first; an empty list where none is known."""
    return pl.concat_list(pl.concat_list("kind_code"), pl.col("other_kind_codes").fill_null([])).list.drop_nulls()


def _of_activities(kinds: pl.DataFrame, main: str) -> pl.DataFrame:
    order = {code: place for place, code in enumerate(VOCABULARIES["kind"].values())}
    return (
        kinds.select("activity_id", main, _kind=pl.col(_ALL))
        .explode("_kind")
        .filter(pl.col("_kind") != pl.col(main))
        .unique(["activity_id", "_kind"])
        .sort("activity_id", pl.col("_kind").replace_strict(order, return_dtype=pl.Int64))
        .group_by("activity_id", maintain_order=True)
        .agg(other_kind_codes="_kind")
    )


def filed_elsewhere(listings: pl.DataFrame, activities: pl.DataFrame) -> pl.DataFrame:
    """Listings that their source files, with certainty, under kinds of which the activity is none.

    Args:
        listings: rows of `norm__listings` with `activity_id`.
        activities: rows of `core__activities`.

    Returns:
        activity_id, listing_id, source_key, page_url, field_name, said_text, said_count, proposed_text and
        proposed_count: of the listings of the activity how many are filed so, and how many under one of its kinds.
    """
    published = activities.drop_nulls("kind_code").with_columns(every_kind().alias(_ALL))
    filed = listings.drop_nulls("filed_kind_codes").with_columns(said_text=as_text("filed_kind_codes"))
    both = filed.select("activity_id", "listing_id", "source_key", "page_url", "filed_kind_codes", "said_text").join(
        published.select("activity_id", _ALL, proposed_text="kind_code"), on="activity_id"
    )
    agrees = pl.col("filed_kind_codes").list.set_intersection(_ALL).list.len() > 0
    return (
        both.with_columns(_agrees=agrees)
        .with_columns(
            field_name=pl.lit("kind_code"),
            said_count=pl.len().over("activity_id", "said_text").cast(pl.Int64),
            proposed_count=pl.col("_agrees").sum().over("activity_id").cast(pl.Int64),
        )
        .filter(~pl.col("_agrees"))
    )
