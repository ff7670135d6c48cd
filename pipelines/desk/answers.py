"""確認待ち.xlsx on its way back: every row validated, all answers taken or none.

Belongs here: reading the workbook, what is wrong with it in words. Does not belong here: its looks (`queue_file`), what
an answer does (`decisions.pairs`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter.utility import xl_col_to_name

from pipelines.decisions.measured import MeasuredError, take_calls, take_labels
from pipelines.decisions.pairs import Answer, JudgementError, Taken, add_judgements
from pipelines.decisions.today import Today
from pipelines.desk.queue_sheets import (
    ANSWER_COLUMN,
    ANSWERS,
    ASKS_COLUMN,
    CALL_ANSWERS,
    CALLS_ASKED,
    COPY,
    FIRST_ROW,
    HEADERS,
    KEYS,
    LABEL_ANSWERS,
    LABELS_ASKED,
    OFFICE_CELL,
    REASON_COLUMN,
    ROWS_PER_PAIR,
    SHEET,
)
from pipelines.desk.workbook import Grid, WorkbookError, read_grids

_SHOWN = 30
_DRAWN = "抽出した組への答え"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a workbook: answers taken, or what is wrong row by row; then nothing was taken."""

    taken: Taken
    said: dict[str, int]
    problems: tuple[str, ...] = ()
    is_unreadable: bool = False
    """It could not be opened at all: there is nothing in it that could be put right in its place."""
    is_measured: bool = False
    """Answers on what was drawn at random: they measure, and decide nothing."""

    def sentence(self) -> str:
        """What was taken, in one sentence."""
        if self.is_measured:
            counts = "、".join(f"{label} {count}" for label, count in self.said.items())
            done = f"{sum(self.said.values())} 件の答えを読み（{counts}）、{self.taken.written} 件を書き加えました"
            return f"{done}。測るためだけに使います。"
        counts = "、".join(f"{label} {self.said.get(label, 0)}" for label in ANSWERS)
        more = [f"前の判定を改めたもの {self.taken.changed} 件"] if self.taken.changed else []
        more += [f"すでに同じ判定があったもの {self.taken.repeated} 件"] if self.taken.repeated else []
        note = f"、{'、'.join(more)}" if more else ""
        read = f"{sum(self.said.values())} 件の答えを読み（{counts}）"
        return f"{read}、{self.taken.written} 件を書き加えました{note}。次の更新から守られます。"


_NOTHING = Taken(0, 0, 0)
_WORDS: dict[str, dict[str, str]] = {LABELS_ASKED: LABEL_ANSWERS, CALLS_ASKED: CALL_ANSWERS}
"""What a workbook of drawn things asks → label of an answer → its code."""


def read_answers(path: Path, today: Today, judgements: Path, decided_on: str, office: str) -> Imported:
    """Take the answers of a workbook, all or none.

    Args:
        path: the workbook as it came back.
        today: where listings are.
        judgements: the file they are added to.
        decided_on: day, ISO.
        office: who decided when the workbook does not say; an office or a role.
    """
    try:
        grids = read_grids(path)
    except WorkbookError as error:
        return Imported(_NOTHING, {}, (str(error),), is_unreadable=True)
    return answers_of(grids, today, judgements, decided_on, office)


def answers_of(grids: Mapping[str, Grid], today: Today, judgements: Path, decided_on: str, office: str) -> Imported:
    """Take the answers of a workbook that has been opened; arguments as for `read_answers`."""
    asks = _text(grids[KEYS], 0, ASKS_COLUMN)
    words = _WORDS.get(asks, ANSWERS)
    problems = _changed_cells(grids[SHEET], grids[COPY])
    answers = []
    for answer, problem in _answers(grids[SHEET], grids[KEYS], words):
        if problem:
            problems.append(problem)
        elif answer:
            answers.append(answer)
    if problems:
        return _refused(*problems)
    office = _text(grids[SHEET], *OFFICE_CELL) or office
    if asks in _WORDS:
        return _measured(asks, judgements.parent, answers, decided_on, office)
    try:
        taken = add_judgements(judgements, today, answers, decided_on, office)
    except JudgementError as error:
        return _refused(*error.problems)
    labels = {code: label for label, code in ANSWERS.items()}
    return Imported(taken, dict(Counter(labels[answer.said] for answer in answers)))


def _refused(*problems: str) -> Imported:
    more = len(problems) - _SHOWN
    return Imported(_NOTHING, {}, (*problems[:_SHOWN], *([f"ほかに {more} 件あります。"] if more > 0 else [])))


def _text(grid: Grid, row: int, column: int) -> str:
    value = grid[row][column] if row < len(grid) and column < len(grid[row]) else ""
    return value.replace("\r\n", "\n").replace("_x000D_", "").strip()


def _changed_cells(grid: Grid, copy: Grid) -> list[str]:
    """Cells outside the yellow ones that no longer say what went out."""
    lines = []
    for row in range(max(len(grid), len(copy))):
        for column in range(len(HEADERS)):
            is_answer = row >= FIRST_ROW and column in (ANSWER_COLUMN, REASON_COLUMN)
            now, before = _text(grid, row, column), _text(copy, row, column)
            if now == before or is_answer or FIRST_ROW - 1 > row > 0:
                continue
            place = f"{xl_col_to_name(column)}{row + 1}"
            head = HEADERS[column] or "A/B"
            lines.append(
                f"{row + 1} 行: 「{head}」（{place}）が「{before}」から「{now}」に変わっています。元に戻してください。"
            )
    return lines


def _measured(asks: str, folder: Path, answers: list[Answer], day: str, office: str) -> Imported:
    """Take answers on drawn pairs, or on drawn activities, which have no second side."""
    rows = [
        {"draw": each.left_print, "said": each.said, "reason": each.reason or _DRAWN, "activity_id": each.left}
        | {"left_id": each.left, "right_id": each.right}
        for each in answers
    ]
    take = take_labels if asks == LABELS_ASKED else take_calls
    try:
        written = take(folder, rows, day, office)
    except MeasuredError as error:
        return _refused(str(error))
    labels = {code: label for label, code in _WORDS[asks].items()}
    said = dict(Counter(labels[each.said] for each in answers))
    return Imported(Taken(written, len(rows) - written, 0), said, is_measured=True)


def _answers(grid: Grid, keys: Grid, words: Mapping[str, str]) -> Iterator[tuple[Answer | None, str | None]]:
    for row in range(FIRST_ROW, len(grid)):
        said, reason = _text(grid, row, ANSWER_COLUMN), _text(grid, row, REASON_COLUMN)
        number, step = divmod(row - FIRST_ROW, ROWS_PER_PAIR)
        if said and said not in words:
            yield None, f"{row + 1} 行: 判定「{said}」は使えません。{'・'.join(words)} のどれか一つを選んでください。"
        elif said and (step or number >= len(keys)):
            yield (
                None,
                f"{row + 1} 行: 判定がありますが、この行に聞いた組はありません。組の上の行（A）に書いてください。",
            )
        elif said:
            left, right, left_print, right_print, draw = (_text(keys, number, column) for column in range(5))
            yield Answer(left, right, words[said], reason, draw or left_print, right_print, f"{row + 1} 行"), None
        elif reason:
            yield None, f"{row + 1} 行: 理由だけがあります。判定を選ぶか、理由を消してください。"
