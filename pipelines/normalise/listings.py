"""Raw listings as typed listings: the step `raw__listings` → `norm__listings` and `norm__issues`.

Belongs here: which function reads which column, listing IDs, and what is said of a text no function understood.
Does not belong here: how a text is read (`text`, `names`, `towns`, `phones`, `urls`).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from pipelines.normalise.fees import read_fees
from pipelines.normalise.names import core_name, legal_form
from pipelines.normalise.phones import parse_phones, public_phone
from pipelines.normalise.schedule.parse import read_schedules
from pipelines.normalise.status import activity_status
from pipelines.normalise.text import display, key
from pipelines.normalise.towns import locate, ward_code_of
from pipelines.normalise.urls import canonical_url
from warehouse.contract import table
from warehouse.contract.frames import frame

_PLACE = ("source_key", "run_id", "page_url", "position")
_TEXTS = tuple(name for name in table("raw__listings").optional if name != "updated_text")
_DISPLAYED = ("address", "venue", "schedule", "target", "fee", "organizer", "founded")
_ISSUES = table("norm__issues")


@dataclass(frozen=True, slots=True)
class SourceRule:
    """What normalising must know of a source.

    Attributes:
        id_prefix: letters in front of its listing IDs.
        kind: kind of all its listings, or None where `lookups` decides by category.
        lookups: (column, raw text) → code; an empty code says that the text is known and names no code.
    """

    id_prefix: str
    kind: str | None = None
    lookups: Mapping[tuple[str, str], str] = field(default_factory=dict)


class Normalised(NamedTuple):
    """Frames of `norm__listings` and of the issues found on the way (columns of `norm__issues`)."""

    listings: pl.DataFrame
    issues: pl.DataFrame


def listing_id(id_prefix: str, source_key: str, record_key: str, ordinal: int = 1) -> str:
    """Opaque, stable ID of a listing from the fewest raw fields, uncleaned (DESIGN rule 4).

    Args:
        id_prefix: letters of the source, so that no spreadsheet takes the ID for a number.
        source_key: the source.
        record_key: what identifies the listing there, exactly as published.
        ordinal: 1, or the rank among different rows that share a record_key.
    """
    basis = "\x1f".join((source_key, record_key, *(() if ordinal == 1 else (str(ordinal),))))
    digest = hashlib.sha256(basis.encode()).digest()
    return f"{id_prefix}_{base64.b32encode(digest)[:12].decode().lower()}"


def normalise(raw: pl.DataFrame, rules: Mapping[str, SourceRule]) -> Normalised:
    """Typed listings, and an issue for every text that was not understood.

    Args:
        raw: rows of `raw__listings`, one run per source, in any order.
        rules: source_key → rule.

    Raises:
        KeyError: a row belongs to a source without a rule.
    """
    kept, repeated = _drop_repeated(raw.sort(_PLACE))
    kept = _with_ids(kept, rules)
    typed = _with_values(kept, rules)
    issues = [repeated, *_value_issues(typed, rules)]
    listings = typed.select(table("norm__listings").column_names)
    return Normalised(listings, pl.concat([_issue_columns(df) for df in issues]))


def _drop_repeated(raw: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A row seen again on another page with every text equal is one listing: paging shifts while we read.

    Twice on one page it is two listings: a list has its own duplicates, and matching brings them together.
    """
    same = ("source_key", "record_key", *_TEXTS)
    is_first = pl.col("page_url") == pl.col("page_url").first().over(same)
    repeated = raw.filter(~is_first).with_columns(
        field_name=pl.lit("row"),
        reason_code=pl.lit("repeated_row"),
        detail_text=pl.lit("同じ行をもう一度見ました。一つだけ残しました"),
        is_quarantined=pl.lit(value=True),
        raw_text=pl.col("name_text"),
    )
    return raw.filter(is_first), repeated


def _with_ids(raw: pl.DataFrame, rules: Mapping[str, SourceRule]) -> pl.DataFrame:
    fingerprint = pl.concat_str([pl.col(name).fill_null("") for name in _TEXTS], separator="\x1f")
    ranked = raw.with_columns(_fingerprint=fingerprint).with_columns(
        _ordinal=pl.col("_fingerprint").rank("ordinal").over("source_key", "record_key")
    )
    columns = zip(*(ranked.get_column(name) for name in ("source_key", "record_key", "_ordinal")), strict=True)
    ids = [listing_id(rules[source].id_prefix, source, record, ordinal) for source, record, ordinal in columns]
    return ranked.with_columns(
        listing_id=pl.Series(ids, dtype=pl.String),
        _shares_key=pl.len().over("source_key", "record_key") > 1,
    )


