"""Which function reads which column of a listing.

Belongs here: names of columns. Does not belong here: how a text is read (`text`, `names`, `towns`, `phones`, `schedule`
and the other modules of this package).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from cities.here import here
from pipelines.normalise.contacts import sns_pages
from pipelines.normalise.dates import read_dates
from pipelines.normalise.fees import read_fees
from pipelines.normalise.kinds import read_kinds
from pipelines.normalise.machine_days import in_words_of_people
from pipelines.normalise.names import core_name, legal_form
from pipelines.normalise.organisers import organiser_name
from pipelines.normalise.phones import public_phones
from pipelines.normalise.places import find_places
from pipelines.normalise.privacy import cut
from pipelines.normalise.schedule.parse import read_schedules
from pipelines.normalise.schedule.unread import with_unread
from pipelines.normalise.short_values import names, short_values
from pipelines.normalise.shown_names import shown_name
from pipelines.normalise.status import read_status
from pipelines.normalise.targets import read_entry, read_targets
from pipelines.normalise.text import UNSEEN, display, key, without_markup
from pipelines.normalise.towns import locate
from pipelines.normalise.urls import canonical_url
from pipelines.normalise.wards import WARDS

_DISPLAYED = ("name", "address", "venue", "schedule", "target", "fee", "organizer", "founded")
# Texts that may say how many can come and whether one has to apply
_ENTRY_TEXTS = ("target_text", "schedule_text", "fee_text", "description_text")
_CREATED, _DAY = "$.created_date", len("2026-11-23")
_LONGEST_UNREAD = 60
"""Longer rests are prose of the source, which is not ours to publish."""


def with_values(
    raw: pl.DataFrame,
    kinds: Mapping[str, str | None],
    lookups: Mapping[str, Mapping[tuple[str, str], str]],
    seen_on: Mapping[str, dt.date | None],
) -> pl.DataFrame:
    """Raw listings with their typed values beside the raw texts.

    Personal data are cut out of every text that may be published, with the words around them, before anything else
    reads it.

    Args:
        raw: columns of `raw__listings`.
        kinds: source_key → kind of all its listings, or None.
        lookups: source_key → (column, raw text) → code.
        seen_on: source_key → day on which its pages were read, or None.

    Returns:
        `raw` with the further columns of `norm__listings` but `mail`: that takes all listings (`mails`).
    """
    shown = raw.select(
        (names if name == "name" else short_values)(raw.get_column(f"{name}_text")).alias(name) for name in _DISPLAYED
    )
    shown = shown.with_columns(display(pl.col(name)) for name in _DISPLAYED)
    # Signs that nobody sees and letters of other alphabets are gone now: what they hid stands in the open
    shown = shown.with_columns(cut(shown.select(without_markup(pl.col(name))).to_series()) for name in _DISPLAYED)
    shown = shown.with_columns(
        organizer=organiser_name(pl.col("organizer")),
        schedule=in_words_of_people(pl.col("schedule")),
        # A name of nothing but decoration cleans to nothing; then it stays as published
        name=pl.coalesce("name", cut(raw.get_column("name_text"))),
    )
    located = _where(raw, shown)
    states = _states(raw, shown)
    core = pl.col("_core")
    return (
        raw.hstack(shown)
        .with_columns(_core=core_name(pl.col("name")))
        .with_columns(
            *located.get_columns(),
            *_when(raw, states, seen_on),
            *_costs_and_people(raw),
            *_contacts(raw),
            *states.get_columns(),
            *read_kinds(raw, shown.get_column("name"), kinds, lookups).get_columns(),
            # The ID has been made of the key as published; from here on the key is only shown
            record_key=cut(raw.select(_harmless(pl.col("record_key"))).to_series()),
            core_name=pl.coalesce(core, "name"),
            shown_name=pl.coalesce(shown_name(pl.col("name")), "name"),
            name_key=pl.coalesce(key(core), key(pl.col("name")), "name"),
            legal_form=legal_form(pl.col("name_text")),
            kana=display(pl.col("kana_text")),
            venue_key=key(pl.col("venue")),
            organizer_key=key(core_name(pl.col("organizer"))),
        )
    )


def _harmless(expr: pl.Expr) -> pl.Expr:
    """As published but for what nobody sees and what a browser would run."""
    return without_markup(expr.str.replace_all(UNSEEN, ""))


def _where(raw: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    located = locate(raw.get_column("address_text"), raw.get_column("ward_text")).rename(
        {"ward_method": "ward_method_code", "level": "address_level_code"}
    )
    located = located.with_columns(building=short_values(located.get_column("building")))
    # Without a venue, the house an address ends with is where people go
    house = shown.select("venue").with_columns(located.get_column("building")).select(pl.coalesce("venue", "building"))
    places = find_places(located.get_column("ward_code"), located.get_column("town"), house.to_series())
    is_by_venue = pl.col("ward_code").is_null() & pl.col("venue_ward_code").is_not_null()
    return (
        located.hstack(places)
        .with_columns(
            ward_code=pl.coalesce("ward_code", "venue_ward_code"),
            ward_method_code=pl.when(is_by_venue).then(pl.lit("venue")).otherwise("ward_method_code"),
        )
        .drop("venue_ward_code")
        .with_columns(address=pl.coalesce(whole_address(), shown.get_column("address")))
    )


def whole_address() -> pl.Expr:
    """横浜市緑区三田5丁目17-22 三田第2公園: one form for the six in which lists write it; null without a town."""
    ward = pl.lit("")  # of a city without wards
    if WARDS:
        ward = pl.col("ward_code").replace_strict(WARDS, default=None, return_dtype=pl.String)
    house = pl.concat_str(pl.lit(" "), display(pl.col("building"))).fill_null("")
    return pl.concat_str(pl.lit(here().name), ward, "town", pl.col("block").fill_null(""), house)


def _when(raw: pl.DataFrame, states: pl.DataFrame, seen_on: Mapping[str, dt.date | None]) -> list[pl.Series]:
    """Dates without a year take it from the day of the page, or of the reading where a weekday confirms it.

    Words that nobody read are shown where nobody's name or number had to be cut out of the text they stand in.
    """
    seen = raw.get_column("source_key").replace_strict(dict(seen_on), return_dtype=pl.Date)
    created = raw.select(pl.col("extra_json").str.json_path_match(_CREATED).str.slice(0, _DAY)).to_series()
    said = raw.get_column("schedule_text")
    read = read_schedules(said, states.get_column("updated_date"), seen, created)
    is_shown = (cut(said) == said) & (pl.col("schedule_unread").str.len_chars() <= _LONGEST_UNREAD)
    return (
        read.with_columns(schedule_unread=pl.when(is_shown).then("schedule_unread"))
        .with_columns(schedule_sentence=with_unread("schedule_sentence", "schedule_unread"))
        .get_columns()
    )


def _costs_and_people(raw: pl.DataFrame) -> list[pl.Series]:
    fees = read_fees(raw.get_column("fee_text")).rename({"fee_type": "fee_type_code", "unit": "fee_unit_code"})
    texts = raw.select(pl.concat_str(*_ENTRY_TEXTS, separator=" / ", ignore_nulls=True)).to_series()
    entry = read_entry(texts).rename(
        {"capacity_unit": "capacity_unit_code", "needs_application": "is_application_needed"}
    )
    return [
        *fees.get_columns(),
        *read_targets(raw.get_column("target_text")).get_columns(),
        *entry.with_columns(entry=_entry_line()).get_columns(),
    ]


def _entry_line() -> pl.Expr:
    """定員20人・申込み不要: a line of our own from the parsed values."""
    unit = pl.col("capacity_unit_code").replace_strict({"person": "人", "family": "組"}, return_dtype=pl.String)
    capacity = pl.format("定員{}{}", "capacity", unit)
    needed = pl.when("is_application_needed").then(pl.lit("申込みが必要")).otherwise(pl.lit("申込み不要"))
    application = pl.when(pl.col("is_application_needed").is_not_null()).then(needed)
    line = pl.concat_str(capacity, application, separator="・", ignore_nulls=True)
    return pl.when(line != "").then(line)


def _contacts(raw: pl.DataFrame) -> list[pl.Series]:
    links = raw.select(pl.concat_str("url_text", "description_text", separator=" ", ignore_nulls=True)).to_series()
    return [
        *public_phones(raw.get_column("phone_text")).get_columns(),
        canonical_url(raw.get_column("url_text")).alias("url"),
        sns_pages(links).alias("sns_urls"),
    ]


def _states(raw: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    states = read_status(raw.get_column("status_text"), shown.get_column("name"))
    founded, updated, stated = (
        read_dates(texts).get_column("iso")
        for texts in (raw.get_column("founded_text"), raw.get_column("updated_text"), states.get_column("status_words"))
    )
    return states.with_columns(
        status_date=pl.when(pl.col("status_code").is_not_null()).then(pl.coalesce(stated, updated)),
        founded_date=founded,
        updated_date=updated,
    )
