"""Times of day: ranges in both clock styles, with what is no start or end told apart.

Belongs here: from when to when. Does not belong here: on which day.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from pipelines.normalise.schedule.model import Session

_PART = r"(?P<part{n}>午前|午後|AM|PM|am|pm|朝|昼|夕方|夜)?\s?"
_TIME = (
    r"(?:(?P<noon{n}>正午)|"
    + _PART
    + r"(?P<hour{n}>[0-9]{{1,2}})\s?"
    + r"(?::\s?(?P<minute{n}>[0-9]{{2}})(?::[0-9]{{2}})?(?:\s?(?P<after{n}>AM|PM|am|pm))?"
    + r"|時(?![間期計点代々])\s?(?:(?P<half{n}>半)|(?P<min{n}>[0-9]{{1,2}})\s?分)?))"
    + r"(?P<about{n}>\s?(?:頃|ごろ|ころ|くらい|ぐらい|前後))?(?:\s?\(予定\))?"
)
# 10〜12時: the first number has no sign of its own
_BARE = _PART + r"(?P<bare>[0-9]{{1,2}})"
_TO = r"\s?(?:から|より|〜|-|→)\s?"
_RANGE = re.compile(
    rf"(?<![0-9:第])(?:{_TIME.format(n=1)}|{_BARE.format(n=3)}(?={_TO}{_PART.format(n=4)}[0-9]{{1,2}}時))"
    rf"(?:(?P<to>{_TO}){_TIME.format(n=2)}?(?:\s?まで)?|(?P<until>\s?まで))?"
)
_FIELD = re.compile(r"(?:[0-9]{2}:[0-9]{2}:[0-9]{2}\s?[-〜]\s?[0-9]{2}:[0-9]{2}:[0-9]{2}\s?)+")
# Words that make a time something else than the start of the activity
_NOT_BEFORE = re.compile(
    r"(?<![0-9時分半に])(?:受付|開場|申込|申し込み|予約|電話|締切|問い?合わ?せ|TEL)[^0-9\x01。※]{0,8}$"
)
_NOT_AFTER = re.compile(r"\s?(?:より|から|に)?\s?(?:受付|開場|締切|申込)")
_LONGEST_MONTHS = 24
_IN_MONTHS = re.compile(r"(?P<months>(?:[0-9]{1,2}月?[・、〜-]){0,6}[0-9]{1,2}月)(?:は|のみ|だけ)\s?$")
_SEASON = re.compile(
    r"(?:[夏冬春秋][季期場]?|夏時間|冬時間|[0-9]{1,2}月?[〜-][0-9]{1,2}月|上記以外|それ以外)(?:の間)?[は:]?\s?$"
)
_CLOSING = re.compile(r"\s?(?:終演|終了|閉会|解散)")
_WITHIN = re.compile(r"\s?の?間(?:で|に|の)")
_MORNING, _AFTERNOON = frozenset(("午前", "AM", "am", "朝")), frozenset(("午後", "PM", "pm", "夕方", "夜"))
_NOON, _MINUTES_OF_HOUR, _HOURS = 12, 60, 24
_EARLIEST_WITHOUT_PART = 5  # 1時半〜3時 without 午前 or 午後 is in the afternoon: nobody meets before dawn


@dataclass(frozen=True, slots=True)
class Found:
    """A range in the text.

    Attributes:
        session: the times.
        start: position of its first character.
        end: position behind it.
        is_field: it is a time field of the event service, in front of the words.
        is_about: one of the times is given as 頃.
        is_within: it only frames when something shorter happens, or holds in one season.
        months: it holds only in these months, as written (7・8月は…).
    """

    session: Session
    start: int
    end: int
    is_field: bool
    is_about: bool
    is_within: bool
    months: str | None = None


def read_times(text: str) -> list[Found]:
    """All ranges, in the order of the text.

    Args:
        text: a folded text without its dates.
    """
    field = _FIELD.match(text.lstrip())
    field_end = len(text) - len(text.lstrip()) + field.end() if field else 0
    found: list[Found] = []
    for match in _RANGE.finditer(text):
        session = _session(match)
        if session is None or _is_other(text, match):
            continue
        if found and session.end is None and _CLOSING.match(text, match.end()) and found[-1].session.end is None:
            found[-1] = replace(found[-1], session=Session(found[-1].session.start, session.start))
            continue
        is_about = bool(match["about1"] or match["about2"])
        before = text[max(0, match.start() - _LONGEST_MONTHS) : match.start()]
        months = _IN_MONTHS.search(before)
        is_within = bool(_WITHIN.match(text, match.end()) or _SEASON.search(before))
        is_field = match.end() <= field_end
        only_in = months["months"] if months else None
        found.append(Found(session, match.start(), match.end(), is_field, is_about, is_within, only_in))
    return found


def _is_other(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 16) : match.start()]
    return bool(_NOT_BEFORE.search(before) or (match["hour2"] is None and _NOT_AFTER.match(text, match.end())))


def _session(match: re.Match[str]) -> Session | None:
    """The times of a range; None for a placeholder and for numbers that are no time."""
    part = match["part1"] or match["after1"] or match["part3"]
    first = _minutes(match, 1, part) if match["bare"] is None else _value(int(match["bare"]), 0, part, is_clock=False)
    if first is None:
        return None
    if match["until"]:
        return Session(None, _time(first))
    if match["hour2"] is None and match["noon2"] is None:
        return Session(_time(first), None)
    last = _minutes(match, 2, match["part2"] or match["after2"] or part)
    if last is None or first == last:
        return None if last is not None and first == 0 else Session(_time(first), None)
    return Session(_time(first), _time(_later(first, last)))


def _later(first: int, last: int) -> int:
    """An end that would lie before its start is meant on the other half of the clock: 午前10時から3時."""
    half = _NOON * _MINUTES_OF_HOUR
    return last + half if last < first and last + half < _HOURS * _MINUTES_OF_HOUR and last + half > first else last


def _minutes(match: re.Match[str], number: int, part: str | None) -> int | None:
    if match[f"noon{number}"]:
        return _NOON * _MINUTES_OF_HOUR
    minute = match[f"minute{number}"] or match[f"min{number}"] or ("30" if match[f"half{number}"] else "0")
    is_clock = bool(match[f"minute{number}"]) and len(match[f"hour{number}"]) == 2  # 01:30 is meant
    return _value(int(match[f"hour{number}"]), int(minute), part, is_clock=is_clock)


def _value(hour: int, minute: int, part: str | None, *, is_clock: bool) -> int | None:
    """Minutes after midnight. 午後19時28分 is 19:28; 午前12時 ends a morning, so it is noon (docs/meaning.md §2)."""
    if hour > _HOURS or minute >= _MINUTES_OF_HOUR:
        return None
    is_afternoon = part in _AFTERNOON or (part not in _MORNING and not is_clock and 0 < hour < _EARLIEST_WITHOUT_PART)
    if is_afternoon and hour < _NOON:
        hour += _NOON
    return hour * _MINUTES_OF_HOUR + minute


def _time(minutes: int) -> dt.time:
    """24時 is the midnight at which the next day begins."""
    return dt.time(minutes // _MINUTES_OF_HOUR % _HOURS, minutes % _MINUTES_OF_HOUR)


def times_that_hold(found: list[Found], *, is_aligned: bool) -> list[Found]:
    """The times that hold: parts in the words win over the field in front, one range in the words does not.

    Args:
        found: all ranges.
        is_aligned: every rule or date has its own range, so equal ones stay.
    """
    fields = [each for each in found if each.is_field]
    words = [each for each in found if not each.is_field]
    distinct = _distinct(words)
    if fields and (len(distinct) < 2 or any(each.session.end is None for each in distinct)):
        return _distinct(fields)
    return words if is_aligned else distinct


def _distinct(found: list[Found]) -> list[Found]:
    """Every session where it stands first."""
    firsts: dict[Session, Found] = {}
    for each in found:
        firsts.setdefault(each.session, each)
    return list(firsts.values())
