"""Days on which nothing takes place: 8月休み, 祝日を除く, 定休日：日・月, 12/29～1/3は休館, 雨の日以外.

Belongs here: the list of nouns that words such as 休み govern, on either side of it, and what the nouns are as codes.
Does not belong here: weather that moves a day (`weather`), scopes that no grammar reads (`clauses`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.normalise.schedule.fold import APART, blanked
from pipelines.normalise.schedule.known_clauses import weekdays_in_front
from pipelines.normalise.schedule.model import LAST, ClosedWeek, Day
from pipelines.normalise.schedule.months import months_of
from pipelines.normalise.schedule.notation import WEEKDAYS

_MONTHS = r"(?>[0-9]{1,2}月?(?:\s?[・、と〜-]\s?[0-9]{1,2}月?){0,5}(?<=月))(?!\s?[0-9]|[はの]?\s?第|のみ|だけ|は毎)"
_WEEK_NUMBERS = r"第\s?[1-5](?:\s?[・、と]\s?第?[1-5]|第[1-5])*"
_LONE = (
    r"(?:(?<![一-龠々0-9ぁ-んァ-ヶー])|(?<=毎週)|(?<=各週)|"
    r"(?<=の))[月火水木金土日](?![一-龠々](?<![休除閉定祝])|\s?[〜-])"
)
_SPAN = (
    r"(?<![一-龠々0-9ぁ-んァ-ヶー])[月火水木金土日](?:曜日?)?\s?[〜-]\s?"
    r"[月火水木金土日](?:曜日?)?(?![一-龠々](?<![休除閉定祝]))"
)
_BY_DAY = (
    rf"(?<![翌前次])(?<![翌前]週)(?<![翌前]週の)(?:(?:毎週|毎月|各)\s?)?(?:{_WEEK_NUMBERS}週?の?|最終)?\s?"
    rf"(?:{_SPAN}|[月火水木金土日]曜日?(?!\s?[〜-])|(?<![一-龠])(?=[月火水木金土日]{{2}})日?月?火?水?木?金?土?日?月?火?(?=[・、祝休定を以は])|(?:(?<=第[1-5])|(?<=[・、と][1-5])|(?<=週))[月火水木金土日]|{_LONE}|土日|(?<=[1-5週])\([月火水木金土日]\))(?:[・、と/][月火水木金土日](?:曜日?|(?!曜))(?!\s?[〜-])(?![曜一-龠](?<![休除閉曜祝]))){{0,6}}"
)
_DATE = (
    r"(?:(?:20[0-9]{2}|令和\s?[0-9元]{1,2}|R[0-9]{1,2})(?:年|[./])\s?|翌年の?\s?)?"
    r"(?:[0-9]{1,2}月\s?[0-9]{1,2}日?|[0-9]{1,2}/[0-9]{1,2})(?:\s?\([月火水木金土日祝休振・、/]{1,6}\))?"
)
# ※7日(月)休館: of a month named before
_OF_WEEK = r"(?:\s?\([月火水木金土日祝休振・、/]{1,6}\))?"
_DAY_ALONE = (
    rf"(?<![0-9月/第毎日・、〜-])[0-9]{{1,2}}日(?!間|目){_OF_WEEK}(?:[・、と]\s?[0-9]{{1,2}}日(?!間|目){_OF_WEEK})*"
)
_MORE_DATES = r"(?:[・、と]\s?[0-9]{1,2}日?(?:\([月火水木金土日祝休振・]{1,5}\))?(?![0-9月/:時]))*"
_DATES = (
    rf"{_DATE}(?:\s?(?:〜|-|から)\s?(?:{_DATE}|"
    rf"[0-9]{{1,2}}日?(?:\([月火水木金土日祝休振・]{{1,5}}\))?)(?:まで)?|{_MORE_DATES})"
)
_TIMES = (
    r"[0-9]{1,2}(?::[0-9]{2}|時(?:[0-9]{1,2}分|半)?)\s?(?:〜|-|から)\s?[0-9]{1,2}(?::[0-9]{2}|"
    r"時(?:[0-9]{1,2}分|半)?)(?:まで)?"
)
_NOUNS = (
    ("dates", _DATES),
    ("day", _DAY_ALONE),
    ("year_end_off", r"年末年始(?:期間|休暇|休業)?|正月(?:三が日)?|[0-9]{1,2}月末から[0-9]{1,2}月(?:はじめ|初め)"),
    (
        "other",
        (
            r"(?:国民の)?(?:祝祭日|祝日|祭日|休日)(?:の|と)?[翌前](?:平日|日)|(?:学校の?)?長期(?:休み|休暇|休業)(?:期間)?|[春冬](?:季|期|休)(?:み|休暇|休業)|"
            r"学校(?:の)?(?:休み|休業日|休校日)|G\.?W\.?|ゴールデンウ[ィイ]ーク|大型連休|友引|[0-9]{1,2}月の?第\s?[1-5]週?(?:の?[月火水木金土日]曜日?)?|[翌前](?:日|週|平日)|[一-龠]{0,4}(?:点検|整理|保守)(?:日|期間)|[猛酷]暑[日時]?|[降積大]雪時?|(?:熱中症)?警[戒報](?:アラート)?(?:発[表令])?時?"
        ),
    ),
    (
        "holidays_off",
        r"国民の祝日(?:に関する法律に(?:規定|定め)する休日)?|祝祭日|祝休日|祝日|祭日|(?<![定平])休日(?!は?\s?[月火水木金土日毎第])|祝(?![日祭])",
    ),
    ("closed_month", rf"[春夏秋冬](?:[季期場]間?|の間)?\s?\({_MONTHS}\)"),
    ("summer_vacation_off", r"夏休み(?:期間)?|夏[季期]?(?:休暇|休業|休み)"),
    ("rain_cancels", r"雨天時?|雨の日|雨の?時|雨降り"),
    ("storm_cancels", r"荒天時?|悪天候?時?|台風|暴風|強風時?"),
    ("", r"お盆(?:休み|期間)?"),  # the guide has no code for it; the words stay in the raw text
    ("temp_closed", r"臨時(?:休[館業室所園診]|閉[館所])日?"),
    (
        "closed_week",
        rf"{_WEEK_NUMBERS}\s?(?:週目?(?!の(?!ぞ)|[月火水木金土日])|(?=[をは]?(?:除|のぞ)|は?お?休)|(?<=:第[1-5])(?=\)|$|\s[0-9]))|最終週(?!の|[月火水木金土日])",
    ),
    ("closed_month", rf"(?<!第){_MONTHS}"),
    ("closed", _BY_DAY),
)
_KINDS = tuple((code, re.compile(words)) for code, words in (("times", _TIMES), *_NOUNS))
_NOUN = "|".join(f"(?:{words})" for _, words in _NOUNS)
_JOIN = r"(?:期間)?(?:中(?!止)|の日|の時)?(?:\s?(?:・|、|と|及び|および|並びに|や|/|または|又は|&)\s?)?"
# A space joins only names of holidays: in 毎週金曜日 祝日は休み the Friday is the rule
_HOLIDAYS = "|".join(
    words for code, words in _NOUNS if code in ("year_end_off", "holidays_off", "summer_vacation_off", "")
)
# Atomic: a long list of months would otherwise be cut up in every possible way
_LIST = rf"(?>(?:(?:{_HOLIDAYS})\s|(?>{_NOUN})(?:\((?:{_DATES})\))?{_JOIN}){{1,8}})"
# 月曜休館日, but not 休館日：月曜 nor 休館日（月曜）: there the word is a label
_OFF_DAY = (
    r"(?>(?:休[館室会講業止診園所場演廊校]|定休|閉[室館所園庁])日?)(?!\s?:)"
    r"(?!(?<=日)(?:\s?\(|\s?[はが]\s?|\s)(?:毎[週月]|第[1-5]|[月火水木金土日]曜|[月火水木金土日][・、]|年末|祝|[0-9]{1,2}[月/]))"
)
# 祝日も休まず, 8月も休みなし say the opposite
_NOT = r"(?!ません|ない|なく|なし|無し|しません|しない|せず|まず|ま[なせ])"
_OFF = (
    rf"(?:除く|除き|除いた|のぞく|以外(?!(?:の(?:日|曜日|方|時間))?は(?!、?\s?(?:毎|[0-9午]|開|休ま|営業|活動)))|除外|お?休み(?!\s?:){_NOT}(?:です|します|いたします|となります)?|お?やすみ{_NOT}|{_OFF_DAY}{_NOT}|"
    rf"(?<=は)(?:お?[夏冬春](?:休み|[季期]休(?:業|暇|講|館))|お?盆休み|年末年始のお?休み|年末年始お?休み|お?正月休み)(?=[)。、\s※]|です|$)|閉(?:めて|まって|じて)(?:い|お)(?:ます|り?る|ります)|利用(?:不可|できません)|行わない|行いません|やりません|やら(?:ない|ず)|やって(?:い?ません|い?ない)|開(?:け|き)ません|実施しません|開催しません|活動しません|(?:開催|実施|活動)せず|(?:開催|実施)?されません|ありません|なし|無し|中止{_NOT}|(?<![・/])休(?![日憩養暇まみ]|[館業室所園講会](?:しません|しない|せず)))"
)
_LINK = (
    r"(?:に(?:あたる|当たる|重なる|かさなる)(?:場合|時|とき|日)?|の(?:場合|とき|際|日|ため|お?教室|講座|活動|練習|開催|実施|回|サロン|体操)|は除いて|期間|中|祝日のため|により)?"
    r"\s?(?:は|を|が|も|には|[:、])?\s?(?:[冬夏春][季期]|原則(?:として)?|基本(?:的に)?|全て|すべて|終日|全館|祝日のため|[^\s。、※()0-9\x01]{1,10}(?:ので|ため)、?\s?|[一-龠]{0,4}の?都合(?:により|につき|で|のため)、?)?\s?(?:の?お?活動(?:は|を|が)?|(?:開催|実施)(?:は|を|が)?)?"
)
_MOVED = (
    r"(?:、\s?(?:祝日|祝休日|祝祭日|休日)の(?:場合|とき|時)は[^\s。※)0-9]{0,12}|\s?\(\s?(?:その日が|当日が|"
    r"[月火水木金土日]曜日?が|ただし、?)?\s?(?:祝日|祝休日|祝祭日|休日)[^()]{0,24}\))"
)
_CLOSED = re.compile(
    rf"[※(]?\s?(?:ただし|但し)?、?\s?(?:(?:[月火水木金土日]曜日?|当日|その日)が(?=祝|国民|休日))?(?P<nouns>{_LIST}|(?:昼休み\s?[:は(]?\s?)?{_TIMES}\)?(?=[はをも休除閉]|\s?の間|お))(?P<moved>{_MOVED})?(?:{_LINK}{_OFF}|\s?\((?:お?休み|お?やすみ|休|休[館講会業]|中止)\))(?:です|とな(?:る|ります))?"
    rf"(?P<maybe>の?(?:場合|こと)(?:も|が)?(?:ある|あり(?:ます)?))?(?P<behind>{_MOVED})?(?:(?=を除く)を除く)?"
)
_LABEL = (
    r"(?:(?<![一-龠)〜])|(?=[休定閉]..?\s?:))(?:休[館業室所園場診廊講校演]日?|定休日?|閉[館所室庁]日|"
    r"(?<![はがもをお一-龠A-Za-zァ-ヶ])(?<![はがも]\s)(?:(?<![月火水木金土日曜祝]\s)|(?=お?休みの?日?\s?:))(?:お?休みの日|お?休み|お?やすみ|休(?=[:)]))|除外日)"
)
_LABELLED = re.compile(
    rf"{_LABEL}(?P<link>(?:\)|は|:|/|\s|\(|=){{0,3}})(?P<nouns>(?<=[)は:/\s(=]){_LIST}|(?<=日)\s?{_LIST})(?P<tail>(?:\s?\([^()]*\))?(?:\s?(?:及び|および|・|、|と)\s?{_LIST})?)(?:です|となります|になります)?"
)
_TO_SPACE = re.compile(r"(?:(?![0-9]{1,2}[:時])[^\s。※◆)\x01])*")
_RULE_IN_FRONT = re.compile(rf"(?!土・?日(?:曜日?)?、){_BY_DAY}(?:、(?={_HOLIDAYS})|、?\s?(?=雨|荒|悪天|台風|暴風))")
# 12/1(火)、1/5(火)雨天時は中止: what the weather stops are the days of the activity
_DAYS_IN_FRONT = re.compile(rf"(?:{_DATES}[、・\s]?){{1,8}}(?=雨|荒|悪天|台風|暴風)")
# 12/15(火)〜12/20(日) 月曜休館: the run is that of the activity
_RUN_IN_FRONT = re.compile(rf"{_DATES}\s(?=(?:毎週|第|最終)?\s?[月火水木金土日祝])")
# 6/25、7/9、8月はお休み、9/10: without a rule the days are those of the activity, whichever of them is closed
_LISTED_DAYS = re.compile(rf"{_DATES}(?:\s?[、・]\s?{_DATES})*[、・]")
_A_DATE = re.compile(_DATE)
_A_RULE = re.compile("毎|第[1-5]|平日|曜|隔週|(?<![一-龠])[月火水木金土日][〜-]")
_OF_ONE_MONTH = re.compile(r"(?<![0-9〜・-])[0-9]{1,2}月は[^\s。、※()0-9]{0,14}、?$")
_ALL_OF_THEM = re.compile("及び|および|並びに")
_EVERY = re.compile("毎|各週|隔週")
_WEATHER_NEXT = re.compile(r"、?\s?(?:雨|荒|悪天|台風|暴風)")
_WEATHER_IN = re.compile("[雨荒]|悪天|台風|暴風")
_ANY_DAY = re.compile("曜|毎日|平日|[0-9]時|:")
_OFF_SIGN = re.compile("[除休閉止]|なし|無し|ない|ません|せず|のぞ|以外|やすみ|不可")
_YEAR_END = re.compile(
    r"12[月/]\s?(?:2[5-9]|3[01])日?[^0-9]{1,12}0?1[月/]\s?0?[1-7]日?(?:\([月火水木金土日祝休振・]+\))?(?:まで)?"
)


@dataclass(slots=True)
class Closings:
    """What was found, and the text without it: what no code can say is set apart."""

    rest: str
    codes: list[str] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    weeks: list[ClosedWeek] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)


def read_closings(text: str) -> Closings:
    """Take the closings out of a text.

    Args:
        text: a folded text with its dates and times.
    """
    closings = Closings(text)
    if not _OFF_SIGN.search(text):
        return closings
    for match in list(_LABELLED.finditer(text)):
        _take(closings, match.span(), [match.span("nouns"), match.span("tail")])
        closings.rest = blanked(closings.rest, [(match.end(), _end_of_label(closings.rest, match))], APART)
    for match in list(_CLOSED.finditer(closings.rest)):
        if _is_among_days(closings.rest, match) or _is_of_one_month(closings.rest, match):
            closings.rest = blanked(closings.rest, [match.span()], APART)
            continue
        start = _after_rule(closings.rest, match)
        if (
            start > match.start("nouns")
            and not _EVERY.match(match["nouns"])
            and not _ends_with_topic(closings.rest, match)
            and not _WEATHER_NEXT.match(closings.rest, start)
            and not _RUN_IN_FRONT.match(closings.rest, match.start("nouns"))
        ):
            # 第2月曜、年末年始は休み: a day of the rule, or closed as well? Nobody knows
            closings.rest = blanked(closings.rest, [(match.start("nouns"), start)], APART)
        moved = [match.span(name) for name in ("moved", "behind") if match[name]]
        # 8月は休みの場合あり: or not; 雨天中止の場合あり says no more than 雨天中止
        moved += [match.span("maybe")] if match["maybe"] and not _WEATHER_IN.search(match["nouns"]) else []
        _take(closings, (start, match.end()), [(max(start, match.start("nouns")), match.end("nouns"))])
        for span in moved:
            closings.rest = blanked(closings.rest, [span], APART)
    return closings


def _is_among_days(text: str, match: re.Match[str]) -> bool:
    """Whether a closing goes on a list of days where the text says nothing but such days; a note has its own list."""
    if (
        match[0][0] in "※("
        or not _LISTED_DAYS.match(text, match.start("nouns"))
        or _A_RULE.search(text)
        or _WEATHER_IN.search(match["nouns"])
    ):
        return False
    return bool(_A_DATE.search(text, 0, match.start()) or _A_DATE.search(text, match.end()))


def _is_of_one_month(text: str, match: re.Match[str]) -> bool:
    """12月は行事のため第3水曜はお休み: not on the third Wednesday of every month."""
    is_of_the_month = match["nouns"].startswith(("第", "最終")) and not _ends_with_topic(text, match)
    return is_of_the_month and bool(_OF_ONE_MONTH.search(text, 0, match.start("nouns")))


def _end_of_label(text: str, match: re.Match[str]) -> int:
    """Where the scope of a label ends: with its bracket, or before the next space."""
    if "(" in text[match.start() : match.start("nouns")] or "(" in (match["link"] or ""):
        close = text.find(")", match.end())
        return close if close >= 0 else len(text)
    unread = _TO_SPACE.match(text, match.end())
    return unread.end() if unread else match.end()


def _after_rule(text: str, match: re.Match[str]) -> int:
    """In 毎週火曜日、祝日は休み the day is the rule, unless a rule stands before: 毎日10時〜、火曜、祝日は休み."""
    if _ends_with_topic(text, match):
        return match.start("nouns") + match["nouns"].rindex("、") + 1  # 1月は第3土曜、8月は休み: two clauses
    if _ALL_OF_THEM.search(match["nouns"]) and not _EVERY.match(match["nouns"]):
        return match.start()  # 日曜日、祝日及び年末年始は休業: one list
    if days := _DAYS_IN_FRONT.match(text, match.start("nouns")) or _RUN_IN_FRONT.match(text, match.start("nouns")):
        return days.end()
    rule = _RULE_IN_FRONT.match(text, match.start("nouns"))
    return match.start() if rule is None or _ANY_DAY.search(text, 0, match.start()) else rule.end()


def _ends_with_topic(text: str, match: re.Match[str]) -> bool:
    """1月は第3土曜、8月は休み: what the list begins with is said of something in front of it."""
    return text[: match.start("nouns")].endswith(("は", "のみ", "だけ")) and "、" in match["nouns"]


def _take(closings: Closings, span: tuple[int, int], lists: list[tuple[int, int]]) -> None:
    """Note every noun of the lists; brackets among them, and what no code says, are set apart."""
    text = closings.rest
    closings.rest = blanked(text, [span])
    for start, end in lists:
        position = start
        while position < end:
            if (
                text[position] == "("
                and (close := text.find(")", position, end)) > 0
                and not _YEAR_END.match(text, position + 1)
            ):
                closings.rest = blanked(closings.rest, [(position, close + 1)], APART)
                position = close + 1
                continue
            code, stop = _noun(text, position, end)
            if code == "closed_week":
                closings.weeks += _weeks_named(text, position, stop)
            elif code is not None and not _noted(closings, code, text[position:stop]):
                closings.rest = blanked(closings.rest, [(position, stop)], APART)
            position = stop


def _noun(text: str, position: int, end: int) -> tuple[str | None, int]:
    for code, words in _KINDS:
        match = words.match(text, position)
        if match and match.end() > end:
            match = words.match(text, position, end)
        if match and match.end() > position:
            return code, match.end()
    return None, position + 1


def _noted(closings: Closings, code: str, words: str) -> bool:
    """Whether the noun is said by a code, or needs none."""
    if code == "closed_month":
        closings.codes.append(f"{code}={','.join(map(str, months_of(words)))}")
    elif code == "closed":
        days = _days_named(words)
        closings.days += days
        closings.codes.append(f"{code}={','.join(day.byday for day in days)}")
    elif code == "dates":
        closings.dates.append(words)
        closings.codes += ["year_end_off"] * bool(_YEAR_END.fullmatch(words))
    elif code in ("times", "other", "day"):
        closings.dates += [words] * (code == "day")
        return False
    elif code:
        closings.codes.append(code)
    return True


def _weeks_named(text: str, start: int, end: int) -> list[ClosedWeek]:
    """第3は休み in brackets is said of the days in front of them: 火曜（第3は休み）・木曜 closes no Thursday."""
    words, bracket = text[start:end], text.rfind("(", 0, start)
    of_days = frozenset[int]() if bracket < 0 or ")" in text[bracket:start] else weekdays_in_front(text, bracket)
    numbers = [*map(int, re.findall("[1-5]", words)), *[LAST] * ("最終" in words)]
    return [ClosedWeek(number, of_days) for number in numbers]


def _days_named(words: str) -> list[Day]:
    """Days of 第1・3月曜, 土日 or 日・月."""
    ordinals = [int(number) for number in re.findall("[1-5]", words)] or ([LAST] if "最終" in words else [0])
    span = re.search(rf"([{WEEKDAYS}])(?:曜日?)?\s?[〜-]\s?([{WEEKDAYS}])", words)
    if span:
        first, last = WEEKDAYS.index(span[1]), WEEKDAYS.index(span[2])
        return [Day((first + step) % 7) for step in range((last - first) % 7 + 1)]
    plain = re.sub("毎月(?!曜)|曜日", "曜", words)
    return [
        Day(WEEKDAYS.index(weekday), ordinal) for ordinal in ordinals for weekday in re.findall(f"[{WEEKDAYS}]", plain)
    ]
