"""What a text tells of the past: 11月3日に芋煮会を行いました, 前回（10月17日）は20名が参加, 平成20年4月1日設立.

Belongs here: sentences whose days are over, and when a group was founded: none of their days is one of the activity.
Does not belong here: other clauses that are not about the rule (`clauses`, `offerings`), closings.
"""

from __future__ import annotations

import re

from pipelines.normalise.schedule.fold import APART, BLANK, blanked

_ERA_YEAR = r"(?:(?:19|20)[0-9]{2}|(?:令和|平成|昭和|[RHS])\s?(?:[0-9]{1,2}|元))"
_WEEKDAY = r"(?:\s?\([月火水木金土日祝休振・、/日曜]{1,8}\)|[月火水木金土日]曜日?)?"
_DAY = (
    rf"(?:(?:{_ERA_YEAR}(?:年|[./-])\s?)?(?:[0-9]{{1,2}}月\s?[0-9]{{1,2}}日?|(?<![0-9])[0-9]{{1,2}}/[0-9]{{1,2}})"
    rf"(?![0-9]){_WEEKDAY})"
)
_MONTH = rf"(?:{_ERA_YEAR}年\s?[0-9]{{1,2}}月(?!\s?[0-9]))"
_TIME = r"[0-9]{1,2}(?::[0-9]{2}|時(?:[0-9]{1,2}分|半)?)"
_TIMES = rf"(?:\s?{_TIME}\s?(?:〜|から|-)?\s?(?:{_TIME})?(?:まで)?)?"
_A_DAY, _A_RULE = (
    re.compile(rf"{_DAY}|{_MONTH}|[0-9]{{1,2}}月の"),
    re.compile("毎|第\\s?[1-5](?![0-9回])|隔週|平日|曜|土日"),
)
# What is done and over; 決まりました, 変更しました and 達しました tell of days to come
_DID = (
    r"(?:行い|行なわれ|行われ|行ない|おこない|実施し|実施され|実施いたし|開催し|開催され|開催いたし|開き|開かれ|催され|終了し|終了いたし|終わり|閉幕し|集まり|集い"
    r"|参加し|参加いただき|参加くださ?い|参加が?あり|参加され|出展し|出店し|出演し|訪問し|訪れ|越しいただき|越しくださ?い|来場いただき|来てくださ?い|来ていただき"
    r"|楽しみ|楽しんでいただき|過ごし|学び|作り|つくり|歩き|遊び|あそび|見学し|体験し|発表し|披露し|拾い|清掃し|掃除し|収穫し|植え|味わい|歌い|踊り|登り|巡り|(?<=を)し|盛り上がり|賑わい|にぎわい)まし"
)
_PAST = re.compile(rf"(?:{_DID}|でし)た(?=が、|けれど|ので|[。!♪、※\n)\s]|$)")
_OF_DAYS_TO_COME = re.compile(
    r"受付|申し?込|募集|予約|定員|満[員席]|締め?切|チケット|完売|[こ事]とに|検討|説明|[のと]こと|まで(?:は|に)?[^、。]{0,6}$"
)
_BRACKETS, _MASK = re.compile(r"\([^()]*\)"), "\x03"
_ENDS_BEFORE = re.compile(r"[。!♪\n※◆◇■□●★☆;()]|(?:ました|でした)(?:が|けれど|ので)、|\x01|\x02")
# 11/8に開催した…には, （11月8日の様子）, 11/14（終了）, 10:00〜12:00 開催済み
_OVER = re.compile(
    rf"\(?{_DAY}\)?\s?に?、?\s?(?:[^\s。、()]{{1,12}}を)?(?:開催し|実施し|行っ|行われ|行なわれ|開かれ|開催され|実施され)た(?![いら])"
    rf"|{_DAY}(?:[・、]{_DAY})*(?:開催|実施)?分?の?[^\s。、()0-9]{{0,10}}?(?:の様子|のご?報告|活動報告|の写真|レポート)"
    rf"|(?:{_DAY}[・、]?)+\s?{_TIMES}\s?\(?(?:は、?)?(?:開催済み?|実施済み?|終了済み?|終了(?=\))|(?<=\()済み?(?=\)))\)?"
    rf"|(?:前回|先日|去る|昨年度?|一昨年|前年)(?:は|の|に|も|、|:|\s|\(|開催)*{_DAY}\)?(?:(?!今年|次回|今回|今後)[^。!\n※])*"
)
# 9月までは毎週土曜でしたが、…: a rule that holds no longer
_FORMER_RULE = re.compile(
    r"(?<![^\s。\n※(、])[^。\n※()]*(?:まで(?:は)?[^。\n※()]*でした|でした(?=が、|けれど)|[てで]い(?:まし)?た)(?:が|けれども?)?(?=[、。\n)]|$)"
)
_BEGAN = r"(?:設立|創立|発足|結成|創設|創部|創刊)"
_SINCE = rf"(?:{_DAY}|{_MONTH}|{_ERA_YEAR}年)"
_FOUNDED = re.compile(
    rf"{_SINCE}(?:に|、|\s|の){{0,2}}{_BEGAN}(?!\s?[0-9一-龠]{{0,4}}周年|記念|総会|集会|準備)(?:し(?:まし)?た|され(?:まし)?た|です)?"
    rf"|(?<![一-龠])(?:{_BEGAN})(?:年月日?|日|年)?\s?[:は]?\s?{_SINCE}"
    rf"|{_SINCE}(?:から|より|に)[^\s。、()毎第0-9]{{0,6}}?(?:活動|会|サークル|練習|教室)[をは]?(?:開始|始め|スタート|立ち上げ|はじめ)(?:し)?(?:まし)?た?"
)
# 取材日 10月5日, 撮影：2026年10月4日
_MADE_ON = re.compile(rf"(?<![一-龠])(?:取材|撮影|投稿|作成|発行|調査)(?:年月日|日)?\s?[:は]?\s?{_DAY}")
_PAST_SIGN = re.compile("した|でし|様子|報告|写真|レポ|済|終了|前回|先日|去る|昨年|前年")
_MADE_SIGN = re.compile("[取撮投作発調][材影稿成行査]")
_FOUNDED_SIGN = re.compile("設立|創|発足|結成|活動|始め|はじめ")


