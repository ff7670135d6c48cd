"""Where the lists contradict each other: who says what, what is proposed instead, how many agree with a value.

Belongs here: the one table of contradictions, which is published and which the desk mails; who agrees with a published
value. Does not belong here: what two texts say (`meaning`), which value is published (`survivorship`), a workbook
(`desk`).
"""

from __future__ import annotations

import polars as pl

from pipelines.core.corrections import RULE
from pipelines.core.meaning import judged, of_value, said
from pipelines.core.other_kinds import filed_elsewhere
from pipelines.core.schedule_pieces import names_day
from pipelines.core.schedule_survivors import JOINED
from warehouse.contract import table
from warehouse.contract.derived.deprecations import replacement
from warehouse.contract.derived.frames import frame, or_unknown
from warehouse.contract.derived.text_form import as_text

# A name or a target group that differs is a way of seeing a thing; of these fields one of two lists is wrong. Kinds
# have a rule of their own: an activity may be of several
CONTRADICTED = (
    "kana",
    "ward_code",
    "address",
    "venue",
    "organizer",
    "phone",
    "mail",
    "url",
    "schedule",
    "start_time",
    "end_time",
    "schedule_sentence",
    "fee_type_code",
    "fee",
    "status_code",
)
_A_YEAR = {"per_week": 52, "per_month": 12, "per_two_months": 6, "per_year": 1}
"""How many times a year something is held that is held once in the unit."""
_BY_OCCASION = frozenset({"url", "schedule", "start_time", "end_time", "fee_type_code", "fee"})
"""What one event has several of: a source lists each of its days with its hours, its fee and its page."""


def disagreements(listings: pl.DataFrame, bridge: pl.DataFrame, activities: pl.DataFrame) -> pl.DataFrame:
    """One row per listing and field that contradicts what is published.

    A source that lists each day of an activity contradicts nobody by what may differ from day to day, as long as one of
    its listings says what is published.

    Args:
        listings: rows of `norm__listings`.
        bridge: activity_id, listing_id, organizer_id, venue_id.
        activities: rows of `core__activities`.

    Returns:
        Rows of `core__disagreements`: `said_text` is what the listing says, `proposed_text` what is published,
        `said_count` and `proposed_count` how many listings of the activity say either.
    """
    df = listings.join(bridge.select("activity_id", "listing_id", "organizer_id", "venue_id"), on="listing_id")
    declared = table("core__disagreements")
    parts = [_contradicting(df, activities, field) for field in CONTRADICTED]
    rows = [part.select(declared.column_names) for part in (*parts, filed_elsewhere(df, activities))]
    return pl.concat([frame(declared, []), *rows]).sort(declared.key)


def _contradicting(listings: pl.DataFrame, activities: pl.DataFrame, field: str) -> pl.DataFrame:
    column = replacement("activities", field) or field
    told = listings.drop_nulls(column).with_columns(said_text=as_text(column))
    published = activities.drop_nulls(column).with_columns(proposed_text=as_text(column))
    index = ["listing_id", "source_key", "page_url", "activity_id", "said_text"]
    compared = judged(said(told, [field], index), said(published, [field], ["activity_id"]), "activity_id")
    compared = _joined(compared, listings, activities, column)
    meaning = [name for name in compared.columns if name not in (*index, "differs", "agrees")]
    return (
        compared.with_columns(
            field_name=pl.lit(field),
            said_count=pl.len().over("activity_id", *meaning).cast(pl.Int64),
            proposed_count=pl.col("agrees").sum().over("activity_id").cast(pl.Int64),
            _source_agrees=pl.col("agrees").any().over("activity_id", "source_key") & (field in _BY_OCCASION),
        )
        .join(published.select("activity_id", "proposed_text"), on="activity_id")
        .filter(pl.col("differs"), ~pl.col("_source_agrees"), pl.col("said_text") != pl.col("proposed_text"))
    )


def _joined(compared: pl.DataFrame, listings: pl.DataFrame, activities: pl.DataFrame, column: str) -> pl.DataFrame:
    """A joined schedule has what each listing says of its own days, and leaves out what a newer one contradicts."""
    if column == "schedule":
        return compared.with_columns(
            differs=pl.col("differs") | pl.col("listing_id").is_in(_left_out(listings, activities))
        )
    if column == "schedule_sentence":
        return compared.with_columns(
            differs=pl.col("differs") & pl.col("listing_id").is_in(_another_number(listings, activities))
        )
    if column not in ("session_starts", "session_ends"):
        return compared
    own = listings.select("listing_id", _own=column)
    published = activities.select("activity_id", _published=column)
    both = compared.join(own, on="listing_id").join(published, on="activity_id", maintain_order="left")
    is_other = pl.col("_own").list.set_difference("_published").list.drop_nulls().list.len() > 0
    return both.with_columns(differs=pl.col("differs") & is_other, agrees=pl.col("agrees") | ~is_other).drop(
        "_own", "_published"
    )


