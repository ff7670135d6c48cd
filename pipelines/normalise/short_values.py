"""Short values out of texts that named a person: the whole bracket or clause goes, not the name alone.

Belongs here: what is left of a name, an organiser, a venue or a fee once a person is cut out of it. Does not belong
here: who is a person and what is cut (`privacy`); texts kept as evidence, which keep the mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import polars as pl

from pipelines.normalise.per_value import map_texts
from pipelines.normalise.privacy import CUT, cut
from warehouse.privacy.names import LABEL

_CUT: Final = "\ue000"  # one sign for the mark, so that its own brackets are none of the text
_OPEN, _CLOSE = r"(（\[［【〔「『<＜", r")）\]］】〕」』>＞"
_BRACKETS: Final = re.compile(rf"\s?[{_OPEN}][^{_OPEN}{_CLOSE}]*{_CUT}[^{_OPEN}{_CLOSE}]*[{_CLOSE}]")
_DEEPEST: Final = 4
_TITLE: Final = r"(?:さん|様|さま|氏|先生|殿)"
_WAY: Final = (
    r"(?:(?:お?申し?込み?|お?問い?合わ?せ?|問合|連絡|振込|送付)先?|会計|受付|幹事"
    r"|電話|携帯(?:電話)?|メール|[Tt][Ee][Ll]|[℡☎])"
)
_BREAKS: Final = r"\s、。,，;；/／・"
_LABELLED: Final = re.compile(
    rf"(?:(?:{LABEL}|{_WAY})\s?[・/／]?\s?){{1,3}}[:：は]?の?\s?"
    rf"{_CUT}{_TITLE}?(?:まで|へ|宛て?|に)?(?=$|[{_BREAKS}]|{_CUT})"
)
_OWNED: Final = re.compile(rf"(^|[\s、。]){_CUT}{_TITLE}?の(?=\w)")
_BREAK: Final = re.compile(rf"([{_BREAKS}])")
_REPEATED: Final = re.compile(rf"[{_BREAKS}]*([{_BREAKS}])(?=[{_BREAKS}])")
_LOOSE_IN_FRONT, _LOOSE_BEHIND = " 　、。,，;；:：/／・)）]］】〕」』", " 　、,，;；:：/／・(（[［【〔「『"
_WORDS: Final = rf"(?:{LABEL}|{_WAY}|{_TITLE}|まで|へ|宅|方|[はの\W])*+"
_NOTHING: Final = re.compile(_WORDS)
_EMPTY: Final = re.compile(rf"[{_OPEN}]{_WORDS.replace('W', 's:：・')}[{_CLOSE}]")


def without_persons(text: str) -> str | None:
    """What is left of a short text when each bracket or clause that names a person is taken out.

    Args:
        text: a text from which `privacy.cut` took personal data.

    Returns:
        The text itself where nothing was cut; None when only a label, a title or signs are left.
    """
    if CUT not in text:
        return text
    text = text.replace(CUT, _CUT)
    for _ in range(_DEEPEST):
        text = _BRACKETS.sub("", text)
    clauses = _BREAK.split(_LABELLED.sub("", text))
    text = _EMPTY.sub("", "".join(clause for clause in clauses if _CUT not in clause))
    text = _REPEATED.sub(r"\1", text).lstrip(_LOOSE_IN_FRONT).rstrip(_LOOSE_BEHIND)
    return None if _NOTHING.fullmatch(text) else text


def short_values(texts: pl.Series) -> pl.Series:
    """`without_persons` for a column as published: String, null stays null."""
    return _where_cut(texts, without_persons)


def names(texts: pl.Series) -> pl.Series:
    """The same for names: what belongs to a person keeps the rest of its name, 講師の教室 → 教室.

    Args:
        texts: String column, as published.

    Returns:
        String column; a name of nothing but a person is the mark, because a listing without a name is none.
    """
    return _where_cut(texts, _name)


def _where_cut(texts: pl.Series, work: Callable[[str], str | None]) -> pl.Series:
    """A column that names nobody is the common case."""
    shortened = cut(texts)
    is_cut = shortened.str.contains(CUT, literal=True).fill_null(value=False)
    if not is_cut.any():
        return shortened
    return map_texts(shortened.set(~is_cut, None), work, pl.String).zip_with(is_cut, shortened)


def _name(text: str) -> str:
    owned = _OWNED.sub(r"\1", text.replace(CUT, _CUT)).replace(_CUT, CUT)
    return without_persons(owned) or text
