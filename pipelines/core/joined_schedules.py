"""When an activity takes place, joined from all its listings: the rule of one, dates of another, hours of a third.

Belongs here: which listing gives which piece, and which is newer where two contradict each other. Does not belong here:
columns (`schedule_pieces`), frames and where values come from (`schedule_survivors`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from pipelines.core.joined_conditions import conditions
from pipelines.core.schedule_pieces import Hours, Item, Pieces, has_columns, is_anchored, names_day
from pipelines.normalise.occurrences import occurrences
from pipelines.normalise.schedule.model import Session

_NOT_FOR_CERTAIN = ("in_principle", "temp_closed", "extra_dates")
_SEVERAL = 2
"""Days that are named together and of which the rule has none say that the rule is another."""


class Given(NamedTuple):
    """What a listing gives to a schedule that another one is the base of.

    Attributes:
        column: of the schedule.
        listing: which one.
        text: a rule, a day, a time, a code.
    """

    column: str
    listing: Pieces
    text: str


class Joined(NamedTuple):
    """A schedule from several listings.

    Attributes:
        base: the listing that says most of it.
        pieces: what is joined.
        completeness: how much is known.
        given: what the base does not say.
    """

    base: Pieces
    pieces: Pieces
    completeness: str
    given: tuple[Given, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the base says it all alone; a day without a year stands in its sentence only."""
        has_day = self.pieces.rules or self.pieces.days
        return self.pieces == self.base or (self.base.is_open and not has_day)


def join(said: Sequence[Pieces]) -> Joined:
    """Join what listings of one activity say.

    Nothing is lost but what a newer listing contradicts: another rule; days of which the rule has none, or a rule that
    has none of the days; a day that is not among those a newer list names around it; other hours of the same day.

    Args:
        said: of two listings or more, in any order.
    """
    said = sorted(said, key=_rank)
    ruling = _ruling(said)
    days = _days(said, ruling)
    # Beside a rule only what stands with it: 月1回 of another list says less than 毎月第3金曜, or contradicts it
    often = _newest([each for each in said if each.frequency and (not ruling or each in ruling)])
    able = [each for each in said if _is_base(each, ruling, days)]
    # The text that people read is the base's: 年4回 does not stand beside a newer list's 年1回
    agreeing = [each for each in able if each.frequency is None or (often and each.frequency == often.frequency)]
    base = max(agreeing or able, key=_merit)
    rules = ruling[0].rules if ruling else ()
    codes = conditions(said, base, ruling)
    items: list[Item] = [*rules, *days]
    hours: dict[Item | None, Hours] = {item: _hours(item, said) for item in items}
    hours = {item: its for item, its in hours.items() if _is_told(item, its, hours, codes, base)}
    hours = hours or {None: _hours(None, said)}
    hours = hours if has_columns(hours) else dict.fromkeys(hours, ())
    about = _newest([each for each in said if each.day_part and _is_needed(each, hours)])
    pieces = replace(
        base,
        hours=hours,
        codes=codes,
        frequency=often.frequency if often else None,
        day_part=about.day_part if about else None,
    )
    given = tuple(_given(pieces, base, said))
    tellers = [base, *ruling, *(each.listing for each in given)]
    return Joined(base, replace(pieces, unread=_unread(tellers)), _completeness(pieces, tellers), given)


def _is_needed(pieces: Pieces, hours: Mapping[Item | None, Hours]) -> bool:
    """Whether the part of the day a listing says is more than is known, and said of every day without an hour."""
    unknown = [item for item, its in hours.items() if not its]
    return bool(unknown) and all(isinstance(item, str) or {item, None} & pieces.hours.keys() for item in unknown)


def says(pieces: Pieces, column: str, text: str) -> bool:
    """Whether a listing says a piece.

    Args:
        pieces: the listing.
        column: of the schedule.
        text: a rule, a day, a time, a code.
    """
    return text in _texts(pieces, column)


def _texts(pieces: Pieces, column: str) -> set[str]:
    if column in ("schedule_rrules", "schedule_days"):
        return {str(item) for item in pieces.hours}
    if column in _SIDES:
        return {_clock(session, column) for its in pieces.hours.values() for session in its}
    if column == "exceptions":
        return set(pieces.codes)
    said_code = pieces.day_part if column == "day_part_code" else pieces.frequency and pieces.frequency.code
    return {said_code or ""}


def _unread(tellers: Sequence[Pieces]) -> str | None:
    """What nobody read in the texts that the schedule comes from."""
    words = [word for each in tellers if each.unread for word in each.unread.split("、")]
    return "、".join(dict.fromkeys(words)) or None


def _newest(said: Sequence[Pieces]) -> Pieces | None:
    return said[-1] if said else None


def _rank(pieces: Pieces) -> tuple[dt.date, int, str]:
    """The older first; of one day that which says less."""
    return (pieces.on, *_merit(pieces))


def _merit(pieces: Pieces) -> tuple[int, str]:
    return pieces.merit, pieces.listing_id


def _ruling(said: Sequence[Pieces]) -> list[Pieces]:
    """The listings of the rule that holds, those that say most first; none where newer days contradict it."""
    with_rules = [each for each in said if each.rules]
    if not with_rules:
        return []
    newest = with_rules[-1]
    same = [each for each in with_rules if set(each.rules) == set(newest.rules)]
    since = max(each.on for each in same)
    if any(each.on > since and not each.rules and _contradict(newest.rules, each.days) for each in said):
        return []
    return sorted(same, key=_merit, reverse=True)


