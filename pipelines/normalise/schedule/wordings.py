"""Wordings of a schedule that say in a roundabout way what the grammar has a plain form for.

Belongs here: days on which it goes on as ever (大晦日も休みません), days of the month without 毎月
(5日・20日、土日は休み), parts of the day behind a weekday (金曜の昼休み), weeks of the month without 第
(2と4の土曜, 毎月2回目の火曜), hours of four digits (1330-1530), weekdays of a series (木曜コース 全8回), odd and even
months as subjects (奇数月は午前10時〜、偶数月は…). Does not belong here: characters (`fold`), closings (`closings`).
"""

from __future__ import annotations

import re

from pipelines.normalise.schedule.fold import APART, BLANK

_DATE = (
    r"(?:(?:20[0-9]{2}|令和\s?[0-9]{1,2})年)?(?:[0-9]{1,2}月\s?[0-9]{1,2}日|[0-9]{1,2}/[0-9]{1,2})"
    r"(?:\s?\([月火水木金土日祝休・]{1,4}\))?"
)
_DAYS = rf"(?:正月の?)?{_DATE}(?:\s?(?:・|、|と|や|も|〜|-|から)\s?(?:{_DATE}|[0-9]{{1,2}}日))*(?:まで)?"
_GOES_ON = (
    r"お?休(?:まず|まない|みません|みなし|みではありません|みにしません|み(?:は|も)?(?:しません|ありません|なし))"
    r"|休[館業室所園会講](?:せず|しません|なし)|無休"
)
_HELD = r"(?:開催|実施|営業|活動|開[館園所室店])|行[いうっわ]|や(?:って|り)|続け"
# 大晦日も休みません: said of a rule, so no date of its own; that of every day covers it for certain
_UNBROKEN = re.compile(rf"[※(]?\s?{_DAYS}(?:に)?(?:も|は)、?\s?(?:{_GOES_ON})[^。、※)\n0-9]{{0,16}}\)?")
# 元日も開催: one more word for 毎日; beside any other rule the day may be one more
_ALSO_HELD = re.compile(
    rf"[※(]?\s?{_DAYS}にも?、?\s?(?:{_HELD})[^。、※)\n0-9]{{0,12}}\)?|[※(]?\s?{_DAYS}も、?\s?(?:{_HELD})[^。、※)\n0-9]{{0,12}}\)?"
)
# 祝日も開催: the rule holds on them too; 平日 would not
_HOLIDAYS_TOO = re.compile(
    r"[※(]?\s?祝祭?日(?:に|で)?も、?\s?(?:休まず、?)?(?:(?:開催|実施|営業|活動|練習|開[館園所室])(?:します|しています|する|あり(?:ます)?|中)?"
    r"|開い?て(?:い?ます)|やります|やってい?ます|行います|あります)(?=[\s。、)]|$)\)?"
)
_RULE = re.compile(r"毎[週月日]|曜|第\s?[1-5]|平日|土日|週末|無休|年中|連日|隔週")
_EVERY_DAY = re.compile(r"毎日|連日|無休|年中")
_GOES_ON_SIGN = re.compile("[休続]|無休|[もに](?:開|実|営|活|練|行|や|あ)")

# 5日・20日 10時〜12時（土日は休み）: a day of the month that may fall on any weekday is one of every month
_MONTH_DAYS = re.compile(
    r"(?P<front>(?:^|(?<=[\n。]))\s?(?:[◆■●◇]?\s?(?:開催|活動|実施|定例)?(?:日時?|日程)\s?[:は]?\s?)?)"
    r"(?P<days>[0-9]{1,2}日\s?(?:[・、と]\s?[0-9]{1,2}日\s?){1,4})(?=[\s、:]?(?:午[前後]|[0-9]{1,2}(?::|時)|\(?各))"
)
_MAY_BE_CLOSED = re.compile(
    r"(?:[月火水木金土日]曜日?|土日|祝日?|祝祭日|[0-9]{1,2}月)(?:に(?:当た|あた|重な)る(?:場合|とき|日))?[は、]?\s?お?休(?:み|[館会講])"
)
_SAYS_THE_MONTH = re.compile(
    r"毎月|[0-9]{1,2}月(?!は)|[0-9]/[0-9]|今月|来月|毎[週日]|第\s?[1-5]|\([月火水木金土日]\)|いずれも"
)

