"""One spelling for everything a schedule text can spell in several ways.

Belongs here: characters, kanji numerals, furigana, brackets, enumerators, stamps of date columns. Does not belong here:
other tongues (`tongues`), meaning.
"""

from __future__ import annotations

import re
import unicodedata

BLANK = "\x01"  # no white space; stands where a part has been read, so that no later step reads it again
APART = "\x02"  # stands where a part is set apart unread: what it says must not be taken for the rule
_KANJI_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_CIRCLED = re.compile(r"[①-⑳]")
_CIRCLED_ORDINAL = re.compile(
    r"(?:毎月)?第?([①-⑤](?:[・、]?[①-⑤])*)(?=\s?(?:週|週目)?の?[(\s]?[月火水木金土日](?:曜|[)\s0-9０-９午・、/APａｐ夜朝]|$))"
)
_CIRCLED_DAY = re.compile(r"(?<![①-⑤第])(?<![①-⑤][・、])([①-⑤])\s?[月火水木金土日]")
_ENCLOSED_WEEKDAY = dict(zip("㊊㊋㊌㊍㊎㊏㊐㈪㈫㈬㈭㈮㈯㈰", (f"({day})" for day in "月火水木金土日" * 2), strict=True))
_TABLE = str.maketrans(
    {
        **_ENCLOSED_WEEKDAY,
        **dict.fromkeys("～~∼〰", "〜"),
        **dict.fromkeys("−‐‑‒–—―─－﹣", "-"),
        "迄": "まで",
        "晩": "夜",
        "：": ":",
        "∶": ":",
        "\u3000": " ",
    }
)
_AFTER = str.maketrans({"~": "〜", "，": "、", ",": "、", "；": ";"})
_INVISIBLE = re.compile(r"[\ufe0f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\x00-\x09\x0b-\x1f\x7f]")
# A reading, but no word that changes the day: 日曜（おやすみ）
_FURIGANA = re.compile(
    r"(?:(?<=[\u4e00-\u9fff々])\((?!お?やすみ|のぞく|よやく|ちゅうし|のみ|だけ|まで|から|ごろ|くらい|または|など)"
    r"[\u3041-\u309fー]{1,12}|(?<=[0-9])\(だい ?[\u3041-\u309fー・、 0-9]{1,12})\)"
)
# A numeral is one only where a counter or 第 says so: 三日月 and 土日 hold none
_NUMERAL = re.compile(
    r"第[一二三四五]|(?!一時[預保避休閉停中しの的])[一二三四五六七八九十〇]{1,3}(?=回|度|時(?!間)|分|週|か月|つの|月[一二三四五六七八九十0-9]{1,3}日|日(?![曜間中頃])|月(?:は|第|を除|休))|(?<=[和成])[一二三四五六七八九十]{1,3}(?=年)|二〇[〇一二三四五六七八九]{2}(?=年)"
)
_NUMERAL_SIGN = re.compile("[一二三四五六七八九十〇]")
_PLAIN_WORDS = {"毎朝": "毎日 朝", "毎夜": "毎日 夜", "元日": "1月1日", "元旦": "1月1日", "大晦日": "12月31日"}
_COUNTER_MONTH = re.compile(r"([0-9])\s?[ヶヵケカか個箇]月")
_LONG_MARK = re.compile(r"(?<=[0-9時分半頃])\s?ー\s?(?=[0-9午正])")
_SPACE = re.compile("[^\\S\n]*\n\\s*|[\\s\U0001f300-\U0001faff]+")  # a picture parts words, as a space does
_ORDINAL_BEHIND = re.compile(
    r"(?<![1-5終後])([月火水木金土日])曜日?\s?(?:\(\s?(第\s?[1-5](?:\s?[・、と]\s?第?[1-5]){0,4}|[1-5](?:\s?[・、と]\s?[1-5]){1,4})"
    r"週?(?:目|のみ)?\s?\)|\s(第\s?[1-5](?:[・、と]第?[1-5]){0,4})週?(?=\s|\x01|$|午|[0-9]))"
)
# 水(2・4): without 曜 only where nothing stands in front that would make the sign a month or the end of a word
_ORDINAL_IN_BRACKETS = re.compile(
    r"(?<![^\s:/◆◇])([月火水木金土日])\s?\(\s?(第\s?[1-5](?:\s?[・、と]\s?第?[1-5]){0,4}|[1-5](?:\s?[・、と]\s?[1-5]){1,4})週?\s?\)"
)
# 土曜は第2・4のみ, 土曜は第2土曜日のみ: the weeks stand behind their day
_WEEKS_BEHIND_TOPIC = re.compile(
    r"(?<!毎週)(?<!毎)([月火水木金土日])曜日?は、?\s?(第\s?[1-5](?:週?\s?[・、と]\s?第?[1-5])*)週?(?:の?\1曜日?)?(の?み|だけ)?"
    r"(?=[\s、。)]|$|に|開|営|活|午|[0-9])"
)
# 平日毎日, 月曜から金曜まで毎日, 毎日（平日のみ）: every one of those days
_DAYS_OF_WEEK = r"(?:平日|[月火水木金土日](?:曜日?)?\s?(?:〜|から)\s?[月火水木金土日](?:曜日?)?(?:まで)?)"
_EVERY_ONE_OF = re.compile(rf"({_DAYS_OF_WEEK})\s?の?\s?毎日(?!曜)")
_EVERY_ONE_IN_BRACKETS = re.compile(rf"毎日\s?\(\s?({_DAYS_OF_WEEK})(?:のみ|だけ)?\s?\)")
# 水曜（第1〜第4）: a run of weeks
_RUN_OF_WEEKS = re.compile(r"(?:毎週)?([月火水木金土日])曜日?\s?\(\s?第([1-5])(?:週)?\s?〜\s?第?([1-5])(?:週)?\s?\)")
# 4月から9月 as 4月〜9月
_MONTH_RUN = re.compile("(?<=[0-9]月)から(?=(?:翌年?の?)?[0-9]{1,2}月)")
# 4〜10月は毎週日曜7時〜、11〜3月は毎週日曜8時〜: each run of months has its rule
_WEEKS_OF_MONTHS = re.compile("([0-9]{1,2}月?[〜-][0-9]{1,2}月)は、?(?=毎週|第\\s?[1-5])")
# 12月の予定(2026年): the year is that of the month
_YEAR_BEHIND_MONTH = re.compile(
    r"(?<![0-9/年〜・、-])([0-9]{1,2}月の?(?:予定|日程|スケジュール|(?:活動|開催)(?:予定)?日)?) ?"
    r"\((20[0-9]{2}年|令和[0-9]{1,2}年)\)(?! ?[0-9]{1,2}月)"
)
# 祝日と重なる週はお休み: the holiday itself; 祝日の週 may be another day of that week
_ON_A_HOLIDAY = re.compile(
    r"(祝日|祝祭日)[とに](?:重な|かさな|当た|あた)(?:る|った)(?:週|回|日|場合|とき|時)は(?=、?\s?(?:お?休み|休[会講館]|中止|行いません)(?!の(?:場合|こと)|する|になる|が|も))"
)
# 12月は行事のため第3水曜に変更します: neither why it is another day nor that it is one says anything of the day
_OTHER_DAY = re.compile(
    r"([0-9]月は)、?(?:[^\s、。※☆()0-9休]{1,12}(?:のため|につき|の?(?:都合|関係)(?:で|により|上))、?)?"
    r"((?:第\s?[1-5](?:\s?[・、と]\s?第?[1-5])*|最終)週?の?[月火水木金土日]曜日?)"
    r"(?:(?:に(?:変更|開催|実施|行い|なり)|と?なり|です)(?:して)?(?:いたし|し)?(?:ます)?)?(?=(?:のみ|だけ)?(?:[。※☆★)\s]|$))"
)
# What only a schedule has: brackets of all kinds are one, a heading in 【】 begins a clause
_BRACKETS = str.maketrans({"[": "(", "]": ")", "〔": "(", "〕": ")", "{": "(", "}": ")"})
_HEADING = re.compile(r"[【《〈<≪]([^【】《》〈〉<>≪≫]{1,20})[】》〉>≫]")
_OPENS_HEADING = re.compile("[【《〈<≪]")
_SPACED_DOT = re.compile(" ?・ ?")
_BRACKETED_DAYS = re.compile(r"(?:\([月火水木金土日]\)[・、]?(?=\())+\([月火水木金土日]\)")
_ENUMERATED = re.compile(r"\(\s?[0-9]{1,2}\s?\)(?=\s?[0-9]{1,2}[月日/:時]|\s?[月火水木金土日毎第午])")
_SPACED_MONTH = re.compile(r"(?<![0-9:第時分])([0-9]{1,2}) (?=月(?!曜|[・、/]\s?[火水木金土日]|\)))")
_SPACED_UNIT = re.compile(
    r"(?<=[0-9]) (?=(?:年|時|分|週)(?!間))|(?<=月) (?=[0-9]{1,2} ?日(?!曜))|(?<=[0-9]年) (?=[0-9])"
)
# 毎 週 土 曜 日: letters that a table spread out
_SPREAD = re.compile(r"(?<=毎) (?=[週月日])|(?<=[月火水木金土日]) (?=曜)|(?<=曜) (?=日(?! ?曜))")
_SPACED_SIGN = re.compile("[0-9月年] [0-9年月時分週]")
# Dates and clocks of other people's tables: a date with a zero clock, a clock with the zero day
_DATE_STAMP = r"(?P<date>(?:19|20)[0-9]{2}(?:[-/.年])[0-9]{1,2}[-/.月][0-9]{1,2}日?)"
_ZERO_CLOCK = re.compile(
    _DATE_STAMP + r"[T ]0{1,2}:00(?::00(?:\.0+)?)?(?:Z|\+00:?00|\+09:?00)?(?![0-9:])(?!\s?(?:〜|-|"
    r"から)\s?(?![0-9]{4}[-/.年])[0-9]|\s?(?:〜|から)\s?$)"
)
_ZERO_DAY = re.compile(
    r"(?:1899[-/](?:12[-/]30|12[-/]31)|1900[-/]0?1[-/]0?[01])[T ](?=[0-9]{1,2}:[0-9]{2})(?![0-9:.]*Z)"
)
_LOCAL_STAMP = re.compile(
    _DATE_STAMP + r"T(?P<clock>[0-9]{2}:[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?(?P<zone>Z|\+00:?00|\+09:?00)?"
)
_SAME_DAY = re.compile(
    _DATE_STAMP + r"(?P<week>\([月火水木金土日]\))?[T ](?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
    r"\s?[〜/-]\s?(?P=date)(?:\([月火水木金土日]\))?[T ](?=[0-9]{1,2}:)"
)
# 10.00〜11.30: hours, where one of the two can be no date; 10.15〜11.30 may be a period
_DOTTED = r"(?:[01]?[0-9]|2[0-4])\.[0-5][0-9]"
_DOTTED_HOURS = re.compile(rf"(?<![0-9./])({_DOTTED})\s?([〜-])\s?({_DOTTED})(?![0-9./日])")
_NO_DATE = re.compile(r"(?<![0-9])(?:0|00|1[3-9]|2[0-4])\.|\.(?:00|3[2-9]|[45])")
_STAMP_SIGN = re.compile(r"[T ][0-9]{1,2}:[0-9]{2}")