def _contradict(rules: Sequence[str], days: Sequence[dt.date]) -> bool:
    """Whether several days are named, and no rule has any of them; one alone may be a special."""
    return len(days) >= _SEVERAL and not any(names_day(rule, day) for rule in rules for day in days)


def _days(said: Sequence[Pieces], ruling: Sequence[Pieces]) -> list[dt.date]:
    """The days of all listings but those that something newer contradicts."""
    kept = set()
    for each in said:
        newer = [other for other in said if other.on > each.on and other.source_key != each.source_key]
        overruled = any(other in ruling and _contradict(other.rules, each.days) for other in newer)
        if not overruled:
            kept |= {day for day in each.days if not any(_leaves_out(other.days, day) for other in newer)}
    return sorted(kept)


def _leaves_out(days: Sequence[dt.date], day: dt.date) -> bool:
    """Whether a list names days before and behind one, and not that."""
    return day not in days and bool(days) and min(days) < day < max(days)


def _is_base(pieces: Pieces, ruling: Sequence[Pieces], days: Sequence[dt.date]) -> bool:
    if ruling:
        return pieces in ruling
    return bool(set(pieces.days) & set(days)) if days else True


def _hours(item: Item | None, said: Sequence[Pieces]) -> Hours:
    """The hours of a rule or a day: those the newest listing says of just this, else of what goes with it.

    A listing that names no day says them of the rule. Of two that begin alike, one that knows the end is the finer.
    """
    own = [each for each in said if each.hours.get(item) or (isinstance(item, str) and each.hours.get(None))]
    of_own = [each.hours.get(item) or each.hours[None] for each in own]
    others = list(_of_what_goes_with(item, said))
    chosen = of_own[-1] if own else others[-1] if others else ()
    return tuple(_finer(session, [*others, *of_own]) for session in chosen)


def _of_what_goes_with(item: Item | None, said: Sequence[Pieces]) -> Iterator[Hours]:
    """Hours of days a rule has; of listings that name no day, or the rule that has the day."""
    if isinstance(item, str):
        for each in said:
            its = {each.hours[day] for day in each.days}
            if each.days and not each.rules and len(its) == 1 and all(names_day(item, day) for day in each.days):
                yield from filter(None, its)
    elif item is not None:
        for each in said:
            its = {each.hours[rule] for rule in each.rules if names_day(rule, item)} | {each.hours.get(None, ())}
            its.discard(())
            yield from its if len(its) == 1 else ()


def _finer(session: Session, others: Sequence[Hours]) -> Session:
    """A session with the end or the beginning that another one knows of the same."""
    known = [each for hours in others for each in hours if each.start is not None and each.end is not None]
    if session.end is None:
        return next((each for each in reversed(known) if each.start == session.start), session)
    if session.start is None:
        return next((each for each in reversed(known) if each.end == session.end), session)
    return session


def _is_told(
    item: Item | None, its: Hours, hours: dict[Item | None, Hours], codes: Sequence[str], base: Pieces
) -> bool:
    """Whether a day says more than the rules do: another hour, or a day on which they are not certain."""
    if not isinstance(item, dt.date) or item in base.hours:
        return True
    rules = [rule for rule in hours if isinstance(rule, str) and its in ((), hours[rule])]
    return not any(occurrences(rule, (), codes, item, item) for rule in rules)


_SIDES = ("session_starts", "session_ends")


def _clock(session: Session, column: str) -> str:
    time = session.start if column == _SIDES[0] else session.end
    return "" if time is None else f"{time:%H:%M}"


def _given(pieces: Pieces, base: Pieces, said: Sequence[Pieces]) -> Iterator[Given]:
    """What the base does not say, with the newest listing that does; hours of a day from one that says them of it."""
    for item, its in pieces.hours.items():
        column = "schedule_rrules" if isinstance(item, str) else "schedule_days"
        if item is not None and item not in base.hours:
            yield Given(column, [each for each in said if item in each.hours][-1], str(item))
        for session, side in product(its, _SIDES):
            time = _clock(session, side)
            if time and not any(time == _clock(own, side) for own in base.hours.get(item, ())):
                tellers = [each for each in said if says(each, side, time)]
                of_it = [each for each in tellers if any(time == _clock(own, side) for own in each.hours.get(item, ()))]
                yield Given(side, (of_it or tellers)[-1], time)
    known = [("exceptions", code) for code in pieces.codes]
    known += [("frequency_code", pieces.frequency.code)] if pieces.frequency else []
    known += [("day_part_code", pieces.day_part)] if pieces.day_part else []
    for column, text in known:
        if not says(base, column, text):
            yield Given(column, [each for each in said if says(each, column, text)][-1], text)


def _completeness(pieces: Pieces, givers: Sequence[Pieces]) -> str:
    """Full where days and both hours are known, and no listing that gives a piece says more than was read."""
    if not pieces.rules and not pieces.days:
        return "text_only"
    sessions = [session for its in pieces.hours.values() for session in its]
    is_whole = all(pieces.hours.values()) and all(each.start and each.end is not None for each in sessions)
    is_certain = is_anchored(pieces.rules) and not any(code in _NOT_FOR_CERTAIN for code in pieces.codes)
    return "full" if is_whole and is_certain and all(each.is_understood for each in givers) else "partial"
