"""How a mobile number and a mail address look, however they are written.

Belongs here: the two patterns, for Python and for engines without lookaround (DuckDB, polars). Does not belong here:
whether a number may be published (`pipelines.normalise.phones`), whose an address is (`domains`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from warehouse.privacy.signs import INVISIBLE, folded

_DIGIT = "[0-9０-９]"
# Written out sign by sign: \s is another set in every engine
_BLANK = "\t\n\x0b\x0c\r \u00a0\u2000-\u200a\u202f\u205f\u3000"
_GAP = rf"[{_BLANK}{INVISIBLE}()（）［］\[\].．·・･/／_‐‑‒–—―−ー－ｰ─━〜~\-]{{0,4}}"
_PLUS_81 = rf"(?:[+＋]|[0０][0０]|[0０][1１][0０]{_GAP})[8８][1１]{_GAP}(?:[0０]{_GAP})?"
# 060 is given to mobiles as well; all of them have eleven digits
_MOBILE_CORE = rf"(?:{_PLUS_81}|[（(]?[0０])[6-9６-９][0０]{_GAP}{_DIGIT}{{4}}{_GAP}{_DIGIT}{{4}}"

MOBILE = rf"(?<!{_DIGIT})(?:{_MOBILE_CORE})(?!{_DIGIT})"
"""A mobile number, for Python."""
MOBILE_HELD = rf"(?:^|[^0-9０-９])(?:{_MOBILE_CORE})(?:$|[^0-9０-９])"
"""Matches where `MOBILE` does, for engines without lookaround; good for asking, not for cutting."""

_AT_WORD = r"(?:at|アットマーク|アット|ｱｯﾄﾏｰｸ|ｱｯﾄ|a|@)"
_CODED = r"%40|&#0*64;|&#[xX]0*40;|&commat;"
_AT = rf"(?:[@＠★☆●■◆◎]|{_CODED}|[\[(<{{〈《【「]{_AT_WORD}[\])>}}〉》】」]|アットマーク|ｱｯﾄﾏｰｸ)"
_AROUND = rf"[{_BLANK}{INVISIBLE}]{{0,2}}"
_LOCAL = rf"[A-Za-z0-9_%+\-.．{INVISIBLE}]"
_LABEL = rf"[A-Za-z0-9\-ぁ-んァ-ヶー一-龠々{INVISIBLE}]{{1,80}}"
_DOT = r"(?:[.．]|[\[(](?:\.|dot|ドット)[\])])"
_HOST = rf"(?:{_LABEL}{_DOT}){{1,6}}[A-Za-z{INVISIBLE}]{{2,30}}"
_MAIL_TEXT = rf"(?<!{_LOCAL}){_LOCAL}+{_AROUND}{_AT}{_AROUND}{_HOST}"

CONTACT = rf"(?:{MOBILE}|{_MAIL_TEXT})"
"""A mobile number or a mail address, in a folded text."""
_MOBILE = re.compile(MOBILE)
_HOLDS_AT = re.compile(_AT, re.IGNORECASE)
_HOLDS_MOBILE = re.compile("[6-9６-９][0０]")
_MAIL = re.compile(rf"(?<!{_LOCAL})(?P<local>{_LOCAL}+){_AROUND}{_AT}{_AROUND}(?P<host>{_HOST})", re.IGNORECASE)
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_WRITTEN_DOT = re.compile(_DOT, re.IGNORECASE)
MAY_HOLD_CONTACT = r"[@★☆●■◆◎]|%40|&#|&commat|[aA][tT]?[\])>}〉》】」]|アット|ｱｯﾄ|[6-9][^0-9A-Za-z]{0,8}0"
"""Cheap, for every engine, over folded (or NFKC) text: without a match there is neither; it matches far more."""


def may_hold_contact(text: str) -> bool:
    """Whether a folded text may hold a mobile number or a mail address; cheap, and never false where it does.

    Args:
        text: a folded text.
    """
    return _HOLDS_MOBILE.search(text) is not None or _HOLDS_AT.search(text) is not None


def mobiles(text: str) -> Iterator[tuple[int, int]]:
    """Places of mobile numbers.

    Args:
        text: any text, folded or not.
    """
    if _HOLDS_MOBILE.search(text):
        for match in _MOBILE.finditer(text):
            yield match.span()


def mails(text: str) -> Iterator[tuple[int, int, str]]:
    """Places of mail addresses, and each address as machines write it, in lower case.

    Args:
        text: any text; what is not ASCII must have been folded to be seen.
    """
    if not _HOLDS_AT.search(text):
        return
    for match in _MAIL.finditer(text):
        local, host = (_UNSEEN.sub("", folded(match[name])).lower() for name in ("local", "host"))
        yield *match.span(), f"{local.strip('.')}@{_WRITTEN_DOT.sub('.', host)}"


def digits_of(number: str) -> str:
    """A mobile number as eleven digits from 0, however it is written.

    Args:
        number: what `mobiles` found.
    """
    return "0" + re.sub(r"\D", "", folded(number))[-10:]
