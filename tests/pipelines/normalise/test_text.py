"""`display` and `key`: the traps of docs/standards.md §2.1 by name, then properties for any text."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.normalise.text import display, key
from pipelines.normalise.text_tables import RADICALS

TRICKY = (
    "ー-－−〜～①½㈪ヶケガかが二ニノの1１カフェティ・ 　\u200b\u202e\ufeff\xad\ue000☆\u3099\u309a月所夢￣¨´İßΣ⺠\x00\n"
)
texts = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(TRICKY)))


def shown(text: str | None) -> str | None:
    cleaned: str | None = (
        pl.DataFrame({"text": [text]}, schema={"text": pl.String}).select(display(pl.col("text"))).item()
    )
    return cleaned


def keyed(text: str | None) -> str | None:
    cleaned: str | None = pl.DataFrame({"text": [text]}, schema={"text": pl.String}).select(key(pl.col("text"))).item()
    return cleaned


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("第①③水曜", "第①③水曜", id="circled numbers stay apart"),
        pytest.param("㉑㊿", "㉑㊿", id="circled numbers above twenty"),
        pytest.param("㈪〜㈮", "㈪〜㈮", id="enclosed weekdays"),
        pytest.param("½カップ", "½カップ", id="fraction"),
        pytest.param("＝HYPERLINK", "=HYPERLINK", id="full-width equals sign becomes a formula"),
        pytest.param("髙﨑", "髙﨑", id="variant kanji stay for people"),
        pytest.param("⺠⻑⻄⻘⻲⼦⾼", "民長西青亀子高", id="radicals from a PDF"),
        pytest.param("10:00～12:00", "10:00〜12:00", id="full-width tilde is a wave"),
        pytest.param("１０：００〜１２：００", "10:00〜12:00", id="wave dash stays a wave"),
        pytest.param("１－１９", "1-19", id="full-width hyphen between numbers"),
        pytest.param("5－4−11", "5-4-11", id="neighbours share a digit"),
        pytest.param("10時―12時", "10時-12時", id="dash between times"),
        pytest.param("03 − 0123", "03 - 0123", id="dash with spaces"),
        pytest.param("－講座－", "－講座－", id="dash as a line"),
        pytest.param("コミュニティ－カフェ", "コミュニティ－カフェ", id="dash between words"),
        pytest.param("a\u200b\ufeff\u202eb\xadc\ue000d\x00", "abcd", id="invisible characters"),
        pytest.param("　あ\t\n い　", "あ い", id="white space"),
        pytest.param("ｶﾞｲﾄﾞ", "ガイド", id="half-width katakana"),
        pytest.param("か\u3099", "が", id="composed"),
        pytest.param("　\u200b ", None, id="nothing visible"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="null"),
    ],
)
def test_display(raw: str | None, expected: str | None) -> None:
    assert shown(raw) == expected


@pytest.mark.parametrize(
    "spellings",
    [
        ["コミュニティーハウス さくら", "コミュニティハウス　さくら", "ｺﾐｭﾆﾃｨｰﾊｳｽさくら", "コミュニティ－ハウスさくら"],
        ["二ヶ領用水", "二ケ領用水", "ニヶ領用水", "二が領用水"],
        ["夢見ヶ崎プレーパーク", "夢見ケ崎プレーパーク", "夢見が崎プレーパーク"],
        ["1ヵ月", "1ヶ月", "１カ月", "1か月", "1ケ月"],
        ["溝ノ口校", "溝の口校"],
        ["龍臺寺", "竜台寺", "龍台寺"],
        ["髙﨑", "高崎"],
        ["曽我", "曾我"],
        ["はぴ☆フェスさいわい", "『はぴフェス さいわい！』"],
        ["民生委員・児童委員協議会", "民生委員児童委員協議会"],
        ["Bloom Ring", "ＢＬＯＯＭ　ＲＩＮＧ"],
        ["サロン①", "サロン1"],
        ["三田3-7-4", "三田３ー７−４"],
    ],
)
def test_spellings_of_one_name_share_a_key(spellings: list[str]) -> None:
    assert len({keyed(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("ビル", "ビール"), ("おばさんの会", "おばあさんの会"), ("第1", "第2"), ("平", "平間")]
)
def test_different_words_keep_different_keys(one: str, other: str) -> None:
    assert keyed(one) != keyed(other)


def test_key_of_decoration_only_is_null() -> None:
    assert keyed("☆♪★○●◆!！?？【】") is None


def test_every_radical_that_nfkc_leaves_is_mapped_but_the_one_without_equivalent() -> None:
    left = {
        c for c in map(chr, range(0x2E80, 0x2F00)) if unicodedata.name(c, "") and unicodedata.normalize("NFKC", c) == c
    }
    assert len(left) == 113
    assert left - set(RADICALS) == {"\u2e80"}


@settings(deadline=None, max_examples=120)
@given(texts)
def test_cleaning_again_changes_nothing(text: str) -> None:
    for clean in (shown, keyed):
        once = clean(text)
        assert clean(once) == once


@settings(deadline=None, max_examples=120)
@given(texts)
def test_no_invisible_character_survives(text: str) -> None:
    for clean in (shown, keyed):
        cleaned = clean(text)
        assert cleaned != ""
        assert not any(unicodedata.category(char) in {"Cc", "Cf", "Co"} for char in cleaned or "")
        assert unicodedata.normalize("NFC", cleaned or "") == (cleaned or "")


@settings(deadline=None, max_examples=50)
@given(st.lists(st.none() | texts))
def test_length_and_nulls_are_kept(column: list[str | None]) -> None:
    frame = pl.DataFrame({"text": column}, schema={"text": pl.String})
    cleaned = frame.select(shown=display(pl.col("text")), keyed=key(pl.col("text")))
    assert cleaned.height == len(column)
    assert all(row == (None, None) for text, row in zip(column, cleaned.iter_rows(), strict=True) if text is None)
