"""公開を戻す, 大きく変わった公開を認める: what people decide about a whole release.

Belongs here: those two forms. Does not belong here: what they do (`publish.history`, `decisions.accepted_releases`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from pipelines.core.diff_gate import MOST_CHURN, MOST_GONE
from pipelines.decisions.accepted_releases import accept_release, accepted_reason
from pipelines.decisions.ledger import DecisionError, todays_table
from pipelines.orchestration.forms.form import Fields, Form, office_of
from pipelines.publish.exports.people import labels
from pipelines.publish.history import roll_back
from pipelines.publish.shelf import Shelf, moment_of
from pipelines.settings import Settings
from warehouse.contract.tables.decisions import ACCEPTED_RELEASES
from warehouse.storage import read_table

_MOST, _EXAMPLES = 20, 10
_SURE = "yes"


def _shelves(settings: Settings, asked: Fields) -> dict[str, Any]:
    """Releases, the newest first, with when they were made, how much they hold, and which is shown."""
    shelf, shown = Shelf(settings.published_dir), []
    now = shelf.latest()
    if now is None:
        raise DecisionError("まだ何も公開していません。")
    for folder in reversed(shelf.as_published()[-_MOST:]):
        moment = moment_of(folder)
        (counts,) = read_table(folder / "release.parquet").select("activity_count", "listing_count").rows()
        when = f"{moment:%Y年%m月%d日 %H:%M}" if moment else folder.name
        shown.append((folder.name, when, *counts, folder.name == now.name))
    return {"releases": shown, "chosen": asked.get("release", "")}


def _roll_back(settings: Settings, given: Fields, _now: datetime) -> str:
    chosen = given.get("release", "")
    if not chosen:
        raise DecisionError("どの公開に戻すのかを選んでください。")
    if given.get("sure") != _SURE:
        raise DecisionError("公開中のデータがすぐに替わります。確かめたことの欄に印を付けてください。")
    folder = roll_back(settings.published_dir, chosen)
    moment = moment_of(folder)
    when = f"{moment:%Y年%m月%d日 %H:%M}" if moment else folder.name
    return f"{when} の公開に替えました。"


def _changed(settings: Settings, _asked: Fields) -> dict[str, Any]:
    """What tonight's release would change, so that a person can judge whether it is right."""
    release_id: str = todays_table(settings, "core__release").get_column("release_id").item()
    changes = todays_table(settings, "core__activity_changes")
    names = dict(todays_table(settings, "core__activities").select("activity_id", "name").iter_rows())
    before = Shelf(settings.published_dir).latest()
    if before is not None:
        old = read_table(before / "activities.parquet").select("activity_id", "name")
        names = dict(old.iter_rows()) | names
    kinds = []
    for code, label in labels("change").items():
        ids = changes.filter(pl.col("change_code") == code).get_column("activity_id").unique(maintain_order=True)
        if ids.len():
            kinds.append((label, ids.len(), [names.get(each, each) for each in ids.head(_EXAMPLES)]))
    is_shown = before is not None and before.name.startswith(release_id)
    accepted = accepted_reason(settings.judgements_dir / ACCEPTED_RELEASES.file, release_id)
    limits = f"IDが変わった掲載 {MOST_CHURN:.0%}、なくなった活動 {MOST_GONE:.0%}"
    return {"kinds": kinds, "is_waiting": not is_shown and accepted is None, "limits": limits}


def _accept(settings: Settings, given: Fields, now: datetime) -> str:
    if not _changed(settings, given)["is_waiting"]:
        raise DecisionError("認めるのを待っている公開はありません。")
    return accept_release(settings, given.get("reason", ""), now.date().isoformat(), office_of(given))


ROLL_BACK = Form(
    "rollback",
    "公開を前に戻す",
    "公開中のデータを、前の公開に戻す。次の更新で、また新しい公開になる",
    "次の更新でまた新しい公開になります。そのまま残したい誤りは、次の更新までに直してください。",
    _shelves,
    _roll_back,
)
ACCEPT = Form(
    "release",
    "大きく変わった公開を認める",
    "前の公開から変わりすぎて止まった公開を、変わり方を見て正しいときに認める",
    "30 秒ほどで「取得せずに作り直す」が始まり、終われば公開されます。",
    _changed,
    _accept,
)
