"""Classes of one group, as a name says them: 初級, 夜, 女性, 0歳, 水曜.

Belongs here: what tells two classes of a group apart, however a list says it. Does not belong here: days and times of a
schedule (`days_said`), for whom an activity is (`targets`). For matching only.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from pipelines.normalise.per_value import map_rows
from pipelines.normalise.schedule.notation import BYDAY, WEEKDAYS

_PART: Final = r"(?=の|間|部|活|$|[クコ)）\s])"
# Aspect → class → words. Of one aspect a group's class is one or the other: 初級 is not 中級
_CLASSES: Final[dict[str, dict[str, str]]] = {
    "level": {
        "first": "スタート|入門|初級|しょきゅう|はじめて|初心者|基礎",
        "next": "ステップアップ|[中上]級|ちゅうきゅう|じょうきゅう|応用",
    },
    "time": {"am": f"午前|ごぜん|あさの|朝{_PART}", "pm": "午後|ごご", "night": f"よる|夕方|夜{_PART}"},
    # 昼 is no night, but may be a morning
    "part": {"day": f"昼{_PART}", "night": f"よる|夕方|夜{_PART}"},
    "sex": {"men": "(?<!長)男(?!女)|メンズ", "women": "(?<!男)女性|女子|婦人|レディース"},
    "age": {
        "small": "ちいさい|小さい|赤ちゃん|0.?歳|乳児|ベビー",
        "big": "おおきい|大きい|小学生|キッズ|幼児|ジュニア|少年",
        "teens": "中学生|高校生|中高生",
        "old": "シニア|シルバー|高齢",
    },
    "weekday": {code: f"{day}曜" for code, day in zip(BYDAY, WEEKDAYS, strict=True)},
    # 金森ヨガA, 幸ピンポンクラブB: a letter alone at the end
    "letter": {letter: f"(?<![A-Za-zＡ-Ｚ&＆ ]){letter}(?=$|[組班）)( 　クコグ])" for letter in "ABCD"},
    "kind": {"course": "養成|講習|研修"},
}
_WORDS: Final = {
    aspect: {name: re.compile(words) for name, words in classes.items()} for aspect, classes in _CLASSES.items()
}
_ANY: Final = re.compile("|".join(words for classes in _CLASSES.values() for words in classes.values()) + "|[店校所部]")
"""One look for all of them, and for the last sign of a branch: most names say nothing."""
COLUMNS: Final = ("classes", *(f"class_{aspect}" for aspect in _CLASSES), "branch")
_BRANCH: Final = re.compile(
    r"([一-龥々]{1,5}|[ァ-ヶー]{2,9}|[ぁ-んー]{2,7})(?:[支分]?店|(?<![学高])校|[支分]所|支部|分校)(?=$|[\s（(「])"
)

_WHOSE: Final = re.compile(r"^.*[会會市区](?=..)")
"""協議会香川 of 社会福祉協議会香川支所 is 香川."""
_NOTHING: Final = (None,) * len(COLUMNS)


def classes_said(name: pl.Series) -> pl.DataFrame:
    """The classes a name says.

    Args:
        name: String column, the name of the activity.

    Returns:
        String columns of the same length: `classes`, all that are said, separated by `;`; and for each aspect
        `class_level`, `class_time`, `class_part`, `class_sex`, `class_age`, `class_weekday`, `class_letter` and
        `class_kind`, the one that is said.
        Null where none is; a name that says two of one aspect (午前・午後) says none of them. `branch` is what a branch
        of a house or a group is called: 屋島 of スイミングスクール屋島校.
    """
    return map_rows(name, _classes_of, dict.fromkeys(COLUMNS, pl.String))


def _classes_of(name: str) -> tuple[str | None, ...]:
    if not _ANY.search(name):
        return _NOTHING
    each = [[label for label, words in classes.items() if words.search(name)] for classes in _WORDS.values()]
    every = ";".join(dict.fromkeys(label for of in each for label in of))
    branch = _BRANCH.search(name)
    own = branch and _WHOSE.sub("", branch[1])
    return every or None, *(of[0] if len(of) == 1 else None for of in each), own or None
