"""What a group does, as its name says it."""

import polars as pl
import pytest

from pipelines.normalise.themes_said import themes_said


@pytest.mark.parametrize(
    ("name", "themes"),
    [
        ("土橋囲碁クラブ", "go"),
        ("囲碁・将棋の会", "go;shogi"),
        ("シギンの会", "folk_song"),
        ("健康麻雀", "mahjong"),
        ("親子体操ひよこ", "gymnastics;infants"),
        ("市ノ坪公園あいごかい", None),
        ("フラ・プルメリア", "dance"),
        ("フラワーの会", None),
        ("ひまわり会", None),
    ],
)
def test_themes(name: str, themes: str | None) -> None:
    assert themes_said(pl.Series([name])).item() == themes
