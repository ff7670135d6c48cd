"""確認待ち.xlsx: pairs worth a person's time, both listings side by side.

Belongs here: that workbook on its way out. Does not belong here: which pairs (`match.activities`), the way back
(`answers`).
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import xlsxwriter
from xlsxwriter.utility import xl_range

from pipelines.decisions.today import telling_prints
from pipelines.desk.queue_sheets import (
    ANSWER_COLUMN,
    ANSWERS,
    COPY,
    FACTS,
    FIRST_ROW,
    HEAD,
    HEADERS,
    KEYS,
    LEFT_ROW,
    OFFICE_CELL,
    REASON_COLUMN,
    ROWS_PER_PAIR,
    SHEET,
)
from pipelines.desk.review import agreement
from pipelines.desk.waiting_pairs import APART, TOGETHER, with_treatment
from pipelines.normalise.text import display_width
from pipelines.settings import OFFICE
from warehouse.storage import write_bytes

_EXPLAINED_WIDTH = 38
_TREATED_WIDTH = 26
_WIDTHS = (7, 26, _TREATED_WIDTH, 7, _EXPLAINED_WIDTH, 3, *(width for _, _, width in FACTS.values()))
_AGREES, _DISAGREES, _UNKNOWN, _OPEN = "#DDEFD3", "#FADBCB", "#F2F2F2", "#FFF3C4"
_HELP = (
    "同じ活動ですか。黄色の「判定」で選び、共有フォルダーの decisions に置きます。"
    "「理由」はなくても受け取ります（あれば、あとで見直す人の助けになります）。"
)
_LEGEND = "1組は A と B の 2 行。緑は合う、赤は食い違う、灰色は不明、白は決め手にならない項目。上の組ほど役に立ちます。"
_LONGEST_LINK = 2079
_LINE_POINTS, _MOST_LINES = 15, 6


def write_queue(
    queue: pl.DataFrame,
    pairs: pl.DataFrame,
    listings: pl.DataFrame,
    sources: pl.DataFrame,
    bridge: pl.DataFrame,
    path: Path,
) -> int:
    """Write the workbook: best question first, evidence as colours, answers to choose, everything else protected.

    Args:
        queue: rows of `match__queue`.
        pairs: rows of `match__pairs`.
        listings: rows of `norm__listings`.
        sources: rows of `core__sources`.
        bridge: `activity_id`, `listing_id` of tonight.
        path: the file to replace.

    Returns:
        Number of questions.
    """
    named = listings.join(sources.select("source_key", "source_name"), on="source_key", how="left")
    facts = {row["listing_id"]: row for row in named.select(list(FACTS)).iter_rows(named=True)}
    bits = [name for name in pairs.columns if name.endswith("_bits")]
    asked = queue.sort("queue_rank").join(
        pairs.select("listing_id_a", "listing_id_b", *bits), on=["listing_id_a", "listing_id_b"], how="left"
    )
    asked = with_treatment(asked, bridge)
    sizes = dict(bridge.group_by("activity_id").len().iter_rows())
    questions = [
        Question(
            (_treated(row, sizes), f"{row['probability']:.0%}", row["message_ja"]),
            (facts.get(row["listing_id_a"], {}), facts.get(row["listing_id_b"], {})),
            row,
        )
        for row in asked.iter_rows(named=True)
    ]
    prints = telling_prints(listings)
    keys = [
        (left, right, prints.get(left, ""), prints.get(right, ""))
        for left, right in asked.select("listing_id_a", "listing_id_b").iter_rows()
    ]
    write_questions(questions, keys, Words(_HELP, _LEGEND, tuple(ANSWERS)), path)
    return asked.height


def _treated(row: Mapping[str, Any], sizes: Mapping[str, int]) -> str:
    """How a pair is published now, and which answer would change that."""
    of_a, of_b = (sizes.get(row[f"activity_id_{side}"], 0) for side in "ab")
    if row["treatment"] == TOGETHER:
        return f"{TOGETHER}（掲載 {of_a} 件）。「別」なら二つに分かれます"
    if row["treatment"] == APART:
        return f"{APART}。「同じ」なら一つになります（掲載 {of_a + of_b} 件）"
    return "どちらかは、まだ載せていません"


class Question(NamedTuple):
    """What is asked in two rows.

    Attributes:
        told: いまの扱い, 見込み, 根拠.
        sides: facts of A and of B.
        evidence: row of `match__pairs` that colours them; None where nothing may be given away.
    """

    told: tuple[str, str, str]
    sides: tuple[Mapping[str, Any], Mapping[str, Any]]
    evidence: Mapping[str, Any] | None = None


class Words(NamedTuple):
    """What a workbook says above its questions, and what may be answered."""

    help: str
    legend: str
    answers: tuple[str, ...]


def write_questions(questions: Sequence[Question], keys: Sequence[tuple[str, ...]], words: Words, path: Path) -> None:
    """Write a workbook of questions with its hidden copy and keys.

    Args:
        questions: in the order in which they are asked.
        keys: one row per question: what identifies it.
        words: of the workbook.
        path: the file to replace.
    """
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, copy = _Sheet(book, words), book.add_worksheet(COPY)
        for number, each in enumerate(questions):
            sheet.question(FIRST_ROW + ROWS_PER_PAIR * number, each)
        sheet.finish(len(questions))
        for (place, column), text in sheet.written.items():
            copy.write_string(place, column, text)
        copy.very_hidden()
        hidden = book.add_worksheet(KEYS)
        for number, row in enumerate(keys):
            for column, text in enumerate(row):
                hidden.write_string(number, column, text)
        hidden.very_hidden()
    write_bytes(path, body.getvalue())


class _Sheet:
    """The sheet of questions; remembers every text it wrote, for the hidden copy."""

    def __init__(self, book: Any, words: Words) -> None:
        self.answers = words.answers
        base = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "border_color": "#BBBBBB"}
        colours = {"cell": None, "agrees": _AGREES, "disagrees": _DISAGREES, "unknown": _UNKNOWN}
        self.styles = {
            name: book.add_format(base | ({"bg_color": colour} if colour else {})) for name, colour in colours.items()
        }
        self.styles["head"] = book.add_format(base | {"bold": True, "bg_color": "#DCE9F5", "valign": "vcenter"})
        self.styles["open"] = book.add_format(base | {"bg_color": _OPEN, "locked": False})
        self.styles["choice"] = book.add_format(
            base | {"bg_color": _OPEN, "locked": False, "bold": True, "align": "center", "valign": "vcenter"}
        )
        self.styles["middle"] = book.add_format(base | {"align": "center", "valign": "vcenter"})
        self.styles["link"] = book.add_format(base | {"font_color": "#0B5394", "underline": 1})
        self.styles["title"] = book.add_format({"bold": True, "font_size": 12})
        self.sheet = book.add_worksheet(SHEET)
        self.written: dict[tuple[int, int], str] = {}
        self._write(0, 0, words.help, "title")
        self.sheet.write_string(1, 0, words.legend)
        self.sheet.write_string(OFFICE_CELL[0], 0, "記入課")
        self.sheet.write_string(*OFFICE_CELL, "", self.styles["open"])
        self.sheet.write_string(OFFICE_CELL[0], 2, f"← 答える課の名前（個人の名前は書かない）。空なら「{OFFICE}」")
        for column, header in enumerate(HEADERS):
            self._write(FIRST_ROW - 1, column, header, "head")

    def question(self, row: int, asked: Question) -> None:
        """One pair: what to answer on the left, A above B on the right."""
        last = row + ROWS_PER_PAIR - 1
        self.sheet.merge_range(row, ANSWER_COLUMN, last, ANSWER_COLUMN, "", self.styles["choice"])
        self.sheet.merge_range(row, REASON_COLUMN, last, REASON_COLUMN, "", self.styles["open"])
        for column, text, style in zip((2, 3, 4), asked.told, ("cell", "middle", "cell"), strict=True):
            self.sheet.merge_range(row, column, last, column, text, self.styles[style])
            self.written[row, column] = text
        explained = max(_lines(asked.told[0], _TREATED_WIDTH), _lines(asked.told[2], _EXPLAINED_WIDTH))
        for step, side in enumerate("AB"):
            self._write(row + step, len(HEAD) - 1, side, "head")
            listing = asked.sides[step]
            texts = {name: str(listing.get(name) or "") for name in FACTS}
            # Excel grows no row by itself once cells are merged
            needed = [_lines(text, FACTS[name][2]) for name, text in texts.items() if name != "page_url"]
            lines = min(max(*needed, -(-explained // ROWS_PER_PAIR)), _MOST_LINES)
            self.sheet.set_row(row + step, _LINE_POINTS * lines + 2)
            for column, (name, (_, evidence, _)) in enumerate(FACTS.items(), start=len(HEAD)):
                text = texts[name]
                if name == "page_url" and 0 < len(text) <= _LONGEST_LINK:
                    self.sheet.write_url(row + step, column, text, self.styles["link"], text)
                    self.written[row + step, column] = text
                else:
                    self._write(row + step, column, text, _shown(asked, evidence, name))

    def finish(self, count: int) -> None:
        """Choices, protection, panes, widths, and paper: a wide table on A3, headings on every page."""
        last = FIRST_ROW + ROWS_PER_PAIR * max(count, 1) - 1
        said = f"COUNTA({xl_range(FIRST_ROW, ANSWER_COLUMN, last, ANSWER_COLUMN)})"
        left = f'="答えた数 "&{said}&"、あと "&({count}-{said})&"（全部で {count}）"'
        self.sheet.write_formula(LEFT_ROW, 0, left, None, f"答えた数 0、あと {count}（全部で {count}）")
        self.sheet.data_validation(
            FIRST_ROW,
            ANSWER_COLUMN,
            last,
            ANSWER_COLUMN,
            {
                "validate": "list",
                "source": list(self.answers),
                "error_title": "判定",
                "error_message": f"{'・'.join(self.answers)} から選んでください",
            },
        )
        self.sheet.freeze_panes(FIRST_ROW, REASON_COLUMN + 1)
        for column, width in enumerate(_WIDTHS):
            self.sheet.set_column(column, column, width)
        self.sheet.protect("", {"format_columns": True, "format_rows": True})
        self.sheet.set_landscape()
        self.sheet.set_paper(8)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(FIRST_ROW - 1)

    def _write(self, row: int, column: int, text: str, style: str) -> None:
        self.sheet.write_string(row, column, text, self.styles[style])
        self.written[row, column] = text


def _shown(asked: Question, evidence: str | None, name: str) -> str:
    """The colour of a cell; white where the workbook may not give away what we think."""
    if asked.evidence is None:
        return "cell"
    return agreement(evidence, asked.evidence, is_known=all(each.get(name) for each in asked.sides))


def _lines(text: str, width: int) -> int:
    """Lines a text takes in a column of so many narrow characters; Japanese ones are twice as wide."""
    return sum(-(-max(display_width(line), 1) // width) for line in text.split("\n"))