def without_reports(text: str) -> str:
    """The text without its reports: their days are read, and say nothing of those to come.

    Args:
        text: a folded text.
    """
    if _FOUNDED_SIGN.search(text):
        text = blanked(text, [found.span() for found in _FOUNDED.finditer(text)])
    if _MADE_SIGN.search(text):
        text = blanked(text, [found.span() for found in _MADE_ON.finditer(text)])
    if not _PAST_SIGN.search(text):
        return text
    for found in list(_FORMER_RULE.finditer(text)):
        if _A_RULE.search(found[0]) and _A_RULE.search(text[: found.start()] + text[found.end() :]):
            text = blanked(text, [found.span()], APART)
    text = blanked(text, [found.span() for found in _OVER.finditer(text)])
    return blanked(text, [span for found in _PAST.finditer(text) if (span := _report(text, found))], BLANK)


def _report(text: str, past: re.Match[str]) -> tuple[int, int] | None:
    """The clause that a verb of the past ends, where it names a day and nothing that recurs."""
    # What stands in brackets of its own ends nothing: 遠足（10/31）は大盛況でした
    whole = _BRACKETS.sub(lambda found: _MASK * len(found[0]), text[: past.start()])
    start = max((found.end() for found in _ENDS_BEFORE.finditer(whole)), default=0)
    said = text[start : past.start()]
    days = list(_A_DAY.finditer(said))
    if not days or _OF_DAYS_TO_COME.search(said):
        return None
    plain = blanked(said, [day.span() for day in days])
    if recurring := list(_A_RULE.finditer(plain)):
        # 毎月第2土曜 10:00〜12:00 11/14は30名が参加しました: the report begins with its day
        days = [day for day in days if day.start() > recurring[-1].end() and said[day.start() - 1] in " 、\n"]
        if not days:
            return None
        start += days[0].start()
    return start, past.end()
