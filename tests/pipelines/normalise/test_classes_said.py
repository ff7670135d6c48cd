"""What tells two classes of one group apart."""

import polars as pl
import pytest

from pipelines.normalise.classes_said import classes_said


def said(name: str, column: str) -> str | None:
    found: str | None = classes_said(pl.Series([name])).get_column(column).item()
    return found


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        ("class_level", "日本語サロン スタートクラス", "日本語サロン ステップアップクラス"),
        ("class_part", "手話サークル花 昼の部", "手話サークル花（夜）"),
        ("class_time", "手話サークル花 午前", "手話サークル花（午後）"),
        ("class_level", "にほんご しょきゅう", "日本語教室（中級）"),
        ("class_letter", "土橋ヨガA", "土橋ヨガB"),
        ("class_age", "土橋寺子屋 小学生の部", "土橋寺子屋（中学生）"),
        ("class_sex", "男の料理教室", "女性の料理教室"),
        ("class_age", "赤ちゃん広場", "小学生広場"),
        ("class_weekday", "火曜クラブ", "水曜クラブ"),
        ("branch", "水泳教室花 土橋校", "水泳教室花 菅校"),
    ],
)
def test_two_classes_of_one_aspect_differ(column: str, one: str, other: str) -> None:
    assert said(one, column) and said(other, column)
    assert said(one, column) != said(other, column)


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("class_time", "朝日ヶ丘体操"),
        ("class_time", "午前・午後の体操"),
        ("class_sex", "男女共同参画の会"),
        ("class_sex", "長男長女の会"),
        ("branch", "土橋小学校"),
    ],
)
def test_what_says_no_class_or_two_says_none(column: str, name: str) -> None:
    assert said(name, column) is None


def test_every_class_is_evidence() -> None:
    assert said("女性の初級ヨガ 夜", "classes") == "first;night;women"


@pytest.mark.parametrize("name", ["にほんごひろば 昼のクラス", "ヨガ&A"])
def test_daytime_may_be_a_morning_and_a_letter_may_be_a_word(name: str) -> None:
    found = classes_said(pl.Series([name])).row(0, named=True)
    assert found["class_time"] is None
    assert found["class_letter"] is None


def test_a_branch_is_named_without_whose_it_is() -> None:
    names = pl.Series(["社会福祉法人花の会社会福祉協議会香川支所", "花市社会福祉協議会 香川支所"])
    assert classes_said(names).get_column("branch").to_list() == ["香川", "香川"]
