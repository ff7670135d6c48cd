"""Clauses whose meaning is known, and that give the activity no day or time: receptions, telephones, places.

Belongs here: what a text says of applying, of where one calls, of a place from a day on, and words that say once more
what stands beside them. Does not belong here: clauses that are set apart unread (`clauses`).
"""

from __future__ import annotations

import re

from pipelines.normalise.schedule.fold import BLANK, taken_out
from pipelines.normalise.schedule.notation import WEEKDAYS

WEEKDAY = r"(?:\s?\([月火水木金土日祝休振・、/曜]{1,6}\)|[月火水木金土日]曜日?)?"
"""A weekday behind a date, or nothing."""
DATE = (
    rf"(?:(?:(?:20[0-9]{{2}}|令和\s?[0-9]{{1,2}})年)?[0-9]{{1,2}}月[0-9]{{1,2}}日|"
    rf"(?:20[0-9]{{2}}[/.-])?[0-9]{{1,2}}/[0-9]{{1,2}}){WEEKDAY}"
)
"""A date, with or without its year and weekday."""
TIME = r"(?:午前|午後)?[0-9]{1,2}(?::[0-9]{2}|時(?!間)(?:[0-9]{1,2}分|半)?)"
"""A time of day."""
MONTHS = r"(?:[0-9]{1,2}月?\s?[・、〜-]\s?){0,6}[0-9]{1,2}月"
"""A list or a run of months."""
# 火・木曜 and 土日, with their hours; neither 5日 nor 毎日
_DAYS_AT_THE_END = re.compile(
    rf"(?:(?<![一-龠0-9ァ-ヶー])|(?<=[毎隔各]週)|(?<=第[1-5])|(?<=[・、と][1-5]))((?:[{WEEKDAYS}](?:曜日?)?[・、と/]?){{1,7}})"
    rf"\s?(?:{TIME}\s?(?:[〜-]\s?{TIME})?)?\s?$"
)
_APPLY = (
    r"(?:お?申し?込み?|応募|募集|エントリー|予約|参加?受付|受付|受け付け|締め?切り?|〆切|発売|登録|更新|掲載|"
    r"公開|チケット)"
)
# 申込：11月1日から…, 申込期間 11/1〜11/20: a period or a limit of applying, never a day of the activity
_RECEPTION = re.compile(
    rf"(?<!要)(?<!要事前){_APPLY}(?:(?:開始|期間|期限|締切|終了|受付|時間)日?時?|日|は|:|\s){{1,4}}{DATE}(?:\s?{TIME})?(?:\s?(?:から|〜|-|まで|より)\s?(?:{DATE}|[0-9]{{1,2}}日{WEEKDAY})?(?:\s?{TIME})?(?:まで)?)?(?:必着|消印有効|開始)?"
    r"|(?:各[部回]|いずれも|それぞれ|開[始演])?[はの]?、?\s?約?[0-9]{1,2}分前(?:から|より|に)?(?:の)?(?:受付|開場|受け付け)(?:開始)?(?:します|です)?"
    rf"|(?:受付|開場|受け付け)(?:開始)?(?:時[間刻])?[は:]?\s?(?:開始(?:時[間刻])?の?)?約?[0-9]{{1,2}}分前(?:から|より)?(?:受付)?(?:開始)?(?:です|します)?(?:、?\s?\(?{TIME}(?:から|より)?\)?)?"
    rf"|{DATE}\s?(?:{TIME})?(?:\(必着\)|必着|消印|締め?切り?|〆切|現在|更新|掲載|発行|発売|(?:申し?込み?|募集|予約|エントリー|参加受付|チケット)(?:受付)?(?:開始|終了|締切|発売)|(?:抽選|当選|結果)(?:会|発表|通知)?(?=[\s、。)]|$)|(?:まで|から|より)(?:に|の)?、?\s?(?:電話|メール|窓口|往復はがき|Web|WEB|web|ホームページ)?(?:で|にて|に)?(?:{_APPLY})+(?:開始)?)"
)
# 1月は第4土曜に変更: the month and its week are said; that it is a change says nothing more
_CHANGED = re.compile(
    rf"(?<![0-9]){MONTHS}(?:は|のみ)、?\s?第\s?[1-5](?:\s?[・、と]\s?第?[1-5])*週?の?(?:[月火水木金土日](?:曜日?)?)?(?P<change>に?(?:変更|変わ)(?:になります|となります|します|ります)?)"
)
# ただし1月は第3土曜: the month says it already
_BUT_IN_A_MONTH = re.compile(r"(?:ただし|但し)、?\s?(?=[0-9]{1,2}月(?:は|のみ)、?\s?第?[1-5](?![0-9日]))")
# 電話044-000-0000（平日9時〜17時）: the hours of a telephone
_CALLED = re.compile(
    r"(?:電話|TEL|Tel|tel|☎|FAX)[:\s]?\s?\(?[0-9]{2,5}\)?-?[0-9]{1,4}-[0-9]{3,4}(?:\s?\([^)]*\))?"
    r"|(?:電話|問い?合わ?せ|受付|予約|申込)(?:受付)?(?:時間)?[:は]?\s?\(?(?:平日|月〜金|月曜〜金曜|毎日)[^\n。※)]*"
)
# （2月1日からは第3会議室）, 4月から会場変更: where, not when
_PLACE = r"(?:会議室|集会室|和室|ホール|[民文公会]館|公園|センター|教室)"
_OTHER_PLACE = re.compile(
    rf"[※(]?\s?(?:{DATE}|[0-9]{{1,2}}月)(?:から|より|以降)は?、?\s?(?:(?:会場|(?:開催|集合|活動)?場所)[をがは]?[^\s。、\n※()0-9曜毎]{{0,16}}変[更わ](?:になり|となり|し|り)?(?:ます)?|"
    rf"(?:第[0-9])?[^\s。、\n※()0-9曜毎]{{0,10}}{_PLACE}(?:に変更(?:します)?|に変わります|[でと]?(?:開催|なり)(?:します|ます)?|になります|です)?(?=[)。\s]|$))\)?"
)
_RECEPTION_SIGN = re.compile("[抽当結場申込応募予受締切〆発登更掲公チエ必消現]")
_CHANGE_SIGN = re.compile("変")
_SINCE_SIGN = re.compile("[月日)](?:から|より|以降)")
_CALL_SIGN = re.compile("[電TtF☎問受予申]")


def without_what_is_read(text: str) -> str:
    """The text without receptions, telephones, places, and words that say nothing more.

    Args:
        text: a folded text without its exceptions.
    """
    if "ただし" in text or "但し" in text:
        text = _BUT_IN_A_MONTH.sub(lambda match: " " * len(match[0]), text)
    patterns = (
        (_SINCE_SIGN, _OTHER_PLACE, 0),
        (_RECEPTION_SIGN, _RECEPTION, 0),
        (_CHANGE_SIGN, _CHANGED, "change"),
        (_CALL_SIGN, _CALLED, 0),
    )
    for sign, pattern, group in patterns:
        for match in list(pattern.finditer(text)) if sign.search(text) else ():
            text = taken_out(text, *match.span(group), BLANK)
    return text


def weekdays_in_front(text: str, end: int) -> frozenset[int]:
    """Weekdays, 0 = Monday, that stand right in front of a place, hours between them allowed; none where there is none.

    Args:
        text: a folded text with its days and times.
        end: the place.
    """
    found = _DAYS_AT_THE_END.search(text, 0, end)
    said = found[1].replace("曜日", "") if found else ""
    return frozenset(WEEKDAYS.index(sign) for sign in said if sign in WEEKDAYS)
