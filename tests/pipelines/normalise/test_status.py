"""休止中, 終了, 再開 as codes; anything else is blank."""

import polars as pl
import pytest

from pipelines.normalise.status import read_status


@pytest.mark.parametrize(
    ("status", "name", "code"),
    [
        ("休止中", None, "paused"),
        ("現在活動を休止しています", None, "paused"),
        ("休止中（再開未定）", None, "paused"),
        ("休止していた・活動再開", None, "active"),
        ("令和８年４月から活動再開", None, "active"),
        ("再開予定", None, None),
        ("11月末で解散した", None, "ended"),
        ("終了しました", None, "ended"),
        ("休止のまま終了", None, None),
        ("雨天中止", None, None),
        (None, "【休止中】ひまわりカフェ", "paused"),
        (None, "ひまわりカフェ（活動再開しました）", "active"),
        (None, "夏休みお休み中の子どもひろば", None),
        (None, "終了後カフェ", None),
        ("活動中", "ひまわりカフェ（休止中）", "active"),
        (None, None, None),
    ],
)
def test_only_certain_words_give_a_code(status: str | None, name: str | None, code: str | None) -> None:
    df = pl.DataFrame({"s": [status], "n": [name]}, schema={"s": pl.String, "n": pl.String})
    assert read_status(df["s"], df["n"])["status_code"].to_list() == [code]
