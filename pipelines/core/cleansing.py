"""What earlier releases said, without what must not leave any more.

Belongs here: texts that one release takes over from the last. Does not belong here: texts of today, which were cleaned
when they were read (`normalise.harms`).

A rule that is new today, or a domain that nobody accepts any more, holds for what was as well: otherwise the last look
would stop every release until somebody takes the old ones away.
"""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from pipelines.normalise.harms import Guard
from pipelines.normalise.per_value import map_texts

_JSON = "activity_json"
_TEXTS = ("old_text", "new_text", _JSON)


def cleansed(rows: pl.DataFrame, guard: Guard) -> pl.DataFrame:
    """The rows with every finding cut out of their values; a value that cannot be cleaned is empty.

    Args:
        rows: of `core__activity_history` or `core__activity_changes`.
        guard: what may leave.
    """
    names = [name for name in _TEXTS if name in rows.columns]
    return rows.with_columns(
        map_texts(
            rows.get_column(name),
            lambda text, name=name: _json(text, guard) if name == _JSON else guard.cleaned(text),  # type: ignore[misc]
            pl.String,
        )
        for name in names
    )


def _json(text: str, guard: Guard) -> str:
    # Value by value: each stands in a list and was looked at already, a whole activity is new to everybody
    row: dict[str, Any] = json.loads(text)
    cleaned = {name: _value(name, value, guard) for name, value in row.items()}
    # Untouched where nothing is found: the same bytes every night
    return text if cleaned == row else json.dumps(cleaned, ensure_ascii=False, separators=(",", ":"))


def _value(name: str, value: Any, guard: Guard) -> Any:
    if isinstance(value, list):
        return [each for each in value if _value(name, each, guard) == each] or None
    if not isinstance(value, str) or not guard.kinds(value):
        return value
    # An address that is cut is none
    return None if name in ("mail", "url", "sns", "phone", "fax") else guard.cleaned(value)
