"""Which listing supplies each field of an activity.

Belongs here: one written rule per field, the values it chooses and who disagrees. Does not belong here: typed values.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from pipelines.core.other_kinds import other_kinds
from pipelines.core.schedule_survivors import joined_schedules, regularity
from pipelines.normalise.privacy import mark
from pipelines.normalise.schedule.parse import SCHEDULE_SCHEMA
from pipelines.normalise.text import MARKUP, key
from warehouse.contract import VOCABULARIES, table
from warehouse.contract.derived.frames import frame
from warehouse.contract.derived.text_form import as_text

# Field of the activity → (column of the listing, rule). Longer targets and fees say more; a name, a phone or an
# organiser that several sources give alike is the safer one; of addresses the finest wins; a schedule begins with the
# rule, because the dates of one event soon lie in the past, and takes the rest from the others (`joined_schedules`);
# of kinds the one that stands on most, because a portal files a group under whatever its form offered while its name
# says what it is.
RULES: dict[str, tuple[str, str]] = {
    "name": ("shown_name", "most_frequent"),
    "kana": ("kana", "most_frequent"),
    "kind_code": ("kind_code", "strongest_evidence"),
    "status_code": ("status_code", "most_frequent"),
    "ward_code": ("ward_code", "most_frequent"),
    "address": ("address", "most_detailed"),
    "venue": ("venue", "most_frequent"),
    "geo_level_code": ("geo_level_code", "most_detailed"),
    "schedule": ("schedule", "most_regular"),
    "target": ("target", "longest"),
    "entry": ("entry", "longest"),
    "fee": ("fee", "longest"),
    "phone": ("phone", "most_frequent"),
    "fax": ("fax", "most_frequent"),
    "mail": ("mail", "most_frequent"),
    "sns": ("sns_urls", "longest"),
    "url": ("url", "most_frequent"),
    "organizer": ("organizer", "most_frequent"),
    "founded": ("founded", "most_frequent"),
}
_ALIKE = {"name": "core_name"}
"""Field → column by which listings agree: two spellings of one name are one name, and the one more listings write is
shown; of those equally frequent, one whose reading is known."""
PARTS = {
    "kind_code": ("npo_field_code", "other_kind_codes"),
    "status_code": ("status_words", "status_date"),
    "address": ("town", "block", "building", "address_level_code", "postcode"),
    "geo_level_code": ("lat", "lon", "facility"),
    "schedule": tuple(SCHEDULE_SCHEMA),
    "target": ("target_group_codes", "age_min_months", "age_max_months"),
    "entry": ("capacity", "capacity_unit_code", "is_application_needed"),
    "founded": ("founded_date",),
    "sns": ("sns_urls",),
    "fee": ("fee_type_code", "fee_yen_min", "fee_yen_max", "fee_unit_code"),
}
"""Field → what was read out of its text: it comes from the listing that supplies the text."""
# Field → raw text of the listing it was read from. Numbers and mail addresses are never shown as they stood there
_SAID = {name: f"{name}_text" for name in ("name", "kana", "address", "venue", "schedule", "target", "fee", "url")}
_SAID |= {name: f"{name}_text" for name in ("organizer", "founded")}
_SAID |= {"kind_code": "category_text", "status_code": "status_text", "ward_code": "ward_text"}
_MOST = 2**62
_BY_DETAIL = ("most_detailed", "most_regular", "strongest_evidence")
_LONGEST_SAID = 300
"""Longer texts are prose of the source, which is not ours to publish."""
_UNFIT = rf"{MARKUP}|[\p{{Cc}}\p{{Cf}}\p{{Co}}]"


class Activities(NamedTuple):
    """Frames of `core__activities` and `core__activity_values`."""

    activities: pl.DataFrame
    values: pl.DataFrame


def survive(listings: pl.DataFrame, bridge: pl.DataFrame) -> Activities:
    """One row per activity, and for each of its values the listing it comes from.

    Args:
        listings: rows of `norm__listings`.
        bridge: activity_id, listing_id.
    """
    members = _members(listings, bridge)
    schedules = joined_schedules(members)
    long = _of_the_base(_long(members), schedules.columns)
    values = _chosen(
        long.join(_of_another_name(long, members), on=["activity_id", "field_name", "listing_id"], how="anti")
    )
    wide = values.pivot("field_name", index="activity_id", values="value_text", aggregate_function="first")
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in RULES if name not in wide.columns]
    counts = members.group_by("activity_id").agg(
        listing_count=pl.len().cast(pl.Int64), source_count=pl.col("source_key").n_unique().cast(pl.Int64)
    )
    activities = (
        counts.join(wide.with_columns(*absent), on="activity_id", how="left")
        .join(_parts(values, listings), on="activity_id", how="left")
        .drop("other_kind_codes")
        .join(other_kinds(members, values), on="activity_id", how="left")
        .update(schedules.columns.drop("listing_id"), on="activity_id", how="left", include_nulls=True)
        .with_columns(
            *(pl.lit(None, dtype=pl.String).alias(name) for name in ("organizer_id", "venue_id", "staleness_code")),
            stale_since=pl.lit(None, dtype=pl.Date),
        )
        .select(table("core__activities").column_names)
        .sort("activity_id")
    )
    order = table("core__activity_values").key
    return Activities(activities, pl.concat([values, schedules.values]).sort(order))


def _of_the_base(long: pl.DataFrame, schedules: pl.DataFrame) -> pl.DataFrame:
    """The text of a joined schedule is that of its base."""
    bases = schedules.select("activity_id", "listing_id", field_name=pl.lit("schedule"), _is_base=pl.lit(value=True))
    on = ["activity_id", "listing_id", "field_name"]
    is_base = pl.col("_is_base").is_not_null()
    return (
        long.join(bases, on=on, how="left")
        .with_columns(_merit=pl.when(is_base).then(_MOST).otherwise("_merit"))
        .drop("_is_base")
    )


def _of_another_name(long: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Readings of listings whose name is not the one that is shown: a reading belongs to a name."""
    shown = _chosen(long.filter(pl.col("field_name") == "name")).select("activity_id", _name=key(pl.col("value_text")))
    others = members.join(shown, on="activity_id").filter(key(pl.col("shown_name")) != pl.col("_name"))
    return others.select("activity_id", "listing_id", field_name=pl.lit("kana"))