# 月曜給食後（2年生）, 金曜の昼休み: when on that day, as 火曜日の夕方
_PART_OF_DAY = re.compile(
    r"(?P<day>[月火水木金土日]曜日?|(?<=[月火水木金土日])[月火水木金土日])の?\s?"
    r"(?P<part>放課後|給食後|昼休み?|下校後|帰宅後|授業後|昼食後|夕食後)に?(?=[\s(、。・0-9午〜-]|$)"
)
# 12/23〜1/7は冬休み。通常は月・水・金, 普段は火曜
_USUALLY = re.compile(
    r"(?<![一-龠])(?P<word>通常|普段|ふだん|平常|平素)(?:は|の(?:開催|活動)日?は)、?\s?(?=毎|第|平日|[月火水木金土日](?:曜|[・、〜-]))"
)
# 2と4の土曜, 土曜午後（2、4週）, さいしょの水曜: weeks of the month; without them the rule would be of every week
_WEEKS = r"[1-5](?:\s?(?:[・、,&]|と)\s?第?[1-5])*"
_WEEKS_OF = re.compile(
    rf"(?:(?<=毎月)|(?<![0-9/:第.〜一-龠ァ-ヶーぁ-ゖA-Za-z-]))(?<![0-9日月][・、と])(?P<weeks>{_WEEKS})\s?の\s?"
    r"(?=[月火水木金土日](?:曜|[・、とは\s(]))"
)
_WEEKS_BEHIND = re.compile(
    rf"(?P<day>[月火水木金土日]曜日?)(?:の\s?)?(?P<part>午前|午後|夜間?|夕方|朝)\s?(?P<weeks>\(第?{_WEEKS}週\))"
)
_FIRST = re.compile(r"(?<!月)(?:さいしょ|はじめ|初め|始め)の?\s?(?=[月火水木金土日]曜)")
_KANA_PARTS = {"よる": "夜", "ばん": "夜", "ゆうがた": "夕方", "あさ": "朝", "ごご": "午後", "ごぜん": "午前"}
_KANA_PART = re.compile(rf"(?<![ぁ-ゖ])({'|'.join(_KANA_PARTS)})\s?(?=[0-9]{{1,2}}[:時])")
# 毎週火・木・土(土は隔週): one of the days is held less often than the others
_LISTED = r"[月火水木金土日](?:曜日?)?(?:\s?[・、]\s?[月火水木金土日](?:曜日?)?){1,5}"
_LESS_OFTEN = re.compile(
    rf"(?P<days>{_LISTED})(?P<between>\s?(?=[(、])|\s?(?:午前|午後)?[0-9][0-9:時分半〜-]{{3,12}}\s?(?=\())"
    r"[(、]\s?(?P<day>[月火水木金土日])(?:曜日?)?[はの]み?は?、?\s?"
    rf"(?P<how>隔週|[月年]に?\s?[0-9]\s?[回度]|不定期|[奇偶]数[週月]|隔月|時々|ときどき|第{_WEEKS}週?(?=のみ|だけ|\)))"
    r"(?:のみ|だけ|開催|活動)?(?:\)|(?=[\s0-9、。]|$))"
)
# 奇数月は午前10時〜、偶数月は午後1時〜: hours of months; 奇数月は清掃（第1日曜8時〜）: a rule of months
_HALF_OF_YEAR = re.compile(r"(奇数|偶数)月は(?=\s?(?:午前|午後)?[0-9]{1,2}[:時])")
_MONTHS_OF_HALF = {"奇数": "1・3・5・7・9・11", "偶数": "2・4・6・8・10・12"}
_RULE_OF_MONTHS = re.compile(r"((?:奇数|偶数)月)は([^\s。、()0-9]{1,12})\((第[^()]*[月火水木金土日][^()]*)\)")
# 奇数の月は; 春（4〜6月）と秋（9〜11月）の: months by another name
_HALF_BY_NAME = re.compile("(奇数|偶数)の月")
_SEASONS = re.compile(
    r"(?:[春夏秋冬][季期]?\s?\((?:[0-9]{1,2}月?[〜・、-]){1,5}[0-9]{1,2}月\)[と・、]?\s?){2,4}(?=の?(?:第|毎週|最終))"
)
# 夏休み（7/21〜8/31）の平日: the days of the vacation bound the rule
_IN_VACATION = re.compile(
    rf"(?:学校の)?[春夏冬]休み(?:期間)?中?\s?\(({_DATE}\s?(?:〜|-|から)\s?{_DATE}(?:まで)?)\)\s?(?:期間)?中?の(?=毎|平日|[月火水木金土日]曜|[月火水木金土日][・、])"
)
# 1週おきの日曜; 第1週 月曜
_ALTERNATE = re.compile(r"1週間?(?:おき|置き)に?の?\s?(?=[月火水木金土日])")
_WEEK_AND_DAY = re.compile(r"(第\s?[1-5](?:\s?[・、と]\s?第?[1-5])*週) (?=[月火水木金土日]曜)")
# 火＝17:30〜
_EQUALS = re.compile(r"(?<=[月火水木金土日曜日])\s?=\s?(?=[0-9午])")
_FORTNIGHTLY = re.compile(r"\s?[、・]\s?([月火水木金土日]曜)日?は隔週")
# 毎月2回目の火曜: the weekdays of a month are counted, not the meetings
_NTH_TIME = re.compile(
    r"(?:(?:毎|各)月の?|月の)、?\s?(?P<weeks>[1-5]回目(?:\s?(?:[・、]|と)\s?[1-5]回目)*)の?\s?(?=[月火水木金土日]曜)"
)
# 木／1330－1530: hours of four digits behind their day
_FOUR_DIGITS = re.compile(
    r"(?P<day>[月火水木金土日](?:曜日?)?\)?\s?[/:、(]?\s?)(?P<first>[01][0-9]|2[0-3])(?P<minute>[0-5][05])\s?(?P<to>[-〜])\s?"
    r"(?P<last>[01][0-9]|2[0-4])(?P<end>[0-5][05])(?![0-9.:/-]|\s?[年円名人番号件])"
)
# 木曜コース（全8回）, 火曜夜の全6回講座: a series goes on from week to week; 木曜（全8回） leaves open on which
_SERIES = re.compile(
    r"(?<![毎週隔終後1-5\s][週の\s])(?<![毎週隔終後初1-5・、])[月火水木金土日]曜日?(?=(?:の?(?:午前|午後|夜間?|昼|夕方|朝))?の?(?:コース|クラス|講座|教室|全\s?[0-9]{1,2}\s?回))"
)
_IN_ALL = re.compile(r"全\s?[0-9]{1,2}\s?回")
_OTHER_RHYTHM = re.compile(
    r"[毎隔各祝]|[0-9旬末初]月?の|第\s?[1-5]|(?<![0-9])[年月週]に?\s?[0-9]\s?[回度日]|週?おき|不定期|いずれか|曜.*曜",
    re.DOTALL,
)
# 第2火曜は午後も（13時〜16時）: a session more on those days
_AS_WELL = re.compile(
    r"(?P<day>(?:第\s?[1-5](?:\s?[・、と]\s?第?[1-5])*|最終)の?[月火水木金土日](?:曜日?)?)(?:に?は|に)?、?\s?"
    r"(?P<part>午前|午後|夕方|夜)(?:の部)?に?も(?:開催|実施|活動|あり)?\s?[(、:]?\s?(?=[0-9]{1,2}[:時])"
)
_IN_PRINCIPLE = "通常"
_AT_NOON = "昼"


