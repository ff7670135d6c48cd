"""Months in which a rule differs: 12月のみ第2,3土曜日, 1月は第4.

Belongs here: finding them, and the rules of these months and of the others. Does not belong here: months that limit a
rule (`month_limits`), months without any (`closings`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.normalise.schedule.model import Rule
from pipelines.normalise.schedule.monthly import ORDINALS, PLAIN_WEEKDAY, nth_days
from pipelines.normalise.schedule.months import months_of
from pipelines.normalise.schedule.notation import WEEKDAYS

_ONLY_MONTH = re.compile(
    rf"[※(]?(?:ただし|但し)?、?(?P<months>(?:[0-9]{{1,2}}月?[・、と〜-]){{0,6}}[0-9]{{1,2}}月)(?:のみ|だけ|は)、?\s?"
    rf"(?P<what>{ORDINALS}(?:{PLAIN_WEEKDAY}(?:・{PLAIN_WEEKDAY})*)?)(?P<too>も)?(?:の?み|だけ)?\)?"
)


def differing_months(text: str) -> list[re.Match[str]]:
    """Where a text says what holds in some months only.

    Args:
        text: a folded text without dates, times and exceptions.
    """
    return list(_ONLY_MONTH.finditer(text))


def differing(rules: list[Rule], match: re.Match[str]) -> tuple[list[Rule], str]:
    """The rules of these months and of the others: the base rules hold in the others.

    Args:
        rules: monthly rules of the text.
        match: one of `differing_months`.

    Returns:
        The rules, and the code that says in which months they differ.
    """
    months, what = months_of(match["months"]), match["what"]
    days_text = re.sub("[^月火水木金土日]", "", re.sub("曜日|週の?", "", what))
    weekdays = days_text or "".join(
        WEEKDAYS[day] for day in dict.fromkeys(day.weekday for rule in rules for day in rule.days)
    )
    code = f"month_differs={','.join(map(str, months))}"
    if not rules or not weekdays or not months or (not days_text and len(weekdays) > 1):
        return rules, code
    special = Rule("MONTHLY", nth_days(what, weekdays), months=months, start=match.start())
    if match["too"]:
        return [*rules, special], code
    others = [tuple(month for month in rule.months or range(1, 13) if month not in months) for rule in rules]
    return [*(replace(rule, months=rest) for rule, rest in zip(rules, others, strict=True) if rest), special], code
