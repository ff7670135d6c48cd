"""Schedules in English and in やさしい日本語, in the spelling of the grammar.

Belongs here: other words for weekdays, months, weeks and clocks. Does not belong here: what they mean together.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipelines.normalise.schedule.fold import ordinals_in_front
from pipelines.normalise.schedule.notation import WEEKDAYS

_Form = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

KANA_DAYS = {"げつ": "月", "か": "火", "すい": "水", "もく": "木", "きん": "金", "ど": "土", "にち": "日"}
"""Weekdays as やさしい日本語 writes them before ようび."""
_KANA_DAY = "|".join(KANA_DAYS)
_KANA_NUMBERS = {"いち": 1, "に": 2, "さん": 3, "よん": 4, "ご": 5}
_KANA_DATES = ("ついたち", "ふつか", "みっか", "よっか", "いつか", "むいか", "なのか", "ようか", "ここのか", "とおか")
_KANA: tuple[_Form, ...] = (
    (
        re.compile(
            rf"だい\s?({'|'.join(_KANA_NUMBERS)})(?=\s?(?:しゅう|[・、と]|だい|(?:{_KANA_DAY}|[月火水木金土日])よう))"
        ),
        lambda match: f"第{_KANA_NUMBERS[match[1]]}",
    ),
    (re.compile(r"([月火水木金土日])よう(?:び|日|(?=[\s0-9(、・]|$))"), r"\1曜"),
    (
        re.compile(rf"(?<![ぁ-ん])(?:(?:{_KANA_DAY})[・、])+(?:{_KANA_DAY})(?=[\s0-9(]|$)"),
        lambda match: "・".join(KANA_DAYS[day] for day in re.split("[・、]", match[0])),
    ),
    (re.compile(rf"({_KANA_DAY})よう(?:び|日)?"), lambda match: f"{KANA_DAYS[match[1]]}曜"),
    (re.compile(r"([0-9]{1,2}) ?がつ ?(?:([0-9]{1,2}) ?(?:か|にち|日)(?!い))?"), lambda match: _kana_date(match)),
    (
        re.compile(rf"(?<=月) ?({'|'.join(_KANA_DATES)}|はつか)"),
        lambda match: f"{20 if match[1] == 'はつか' else _KANA_DATES.index(match[1]) + 1}日",
    ),
    (re.compile(r"(?<=月) ?([0-9]{1,2}) ?(?:にち|か(?!い))"), r"\1日"),
    (re.compile(r"([0-9]{1,2}) ?にち(?!か|よう)"), r"\1日"),
    (
        re.compile(r"(?:だい ?)?([1-5]) ?しゅうめ|だい ?([1-5]) ?しゅう(?= ?(?:は|と|の|も|$))"),
        lambda match: f"第{match[1] or match[2]}週",
    ),
    (
        re.compile(rf"(?<=日)\(({_KANA_DAY})(?:[・、]?(?:しゅくじつ|祝日?))?\)"),
        lambda match: f"({KANA_DAYS[match[1]]})",
    ),
    (re.compile(r"([0-9]{4}) ?ねん"), r"\1年"),
    (re.compile(r"れいわ ?(?=[0-9])"), "令和"),
    (
        re.compile(r"([0-9]{1,2}) ?じ(?:かん)?(?: ?(?:(はん)|([0-9]{1,2}) ?[ふぷ]ん))?"),
        lambda match: _kana_clock(match),
    ),
    (
        re.compile(
            r"(?:だい ?([1-5])|([1-5]) ?(?:かいめ|ばんめ|かい目|ばん目|"
            r"回目))(?: ?しゅう)? ?の?(?=[ と、・や]{0,3}(?:だい|[1-5]|第|[月火水木金土日]曜))"
        ),
        lambda match: f"第{match[1] or match[2]}",
    ),
    (re.compile(r"まいしゅう ?"), "毎週"),
    (re.compile(r"まいつき ?|まい月 ?"), "毎月"),
    (re.compile(r"まいにち|まい日"), "毎日"),
    (re.compile(r"まいあさ"), "毎日 朝"),
    (re.compile(r"かくしゅう ?"), "隔週"),
    (re.compile(r"へいじつ"), "平日"),
    (re.compile(r"しゅうまつ"), "週末"),
    (re.compile(r"(?:さいご|さいしゅう) ?の? ?(?=[月火水木金土日]曜)"), "最終"),
    (re.compile(r"しゅくじつ|祝日の日|やすみの日|休みの日"), "祝日"),
    (re.compile(r"ねんまつねんし"), "年末年始"),
    (re.compile(r"なつやすみ"), "夏休み"),
    (re.compile(r"おぼん"), "お盆"),
    (re.compile(r"お?やすみ"), "休み"),
    (re.compile(r"(?:つき|月)に? ?([0-9]) ?かい"), r"月に\1回"),
    (re.compile(r"(?:しゅう|週)に? ?([0-9]) ?かい"), r"週に\1回"),
    (re.compile(r"ごぜん(?:ちゅう)? ?"), "午前"),
    (re.compile(r"ごご ?"), "午後"),
    (re.compile(r"(?:よる|ばん) ?(?=[0-9])"), "夜"),
    (re.compile(r"あさ ?(?=[0-9])"), "朝"),
    (re.compile(r"ひる ?(?=[0-9])"), "昼"),
    (re.compile(r"しょうご"), "正午"),
    (
        re.compile(
            r"あめ(?:の ?(?:ひ|日|とき|ばあい))? ?(?=[はにがも ]{0,2}(?:休み|ちゅうし|中止|しません|"
            r"ありません|やりません|つぎ))"
        ),
        "雨の日",
    ),
    (re.compile(r"ちゅうし"), "中止"),
    (re.compile(r"つぎ ?の ?(?:ひ|日)"), "翌日"),
    (re.compile(r"やりません|しません"), "行いません"),
)
_KANA_SIGN = re.compile(
    r"よう[び日]|[月火水木金土日]よう|[0-9]\s?(?:がつ|じ|かいめ|ばんめ)|まい[しつにあ月日]|だい\s?[1-5]|やすみ|ごぜん|ごご"
)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ENGLISH_DAYS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), WEEKDAYS, strict=True))
"""English weekdays by the three letters they begin with."""
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?"
_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_CLOCK = r"([0-9]{1,2})(?::([0-9]{2}))?"
_ON = r"(?:(?:in|on|during|from|for|the)\s)*"
_NTH = "first|second|third|fourth|fifth"
# School holidays and those of Golden Week are others
_HOLIDAY = (
    r"(?:a\s)?(?:national|public)\sholidays?|(?<!school\s)(?<!week\s)(?<!winter\s)(?<!spring\s)(?<!obon\s)holidays"
)
# closed Sundays, holidays and Dec 29–Jan 3; no class on holidays or in August
_CLOSED_LIST = re.compile("休み:[^。;\n)]*")
_A_NOUN = r"(?=祝日|年末年始|夏休み|第[1-5]|最終|[0-9]{1,2}月|" + _MONTH + r"(?![A-Za-z]))"
_JOINED = re.compile(
    rf"(?i)\s?(?:、\s?(?:(?:and|or)\s)?{_ON}{_A_NOUN}|、?\s?(?:and|or|&)\s{_ON}(?:(?=[月火水木金土日]曜)|{_A_NOUN}))"
)
_LISTED_MONTH = re.compile(rf"(?i)(?<=[:・])({_MONTH})(?![A-Za-z])\.?")


def _word(pattern: str) -> re.Pattern[str]:
    """A whole word: kanji beside it are no part of it, as a word boundary has it."""
    return re.compile(rf"(?i)(?<![A-Za-z])(?:{pattern})(?![A-Za-z])")


_ENGLISH: tuple[_Form, ...] = (
    (
        re.compile(
            rf"(?i)(?:(?<![A-Za-z])(?P<front>{_WEEKDAY})[.、]*\s*)?(?<![A-Za-z])"
            rf"(?:(?P<month>{_MONTH})(?![A-Za-z])\.?\s?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:])(?!\s?[ap]\.?m)"
            rf"|(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month2>{_MONTH})(?![A-Za-z])\.?)"
            rf"(?P<more>(?:\s?(?:、|&|and)\s?[0-9]{{1,2}}(?:st|nd|rd|th)?(?![0-9:])(?!\s?(?:-|[ap]\.?m)))*)"
            rf"(?:\s?[-〜]\s?(?P<until>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:])(?!\s?[ap]\.?m))?"
            rf"(?:、?\s?(?P<year>20[0-9]{{2}})(?![0-9:]))?"
            rf"(?:、?\s?\(?(?P<behind>{_WEEKDAY})(?![A-Za-z])\.?(?:[、/]?\s?(?:national\s)?holiday)?\)?)?(?:、?\s?(?P<year2>20[0-9]{{2}})(?![0-9:]))?"
        ),
        lambda match: _english_date(match),
    ),
    (re.compile(r"(?i)(?<![a-z])(?:doors\sopen(?:s|\sat)?|open(?![a-z])(?=.*(?<![a-z])start))(?![a-z])"), "開場"),
    (
        re.compile(r"(?i)(?<=開場)(.*)(?<![a-z])start(?![a-z])|(?<=[0-9])\sstart(?![a-z])"),
        lambda match: f"{match[1] or ''}開演",
    ),
    (_word("noon"), "12:00"),
    (_word("midnight"), "24:00"),
    (
        re.compile(rf"(?i){_CLOCK}\s?([ap])?\.?(?:m\b\.?)?\s?(?:-|〜|to|until|till)\s?{_CLOCK}\s?([ap])\.?m\b\.?"),
        lambda match: _english_range(match),
    ),
    (
        re.compile(rf"(?i)(?<![0-9:]){_CLOCK}\s?([ap])\.?m(?![A-Za-z])\.?"),
        lambda match: _clock(match[1], match[2], match[3]),
    ),
    (re.compile(r"(?i)(?<=[0-9])\s(?:to|until|till)\s(?=[0-9])"), "〜"),
    (re.compile(r"(?i)(?<![A-Za-z])(?:from|at)\s(?=[0-9]{1,2}:)"), ""),
    (re.compile(r"(?i)(?<![A-Za-z])(?:until|till)\s([0-9]{1,2}:[0-9]{2})"), r"\1まで"),
    (_word(r"(?:once|1\stime)\s(?:a|per|every)\smonth"), "月1回"),
    (_word(r"(?:twice|2\stimes|two\stimes)\s(?:a|per|every)\smonth"), "月2回"),
    (_word(r"(?:3\stimes|three\stimes)\s(?:a|per|every)\smonth"), "月3回"),
    (_word(r"of\s(?:each|every|the)\smonth"), ""),
    (_word(r"in\s(?:each|every|the)\smonth|(?:each|every)\smonth|monthly"), "毎月"),
    (
        re.compile(
            rf"(?i)(?<![a-z])(?:from\s)?({_MONTH})\s?(?:to|-|〜|through|until)\s?({_MONTH})(?![a-z])(?:(?=\s?\))|、?\s?)"
        ),
        lambda match: (
            f"{_month(match[1])}月〜{_month(match[2])}月{'' if match.string[match.end() :][:1] == ')' else 'の'}"
        ),
    ),
    (
        re.compile(rf"(?i)(?<![A-Za-z])({_NTH})(?=[\s、&/]*(?:and|or|&|{_NTH}|[1-5]|mon|tue|wed|thu|fri|sat|sun))"),
        lambda match: f"第{_NUMBERS[match[1].lower()]}",
    ),
    # 3rd floor is where, 2nd grade for whom
    (
        _word(
            r"([1-5])(?:st|nd|rd|th)(?!\s?(?:floor|fl(?![A-Za-z])|grade|graders?|year|anniversary|annual|avenue|street))"
        ),
        r"第\1",
    ),
    (re.compile(r"(?i)(?<![A-Za-z])last\s(?=mon|tue|wed|thu|fri|sat|sun)"), "最終"),
    (_word(r"every\s(?:other|second|(?:two|2)\sweeks(?:\son)?)|bi-?weekly(?:\son)?"), "隔週"),
    (_word(r"every\s?day|daily"), "毎日"),
    (_word(r"(?:every\s)?weekdays?"), "平日"),
    (_word(r"(?:every\s)?weekends?"), "土日"),
    (re.compile(rf"(?i)(?<![A-Za-z])(?:every|each|weekly\son)\s(?={_WEEKDAY}(?![A-Za-z]))"), "毎週"),
    (re.compile(r"(?i)(?<![A-Za-z])(?:every|each|the)\s(?=第|最終)"), ""),
    (_word(r"rain\sor\sshine"), "雨天決行"),
    (
        _word(
            r"(?:cancell?ed|no\s(?:class(?:es)?|session|meeting))\s(?:if\s(?:it\s)?rain(?:s|y)?|in\s(?:case\sof\s)?rain)"
        ),
        "雨天中止",
    ),
    (_word(r"rain\sdate:?"), "雨天の場合は"),
    (
        re.compile(
            r"(?i)(?<![A-Za-z])(?:clos(?:ed?|ing\sdays?)|except(?:\sfor)?|excluding|"
            r"no\s(?:class(?:es)?|sessions?|meetings?|activit(?:y|ies)))(?![A-Za-z])(?:\s(?:on|for|in|during))?(?:\sthe)?\s?"
        ),
        "休み:",
    ),
    (_word(r"new\syear'?s?(?:\sholidays?)?"), "年末年始"),
    (_word(r"summer\s(?:vacation|break|holidays?)"), "夏休み"),
    (_word(_HOLIDAY), "祝日"),
    (
        # Sun Plaza is no Sunday
        re.compile(
            rf"(?<![A-Za-z])((?i:{_WEEKDAY}))(?![A-Za-z])\.?"
            rf"(?!\s(?!(?i:mon|tue|wed|thu|fri|sat|sun|{_MONTH}(?![A-Za-z])))[A-Z][a-z]{{2}})"
        ),
        lambda match: f"{_weekday(match[1])}曜",
    ),
    (_CLOSED_LIST, lambda match: _closed_list(match[0])),
    (re.compile(r"\s?(?:&|and(?![A-Za-z])|、)\s?(?=第|最終)"), "・"),
    (re.compile(r"(?<=[曜日])\s?(?:&|and(?![A-Za-z]))\s?(?=[月火水木金土日第祝年])"), "・"),
    (re.compile(r"(?<=曜)\s?to\s?(?=[月火水木金土日])"), "〜"),
)
_ENGLISH_SIGN = re.compile(
    r"(?i)mon|tue|wed|thu|fri|sat|sun|day|week|month|[0-9]\s?[ap]\.?m|noon|close|open|except|" + _MONTH[3:-1]
)


def in_grammar(text: str) -> str:
    """English and やさしい日本語 in the words of the grammar; other texts as they are.

    Args:
        text: a folded text.
    """
    if _KANA_SIGN.search(text):
        for pattern, form in _KANA:
            text = pattern.sub(form, text)
    if not text.isascii() and not _LATIN.search(text):
        return text
    if _ENGLISH_SIGN.search(text):
        for pattern, form in _ENGLISH:
            text = pattern.sub(form, text)
        text = ordinals_in_front(text)
    return text


_LATIN = re.compile("[A-Za-z]")


def _kana_date(match: re.Match[str]) -> str:
    return f"{match[1]}月{match[2]}日" if match[2] else f"{match[1]}月"


def _kana_clock(match: re.Match[str]) -> str:
    if "じかん" in match[0]:
        return f"{match[1]}時間"
    minutes = "半" if match[2] else f"{match[3]}分" if match[3] else ""
    return f"{match[1]}時{minutes}"


def _weekday(word: str) -> str:
    return ENGLISH_DAYS[word[:3].lower()]


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _english_date(match: re.Match[str]) -> str:
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    weekday = match["front"] or match["behind"]
    number = match["year"] or match["year2"]
    year = f"{number}年" if number else ""
    more = "".join(f"、{number}日" for number in re.findall("[0-9]+", match["more"] or ""))
    until = f"〜{match['until']}日" if match["until"] else ""
    return f"{year}{_month(month)}月{day}日{f'({_weekday(weekday)})' if weekday else ''}{more}{until}"


def _closed_list(words: str) -> str:
    return _LISTED_MONTH.sub(lambda match: f"{_month(match[1])}月", _JOINED.sub("・", words))


def _minutes(hour: str, minute: str | None, half: str) -> int:
    return (int(hour) % 12 + 12 * (half.lower() == "p")) * 60 + int(minute or 0)


def _clock(hour: str, minute: str | None, half: str) -> str:
    return _written(_minutes(hour, minute, half)) if 1 <= int(hour) <= 12 else f"{hour}:{minute or '00'}"


def _written(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _english_range(match: re.Match[str]) -> str:
    """1-3pm is in the afternoon, 10-3pm begins in the morning: the later start that lies before the end."""
    if int(match[1]) > 12 or int(match[4]) > 12:
        return match[0]
    last = _minutes(match[4], match[5], match[6])
    if match[3]:
        return f"{_written(_minutes(match[1], match[2], match[3]))}〜{_written(last)}"
    firsts = [minutes for half in "pa" if (minutes := _minutes(match[1], match[2], half)) < last]
    return f"{_written(firsts[0])}〜{_written(last)}" if firsts else match[0]
