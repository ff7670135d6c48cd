"""答えた Excel を渡す: a workbook with answers, sent from the browser and taken at once.

Belongs here: that form. Does not belong here: what is in a workbook (`desk`), how a file travels (`sent_file`).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.decisions.ledger import DecisionError
from pipelines.desk.incoming import take_one
from pipelines.orchestration.forms.form import Fields, Form, SentFile
from pipelines.settings import Settings

_SUFFIX = ".xlsx"


def _show(_settings: Settings, _asked: Fields) -> dict[str, Any]:
    return {}


def _decide(settings: Settings, given: Fields, now: datetime) -> str:
    sent = given.get("file")
    if not isinstance(sent, SentFile) or not sent.body:
        raise DecisionError("答えを書いた Excel を選んでください。")
    name = Path(sent.name.replace("\\", "/")).name
    if not name.lower().endswith(_SUFFIX):
        raise DecisionError(
            f"「{name}」は Excel（.xlsx）ではありません。確認待ち.xlsx か食い違いの Excel を選んでください。"
        )
    taken = take_one(settings, name, sent.body, now.date().isoformat())
    if taken.problems:
        raise DecisionError(
            "\n".join(["何も取り込んでいません。直してから、もう一度渡してください。", *taken.problems])
        )
    return f"{name}: {taken.said}"


FORM = Form(
    "workbook",
    "答えた Excel を渡す",
    "確認待ち.xlsx や食い違いの Excel に書いた答えを、画面から渡す",
    "",
    _show,
    _decide,
    takes_file=True,
)
