"""What must not stand in a text that leaves: personal data, signs nobody sees, markup, links that run.

Belongs here: the kinds, for one text, and the last look at typed listings: a finding costs its value, or its listing
where that cannot do without the value, never the release. Does not belong here: cutting and cleaning (`privacy`,
`text`), which make that there is nothing left to find; reading finished files (`pipelines.publish.outgoing`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from pipelines.normalise.mails import WITHHELD
from pipelines.normalise.per_value import map_texts
from pipelines.normalise.privacy import CUT, marks_of, may_hold, without_personal_data
from pipelines.normalise.text import MARKUP, UNSEEN
from warehouse.contract import label_ja, table
from warehouse.contract.derived.frames import polars_schema
from warehouse.contract.derived.text_form import as_text
from warehouse.privacy.domains import domain_of, is_organisations
from warehouse.privacy.patterns import mails
from warehouse.privacy.prints import NOTHING_SEEN, Seen
from warehouse.privacy.signs import folded

LABELS = {"unsafe": "制御文字・見えない文字", "tag": "HTML"}
"""Kinds that are no reason of the vocabulary."""
_UNSAFE = re.compile(UNSEEN)
_MARKUP = re.compile(MARKUP)
_SEEN_AS = {"mail": "personal_mail", "mobile": "mobile_number", "name": "personal_name"}
_INDISPENSABLE = ("name", "core_name", "shown_name", "record_key", "page_url")
_WHOLE = ("page_url", "url", "phone", "fax")
"""A part of these is nothing, nor is one of a list."""
_MOST_KNOWN = 1_000_000
"""Texts remembered at a time."""
_GUARDS = 3
"""Whose texts are remembered: that of the lists, that of what earlier nights said, that of a release."""
_OURS = (
    "listing_id",
    "source_key",
    "run_id",
    "body_sha256",
    "content_print",
    "mail",
    "name_key",
    "venue_key",
    "organizer_key",
)
_SHOWN = tuple(
    name
    for name, dtype in polars_schema(table("norm__listings")).items()
    if dtype in (pl.String, pl.List(pl.String))
    and name not in _OURS
    and not name.endswith(("_text", "_code", "_codes"))
)


class Guard(NamedTuple):
    """What may leave and what may not.

    Attributes:
        domains: mail domains that may be published beside those that are an organisation's by rule; None where whose a
            domain is was judged before.
        seen: what pages showed of persons.
    """

    domains: frozenset[str] | None = None
    seen: Seen = NOTHING_SEEN

    def kinds(self, text: str) -> tuple[str, ...]:
        """Codes of `MARKS` and of `LABELS` for what a text holds, each once.

        Args:
            text: any text.
        """
        known = _known(self)
        if text not in known:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            known[text] = self._looked_at(text)
        return known[text]

    def _looked_at(self, text: str) -> tuple[str, ...]:
        kinds = dict.fromkeys(_kinds(text))
        if WITHHELD in kinds and self._may_stand(text):
            del kinds[WITHHELD]
        kinds |= dict.fromkeys(_SEEN_AS[kind] for _, _, kind in self.seen.spans(text, self.domains or frozenset()))
        return tuple(kinds)

    def cleaned(self, text: str) -> str | None:
        """The text with what must not leave cut out; None where that does not help.

        Args:
            text: any text.
        """
        if not self.kinds(text):
            return text
        plain = _MARKUP.sub(" ", _UNSAFE.sub("", text)).strip()
        for start, end, _ in reversed(self.seen.spans(plain, self.domains or frozenset())):
            plain = plain[:start] + CUT + plain[end:]
        if self.kinds(plain):
            plain = without_personal_data(plain)
        return None if self.kinds(plain) or not plain else plain

    def _may_stand(self, text: str) -> bool:
        if self.domains is None:
            return True
        domains = (domain_of(mail) for _, _, mail in mails(folded(text)))
        return all(domain in self.domains or is_organisations(domain) for domain in domains)


_LOOKED_AT: list[tuple[Guard, dict[str, tuple[str, ...]]]] = []


def _known(guard: Guard) -> dict[str, tuple[str, ...]]:
    """Kinds of the texts looked at so far: the same ones stand in lists, in tables, and in what earlier nights said."""
    for each, known in _LOOKED_AT:
        if each is guard:
            return known
    # One that is put together anew from the same prints knows the same; to compare them takes long
    kinds: dict[str, tuple[str, ...]] = next((known for each, known in _LOOKED_AT if each == guard), {})
    _LOOKED_AT.insert(0, (guard, kinds))
    del _LOOKED_AT[_GUARDS:]
    return kinds


JUDGED = Guard()
"""Whose an address is has been judged before; everything else is looked at."""


def _kinds(text: str) -> Iterator[str]:
    yield from marks_of(text)
    if _UNSAFE.search(text):
        yield "unsafe"
    if _MARKUP.search(text):
        yield "tag"


def label(kind: str) -> str:
    """A kind in Japanese.

    Args:
        kind: as `Guard.kinds` gives it.
    """
    return LABELS.get(kind) or label_ja("reason", kind)


def without_harm(typed: pl.DataFrame, seen: Seen) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Typed listings of which every text may leave.

    Args:
        typed: columns of `norm__listings`.
        seen: what pages showed of persons.

    Returns:
        The listings, and per value that went a row with field_name, reason_code, detail_text, is_quarantined, raw_text
        beside the columns of its listing.
    """
    guard = Guard(frozenset(), seen)
    frames, lost = [_issue(typed.clear().with_columns(_kind=pl.lit("tag")), "name")], set[str]()
    for name in _SHOWN:
        texts = typed.select(as_text(name)).to_series()
        looked_at = texts if seen.prints else texts.set(~may_harm(texts), None)
        kind = map_texts(looked_at, lambda text: next(iter(guard.kinds(text)), None), pl.String)
        if kind.null_count() == typed.height:
            continue
        is_whole = name in _WHOLE or typed.schema[name] != pl.String
        harmless = typed.select(pl.when(kind.is_null()).then(name)).to_series()
        cleaned = harmless if is_whole else map_texts(texts, guard.cleaned, pl.String)
        if name in _INDISPENSABLE:
            lost |= set(typed.filter(cleaned.is_null() | (cleaned == CUT)).get_column("listing_id"))
        harmful = typed.with_columns(_kind=kind).drop_nulls("_kind")
        frames.append(_issue(harmful, name))
        typed = typed.with_columns(cleaned.alias(name))
    is_lost = pl.col("listing_id").is_in(list(lost))
    issues = pl.concat(frames).with_columns(is_quarantined=is_lost)
    return typed.filter(~is_lost), issues


def may_harm(texts: pl.Series) -> pl.Series:
    """Whether a text may hold what a guard finds that has seen nothing in pages: a cheap look that misses nothing.

    Args:
        texts: String column.
    """
    return (
        may_hold(texts)
        | texts.str.contains(UNSEEN).fill_null(value=False)
        | texts.str.contains(MARKUP).fill_null(value=False)
    )


def _issue(harmful: pl.DataFrame, name: str) -> pl.DataFrame:
    labels = pl.col("_kind").map_elements(label, return_dtype=pl.String)
    return harmful.with_columns(
        field_name=pl.lit(name),
        reason_code=pl.when(pl.col("_kind").is_in(list(LABELS))).then(pl.lit("markup")).otherwise("_kind"),
        detail_text=pl.format("公開できない文字が残っていたので取り除きました（{}）", labels),
        is_quarantined=pl.lit(value=False),
        raw_text=pl.lit(None, dtype=pl.String),
    ).drop("_kind")
