"""Times of day: ranges in both clock styles, with what is no start or end told apart.

Belongs here: from when to when, as written. Does not belong here: which of several times is a session (`sessions`), on
which day.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from pipelines.normalise.schedule.fold import APART, BLANK, blanked
from pipelines.normalise.schedule.model import Session
from pipelines.normalise.schedule.sessions import Time, breaks, frames, gatherings, inner_hours, of_the_rule

_PART = r"(?:(?:お(?=昼))?(?P<part{n}>午前|午後|AM|PM|am|pm|早朝|朝|昼|夕方|深夜|(?<!深)夜)(?:[の、](?=\s?[0-9]))?)?\s?"
_TIME = (
    r"(?:(?P<noon{n}>正午)|"
    + _PART
    + r"(?P<hour{n}>[0-9]{{1,2}})\s?"
    + r"(?::\s?(?P<minute{n}>[0-9]{{2}})(?::[0-9]{{2}})?(?:\s?(?P<after{n}>AM|PM|am|pm))?"
    + r"|時(?![間期計点代々])\s?(?:(?P<half{n}>半)|(?P<min{n}>[0-9]{{1,2}})\s?分|"
    r"(?<=時)(?P<mm{n}>[0-5][0-9])(?![0-9:時日月人名回]))?))"
    + r"(?P<about{n}>\s?(?:頃|ごろ|ころ|くらい|ぐらい|前後))?(?:\s?\(予定\))?"
)
# 10〜12時: the first number has no sign of its own
_BARE = _PART + r"(?P<bare>[0-9]{{1,2}})"
# What was read between the two ends does not part them: 9:45(受付9:30)-11:15
_TO = r"\s?\x01*\s?(?:[一-龠]{0,6}集合|開始|開演|スタート)?\s?(?:から|より|〜|-|→)\s?"
_NEXT_DAY = r"(?P<next>翌日?の?朝?\s?)?"
_RANGE = re.compile(
    rf"(?=[〜正午前後AaPp早朝お昼夕深夜0-9])(?P<open>〜\s?)?(?<![0-9第])(?<![0-9]:)(?:{_TIME.format(n=1)}|{_BARE.format(n=3)}(?={_TO}{_PART.format(n=4)}[0-9]{{1,2}}時))"
    rf"(?:(?P<to>{_TO})(?:{_NEXT_DAY}{_TIME.format(n=2)}(?:\s?まで)?|(?<=分〜)(?P<same_hour>[0-5][0-9])分(?![間0-9]))?|(?P<until>\s?まで))?"
)
_FIELD = re.compile(r"(?:[0-9]{2}:[0-9]{2}:[0-9]{2}\s?[-〜]\s?[0-9]{2}:[0-9]{2}:[0-9]{2}\s?)+")
# 毎土 18-20: numbers are hours where they stand behind a day and nothing is counted with them
_BARE_RANGE = re.compile(
    r"(?:(?<=[月火水木金土日曜)\x01])|(?<=[月火水木金土日曜)\x01]\s))(?P<part>午前|午後|AM|PM|am|pm|朝|夕方|夜)?\s?(?P<first>[0-9]{1,2})\s?[-〜]\s?(?P<last>[0-9]{1,2})(?::(?P<minute>[0-9]{2}))?(?=[\s、。(※]|$)"
)
_PLACEHOLDER = re.compile(r"(?<![0-9:])0{1,2}:00(?::00)?\s?[-〜]\s?0{1,2}:00(?::00)?(?![0-9:])")
# Words that make a time something else than the start of the activity
_OTHER_WORDS = (
    r"(?:(?:最終)?受付|受け付け|開場|開門|入場|入室|入館|入園|最終入[場館園]|最終(?=\s?$)|申込|申し込み|予約|電話(?!相談)|締切|締め切り|"
    r"〆切|問い?合わ?せ|懇親会|TEL|ラストオーダー|L\.?O\.?)"
)
_OTHER_SIGN = re.compile("[懇受最開入申予電締〆問TLラ会門]")
_NOT_BEFORE = re.compile(
    rf"\(?\s?(?<![0-9時分半に]){_OTHER_WORDS}(?!\s?(?:不要|なし|無し?|制|者))[^0-9\x01。※\n曜毎]{{0,8}}$"
)
_NOT_AFTER = re.compile(
    r"(?:\s?(?:より|から|に|まで)(?:に|の)?\s?|(?=\S)|\s(?!\S{2,4}(?:時間)?[:は]?\s?[0-9]))(?:(?:最終)?(?:受付|受け付け|開場|開門|入場|入館|締切|締め切り|〆切|申込)|(?<=[りら])会場|会場し)(?:開始|です|します|予定)?\)?"
)
# 9:00〜9:30受付、9:30〜11:30講演: a reception is one only where other hours follow
_RECEIVED = re.compile(r"\s?(?:受付|受け付け|開場|入場)(?=[、。\s)/](?=.*[0-9]{1,2}[:時]))")
_GOES_ON = re.compile(r"\s?(?:〜|から|-)\s?(?:午前|午後|正午|[0-9])")
_LAST_ENTRY = re.compile(r"\s?[(、]?\s?(?:最終)?(?:入[場館園]|受付)(?:は)?[^0-9]{0,4}[0-9]{1,2}[:時][0-9]{0,2}分?まで")
_TIME_SIGN = re.compile(r"[0-9]\s?[:時-]|[0-9]\s?〜|正午")
_LONGEST_MONTHS = 24
_IN_MONTHS = re.compile(
    r"(?P<months>(?:[0-9]{1,2}月?[・、〜-]){0,6}[0-9]{1,2}月)(?:は|のみ|だけ)\s?$|\((?P<bare>(?:[0-9]{1,2}月?[・、〜-]){0,6}[0-9]{1,2}月)\s?$"
)
_SEASON = re.compile(
    r"(?:(?:[夏冬春]|長期)休(?:み|暇|業日?)(?:期間)?中?|[夏冬春秋](?:[季期場]|時間)?|(?P<run>[0-9]{1,2}月?[〜-][0-9]{1,2}月)|上記以外|それ以外)(?:の間|期間?)?(?:\s?\((?P<named>[0-9]{1,2}月?[〜・、-][0-9]{1,2}月)\))?[は:]?\s?$"
)
_ENDS = (
    r"(?:終演|終了|終わ(?:り|る|って)|おわ(?:り|る|って)|閉[会場館園店室所](?!日)|閉(?:じ|め|ま)(?:ます|る|て|り)|解散|帰着|帰(?:り|る|って)"
    r"|お開き|クローズ|片付け終わ(?:り|る)|片付けて?(?:終了|解散))"
)
# 12時には閉めます, 15時終わり: what happens then is the end
_CLOSING = re.compile(rf"\s?(?:に(?:は|なると)?|で|、)?\s?{_ENDS}(?:予定)?")
_SHUT = re.compile(r"\s?閉[場館園店]")
# 12時45分までに: by when one comes or applies
_BY_THEN = re.compile("(?<=まで)に(?!集合)")
# 3時にはお茶にします: inside what began before
_HAPPENS = re.compile(rf"\s?に(?:は|なると|なったら)、?(?!{_ENDS}|開|始|はじ|集|スタート|受付|来|[0-9])")
_CLOSING_BEFORE = re.compile(r"(?:終演|終了|終わり|おわり|閉[会室所店]|解散|到着)(?:予定)?(?:時[刻間])?[:は、\s\x01]*$")
# Between a start and an end of their own: 19時スタートで21時まで, but not 10時〜（日曜は12時まで)
_PARTED = re.compile(r"[月火水木金土日]曜|[土日祝]日?は|第\s?[1-5]|平日|毎|休|場合|※|\x02")
_PARTED_FROM_UNTIL = re.compile(rf"{_PARTED.pattern}|[(。\n]|最終|まで")
_WITHIN = re.compile(r"\s?の?間(?:で|に|の)")
_MORNING, _AFTERNOON = frozenset(("午前", "AM", "am", "朝", "早朝")), frozenset(("午後", "PM", "pm", "夕方", "夜"))
_DEEP_NIGHT = "深夜"
_NOON, _MINUTES_OF_HOUR, _HOURS = 12, 60, 24
_LATEST = 29  # 26時 is two in the morning
_EARLIEST_WITHOUT_PART = 5  # 1時半〜3時 without 午前 or 午後 is in the afternoon: nobody meets before dawn


def read_times(text: str) -> tuple[list[Time], str]:
    """All ranges, in the order of the text, and the text without them.

    Args:
        text: a folded text without its dates.
    """
    if not _TIME_SIGN.search(text):
        return [], text
    field = _FIELD.match(text.lstrip())
    field_end = len(text) - len(text.lstrip()) + field.end() if field else 0
    if "0:00" in text:
        text = _PLACEHOLDER.sub(lambda blank: BLANK * len(blank[0]), text)
    text, ends = _without_others(text)
    times = [bare for match in _BARE_RANGE.finditer(text) if (bare := _bare(match))]
    text = blanked(text, [(bare.start, bare.end) for bare in times])
    for match in _RANGE.finditer(text):
        if (times and match["to"] is None and _HAPPENS.match(text, match.end())) or _BY_THEN.match(text, match.end()):
            continue
        is_end = match.start() in ends or (not times and match["to"] is None and bool(_SHUT.match(text, match.end())))
        session = _session(match, is_end=is_end)
        if session is None:
            continue
        if times and (ended := _ended(text, times[-1], match, session)):
            times[-1] = ended
            continue
        times.append(_in_text(text, match, session, is_field=match.end() <= field_end))
    times.sort(key=lambda each: each.start)
    read = [*gatherings(text, times), *frames(text, times)]
    times = [each for each in times if each not in read]
    inner = inner_hours(text, times)
    paused = breaks(text, inner)
    text = blanked(text, [(each.start, each.end) for each in inner], APART)
    text = blanked(text, [*((each.start, each.end) for each in read), *paused])
    times = of_the_rule(text, [each for each in times if each not in inner])
    return times, blanked(text, [(each.start, each.end) for each in times])


def _in_text(text: str, match: re.Match[str], session: Session, *, is_field: bool) -> Time:
    is_about = bool(match["about1"] or match["about2"])
    before = text[max(0, match.start() - _LONGEST_MONTHS) : match.start()]
    months = _IN_MONTHS.search(before)
    season = _SEASON.search(before)
    is_within = bool(_WITHIN.match(text, match.end()) or season)
    is_season = months is None and bool(season)
    only_in = (months["months"] or months["bare"]) if months else None
    start = match.start() - (len(before) - months.start()) if months else match.start()
    named = (season["named"] or season["run"]) if season else None
    where = match.start() - (len(before) - season.start()) if season else match.start()
    return Time(session, start, match.end(), is_field, is_about, is_within, is_season, only_in, named, where)


def _ended(text: str, before: Time, match: re.Match[str], session: Session) -> Time | None:
    """A lone start with the end that words give it: 10時に開けて12時に閉めます, 19時スタートで21時まで."""
    start, last = before.session.start, session.end or session.start
    if start is None or before.session.end or last is None or (session.start and session.end):
        return None
    if session.end:
        end, parted = match.end(), _PARTED_FROM_UNTIL
    else:
        end, parted = _end_of_closing(text, match), _PARTED
    if not end or parted.search(text, before.end, match.start()):
        return None
    first, minutes = (each.hour * _MINUTES_OF_HOUR + each.minute for each in (start, last))
    minutes = _later(first, minutes)
    if minutes <= first:
        return None
    is_about = before.is_about or bool(match["about1"])
    return replace(before, session=Session(start, _time(minutes)), end=end, is_about=is_about)


def _end_of_closing(text: str, match: re.Match[str]) -> int:
    """Where the words end that make a time the end of the activity (16:00終演, 終演16:00); 0 where there are none."""
    behind = _CLOSING.match(text, match.end())
    if behind:
        return behind.end()
    return match.end() if _CLOSING_BEFORE.search(text, 0, match.start()) else 0


def _bare(match: re.Match[str]) -> Time | None:
    first = _value(int(match["first"]), 0, match["part"], is_clock=False)
    last = _value(int(match["last"]), int(match["minute"] or 0), match["part"], is_clock=False)
    if first is None or last is None or first >= last:
        return None
    return Time(Session(_time(first), _time(last)), *match.span(), False, False, False)


def _without_others(text: str) -> tuple[str, set[int]]:
    """The text without the times of receptions and doors, and where a time that is the end of a day stands."""
    spans: list[tuple[int, int]] = []
    ends: set[int] = set()
    if not _OTHER_SIGN.search(text):
        return text, ends
    for match in _RANGE.finditer(text):
        # A word that governs the time before it does not govern the next one: 18:30開場 19:00開演
        free = spans[-1][1] if spans else 0
        before = _NOT_BEFORE.search(text, max(free, match.start() - 16), match.start())
        is_range = match["hour2"] is not None
        after = (_RECEIVED if is_range else _NOT_AFTER).match(text, match.end())
        if before or after:
            end = after.end() if after else match.end()
            if before and match["to"] and _GOES_ON.match(text, end):
                end = match.end("to")  # 受付は9時45分から 10時〜12時: what begins behind is another range
            is_bracket = before is not None and text[before.start()] == "(" and text[end : end + 1] == ")"
            spans.append((before.start() if before else match.start(), end + is_bracket))
        elif match["hour2"] is None and _LAST_ENTRY.match(text, match.end()):
            ends.add(match.start())
    return blanked(text, spans), ends


def _session(match: re.Match[str], *, is_end: bool) -> Session | None:
    """The times of a range; None for a placeholder and for numbers that are no time."""
    part = match["part1"] or match["after1"] or match["part3"]
    first = _minutes(match, 1, part) if match["bare"] is None else _value(int(match["bare"]), 0, part, is_clock=False)
    if first is None:
        return None
    if part is None and match["hour2"] and int(match["hour2"]) > _NOON and first >= _NOON * _MINUTES_OF_HOUR:
        first = int(match["hour1"] or match["bare"] or _NOON) * _MINUTES_OF_HOUR + first % _MINUTES_OF_HOUR
    if match["same_hour"]:
        minutes = first - first % _MINUTES_OF_HOUR + int(match["same_hour"])
        return Session(_time(first), _time(minutes) if minutes > first else None)
    is_lone = match["hour2"] is None and match["noon2"] is None
    if match["until"] or (is_lone and (is_end or (match["open"] and not match["to"]))):
        return Session(None, _time(first))
    if is_lone:
        return Session(_time(first), None)
    last = _minutes(match, 2, match["part2"] or match["after2"] or ("朝" if match["next"] else part))
    if last is None or first == last:
        return None if last is not None and first == 0 else Session(_time(first), None)
    return Session(_time(first), _time(last if match["next"] else _later(first, last)))


def _later(first: int, last: int) -> int:
    """An end that would lie before its start is meant on the other half of the clock: 午前10時から3時."""
    half = _NOON * _MINUTES_OF_HOUR
    return last + half if last < first and last + half < _HOURS * _MINUTES_OF_HOUR and last + half > first else last


def _minutes(match: re.Match[str], number: int, part: str | None) -> int | None:
    if match[f"noon{number}"]:
        return _NOON * _MINUTES_OF_HOUR
    minute = (
        match[f"minute{number}"]
        or match[f"min{number}"]
        or match[f"mm{number}"]
        or ("30" if match[f"half{number}"] else "0")
    )
    is_clock = bool(match[f"minute{number}"]) and len(match[f"hour{number}"]) == 2  # 01:30 is meant
    return _value(int(match[f"hour{number}"]), int(minute), part, is_clock=is_clock)


def _value(hour: int, minute: int, part: str | None, *, is_clock: bool) -> int | None:
    """Minutes after midnight. 午後19時28分 is 19:28; 午前12時 ends a morning, so it is noon (docs/meaning.md §2)."""
    if hour > _LATEST or minute >= _MINUTES_OF_HOUR:
        return None
    if part == _DEEP_NIGHT:
        part = "夜" if hour >= _EARLIEST_WITHOUT_PART else "朝"  # 深夜0時 begins the day
    is_afternoon = part in _AFTERNOON or (part not in _MORNING and not is_clock and 0 < hour < _EARLIEST_WITHOUT_PART)
    if is_afternoon and hour < _NOON:
        hour += _NOON
    return hour * _MINUTES_OF_HOUR + minute


def _time(minutes: int) -> dt.time:
    """24時 is the midnight at which the next day begins."""
    return dt.time(minutes // _MINUTES_OF_HOUR % _HOURS, minutes % _MINUTES_OF_HOUR)
