"""Personal data in a text: recognised, counted, and cut before the text leaves the restricted part.

Belongs here: personal names behind a label or in front of さん, mobile numbers, personal mail addresses (DESIGN rule 9,
standards §3.1). Does not belong here: which number is the public one (`phones`), and the scan of finished files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import polars as pl
from polars.datatypes import DataTypeClass

from pipelines.normalise.per_value import map_texts

CUT = "（非公開）"
MARKS = ("personal_name", "mobile_number", "personal_mail")
"""Codes of the vocabulary `reason`."""

_LONGEST_SEARCHED = 100_000
# Sign by sign, so that a place in the folded text is the same place in the text
_FOLD = str.maketrans({0xFF01 + offset: 0x21 + offset for offset in range(94)} | {"　": " "})
_GAP = r"[-\s()・.−‐–—―ー]{0,3}"
_MOBILE_TEXT = rf"(?<![0-9])(?:\+81{_GAP}|0)[789]0{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}(?![0-9])"
_MOBILE = re.compile(_MOBILE_TEXT)
_AT = r"(?:@| ?[\[(<{](?:at|AT|アット(?:マーク)?|@)[\])>}] ?|アットマーク)"
_MAIL_TEXT = rf"[A-Za-z0-9._%+\-]{{1,64}}{_AT}[A-Za-z0-9\-]{{1,63}}(?:\.[A-Za-z0-9\-]{{1,63}}){{1,5}}"
_MAIL = re.compile(_MAIL_TEXT)
# A mail of a carrier or a free service belongs to a person, whatever stands before the sign; elsewhere the domain is
# that of the organisation.
_PERSONAL_HOSTS = re.compile(
    r"(?:^|\.)(?:gmail\.com|googlemail\.com|yahoo\.(?:co\.jp|com)|ymail\.ne\.jp|hotmail\.(?:com|co\.jp)|outlook\.(?:com|jp)|"
    r"live\.jp|msn\.com|icloud\.com|me\.com|mac\.com|docomo\.ne\.jp|ezweb\.ne\.jp|au\.com|softbank\.(?:ne\.)?jp|"
    r"i\.softbank\.jp|vodafone\.ne\.jp|ymobile\.ne\.jp|rakuten\.jp|excite\.co\.jp|infoseek\.jp|proton(?:mail)?\.(?:com|me)|"
    r"aol\.(?:com|jp)|nifty\.com|biglobe\.ne\.jp|so-net\.ne\.jp|ocn\.ne\.jp|plala\.or\.jp|dion\.ne\.jp|jcom\.(?:home\.)?ne\.jp|"
    r"jcom\.zaq\.ne\.jp|t\.vodafone\.ne\.jp|willcom\.com)$"
)

_KANJI = "[一-龠々ヶ]"
# One to four kanji, and a given name behind a space or in kana: 山田太郎, 山田 太郎, 山田はなこ
_GIVEN_TEXT = rf"(?:{_KANJI}{{1,3}}|(?!さん|さま|まで)[ぁ-ん]{{2,4}}?|[ァ-ヶー]{{2,5}})"
_ENDS = r"(?:(?=さん|様|氏|先生|まで|へ)|(?![一-龠々ぁ-んァ-ヶ]))"
LABEL = r"(?:代表者?(?:氏名|名)?|副?会長|理事長|世話人|責任者|担当者?|連絡係|受付担当|講師|指導者?|主宰者?|氏名|お名前)"
"""What stands in front of the name of a person."""
_FAMILY = rf"(?!{LABEL}[ :/]){_KANJI}{{1,4}}"
_NAME = rf"{_FAMILY}(?: ?{_GIVEN_TEXT}{_ENDS})?"
_FULL = rf"{_FAMILY}(?: ?{_GIVEN_TEXT})?"
_START = r"(?:^|(?<=[\s、。,・:(/のは]))"
_LABELLED = re.compile(
    rf"{LABEL}\s?(?:[:/]\s?|[ (])(?:の)?(?P<name>{_NAME})(?P<title>さん|様|氏|先生|まで|へ)?"
    r"(?=$|[\s、。,・)(/]|電話|TEL|℡|☎|[0-9])"
)
_TITLED = re.compile(rf"{_START}(?P<name>{_FULL})(?P<title>さん|様|氏)(?![がをに]?(?:方|たち)?[一-龠]{{2}}会)")
# Whoever stands right beside a mobile number or a private mail is a person, with or without a label
_PRIVATE = rf"(?:{_MOBILE_TEXT}|{_MAIL_TEXT})"
_BEFORE = re.compile(
    rf"{_START}(?P<name>{_NAME})(?:さん|様|氏|まで|へ|宛)?[ :]?"
    rf"\(?(?:携帯|電話|TEL|Tel|tel|℡|☎|連絡先)?[ :]?(?={_PRIVATE})"
)
_BEHIND = re.compile(rf"{_PRIVATE} ?\( ?(?P<name>{_FULL}) ?\)")
# What ends like this, or is one of these, is no person
_NO_PERSON = re.compile(
    r"(?:会|部|課|係|局|所|館|室|協議|事務|委員|町|区|市|園|校|院|社|店|団|隊|者|員|家族|施設|機関|行政|書士|窓口|直通|代表|電話|携帯|"
    r"先|絡|付|込|約|問合|番号|当番|本人|自宅|個人|夜間|昼間|休日|平日|専用|共通|"
    r"医師|保健師|助産師|看護師|栄養士|保育士|指導員|専門職|職員|講師|"
    r"募集|未定|不在|希望|各自|有|無|可|名|時|月|日|年|円|回|組|号|丁目|[集討整止]中|婦)$|^(?:非公開|公財|公社|一社|一財|社福|特非|株|有)"
)
_NOT_TITLED = re.compile(
    r"^(?:皆|お母|お父|奥|旦那|子|妊婦|患者|利用者|参加者|親御|母|父|婆|爺|お客|"
    r"客|神|業者|職人|本屋|八百屋|魚屋|大家|助産師|保健師|王|殿|仏|何|貴)|[仕多同模]様$"
)
_MAY_HOLD = re.compile(
    r"[@＠]|アット|[(（\[［<＜{｛](?:at|AT|ａｔ|ＡＴ)|[789７８９][0０]|さん|様|氏|"
    r"代表|会長|理事長|世話人|責任者|担当|連絡係|講師|指導|主宰|お名前"
)


def _names(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_LABELLED, _BEFORE, _BEHIND):
        for found in pattern.finditer(text):
            name = found["name"].removesuffix("先生")
            if len(name) > 1 and not _NO_PERSON.search(name):
                yield found.start("name"), found.start("name") + len(name)
    for found in _TITLED.finditer(text):
        if not _NO_PERSON.search(found["name"]) and not _NOT_TITLED.search(found["name"] + found["title"]):
            yield found.span("name")


def _mobiles(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _MOBILE.finditer(text))


def _mails(text: str) -> Iterator[tuple[int, int]]:
    for found in _MAIL.finditer(text):
        if is_personal_mail(re.sub(_AT, "@", found[0])):
            yield found.span()


def is_personal_mail(mail: str) -> bool:
    """Whether a mail address is one that persons have: its domain is that of a free service or a carrier."""
    return bool(_PERSONAL_HOSTS.search(re.split("[@＠]", mail)[1].lower()))


_FINDERS: dict[str, Callable[[str], Iterator[tuple[int, int]]]] = dict(
    zip(MARKS, (_names, _mobiles, _mails), strict=True)
)


def marks_of(text: str) -> list[str]:
    """Which kinds of personal data a text holds: codes of `MARKS`, in their order."""
    if not _MAY_HOLD.search(text, 0, _LONGEST_SEARCHED):
        return []
    folded = text[:_LONGEST_SEARCHED].translate(_FOLD)
    return [mark for mark, find in _FINDERS.items() if any(find(folded))]


def without_personal_data(text: str) -> str:
    """The text with every piece of personal data replaced by `CUT`; everything behind 100,000 characters is cut too."""
    if len(text) > _LONGEST_SEARCHED:
        text = text[:_LONGEST_SEARCHED] + CUT
    if not _MAY_HOLD.search(text):
        return text
    parts, position = [], 0
    folded = text.translate(_FOLD)
    for start, end in _merged(sorted(span for find in _FINDERS.values() for span in find(folded))):
        parts += [text[position:start], CUT]
        position = end
    return "".join((*parts, text[position:]))


def _merged(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, those that overlap as one."""
    last: tuple[int, int] | None = None
    for start, end in spans:
        if last is not None and start < last[1]:
            last = last[0], max(last[1], end)
            continue
        if last is not None:
            yield last
        last = start, end
    if last is not None:
        yield last


def mark(texts: pl.Series) -> pl.Series:
    """`marks_of` for a column: List(String), null stays null."""
    return _where_needed(texts, marks_of, pl.List(pl.String))


def cut(texts: pl.Series) -> pl.Series:
    """`without_personal_data` for a column: String, null stays null."""
    texts = texts.cast(pl.String)
    changed = _where_needed(texts, without_personal_data, pl.String)
    return changed.fill_null(texts).rename(texts.name)


def _where_needed(texts: pl.Series, work: Callable[[str], object], dtype: pl.DataType | DataTypeClass) -> pl.Series:
    """Only texts that may hold something go through Python; the others give null."""
    texts = texts.cast(pl.String)
    may = texts.str.contains(_MAY_HOLD.pattern) | (texts.str.len_chars() > _LONGEST_SEARCHED)
    # A table without a row that matches is the common case
    return map_texts(texts.set(~may.fill_null(value=False), None), work, dtype)
