"""What a run's listings look like, and what has changed since the last healthy run.

Belongs here: fill rates, shapes, labels and keys of raw listings, and the comparison of two runs. Does not belong here:
the verdict (`verdicts`), which also knows what went wrong on the way.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from warehouse.contract import table
from warehouse.contract.columns import COLUMNS

_FIELDS = tuple(name for name in table("raw__listings").optional if name != "extra_json")
_JUDGED = tuple(name for name in _FIELDS if name != "status_text")
# A change of more than a quarter of the rows is no ordinary week: they move a few times a year (docs/sources.md §1.5)
_FILL_STEP = 0.25
_DIGITS_STEP = 0.35
_LENGTH_RATIO = 2.5
_FEWEST_ROWS = 5
_SAME_KEYS = 0.5
# A listing loses a value now and then; that one in seven does at once is a page that is read in part
_FEWER_VALUES = 0.15
_RARE_LABEL = 0.1

Row = Mapping[str, object]


def fingerprint(listings: Sequence[Row], labels: Mapping[str, int], labelled: int) -> dict[str, Any]:
    """Shape of a run.

    Args:
        listings: rows of `raw__listings`, with or without source and run.
        labels: label → pages, tables or records that have it.
        labelled: how many pages, tables or records have labels.

    Returns:
        `rows`, `pages` (count), `fields` (column → share filled, share with a digit, mean length), `labels` (label →
        share of the pages, tables or records that have it), `wards` (ward as printed → rows), `keys` (short hashes of
        the record keys, sorted), `filled` (the same hashes → how many columns of that listing hold a value).
    """
    count = max(len(listings), 1)
    filled = _filled(listings)
    return {
        "rows": len(listings),
        "pages": len({row["page_url"] for row in listings}),
        "fields": {name: _shape([str(row[name]) for row in listings if row.get(name)], count) for name in _FIELDS},
        "labels": {label: round(seen / max(labelled, 1), 3) for label, seen in sorted(labels.items())},
        "wards": dict(sorted(Counter(str(row["ward_text"]) for row in listings if row.get("ward_text")).items())),
        "keys": sorted(filled),
        "filled": dict(sorted(filled.items())),
    }


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What does not look like the last healthy run, each as a Japanese sentence without full stop; silent when alike.

    Args:
        before: fingerprint of the last healthy run.
        now: fingerprint of this run.
    """
    if min(before["rows"], now["rows"]) < _FEWEST_ROWS:
        return
    for name in _JUDGED:
        yield from _field_changes(COLUMNS[name].ja, before["fields"][name], now["fields"][name])
    overlap = len(set(before["keys"]) & set(now["keys"])) / min(len(before["keys"]), len(now["keys"]))
    if overlap < _SAME_KEYS:
        yield f"前回と同じ掲載と分かるものが{overlap:.0%}しかありません"
    if _distinct(before) - _distinct(now) > _FILL_STEP:
        yield f"同じ掲載が何度も出ています（{now['rows']}件のうち別のものは{len(now['keys'])}件）"
    yield from _fewer_values(before.get("filled", {}), now["filled"])
    for ward, count in before.get("wards", {}).items():
        # A list in parts, such as a file per ward, may lose a whole part and still be within its band
        if count >= _FEWEST_ROWS and now["wards"] and ward not in now["wards"]:
            yield f"「{ward}」の掲載{count}件がすべて見えなくなりました"
    for label, share in before["labels"].items():
        share_now = now["labels"].get(label, 0.0)
        if share - share_now > _FILL_STEP or (share_now == 0 and share >= _RARE_LABEL):
            yield f"項目「{label}」が見えなくなりました"


def _filled(listings: Sequence[Row]) -> dict[str, int]:
    filled = dict[str, int]()
    for row in listings:
        key = hashlib.sha256(str(row["record_key"]).encode()).hexdigest()[:8]
        filled[key] = max(filled.get(key, 0), sum(bool(row.get(name)) for name in _FIELDS))
    return filled


def _fewer_values(before: Mapping[str, int], now: Mapping[str, int]) -> Iterator[str]:
    """Each column may stay within its band while every listing loses another one: the same listing tells."""
    both = before.keys() & now.keys()
    fewer = sum(now[key] < before[key] for key in both)
    if fewer >= _FEWEST_ROWS and fewer > _FEWER_VALUES * len(both):
        yield f"前回あった値が欠けた掲載が{len(both)}件のうち{fewer}件あります"


def _distinct(seen: Mapping[str, Any]) -> float:
    return float(len(seen["keys"]) / max(seen["rows"], 1))


def _shape(texts: list[str], count: int) -> list[float]:
    if not texts:
        return [0.0, 0.0, 0.0]
    with_digit = sum(any(char.isdigit() for char in text) for text in texts)
    return [
        round(len(texts) / count, 3),
        round(with_digit / len(texts), 3),
        round(sum(map(len, texts)) / len(texts), 1),
    ]


def _field_changes(title: str, before: Sequence[float], now: Sequence[float]) -> Iterator[str]:
    if abs(before[0] - now[0]) > _FILL_STEP:
        yield f"「{title}」の埋まっている割合が{before[0]:.0%}から{now[0]:.0%}に変わりました"
        return
    if min(before[0], now[0]) < _FILL_STEP:
        # Too few texts to speak of a usual shape
        return
    longer, shorter = max(before[2], now[2]), min(before[2], now[2])
    if abs(before[1] - now[1]) > _DIGITS_STEP or longer > _LENGTH_RATIO * shorter:
        yield f"「{title}」の中身の形が変わりました（列がずれていないか）"