def in_plain_wording(text: str) -> str:
    """The text with its roundabout wordings as the grammar writes them.

    Args:
        text: a folded text.
    """
    text = _counted(_KANA_PART.sub(lambda match: _KANA_PARTS[match[1]], text))
    text = _PART_OF_DAY.sub(_apart, text)
    if "週" in text:
        text = _WEEK_AND_DAY.sub(r"\1の", _ALTERNATE.sub("隔週", text))
    if "=" in text:
        text = _EQUALS.sub(" ", text)
    if "数の月" in text:
        text = _HALF_BY_NAME.sub(r"\1月", text)
    if "と秋(" in text or "と冬(" in text or "・秋(" in text:
        text = _SEASONS.sub(lambda found: "、".join(re.findall(r"\(([^()]*)\)", found[0])), text)
    if "休み" in text:
        text = _IN_VACATION.sub(r"\1の", text)
    if "奇数月は" in text and "偶数月は" in text:
        text = _RULE_OF_MONTHS.sub(
            r"\1の\3 \2", _HALF_OF_YEAR.sub(lambda half: f"{_MONTHS_OF_HALF[half[1]]}月は", text)
        )
    if "も" in text:
        text = _AS_WELL.sub(r"\g<day>も \g<part>", text)
    if "曜" in text:
        text = _WEEKS_BEHIND.sub(lambda match: f"{_numbered(match)}{match['day']} {match['part']}", text)
        text = _FIRST.sub("最初の", text)
    text = _FORTNIGHTLY.sub(r"、隔週\1", _LESS_OFTEN.sub(_less_often, text))
    text = _WEEKS_OF.sub(_numbered, text)
    if "は" in text:
        text = _USUALLY.sub(_usual, text)
    return _with_every_month(text) if "日" in text and "休" in text else text


