"""変わった一覧を認める: the lists whose newest pages are unlike before, and that a person may know to be right.

Belongs here: that form. Does not belong here: which they are and what accepting does (`decisions.accepted_runs`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pipelines.decisions.accepted_runs import accept_run, acceptable_lists
from pipelines.decisions.ledger import DecisionError
from pipelines.orchestration.forms.form import Fields, Form, office_of
from pipelines.settings import Settings
from warehouse.lock import run_lock


def _show(settings: Settings, asked: Fields) -> dict[str, Any]:
    return {"lists": acceptable_lists(settings), "chosen": asked.get("source", "")}


def _decide(settings: Settings, given: Fields, now: datetime) -> str:
    source = given.get("source", "")
    if not source:
        raise DecisionError("どの一覧を認めるのかを選んでください。")
    with run_lock(settings.lock_path, now):
        return accept_run(settings, source, given.get("reason", ""), now.date().isoformat(), office_of(given))


FORM = Form(
    "list",
    "変わった一覧を認める",
    "件数や書き方が変わって止まっている一覧を、ページを見て正しいときに認める",
    "30 秒ほどで「取得せずに作り直す」が始まり、終われば、いまの一覧が公開に入ります。",
    _show,
    _decide,
)
