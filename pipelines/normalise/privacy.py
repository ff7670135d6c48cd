"""Personal data in a text: marked, counted, and cut before the text leaves the restricted part.

Belongs here: `mark` and `cut` for columns and texts (docs/design.md rule 9, docs/standards.md §3.1). Does not belong
here: how a name, a number or an address looks and whose it is (`warehouse.privacy`), which number is the public one
(`phones`), which address (`mails`), and the scan of finished files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import polars as pl
from polars.datatypes import DataTypeClass

from pipelines.normalise.per_value import map_texts
from warehouse.privacy.domains import domain_of, is_organisations, is_private
from warehouse.privacy.names import MAY_HOLD_NAME, names
from warehouse.privacy.patterns import MAY_HOLD_CONTACT, mails, mobiles
from warehouse.privacy.signs import folded

CUT = "（非公開）"
MARKS = ("personal_name", "mobile_number", "personal_mail", "mail_withheld")
"""Codes of the vocabulary `reason`."""

_LONGEST_SEARCHED = 100_000
_MAY_HOLD = re.compile(rf"{MAY_HOLD_CONTACT}|{MAY_HOLD_NAME}")


def _personal_mails(text: str) -> Iterator[tuple[int, int]]:
    return ((start, end) for start, end, mail in mails(text) if is_private(domain_of(mail)))


def _unknown_mails(text: str) -> Iterator[tuple[int, int]]:
    """Neither a provider of persons nor an organisation by rule: withheld until somebody knows."""
    addresses = ((start, end, domain_of(mail)) for start, end, mail in mails(text))
    return ((start, end) for start, end, domain in addresses if not is_private(domain) and not is_organisations(domain))


_FINDERS: dict[str, Callable[[str], Iterator[tuple[int, int]]]] = dict(
    zip(MARKS, (names, mobiles, _personal_mails, _unknown_mails), strict=True)
)


def marks_of(text: str) -> list[str]:
    """Which kinds of personal data a text holds: codes of `MARKS`, in their order."""
    searched = folded(text[:_LONGEST_SEARCHED])
    if not _MAY_HOLD.search(searched):
        return []
    return [mark for mark, find in _FINDERS.items() if any(find(searched))]


def without_personal_data(text: str) -> str:
    """The text with every piece of personal data replaced by `CUT`; everything behind 100,000 characters is cut too."""
    if len(text) > _LONGEST_SEARCHED:
        text = text[:_LONGEST_SEARCHED] + CUT
    parts, position = [], 0
    searched = folded(text)
    if not _MAY_HOLD.search(searched):
        return text
    for start, end in _merged(sorted(span for find in _FINDERS.values() for span in find(searched))):
        parts += [text[position:start], CUT]
        position = end
    return "".join((*parts, text[position:]))


def _merged(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, those that overlap as one."""
    last: tuple[int, int] | None = None
    for start, end in spans:
        if last is not None and start < last[1]:
            last = last[0], max(last[1], end)
            continue
        if last is not None:
            yield last
        last = start, end
    if last is not None:
        yield last


def mark(texts: pl.Series) -> pl.Series:
    """`marks_of` for a column: List(String), null stays null."""
    return _where_needed(texts, marks_of, pl.List(pl.String))


def cut(texts: pl.Series) -> pl.Series:
    """`without_personal_data` for a column: String, null stays null."""
    texts = texts.cast(pl.String)
    changed = _where_needed(texts, without_personal_data, pl.String)
    return changed.fill_null(texts).rename(texts.name)


def _where_needed(texts: pl.Series, work: Callable[[str], object], dtype: pl.DataType | DataTypeClass) -> pl.Series:
    """Only texts that may hold something go through Python; the others give null."""
    texts = texts.cast(pl.String)
    # A table without a row that matches is the common case
    return map_texts(texts.set(~may_hold(texts), None), work, dtype)


def may_hold(texts: pl.Series) -> pl.Series:
    """Whether a text may hold personal data: a cheap look that misses nothing; null is false.

    Args:
        texts: String column.
    """
    may = texts.str.normalize("NFKC").str.contains(_MAY_HOLD.pattern) | (texts.str.len_chars() > _LONGEST_SEARCHED)
    return may.fill_null(value=False)
