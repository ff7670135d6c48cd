"""Which days a schedule names for certain: dates with their year, runs from … to …, ends alone.

Belongs here: years, runs and periods. Does not belong here: how a day is written (`dates`), recurrences (`rules`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from pipelines.normalise.schedule.closed_dates import is_closed
from pipelines.normalise.schedule.dates import TO, Mention, is_day, mentions_of, valid_date
from pipelines.normalise.schedule.fold import APART, BLANK, blanked
from pipelines.normalise.schedule.long_periods import FISCAL_YEAR, read_long_periods
from pipelines.normalise.schedule.model import Undated
from pipelines.normalise.schedule.notation import WEEKDAYS
from pipelines.normalise.schedule.years import NO_PAGE, Page, in_year_behind, in_years

_CLOCK = r"\s?(?:午前|午後)?[0-9]{1,2}(?::[0-9]{2}|時(?:[0-9]{1,2}分|半)?)\s?"
_CLOCK_TO = re.compile(rf"{_CLOCK}(?:から|〜|-|より)\s?")
_CLOCK_BEHIND = re.compile(rf"{_CLOCK}(?:まで)?")
_UNTIL = re.compile(r"\s?まで")
_FROM = re.compile(r"\s?(?:から|〜|より|以降)(?!\s?[0-9午])")
# 12月3日開始 毎週木曜: from then on; without a rule it is the day itself
_BEGINS = re.compile(r"\s?(?:に|より|から)?(?:開始|スタート|開講)")
_RECURS = re.compile(r"毎[週月日]|第\s?[1-5]|隔週|平日")
_AS_FOR = re.compile(r"[\s)\x01]?は")
_LEADING = re.compile(r"(?<![0-9時分半頃])〜\s?$")  # 13:00〜 12月5日 is no run that ends on that day
_ABOUT = re.compile(r"\s?(?:頃|ごろ|ころ|前後|あたり|以前|以降|生まれ|現在)")
_DATE_SIGN = re.compile(r"[0-9]\s?[月/年.-]|[0-9]-|[RH令平昭]")
_ERA_SIGN = re.compile(r"[RH12][0-9]{1,3}[./]")
_APRIL = 4
# いずれも（木）: a weekday that all dates of the text share
_COMMON = re.compile(
    rf"(?:いずれも|すべて|全て|全日程|全日|どちらも|両日とも|各日とも|毎回|各(?!日(?!曜)))、?\s?\(?\s?(?P<days>[{WEEKDAYS}](?:曜日?)?(?:[・、/]?[{WEEKDAYS}](?:曜日?)?)*)\s?\)?(?![{WEEKDAYS}一-龠])"
)


@dataclass(slots=True)
class Days:
    """What a text says about dates.

    Attributes:
        dates: in the order of the text.
        positions: where each of them stands.
        has_open: a date without a year is named.
        last: year (or None), month and day of the last date, for `15日に順延`.
        exceptions: `fiscal_year`, `period`.
        limits: `period` with one open side: they bound a rule, and mean nothing without one.
        undated: days and periods without a year, in the order of the text.
        undated_positions: where the days among them stand, and periods with other hours.
        run_count: how many periods there are, with a year or without.
        is_bound: no period is spoken of as days with other hours (8/1〜8/20は…).
        rest: the text without its dates.
    """

    rest: str
    dates: list[dt.date] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    has_open: bool = False
    last: tuple[int | None, int, int] | None = None
    exceptions: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    undated: list[Undated] = field(default_factory=list)
    undated_positions: list[int] = field(default_factory=list)
    run_count: int = 0
    is_bound: bool = True

    @property
    def undated_periods(self) -> list[str]:
        """`period=07-21/08-31`: the only period of a text, which bounds a rule in every year."""
        runs = [each for each in self.undated if each.until is not None]
        if len(runs) != 1 or self.run_count != 1 or not self.is_bound:
            return []
        ends = "/".join(f"{each.month:02d}-{each.day:02d}" for each in (runs[0], runs[0].until) if each)
        return [f"period={ends}"]

    def without(self, closed: Collection[str]) -> None:
        """Take out listed days that the text itself cancels; that a day was named stays known.

        Args:
            closed: values of `closed_date`.
        """
        kept = [(day, at) for day, at in zip(self.dates, self.positions, strict=True) if not is_closed(closed, day)]
        self.has_open |= bool(self.dates) and not kept
        self.dates, self.positions = [day for day, _ in kept], [at for _, at in kept]
        listed = [(each, at) for each, at in zip(self.undated, self.undated_positions, strict=False)]
        if len(listed) == len(self.undated) and all(each.until is None for each, _ in listed):
            open_ones = [pair for pair in listed if not _is_cancelled(pair[0], closed)]
            self.undated, self.undated_positions = [each for each, _ in open_ones], [at for _, at in open_ones]


def _is_cancelled(day: Undated, closed: Collection[str]) -> bool:
    return f"{day.month:02d}-{day.day:02d}" in closed


def read_days(text: str, page: Page = NO_PAGE) -> Days:
    """Find the dates.

    Args:
        text: a folded text.
        page: when the text was written; gives dates without a year the years that bring them nearest to its day, among
            those in which they run forward and fall on the weekdays behind them. A page without a day of its own may be
            old: then a year is taken only where the weekday confirms it, and not at all when another weekday of the
            text fits no year (`years`). Without any of it they stay open (docs/meaning.md §2).
    """
    days = Days(text)
    if "年" in text or _ERA_SIGN.search(text):
        long_periods = read_long_periods(text)
        days.rest, days.has_open = long_periods.rest, long_periods.is_bound
        days.exceptions += long_periods.codes
        days.limits += long_periods.limits
    if not _DATE_SIGN.search(days.rest):
        return days
    mentions, spans = mentions_of(days.rest)
    if not mentions:
        days.rest = blanked(days.rest, spans)
        return days
    common = _COMMON.search(days.rest)
    if common:
        spans.append(common.span())
    shared = _weekdays(common["days"]) if common else frozenset()
    mentions = [_forward(days.rest, before, each) for before, each in zip([None, *mentions], mentions, strict=False)]
    mentions, page = in_year_behind(days.rest, mentions, page)
    is_end = len(mentions) == 1 and bool(_UNTIL.match(days.rest, mentions[0].end))
    mentions = in_years(_in_fiscal_year(days, mentions), page, shared, is_end=is_end)
    singles = _without_runs(days, mentions)
    days.rest = blanked(days.rest, spans)
    for mention in singles:
        _note(days, mention)
    return days


def _in_fiscal_year(days: Days, mentions: list[Mention]) -> list[Mention]:
    """令和8年度：10/8、1/14: the year that the text names holds for every day, from April to March."""
    years = [int(code.removeprefix(FISCAL_YEAR)) for code in days.exceptions if code.startswith(FISCAL_YEAR)]
    if not years or any(each.year is not None for each in mentions):
        return mentions
    return [replace(each, year=years[0] + (each.month < _APRIL)) for each in mentions]


def _weekdays(words: str) -> frozenset[int]:
    return frozenset(map(WEEKDAYS.index, re.findall(f"[{WEEKDAYS}]", re.sub("曜日?", "", words))))


def _forward(text: str, before: Mention | None, mention: Mention) -> Mention:
    """The end of a run lies behind its beginning: 4/18〜3/20 ends in the next year."""
    if before is None or mention.year is not None or not TO.fullmatch(text[before.end : mention.start]):
        return mention
    is_next_year = (mention.month, mention.day) < (before.month, before.day)
    return replace(mention, is_next_year=True) if is_next_year else mention


def _note(days: Days, mention: Mention) -> None:
    if mention.date is None:
        days.has_open = True
        if mention.year is None or valid_date(mention.year, mention.month, mention.day):
            days.undated.append(_undated(mention))
            days.undated_positions.append(mention.start)
    elif mention.date not in days.dates:
        days.dates.append(mention.date)
        days.positions.append(mention.start)
    days.last = (mention.year, mention.month, mention.day)


def _undated(mention: Mention) -> Undated:
    return Undated(mention.month, mention.day, mention.weekday)


def _without_runs(days: Days, mentions: list[Mention]) -> list[Mention]:
    """The days among the dates; what is the end of a run goes into periods and limits."""
    singles: list[Mention] = []
    periods: list[tuple[Mention, Mention]] = []
    index = 0
    while index < len(mentions):
        first = mentions[index]
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if following and _joins(days, first, following):
            periods.append((_of_same_run(first, following), following))
            index += 2
            continue
        if not _is_limit(days, first):
            singles.append(first)
        index += 1
    _note_periods(days, periods)
    return singles


def _of_same_run(first: Mention, last: Mention) -> Mention:
    """Where only the end of a run has its year, the beginning has the same, or the one before."""
    if first.year is not None or last.year is None:
        return first
    return replace(first, year=last.year - ((first.month, first.day) > (last.month, last.day)))


def _joins(days: Days, first: Mention, last: Mention) -> bool:
    """Whether a run goes from one date to the next; the words between them are taken out."""
    between = days.rest[first.end : last.start]
    if not (TO.fullmatch(between) or _CLOCK_TO.fullmatch(between)):
        return False
    behind = _UNTIL.match(days.rest, last.end)
    days.rest = blanked(days.rest, [(first.end, last.start), (last.end, behind.end() if behind else last.end)])
    if _CLOCK_TO.fullmatch(between):
        clock = _CLOCK_BEHIND.match(days.rest, last.end)  # from an hour of one day to an hour of another: no session
        days.rest = blanked(days.rest, [(first.end, last.start), (last.end, clock.end() if clock else last.end)], APART)
    return True


def _is_limit(days: Days, mention: Mention) -> bool:
    """Whether a date is an end or a beginning alone, or only about when."""
    for words, code in ((_UNTIL, "period=/{}"), (_FROM, "period={}/"), (_BEGINS, "period={}/")):
        match = words.match(days.rest, mention.end)
        if match and (words is not _BEGINS or _RECURS.search(days.rest)):
            days.has_open = True
            if mention.date:
                days.limits.append(code.format(mention.date))
            days.rest = blanked(days.rest, [match.span()], BLANK if mention.date else APART)
            return True
    if _LEADING.search(days.rest, 0, mention.start):
        days.has_open = True
        days.limits += [f"period=/{mention.date}"] if mention.date else []
        return True
    if _ABOUT.match(days.rest, mention.end):
        days.has_open = True
        return True
    return False


def _note_periods(days: Days, periods: list[tuple[Mention, Mention]]) -> None:
    days.run_count = len(periods)
    # 8/1〜8/20は8時から: other hours of those days, no bound of the rule
    others = [first.start for first, last in periods if _AS_FOR.match(days.rest, last.end)]
    days.is_bound = not others
    days.undated_positions += others
    for first, last in periods:
        days.has_open = True
        if first.date and last.date:
            if first.date <= last.date and len(periods) == 1:
                days.exceptions.append(f"period={first.date}/{last.date}")
        elif is_day(first.month, first.day):
            days.undated.append(replace(_undated(first), until=_undated(last)))
        days.last = (last.year, last.month, last.day)
