"""For whom an activity is: groups, ages in months, how many, and whether one has to apply.

Belongs here: reading the words of a target cell and of the sentences around it. Does not belong here: fees, schedules,
labels of the codes (`warehouse/contract`, vocabulary `target_group`).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from pipelines.normalise.per_value import map_rows
from pipelines.normalise.schedule.fold import fold_text
from warehouse.contract.derived.frames import dtypes

TARGET_SCHEMA = dtypes(("target_group_codes", "age_min_months", "age_max_months"))
ENTRY_SCHEMA = pl.Schema({"capacity": pl.Int64, "capacity_unit": pl.String, "needs_application": pl.Boolean})
_LONGEST = 1000  # a longer cell tells a story; its ages are those of the people in it

# In the order of the vocabulary. A longer word is taken first, so that 小学生 is no 学生.
_GROUPS: tuple[tuple[str, str], ...] = (
    (
        "anyone",
        (
            r"ど[なの]たでも|だれでも|誰でも|誰もが|だれもが|(?:子ども?|赤ちゃん)から(?:大人|お年寄り|高齢者)|世代を問わ|"
            r"年齢(?:は|を)?(?:問わ|不問)"
        ),
    ),
    ("infant", r"乳児|乳幼児|赤ちゃん|あかちゃん|ねんね期|はいはい期|新生児|ベビー"),
    ("toddler", r"幼児|未就学|就学前|未就園|年[長中少]"),
    ("elementary", r"小学|小・?中学?生|小・?中・?高|小[1-6]"),
    ("junior_high", r"中学生|中学[1-3]|小・?中学?生|中高生|中・高|小・?中・?高|中[1-3]"),
    ("high_school", r"高校生|高校[1-3]|中高生|中・高生|小・?中・?高"),
    ("youth", r"大学生|専門学生|若者|青年|ユース"),
    ("child", r"子ども|子供|こども|お子さ|親子|児童|母と子"),
    ("guardian", r"保護者|親子|親御|[父母]親|お母さん|お父さん|ママ|パパ|母と子|その[父母親]|子育て中"),
    ("expecting", r"妊婦|妊産婦|産婦|プレママ|妊娠|産後|これからお母さん"),
    ("adult", r"大人|おとな(?!しい)|成人|社会人|一般の方|現役世代"),
    ("senior", r"高齢|シニア|お年寄り|老人|年配"),
    ("dementia", r"認知症|もの忘れ|物忘れ"),
    ("disability", r"障(?:がい|害|碍)|自閉症|聴覚|視覚|ろう者|手話|難病|医療的ケア"),
    ("carer", r"介護(?:者|中|を(?:し|され)|している)|ケアラー|介護家族|その家族|ご家族"),
    ("foreign", r"外国|多文化|がいこく|日本語を(?:学|母語)|海外"),
    ("resident", r"在住|在勤|在学|お住まい|近隣|近所|区民|市民|住民|地域の方"),
)
_GROUP_PATTERNS = tuple((code, re.compile(words)) for code, words in _GROUPS)
_PATTERN_OF = dict(_GROUP_PATTERNS)
_STEPS_OF_LIFE = ("infant", "toddler", "elementary", "junior_high", "high_school")
_STEP_WORD = "乳児|乳幼児|赤ちゃん|あかちゃん|新生児|未就学児?|未就園児?|幼児|小学生|中学生|高校生"
_FROM_TO = re.compile(rf"(?P<first>{_STEP_WORD})\s?(?:〜|-|から)\s?(?P<last>{_STEP_WORD})")
_NEWBORN = re.compile(r"(?<![0-9])0\s?[歳才]")
_SENIOR_YEARS = 60
# 小学4年生以下は保護者の送迎が必要 says how, not who; ages of members are not a condition
_CONDITION = re.compile(
    r"[^。、\s()]*(?:(?<!また)は|には|の参加には)[^。()]{0,14}(?:同伴|送迎|付き?添|相談|同意|ご?遠慮|不可|見学|でき(?:ません|ない))[^。()]*"
    r"|[^。、\s()]*(?:連れ|同伴|同席|同室)(?:の方)?(?:で|も)?の?(?:参加)?(?:も|は)?(?:大?歓迎|OK|可(?!能性)|できます|でも)[^。()]*"
    r"|[^。、\s()]*(?:を除く|の?ご?入場不可|(?<!以上)不可)|[^。]*(?:会員|メンバー)[^。]*代[^。]*"
)
_FAMILY_OF_CHILD = re.compile(r"(?:保護者|子ども|お子さ|児|[小中高]学?校?生|生徒)[^。]{0,6}(?:ご|その)家族")

_STEP = r"(?:小学校?|中学校?|高校)"
_AGE = re.compile(
    r"(?P<years>[0-9]{1,3})\s?(?:歳|才)(?:\s?(?P<rest>[0-9]{1,2})\s?か月)?"
    r"|(?:生後\s?)?(?P<months>[0-9]{1,2})\s?か月(?!健診|に)"
    rf"|(?P<step>{_STEP})生?(?:の)?(?P<grade>[1-6])(?:年生?)?"
    r"|(?P<stage>小・?中・?高校?生|中高生|小・?中学?生|小学生|中学生|高校生)"
    r"|(?P<before>未就学児?|就学前|入学前)"
    r"|(?P<decade>[1-9]0)\s?代"
    r"|(?P<bare>[0-9]{1,2})(?=\s?[〜-]\s?[0-9]{1,3}\s?(?:歳|才|か月|年生))"
    r"|(?P<baregrade>[1-6])年生"
)
_FROM = re.compile(r"\s?(?:(?:の|ぐ|く)?(?:らい|程度|頃)?\s?(?:\([^)]{0,12}\)|\))?\s?(?:〜|-|から|以上|より上))")
_FIGURES_BEHIND = re.compile(r"\s?\([^)]{0,4}[0-9]")
_UP_TO = re.compile(r"[^0-9、。・]{0,8}?(?P<word>まで|以下|未満|以内)")
_LIST = re.compile(r"[・、,と/や]|または|及び")
# Months at which a stage begins and the last month in it. School begins on 1 April after the sixth birthday
# (学校教育法 17条), so that grade n is 5+n years old at its start and at most 6+n years and 11 months at its end.
_FIRST_YEAR = {"小": 5, "中": 11, "高": 14}
_STAGES = {"小": (72, 155), "中": (144, 191), "高": (180, 227)}
_BEFORE_SCHOOL = 83
_OLDEST_YEARS = 110
_OPEN_ENDED = {"anyone", "adult", "senior", "youth"}

_CAPACITY = re.compile(
    r"(?:定員|先着(?:順)?|抽選|各回|募集(?:人数)?)\s?(?:は|:|各|に)?\s?(?:各|約|先着(?:順)?|毎回|おおむね)?\s?"
    r"(?P<number>[0-9]{1,4})\s?(?P<unit>名|人|組|家族|世帯)"
)
_NO_APPLICATION = re.compile(
    r"(?:事前)?(?:申し?込み?|予約|登録)(?:は|の)?(?:必要は?(?:ありません|なし|ない)|いりません|不要|なし|無し)"
    r"|申込不要|予約不要|当日(?:直接|会場|自由)|直接会場|自由参加|出入り自由"
)
_APPLICATION = re.compile(
    r"(?:要|事前|完全)[、 ]?(?:申し?込み?|予約|登録)|(?:申し?込み?|予約|登録)"
    r"(?:制|が?必要|を?お願い|して|の上|のうえ|受付)|要予約|要申込"
)


@dataclass(frozen=True, slots=True)
class Target:
    """For whom.

    Attributes:
        groups: codes of the vocabulary `target_group`, in its order.
        age_min_months: youngest age in months, or None when open or not stated.
        age_max_months: oldest age in months (6歳まで ends with the last month before the seventh birthday), or None.
    """

    groups: tuple[str, ...] = ()
    age_min_months: int | None = None
    age_max_months: int | None = None


@dataclass(frozen=True, slots=True)
class _Age:
    start: int
    end: int
    first: int
    last: int
    is_vague: bool = False


def parse_target(text: str) -> Target:
    """Read who may take part. Ages are those of the people it is for, accompanying guardians aside.

    Args:
        text: a target cell as published; any string.

    Returns:
        Groups named in the text, and an age range only where ages, school years or 就学前 are named.
    """
    if len(text) > _LONGEST:
        return Target()
    folded = _CONDITION.sub(" ", fold_text(_months_in_figures(text)))
    groups = tuple(code for code, words in _GROUP_PATTERNS if words.search(folded))
    if "carer" in groups and _FAMILY_OF_CHILD.search(folded):
        groups = tuple(code for code in groups if code != "carer")
    if set(_STEPS_OF_LIFE) & set(groups):
        groups = tuple(code for code in groups if code != "child")
    groups = _with_those_between(folded, groups)
    first, last = _range(folded, groups)
    if first is not None and first >= _SENIOR_YEARS * 12 and "anyone" not in groups:
        groups = _in_order({*groups, "senior"})
    return Target(groups, first, last)


def _with_those_between(text: str, groups: tuple[str, ...]) -> tuple[str, ...]:
    """小学生〜高校生: those in the middle are meant as well; 0歳から就学前 names babies by their age."""
    meant = {*groups, "infant"} if "toddler" in groups and _NEWBORN.search(text) else set(groups)
    for match in _FROM_TO.finditer(text):
        ends = [_step_of(match[side]) for side in ("first", "last")]
        meant |= set(_STEPS_OF_LIFE[ends[0] : ends[1] + 1])
    return groups if meant == set(groups) else _in_order(meant)


def _step_of(word: str) -> int:
    return next(number for number, code in enumerate(_STEPS_OF_LIFE) if _PATTERN_OF[code].search(word))


def _in_order(groups: Collection[str]) -> tuple[str, ...]:
    return tuple(code for code, _ in _GROUP_PATTERNS if code in groups)


def _months_in_figures(text: str) -> str:
    return re.sub(
        r"([一二三四五六七八九])(?=\s?[かカヶケヵ箇]月)",
        lambda match: str("一二三四五六七八九".index(match[1]) + 1),
        text,
    )


def _range(text: str, groups: tuple[str, ...]) -> tuple[int | None, int | None]:
    ages = [age for match in _AGE.finditer(text) if (age := _age(match, text)) is not None]
    # 未就学児（2歳〜6歳）: the figures say it more exactly
    ages = [
        age
        for age in ages
        if not (
            age.is_vague
            and age is not ages[-1]
            and (_FIGURES_BEHIND.match(text, age.end) or not _FROM.match(text, age.end))
        )
    ]
    if not ages:
        return None, None
    lower, upper = min(age.first for age in ages), max(age.last for age in ages)
    is_from, limit = _bounds(text, ages)
    open_above = bool(_OPEN_ENDED & set(groups)) and not limit
    if len(ages) == 1:
        age = ages[0]
        if limit:
            return None, age.first - 1 if limit == "未満" else age.last
        is_open_below = age.is_vague or (age.first >= _STAGES["小"][0] and bool({"infant", "toddler"} & set(groups)))
        return None if is_open_below else age.first, None if is_from or open_above else age.last
    if limit == "未満":
        upper = max(age.first for age in ages) - 1
    is_backwards = ages[0].first > ages[-1].last and bool(_FROM.match(text, ages[0].end))
    if is_backwards or upper < lower:
        return None, None  # the text contradicts itself
    # 幼児,小学生: below the school age it is open how young
    is_open_below = lower >= _STAGES["小"][0] and bool({"infant", "toddler"} & set(groups))
    return None if is_open_below else lower, None if is_from or open_above else upper


def _bounds(text: str, ages: list[_Age]) -> tuple[bool, str | None]:
    """Whether the last age opens a range upwards, and the word that closes it."""
    end = ages[-1].end
    limit = _UP_TO.match(text, end)
    return bool(_FROM.match(text, end)) and not limit, limit["word"] if limit else None


def _age(match: re.Match[str], text: str) -> _Age | None:
    start, end = match.span()
    if match["years"]:
        years = int(match["years"])
        if years > _OLDEST_YEARS:
            return None
        first = years * 12 + int(match["rest"] or 0)
        return _Age(start, end, first, first if match["rest"] else first + 11)
    if match["months"]:
        return _Age(start, end, int(match["months"]), int(match["months"]))
    if match["decade"]:
        first = int(match["decade"]) * 12
        return _Age(start, end, first, first + 119)
    if match["before"]:
        return _Age(start, end, 0, _BEFORE_SCHOOL, is_vague=True)
    if match["stage"]:
        stages = [_STAGES[sign] for sign in match["stage"] if sign in _STAGES]
        return _Age(start, end, stages[0][0], stages[-1][1])
    if match["bare"]:
        return _bare(match, text)
    years = _FIRST_YEAR[(match["step"] or _step_before(text, start))[0]] + int(match["grade"] or match["baregrade"])
    return _Age(start, end, years * 12, (years + 1) * 12 + 11)


def _step_before(text: str, position: int) -> str:
    """小学校1~2年生: the second figure belongs to the school named last; without one a grade is one of 小学校."""
    schools = re.findall(r"小学|中学|高校", text[:position])
    return schools[-1] if schools else "小学"


def _bare(match: re.Match[str], text: str) -> _Age | None:
    """The 3 of 3〜6歳 has the unit of the figure behind it."""
    unit = re.compile(r"[0-9]{1,2}\s?[〜-]\s?[0-9]{1,3}\s?(歳|才|か月|年生)").match(text, match.start())
    number = int(match["bare"])
    if unit is None or unit[1] == "年生":
        return None
    first = number if unit[1] == "か月" else number * 12
    return _Age(*match.span(), first, first)


def read_targets(texts: pl.Series) -> pl.DataFrame:
    """Read a column of targets, each distinct text once.

    Args:
        texts: String column.

    Returns:
        Frame of the same length and order with the columns of `TARGET_SCHEMA`: ages in months.
    """

    def columns(text: str) -> tuple[object, ...]:
        target = parse_target(text)
        return list(target.groups) or None, target.age_min_months, target.age_max_months

    return map_rows(texts, columns, TARGET_SCHEMA)


def read_entry(texts: pl.Series) -> pl.DataFrame:
    """How many may come and whether one has to apply, from any text that speaks of it.

    Args:
        texts: String column, e.g. target, schedule and fee of a listing joined.

    Returns:
        Frame of the same length and order with the columns of `ENTRY_SCHEMA`. `capacity_unit` is `person` or `family`;
        `needs_application` is null where nothing is said or both are said.
    """
    return map_rows(texts, _entry, ENTRY_SCHEMA)


def _entry(text: str) -> tuple[object, ...]:
    if not _SPEAKS_OF_ENTRY.search(text):
        return None, None, None
    folded = fold_text(text[:_LONGEST])
    sizes = {(int(match["number"]), match["unit"]) for match in _CAPACITY.finditer(folded)}
    size, unit = sizes.pop() if len(sizes) == 1 else (None, None)
    is_free, is_bound = bool(_NO_APPLICATION.search(folded)), bool(_APPLICATION.search(_NO_APPLICATION.sub("", folded)))
    return (
        size,
        None if unit is None else "person" if unit in "名人" else "family",
        None if is_free == is_bound else is_bound,
    )


_SPEAKS_OF_ENTRY = re.compile(r"定員|先着|募集|抽選|各回|申|予約|登録|当日|直接|自由")