def _another_number(listings: pl.DataFrame, activities: pl.DataFrame) -> list[str]:
    """Listings that say how often, and mean another number than is published: 月1〜2回 and 月1回 may be the same."""
    bounds = ("least", "most")
    often = pl.col("frequency_code").replace_strict(_A_YEAR, default=None, return_dtype=pl.Int64)
    said, published = (
        df.select(id_, "activity_id", least=pl.col("frequency_min") * often, most=pl.col("frequency_max") * often)
        for df, id_ in ((listings, "listing_id"), (activities, pl.col("activity_id").alias("_id")))
    )
    both = said.join(published.select("activity_id", *bounds), on="activity_id", suffix="_published")
    is_other = (pl.col("most") < pl.col("least_published")) | (pl.col("least") > pl.col("most_published"))
    return both.filter(is_other).get_column("listing_id").to_list()


def _left_out(listings: pl.DataFrame, activities: pl.DataFrame) -> list[str]:
    """Listings with a rule, or a day, that the published schedule does not have although it says when."""
    names = ("schedule_rrules", "schedule_days")
    published = activities.select("activity_id", *(pl.col(name).alias(f"_{name}") for name in names))
    both = listings.join(published, on="activity_id").select("listing_id", *names, *(f"_{name}" for name in names))
    return [
        listing_id
        for listing_id, rules, days, held, held_on in both.iter_rows()
        if (held or held_on)
        and (
            (rules and not held)
            or any(
                day not in (held_on or ()) and not any(names_day(rule, day) for rule in held or ())
                for day in days or ()
            )
        )
    ]


def with_agreement(
    values: pl.DataFrame, told: pl.DataFrame, listings: pl.DataFrame, bridge: pl.DataFrame
) -> pl.DataFrame:
    """Values with the listings that say the same and another thing, however either is written.

    A listing whose text says nothing that can be compared is counted on neither side. What a person decided stays as it
    was counted: it stands on no listing.

    Args:
        values: rows of `core__activity_values`; those of a joined schedule are counted already.
        told: what every listing says, as `survivorship.told` gives it.
        listings: rows of `norm__listings`.
        bridge: listing_id, organizer_id, venue_id.
    """
    facts = listings.join(bridge.select("listing_id", "organizer_id", "venue_id"), on="listing_id", how="left")
    key = ["activity_id", "field_name"]
    is_counted = pl.col("rule_code").is_in([RULE, JOINED])
    by_listings = values.filter(~is_counted)
    chosen = by_listings.select(*key, _chosen="listing_id", _text="value_text")
    counted = [
        _counted(rows, facts, str(field)).with_columns(field_name=pl.lit(field))
        for (field,), rows in told.join(chosen, on=key).partition_by("field_name", as_dict=True).items()
    ]
    if not counted:
        return values
    news = ("agreeing_count", "disagreeing_count", "disagreeing_listing_ids")
    recounted = by_listings.drop(news).join(pl.concat(counted), on=key, how="left").select(values.columns)
    return pl.concat([recounted, values.filter(is_counted)]).sort(*key, "listing_id")


def _counted(told: pl.DataFrame, facts: pl.DataFrame, field: str) -> pl.DataFrame:
    """Per activity how many listings say what is published, how many and which say another thing."""
    fields = of_value(field)
    listings = told.join(facts, on="listing_id", suffix="_listing")
    left = said(listings, fields, ["activity_id", "listing_id", "_chosen", "value_text", "_text"])
    right = said(facts, fields, ["listing_id"]).rename({"listing_id": "_chosen"})
    is_equal = pl.col("value_text") == pl.col("_text")
    differs = pl.col("differs") & ~is_equal
    return (
        judged(left, right, "_chosen")
        .group_by("activity_id")
        .agg(
            agreeing_count=(is_equal | pl.col("agrees")).sum().cast(pl.Int64),
            disagreeing_count=differs.sum().cast(pl.Int64),
            disagreeing_listing_ids=pl.col("listing_id").filter(differs).sort(),
        )
        .with_columns(or_unknown("disagreeing_listing_ids"))
    )
