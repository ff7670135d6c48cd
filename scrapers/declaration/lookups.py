"""`lookups.csv` of a source: what its own words mean.

`category_text` gives a category its kind; `category_strength` says how much it says of it: `specific` for what is done
(体操), `form` for a way of meeting (講座), else it is `broad`.

Belongs here: reading and checking that file. Does not belong here: what a code does with a listing
(`pipelines.normalise.kinds`).
"""

from __future__ import annotations

import csv
from pathlib import Path

from warehouse.contract import VOCABULARIES
from warehouse.errors import StaffError

HEADER = ("field_name", "raw_text", "code", "note")
_NEEDED = frozenset(HEADER[:3])
_VOCABULARIES = {
    "category_text": "kind",
    "category_strength": "category_strength",
    "npo_field": "npo_field",
    "ward_text": None,
}
"""Column → vocabulary of its codes; None where only an empty code has a meaning (known, and names nothing)."""


class LookupsError(StaffError):
    """The file cannot be used; the message says which row and what to do."""


def read_lookups(path: Path) -> dict[tuple[str, str], str]:
    """(column, raw text) → code; empty when there is no such file.

    Raises:
        LookupsError: it cannot be read, lacks a column, or holds a column or code nobody knows.
    """
    if not path.exists():
        return {}
    place = f"{path.parent.name}/{path.name}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            lacking = sorted(_NEEDED - set(rows.fieldnames or ()))
            if lacking:
                how = f"1 行目を {','.join(HEADER)} にしてください"
                raise LookupsError(f"{place}: 見出しの行に {'、'.join(lacking)} がありません。{how}")
            return dict(_entry(f"{place} の {rows.line_num} 行目", row) for row in rows)
    except UnicodeDecodeError as error:
        raise LookupsError(f"{place}: UTF-8 で保存し直してください（{error.start} バイト目が読めません）") from error
    except (OSError, csv.Error) as error:
        raise LookupsError(f"{place}: 読めません（{error}）。ファイルを確かめてください") from error


def _entry(place: str, row: dict[str, str | None]) -> tuple[tuple[str, str], str]:
    column, text, code = (row.get(name) for name in HEADER[:3])
    if column is None or text is None or code is None:
        raise LookupsError(f"{place}: 列が足りません。{','.join(HEADER)} の順に書いてください")
    if column not in _VOCABULARIES:
        raise LookupsError(
            f"{place}: field_name「{column}」はありません。{'、'.join(_VOCABULARIES)} のどれかにしてください"
        )
    if not text.strip():
        raise LookupsError(f"{place}: raw_text が空です。ページにある言葉を書いてください")
    vocabulary = _VOCABULARIES[column]
    if code and vocabulary is None:
        raise LookupsError(f"{place}: {column} の code は空にしてください（いまは「{code}」）")
    if code and vocabulary and code not in VOCABULARIES[vocabulary].values():
        known = "、".join(VOCABULARIES[vocabulary].values())
        raise LookupsError(f"{place}: code「{code}」は語彙 {vocabulary} にありません。{known} のどれかにしてください")
    return (column, text), code