def _counted(text: str) -> str:
    """Weeks counted by meetings, hours of four digits, weekdays of a series."""
    if "回目" in text:
        text = _NTH_TIME.sub(lambda match: f"毎月{_numbered(match)}", text)
    text = _FOUR_DIGITS.sub(r"\g<day>\g<first>:\g<minute>\g<to>\g<last>:\g<end>", text)
    is_series = "曜" in text and len(_IN_ALL.findall(text)) == 1 and not _OTHER_RHYTHM.search(text)
    return _SERIES.sub(r"毎週\g<0>", text) if is_series else text


def _apart(match: re.Match[str]) -> str:
    """The weekday and its part of the day as two words; 昼休み is no 休み."""
    return f"{match['day']} {_AT_NOON if match['part'].startswith(f'{_AT_NOON}休') else match['part']}"


def _less_often(match: re.Match[str]) -> str:
    """The other days with the rule they stand in, and the one by itself: every other week, or on days nobody knows."""
    days = re.findall("[月火水木金土日](?!曜)|[月火水木金土日](?=曜)", match["days"].replace("曜日", "曜"))
    if match["day"] not in days:
        return match[0]
    others, between = "・".join(day for day in days if day != match["day"]), match["between"]
    if match["how"] == "隔週" or match["how"].startswith("第"):
        return f"{others}曜、{match['how']}{match['day']}曜{between} "
    return f"{others}曜{between} ({match['day']}は{match['how']}) "


def _numbered(match: re.Match[str]) -> str:
    """2と4の土曜 as 第2・4土曜."""
    return f"第{'・'.join(re.findall('[1-5]', match['weeks']))}"


def _usual(match: re.Match[str]) -> str:
    return f"{_IN_PRINCIPLE} " if match["word"] == _IN_PRINCIPLE else " "


def _with_every_month(text: str) -> str:
    if not _MAY_BE_CLOSED.search(text) or _SAYS_THE_MONTH.search(text):
        return text
    return _MONTH_DAYS.sub(r"\g<front>毎月\g<days>", text, count=1)


def without_unbroken_days(text: str) -> str:
    """The text without the days of which it only says that a rule holds on them as well.

    Args:
        text: a folded text.
    """
    if not _GOES_ON_SIGN.search(text):
        return text
    if "平日" not in text and _RULE.search(text):
        text = _HOLIDAYS_TOO.sub(lambda held: BLANK * len(held[0]), text)
    for pattern, rule in ((_UNBROKEN, _RULE), (_ALSO_HELD, _EVERY_DAY)):
        for match in list(pattern.finditer(text)):
            if rule.search(text, 0, match.start()) or rule.search(text, match.end()):
                sign = BLANK if _EVERY_DAY.search(text) else APART
                text = text[: match.start()] + sign * len(match[0]) + text[match.end() :]
    return text
