"""Municipality, town and number of an address, by its form."""

import polars as pl
import pytest

from pipelines.normalise.anywhere import anywhere


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("高松市番町一丁目10-16 財団法人の館", ("高松市", "番町", "1-10-16")),
        ("香川県高松市番町1-10-16", ("高松市", "番町", "1-10-16")),
        ("〒184-2367 東京都府中市柏谷五丁目37番25号", ("府中市", "柏谷", "5-37-25")),
        ("綾歌郡綾川町羽床下2259番地2", ("綾川町", "羽床下", "2259-2")),
        ("東京都東村山市本町1-2-3", ("東村山市", "本町", "1-2-3")),
        ("さいたま市浦和区常盤6の4の4", ("浦和区", "常盤", "6-4-4")),
        ("四日市市諏訪町1-5", ("四日市市", "諏訪町", "1-5")),
        ("浦安市十二丁目3", ("浦安市", None, None)),
        ("鷺沼1-21-9", (None, "鷺沼", "1-21-9")),
        ("いちはら市民会館", (None, None, None)),
        (None, (None, None, None)),
    ],
)
def test_parts(address: str | None, parts: tuple[str | None, ...]) -> None:
    found = anywhere(pl.Series([address], dtype=pl.String)).row(0)
    assert found == (parts if parts[1] else (None, None, None))
