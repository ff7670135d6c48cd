"""Clauses that are not about the rule: receptions, last days, provisos, closings nobody could read, notes.

Belongs here: the scope of a governing word, fixed before days and times are collected, so that nothing inside is taken
for a day or a time of the activity. Does not belong here: what a clause says in detail (`exceptions`, `clock`).

A role whose meaning is known (reception, door) is read; everything else is set apart, and forbids `full`.
"""

from __future__ import annotations

import re

from pipelines.normalise.schedule.fold import APART, BLANK, taken_out
from pipelines.normalise.schedule.known_clauses import DATE, MONTHS, TIME, WEEKDAY, without_what_is_read

_STRONG = "※☆★◆■□●\n。;"
_FORMER = re.compile(r"(?:以前|かつて|これまで|昨年度?|昨年|前回)(?:は|の|:)[^。\n※)]*")
_LAST_DAY = re.compile(rf"(?:(?:最終|初|千秋楽|開催初|楽)日|千秋楽)(?!曜)(?:のみ|だけ)?[^、)\n。※{BLANK}]*")
_PROVISO = re.compile(r"(?:ただし|但し|なお、)[^。\n※)]*")
_NEVER = r"(?!日?\s?[:は]?\s?(?:なし|無し?|ありません))"
# Words after which the day before them is not, or only under a condition, a day of the activity
_CONDITION = re.compile(
    rf"場合|なら(?![びぶ])|の(?:とき|時|際)(?:は|に|のみ)|除[くき]|以外|のぞく|(?<![夏冬春期昼])お?休み|やすみ|休[館室会講業止診園所場演廊](?!室){_NEVER}|定休{_NEVER}|閉[館室所園](?!時)|"
    r"(?<=[月火水木金土日祝])休(?![憩養暇])|利用不可|順延|延期|中止|都合により|を含む週|は(?:開館|開園|開所|開場)(?!時)|[曜日][にへ](?:変更|移行)"
    # 会場が使えない日は金曜になります; 水曜は閉めています
    r"|(?:ない|ません|重な[るった]*|埋ま[るった]*)(?:日|週|回|月|とき|時)に?は|閉(?:めて|まって|じて|ま[りる])"
)
# 土日はやりません, but not 土日も休みません
_NOT_HELD = re.compile(
    r"(?:[月火水木金土日]曜日?|祝日?|土日|(?<=[・\s。、(])[月火水木金土日])[はにも][^。、\s\n※)0-9]{0,10}(?<!休み)(?<!閉め)ません"
)
# 学校のある日の14時〜, 本番前は土曜も: on days that nobody names
_ON_SUCH_DAYS = re.compile(
    r"(?:学校|授業|給食|登校|試合|行事)[^\s、。()0-9]{0,6}日[のはに][^。、\n※)]*"
    r"|[^\s、。()0-9月]{1,10}(?:[前後時期頃]|シーズン)に?は、?[月火水木金土日]曜日?(?:にも|も)[^。、\n※)]*"
)
_ELSEWHERE = re.compile(
    r"(?:その|[^\s、。()※そ]*(?<!そ)の)?[翌前](?:日|[月火水木金土日](?:曜日?|(?=[)、\s]|$))|平日|週|月)(?:の?[月火水木金土日]曜日?)?"
)
# 休館日（偶数月第3木曜日）: a label governs what stands behind it
_CLOSING_LABEL = re.compile(
    rf"(?:休[館業室所園場診講校]日?|定休日?|閉[館所室庁]日|お?休みの?日?){_NEVER}(?:\s?\([^)]*\)?|\s?[:は]\s?[^\n。※◆]*?(?=\s?[0-9]{{1,2}}[:時]|[\n。※◆]|$))"
)
_FOREIGN = re.compile(r"(?:18|19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+)?")
_IN_MONTHS = re.compile(
    rf"(?:(?<=[※(、\s])|^){MONTHS}(?:は|のみ|だけ|に限り|の間は|中は)(?P<what>(?:(?!、\s?{MONTHS}(?:は|のみ))[^)。\n※])*)"
)
_ON_HOLIDAYS = re.compile(
    r"(?<![月火水木金土日曜][・、と])(?<![月火水木金土日]曜日[・、と])(?:祝日|祝祭日|祝休日|休日)(?:は|の週は|の月は|のみ)[^)。\n※]*"
)
# 9:00〜19:00（土日は17:00まで）: a bracket behind a time that gives other hours to a day
_OTHER_HOURS = re.compile(
    r"(?<=\()(?:土日祝?|[月火水木金土日](?:曜日?)?(?:[・、][月火水木金土日祝](?:曜日?|日)?)*|平日)は[^)]*[0-9][^)]*(?=\))"
)
# 火・木・土(土は月1回): how often one of the days is held, which is not how often it takes place
_LESS_OFTEN = re.compile(
    r"(?<=\()[月火水木金土日]は(?:[月年]に?\s?[0-9]\s?[回度]|不定期|[奇偶]数[週月]|隔月|時々|ときどき)(?=\))"
)
_A_TIME = re.compile("[0-9]{1,2}[:時]")
# 土・日 9:00〜17:00、祝日 9:00〜12:00: hours of days that no rule has
_HOLIDAY_HOURS = re.compile(r"(?<=[0-9時分半][、\s/。])祝(?:祭|休)?日は?\s?:?\s?(?=[0-9]|午前|午後)[^。\n※)、]*")
# 毎週木曜 10時〜12時 6/18は13時〜: other hours of one day of a rule; 6/25→6/26に変更: that day is another one
_OTHER_DAY = re.compile(
    rf"{DATE}(?:\s?[〜-]\s?{DATE})?\s?(?:は(?!毎|[^。\n※)]*(?:曜|開始))|のみ|だけ)[^。\n※)]*[0-9]\s?[:時][^。\n※)]*"
    rf"|{DATE}\s?(?:→|から)\s?{DATE}\s?[にへ]?(?:変更|振替|振り替え|延期|移動)[^。\n※)]*"
)
# 毎月第2土曜（2027年度からは第3土曜）: another rule in another year; without one in front it is the rule itself
_IN_A_YEAR = re.compile(
    r"(?:20[0-9]{2}|(?:令和|R)\s?[0-9]{1,2})年度?(?:[0-9]{1,2}月)?(?:は|から|より|以降)(?![^)。\n※]*まで)[^)。\n※]*(?:第\s?[1-5]|曜)[^)。\n※]*"
)
# 毎月第2土曜（今月は第3土曜）: another day of one month only; a date says itself which
_THIS_TIME = re.compile(
    r"(?:今月|来月|今回|次回|今年|来年|本年)(?:は|の|のみ|だけ)(?![^\s。※()]*(?:[0-9]{1,2}[月/]\s?[0-9]|毎))[^\s。※()]*(?:第\s?[1-5]|曜)[^\s。※()]*"
)
# 新年は1月9日から, 12/24が年内最終: a pause between, no end of the rule
_TURN = rf"は、?\s?{DATE}(?:から|まで|より|に)?(?:開始|スタート|再開|最終|始まり|終了)?(?:です|します|ます)?"
_TURN_OF_YEAR = re.compile(
    rf"(?:新年|年明け|年始|年内)の?(?:活動|練習|教室)?{_TURN}(?:、?(?:新年|年明け){_TURN})?"
    rf"|{DATE}[がで]?、?(?:年内|今年)(?:の)?最終(?:日)?(?:、[^。\n)]*|です)?"
)
# 毎週土曜 冬休み 12/26〜1/5: no period of the rule
_VACATION = re.compile(
    rf"(?:[春夏冬](?:休み|[季期]休[業暇])|年末年始|お盆|休[業止館会]期間)(?:期間)?\s?[:(は]?\s?{DATE}\s?(?:〜|-|から)\s?(?:{DATE}|[0-9]{{1,2}}日{WEEKDAY})"
)
# 水曜は午前のみ: other hours of a day that the rule has, or does not have
_HALF_A_DAY = re.compile(r"[月火水木金土日](?:曜日?)?は、?\s?(?:午前|午後)(?:中)?(?:のみ|だけ)")
_SEASON = re.compile(r"(?:夏休み|冬休み|春休み|長期休[みや暇]業?)(?:期間)?(?:中)?(?:は|のみ)[^)。\n※]*")
# 毎週水曜 *第1週は体験日: what is done in one week of a rule, unless it is on another day; （第4は13時から）: when then
_IN_ONE_WEEK = re.compile(
    r"第\s?[1-5](?:\s?[・、と]\s?第?[1-5])*(?:週目?は(?![^\s。※)]*(?:曜|変更|変わ|振|移|のみ|だけ))(?![月火水木金土日](?:[\s、。)]|$))[^\s。※)]+"
    rf"|(?P<hours>週?(?:は|のみ|だけ)\s?(?={TIME})(?![^。※)]*曜)[^。※)]+))"
)
_WEEK_BY_WEEK = re.compile("毎週|各週")
# What the readers of rules and times understand of 12月のみ…
_KNOWN_IN_MONTHS = re.compile(
    r"[、\s\x01第0-9・週の月火水木金土日曜も:〜-]*(?:のみ|だけ)?|\s?(?:午前|午後|[0-9:時分半〜からまで\s-])+"
)
_RULE_AND_TIME = re.compile(
    r"[、\s0-9・第週の月火水木金土日曜]*[月火水木金土日](?:曜日?)?\s?(?:午前|午後|正午|[0-9:時分半〜からまで\s-])+"
)
# 14:00〜16:00→13:30〜15:30: which of them holds on what day nobody knows
_CHANGED_HOURS = re.compile(rf"{TIME}\s?[〜-]\s?{TIME}\s?(?:→|から|より)\s?{TIME}\s?[〜-]\s?{TIME}")
# （4月からは木曜に変わります）, 11月から時間変更：9:30〜: from then on; without a rule in front it is the rule itself
_FROM_THEN_ON = re.compile(
    r"(?:(?<![0-9])[0-9]{1,2}月|来[月年春]|来?年度|新学期|年明け)(?:から|より|以降)は?、?[^。\n※)]*(?:変[更わ]|移[りる]|曜|[0-9]\s?[:時])[^。\n※)]*"
    rf"|{DATE}(?:から|より|以降)は?、?[^。\n※)]*(?:変[更わ]|移[りる])[^。\n※)]*"
)
# 申込：開催日の1週間前までに電話で: a line of its own about something else
_OTHER_LINE = re.compile(
    r"(?:^|[\n◆■●])\s?(?:お?申し?込み?|応募|お?問い?合わ?せ|連絡先|定員|対象|持ち?物|参加費|費用|講師|内容|会場|場所)(?:方法|先)?\s?[:\s](?P<what>[^\n◆■●※]*)"
)
_OTHER_SIGN = re.compile("申し?込|応募|問い?合|連絡先|定員|対象|持ち?物|費[:\\s用]|講師|内容|会場|場所")
_SAYS_WHEN = re.compile(
    "[月火水木金土日]曜|第\\s?[1-5]|毎[週月日]|[0-9]\\s?[:時/月]|平日|土日|[雨荒休祝]|年末|変更|場合|ただし|毎回"
)
_DAY_OF_MONTH = re.compile(r"、?\s?[0-9]{1,2}日")
_RULE_SIGN = re.compile(
    r"毎[週月日]|[月火水木金土日]曜|第\s?[1-5]|(?<![一-龠0-9])[月火水木金土日](?=[\s・0-9])|平日|土日|毎[月火水木金土]"
)
_DATE_SIGN = re.compile(r"[0-9]{1,2}月\s?[0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}")
_NOTE = re.compile(r"※[^※\n。]*")
# ※第1・3のみ: the weeks of the rule in front (`monthly`)
_ONLY_WEEKS = re.compile(r"※\s?第\s?[1-5](?:週?\s?[・、と]\s?(?:第?[1-5]|最終))*(?:週目?)?(?:のみ|だけ)?\s*")
_NEW_CLAUSE = re.compile(r"\s(?=[0-9]{1,2}[:時]|午前|午後|毎[週月日]|第[1-5])")
_END_OF_TIME = re.compile(r"(?:[0-9]:[0-9]{2}|[0-9]時|分|半)\)?[\s、](?![0-9])")
# The patterns that set apart, in their order, and signs of which one stands in every text they find
_APART: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile("[T]"), _FOREIGN),
    (re.compile("[は]"), _OTHER_HOURS),
    (re.compile("[は]"), _LESS_OFTEN),
    (re.compile("[はのだ変振延移]"), _OTHER_DAY),
    (re.compile("年"), _IN_A_YEAR),
    (re.compile("[月日年度春期け](?:から|より|以降)"), _FROM_THEN_ON),
    (re.compile("→|変更"), _CHANGED_HOURS),
    (re.compile("[今来次本]"), _THIS_TIME),
    (re.compile("日[のはに]|は"), _ON_SUCH_DAYS),
    (re.compile("年明|年内|年始|新年|最終"), _TURN_OF_YEAR),
    (re.compile("[休盆末]"), _VACATION),
    (re.compile("第.*?(?:は|のみ|だけ)"), _IN_ONE_WEEK),
    (re.compile("[祝休]"), _ON_HOLIDAYS),
    (re.compile("祝"), _HOLIDAY_HOURS),
    (re.compile("[前昨かこ]"), _FORMER),
    (re.compile("[最初楽]"), _LAST_DAY),
    (re.compile("[だ但な]"), _PROVISO),
    (re.compile("[翌前]"), _ELSEWHERE),
    (re.compile("[月]"), _IN_MONTHS),
    (re.compile("[休]"), _SEASON),
    (re.compile("[は]"), _HALF_A_DAY),
    (re.compile("[休定閉]"), _CLOSING_LABEL),
)
_CONDITION_SIGN = re.compile("なら|[変移含開場のと除以休やすみ定閉不順延中都]")


