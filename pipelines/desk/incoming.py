"""What people bring back into `decisions`: taken whole, left where it is with a sentence, or moved aside.

Belongs here: which workbooks are there, which reader a workbook goes to, where it goes then. Does not belong here:
reading one (`answers`, `owner_answers`), when it is looked at (`orchestration`).
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.decisions.ledger import todays_table
from pipelines.decisions.today import Today, where
from pipelines.desk.answers import answers_of
from pipelines.desk.owner_answers import take_owner_answers
from pipelines.desk.queue_sheets import OWNER_KEYS
from pipelines.desk.refused import remember_refused
from pipelines.desk.workbook import WorkbookError, read_grids
from pipelines.settings import OFFICE, Settings
from warehouse.permissions import make_folder
from warehouse.storage import read_table, write_bytes

TAKEN, UNREADABLE = "取り込み済み", "読めないもの"


def waiting(settings: Settings) -> list[Path]:
    """Workbooks that came back and have not been taken."""
    return sorted(path for path in (settings.decisions_dir).glob("*.xlsx") if path.name[0] not in "~.")


def taken(settings: Settings, day: str) -> tuple[list[str], list[str]]:
    """What was taken, and what is wrong, in words."""
    folder = settings.decisions_dir
    make_folder(folder)
    lines: list[str] = []
    refused: dict[str, list[str]] = {}
    listings = settings.table_path("norm__listings")
    if not waiting(settings) or not listings.is_file():
        return lines, []
    today = where(settings, read_table(listings))
    for path in waiting(settings):
        result = _read(path, settings, today, day)
        if result.is_unreadable:
            moved = _put_away(path, folder / UNREADABLE, day)
            told = [f"{problem} ファイルは「{UNREADABLE}」に移しました。" for problem in result.problems]
            refused[f"{UNREADABLE}/{moved.name}"] = told
            continue
        if result.problems:
            refused[path.name] = [f"{path.name} {problem}" for problem in result.problems]
            continue
        lines.append(f"{path.name}: {result.said}")
        _put_away(path, folder / TAKEN, day)
    remember_refused(settings.refused_path, folder, refused, is_any_taken=bool(lines))
    return lines, [sentence for sentences in refused.values() for sentence in sentences]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a workbook: a sentence, or what is wrong; then nothing was taken."""

    said: str
    problems: tuple[str, ...]
    is_unreadable: bool = False


def take_one(settings: Settings, name: str, body: bytes, day: str) -> Taken:
    """Take a workbook that somebody sent, all answers or none; it is kept once it is taken, and only then.

    Args:
        settings: where tables and ledgers are.
        name: of the file, without a folder.
        body: what is in it.
        day: today, ISO.

    Raises:
        DecisionError: nothing has been run yet.
    """
    today = where(settings, todays_table(settings, "norm__listings"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(body)
        result = _read(path, settings, today, day)
    if not result.problems:
        kept = settings.decisions_dir / TAKEN
        make_folder(kept)
        write_bytes(_free(kept, day, Path(name)), body)
    return result


def _read(path: Path, settings: Settings, today: Today, day: str) -> Taken:
    """A workbook of either kind, all answers or none."""
    try:
        grids = read_grids(path)
    except WorkbookError as error:
        return Taken("", (str(error),), is_unreadable=True)
    if OWNER_KEYS in grids:
        owners = take_owner_answers(grids, settings, date.fromisoformat(day))
        return Taken(owners.sentence(), owners.problems)
    answers = answers_of(grids, today, settings.pairs_path, day, OFFICE)
    return Taken(answers.sentence(), answers.problems)


def _put_away(path: Path, folder: Path, day: str) -> Path:
    make_folder(folder)
    target = _free(folder, day, path)
    path.replace(target)
    return target


def _free(folder: Path, day: str, path: Path) -> Path:
    """A name that no file of the folder has."""
    target, number = folder / f"{day} {path.name}", 1
    while target.exists():
        number += 1
        target = folder / f"{day} {path.stem} {number}{path.suffix}"
    return target
