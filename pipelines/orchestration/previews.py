"""What the UI shows of a table after a night: a table of what matters, a picture where one says more.

Belongs here: Markdown and pictures from the rows of a table. Does not belong here: Dagster, descriptions
(`from_contract`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from pipelines.normalise.privacy import without_personal_data
from pipelines.publish.exports.people import NO_WARD, labels
from pipelines.publish.markdown import cell
from pipelines.publish.plots import Point, as_markdown, bars, nights_line
from warehouse.contract import Table, label_ja
from warehouse.contract.columns import COLUMNS

_ROWS, _WIDTH, _COLUMNS, _NIGHTS = 10, 40, 8, 30
_HIDDEN = ("_text", "_json", "_bits", "_sha256", "_print", "_at")
_MOST_GROUPS = 20
_GROUPED = ("ward_code", "kind_code", "source_key", "reason_code", "decision_code", "run_verdict_code", "change_code")
"""Columns whose counts say most, the most telling first."""


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(cell(value, _WIDTH) for value in row) + " |" for row in rows]
    return "\n".join(lines)


def _heading(name: str) -> str:
    return COLUMNS[name].ja.partition("（")[0].removesuffix("のコード")


def first_rows(declared: Table, df: pl.DataFrame) -> str:
    """The first rows under Japanese headings, codes as words.

    Columns without a value, and those that hold raw or private text, are left out.
    """
    names = [name for name in df.columns if not name.endswith(_HIDDEN)]
    shown = [name for name in names if df.height == 0 or df.get_column(name).null_count() < df.height][:_COLUMNS]
    top = df.select(shown).head(_ROWS)
    rows = [[_said(name, value) for name, value in zip(shown, row, strict=True)] for row in top.iter_rows()]
    table = markdown_table([_heading(name) for name in shown], rows)
    return f"{table}\n\n{declared.ja}。全 {df.height:,} 行のうち、はじめの {top.height} 行。"


def _said(name: str, value: object) -> object:
    vocabulary = COLUMNS[name].vocabulary
    if vocabulary and isinstance(value, list):
        return "、".join(label_ja(vocabulary, code) for code in value)
    if isinstance(value, str) and not vocabulary:
        return without_personal_data(value)  # the screen and its storage are read by many
    return label_ja(vocabulary, str(value)) if vocabulary and value is not None and ";" not in str(value) else value


def counts(df: pl.DataFrame, source_names: dict[str, str]) -> dict[str, str]:
    """Counts by the two most telling columns: heading → Markdown with a picture and the numbers."""
    sections = {}
    for name in [each for each in _GROUPED if each in df.columns][:2]:
        groups = _counted(df, name, source_names)
        if 1 < len(groups) <= _MOST_GROUPS:
            title = f"{_heading(name)}ごとの行数"
            picture = as_markdown(bars(groups, title), title)
            sections[title] = f"{picture}\n\n{markdown_table(('', '行数'), groups)}"
    return sections


def _counted(df: pl.DataFrame, name: str, source_names: dict[str, str]) -> list[tuple[str, int]]:
    sizes = dict(df.group_by(name).len().iter_rows())
    if name == "source_key":
        return [(source_names.get(key, key), sizes[key]) for key in sorted(each for each in sizes if each)]
    vocabulary = COLUMNS[name].vocabulary
    assert vocabulary is not None
    ordered = [(label, sizes[code]) for code, label in labels(vocabulary).items() if code in sizes]
    return ordered + ([(NO_WARD if name == "ward_code" else "不明", sizes[None])] if None in sizes else [])


def nights(runs: pl.DataFrame, title: str) -> str:
    """Rows of one source over its last nights, as Markdown.

    Args:
        runs: rows of `raw__runs` of the source, at least one.
        title: what is shown.
    """
    recent = runs.sort("run_id").tail(_NIGHTS)
    points = [
        Point(f"{row['started_at']:%m-%d}", row["listing_count"], row["run_verdict_code"] == "succeeded")
        for row in recent.iter_rows(named=True)
    ]
    return as_markdown(nights_line(points, title), title)