def set_apart(text: str) -> str:
    """The text with every clause of another role taken out.

    Args:
        text: a folded text without its exceptions.
    """
    text = _without_lines_of_others(without_what_is_read(text))
    for sign, pattern in _APART:
        if sign.search(text):
            for match in list(pattern.finditer(text)):
                text = text if _is_known(match) else taken_out(text, *match.span())
    if "ません" in text:
        for match in list(_NOT_HELD.finditer(text)):
            text = taken_out(text, *_scope(text, *match.span()))
    if _CONDITION_SIGN.search(text):
        while condition := _CONDITION.search(text):
            text = taken_out(text, *_scope(text, *condition.span()))
    return _without_notes(text) if "※" in text else text


def _without_lines_of_others(text: str) -> str:
    """Lines under a label of their own; one that says a day may be the schedule itself where no rule stands before."""
    for match in list(_OTHER_LINE.finditer(text)) if _OTHER_SIGN.search(text) else ():
        says_when = _SAYS_WHEN.search(match["what"])
        if not says_when or _RULE_SIGN.search(text, 0, match.start()):
            text = taken_out(text, *match.span("what"), APART if says_when else BLANK)
    return text


def _is_known(match: re.Match[str]) -> bool:
    """Whether rules and times understand it themselves: hours of a day that no other hours precede, 12月のみ…."""
    if match.re in (_OTHER_HOURS, _HOLIDAY_HOURS):
        return not _A_TIME.search(match.string, 0, match.start())
    if match.re is _TURN_OF_YEAR:
        return not (_RULE_SIGN.search(match.string, 0, match.start()) or _RULE_SIGN.search(match.string, match.end()))
    if match.re in (_OTHER_DAY, _IN_A_YEAR, _VACATION, _FROM_THEN_ON):
        return not _RULE_SIGN.search(match.string, 0, match.start())
    if match.re is _IN_ONE_WEEK:
        # Else the weeks may be the rule
        is_told = match["hours"] and _A_TIME.search(match.string, 0, match.start())
        return not (is_told or _WEEK_BY_WEEK.search(match.string, 0, match.start()))
    if match.re is not _IN_MONTHS:
        return False
    if _DAY_OF_MONTH.match(match["what"]):
        return not _RULE_SIGN.search(match.string, 0, match.start())  # 7月は4日: a date, where there is no rule
    if _A_TIME.search(match["what"]) and _RULE_SIGN.search(match["what"]):
        # 毎月第1水曜、12月のみ第2水曜 10時〜12時: of both, where no other hours are said; else its own
        others = _A_TIME.search(match.string, match.end())
        is_spaced = _A_TIME.search(match.string, 0, match.start()) or " " in match["what"]
        return bool(_RULE_AND_TIME.fullmatch(match["what"]) and is_spaced) and not others
    return bool(_KNOWN_IN_MONTHS.fullmatch(match["what"]))


