"""From a source's own category to the one vocabulary of kinds, and to the fields of the NPO law.

Belongs here: the crosswalk of kinds to NPO fields, and reading a cell with several categories. Does not belong here: a
source's own words (`lookups.csv` of the source), labels of the codes (`warehouse/contract`).
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from warehouse.contract.derived.frames import dtypes

KIND_SCHEMA = dtypes(("kind_code", "npo_field_code"))
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


def read_kinds(
    category_text: pl.Series,
    source_key: pl.Series,
    kinds: Mapping[str, str | None],
    lookups: Mapping[str, Mapping[tuple[str, str], str]],
) -> pl.DataFrame:
    """Kind and NPO field of every listing.

    Args:
        category_text: String column, one or several categories as published.
        source_key: String column of the same length.
        kinds: source_key → kind of all its listings, or None.
        lookups: source_key → (column, raw text) → code; the columns `category_text` and `npo_field` are read.

    Returns:
        Frame of the same length with the columns of `KIND_SCHEMA`. The first category a lookup knows decides; null
        where there is none.
    """
    pairs = pl.DataFrame({"source": source_key, "text": category_text.cast(pl.String)})
    distinct = pairs.unique(maintain_order=True)
    rows = [
        _codes(category_parts(text), kinds.get(source), lookups.get(source, {}))
        for source, text in distinct.iter_rows()
    ]
    answers = distinct.hstack(pl.DataFrame(rows, schema=KIND_SCHEMA, orient="row"))
    return pairs.join(answers, on=["source", "text"], how="left", nulls_equal=True, maintain_order="left").select(
        list(KIND_SCHEMA)
    )


def category_parts(text: str | None) -> list[str]:
    """The categories of a cell: 子ども、福祉 → 子ども / 福祉."""
    separated = (text or "").replace("、", ";").replace(",", ";").replace("；", ";")
    return [part.strip() for part in separated.split(";") if part.strip()]


def _codes(parts: list[str], kind: str | None, lookups: Mapping[tuple[str, str], str]) -> tuple[str | None, str | None]:
    kind = kind or next(filter(None, (lookups.get(("category_text", part)) for part in parts)), None)
    field = next(filter(None, (lookups.get(("npo_field", part)) for part in parts)), None)
    return kind, field or (NPO_FIELD_OF_KIND[kind] if kind else None)
