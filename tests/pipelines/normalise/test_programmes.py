"""Programmes of a city and where each is held, from the name or from the list of the programme."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.normalise.programmes import programmes


def of(name: str, category: str | None = None, kind: str | None = None) -> tuple[str | None, str | None, bool]:
    columns = (pl.Series([text], dtype=pl.String) for text in (name, category, kind))
    return programmes(*columns).row(0)


@pytest.mark.parametrize(
    ("list_row", "category", "others"),
    [
        ("今井小学校", "地域の寺子屋事業", ("いまい寺子屋", "地域の寺子屋（今井小）", "いまいてらこやの会")),
        ("登戸第１公園", "公園体操", ("公園体操登戸第一", "みんなの公園体操 登戸第1公園", "登戸第一公園 水曜体操の会")),
        ("南加瀬公園", "プレーパーク", ("プレパ南加瀬", "みなみかせプレパ", "南加瀬にプレーパークを作る会")),
        ("御幸公園", "公園緑地愛護会", ("御幸公園愛護会", "御幸公園みどりの会")),
    ],
)
def test_the_list_of_a_programme_and_everybody_else_name_one_place(
    list_row: str, category: str, others: tuple[str, ...]
) -> None:
    programme, place, is_place_only = of(list_row, category)
    assert is_place_only
    assert place is not None
    for other in others:
        assert of(other) == (programme, place, False), other


def test_a_programme_is_another_at_another_place_and_in_another_programme() -> None:
    assert of("登戸第1公園", "公園体操")[1] != of("登戸第2公園", "公園体操")[1]
    assert of("御幸公園", "公園体操")[0] != of("御幸公園愛護会")[0]


def test_a_list_of_one_kind_tells_the_programme_where_no_category_stands() -> None:
    assert of("稲田公園", None, "exercise") == ("exercise", "いなだ", True)
    # A category that says something else is heard before the kind, which was read from it
    assert of("稲田公園", "健康・福祉", "exercise") == (None, None, False)


@pytest.mark.parametrize("name", ["コーラスひまわり", "稲田公園", "子育てを語る会", "プレパラート観察会"])
def test_what_names_no_programme_is_of_none(name: str) -> None:
    assert of(name) == (None, None, False)


def test_a_name_in_quotation_marks_is_taken_where_nothing_else_is_left() -> None:
    assert of("地域の寺子屋「おおと」")[1] == "おおと"
    assert of("いくた寺子屋「ゆりのき」")[1] == "いくた"
    assert of("こども食堂")[1] is None
