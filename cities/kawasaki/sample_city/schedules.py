"""When generated activities meet, and the many ways to write it.

What belongs here: the rule of an activity, its next dates, and its wordings. What does not: reading a schedule back
(that is the pipeline's work and must not be helped from here).
"""

import datetime as dt
import random
from dataclasses import dataclass

from cities.kawasaki.sample_city.chance import maybe, pick, weighted
from cities.kawasaki.sample_city.vocabulary import vocabulary

TODAY = dt.date(2026, 11, 23)
WEEKDAYS = "月火水木金土日"
KANJI = "〇一二三四五"

# Measured on the real rows (docs/sources.md §8); "other" holds 平日, 不定期 and the like.
KIND_WEIGHTS = {"nth": 30.0, "dates": 22.0, "frequency": 18.0, "weekly": 16.0, "yearly": 4.0, "other": 10.0}


@dataclass(frozen=True)
class Rule:
    """When an activity meets.

    Attributes:
        kind: One of the keys of `KIND_WEIGHTS`.
        ordinals: Weeks of the month (1…4).
        weekdays: 0 is Monday.
        start: Minutes after midnight.
        end: Minutes after midnight.
        times: Times per month or year, for frequency wordings.
        exception: A remark such as （雨天中止）, or an empty string.
    """

    kind: str
    ordinals: tuple[int, ...]
    weekdays: tuple[int, ...]
    start: int
    end: int
    times: int
    exception: str


def draw_rule(rng: random.Random) -> Rule:
    """Draws the rule of an activity.

    Args:
        rng: The stream to draw from.

    Returns:
        The rule.
    """
    ordinals = weighted(rng, {(1,): 3, (2,): 4, (3,): 4, (4,): 3, (1, 3): 3, (2, 4): 4})
    kind = weighted(rng, KIND_WEIGHTS)
    first = rng.randrange(7)
    two_days = kind == "weekly" and maybe(rng, 0.25)
    weekdays = tuple(sorted({first, (first + 2) % 7})) if two_days else (first,)
    start = weighted(rng, {540: 1, 570: 2, 600: 8, 630: 2, 780: 3, 810: 4, 840: 3, 900: 1, 1080: 1, 1140: 1})
    end = start + weighted(rng, {30: 1, 60: 2, 90: 4, 120: 6, 150: 1, 180: 2})
    exception = pick(rng, vocabulary().lists["exceptions"]) if maybe(rng, 0.14) else ""
    return Rule(kind, ordinals, weekdays, start, end, len(ordinals), exception)


