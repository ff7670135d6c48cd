"""Which of the times in a text are sessions of the activity.

Belongs here: times beside other times: gatherings, breaks and parts inside, hours of a season, notes, a field in front.
Does not belong here: how a time is written, receptions and doors (`clock`), which day it belongs to (`together`).
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass, replace

from pipelines.normalise.schedule.fold import APART
from pipelines.normalise.schedule.model import Session
from pipelines.normalise.schedule.months import months_of

_A_DAY = re.compile(r"[月火水木金土日]曜|第[1-5]|\x01")
_ANY_DAY = re.compile(r"[月火水木金土日](?:曜|[・〜はの\s])|第[1-5]|毎|平日|\x01")
_OF_ITS_OWN = re.compile(r"[月火水木金土日]曜|第[1-5]|平日|土日|祝|[部回◇]|コース|クラス|組")
# 8:30集合 9:00〜11:00, 集合8:30 活動9:00〜: before the activity, not its start
_GATHERS = re.compile(r"\s?(?:に|までに|、)?\s?[^\s、。()0-9\x01\x02]{0,8}\s?集合(?![場時住写地:])")
_GATHERS_BEFORE = re.compile(r"集合(?:時[間刻])?\s?[:は(]?\s?$")
_LONGEST_LABEL = 16  # 午前の部：午前, 昼食休憩時間（: what stands right in front of a time
_FEWEST_TO_FRAME = 3
_LONGEST_WAIT = 120  # minutes between gathering and beginning; who gathers earlier does something before
# 12:00〜13:00はランチタイム, うち11:00〜11:30は体操
_AS_FOR = re.compile(r"\s?は(?!\s?[、0-9])")
_PART_INSIDE = re.compile(r"\s?(?:は|の間は?|を)?\s?(?:お?昼|昼食|ランチ|休憩|中休み|お?やつ|準備|片付け)")
# A break is what it says: it takes place all the same
_BREAK = re.compile(
    r"\s?(?:は|の間は?)?、?\s?(?:利用者の)?(?:お?昼の?休(?:み|憩)|お?昼食の?(?:休憩|時間)?|ランチ(?:タイム|休憩)?|休憩|中休み|お?昼)(?:時間)?(?:です|となります|の?ため(?:休止|閉室|閉館))?(?![一-龠ぁ-んァ-ヶ])"
)
_BREAK_BEFORE = re.compile(
    r"(?:お?昼の?休(?:み|憩)|昼食(?:休憩|時間)?|ランチ(?:タイム)?|休憩|中休み)(?:時間)?\s?[:は(]?\s?$"
)
# 9時〜17時（午前の部10時〜12時、午後の部13時〜15時）: hours of a house, and its parts
_NAME_OF_PART = re.compile(r"(?:午前|午後|朝|昼|夜|夕方|第?\s?[1-9])の?[部回]\s?[:は]?\s?(?:午前|午後)?\s?$|◇\s?$")
_OF_WHICH = re.compile(r"(?:うち|内|途中)、?\s?$")


@dataclass(frozen=True, slots=True)
class Time:
    """A range in the text.

    Attributes:
        session: the times.
        start: position of its first character.
        end: position behind it.
        is_field: it is a time field of the event service, in front of the words.
        is_about: one of the times is given as 頃.
        is_within: it only frames when something shorter happens, or holds in one season.
        is_season: it holds in one season whose months nobody says, or that others say otherwise.
        months: it holds only in these months, as written (7・8月は…).
    """

    session: Session
    start: int
    end: int
    is_field: bool
    is_about: bool
    is_within: bool
    is_season: bool = False
    months: str | None = None
    season: str | None = None
    """The months of the season in front, where it says them; `season_start` is where it stands."""
    season_start: int = 0


def gatherings(text: str, times: list[Time]) -> list[Time]:
    """Times to gather, where the time at which the activity begins is said as well.

    Args:
        text: the text of the times.
        times: all ranges, in the order of the text.
    """
    if "集合" not in text:
        return []
    gathered = [each for each in times if _is_gathering(text, each)]
    others = [each for each in times if each not in gathered]
    return [each for each in gathered if any(_begins(text, each, other) for other in others)]


def _is_gathering(text: str, time: Time) -> bool:
    if _only(time) is None:
        return False
    return bool(_GATHERS.match(text, time.end) or _GATHERS_BEFORE.search(text, 0, time.start))


def _begins(text: str, gathering: Time, other: Time) -> bool:
    """Whether a time begins what a gathering is for: soon after, and on no other day."""
    first, start = _only(gathering), other.session.start
    if first is None or start is None or (other.session.end is None and _is_in_note(text, other.start)):
        return False
    between = sorted((gathering.start, gathering.end, other.start, other.end))[1:3]
    return 0 < _minutes(start) - _minutes(first) <= _LONGEST_WAIT and not _A_DAY.search(text, *between)


def _only(time: Time) -> dt.time | None:
    """The one time of a range that has one."""
    start, end = time.session.start, time.session.end
    return None if start and end else start or end


def inner_hours(text: str, times: list[Time]) -> list[Time]:
    """Breaks and parts inside the hours in front of them: 10時〜15時（12時〜13時はランチタイム）.

    Hours that are told in parts from first to last are those parts (`times_that_hold`).

    Args:
        text: the text of the times.
        times: all ranges, in the order of the text.
    """
    inner: list[Time] = []
    for outer, group in _groups(text, times):
        is_whole = len(group) > 1 and outer.session == Session(group[0].session.start, group[-1].session.end)
        inner += [] if is_whole else [each for each in group if _is_said_inside(text, each)]
    return inner


def breaks(text: str, inner: list[Time]) -> list[tuple[int, int]]:
    """Where breaks stand, with the words that call them so: 12時〜13時は昼休み.

    Args:
        text: the text of the times.
        inner: answer of `inner_hours`.
    """
    behind = [(each.start, match.end()) for each in inner if (match := _BREAK.match(text, each.end))]
    in_front = [
        (match.start(), each.end)
        for each in inner
        if (match := _BREAK_BEFORE.search(text, max(0, each.start - _LONGEST_LABEL), each.start))
    ]
    return behind + in_front


def frames(text: str, times: list[Time]) -> list[Time]:
    """Hours whose parts, called so, are told behind them: the parts are the sessions.

    Args:
        text: the text of the times.
        times: all ranges, in the order of the text.
    """
    if len(times) < _FEWEST_TO_FRAME:
        return []
    named = [each for each in times if _NAME_OF_PART.search(text, max(0, each.start - _LONGEST_LABEL), each.start)]
    return [
        outer
        for outer in times
        if outer not in named
        and len([each for each in named if each.start > outer.start and _lies_in(each, outer)]) > 1
        and all(each in named for each in times if each.start > outer.start)
    ]


def _groups(text: str, times: list[Time]) -> list[tuple[Time, list[Time]]]:
    """Ranges with the ranges behind them that lie within, with no day or name of a part between."""
    groups: list[tuple[Time, list[Time]]] = []
    for each in times:
        if groups and _lies_in(each, groups[-1][0]) and not _OF_ITS_OWN.search(text, groups[-1][0].end, each.start):
            groups[-1][1].append(each)
        else:
            groups.append((each, []))
    return groups


def _lies_in(inner: Time, outer: Time) -> bool:
    start, end, first, last = inner.session.start, inner.session.end, outer.session.start, outer.session.end
    if start is None or end is None or first is None or last is None or outer.is_field:
        return False
    return first <= start < end <= last and inner.session != outer.session and not inner.months and not inner.is_season


def _is_said_inside(text: str, time: Time) -> bool:
    """Whether the words around a range make it a part of another one: its bracket or note, a break, うち, は."""
    return (
        _is_in_note(text, time.start)
        or bool(_AS_FOR.match(text, time.end) or _PART_INSIDE.match(text, time.end))
        or bool(
            _OF_WHICH.search(text, 0, time.start)
            or _BREAK_BEFORE.search(text, max(0, time.start - _LONGEST_LABEL), time.start)
        )
    )


def share_out_the_year(times: list[Time]) -> bool:
    """Whether several times hold each in months of their own, and together in all twelve.

    Args:
        times: of one text.
    """
    months = [months_of(time.months or "") for time in times]
    return len(times) > 1 and all(months) and sorted(itertools.chain(*months)) == list(range(1, 13))


def of_seasons(times: list[Time]) -> list[Time]:
    """Times with the months of the season in front, where the seasons share out the year: 4〜9月17時〜、10〜3月16時〜.

    Args:
        times: all ranges.
    """
    named = [
        replace(each, months=each.season, start=each.season_start) if each.season and not each.months else each
        for each in times
    ]
    return named if share_out_the_year(named) else times


def of_the_rule(text: str, times: list[Time]) -> list[Time]:
    """Times that are not those of a note, of another clause, or of one season among others.

    Args:
        text: the text of the times.
        times: all ranges, in the order of the text.
    """
    own = of_seasons(_without_lone_ends(text, _without_notes(text, times)))
    return own if share_out_the_year(own) else _all_year(own)


def _without_lone_ends(text: str, times: list[Time]) -> list[Time]:
    """授業終了後〜18時 土曜9時〜17時: when the first begins nobody says; beside a whole range it is not of its day."""
    whole = [each for each in times if each.session.start and each.session.end]
    if not whole or whole[0].is_field:
        return times
    return [each for each in times if each.session.start or each.months or _ANY_DAY.search(text, 0, each.start)]


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _without_notes(text: str, times: list[Time]) -> list[Time]:
    """Times of other clauses: behind one that is set apart; lone ones in a bracket or a ※ note beside another time."""
    own = [each for each in times if APART not in text[max(0, each.start - 2) : each.start]]
    times = own or times
    outside = [each for each in times if not _is_in_note(text, each.start)]
    if not outside:
        return times
    return [each for each in times if each in outside or each.months or (each.session.start and each.session.end)]


def _all_year(times: list[Time]) -> list[Time]:
    """Without the hours of a season beside others: 10時〜12時（冬季は11時〜13時）; two seasons have none in common."""
    usual = [each for each in times if not each.is_season]
    return usual if usual or len({each.session for each in times}) > 1 else times


def _is_in_note(text: str, position: int) -> bool:
    """Whether a place lies in a bracket or a ※ note that says no day of its own in front of it."""
    opened = text.rfind("(", 0, position)
    noted = text.rfind("※", 0, position)
    is_in_bracket = opened > text.rfind(")", 0, position)
    is_in_note = noted > text.rfind("\n", 0, position)
    return (is_in_bracket and not _A_DAY.search(text, opened, position)) or (
        is_in_note and not _A_DAY.search(text, noted, position)
    )


def times_that_hold(times: list[Time], *, is_aligned: bool) -> list[Time]:
    """The times that hold: parts in the words win over the field in front, one range in the words does not.

    Args:
        times: all ranges.
        is_aligned: every rule or date has its own range, so equal ones stay.
    """
    fields = [each for each in times if each.is_field]
    words = [each for each in times if not each.is_field]
    distinct = _distinct(words) if is_aligned else _without_frame(_distinct(words))
    if fields and (len(distinct) < 2 or any(each.session.end is None for each in distinct)):
        return _distinct(fields)
    return words if is_aligned else distinct


def _without_frame(times: list[Time]) -> list[Time]:
    """10時〜16時 利用は10時〜12時、13時〜16時: a range that goes from the first part to the last is those parts."""
    for each in times:
        others = [other.session for other in times if other is not each]
        starts = [session.start for session in others if session.start]
        ends = [session.end for session in others if session.end]
        is_whole = len(starts) == len(ends) == len(others) > 1
        if is_whole and (each.session.start, each.session.end) == (min(starts), max(ends)):
            return [other for other in times if other is not each]
    return times


def _distinct(times: list[Time]) -> list[Time]:
    """Every session where it stands first."""
    firsts: dict[Session, Time] = {}
    for each in times:
        firsts.setdefault(each.session, each)
    return list(firsts.values())
