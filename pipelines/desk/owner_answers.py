"""The workbooks that owners of lists fill in, on their way back: every answer becomes a correction, or none does.

Belongs here: reading their column 確かめた結果, what is wrong with it in words. Does not belong here: the looks of the
workbook (`disagreements_file`), what a correction does (`decisions.corrections`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pipelines.core.corrections import FIELDS
from pipelines.decisions import ledger
from pipelines.decisions.corrections import Wanted, end_of_fiscal_year, prepared
from pipelines.decisions.ledger import DecisionError
from pipelines.desk.queue_sheets import (
    FOUND,
    OWNER_FIRST_ROW,
    OWNER_HEADERS,
    OWNER_KEYS,
    PUBLISHED_IS_RIGHT,
    THIS_IS_RIGHT,
)
from pipelines.desk.workbook import Grid
from pipelines.settings import Settings
from warehouse.contract.tables.decisions import CORRECTIONS

_INSTEAD = {"schedule_sentence": "schedule", "start_time": "schedule", "end_time": "schedule", "fee_type_code": "fee"}
"""Parts of a value that is corrected as a whole."""
_READS_BACK = ("schedule_sentence",)
_SETTLED = "そろった日"
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class OwnersSaid:
    """What came of such a workbook: corrections written, values that stay as published, or what is wrong."""

    corrected: int = 0
    kept: int = 0
    problems: tuple[str, ...] = ()

    def sentence(self) -> str:
        """What was taken, in one sentence."""
        kept = f"、公開の値のままでよいもの {self.kept} 件" if self.kept else ""
        return f"食い違いの答えを読み、値を {self.corrected} 件直しました{kept}。次の更新から守られます。"


class _Key(NamedTuple):
    field: str
    said: str
    proposed: str


class _Row(NamedTuple):
    place: str
    owner: str
    key: _Key
    activity_id: str
    answer: str


def take_owner_answers(grids: Mapping[str, Grid], settings: Settings, today: date) -> OwnersSaid:
    """Write a correction for every answer, all or none.

    Args:
        grids: sheet → rows of texts.
        settings: where tables and ledgers are.
        today: day on which they came back.
    """
    problems, rows, kept = [], [], 0
    until = end_of_fiscal_year(today).isoformat()
    for row in _answered(grids):
        if isinstance(row, str):
            problems.append(row)
            continue
        try:
            wanted = _wanted(row)
            if wanted is None:
                kept += 1
                continue
            reason = f"食い違いへの{row.owner}の答え"
            rows.append(prepared(settings, wanted, until, reason, today.isoformat(), row.owner)[0])
        except DecisionError as error:
            problems.append(f"{row.place}: {error}")
    if problems:
        more = len(problems) - _SHOWN
        return OwnersSaid(problems=(*problems[:_SHOWN], *([f"ほかに {more} 件あります。"] if more > 0 else [])))
    if rows:
        ledger.append(CORRECTIONS, settings.corrections_path, *rows)
    return OwnersSaid(len(rows), kept)


def _wanted(row: _Row) -> Wanted | None:
    """The value that is right; None where it is the one that is published.

    Raises:
        DecisionError: it does not follow from the answer.
    """
    field = _INSTEAD.get(row.key.field, row.key.field)
    if field not in FIELDS:
        raise DecisionError("この項目は画面からも Excel からも直せません。一覧のページを直してください。")
    if row.answer == PUBLISHED_IS_RIGHT:
        return None
    if row.answer != THIS_IS_RIGHT:
        return Wanted(row.activity_id, field, row.answer)
    if field != row.key.field and row.key.field not in _READS_BACK:
        raise DecisionError("正しい値を、一覧に書くように全部書いてください。例: 毎週金曜 10時～11時、無料")
    return Wanted(row.activity_id, field, row.key.said)


def _answered(grids: Mapping[str, Grid]) -> Iterator[_Row | str]:
    """Rows that somebody answered; a sentence for one that is not of the table that went out."""
    keys = {tuple(row[:3]): _Key(*row[3:6]) for row in grids[OWNER_KEYS]}
    field, said, found, own = (OWNER_HEADERS.index(name) for name in ("項目", "この一覧の値", FOUND, "活動ID"))
    for sheet, grid in grids.items():
        head = [cell.strip() for cell in grid[OWNER_FIRST_ROW - 1][: len(OWNER_HEADERS)]] if len(grid) > 3 else []
        if sheet == OWNER_KEYS or tuple(head) != OWNER_HEADERS:
            continue
        for number, row in enumerate(grid[OWNER_FIRST_ROW:], start=OWNER_FIRST_ROW + 1):
            answer = row[found].strip()
            if not answer or answer.startswith(_SETTLED):
                continue
            key, place = keys.get((row[own], row[field], row[said])), f"「{sheet}」{number} 行"
            if key is None:
                yield f"{place}: 黄色の欄のほかが変わっています。出力された Excel に書き直してください。"
            else:
                yield _Row(place, sheet, key, row[own], answer)
