"""Which names are none: headlines and posts, in which somebody tells of a group instead of calling it.

Belongs here: telling 「採れたて野菜に列 駅前の日曜朝」 from 柿生朝市 by its form. Does not belong here: the name within
a headline (`names`). For matching only: what is no name is not compared as one.
"""

from __future__ import annotations

import re

import polars as pl

from pipelines.normalise.per_value import map_expr

_BRACKETS = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]|[☆★♪〜~!！\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]+")
_NAMED = re.compile(
    r"会|會|仲間|隊|クラブ|くらぶ|サークル|ネット|グループ|団|ひろば|広場|カフェ|サロン|食堂|体操|教室|講座|プロジェクト|部$|の家|コンサート"
    r"|まつり|祭|フェス|デー$|病院|相談|塾|パーク|寺子屋|学級|さん$|ちゃん"
)
"""Words that end a name, however many words stand before them: 森を育てる仲間, 古文書を読む会 大師."""
_TOLD = re.compile(
    r"、|。|[?？]|[0-9]+(?:食|人(?!ひとり)|名(?!物|所|作)|円|個|枚|キロ|卓|年目|周年|点(?!字)|回目|年$)|[0-9]{1,2}[時じ](?![間代])|[0-9]{1,2}:[0-9]{2}"
    r"|第[1-5]\S{0,4}?[(（月火水木金土日]|[月火水木金土日]曜?[ ]?[0-9]{1,2}[-〜~][0-9]"
    r"|きょう|今日|本日|次回|あす(?![ぁ-ん])|明日|来月|今月|昨日|先週|今週|来週|today|募集中|見学|満席|完売"
    r"|残り|報告|レポート|いよいよ|続ける|続く"
    r"|(?:ます|ました|です|でした|ません|ませんか|ください|ですか|ましょう)(?: |$)"
    r"|[一-龥ァ-ヶー](?:へ|に|を|は)(?: |$)",
    re.IGNORECASE,
)
_CASE = re.compile(r"[一-龥々ァ-ヶーぁ-ん](?:が|を|に|は|で|(?<!ど)も|から|(?<!っ)と)(?=[一-龥々ァ-ヶ0-9])")
_SHORTEST, _TWO_PHRASES = 10, 16


def is_headline(name: pl.Expr) -> pl.Expr:
    """Whether a name is a headline.

    Args:
        name: String column, as people read it.

    Returns:
        Boolean column of the same length; null stays null.
    """
    return map_expr(name, _is_headline, pl.Boolean)


def _is_headline(name: str) -> bool:
    plain = _BRACKETS.sub(" ", name).strip()
    if _TOLD.search(plain):
        return True
    ends = [each.end() for each in _CASE.finditer(plain)]
    if not ends or len(plain) < _SHORTEST:
        return False
    return not _NAMED.search(plain, ends[-1]) or (" " in plain and len(plain) >= _TWO_PHRASES)