def fold_text(text: str) -> str:
    """One spelling; positions are not those of the raw text any more.

    Args:
        text: a text as published.
    """
    return _characters(text.replace("\n", " "))


def fold_schedule(text: str) -> str:
    """One spelling of a schedule: its lines stay lines, brackets and headings are of one kind, stamps are plain.

    Args:
        text: a schedule as published.
    """
    text = _characters(text.replace("\r", "\n").replace("\v", "\n")).translate(_BRACKETS)
    if _OPENS_HEADING.search(text):
        text = _HEADING.sub(r"◆\1 ", text)
    if "・" in text:
        text = _SPACED_DOT.sub("・", text)
    text = _weeks_and_days_in_front(text)
    if "月から" in text:
        text = _MONTH_RUN.sub("〜", text)
    if text.count("月は") > 1 and len(_WEEKS_OF_MONTHS.findall(text)) > 1:
        text = _WEEKS_OF_MONTHS.sub(r"\1の", text)
    if "月は" in text:
        text = _OTHER_DAY.sub(r"\1\2", text)
    if "祝" in text:
        text = _ON_A_HOLIDAY.sub(r"\1は", text)
    if "(" in text:
        text = _YEAR_BEHIND_MONTH.sub(r"\2\1", text)
        text = _BRACKETED_DAYS.sub(lambda match: f"({'・'.join(re.findall('[月火水木金土日]', match[0]))})", text)
        text = _ENUMERATED.sub("◇", text)
    if " 曜" in text or "毎 " in text or "曜 日" in text:
        text = _SPREAD.sub("", text)
    if _SPACED_SIGN.search(text):
        text = _SPACED_UNIT.sub("", _SPACED_MONTH.sub(r"\1", text))
    return _hours(text)


