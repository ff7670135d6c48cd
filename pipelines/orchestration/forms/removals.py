"""掲載を取りやめる: a listing looked up by its name, taken away for good once somebody asked for it.

Belongs here: that form. Does not belong here: what taking away does (`withdrawal`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from pipelines.decisions.ledger import DecisionError
from pipelines.orchestration.forms.form import Fields, Form, office_of
from pipelines.orchestration.forms.values import MOST
from pipelines.publish.shelf import Shelf, as_written
from pipelines.settings import Settings
from pipelines.withdrawal.take_away import remove

_SURE = "yes"


def _show(settings: Settings, asked: Fields) -> dict[str, Any]:
    release = Shelf(settings.published_dir).latest()
    listings, sources = as_written(release, "activity_listings"), as_written(release, "sources")
    if listings is None or sources is None:
        raise DecisionError("まだ何も公開していません。")
    named = listings.join(sources.select("source_key", "source_name"), on="source_key", how="left")
    words, chosen = asked.get("q", "").strip(), asked.get("listing", "")
    rows = named.filter(pl.col("listing_id") == chosen).to_dicts()
    parts = words.split()
    where = pl.concat_str("listing_id", "name", "source_name", separator=" ", ignore_nulls=True)
    matching = named.filter(*(where.str.contains(part, literal=True) for part in parts)).sort("name")
    count = matching.height if parts else 0
    shown = matching.head(min(count, MOST)).to_dicts()
    return {"listing": rows[0] if rows else None, "words": words, "matching": shown, "count": count}


def _decide(settings: Settings, given: Fields, now: datetime) -> str:
    if given.get("sure") != _SURE:
        raise DecisionError("取りやめると元に戻せません。確かめたことの欄に印を付けてください。")
    return remove(settings, given.get("listing", ""), given.get("reason", ""), now, office_of(given))


FORM = Form(
    "removal",
    "掲載を取りやめる",
    "求めのあった掲載を、公開中のデータからも過去の公開からも消す（元に戻せない）",
    "掲載の一覧にまた載っても、これからの更新では取り込みません。元のページから消すのは、一覧の担当です。",
    _show,
    _decide,
)