def next_dates(rule: Rule, count: int, skip: int = 0) -> list[dt.date]:
    """Lists the next meetings after the fixed day.

    Args:
        rule: The rule; every kind is read as its ordinals and weekdays.
        count: How many dates.
        skip: How many of the first dates to leave out.

    Returns:
        The dates in order.
    """
    dates: list[dt.date] = []
    day = TODAY
    while len(dates) < count + skip:
        day += dt.timedelta(days=1)
        if day.weekday() in rule.weekdays and ((day.day - 1) // 7 + 1 in rule.ordinals or rule.kind == "weekly"):
            dates.append(day)
    return dates[skip:]


def clock_text(minutes: int, style: str) -> str:
    """Writes a time of day.

    Args:
        minutes: Minutes after midnight.
        style: `ampm`, `hour`, `colon`, `wide` or `seconds`.

    Returns:
        For example 午後1時30分, 13時半, 13:30 or 13：30.
    """
    hour, minute = divmod(minutes, 60)
    tail = f"{minute}分" if minute else ""
    if style == "ampm":
        return f"午後{hour - 12}時{tail}" if minutes > 720 else f"午前{hour}時{tail}"
    if style == "hour":
        return f"{hour}時{tail}"
    if style == "half":
        return f"{hour}時半" if minute == 30 else f"{hour}時{tail}"
    return {"colon": f"{hour}:{minute:02d}", "wide": f"{hour}：{minute:02d}", "seconds": f"{hour:02d}:{minute:02d}:00"}[
        style
    ]


def _range(rng: random.Random, rule: Rule) -> str:
    style = weighted(rng, {"ampm": 30, "hour": 34, "half": 4, "colon": 24, "wide": 8})
    mark = weighted(rng, {"から": 26, "～": 22, "〜": 16, "~": 14, "-": 9, "－": 7, "–": 2, "より": 1})
    if style in {"ampm", "hour", "half"} and mark in {"-", "－", "–"}:
        mark = "～"
    start, end = clock_text(rule.start, style), clock_text(rule.end, style)
    same_half = (rule.start < 720) == (rule.end <= 720)
    if style == "ampm" and same_half and maybe(rng, 0.7):
        end = end[2:]  # 午後 carries over: 午後1時から3時
    if maybe(rng, 0.07):
        return f"{start}から" if style in {"ampm", "hour", "half"} else f"{start}～"
    return f"{start}{mark}{end}" + ("まで" if mark == "から" and maybe(rng, 0.4) else "")


def _weekday_words(rng: random.Random, rule: Rule) -> str:
    tail = "曜日" if maybe(rng, 0.7) else "曜"
    return "・".join(WEEKDAYS[day] for day in rule.weekdays) + tail


def _ordinal_words(rng: random.Random, rule: Rule) -> str:
    style = weighted(rng, {"ascii": 62, "wide": 22, "kanji": 10, "list": 6})
    if style == "kanji":
        return "・".join(f"第{KANJI[week]}" for week in rule.ordinals)
    numbers = [str(week) if style != "wide" else chr(0xFF10 + week) for week in rule.ordinals]
    if style == "list":
        return "第" + "，".join(numbers)
    return pick(rng, ("・", "、")).join("第" + number for number in numbers)


def _nth(rng: random.Random, rule: Rule) -> str:
    head = "毎月" if maybe(rng, 0.8) else ""
    return f"{head}{_ordinal_words(rng, rule)}{_weekday_words(rng, rule)}"


def _dates(rng: random.Random, rule: Rule) -> str:
    style = weighted(rng, {"plain": 5, "slash": 2, "year": 2, "reiwa": 1})
    words = []
    for day in next_dates(rule, rng.randint(1, 3)):
        week = WEEKDAYS[day.weekday()]
        if style == "slash":
            words.append(f"{day.month}/{day.day}({week})")
        elif style == "plain":
            words.append(f"{day.month}月{day.day}日({week})")
        else:
            year = f"{day.year}年" if style == "year" else f"令和{day.year - 2018}年"
            words.append(f"{year if not words else ''}{day.month}月{day.day}日（{week}）")
            if day.month == 12 and style == "year":
                break  # a year in front must hold for every date behind it
    if style == "reiwa":
        words = words[:1]
    return "、".join(words)


def _frequency(rng: random.Random, rule: Rule) -> str:
    return pick(
        rng,
        (
            f"月{rule.times}回",
            f"月{rule.times}回程度",
            f"月{rule.times}回の割合",
            f"毎月{rule.times}回",
            f"月{rule.times}～{rule.times + 1}回",
        ),
    )


def _yearly(rng: random.Random, _rule: Rule) -> str:
    return pick(rng, ("年2回（春・秋）", "年4回", "年5～6回", "年数回", "年1回（秋）"))


def _weekly(rng: random.Random, rule: Rule) -> str:
    words = _weekday_words(rng, rule)
    return pick(rng, (f"毎週{words}", f"毎週{words}", f"毎週 {words}", f"{words}（週{len(rule.weekdays)}回）"))


def _other(rng: random.Random, rule: Rule) -> str:
    return pick(rng, ("平日", "不定期", "随時", "隔月1回", f"隔週{_weekday_words(rng, rule)}", "毎日", "土日"))


_WORDINGS = {
    "nth": _nth,
    "dates": _dates,
    "frequency": _frequency,
    "yearly": _yearly,
    "weekly": _weekly,
    "other": _other,
}


def write_days(rng: random.Random, rule: Rule, reword: bool) -> str:
    """Writes the days of a rule without times.

    Args:
        rng: The stream to draw from.
        rule: The rule.
        reword: Whether a less exact wording (月1回 for 毎月第3日曜日) is allowed.

    Returns:
        The words.
    """
    if reword and rule.kind in {"nth", "dates"} and maybe(rng, 0.3):
        return _frequency(rng, rule)
    if reword and rule.kind == "frequency" and maybe(rng, 0.4):
        return _nth(rng, rule)
    return _WORDINGS[rule.kind](rng, rule)


def write_schedule(rng: random.Random, rule: Rule, reword: bool = False) -> str:
    """Writes a rule in one of the measured forms.

    Args:
        rng: The stream to draw from.
        rule: The rule.
        reword: Whether a less exact wording of the days is allowed.

    Returns:
        The schedule as a listing would print it.
    """
    days = write_days(rng, rule, reword)
    if maybe(rng, 0.78 if rule.kind not in {"yearly", "other"} else 0.35):
        days += pick(rng, ("", "", " ", "　", "の")) + _range(rng, rule)
    elif maybe(rng, 0.3):
        days += "の午前" if rule.start < 720 else "の午後"
    return days + (pick(rng, ("", " ")) + rule.exception if rule.exception and maybe(rng, 0.7) else "")