def _hours(text: str) -> str:
    if "." in text:
        text = _DOTTED_HOURS.sub(
            lambda match: match[0].replace(".", ":") if _NO_DATE.search(match[0]) else match[0], text
        )
    return _stamps(text) if _STAMP_SIGN.search(text) else text


def _weeks_and_days_in_front(text: str) -> str:
    if "第" in text:
        text = _WEEKS_BEHIND_TOPIC.sub(lambda found: f"{found[2]}{found[1]}曜日{'のみ' if found[3] else ''}", text)
        text = _RUN_OF_WEEKS.sub(r"第\2〜\3\1曜日", text)
    return _EVERY_ONE_IN_BRACKETS.sub(r"\1", _EVERY_ONE_OF.sub(r"\1", text)) if "毎日" in text else text


def _characters(text: str) -> str:
    if _CIRCLED.search(text):
        if not _counts_up([_number(sign) for sign in _CIRCLED_DAY.findall(text)]):
            text = _CIRCLED_ORDINAL.sub(lambda match: "第" + "・".join(_plain(match[1])), text)
        text = _CIRCLED.sub("◇", text)
    text = text.translate(_TABLE)
    text = unicodedata.normalize("NFKC", text).translate(_AFTER)
    text = _SPACE.sub(lambda match: "\n" if "\n" in match[0] else " ", _INVISIBLE.sub("", text.replace("\t", " ")))
    has_brackets = "(" in text
    text = _FURIGANA.sub("", text) if has_brackets else text
    if _NUMERAL_SIGN.search(text):
        text = _NUMERAL.sub(lambda match: arabic(match[0]), text)
    text = _COUNTER_MONTH.sub(r"\1か月", text)
    for word, plain in _PLAIN_WORDS.items():
        text = text.replace(word, plain)
    text = ordinals_in_front(text)
    return _LONG_MARK.sub("〜", text) if "ー" in text else text