def _with_values(raw: pl.DataFrame, rules: Mapping[str, SourceRule]) -> pl.DataFrame:
    located = locate(raw.get_column("address_text"), raw.get_column("ward_text")).rename(
        {"ward_method": "ward_method_code", "level": "address_level_code"}
    )
    raw = raw.with_columns(_core=core_name(pl.col("name_text")))
    core = pl.col("_core")
    return raw.with_columns(
        *located.get_columns(),
        *_when(raw.get_column("schedule_text")),
        *_costs(raw.get_column("fee_text")),
        *(display(pl.col(f"{name}_text")).alias(name) for name in _DISPLAYED),
        # A name of nothing but decoration cleans to nothing; then it stays as published
        name=pl.coalesce(display(pl.col("name_text")), "name_text"),
        core_name=pl.coalesce(core, display(pl.col("name_text")), "name_text"),
        name_key=pl.coalesce(key(core), key(pl.col("name_text")), "name_text"),
        legal_form=legal_form(pl.col("name_text")),
        kana=display(pl.col("kana_text")),
        venue_key=key(pl.col("venue_text")),
        organizer_key=key(core_name(pl.col("organizer_text"))),
        phone=public_phone(raw.get_column("phone_text")),
        url=canonical_url(raw.get_column("url_text")),
        kind_code=_kinds(raw, rules),
        status_code=activity_status(pl.col("status_text"), pl.col("name_text")),
    )


def _when(texts: pl.Series) -> list[pl.Series]:
    found = read_schedules(texts).rename(
        {
            "rrule": "schedule_rrule",
            "gif": "schedule_gif",
            "dates": "schedule_dates",
            "exceptions": "schedule_exceptions",
            "completeness": "schedule_completeness_code",
            "sentence": "schedule_sentence",
        }
    )
    return found.get_columns()


def _costs(texts: pl.Series) -> list[pl.Series]:
    return read_fees(texts).rename({"fee_type": "fee_type_code", "unit": "fee_unit_code"}).get_columns()


def _kinds(raw: pl.DataFrame, rules: Mapping[str, SourceRule]) -> pl.Series:
    codes = [
        rules[source].kind or next(filter(None, (rules[source].lookups.get(("category_text", p)) for p in parts)), None)
        for source, parts in zip(raw.get_column("source_key"), _category_parts(raw), strict=True)
    ]
    return pl.Series(codes, dtype=pl.String)


def _category_parts(raw: pl.DataFrame) -> list[list[str]]:
    separated = raw.get_column("category_text").fill_null("").str.replace_all(r"[、,；]", ";").str.split(";")
    return [[part.strip() for part in parts if part.strip()] for parts in separated.to_list()]


def _value_issues(typed: pl.DataFrame, rules: Mapping[str, SourceRule]) -> list[pl.DataFrame]:
    """One frame per kind of text that was not understood; the listing itself stays in the flow."""
    stated = ward_code_of(pl.col("ward_text"))
    decided = pl.struct("source_key", "ward_text").is_in(_decided_wards(rules).implode())
    has_number = parse_phones(typed.get_column("phone_text")).list.len().fill_null(0) > 0
    checks = (
        ("row", "ambiguous_key", "name_text", pl.col("_shares_key"), "見分ける値が同じで中身が違う行があります"),
        (
            "ward_text",
            "unknown_ward",
            "ward_text",
            pl.col("ward_text").is_not_null() & stated.is_null() & ~decided,
            "7つの区のどれでもありません",
        ),
        (
            "address_text",
            "ward_conflict",
            "address_text",
            stated.is_not_null() & pl.col("ward_code").is_null(),
            "所在地の区と掲載の区が違います。区は空にしました",
        ),
        (
            "category_text",
            "unknown_category",
            "category_text",
            pl.col("category_text").is_not_null() & pl.col("kind_code").is_null(),
            "情報源の lookups.csv に足してください",
        ),
        (
            "status_text",
            "unknown_status",
            "status_text",
            pl.col("status_text").is_not_null() & pl.col("status_code").is_null(),
            "休止・終了・再開のどれとも読めません",
        ),
        (
            "phone_text",
            "unreadable_phone",
            "phone_text",
            pl.col("phone_text").is_not_null() & ~has_number,
            "番号として読めません",
        ),
        (
            "url_text",
            "unreadable_url",
            "url_text",
            pl.col("url_text").is_not_null() & pl.col("url").is_null(),
            "http(s) のURLではありません",
        ),
    )
    return [
        typed.filter(is_offender).with_columns(
            field_name=pl.lit(field_name),
            reason_code=pl.lit(reason),
            detail_text=pl.lit(detail),
            is_quarantined=pl.lit(value=False),
            raw_text=pl.col(raw_column),
        )
        for field_name, reason, raw_column, is_offender, detail in checks
    ]


def _decided_wards(rules: Mapping[str, SourceRule]) -> pl.Series:
    """Ward texts that a lookup declares to name no ward, e.g. the whole city."""
    rows = [
        {"source_key": key, "ward_text": text}
        for key, rule in rules.items()
        for column, text in rule.lookups
        if column == "ward_text"
    ]
    return pl.Series(rows, dtype=pl.Struct({"source_key": pl.String, "ward_text": pl.String}))


def _issue_columns(df: pl.DataFrame) -> pl.DataFrame:
    if "listing_id" not in df.columns:
        df = df.with_columns(listing_id=pl.lit(None, dtype=pl.String))
    return pl.concat([frame(_ISSUES, []), df.select(_ISSUES.column_names)])
