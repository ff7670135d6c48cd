"""Names of persons behind a label, in front of a title or beside a private contact.

Belongs here: the rules for that, and which name is one of family and given name. Does not belong here: numbers and
addresses (`patterns`). A name that stands alone is found by no rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from warehouse.privacy.patterns import CONTACT, may_hold_contact

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
_PRIVATE = CONTACT
_BEFORE = re.compile(
    rf"{_START}(?P<name>{_NAME})(?:さん|様|氏|まで|へ|宛)?[ :]?"
    rf"\(?(?:携帯|電話|TEL|Tel|tel|℡|☎|連絡先)?[ :]?(?={_PRIVATE})"
)
_BEHIND = re.compile(rf"{_PRIVATE} ?\( ?(?P<name>{_FULL}) ?\)")
_HOLDS_LABEL, _HOLDS_TITLE = re.compile(LABEL), re.compile("さん|様|氏")
# What ends like this, or is one of these, is no person
_NO_PERSON = re.compile(
    r"(?:会|部|課|係|局|所|館|室|協議|事務|委員|町|区|市|園|校|院|社|店|団|隊|者|員|家族|施設|機関|行政|書士|窓口|直通|代表|電話|携帯|"
    r"先|絡|付|込|約|問合|番号|当番|本人|自宅|個人|夜間|昼間|休日|平日|専用|共通|"
    r"医師|保健師|助産師|看護師|栄養士|保育士|指導員|専門職|職員|講師|"
    r"以上|以下|未満|以外|程度|学生|対象|募集|未定|不在|希望|各自|有|無|可|名|時|月|日|年|円|回|組|号|丁目|[集討整止]中|婦)$|^(?:非公開|公財|公社|一社|一財|社福|特非|株|有)"
)
_NOT_TITLED = re.compile(
    r"^(?:皆|お母|お父|奥|旦那|子|妊婦|患者|利用者|参加者|親御|母|父|婆|爺|お客|"
    r"客|神|業者|職人|本屋|八百屋|魚屋|大家|助産師|保健師|王|殿|仏|何|貴)|[仕多同模]様$"
)
MAY_HOLD_NAME = r"さん|様|氏|代表|会長|理事長|世話人|責任者|担当|連絡係|講師|指導|主宰|お名前"
"""Cheap, for polars: where neither this nor `MAY_HOLD_CONTACT` matches there is no name to be found."""


def names(text: str, *, is_sure: bool = False) -> Iterator[tuple[int, int]]:
    """Places of names of persons.

    Args:
        text: a folded text.
        is_sure: without what only stands in front of a private contact: 小学生以上 080-… is cut there with the number
            and is no name anywhere else.
    """
    beside = () if not may_hold_contact(text) else (_BEHIND,) if is_sure else (_BEFORE, _BEHIND)
    for pattern in (*((_LABELLED,) if _HOLDS_LABEL.search(text) else ()), *beside):
        for hit in pattern.finditer(text):
            name = hit["name"].removesuffix("先生")
            if len(name) > 1 and not _NO_PERSON.search(name):
                yield hit.start("name"), hit.start("name") + len(name)
    if not _HOLDS_TITLE.search(text):
        return
    for hit in _TITLED.finditer(text):
        if not _NO_PERSON.search(hit["name"]) and not _NOT_TITLED.search(hit["name"] + hit["title"]):
            yield hit.span("name")
