"""確認待ち.xlsx: pairs worth a person's time, and the answers that come back.

Belongs here: that workbook, out and in. Does not belong here: which pairs (`match.activities`), what an answer does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from zipfile import BadZipFile

import openpyxl
import polars as pl
import xlsxwriter
from openpyxl.utils.exceptions import InvalidFileException

from pipelines.match.judgements import JudgementError, add_judgements, fingerprints

NAME = "確認待ち.xlsx"
SHEET = "確認待ち"
ANSWERS = {"同じ": "same", "別": "different", "保留": "unsure"}
_FACTS = {
    "name": "名称",
    "organizer": "主催",
    "ward_text": "区",
    "venue": "会場",
    "address": "所在地",
    "schedule": "日時",
    "target": "対象",
    "fee": "費用",
    "phone": "電話",
    "page_url": "ページ",
}
_EVIDENCE = {
    "名称": "name",
    "主催": "organizer",
    "区": "ward",
    "会場": "place",
    "日時": "when",
    "費用": "fee",
    "電話": "phone",
}
_HEAD = ["判定", "理由", "見込み", "根拠", "掲載A", "掲載B"]
_FIRST_ROW = 4
_AGREES, _DISAGREES, _OPEN = "#E2F0D9", "#FBE3D6", "#FFF7D6"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a workbook: answers taken, or what is wrong row by row; then nothing was taken."""

    taken: int
    problems: tuple[str, ...]


def write_queue(queue: pl.DataFrame, pairs: pl.DataFrame, listings: pl.DataFrame, path: Path) -> int:
    """Write the workbook: best question first, both listings side by side, evidence as colours, answers to choose.

    Args:
        queue: rows of `match__queue`.
        pairs: rows of `match__pairs`.
        listings: rows of `norm__listings`.
        path: the file to replace.

    Returns:
        Number of questions.
    """
    facts = {row["listing_id"]: row for row in listings.select("listing_id", *_FACTS).iter_rows(named=True)}
    bits = [name for name in pairs.columns if name.endswith("_bits")]
    asked = queue.sort("queue_rank").join(
        pairs.select("listing_id_a", "listing_id_b", *bits), on=["listing_id_a", "listing_id_b"], how="left"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part.xlsx")
    with xlsxwriter.Workbook(str(part), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        _fill(book, asked, facts)
    part.replace(path)
    return asked.height


def _fill(book: Any, asked: pl.DataFrame, facts: Mapping[str, dict[str, Any]]) -> None:
    sheet = book.add_worksheet(SHEET)
    base = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "border_color": "#CCCCCC"}
    styles = {
        "head": book.add_format({"bold": True, "bg_color": "#DCE9F5", "border": 1}),
        "open": book.add_format(base | {"bg_color": _OPEN, "locked": False}),
        "cell": book.add_format(base),
        "agrees": book.add_format(base | {"bg_color": _AGREES}),
        "disagrees": book.add_format(base | {"bg_color": _DISAGREES}),
    }
    sheet.write_string(
        0,
        0,
        "同じ活動ですか。黄色の「判定」で選び、「理由」を書いて、このファイルを decisions フォルダーに置いてください。",
    )
    sheet.write_string(
        1,
        0,
        "緑は合っている項目、赤は食い違う項目です。A と B を上下で見くらべてください。黄色のほかは変えません。",
    )
    headers = [*_HEAD, "", *_FACTS.values()]
    for column, header in enumerate(headers):
        sheet.write_string(_FIRST_ROW - 1, column, header, styles["head"])
    for number, row in enumerate(asked.iter_rows(named=True)):
        _question(sheet, styles, _FIRST_ROW + 2 * number, row, facts)
    last = _FIRST_ROW + 2 * max(asked.height, 1)
    choices = {"validate": "list", "source": list(ANSWERS), "error_message": "同じ・別・保留から選んでください"}
    sheet.data_validation(_FIRST_ROW, 0, last, 0, choices)
    sheet.freeze_panes(_FIRST_ROW, 2)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 8)
    sheet.set_column(3, 3, 40)
    sheet.set_column(4, 5, 18)
    sheet.set_column(6, 6, 3)
    sheet.set_column(7, 16, 24)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def _question(sheet: Any, styles: Any, row: int, said: dict[str, Any], facts: Mapping[str, dict[str, Any]]) -> None:
    for column in (0, 1):
        sheet.write_blank(row, column, None, styles["open"])
    told = [f"{said['probability']:.0%}", said["message_ja"], said["listing_id_a"], said["listing_id_b"]]
    for column, text in enumerate(told, start=2):
        sheet.write_string(row, column, text, styles["cell"])
    for step, side in enumerate(("a", "b")):
        sheet.write_string(row + step, len(_HEAD), side.upper(), styles["head"])
        listing = facts.get(said[f"listing_id_{side}"], {})
        for column, (name, header) in enumerate(_FACTS.items(), start=len(_HEAD) + 1):
            worth = said.get(f"{_EVIDENCE.get(header, '')}_bits")
            style = "cell" if not worth else "agrees" if worth > 0 else "disagrees"
            sheet.write_string(row + step, column, str(listing.get(name) or ""), styles[style])


def read_answers(path: Path, listings: pl.DataFrame, judgements: Path, decided_on: str, office: str) -> Imported:
    """Take the answers of a workbook, all or none.

    Args:
        path: the workbook as it came back.
        listings: rows of `norm__listings` of today.
        judgements: the file they are added to.
        decided_on: day, ISO.
        office: who decided; an office or a role.
    """
    try:
        sheet = openpyxl.load_workbook(path, data_only=True)[SHEET]
    except (OSError, KeyError, BadZipFile, InvalidFileException, ValueError) as error:
        return Imported(0, (f"{path.name} を開けません、またはシート「{SHEET}」がありません（{error}）。",))
    head = [cell.value for cell in sheet[_FIRST_ROW]][: len(_HEAD)]
    if head != _HEAD:
        return Imported(
            0, (f"{path.name}: 見出しが変わっています（{'、'.join(map(str, head))}）。元のファイルを使ってください。",)
        )
    known = set(fingerprints(listings).get_column("listing_id"))
    rows, problems = [], []
    seen: dict[tuple[str, str], str] = {}
    for number, cells in enumerate(sheet.iter_rows(min_row=_FIRST_ROW + 1, values_only=True), start=_FIRST_ROW + 1):
        answer, reason, _, _, left, right = cast("tuple[Any, ...]", cells)[: len(_HEAD)]
        if answer is None:
            continue
        problem = _problem(answer, left, right, known, seen)
        if problem:
            problems.append(f"{number} 行: {problem}")
            continue
        seen[left, right] = answer
        rows.append((left, right, ANSWERS[answer], str(reason or "")))
    if problems:
        return Imported(0, tuple(problems))
    try:
        add_judgements(judgements, listings, rows, decided_on, office)
    except JudgementError as error:
        return Imported(0, (str(error),))
    return Imported(len(rows), ())


def _problem(answer: Any, left: Any, right: Any, known: set[str], seen: Mapping[tuple[str, str], str]) -> str | None:
    if answer not in ANSWERS:
        return f"判定「{answer}」は使えません（{'・'.join(ANSWERS)}）。"
    missing = [str(each) for each in (left, right) if each not in known]
    if missing:
        return f"掲載 {'、'.join(missing)} がいまの一覧にありません。"
    if seen.get((left, right), answer) != answer:
        return f"{left} と {right} に二つの違う判定があります。"
    return None
