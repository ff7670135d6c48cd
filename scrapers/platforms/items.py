"""What a spider yields: a raw listing or an issue, as rows of the contract's raw tables.

Belongs here: the two item types and how they are made from strings. Does not belong here: interpretation.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.contract import table

if TYPE_CHECKING:
    from scrapy.http import Response

    from scrapers.declaration.source import Source

_CONTEXT = ("ward_text", "updated_text", "url_text", "category_text")
"""Columns that may come from above a table, so that they say nothing of its row."""
_FEWEST_SAME = 3
_FIELDS = frozenset(table("raw__listings").optional) - {"extra_json"}


@dataclass(frozen=True, slots=True)
class ListingItem:
    """One row of `raw__listings` without `source_key` and `run_id`."""

    row: dict[str, object]


@dataclass(frozen=True, slots=True)
class IssueItem:
    """One row of `raw__issues` without `source_key` and `run_id`."""

    row: dict[str, object]


@dataclass(frozen=True, slots=True)
class LabelsItem:
    """The labels one page, table or record has; says what a run looked like, and becomes no row."""

    labels: tuple[str, ...]


class LayoutError(ValueError):
    """A page does not fit what `source.toml` says of it: names the selector and what was found."""


class EmptyPageError(LayoutError):
    """A page fits, but holds nothing where a listing is expected."""


def listing(
    source: Source,
    response: Response,
    position: int,
    fields: dict[str, str | None],
    extra: dict[str, str] | None = None,
    record_key: str | None = None,
) -> ListingItem | IssueItem:
    """A raw listing, or the issue that quarantines it when it has no name.

    Args:
        source: where it stands.
        response: page it was read from.
        position: order on the page, from 1.
        fields: column → text exactly as published.
        extra: label → text of cells without a column.
        record_key: the platform's own id; None builds it from the source's key_fields.

    Raises:
        KeyError: `fields` names a column that `raw__listings` does not have.
    """
    strangers = sorted(set(fields) - _FIELDS)
    if strangers:
        raise KeyError(f"{source.key}: raw__listings has no column {', '.join(strangers)}")
    texts = {name: _encodable(text) for name, text in fields.items() if text and text.strip()}
    if "name_text" not in texts:
        seen = " / ".join(texts.values())
        return issue(response.url, position, "name_text", "missing_name", "名称の欄が空です", seen, is_quarantined=True)
    stranger = _no_listing(source, texts)
    if stranger is not None:
        seen = " / ".join(texts.values())
        return issue(response.url, position, "row", "not_a_listing", stranger, seen, is_quarantined=True)
    if record_key is None:
        record_key = " | ".join(texts.get(name, "") for name in source.key_fields)
    row: dict[str, object] = {
        "page_url": response.url,
        "position": position,
        "body_sha256": hashlib.sha256(response.body).hexdigest(),
        "record_key": _encodable(record_key),
        **texts,
    }
    labelled = {_encodable(label): _encodable(text) for label, text in (extra or {}).items() if text.strip()}
    if labelled:
        row["extra_json"] = json.dumps(labelled, ensure_ascii=False, sort_keys=True)
    return ListingItem(row)


def _no_listing(source: Source, texts: dict[str, str]) -> str | None:
    """Why texts cannot be a listing whatever they were read from, or None."""
    name = "".join(texts["name_text"].split())
    if name in {"".join(label.split()) for label in (*source.labels.fields, *source.labels.keep)}:
        return f"名称「{name}」は項目名です"
    given = [text for column, text in texts.items() if column not in _CONTEXT]
    if len(given) >= _FEWEST_SAME and len(set(given)) == 1:
        return f"{len(given)} つの項目がすべて同じ文です"
    return None


def issue(
    page_url: str,
    position: int,
    field_name: str,
    reason_code: str,
    detail: str,
    raw_text: str | None = None,
    *,
    is_quarantined: bool,
) -> IssueItem:
    """An issue row; `position` 0 means the page itself."""
    return IssueItem(
        {
            "page_url": page_url,
            "position": position,
            "field_name": field_name,
            "reason_code": reason_code,
            "is_quarantined": is_quarantined,
            "detail_text": _encodable(detail),
            "raw_text": _encodable(raw_text) if raw_text else None,
        }
    )


def _encodable(text: str) -> str:
    """The text, with half a surrogate pair (JSON may spell one out) replaced: no file format can hold it.

    One such sign in one record would otherwise cost the whole run.
    """
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