def _scope(text: str, start: int, end: int) -> tuple[int, int]:
    """What a word governs: its bracket, its ※ line; in plain text back to the last time or space, on to the next."""
    opened = max(text.rfind("(", 0, start), -1)
    if opened > text.rfind(")", 0, start):
        first = max(opened, _last(text, start, _STRONG)) + 1
        return _after_time(text, first, start), _first(text, end, ")" + _STRONG)
    strong = _last(text, start, _STRONG)
    if strong >= 0 and text[strong] in "※☆★":
        return _after_time(text, strong + 1, start), _first(text, end, _STRONG)
    rule = _NEW_CLAUSE.search(text, end)
    last = min(_first(text, end, "、(" + _STRONG), rule.start() if rule else len(text))
    return _plain_start(text, start, _after_time(text, strong + 1, start)), last


def _after_time(text: str, first: int, start: int) -> int:
    """A time and a space end what stands before them, in a note too."""
    ends = [match.end() for match in _END_OF_TIME.finditer(text, first, start)]
    return ends[-1] if ends else first


def _last(text: str, before: int, signs: str) -> int:
    return max(text.rfind(sign, 0, before) for sign in signs)


def _first(text: str, behind: int, signs: str) -> int:
    return min((place for sign in signs if (place := text.find(sign, behind)) >= 0), default=len(text))


def _plain_start(text: str, start: int, first: int) -> int:
    """Back to a time or to a space, over days that are joined by commas."""
    begin = start
    while begin > first:
        before = text[begin - 1]
        if before == " " and begin < start and text[begin - 2] not in "・、とび":
            break
        if before in "分時半" and _DATE_SIGN.search(text, begin, start):
            break
        begin -= 1
    return begin


def _without_notes(text: str) -> str:
    """Days in a ※ note beside a rule or a day in front of it are about something else."""
    front = text[: text.index("※")]
    has_rule, has_date = bool(_RULE_SIGN.search(front)), bool(_DATE_SIGN.search(front))
    if not has_rule and not has_date:
        return text
    for match in list(_NOTE.finditer(text)):
        says_rule, says_date = bool(_RULE_SIGN.search(match[0])), bool(_DATE_SIGN.search(match[0]))
        is_known = _IN_MONTHS.match(text, match.start() + 1) or _ONLY_WEEKS.fullmatch(match[0])
        if not is_known and ((says_rule and has_rule) or says_date):
            text = taken_out(text, *match.span())
    return text
