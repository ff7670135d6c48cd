"""The exceptions of a joined schedule: closings, weather and bounds out of what all listings of an activity say.

Belongs here: which codes go with the rule, and which hold whoever says them. Does not belong here: rules, days and
hours (`joined_schedules`), what a code means for a day (`normalise.occurrences`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.core.schedule_pieces import Pieces

# Codes that say when a rule holds, or that the text says more than was read: they belong to what stands beside them
_OF_THE_RULE = ("period", "fiscal_year", "month_differs", "closed", "closed_date", "extra_dates", "in_principle")
_OF_THE_HOURS, _FOR_NOW = "approx_time", "temp_closed"
_RAIN, _STORM = ("rain", "light_rain"), ("storm",)


def conditions(said: Sequence[Pieces], base: Pieces, ruling: Sequence[Pieces]) -> tuple[str, ...]:
    """What is said beside the rule, every condition of any listing, of the weather the newest word.

    Args:
        said: all listings, the older first.
        base: the listing that says most of the schedule.
        ruling: the listings of the rule that holds.

    Returns:
        Exceptions, those of the base first and in its order.
    """
    by_name = {
        code.partition("=")[0]: code for each in [*reversed(ruling), base] for code in each.codes if _is_of(code)
    }
    for each in said:
        if not each.rules or each in ruling:  # what is said of a rule that does not hold holds neither
            by_name |= {code.partition("=")[0]: code for code in each.codes if _holds(code, each, said, base)}
    order = [code.partition("=")[0] for code in base.codes]
    return tuple(
        by_name[name] for name in sorted(by_name, key=lambda name: (name not in order, [*order, name].index(name)))
    )


def _is_of(code: str) -> bool:
    """Whether a code belongs to the rule or the days it stands beside; so does the day weather moves one to."""
    name, _, value = code.partition("=")
    return name in _OF_THE_RULE or (name.endswith("_postpones") and bool(value))


def _holds(code: str, pieces: Pieces, said: Sequence[Pieces], base: Pieces) -> bool:
    if _is_of(code):
        return False
    if code == _OF_THE_HOURS:
        return pieces is base
    if code == _FOR_NOW:
        return pieces is base or pieces is said[-1]
    weather = next((names for names in (_RAIN, _STORM) if code.startswith(names)), None)
    if weather is None:
        return True
    # 雨天中止 and 小雨決行 stand beside each other only in one text
    return pieces is [each for each in said if any(other.startswith(weather) for other in each.codes)][-1]
