"""Raw listings as typed listings: the step `raw__listings` → `norm__listings` and `norm__issues`.

Belongs here: listing IDs, rows seen twice, the order of the steps. Does not belong here: which function reads which
column (`typed_values`), what is said of a text no function understood (`listing_issues`).
"""

from __future__ import annotations

import base64
import datetime as dt
import functools
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from pipelines.normalise.content_print import content_prints
from pipelines.normalise.harms import without_harm
from pipelines.normalise.listing_issues import mail_issues, privacy_issues, value_issues
from pipelines.normalise.mails import WITHHELD, public_mails
from pipelines.normalise.parallel import in_parts
from pipelines.normalise.quarantine import quarantined
from pipelines.normalise.text import MARKUP, without_markup
from pipelines.normalise.typed_values import with_values
from warehouse.contract import table
from warehouse.contract.derived.frames import frame
from warehouse.privacy.prints import NOTHING_SEEN, Seen

_PLACE = ("source_key", "run_id", "page_url", "position")
_TEXTS = tuple(name for name in table("raw__listings").optional if name != "updated_text")
_ISSUES = table("norm__issues")
_REPEATED = "repeated_row"
_MARKED = "HTMLが混じっていたので取り除きました"


@dataclass(frozen=True, slots=True)
class SourceRule:
    """What normalising must know of a source.

    Attributes:
        id_prefix: letters in front of its listing IDs.
        kind: kind of all its listings, or None where `lookups` decides by category.
        lookups: (column, raw text) → code; an empty code says that the text is known and names no code.
        seen_on: day on which the pages at hand were read, or None where nobody knows.
    """

    id_prefix: str
    kind: str | None = None
    lookups: Mapping[tuple[str, str], str] = field(default_factory=dict)
    seen_on: dt.date | None = None


class Normalised(NamedTuple):
    """Frames of `norm__listings` and of the issues found on the way (columns of `norm__issues`)."""

    listings: pl.DataFrame
    issues: pl.DataFrame


class Known(NamedTuple):
    """What is known beside the listings: mail domains that a person has accepted, and what pages showed of persons."""

    accepted_domains: frozenset[str] = frozenset()
    seen: Seen = NOTHING_SEEN


NOTHING_KNOWN = Known()


def listing_id(id_prefix: str, source_key: str, record_key: str, ordinal: int = 1) -> str:
    """Opaque, stable ID of a listing from the fewest raw fields, uncleaned (docs/design.md rule 4).

    Args:
        id_prefix: letters of the source, so that no spreadsheet takes the ID for a number.
        source_key: the source.
        record_key: what identifies the listing there, exactly as published.
        ordinal: 1, or the rank among different rows that share a record_key.
    """
    basis = "\x1f".join((source_key, record_key, *(() if ordinal == 1 else (str(ordinal),))))
    digest = hashlib.sha256(basis.encode()).digest()
    return f"{id_prefix}_{base64.b32encode(digest)[:12].decode().lower()}"


def normalise(
    raw: pl.DataFrame,
    rules: Mapping[str, SourceRule],
    known: Known = NOTHING_KNOWN,
    by_rows: Callable[..., tuple[pl.DataFrame, ...]] = in_parts,
) -> Normalised:
    """Typed listings, and an issue for every text that was not understood.

    Args:
        raw: rows of `raw__listings`, one run per source, in any order.
        rules: source_key → rule.
        known: what is known beside the listings themselves.
        by_rows: does a row-wise work on a frame; its answers are those of the work itself.

    Raises:
        KeyError: a row belongs to a source without a rule.
    """
    rows, repeated = _drop_repeated(raw.sort(_PLACE))
    rows, broken = quarantined(rows, _TEXTS)
    rows, marked = _without_markup(_with_ids(rows, rules))
    work = functools.partial(_listings_and_issues, rules=dict(rules), seen=known.seen)
    listings, issues = by_rows(rows, work)
    mails = public_mails(listings, known.accepted_domains)
    listings = listings.with_columns(mails.public)
    frames = [_issue_columns(df) for df in (repeated, broken, marked, mail_issues(listings, mails.withheld))]
    return Normalised(listings, pl.concat([*frames, issues]))


def of_values(issues: pl.DataFrame) -> pl.DataFrame:
    """Those that come of one listing's own values: no rows lost, no tags taken off before, no mails, which take all.

    Args:
        issues: rows of `norm__issues`.
    """
    is_of_mail = (pl.col("field_name") == "mail_text") & (pl.col("reason_code") == WITHHELD)
    is_marked = pl.col("detail_text") == _MARKED
    is_repeated = pl.col("reason_code") == _REPEATED
    return issues.filter(pl.col("listing_id").is_not_null() & ~is_of_mail & ~is_marked & ~is_repeated)


def _listings_and_issues(
    raw: pl.DataFrame, rules: Mapping[str, SourceRule], seen: Seen
) -> tuple[pl.DataFrame, pl.DataFrame]:
    lookups = {source: rule.lookups for source, rule in rules.items()}
    kinds = {source: rule.kind for source, rule in rules.items()}
    typed = with_values(raw, kinds, lookups, {source: rule.seen_on for source, rule in rules.items()})
    issues = [*value_issues(typed, lookups), *privacy_issues(typed)]
    later = {name: pl.lit(None, dtype=pl.String) for name in ("mail", "content_print")}
    shown = typed.with_columns(**later).select(table("norm__listings").column_names)
    listings, harmful = without_harm(shown, seen)
    return listings.with_columns(content_print=content_prints(listings)), pl.concat(
        [_issue_columns(df) for df in (*issues, harmful)]
    )


def _drop_repeated(raw: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A row seen again on another page with every text equal is one listing: paging shifts while we read.

    Twice on one page it is two listings: a list has its own duplicates, and matching brings them together.
    """
    same = ("source_key", "record_key", *_TEXTS)
    is_first = pl.col("page_url") == pl.col("page_url").first().over(same)
    repeated = raw.filter(~is_first).with_columns(
        field_name=pl.lit("row"),
        reason_code=pl.lit(_REPEATED),
        detail_text=pl.lit("同じ行をもう一度見ました。一つだけ残しました"),
        is_quarantined=pl.lit(value=True),
        raw_text=pl.col("name_text"),
    )
    return raw.filter(is_first), repeated


def _without_markup(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Texts are plain from here on; a tag in one is counted, and no reason to lose the listing."""
    names = [name for name in _TEXTS if name in rows.columns]
    texts = rows.unpivot(
        names, index=[*_PLACE, "listing_id"], variable_name="field_name", value_name="raw_text"
    ).filter(pl.col("raw_text").str.contains(MARKUP))
    marked = texts.with_columns(
        reason_code=pl.lit("markup"),
        detail_text=pl.lit(_MARKED),
        is_quarantined=pl.lit(value=False),
    )
    if marked.is_empty():
        return rows, marked
    return rows.with_columns(without_markup(pl.col(name)).alias(name) for name in names), marked


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


def _issue_columns(df: pl.DataFrame) -> pl.DataFrame:
    if "listing_id" not in df.columns:
        df = df.with_columns(listing_id=pl.lit(None, dtype=pl.String))
    return pl.concat([frame(_ISSUES, []), df.select(_ISSUES.column_names)])
