"""When an activity does not take place, or otherwise: closings, weather, substitutes of holidays, 基本.

Belongs here: the order in which they are taken out of a text, and the words that fit none of the two. Does not belong
here: closings (`closings`), weather (`weather`), what only sets a clause apart (`clauses`), dates and rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.normalise.schedule.closings import Closings, read_closings
from pipelines.normalise.schedule.fold import APART, blanked
from pipelines.normalise.schedule.model import LAST, Day
from pipelines.normalise.schedule.months import months_of
from pipelines.normalise.schedule.weather import Weather, read_weather

_HOLIDAY = r"(?:祝日|祝休日|祝祭日|休日)"
_CASE = r"(?:の(?:場合|とき|時|際)|に(?:あたる|当たる|重なる|かさなる)(?:場合|とき|時|日)?|と重なる(?:場合|とき)?)"
_WHICH = r"(?:(?:第\s?[1-5]\s?)?[月火水木金土日](?:曜日?)?(?:が|と|で)\s?|その日が|当日が|開催日が)"
_ELSEWHERE = r"(?:翌|前|第|振|変更|[月火水木金土日]曜|[0-9]{1,2}日)"
# Moved to another day: on the holiday itself nothing takes place
_HOLIDAY_MOVED = re.compile(
    rf"[※(]?\s?(?:ただし|但し)?、?\s?(?:{_WHICH}?{_HOLIDAY}{_CASE}(?:は|には|、)?[^。※)\x01\n可開毎]{{0,12}}?{_ELSEWHERE}"
    rf"|{_HOLIDAY}(?:は|→)\s?(?:翌|前|振|[^。※)\x01\n休]{{1,12}}(?:振替|振り替え|変更|移動)|(?:第[1-5]の?)?[月火水木金土日]曜日?(?=\))))[0-9]{{0,2}}[^。※)\n\s0-9、]{{0,12}}\)?"
)
# The same of a closing: 月曜休館（祝日の場合は翌日）; then the holiday is the very day on which it is open
_CLOSING_MOVED = re.compile(
    rf"[※(]?\s?(?:ただし|但し)?、?\s?(?:{_WHICH}?{_HOLIDAY}{_CASE}|{_WHICH}{_HOLIDAY}の)[^。※)\n]{{0,20}}(?:休[館園業室場所診]|開[館園場所]|閉[館園])[^。※)\n]{{0,16}}\)?"
    rf"|[※(]?\s?{_WHICH}{_HOLIDAY}{_CASE}(?:は|も)?(?:利用可|開[館園場所])[^。※)\n]*"
)
# What else is moved, and to where: no code says it
_OTHER_MOVED = re.compile(
    r"[※(]?\s?(?:ただし|但し)?、?\s?(?<![一-龠])(?:[月火水木金土日](?:曜日?)?[・、]?){1,3}祝?日?(?<![翌前]日)(?:が|の|に(?:当たる|あたる|重なる))\s?(?:場合|とき|時|際)[^。※)\n休]{0,24}\)?"
)
# その他 alone is the label of notes: その他：雨天中止
_HELD = r"(?:日|曜|[0-9][月/]|開催|活動|実施|行[いうわ]|集ま|臨時|随時|不定期|行事|イベント)"
_WORDS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "temp_closed",
        "臨休中",
        re.compile(
            r"臨時(?:休|で休み|に休み|閉)[館業室み]?日?(?:あり|有り?)?|(?:休み|休館|中止|お休み)(?:する|になる|とする|の)?(?:場合|こと|日)(?:が|も)(?:あります|ある|あり)"
        ),
    ),
    (
        "extra_dates",
        "他ほ加臨",
        re.compile(
            r"[※(]?[^。※(\x01\x02\s、0-9]{0,10}(?:(?:その|この|それ)(?:ほか|他)(?!\s?:)|これに加え|それに加え)"
            rf"(?=[^。※)\n]{{0,30}}{_HELD})(?![^。※)\n]{{0,30}}(?:休|閉|ません|相談|問い?合))[^。※)\n]{{0,30}}|[※(]?臨時(?:開催|活動)[^。※)\n]{{0,10}}"
            r"|[※(]?(?<![一-龠のも])(?:ほか|他)に(?:も|、)?[^。※)\n\x01\x02、0-9曜]{0,12}?(?:開催|活動|練習|集まる|実施)日?[^。※)\n\x01\x02、0-9]{0,4}?(?:あり(?!ま?せん|得)|ある(?!場合)|有り)(?:ます)?"
            r"|[※(]?(?<![一-龠のも])(?:ほか|他)に(?:も|、)?\s?[月火水木金土日]曜日?に?も(?:開催|活動|練習|実施)(?:しま|してい|あり)?(?:す|ます)?"
            # ほかに月1回土曜に活動: on which of them nobody says
            r"|[※(]?(?<![一-龠のも])(?:ほか|他)に(?:も|、)?\s?(?:[月年]に?\s?[0-9]\s?回|不定期に?|随時|時々|ときどき)(?![^。※)\n]{0,16}(?:休|閉|ません|相談))[^。※)\n\x01\x02、]{0,12}"
        ),
    ),
)
# 毎月第2土曜 ※12月は19日に変更: the rule does not hold in that month; the day is one of a year nobody names
_OTHER_DAY = re.compile(
    r"[※(]?(?<![0-9])(?P<months>(?:[0-9]{1,2}月?[・、〜-]){0,6}[0-9]{1,2}月)(?:は|のみ|だけ)、?\s?(?:(?:[0-9]{1,2}日(?:\s?\([月火水木金土日祝・]{1,3}\))?[・、と]?\s?)+(?:に?(?:変更|開催|実施|振替|振り替え|行い))?"
    r"|(?:日程|日時|開催日|曜日)?[がをは]?\s?(?:変更|異な|変わり))(?:になります|となります|します|されます|あり|ます|ります)?"
)
_RULE_SIGN = re.compile("毎[週月日]|第\\s?[1-5]|曜|平日")
# 現在お休み中, 休止しています: at present; 8月は休止中 is a closing
_PAUSED = re.compile(
    r"[※(☆]?\s?(?:(?:現在|ただ今|ただいま|只今|いま|今|当面の?間?|しばらくの?間?)(?:は|、|のところ)?\s?(?:(?:活動|開催|教室|定例会)[はを、]?\s?)?|(?:活動|開催|教室|定例会)[はを、]?\s?|(?<![一-龠ぁ-んァ-ヶー0-9、]))"
    r"(?:(?:お休み|休止|休会|休業|休講|停止)中(?![のはに])|(?:お休み|休止|休会|停止)して(?:います|おります|いる))(?:です)?\s?[)☆]?"
)
# 当面の間、休止します, 一時休止しています, 開催を見合わせています
_PAUSED_FOR_A_WHILE = re.compile(
    r"[※(☆]?\s?(?:(?:現在|ただ今|ただいま|当面|当分|しばらく|一時|無期限|今年度|今季)(?:の間|的)?(?:は|、|に|で|のところ)*\s?[^\s。、()0-9月火水木金土日毎第]{0,8}?[はをが、]*\s?"
    r"(?:お?休み|休止|休会|休業|休講|休館|停止|中止|閉鎖|お休み)(?:中|(?:と)?(?:いたし|致し|し|なり|させていただき)?(?:て(?:い|おり))?(?:ます)|です)?(?![のは日])"
    r"|(?:開催|活動|実施|教室|練習)[はを]?(?:当面|しばらく|当分)?(?:の間)?、?見合わせ(?:て(?:い|おり)ます|中|ます|る)?)\s?[)☆]?"
)
_PAUSE_SIGN = re.compile("[休停][み止会業講館]?|見合わせ|閉鎖|中止")
_PRINCIPLE_SIGN = re.compile("[基主原心おだ概通]")
# 主に調理室, 主に小学生対象: most often where, or with whom; of the days nothing is said
_NO_DAY = r"[^\s。、()※0-9月火水木金土日曜週祝毎隔朝昼夕夜午前後]{1,12}"
_WHERE = re.compile(
    rf"(?:主に|おもに|主として)\s?(?=(?:第\s?[0-9])?{_NO_DAY}(?:室|館|センター|ホール|公園|広場|学校|グラウンド|コート|会場|対象|向け|で|にて)(?:[\s。、)]|で|にて|$))"
)
_IN_PRINCIPLE = re.compile(
    r"基本(?:的に)?|主に|おもに|主として|原則(?:として)?|を?中心に|おおむね|概ね|だいたい"
    r"|通常(?!通り|どおり|の?(?:活動|練習|教室|営業|クラス|コース|授業))"
)


# おおむね2か月に1度, where no day is said: about how often (`frequency`)
_ABOUT_HOW_OFTEN = re.compile(
    r"(?:おおむね|概ね|だいたい)(?=、?\s?(?:(?:毎|各)?[週月年]間?に?\s?[0-9][0-9〜・-]{0,4}\s?[回度日]|(?:隔月|[0-9]か月)に?\s?[0-9]\s?[回度]))"
)
_DAY_SIGN = re.compile("毎[週日]|第\\s?[1-5]|曜|平日|[0-9][/日]")


@dataclass(slots=True)
class Exceptions:
    """What was found, and the text without it; `is_paused`: at present nothing takes place at all."""

    rest: str
    closings: Closings
    weather: Weather
    codes: list[str] = field(default_factory=list)
    is_paused: bool = False

    @property
    def closed_days(self) -> list[Day]:
        """Weekdays that are closed, every week or one of the month."""
        return self.closings.days


def read_exceptions(text: str) -> Exceptions:
    """Take the exceptions out of a text.

    Args:
        text: a folded text with its dates.
    """
    weather = read_weather(text)
    rest, codes = weather.rest, list(weather.codes)
    if "祝" in rest or "休" in rest:
        rest, moved = _moved(rest)
        codes += moved
    if "月は" in rest or "月のみ" in rest or "月だけ" in rest:
        rest, differing = _differing(rest)
        codes += differing
    forms = (_PAUSED, _PAUSED_FOR_A_WHILE) if _PAUSE_SIGN.search(rest) else ()
    if paused := [match.span() for form in forms for match in form.finditer(rest)]:
        rest = blanked(rest, paused)
        codes.append("temp_closed")
    closings = read_closings(rest)
    rest, codes = closings.rest, codes + closings.codes
    for code, signs, pattern in _WORDS:
        if any(sign in rest for sign in signs):
            spans = [match.span() for match in pattern.finditer(rest)]
            codes += [code] * len(spans)
            rest = blanked(rest, spans)
    if _PRINCIPLE_SIGN.search(rest):
        rest, is_in_principle = _in_principle(rest)
        codes += ["in_principle"] * is_in_principle
    return Exceptions(rest, closings, weather, codes, is_paused=bool(paused))


def _in_principle(text: str) -> tuple[str, bool]:
    text = blanked(text, [match.span() for match in _WHERE.finditer(text)])
    how_often = set() if _DAY_SIGN.search(text) else {match.start() for match in _ABOUT_HOW_OFTEN.finditer(text)}
    spans = [match.span() for match in _IN_PRINCIPLE.finditer(text) if match.start() not in how_often]
    return blanked(text, spans), bool(spans)


def closed_weeks_codes(closings: Closings, held: list[Day]) -> list[str]:
    """`closed=5TU` of 第5週は休み, once the weekdays of the rule are known.

    Args:
        closings: what was read.
        held: days of the rules; a week that they do not have is not closed.
    """
    days = [
        Day(day.weekday, week.number)
        for week in closings.weeks
        for day in held
        if day.ordinal in (0, week.number, LAST) and (not week.weekdays or day.weekday in week.weekdays)
    ]
    return [f"closed={day.byday}" for day in dict.fromkeys(days)]


def _differing(text: str) -> tuple[str, list[str]]:
    matches = [match for match in _OTHER_DAY.finditer(text) if _RULE_SIGN.search(text, 0, match.start())]
    codes = [f"month_differs={','.join(map(str, months_of(match['months'])))}" for match in matches]
    return blanked(text, [match.span() for match in matches], APART), codes


def _moved(text: str) -> tuple[str, list[str]]:
    codes: list[str] = []
    for match in list(_CLOSING_MOVED.finditer(text)):
        text = blanked(text, [match.span()], APART)
    if _is_a_closing_in_front(text):
        return text, codes
    for match in list(_OTHER_MOVED.finditer(text)):
        text = blanked(text, [match.span()], APART)
    for match in list(_HOLIDAY_MOVED.finditer(text)):
        codes.append("holidays_off")
        text = blanked(text, [match.span()], APART)  # the day it moves to has no code
    return text, codes


_CLOSED_MOVES = re.compile(
    rf"(?:休[館業室所園場診]日?|定休日?|休み)(?:[^。\n]{{0,20}}[(、\s]\s?{_WHICH}?|。\s?(?:ただし|但し|なお)?、?\s?{_WHICH}){_HOLIDAY}{_CASE}"
)


def _is_a_closing_in_front(text: str) -> bool:
    """Whether what moves is a closing: its brackets are taken with it (`closings`)."""
    return bool(_CLOSED_MOVES.search(text))
