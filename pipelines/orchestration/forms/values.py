"""値を直す: an activity looked up by its name, one of its values put right until a day.

Belongs here: that form. Does not belong here: what can be corrected and how a value is read (`core.corrections`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl

from pipelines.core.corrections import FIELDS
from pipelines.decisions.corrections import correct, end_of_fiscal_year
from pipelines.decisions.ledger import DecisionError, todays_table
from pipelines.orchestration.forms.form import NEXT_NIGHT, Fields, Form, office_of
from pipelines.settings import Settings
from warehouse.contract import VOCABULARIES
from warehouse.contract.columns import COLUMNS

MOST = 30
_CODED = {"kind_code": "kind", "status_code": "status", "ward_code": "ward"}


def _show(settings: Settings, asked: Fields) -> dict[str, Any]:
    activities = todays_table(settings, "core__activities")
    words, chosen = asked.get("q", "").strip(), asked.get("activity", "")
    rows = activities.filter(pl.col("activity_id") == chosen).to_dicts()
    if rows:
        (row,) = rows
        fields = [(name, _label(name), _told(name, row[name])) for name in FIELDS]
        choices = {_label(name): [each.ja for each in VOCABULARIES[of].codes] for name, of in _CODED.items()}
        until = end_of_fiscal_year(date.fromisoformat(asked["today"])).isoformat()
        return {"activity": row, "fields": fields, "choices": choices, "until": until, "words": words}
    matching = _matching(activities, words)
    shown = [row | {"ward": _told("ward_code", row["ward_code"])} for row in matching.head(MOST).to_dicts()]
    return {"activity": None, "words": words, "matching": shown, "count": matching.height}


def _matching(activities: pl.DataFrame, words: str) -> pl.DataFrame:
    """Activities whose name or place holds every word."""
    where = pl.concat_str("activity_id", "name", "venue", "organizer", separator=" ", ignore_nulls=True)
    parts = words.split()
    matching = activities.filter(*(where.str.contains(part, literal=True) for part in parts))
    return matching.sort("name").head(0 if not parts else matching.height)


def _label(name: str) -> str:
    return COLUMNS[name].ja.partition("（")[0].removesuffix("のコード")


def _told(name: str, value: object) -> str:
    if name in _CODED:
        codes = VOCABULARIES[_CODED[name]].codes
        return next((each.ja for each in codes if each.code == value), "")
    return "" if value is None else str(value)


def _decide(settings: Settings, given: Fields, now: datetime) -> str:
    field, value = given.get("field", ""), given.get("value", "").strip()
    if not field:
        raise DecisionError("直す項目を選んでください。")
    if not value:
        raise DecisionError("正しい値を書いてください。")
    what = (given.get("activity", ""), field, value, given.get("until", "").strip())
    return correct(settings, *what, given.get("reason", ""), now.date().isoformat(), office_of(given))


FORM = Form(
    "value",
    "値を直す",
    "活動を名前で探し、項目を一つ選んで、期限つきで直す",
    NEXT_NIGHT,
    _show,
    _decide,
)
