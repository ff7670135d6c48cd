"""Saved pages of one source read back: what their first rows become beside what they say, and every row that is lost.

Belongs here: those lines. Does not belong here: whether a page is read as expected (`scrapers.authoring`), the whole
flow into a release (`pipelines.lab.tried`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from pipelines.normalise.listings import Normalised, SourceRule, normalise
from scrapers.authoring.cases import cases_of, read_case
from scrapers.declaration.source import Source
from warehouse.contract import label_ja, table
from warehouse.contract.columns import COLUMNS
from warehouse.contract.derived.frames import frame

_SHOWN = 3
_LONGEST = 60
_READ = {
    "name_text": ("name", "organizer", "kind_code"),
    "ward_text": ("ward_code",),
    "schedule_text": ("schedule_sentence",),
    "venue_text": ("venue", "facility"),
    "address_text": ("address",),
    "fee_text": ("fee_type_code", "fee_yen_min", "fee_yen_max"),
    "target_text": ("target_group_codes", "age_min_months"),
    "phone_text": ("phone", "fax"),
    "status_text": ("status_code",),
}
"""What a page says → what is made of it."""


def read_back(source: Source, today: date) -> Iterator[str]:
    """The first rows of the saved pages as values, and all rows that are no listing in the end, each with its reason.

    Args:
        source: a draft too.
        today: the day the pages count as read on.
    """
    readings = [read_case(source, case) for case in cases_of(source.key)]
    rows = [row for reading in readings for row in reading["listings"]]
    typed = _typed(source, rows, today)
    first = typed.listings.sort("page_url", "position").head(_SHOWN)
    if first.height:
        yield f"はじめの {first.height} 件の値（ページの文字 → 公開する値）"
    for row in first.iter_rows(named=True):
        yield f"■ {row['name']}"
        yield from beside(row)
    by_spider = [issue for reading in readings for issue in reading["issues"]]
    later = typed.issues.sort("page_url", "position").to_dicts()
    yield from map(_lost, (issue for issue in (*by_spider, *later) if issue["is_quarantined"] and issue["position"]))


def beside(row: Mapping[str, Any]) -> Iterator[str]:
    """What the page says, and behind an arrow what is made of it.

    Args:
        row: of `norm__listings`.
    """
    for raw, columns in _READ.items():
        if row.get(raw) is None:
            continue
        made = [
            f"{COLUMNS[name].ja.partition('（')[0]}={_said(name, row[name])}"
            for name in columns
            if row[name] is not None
        ]
        yield f"  {row[raw]}  →  {'、'.join(made) or '（読めません）'}"


def _typed(source: Source, rows: Sequence[Mapping[str, Any]], today: date) -> Normalised:
    own = {"source_key": source.key, "run_id": "r1", "body_sha256": "0"}
    raw: pl.DataFrame = frame(table("raw__listings"), [{**row, **own} for row in rows])
    rule = SourceRule(source.id_prefix, source.kind, source.lookups(), today)
    return normalise(raw, {source.key: rule})


def _lost(issue: Mapping[str, Any]) -> str:
    text = str(issue["raw_text"] or "")
    shown = f"「{text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}」" if text else ""
    reason = label_ja("reason", str(issue["reason_code"]))
    return f"× 失った行 {issue['position']}{shown}: {reason}（{issue['detail_text']}）"


def _said(name: str, value: object) -> str:
    vocabulary = COLUMNS[name].vocabulary
    if vocabulary is None:
        return str(value)
    codes = value if isinstance(value, list) else [value]
    return "・".join(label_ja(vocabulary, str(code)) for code in codes)
