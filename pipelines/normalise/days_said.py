"""Days and times a listing speaks of, however it is written, as evidence for matching.

Belongs here: what was read of a schedule as days of a month; where nothing was read, forms that real lists use,
やさしい日本語 and English among them. Does not belong here: what is published of a schedule (`schedule`): there nothing
is asserted that is not certain; here a likely day is one two lists may share.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

import polars as pl

from pipelines.normalise.per_value import map_expr, map_rows
from pipelines.normalise.schedule.notation import BYDAY, WEEKDAYS, rule_parts, weekdays_of
from pipelines.normalise.schedule.tongues import ENGLISH_DAYS, KANA_DAYS

_WEEKS = range(1, 6)
_EASY = [
    # 1日 8-10, 奇数月3日: in the shorthand of sheets the first and the third Sunday
    (re.compile(r"(?:^|(?<=数月))([1-5])(?=日 ?[0-9])"), lambda match: f"第{match[1]}"),
    (re.compile(r"毎月(?!曜)"), lambda _: " "),
    # 木 1630-1830, 火10-1040, 水0930-1130
    (
        re.compile(
            r"(?<![0-9:時])([01]?[0-9]|2[0-3])([0-5][0-9])?[-〜~]([01]?[0-9]|2[0-3])([0-5][0-9])?(?![0-9:時月日回週年名人歳円階番か])"
        ),
        lambda match: f" {match[1]}:{match[2] or '00'}〜{match[3]}:{match[4] or '00'}",
    ),
    (re.compile(r"(?<![0-9:])([01][0-9]|2[0-3])([0-5][0-9])(?=$|[-〜~ ])"), lambda match: f" {match[1]}:{match[2]}"),
    (re.compile(r"(?<=[月火水木金土日])([6-9]|1[0-9])$"), lambda match: f" {match[1]}:00"),
    (re.compile(r"曜日"), lambda _: "曜"),
    (re.compile(rf"({'|'.join(KANA_DAYS)})よう(?:び|日)?"), lambda match: f"{KANA_DAYS[match[1]]}曜"),
    (re.compile(rf"(?i)\b({'|'.join(ENGLISH_DAYS)})[a-z]*\.?"), lambda match: f"{ENGLISH_DAYS[match[1].lower()]}曜"),
    (re.compile(r"(?i)\band\b"), lambda _: "&"),
    (re.compile(r"(\d)(?:st|nd|rd|th)(?= )"), lambda match: f"第{match[1]}"),
    (re.compile(r"([1-5])(?:かいめ|ばんめ)の? ?"), lambda match: f"第{match[1]}"),
    (re.compile(r"だい ?([1-5])"), lambda match: f"第{match[1]}"),
    (re.compile(r"[①②③④⑤]"), lambda match: f"第{ord(match[0]) - ord('①') + 1}"),
    (re.compile(r"第([一二三四五])"), lambda match: f"第{'一二三四五'.index(match[1]) + 1}"),
    (re.compile(r"[(（][^()（）]*(?:休|除)[^()（）]*[)）]|※.*$"), lambda _: " "),
    (
        re.compile(rf"([{WEEKDAYS}])曜?日?[〜~-]([{WEEKDAYS}])(?=曜|[)）\s]|$)"),
        lambda match: f" {_run(*match.groups())}曜 ",
    ),
    (re.compile(r"毎日|毎朝|まいにち|連日"), lambda _: f" {WEEKDAYS}曜 "),
]
_MONTHLY = re.compile(r"(?<!第)(?<![0-9])[0-9]{1,2}日(?!曜)")
_NTH = re.compile(
    r"((?:第? ?[1-5](?: ?[・、,.と&] ?)?)+)(?:週)?の?[ (（]*"
    rf"((?:[{WEEKDAYS}](?![0-9月時回])(?:曜日?)?[)）]?[・、,/と&]? ?)+)"
)
_WEEKDAYS = re.compile(rf"(?<![0-9])([{WEEKDAYS}]+)(?=曜|[)）・、,/\s〜~APの朝昼夜午]|$)")
_DATED = re.compile(rf"([0-9]{{1,2}})(?:月|/)([0-9]{{1,2}})(?:日)? ?[(（]?([{WEEKDAYS}])?")
_OPEN = re.compile(r"月[1-4]回|隔週|不定期|年[0-9]+回")
_TIME = re.compile(
    r"(午前|午後|夜|よる|ごご|ごぜん|夕方|朝)? ?(?<![0-9/月年.])([0-9]{1,2})"
    r"(?:[:：時じ]|(?=[ap]m)|(?= ?[〜~-] ?(?:[0-9]{1,2}(?:[:：時じap]|$)|noon)))([0-5][0-9])?(半)?(?: ?([ap])m)?"
)
_SHORT_IN_PROSE = [
    # 火915, 第3土1015: in posts and headlines
    (
        re.compile(rf"(?<=[{WEEKDAYS}])([6-9]|1[0-9]|2[01])([0-5][05])(?![0-9])"),
        lambda match: f"曜 {match[1]}:{match[2]}",
    ),
    (re.compile(rf"(?<=[{WEEKDAYS}])(?=[0-9]{{1,2}}(?::[0-9]|[-〜~][0-9]|時))"), lambda _: "曜 "),
]
_CLOSED_IN_PROSE = re.compile(rf"(?:第[1-5・、,]+)?[{WEEKDAYS}](?:曜日?|[)）])[^。、 ]{{0,6}}(?:休|除|以外)")
_NTH_IN_PROSE = re.compile(rf"(?=第){_NTH.pattern}")
_WEEKDAY_IN_PROSE = re.compile(
    rf"([{WEEKDAYS}](?:曜?日?[・、と][{WEEKDAYS}])*)曜|[(（]([{WEEKDAYS}](?:[・、][{WEEKDAYS}])*)(?:[)）]|・祝)"
)
_DATE_IN_PROSE = re.compile(r"(?<![0-9/])(1[0-2]|[1-9])(?:月|/)(3[01]|[12]?[0-9])(?:日|(?![0-9/月]))")
_TIME_IN_PROSE = re.compile(
    r"(午前|午後|夜|よる|ごご|ごぜん|夕方|朝)? ?(?<![0-9/月年.])([0-9]{1,2})"
    r"(?:[:：](?=[0-5][0-9])|時(?!間)|じ(?!か)|(?=[ap]m))([0-5][0-9])?(半)?(?: ?([ap])m)?"
)
_LATE = ("午後", "夜", "よる", "ごご", "夕方", "p")
_NOON, _EARLIEST = 12 * 60, 6 * 60
_EVENING = 17 * 60
_OPEN_DAILY = 5
_HALVES = {
    "am": re.compile("午前|ごぜん|朝|AM|am"),
    "pm": re.compile("午後|ごご|昼|PM|pm"),
    "night": re.compile("夜|よる|夕方"),
}
_MONTHS = {"1;3;5;7;9;11": re.compile("奇数月|(?i:odd months)"), "2;4;6;8;10;12": re.compile("偶数月|(?i:even months)")}


def days_said(listings: pl.DataFrame, told: pl.DataFrame | None = None) -> pl.DataFrame:
    """What days and times of the day listings speak of.

    Args:
        listings: `schedule` as people read it, and what was read of it: `schedule_rrules`, `schedule_days`,
            `session_starts`.
        told: what name and prose say (`in_prose`), for listings whose schedule says nothing.

    Returns:
        `days_said`: week of the month and weekday (2WE), separated by `;`, every week for a weekly day; null where no
        such day is said. `weekdays_said`: weekdays alone. `dates_said`: month and day (12-04). `starts_said`: first
        minutes of the sessions after midnight, and `start_said` the first of them; all as text. `half_said`: morning,
        afternoon or evening. `months_said`: the months of a rule that holds for some only. What was read goes before
        what a text only seems to say.
    """
    names = ("days_said", "weekdays_said", "dates_said", "start_said", "half_said", "months_said")
    likely = map_rows(listings.get_column("schedule"), _likely, dict.fromkeys(names, pl.String))
    read = listings.select(
        rules=pl.col("schedule_rrules").list.join(" ").replace("", None),
        days=pl.col("schedule_days").list.unique().list.sort(),
        starts=pl.col("session_starts").list.eval(_minutes(pl.element())).list.unique(maintain_order=True),
    ).select(
        days_said=_joined(
            map_expr(pl.col("rules"), _weeks_of, pl.String), pl.col("days").list.eval(_week_and_weekday(pl.element()))
        ),
        weekdays_said=_joined(
            map_expr(pl.col("rules"), _weekdays_in, pl.String), pl.col("days").list.eval(_weekday(pl.element()))
        ),
        months_said=map_expr(pl.col("rules"), _months_of, pl.String),
        has_day=pl.col("rules").is_not_null() | (pl.col("days").list.len() > 0),
        dates_said=_text(pl.col("days").list.eval(pl.element().dt.strftime("%m-%d")).list.unique().list.sort()),
        starts_said=_text(pl.col("starts")),
        start_said=pl.col("starts").list.first(),
    )
    both = read.hstack(likely.rename({name: f"likely_{name}" for name in names})).hstack(
        told if told is not None else in_prose(pl.Series([None] * listings.height, dtype=pl.String))
    )
    has_likely = pl.any_horizontal(pl.col(f"likely_{name}").is_not_null() for name in names[:3])
    day = [
        pl.when("has_day").then(name).when(has_likely).then(f"likely_{name}").otherwise(prose).alias(name)
        for name, prose in zip(names[:3], ("prose_days", "prose_weekdays", "prose_dates"), strict=True)
    ]
    # Five days a week are the hours of a house, not the days of a group: they name none
    is_open_daily = pl.col("weekdays_said").str.count_matches("[A-Z]+") >= _OPEN_DAILY
    starts = [
        pl.coalesce(name, "likely_start_said", "prose_start").alias(name) for name in ("start_said", "starts_said")
    ]
    start = pl.coalesce("start_said", "likely_start_said", "prose_start").cast(pl.Int32)
    half = pl.when(start < _NOON).then(pl.lit("am")).when(start < _EVENING).then(pl.lit("pm"))
    rows = both.select(
        *day,
        *starts,
        half_said=pl.when(start.is_null()).then("likely_half_said").otherwise(half.otherwise(pl.lit("night"))),
        months_said=pl.coalesce("months_said", "likely_months_said"),
    )
    return rows.with_columns(
        pl.when(~is_open_daily.fill_null(value=False)).then(name).alias(name) for name in names[:2]
    )


def in_prose(texts: pl.Series) -> pl.DataFrame:
    """What days and times running text names; as `days_said`, but only where a text can mean nothing else.

    Args:
        texts: String column, as people read it.

    Returns:
        `prose_days`, `prose_weekdays`, `prose_dates`, `prose_start`, of the same length.
    """
    names = ("prose_days", "prose_weekdays", "prose_dates", "prose_start")
    return map_rows(texts, _named_in_prose, dict.fromkeys(names, pl.String))


def _named_in_prose(text: str) -> tuple[str | None, ...]:
    for form, rewritten in (*_SHORT_IN_PROSE, *_EASY):
        text = form.sub(rewritten, text)
    text = _CLOSED_IN_PROSE.sub(" ", text)
    days = _nth_of(_NTH_IN_PROSE, text)
    weekdays = {weekday for _, weekday in days} or {
        WEEKDAYS.index(day)
        for match in _WEEKDAY_IN_PROSE.finditer(text)
        for day in re.findall(f"[{WEEKDAYS}]", next(filter(None, match.groups())))
    }
    dates = {f"{int(month):02d}-{int(day):02d}" for month, day in _DATE_IN_PROSE.findall(text)}
    return (
        ";".join(f"{week}{BYDAY[weekday]}" for week, weekday in sorted(days)) or None,
        ";".join(BYDAY[weekday] for weekday in sorted(weekdays)) or None,
        ";".join(sorted(dates)) or None,
        _start_of(_TIME_IN_PROSE, text),
    )


def _text(values: pl.Expr) -> pl.Expr:
    return values.list.join(";").replace("", None)


def _joined(of_rules: pl.Expr, of_days: pl.Expr) -> pl.Expr:
    """Days of the rules and of the dates, each once."""
    every = pl.concat_list(of_rules.str.split(";").fill_null([]), of_days.fill_null([]))
    return _text(every.list.unique().list.sort())


def _minutes(time: pl.Expr) -> pl.Expr:
    minutes = time.dt.hour().cast(pl.Int32) * 60 + time.dt.minute()
    return pl.when(minutes < _EARLIEST).then(minutes + _NOON).otherwise(minutes).cast(pl.String)


def _weekday(day: pl.Expr) -> pl.Expr:
    return (day.dt.weekday() - 1).replace_strict(list(range(len(BYDAY))), list(BYDAY), return_dtype=pl.String)


def _week_and_weekday(day: pl.Expr) -> pl.Expr:
    return ((day.dt.day() - 1) // len(BYDAY) + 1).cast(pl.String) + _weekday(day)


def _weeks_of(rules: str) -> str | None:
    """FREQ=MONTHLY;BYDAY=1TU,3TU as 1TU;3TU; every week of a weekly day, none of one that is every other week."""
    days: set[str] = set()
    for rule in rules.split():
        parts = rule_parts(rule)
        if parts["FREQ"] == "MONTHLY" and parts.get("BYDAY", "")[:1].strip(string.ascii_uppercase):
            days |= set(parts["BYDAY"].split(","))
        elif "INTERVAL" not in parts:
            days |= {f"{week}{day}" for day in weekdays_of(rule) for week in _WEEKS}
    return ";".join(sorted(days)) or None


def _months_of(rules: str) -> str | None:
    """The months of all rules together; none where a rule holds all the year."""
    by_month = [rule_parts(rule).get("BYMONTH") for rule in rules.split()]
    months = {int(month) for each in by_month if each for month in each.split(",")}
    return None if None in by_month else ";".join(map(str, sorted(months)))


def _weekdays_in(rules: str) -> str | None:
    return ";".join(sorted({day for rule in rules.split() for day in weekdays_of(rule)})) or None


def _likely(text: str) -> tuple[str | None, ...]:
    for form, rewritten in _EASY:
        text = form.sub(rewritten, text)
    plain = _MONTHLY.sub(" ", _DATED.sub(" ", text))
    days, dates = _nth_of(_NTH, plain), []
    for month, day, weekday in _DATED.findall(text):
        dates.append(f"{int(month):02d}-{int(day):02d}")
        if weekday:
            days.add((min((int(day) - 1) // 7, 4) + 1, WEEKDAYS.index(weekday)))
    weekdays = {weekday for _, weekday in days}
    if not days and not dates:
        weekdays = {WEEKDAYS.index(day) for signs in _WEEKDAYS.findall(plain) for day in signs}
        if not _OPEN.search(text):
            days = {(week, weekday) for weekday in weekdays for week in _WEEKS}
    return (
        ";".join(f"{week}{BYDAY[weekday]}" for week, weekday in sorted(days)) or None,
        ";".join(BYDAY[weekday] for weekday in sorted(weekdays)) or None,
        ";".join(sorted(set(dates))) or None,
        _start_of(_TIME, text),
        _one(_HALVES, text),
        _one(_MONTHS, text),
    )


def _one(meanings: Mapping[str, re.Pattern[str]], text: str) -> str | None:
    """What a text means; None where it means several or none."""
    meant = [meaning for meaning, words in meanings.items() if words.search(text)]
    return meant[0] if len(meant) == 1 else None


def _nth_of(form: re.Pattern[str], text: str) -> set[tuple[int, int]]:
    return {
        (int(week), WEEKDAYS.index(day))
        for weeks, days in form.findall(text)
        for week in re.findall("[1-5]", weeks)
        for day in re.findall(f"[{WEEKDAYS}]", days.replace("曜日", ""))
    }


def _run(first: str, last: str) -> str:
    """月〜土 as its days; one that ends before it begins goes round."""
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
    return (WEEKDAYS * 2)[start : end + 1 if end >= start else end + len(WEEKDAYS) + 1]


def _start_of(form: re.Pattern[str], text: str) -> str | None:
    match = form.search(text.replace("正午", "12時"))
    if match is None:
        return None
    half, hour, minute, is_half, english = match.groups()
    minutes = int(hour) * 60 + int(minute or 0) + (30 if is_half else 0)
    # 1時半 alone is half past one in the afternoon: nobody meets before six
    is_late = half in _LATE or english in _LATE or (half is None and english is None and minutes < _EARLIEST)
    return str(minutes + _NOON if is_late and minutes < _NOON else minutes)
