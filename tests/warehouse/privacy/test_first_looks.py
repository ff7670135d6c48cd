"""A cheap first look at a text never hides what a closer one would find."""

import sys

from hypothesis import given
from hypothesis import strategies as st

from warehouse.privacy import names, patterns
from warehouse.privacy.patterns import mails, mobiles
from warehouse.privacy.signs import _FOLD, folded

_PARTS = st.sampled_from(
    [
        *"0６9090-（() .@＠★at[]アットマーク%40&#64;担当様氏さん会長:/ \n川崎山田太郎はなこTELa",
        "090-1234-5678",
        "＋81 80 1234 5678",
        "abc@example",
        ".jp",
        "&COMMAT;",
        "担当: ",
    ]
)
_TEXTS = st.lists(_PARTS, max_size=14).map("".join)


def test_every_sign_folds_as_its_table_says() -> None:
    for code in range(sys.maxunicode + 1):
        assert folded(f"川{chr(code)}") == f"川{_FOLD.get(code, chr(code))}"


@given(_TEXTS)
def test_numbers_and_addresses_are_where_their_patterns_find_them(text: str) -> None:
    for each in (text, folded(text)):
        assert list(mobiles(each)) == [found.span() for found in patterns._MOBILE.finditer(each)]
        assert [(start, end) for start, end, _ in mails(each)] == [
            found.span() for found in patterns._MAIL.finditer(each)
        ]


@given(_TEXTS)
def test_no_name_is_passed_over(text: str) -> None:
    searched = folded(text)
    if any(pattern.search(searched) for pattern in (names._BEFORE, names._BEHIND)):
        assert patterns.may_hold_contact(searched)
    if names._LABELLED.search(searched):
        assert names._HOLDS_LABEL.search(searched)
    if names._TITLED.search(searched):
        assert names._HOLDS_TITLE.search(searched)
