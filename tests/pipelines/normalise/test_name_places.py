"""`name_parts`: places inside names that nothing sets off, classes, terms and reports around names."""

import polars as pl
import pytest

from pipelines.normalise.name_parts import read_names
from pipelines.normalise.stations import is_latin_station, is_station


def parts(name: str) -> tuple[str | None, ...]:
    """Core, venue and edition."""
    return read_names(pl.Series([name])).select("core_name", "venue_in_name", "edition").row(0)


@pytest.mark.parametrize(
    ("name", "core", "venue"),
    [
        ("登戸マルシェ", "登戸マルシェ", "登戸"),
        ("新百合ヶ丘マルシェ（小雨決行）", "新百合ヶ丘マルシェ", "新百合ヶ丘"),
        ("渡田こども食堂", "渡田こども食堂", "渡田"),
        ("鷺沼駅前フリーマーケット", "鷺沼駅前フリーマーケット", "鷺沼駅前"),
        ("第2回 川崎駅前ゴミ拾い", "川崎駅前ゴミ拾い", "川崎駅前"),
        ("久地ラジオ体操の会", "久地ラジオ体操の会", "久地"),
        ("高津で朗読会", "高津で朗読会", "高津"),
        ("菅会館にて健康体操", "菅会館にて健康体操", "菅会館"),
        ("菅で「そらいろカフェ」", "そらいろカフェ", "菅"),
        ("百合丘こども文化センターの工作教室", "百合丘こども文化センターの工作教室", "百合丘こども文化センター"),
        ("朗読会於ミューザ川崎", "朗読会", "ミューザ川崎"),
        ("にこにこ広場：久本会場", "にこにこ広場", "久本"),
        ("カフェすずらん 菅会場", "カフェすずらん", "菅"),
        ("Yoga Class at Musashi-Shinjo", "Yoga Class", "Musashi-Shinjo"),
        ("パン教室＠Cafe Hinata", "パン教室", "Cafe Hinata"),
        # Brands, squares, groups, wards and the city
        ("土橋カフェ", "土橋カフェ", None),
        ("登戸駅前広場ライブ", "登戸駅前広場ライブ", None),
        ("生田緑地の雑木林を守る会", "生田緑地の雑木林を守る会", None),
        ("橘地区ラジオ体操", "橘地区ラジオ体操", None),
        ("高津区こども食堂", "高津区こども食堂", None),
        ("英語で朗読会", "英語で朗読会", None),
        ("公園で体操", "公園で体操", None),
        ("Made in Kawasaki", "Made in Kawasaki", None),
    ],
)
def test_a_place_that_goes_on_into_the_name(name: str, core: str, venue: str | None) -> None:
    assert parts(name)[:2] == (core, venue)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("リズム体操（4～6歳）", "リズム体操（4～6歳）"),
        ("リズム体操（1歳半から）", "リズム体操"),
        ("水泳教室（60歳以上）", "水泳教室（60歳以上）"),
        ("ベビーヨガ（3～8か月）", "ベビーヨガ（3～8か月）"),
        ("スポーツ教室（小学1～3年生）", "スポーツ教室（小学1～3年生）"),
        ("バレエ（初心者クラス）", "バレエ（初心者クラス）"),
        ("バレエ（幼児）", "バレエ（幼児）"),
        ("書道教室（火・木）", "書道教室（火・木）"),
        ("バレエ(大人クラス)", "バレエ(大人クラス)"),
        ("すずらんの会（高齢者の集い）", "すずらんの会"),
        ("バレエ（対象：幼児）", "バレエ"),
    ],
)
def test_brackets_that_tell_classes_apart_stay_as_the_source_writes_them(name: str, core: str) -> None:
    assert parts(name)[0] == core


@pytest.mark.parametrize(
    ("name", "core", "edition"),
    [
        ("令和8年度前期 書道教室", "書道教室", "令和8年度前期"),
        ("令和8年度（後期）書道教室", "書道教室", "令和8年度（後期）"),
        ("2026年度秋期 市民カレッジ", "市民カレッジ", "2026年度秋期"),
        ("書道教室（後期）", "書道教室（後期）", None),
        ("第5回目 ふれあい散歩", "ふれあい散歩", "第5回目"),
        ("第12期生募集 市民後見人養成講座", "市民後見人養成講座", "第12期生"),
        ("朗読の夕べ ～第8回～", "朗読の夕べ", "第8回"),
        ("連続講座 第2回「まちを歩く」", "まちを歩く", "第2回"),
        ("人権講座 第2回「まちを歩く」", "人権講座 まちを歩く", "第2回"),
    ],
)
def test_terms_and_titles_of_a_series_are_editions(name: str, core: str, edition: str | None) -> None:
    assert (parts(name)[0], parts(name)[2]) == (core, edition)


@pytest.mark.parametrize(
    "name", ["9月の様子と10月の予定　あおぞらひろば", "12月の予定表 あおぞらひろば", "活動予定（12月）あおぞらひろば"]
)
def test_what_a_page_tells_in_front_of_a_name_is_none(name: str) -> None:
    assert parts(name)[0] == "あおぞらひろば"


def test_a_station_is_known_by_both_scripts() -> None:
    assert is_station("向ヶ丘遊園")
    assert is_station("向ケ丘遊園")
    assert is_latin_station("Shin-Yurigaoka Station")
    assert not is_latin_station("Kawasaki")
