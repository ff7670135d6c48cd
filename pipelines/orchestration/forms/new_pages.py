"""新しいページを使う: lists that have moved, and where the page of links leads now.

Belongs here: that form. Does not belong here: what a new page does (`decisions.addresses`), the crawl that follows
(`orchestration.sensors`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pipelines.decisions.addresses import usable_addresses, use_new_page, waiting_addresses
from pipelines.decisions.ledger import DecisionError
from pipelines.orchestration.forms.form import Fields, Form, office_of
from pipelines.settings import Settings

_BETWEEN = " "
"""Between source and page in one choice; neither holds a blank."""


def _show(settings: Settings, asked: Fields) -> dict[str, Any]:
    lists = usable_addresses(settings, waiting_addresses(settings))
    return {"lists": lists, "chosen": asked.get("source", "").partition(_BETWEEN)[0]}


def _decide(settings: Settings, given: Fields, now: datetime) -> str:
    key, _, url = given.get("source", "").partition(_BETWEEN)
    if not key or not url:
        raise DecisionError("どの一覧のページを替えるのかを選んでください。")
    if given.get("sure") != "yes":
        raise DecisionError("新しいページを開いて確かめ、確かめたことの欄に印を付けてください。")
    reason = given.get("reason", "").strip() or "リンク集の案内先を開いて確かめた"
    return use_new_page(settings, key, url, reason, now.date().isoformat(), office_of(given))


FORM = Form(
    "new_page",
    "この新しいページを使う",
    "ページが移った一覧を、リンク集が案内している新しいページから取得する",
    "30 秒ほどで「この一覧だけ再取得」が始まり、入口に「いま動いている更新」と出ます。読めれば公開に入ります。",
    _show,
    _decide,
)
