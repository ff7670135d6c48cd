"""How a name is read: one name in kanji, kana and with an accent; and for several columns at one time."""

import polars as pl
import pytest

from pipelines.normalise.readings import close_dictionary, read_aloud, spoken, words_read
from pipelines.normalise.text import key


def sound(text: str | None) -> str | None:
    return pl.select(key(read_aloud(pl.lit(text, dtype=pl.String)))).item()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("日本語サロン", "にほんごサロン"),
        ("虹の食堂", "ニジのしょくどう"),
        ("登戸の会", "のぼりとの会"),  # by the table of towns
        ("Café 土橋", "Cafe 土橋"),
    ],
)
def test_one_name_sounds_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_signs_are_not_read_and_nothing_stays_nothing() -> None:
    assert sound("「虹」☆") == sound("虹")
    assert sound(None) is None


def test_words_that_mean_something() -> None:
    assert pl.select(words_read(pl.lit("みんなの食堂にじ"))).item() == "ショクドウ;ニジ;ミンナ;ミンナノ"
    assert pl.select(words_read(pl.lit("の・☆"))).item() is None
    assert pl.select(words_read(pl.lit("会費2,500"))).item() == "カイヒ;ニ,ゴレイレイ"  # one number, and not two


@pytest.mark.parametrize(
    ("one", "other"), [("教育文化", "Kyoiku Bunka"), ("悠々の会", "Yuyu の会"), ("大島", "Oshima"), ("麻生", "Asao")]
)
def test_long_vowels_are_short_in_latin_letters(one: str, other: str) -> None:
    said = pl.DataFrame({"text": [one, other]}).select(spoken(pl.col("text"))).to_series()
    assert said[0] == said[1]


def test_two_columns_at_one_time() -> None:
    texts = [f"日本語の会 {number}" for number in range(500)]
    df = pl.DataFrame({"a": texts, "b": texts[::-1]})
    read = df.select(*(read_aloud(pl.col(name)).alias(name) for name in "ab"), c=read_aloud(pl.col("a")))
    assert read.get_column("a").to_list() == read.get_column("b").to_list()[::-1] == read.get_column("c").to_list()


def test_the_dictionary_is_opened_again_after_it_was_closed() -> None:
    before = sound("茶論会と花の集い")
    close_dictionary()
    close_dictionary()
    assert sound("花の集いと茶論会") is not None
    assert sound("茶論会と花の集い") == before
