"""The kind of an activity that a listing tells, and how well: by its name, its list, its categories, its prose.

Belongs here: which of them decides, reading a cell with several categories, the crosswalk of kinds to NPO fields. Does
not belong here: what a name says (`kind_named`), a source's own words (`lookups.csv` of the source), labels of the
codes (`warehouse/contract`), which listing of an activity decides (`core`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import polars as pl

from pipelines.normalise.kind_named import Named, kind_named, kind_of_people, kind_told
from pipelines.normalise.text import display
from warehouse.contract import VOCABULARIES
from warehouse.contract.derived.frames import dtypes

KIND_SCHEMA = dtypes(("kind_code", "other_kind_codes", "kind_evidence_code", "filed_kind_codes", "npo_field_code"))
IS_FILED: Final = "_is_filed"
"""Whether a list or a category the source's lookup knows files the listing anywhere."""
_ORDER: Final = VOCABULARIES["kind"].values()
# Which of the 20 fields of the NPO law (特定非営利活動促進法 別表) an activity of a kind belongs to when its source
# does not name the field itself: our reading, one field per kind.
NPO_FIELD_OF_KIND = {
    "cafe": "npo03",
    "exercise": "npo01",
    "childcare": "npo13",
    "children": "npo13",
    "green": "npo07",
    "learning": "npo02",
    "culture": "npo06",
    "welfare": "npo01",
    "intercultural": "npo11",
    "safety": "npo09",
    "community": "npo03",
    "civic": "npo19",
}


class _Listing(NamedTuple):
    """What a listing tells of its kind, as texts for people."""

    source: str
    category: str | None
    name: str | None
    description: str | None
    target: str | None


class _Filed(NamedTuple):
    """Where a source files a listing: the kind of its list, and the kinds of its categories by how much they say."""

    dedicated: str | None
    specific: tuple[str, ...]
    broad: tuple[str, ...]
    form: tuple[str, ...]


class _Told(NamedTuple):
    """The kinds of a listing, and what the main one stands on: a code of the vocabulary `kind_evidence`."""

    kind: str | None
    others: tuple[str, ...]
    evidence: str | None


def read_kinds(
    raw: pl.DataFrame,
    name: pl.Series,
    kinds: Mapping[str, str | None],
    lookups: Mapping[str, Mapping[tuple[str, str], str]],
) -> pl.DataFrame:
    """Kinds and NPO field of every listing.

    The head noun of the name and what it says is done outweigh all that a source files it under; then a list of one
    kind, a specific category, other words of the name, its prose, and a broad category. The order of the categories in
    a cell has no meaning.

    Args:
        raw: columns `category_text`, `source_key`, `description_text` and `target_text` of the listings.
        name: their names for people.
        kinds: source_key → kind of all its listings, or None.
        lookups: source_key → (column, raw text) → code; the columns `category_text`, `category_strength` and
            `npo_field` are read.

    Returns:
        Frame of the same length with the columns of `KIND_SCHEMA` and `IS_FILED`; null where nothing tells.
    """
    texts = raw.with_columns(_name=name).select(
        source=pl.col("source_key"),
        category=pl.col("category_text").cast(pl.String),
        name=display(pl.col("_name")),
        description=display(pl.col("description_text")),
        target=display(pl.col("target_text")),
    )
    distinct = texts.unique(maintain_order=True)
    rows = [_row(_Listing(*row), kinds.get(row[0]), lookups.get(row[0], {})) for row in distinct.iter_rows()]
    schema = {**KIND_SCHEMA, IS_FILED: pl.Boolean()}
    answers = distinct.hstack(pl.DataFrame(rows, schema=schema, orient="row"))
    return texts.join(answers, on=list(_Listing._fields), how="left", nulls_equal=True, maintain_order="left").select(
        list(schema)
    )


def category_parts(text: str | None) -> list[str]:
    """The categories of a cell: 子ども、福祉 → 子ども / 福祉."""
    separated = (text or "").replace("、", ";").replace(",", ";").replace("；", ";")
    return [part.strip() for part in separated.split(";") if part.strip()]


def _row(listing: _Listing, kind: str | None, lookups: Mapping[tuple[str, str], str]) -> tuple[object, ...]:
    parts = category_parts(listing.category)
    filed = _filed(parts, kind, lookups)
    named = kind_named(listing.name) if listing.name else Named(None)
    told = _told(named, filed, listing)
    field = next(filter(None, (lookups.get(("npo_field", part)) for part in parts)), None)
    said = _in_order({*filter(None, [filed.dedicated]), *filed.specific})
    is_filed = filed != _Filed(None, (), (), ())
    field = field or (NPO_FIELD_OF_KIND[told.kind] if told.kind else None)
    return told.kind, list(told.others) or None, told.evidence, list(said) or None, field, is_filed


def _filed(parts: list[str], kind: str | None, lookups: Mapping[tuple[str, str], str]) -> _Filed:
    by_strength: dict[str, list[str]] = {"specific": [], "broad": [], "form": []}
    for part in parts:
        code = lookups.get(("category_text", part))
        if code:
            by_strength[lookups.get(("category_strength", part), "broad")].append(code)
    return _Filed(kind, *(_most_said(codes) for codes in by_strength.values()))


def _most_said(codes: list[str]) -> tuple[str, ...]:
    """Different codes, those that several categories of the cell say first."""
    counted = Counter(codes)
    return tuple(sorted(counted, key=lambda code: (-counted[code], _ORDER.index(code))))


def _told(named: Named, filed: _Filed, listing: _Listing) -> _Told:
    """What says most decides; what else is said as well is a further kind."""
    if named.is_certain:
        # Of several kinds that a name says its list knows which one it is for
        is_known = filed.dedicated in named.certain
        return _kinds((*filter(None, [filed.dedicated if is_known else None]), *named.every, *_list(filed)), "name")
    if filed.dedicated:
        return _kinds((filed.dedicated, *filed.specific), "dedicated_list")
    if filed.specific:
        first = [code for code in filed.specific if code == named.kind]
        return _kinds((*first, *filed.specific), "category")
    if named.kind:
        return _kinds(named.every, "words")
    prose = kind_told(listing.description) if listing.description else Named(None)
    if prose.kind:
        return _kinds(prose.every, "prose")
    if filed.broad or filed.form:
        return _kinds((*filed.broad, *filed.form), "broad_category")
    people = kind_of_people(listing.target) if listing.target else None
    return _kinds((people,), "people") if people else _Told(None, (), None)


def _list(filed: _Filed) -> tuple[str, ...]:
    return (filed.dedicated,) if filed.dedicated else ()


def _kinds(codes: Iterable[str], evidence: str) -> _Told:
    first, *rest = codes
    return _Told(first, _in_order({*rest} - {first}), evidence)


def _in_order(codes: set[str]) -> tuple[str, ...]:
    return tuple(code for code in _ORDER if code in codes)
