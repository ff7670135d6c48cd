"""A headline tells of a group; a name calls it."""

import polars as pl
import pytest

from pipelines.normalise.headlines import is_headline


def headline(name: str) -> bool:
    return bool(pl.DataFrame({"name": [name]}).select(is_headline(pl.col("name"))).item())


@pytest.mark.parametrize(
    "name",
    [
        "夏野菜が山盛り、朝市に列",
        "次回18日(木)は豚汁 要予約・40食",
        "月曜10時、座って伸びて60分",
        "竹林に響くのこぎり 里山の一日",
        "きょうの体操は落ち葉の上で",
        "コーラス、ソプラノ募集中です",
        "第3土曜に50人 小学校の図書室",
        "見学できますか?",
    ],
)
def test_what_tells_is_a_headline(name: str) -> None:
    assert headline(name)


@pytest.mark.parametrize(
    "name",
    [
        "柿生朝市",
        "森を育てる仲間たちの会",
        "古文書を読む会 大師",
        "不登校を考える親の会「かもめ」",
        "ほっとステーション井田",
        "グラウンドゴルフあすなろ",
        "第1点字サークル葵",
        "麻雀を楽しむ會こすもす",
        "太極拳悠々会(入門クラス)",
        "みんなの食堂 さくのべ",
        "認定こども園春日こども園",
    ],
)
def test_what_calls_is_a_name(name: str) -> None:
    assert not headline(name)


def test_nothing_is_neither() -> None:
    assert pl.DataFrame({"name": [None]}, schema={"name": pl.String}).select(is_headline(pl.col("name"))).item() is None