def told(listings: pl.DataFrame, bridge: pl.DataFrame) -> pl.DataFrame:
    """What every listing says of every field: activity_id, field_name, listing_id, value_text.

    Args:
        listings: rows of `norm__listings`.
        bridge: activity_id, listing_id.
    """
    return _long(_members(listings, bridge)).select("activity_id", "field_name", "listing_id", "value_text")


def _members(listings: pl.DataFrame, bridge: pl.DataFrame) -> pl.DataFrame:
    members = listings.join(bridge.select("activity_id", "listing_id"), on="listing_id")
    return members.sort("activity_id", "listing_id")


def _parts(values: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
    """One row per activity with the parsed parts of its address, schedule and fee."""
    parts = values.select("activity_id").unique()
    for field, names in PARTS.items():
        chosen = values.filter(pl.col("field_name") == field).join(listings, on="listing_id", how="left")
        parts = parts.join(chosen.select("activity_id", *names), on="activity_id", how="left")
    return parts


def _long(members: pl.DataFrame) -> pl.DataFrame:
    """One row per activity, field and listing that knows the field, with the merit its rule gives the value."""
    parts = [
        members.select(
            "activity_id",
            "listing_id",
            "source_key",
            field_name=pl.lit(field),
            rule_code=pl.lit(rule),
            value_text=as_text(column),
            source_text=pl.col(_SAID[field]) if field in _SAID else pl.lit(None, dtype=pl.String),
            _detail=_detail(column),
            _alike=as_text(_ALIKE.get(field, column)),
            _is_read=pl.col("kana").is_not_null() & pl.lit(field == "name"),
        ).filter(pl.col("value_text").is_not_null())
        for field, (column, rule) in RULES.items()
    ]
    long = pl.concat(parts).with_columns(
        agreeing_count=pl.len().over("activity_id", "field_name", "_alike").cast(pl.Int64),
        _spelled_so=pl.len().over("activity_id", "field_name", "value_text").cast(pl.Int64),
        telling_source_count=pl.col("source_key").n_unique().over("activity_id", "field_name").cast(pl.Int64),
        _known=pl.len().over("activity_id", "field_name").cast(pl.Int64),
    )
    merit = (
        pl.when(pl.col("rule_code") == "longest")
        .then(pl.col("value_text").str.len_chars().cast(pl.Int64))
        .when(pl.col("rule_code").is_in(_BY_DETAIL))
        .then(pl.col("_detail"))
        .otherwise(pl.col("agreeing_count"))
    )
    return long.with_columns(_merit=merit, disagreeing_count=pl.col("_known") - pl.col("agreeing_count"))


def _detail(column: str) -> pl.Expr:
    """How much a value tells by the rule of its field; 0 where the rule asks for something else."""
    if column == "schedule":
        return regularity()
    if column == "kind_code":
        return _rank("kind_evidence")
    name = "geo_level" if column == "geo_level_code" else "address_level"
    return _rank(name)


def _rank(vocabulary: str) -> pl.Expr:
    """Place of a code in its vocabulary, which begins with what tells most; 0 for null."""
    levels = VOCABULARIES[vocabulary].values()
    ranks = {code: len(levels) - rank for rank, code in enumerate(levels)}
    return pl.col(f"{vocabulary}_code").replace_strict(ranks, default=0, return_dtype=pl.Int64)


def _chosen(long: pl.DataFrame) -> pl.DataFrame:
    """The value with most merit; ties go to the value more listings share, then to the smallest listing ID.

    Spelling and reading tell values apart only where `_ALIKE` counts different ones as one.
    """
    best = long.sort(
        "activity_id",
        "field_name",
        "_merit",
        "agreeing_count",
        "_spelled_so",
        "_is_read",
        "listing_id",
        descending=[False, False, True, True, True, True, False],
    ).unique(["activity_id", "field_name"], keep="first", maintain_order=True)
    field = ["activity_id", "field_name"]
    others = long.join(best.filter(pl.col("disagreeing_count") > 0), on=field, suffix="_best")
    others = others.filter(pl.col("_alike") != pl.col("_alike_best"))
    disagreeing = others.group_by(field).agg(disagreeing_listing_ids=pl.col("listing_id").sort())
    chosen = best.join(disagreeing, on=field, how="left").with_columns(source_text=_fit(best.get_column("source_text")))
    columns = table("core__activity_values").column_names
    return pl.concat([frame(table("core__activity_values"), []), chosen.select(columns)])


def _fit(texts: pl.Series) -> pl.Series:
    """Raw texts that may be published as they stand, white space aside; null for all others."""
    stripped = texts.to_frame("said").select(pl.col("said").str.replace_all(r"\s+", " ").str.strip_chars()).to_series()
    is_unfit = stripped.str.contains(_UNFIT) | (stripped.str.len_chars() > _LONGEST_SAID) | (stripped == "")
    is_personal = mark(stripped).list.len().fill_null(0) > 0
    return stripped.set(is_unfit.fill_null(value=True) | is_personal, None)
