"""Clauses of other offerings: 個別相談は第3木曜, 事務所：平日10時〜17時, 木曜は面談日, （役員会は第1金曜19時〜）.

Belongs here: which clauses of a text are the activity itself: a consultation beside a class is none, alone it is one.
Does not belong here: where clauses begin and what they speak of (`subjects`), reports (`reports`), closings, provisos.
"""

from __future__ import annotations

import re

from pipelines.normalise.schedule.fold import APART, BLANK, blanked
from pipelines.normalise.schedule.subjects import A_DAY, DAY_NEXT, DAYS, Clause, Subject, clauses_of

_A_TIME = re.compile("[0-9]{1,2}(?::[0-9]{2}|時)|午[前後]")
_NO_ACTIVITY = re.compile("休|閉[館室所園]|除[くき]|以外|中止|延期|順延|雨|荒天|場合|まで(?!.*[0-9]時)")
# Hours at which somebody can be reached, and until when one applies
_REACHED = re.compile(
    r"[\s・※]*(?:お?電話(?:番号|受付)?|お?問い?合わ?せ|受付時間|事務(?:所|局|室)|(?:ご?予約|お?申し?込み?)は[^。]*まで)"
)
_RECURS = re.compile(r"毎|第\s?[1-5]|曜|平日|土日|週|[月火水木金土日][・〜-][月火水木金土日]")
_UNLESS = re.compile("休|閉[館室所園]|除[くき]|以外|中止|延期|雨|荒天|場合")
_PREPARES = re.compile(
    r"\s?(?:準備|仕込み|設営|片付け|打ち?合わ?せ|リハーサル|見学|(?:バス)?送迎(?:バス)?|送迎車)[:は\s]*[0-9]{1,2}[:時]"
)
_OPENING_HOURS = re.compile(r"\s?(?:開[館園所室庁]|営業|利用(?:可能)?)時間")
_OWN_HOURS = re.compile(
    r"\s?(?:利用|開[館園所室催]|営業|活動|開放)(?:可能)?(?:日時|時間)\s?[:は]?\s?(?:午[前後])?[0-9]{1,2}[:時]"
)
# 日曜は試合, 第1土曜は準備日です: beside hours of other days nobody says when
_SAYS_WHEN = (
    r"(?:毎|第|午|朝|昼|夜|夕|お?休|定休|閉|除|中止|なし|ありません|[行集変振移延順]|要予約|も"
    r"|(?:開[館室所催園場]|営業|活動|実施|練習)(?:日|して|し|を|$))"
)
_TOLD = re.compile(
    rf"\s?{DAYS}(?:は|に(?:は|も)?)(?!、?\s?(?:{_SAYS_WHEN}|{DAYS}))"
    r"(?!.*(?:変更|振替|振り替え|移動|延期|順延|休み|除く|まで))[^0-9\x01\x02]{2,}$"
)
_TOPIC_ALONE = re.compile(rf"\s?[^\s:、。()0-9]{{1,14}}は、?\s?{DAYS}(?:です|に[^0-9]*|となります)?\s?$")
_TOPIC = re.compile(rf"\s?[^\s:、。()0-9]{{1,14}}は、?\s?{DAY_NEXT}")


def without_offerings(text: str) -> str:
    """The text with the clauses set apart that speak of other offerings than the activity.

    Args:
        text: a folded text.
    """
    if not A_DAY.search(text):
        return text
    clauses = [each for each in clauses_of(text) if A_DAY.search(each.says) or _prepares(each) or _is_house(each)]
    held = [each.subject for each in clauses if A_DAY.search(each.says) and not _NO_ACTIVITY.search(each.says)]
    if not held:
        return text
    if _have_hours(clauses) and any(map(_is_timed_label, clauses_of(text))):
        held.append(Subject.ACTIVITY)
    others = [each for each in clauses if each.subject > min(held)]
    if min(held) == Subject.ACTIVITY:
        others += [*_told(clauses), *_hours_of_a_house(clauses), *_without_hours(text, clauses)]
    known = [each for each in others if each.subject == Subject.SERVICE and _is_known(each)]
    text = blanked(text, [(each.start, each.end) for each in known], BLANK)
    return blanked(text, [(each.start, each.end) for each in others if each not in known], APART)


def _is_known(clause: Clause) -> bool:
    is_dated = not _RECURS.search(clause.says)  # 募集期間：12月1日〜12月20日
    return bool(is_dated or _REACHED.match(clause.says)) and not _UNLESS.search(clause.says)


def _prepares(clause: Clause) -> bool:
    """準備 9:00〜: an hour before the activity, on whatever day."""
    return clause.subject != Subject.ACTIVITY and bool(_PREPARES.match(clause.says))


def _have_hours(clauses: list[Clause]) -> bool:
    """Whether every other offering says its own hours: 利用時間 10時〜16時 相談日 月〜金 is one offering."""
    others = [each for each in clauses if each.subject != Subject.ACTIVITY and A_DAY.search(each.says)]
    return all(_A_TIME.search(each.says) for each in others)


def _is_timed_label(clause: Clause) -> bool:
    """利用時間 10時〜18時 beside 電話相談 月〜金 10時〜16時: the activity has hours, if no day of its own."""
    return clause.subject == Subject.ACTIVITY and bool(_OWN_HOURS.match(clause.says))


def _is_house(clause: Clause) -> bool:
    return bool(_OPENING_HOURS.match(clause.says) and _A_TIME.search(clause.says))


def _hours_of_a_house(clauses: list[Clause]) -> list[Clause]:
    """開館時間 9時〜21時 beside 教室 毎週木曜10時〜11時30分, which has hours of its own."""
    own = [each for each in clauses if each.subject == Subject.ACTIVITY and not _is_house(each)]
    has_hours = any(
        A_DAY.search(each.says) and _A_TIME.search(each.says) and not _NO_ACTIVITY.search(each.says) for each in own
    )
    return [each for each in clauses if _is_house(each)] if has_hours else []


def _told(clauses: list[Clause]) -> list[Clause]:
    """What is said of other days without their hours, behind a rule that has some."""
    told = [each for each in clauses if each.subject == Subject.ACTIVITY and _TOLD.match(each.says)]
    others = [each for each in clauses if each.subject == Subject.ACTIVITY and each not in told]
    hours = [each.start for each in others if _A_TIME.search(each.says) and not _NO_ACTIVITY.search(each.says)]
    return [each for each in told if (hours and each.start > min(hours)) or each.is_bracket]


def _without_hours(text: str, clauses: list[Clause]) -> list[Clause]:
    """会館の掃除は第2日曜。体操は毎週木曜9:30〜10:30: a sentence of its own, whose hours nobody says."""
    timed = [each for each in clauses if _TOPIC.match(each.says) and _A_TIME.search(each.says)]
    alone = [each for each in clauses if each.subject == Subject.ACTIVITY and _TOPIC_ALONE.match(each.says)]
    return [each for each in alone if timed and "。" in text[max(0, each.start - 1) : each.end + 1]]