def ordinals_in_front(text: str) -> str:
    """月曜（第2・第4） as 第2・第4月曜.

    Args:
        text: a folded text.
    """
    if "曜" in text:
        text = _ORDINAL_BEHIND.sub(_ordinal_in_front, text)
    return _ORDINAL_IN_BRACKETS.sub(_ordinal_in_front, text) if "(" in text else text


def _ordinal_in_front(match: re.Match[str]) -> str:
    ordinals = next(filter(None, match.groups()[1:]))
    return f"{'' if ordinals.startswith('第') else '第'}{ordinals}{match[1]}曜日"


def _counts_up(numbers: list[int]) -> bool:
    """①火曜…②木曜… go through parts; ①土曜…③日曜… are weeks of the month."""
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def _number(circled: str) -> int:
    return ord(circled) - ord("①") + 1


def _plain(circled: str) -> list[str]:
    return [str(_number(sign)) for sign in circled if "①" <= sign <= "⑤"]


def arabic(numeral: str) -> str:
    """二十三 as 23, 二〇二六 as 2026, 第三 as 第3.

    Args:
        numeral: kanji digits and at most one 十.
    """
    head, numeral = ("第", numeral[1:]) if numeral.startswith("第") else ("", numeral)
    tens, has_ten, ones = numeral.rpartition("十")
    if has_ten:
        return f"{head}{_KANJI_DIGITS.get(tens, 1) * 10 + _KANJI_DIGITS.get(ones, 0)}"
    return head + "".join(str(_KANJI_DIGITS.get(sign, sign)) for sign in numeral)


def _stamps(text: str) -> str:
    text = _ZERO_DAY.sub("", text)
    text = _ZERO_CLOCK.sub(r"\g<date>", text)
    text = _LOCAL_STAMP.sub(_local, text)
    return _SAME_DAY.sub(lambda match: f"{match['date']}{match['week'] or ''} {match['clock']}〜", text)


def _local(match: re.Match[str]) -> str:
    """A stamp of another time zone names neither our hour nor, for certain, our day: it stays as it is (`clauses`)."""
    is_ours = match["zone"] in (None, "+09:00", "+0900")
    return f"{match['date']} {match['clock']}" if is_ours else match[0]


def blanked(text: str, spans: list[tuple[int, int]], sign: str = BLANK) -> str:
    """The text with parts taken out; everything else keeps its position.

    Args:
        text: a folded text.
        spans: from where to where.
        sign: what stands there instead: `BLANK` for what is read, `APART` for what is not.
    """
    for start, end in spans:
        text = text[:start] + sign * (end - start) + text[end:]
    return text


def taken_out(text: str, start: int, end: int, sign: str = APART) -> str:
    """A part taken out; what had been read before stays read.

    Args:
        text: a folded text.
        start: position of the first character.
        end: position behind the last.
        sign: what stands there instead.
    """
    part = "".join(BLANK if each == BLANK else sign for each in text[start:end])
    return text[:start] + part + text[end:]
