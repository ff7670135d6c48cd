"""What the weather does to a day: 雨天中止, 小雨決行, 雨天順延（翌27日）, 雨天の場合は10日（日）.

Belongs here: words of weather and the day something moves to. Does not belong here: other closings (`closings`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.normalise.schedule.dates import valid_date
from pipelines.normalise.schedule.fold import APART, BLANK, blanked

_WEEKDAY = r"(?:\s?\(\s?[月火水木金土日祝](?:曜日?|日)?(?:[・、/ ]?(?:祝日?|休日?|振休))?\s?\)|[月火水木金土日]曜日?)?"
_DAY = (
    r"(?:(?:(?:20[0-9]{2}|令和\s?[0-9元]{1,2})年|(?:20[0-9]{2})[/.-])?翌?週?の?(?:[0-9]{1,2}月\s?)?[0-9]{1,2}日"
    r"|(?:20[0-9]{2}[/.-])?[0-9]{1,2}/[0-9]{1,2}|(?:(?:20[0-9]{2}|R[0-9]{1,2})\.)?[0-9]{1,2}\.[0-9]{1,2}(?=\s?\([月火水木金土日]))"
)
# Neither the beginning of a run nor a day that is closed anyway: 雨天順延、8月13日は休み
_NOT_A_RUN = (
    rf"(?!\s?(?:から|〜|-|より|まで)|(?:[・、]\s?{_DAY}{_WEEKDAY}|"
    rf"(?:から|〜){_DAY}{_WEEKDAY})*\s?[はを]\s?(?:お?休|除))"
)
_NEXT = rf"(?:(?>{_DAY}{_WEEKDAY}){_NOT_A_RUN}|翌(?:[日週]|[月火水木金土日]曜日?)|次週)"
# 雨天時は第4日曜日: the weekday it moves to, at the end of what is said
_NEXT_WEEKDAY = (
    r"(?:翌週?の?|次の?週?の?|同週の?)?(?:第\s?[1-5]\s?)?[月火水木金土日](?:曜日?)?"
    r"(?=\s?(?:[にへ]?\s?(?:順延|延期|変更|振替|実施|開催|行)|[。)、※\n]|$))"
)
_WEATHER = r"[※(☆]?\s?(?P<weather>小?雨|荒|悪|台風|強風)(?:天?候?|降り|)\s?(?:等|など)?"
_CASE = r"(?:の?\s?(?:場合|際|とき|時|日)|時)?\s?(?:ならば?|だったら|に?は|には|:|→|の場合)?、?\s?"
_PUT_OFF = r"(?:順延|延期)(?:日|となります|します|になります|いたします)?"
_MOVED = (
    re.compile(
        rf"{_WEATHER}{_CASE}{_PUT_OFF}\s?[:(は、]?\s?(?P<to>{_NEXT})?(?:(?:に|へ)?(?:{_PUT_OFF}|実施|開催|予定)?(?:します)?\s?\))?"
    ),
    re.compile(
        rf"{_WEATHER}{_CASE}(?P<to>{_NEXT}|{_NEXT_WEEKDAY})(?:[^0-9に。※)\x01]{{0,6}}(?:に|へ)?\s?(?:{_PUT_OFF}|振替|振り替え|変更))"
    ),
    re.compile(
        rf"{_WEATHER}{_CASE}(?P<to>(?>{_DAY}{_WEEKDAY}){_NOT_A_RUN}|翌[日週](?=[\s。)、※]|$)|{_NEXT_WEEKDAY})(?:(?:に|へ)\s?(?:実施|開催|行い|行う)?(?:します|ます)?)?"
    ),
    re.compile(
        rf"[※(☆]?\s?(?P<weather>雨|荒)天?(?:時|用|の場合の?)?の?予備日\s?[:は、]?\s?\(?(?P<to>{_DAY}{_WEEKDAY})?"
    ),
)
_RESERVE = re.compile(
    rf"[※(☆]?\s?(?:予備日|順延日|振替日|代替日|補講日)(?:は|:|、|\s|=|\(){{0,2}}(?P<to>{_DAY}{_WEEKDAY}(?:[・、/]\s?{_DAY}{_WEEKDAY})*|第\s?[1-5][月火水木金土日](?:曜日?)?)?"
)
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("light_rain_ok", re.compile(r"[※(☆]?\s?(?:小雨|少雨)(?:時|の場合)?は?\s?(?:決行|実施|開催)")),
    (
        "rain_or_shine",
        re.compile(r"[※(☆]?\s?(?:雨天|晴雨)(?:時|の場合)?(?:は|でも|に関わらず|にかかわらず)?\s?(?:決行|実施|開催)"),
    ),
    (
        "rain_venue",
        re.compile(
            r"[※(☆]?\s?雨(?:天|の)(?:時|日|の場合|の際)?+(?!の?み|だけ)は?、?\s?[^。※\x01\x02中休順以除]{0,16}(?:館|室|屋|内|場(?!合)|ホール|センター|ルーム|教室|会議室)(?:[でにへ](?:実施|開催|活動|変更)?(?:します)?)?"
        ),
    ),
)
# 雨天の場合は8日、両日雨天の場合は中止: what rain does is to put off
_BOTH_DAYS = re.compile(
    r"、?\s?(?:両日(?:とも)?|予備日も|順延日も|延期日も|[0-9]{1,2}日も)、?\s?(?:雨天?|荒天|悪天候?)(?:の場合|の時|のとき|時)?は?、?\s?中止(?:です|します|となります)?"
)
_SIGN = re.compile("[雨荒悪風]")


@dataclass(slots=True)
class Weather:
    """What was found, and the text without it."""

    rest: str
    codes: list[str] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)


def read_weather(text: str) -> Weather:
    """Take what the weather does out of a text.

    Args:
        text: a folded text with its dates.
    """
    weather = Weather(text)
    if _SIGN.search(text):
        weather.rest = text = _BOTH_DAYS.sub(lambda both: BLANK * len(both[0]), text)
        for pattern in _MOVED:
            for match in list(pattern.finditer(weather.rest)):
                code = "rain_postpones" if "雨" in match["weather"] else "storm_postpones"
                weather.moved.append((code, match["to"] or ""))
                weather.rest = blanked(weather.rest, [match.span()])
        for code, words in _WORDS:
            for match in list(words.finditer(weather.rest)):
                weather.codes.append(code)
                weather.rest = blanked(weather.rest, [match.span()])
    if "日" in text and ("予備" in text or "順延" in text or "替日" in text):
        _reserves(weather)
    return weather


def _reserves(weather: Weather) -> None:
    """A reserve day: that of the weather, where the text speaks of it; else nobody knows what it is for."""
    for match in list(_RESERVE.finditer(weather.rest)):
        behind = [index for index, (_, to) in enumerate(weather.moved) if not to]
        if behind and match["to"]:
            weather.moved[behind[0]] = (weather.moved[behind[0]][0], match["to"])
        weather.rest = blanked(weather.rest, [match.span()], BLANK if behind else APART)


def moved_codes(weather: Weather, last: tuple[int | None, int, int] | None) -> list[str]:
    """`rain_postpones=04-27`: the day, with the month and year of the date it replaces where the text leaves them out.

    Args:
        weather: what was read.
        last: year, month and day of the date in the text, or None.
    """
    return [code + _moved_to(to, last) for code, to in weather.moved]


def _moved_to(to: str, last: tuple[int | None, int, int] | None) -> str:
    numbers = [int(number) for number in re.findall(r"(?<!第)[0-9]+", to)]
    year = numbers.pop(0) if len(numbers) == 3 else None
    if year is not None and year < 100:
        year += 2018
    if len(numbers) == 1 and last:
        numbers = [last[1], numbers[0]]
    if len(numbers) != 2 or valid_date(2024, *numbers) is None:
        return ""
    if year is None and last and last[0]:
        year = last[0] + ((numbers[0], numbers[1]) < last[1:])
    if year is None:
        return f"={numbers[0]:02d}-{numbers[1]:02d}"
    day = valid_date(year, *numbers)
    return f"={day}" if day else ""
