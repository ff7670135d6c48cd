"""Workbooks that came back and could not be taken: what is wrong with each, for as long as the file lies there.

Belongs here: the file that remembers. Does not belong here: taking workbooks (`incoming`), telling
people (`watch`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from warehouse.storage import write_text


def remember_refused(path: Path, folder: Path, refused: Mapping[str, Sequence[str]], *, is_any_taken: bool) -> None:
    """Remember what is wrong now; what was wrong before is over once its file is gone, or a good one has come.

    Args:
        path: the file that remembers.
        folder: where workbooks are put.
        refused: name of a workbook within the folder → sentences.
        is_any_taken: whether another workbook was taken at the same time.
    """
    before = {} if is_any_taken else _standing(path, folder)
    write_text(path, json.dumps({**before, **refused}, ensure_ascii=False, indent=1) + "\n")


def still_refused(path: Path, folder: Path) -> list[str]:
    """What is wrong with workbooks that lie there still, one sentence each.

    Args:
        path: the file that remembers.
        folder: where workbooks are put.
    """
    return [sentence for sentences in _standing(path, folder).values() for sentence in sentences]


def _standing(path: Path, folder: Path) -> dict[str, list[str]]:
    """What is remembered of files that are there; nothing where the file is damaged: the next import says it again."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return {name: [str(each) for each in rows[name]] for name in rows if (folder / name).is_file()}
    except (FileNotFoundError, ValueError, TypeError):
        return {}
