"""同じか別かを決める: two listings side by side, how they are published now, what each answer would change.

Belongs here: that form. Does not belong here: which pairs wait (`desk.waiting_pairs`), taking an answer
(`decisions.pairs`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from pipelines.decisions.ledger import DecisionError, todays_table
from pipelines.decisions.pairs import LABELS, WITHDRAWN, judge
from pipelines.desk.review import compared
from pipelines.desk.waiting_pairs import APART, TOGETHER, published_bridge, waiting_pairs, with_treatment
from pipelines.orchestration.forms.form import NEXT_NIGHT, Fields, Form, number_of, office_of
from pipelines.settings import Settings

_SIDES = "ab"


def _show(settings: Settings, asked: Fields) -> dict[str, Any]:
    waiting = waiting_pairs(settings)
    given = {"left": asked.get("left", ""), "right": asked.get("right", ""), "said": asked.get("said", "")}
    if not waiting:
        return {"count": 0, "answered": given, "withdrawn": WITHDRAWN}
    at = min(number_of(asked.get("at", "")), len(waiting) - 1)
    pair = waiting[at]
    listings, sources = todays_table(settings, "norm__listings"), todays_table(settings, "core__sources")
    ids = [pair[f"listing_id_{side}"] for side in _SIDES]
    named = listings.filter(pl.col("listing_id").is_in(ids)).join(
        sources.select("source_key", "source_name"), on="source_key", how="left"
    )
    facts = {row["listing_id"]: row for row in named.iter_rows(named=True)}
    bridge = published_bridge(settings)
    (told,) = with_treatment(pl.DataFrame([pair]).select("listing_id_a", "listing_id_b"), bridge).to_dicts()
    left, right = (facts.get(each, {}) for each in ids)
    return {
        "count": len(waiting),
        "at": at,
        "pair": pair,
        "left": left,
        "right": right,
        "rows": list(compared(pair, left, right)),
        "treatment": told["treatment"] or "どちらかは、まだ載せていません",
        "effects": _effects(told, bridge, left, right),
        "answered": given,
        "withdrawn": WITHDRAWN,
    }


def _effects(
    told: Mapping[str, Any], bridge: pl.DataFrame, left: Mapping[str, Any], right: Mapping[str, Any]
) -> dict[str, str]:
    """Answer → what it would change in what is published."""
    counts = dict(bridge.group_by("activity_id").len().iter_rows())
    of_a, of_b = (int(counts.get(told[f"activity_id_{side}"], 0)) for side in _SIDES)
    names = f"「{left.get('name')}」と「{right.get('name')}」"
    stays = {"same": "いまのまま、同じ活動として守られます。", "different": "いまのまま、別の活動として守られます。"}
    if told["treatment"] == TOGETHER:
        stays["different"] = f"いま {of_a} 件の掲載をまとめた活動から分かれ、{names}は別の活動になります。"
    elif told["treatment"] == APART:
        stays["same"] = f"{names}は一つの活動になります（掲載 {of_a + of_b} 件）。"
    return {**stays, "unsure": "何も変わりません。この組は、次の更新のあとでまた聞きます。"}


def _decide(settings: Settings, given: Fields, now: datetime) -> str:
    said = given.get("said", "")
    if said not in LABELS:
        raise DecisionError("同じ・別・保留 のどれかを選んでください。")
    left, right = given.get("left", ""), given.get("right", "")
    sentence = judge(settings, left, right, said, given.get("reason", ""), now.date().isoformat(), office_of(given))
    names = todays_table(settings, "norm__listings").filter(pl.col("listing_id").is_in([left, right]))
    for listing, name in names.select("listing_id", "name").iter_rows():
        sentence = sentence.replace(listing, f"「{name}」")
    return sentence


FORM = Form(
    "pairs",
    "同じか別かを決める",
    "同じ活動かどうかを人に聞きたい組に、ひと組ずつ答える（確認待ち.xlsx と同じ組）",
    NEXT_NIGHT,
    _show,
    _decide,
)
