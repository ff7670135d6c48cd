"""What a value says, however it is written: when two listings say the same of a field, and when they contradict.

Belongs here: per field the read values that its text is compared by. Does not belong here: which contradictions are
shown (`disagreements`), which value is published (`survivorship`).
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.core.survivorship import PARTS
from pipelines.normalise.text import key
from pipelines.normalise.urls import page_key
from warehouse.contract.derived.deprecations import replacement
from warehouse.contract.derived.text_form import as_text

_MONTH_DIFFERS, _ITS_MONTHS = "month_differs", r";BYMONTH=[0-9,]+"


def _set(name: str) -> pl.Expr:
    """Several values, in whatever order; a text, so that two of them compare like all that is said."""
    return pl.col(name).list.sort().list.eval(pl.element().cast(pl.String).fill_null("")).list.join(" ")


def _digits(name: str) -> pl.Expr:
    return pl.col(name).str.replace_all(r"[^0-9;]", "").str.split(";").list.sort().list.join(";")


def _usual_rule() -> pl.Expr:
    """The recurrence rule; a note that one month differs leaves the rule of all the others as it is."""
    usual = pl.col("schedule_rrules").list.first().str.replace(_ITS_MONTHS, "")
    differs = as_text("exceptions").str.contains(_MONTH_DIFFERS, literal=True).fill_null(value=False)
    return pl.when(differs).then(usual).otherwise(_set("schedule_rrules"))


# Field → what was read of it: two texts contradict each other where something is known of both and differs. What only
# one of them tells (an address to the house, a day with its hour) makes it finer, and contradicts nobody.
SAYS: dict[str, tuple[pl.Expr, ...]] = {
    "name": (pl.col("name_key"),),
    "kana": (key(pl.col("kana")),),
    "kind_code": (pl.col("kind_code"),),
    "status_code": (pl.col("status_code"),),
    "ward_code": (pl.col("ward_code"),),
    "address": (pl.col("town"), pl.col("block")),
    "venue": (pl.col("venue_id"),),
    "geo_level_code": (pl.col("facility"),),
    "schedule": (_usual_rule(),),
    "start_time": (_set("session_starts"),),
    "end_time": (_set("session_ends"),),
    # The rule and the hours have their own; of what else a sentence says, how often can be contradicted
    "schedule_sentence": tuple(pl.col(name) for name in ("frequency_code", "frequency_min", "frequency_max")),
    "target": (as_text("target_group_codes"), pl.col("age_min_months"), pl.col("age_max_months")),
    "entry": (pl.col("capacity"), pl.col("is_application_needed")),
    "fee": (pl.col("fee_yen_min"),),
    "fee_type_code": (pl.when(pl.col("fee_type_code") != "unknown").then("fee_type_code"),),
    "phone": (_digits("phone"),),
    "fax": (_digits("fax"),),
    "mail": (pl.col("mail").str.to_lowercase(),),
    "sns": (page_key(as_text("sns_urls")),),
    "url": (page_key(pl.col("url")),),
    "organizer": (pl.col("organizer_id"),),
    "founded": tuple(
        pl.col("founded_date").cast(pl.String).str.split("-").list.get(at, null_on_oob=True) for at in range(3)
    ),
}
_ALSO = "_other"


def of_value(field: str) -> list[str]:
    """The fields by which a published value is compared: itself, and those parts of it that say something alone."""
    said_of = {replacement("activities", each) or each: each for each in SAYS}
    parts = (said_of[part] for part in PARTS.get(field, ()) if part in said_of)
    return list(dict.fromkeys((field, *parts)))


def said(df: pl.DataFrame, fields: Sequence[str], index: Sequence[str]) -> pl.DataFrame:
    """What every row says of some fields.

    Args:
        df: columns of listings or of activities, with `organizer_id` and `venue_id`.
        fields: keys of `SAYS`.
        index: columns kept as they are.

    Returns:
        `index` and one String column per thing that is said, the same names for any `df`.
    """
    aspects = [each for field in fields for each in SAYS[field]]
    return df.select(*index, *(each.cast(pl.String).alias(f"_said{at}") for at, each in enumerate(aspects)))


def judged(left: pl.DataFrame, right: pl.DataFrame, on: str) -> pl.DataFrame:
    """Beside each row of one frame what the other says of the same.

    Args:
        left: as `said` gives it.
        right: as `said` gives it, of the same fields, one row per value of `on`.
        on: the column both have.

    Returns:
        `left` with `differs` (something both know is not the same) and `agrees` (something is, and nothing differs).
    """
    names = [name for name in left.columns if name.startswith("_said")]
    both = left.join(
        right.select(on, *(pl.col(name).alias(name + _ALSO) for name in names)), on=on, maintain_order="left"
    )
    differs = pl.any_horizontal((pl.col(name) != pl.col(name + _ALSO)).fill_null(value=False) for name in names)
    same = pl.any_horizontal((pl.col(name) == pl.col(name + _ALSO)).fill_null(value=False) for name in names)
    return both.with_columns(differs=differs, agrees=same & ~differs).select(*left.columns, "differs", "agrees")
