"""What a page showed of a person is known again in any text, without being kept."""

import pytest

from warehouse.privacy.prints import NOTHING_SEEN, Seen, prints_in, words_in

KEY = b"k" * 32
PAGE = "代表：架空坂 花子 090-0000-8765 / hiroba-canary@itscom.net 担当：仮野次郎"


def seen(text: str = PAGE) -> Seen:
    return Seen(KEY, frozenset(prints_in(text, KEY)))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("架空坂花子", "name"),
        ("体操（架空坂 花子）", "name"),
        ("講師は架空坂花子先生", "name"),
        ("仮野次郎さんの教室", "name"),
        ("9:30 090 0000 8765", "mobile"),
        ("０９０…００００…８７６５", "mobile"),
        ("+81 90 00008765", "mobile"),
        ("HIROBA-CANARY＠ITSCOM．NET", "mail"),
    ],
)
def test_it_is_found_however_it_is_written(text: str, kind: str) -> None:
    found = seen().spans(text)
    assert [each[2] for each in found] == [kind]
    start, end, _ = found[0]
    assert not seen().spans(text[:start] + text[end:])


@pytest.mark.parametrize(
    "text",
    ["架空坂自治会", "仮野", "架空坂花子ども会", "090-0000-8766", "canary@itscom.net", "2026-07-01 10:00-12:00"],
)
def test_a_part_of_it_or_a_word_around_it_is_not_it(text: str) -> None:
    assert seen().spans(text) == []


def test_days_and_times_in_a_row_are_no_number() -> None:
    text = "2026-07-01 10:00-12:00、09:00〜10:00 10:30"
    assert seen(text).spans(text) == []


def test_an_address_that_may_be_published_is_no_finding() -> None:
    found = seen("info@hiroba.or.jp info@hiroba.org")
    assert [kind for *_, kind in found.spans("info@hiroba.or.jp info@hiroba.org")] == ["mail"]
    assert found.spans("info@hiroba.org", frozenset({"hiroba.org"})) == []


def test_prints_hold_nothing_of_what_was_seen_and_need_the_key() -> None:
    written = repr(sorted(prints_in(PAGE, KEY)))
    assert "架空" not in written and "8765" not in written and "canary" not in written
    assert Seen(b"x" * 32, frozenset(prints_in(PAGE, KEY))).spans(PAGE) == []
    assert NOTHING_SEEN.spans(PAGE) == []


@pytest.mark.parametrize("page", ["小学生以上(+81-(0)80-0000-4321)", "健康づくり 090-0000-4321", "担当：小学生以上"])
def test_a_word_in_front_of_a_number_is_no_name_anywhere_else(page: str) -> None:
    assert seen(page).spans("小学生以上") == [] == seen(page).spans("健康づくり")


def test_what_many_texts_say_by_itself_is_a_word_and_no_name() -> None:
    texts = [
        "担当：保健福祉 044-200-0000",
        "保健福祉",
        "医療・保健福祉",
        "保健福祉の講座",
        "担当：架空坂 花子",
        "架空坂花子",
    ]
    assert words_in(texts) == {"保健福祉"}
    found = Seen(KEY, frozenset(pair for text in texts for pair in prints_in(text, KEY, words_in(texts))))
    assert found.spans("保健福祉") == []
    assert [kind for *_, kind in found.spans("架空坂花子")] == ["name"]
