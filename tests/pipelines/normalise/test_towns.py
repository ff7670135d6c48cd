"""`locate` and `ward_code_of`: the mark on published addresses, then one case per rule (docs/meaning.md §3)."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cities.nation import towns_of
from pipelines.normalise.towns import PLACE_SCHEMA, WARDS, locate, ward_code_of

FIXTURES = Path(__file__).parent / "fixtures"


def read(address: str | None, ward_text: str | None = None) -> dict[str, str | None]:
    return locate(pl.Series([address]), pl.Series([ward_text])).row(0, named=True)


def parts(address: str) -> tuple[str | None, ...]:
    place = read(address)
    return place["ward_code"], place["town"], place["block"], place["building"]


def test_mark_on_published_addresses_without_their_ward() -> None:
    facilities = pl.read_csv(FIXTURES / "facility_addresses.csv", infer_schema=False)
    without_ward = facilities["address"].str.replace("川崎市(?:川崎|幸|中原|高津|多摩|宮前|麻生)区", "")
    found = locate(without_ward, pl.Series([None] * len(facilities)))
    wrong = (found["ward_code"] != facilities["ward_code"]).sum()
    right = (found["ward_code"] == facilities["ward_code"]).sum()
    assert wrong == 0
    assert right / len(facilities) >= 0.97
    undecided = found.filter(pl.col("ward_code").is_null())["town"].unique().to_list()
    assert undecided == ["野川"]


def test_mark_on_published_addresses_as_they_are() -> None:
    facilities = pl.read_csv(FIXTURES / "facility_addresses.csv", infer_schema=False)
    found = locate(facilities["address"], pl.Series([None] * len(facilities)))
    assert found["ward_code"].to_list() == facilities["ward_code"].to_list()
    assert set(found["ward_method"]) == {"stated"}
    assert found["town"].null_count() == 0


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        # All separators are equal.
        ("土橋2の13の2", ("141364", "土橋2丁目", "13-2", None)),
        ("溝口１丁目１８ー１６", ("141348", "溝口1丁目", "18-16", None)),
        ("平1--1-10", ("141364", "平1丁目", "1-10", None)),
        ("菅生5丁目4番11号", ("141364", "菅生5丁目", "4-11", None)),
        ("片平5－11ー10", ("141372", "片平5丁目", "11-10", None)),
        ("はるひ野一丁目一番地", ("141372", "はるひ野1丁目", "1", None)),
        ("下作延 5丁目 30番地 1号", ("141348", "下作延5丁目", "30-1", None)),
        ("中丸子112番地3", ("141330", "中丸子", "112-3", None)),
        ("千年 1300 橘中学校", ("141348", "千年", "1300", "橘中学校")),
        # A unit behind a number is a time, a price or a floor; the first sign of a house's name is none.
        ("堤根34-15 日進町こども文化センター", ("141313", "堤根", "34-15", "日進町こども文化センター")),
        ("堤根34-15 年金会館", ("141313", "堤根", "34-15", "年金会館")),
        ("堤根34-15 Forestビル", ("141313", "堤根", "34-15", "Forestビル")),
        ("堤根34-15 3F", ("141313", "堤根", "34-15", "3F")),
        ("川崎市多摩区登戸 15 日(土)", ("141356", "登戸", None, "15 日(土)")),
        # The first number is the 丁目 only where the town has it.
        ("登戸1775-1", ("141356", "登戸", "1775-1", None)),
        ("宮崎105-1", ("141364", "宮崎", "105-1", None)),
        ("戸手本町1", ("141321", "戸手本町1丁目", None, None)),
        ("宮崎2", ("141364", "宮崎", None, None)),
        ("土橋9丁目1-1", ("141364", "土橋", None, None)),
        # Spellings.
        ("溝の口1-4-1", ("141348", "溝口1丁目", "4-1", None)),
        ("梶ヶ谷4丁目12", ("141348", "梶ケ谷4丁目", "12", None)),
        ("百合ヶ丘1-11-2", ("141372", "百合丘1丁目", "11-2", None)),
        ("浮島509-1", ("141313", "浮島町", "509-1", None)),
        ("小杉3丁目600", ("141330", "小杉町3丁目", "600", None)),
        ("小杉3-600", ("141330", "小杉", None, None)),
        # Never a substring.
        ("上平間1700番地8", ("141330", "上平間", "1700-8", None)),
        ("小杉御殿町2-114-1", ("141330", "小杉御殿町2丁目", "114-1", None)),
        ("戸手本町1丁目11-1", ("141321", "戸手本町1丁目", "11-1", None)),
        ("菅生ケ丘13-2", ("141364", "菅生ケ丘", "13-2", None)),
        ("川崎市小田急線高架下", (None, None, None, "小田急線高架下")),
        ("多摩区登戸駅前広場", ("141356", None, None, "登戸駅前広場")),
        # On a screen and at somebody's home there is no building.
        ("オンライン（Zoom）", (None, None, None, None)),
        ("各会員の自宅", (None, None, None, None)),
        # The building is cut out as written.
        ("溝口1-4-1　ノクティ２ １１Ｆ・１２Ｆ", ("141348", "溝口1丁目", "4-1", "ノクティ２ １１Ｆ・１２Ｆ")),
        ("小杉町3ー600コスギサードアヴェニュー", ("141330", "小杉町3丁目", "600", "コスギサードアヴェニュー")),
        ("子母口565（橘公園）", ("141348", "子母口", "565", "橘公園")),
        ("溝口1-4-1 2階", ("141348", "溝口1丁目", "4-1", "2階")),
        ("鷺沼1-11-14-406", ("141364", "鷺沼1丁目", "11-14", "406")),
        ("土橋2-13-2 宮前平駅から徒歩5分", ("141364", "土橋2丁目", "13-2", None)),
        ("古沢120(問合せ先 道路公園センター)", ("141372", "古沢", "120", None)),
        # Kanji: of numbers, and old ones of names.
        ("宮前区宮﨑2-3-4", ("141364", "宮崎2丁目", "3-4", None)),
        ("川﨑市川﨑区東田町5番地4", ("141313", "東田町", "5-4", None)),
        ("溝口二丁目二〇番一号", ("141348", "溝口2丁目", "20-1", None)),
        ("溝口2丁目二番地三", ("141348", "溝口2丁目", "2-3", None)),
        ("登戸千七百七十五番地一　登戸会館", ("141356", "登戸", "1775-1", "登戸会館")),
        ("登戸一七七五番地の一", ("141356", "登戸", "1775-1", None)),
        ("三田一ー十二ー三", ("141356", "三田1丁目", "12-3", None)),
        ("溝口一の四の一", ("141348", "溝口1丁目", "4-1", None)),
        ("溝口二丁目二番五反田会館", ("141348", "溝口2丁目", "2", "五反田会館")),
        ("川崎市多摩区登戸一番街", ("141356", None, None, "登戸一番街")),
        ("川崎区千鳥町無番地", ("141313", "千鳥町", None, None)),
        ("幸区下平間，111-1", ("141321", "下平間", "111-1", None)),
        # Prefixes.
        ("〒216-0005 神奈川県川崎市宮前区土橋2-13-2", ("141364", "土橋2丁目", "13-2", None)),
        ("会場：川崎市 宮前区 土橋2-13-2", ("141364", "土橋2丁目", "13-2", None)),
        ("高津区溝口1-4-1（〒213-0001）", ("141348", "溝口1丁目", "4-1", None)),
        ("溝口1-4-1, 高津区, 川崎市, 神奈川県 213-0001", ("141348", "溝口1丁目", "4-1", None)),
        ("川崎市、高津区、溝口１－４－１", ("141348", "溝口1丁目", "4-1", None)),
        ("神奈川県 - 川崎市高津区の溝口1-4-1", ("141348", "溝口1丁目", "4-1", None)),
        # The block goes on behind a word and a dash.
        ("溝口2丁目-7-40", ("141348", "溝口2丁目", "7-40", None)),
        ("鷺沼3丁目2番地-5", ("141364", "鷺沼3丁目", "2-5", None)),
        ("鷺沼三丁目2番の5", ("141364", "鷺沼3丁目", "2-5", None)),
        ("鷺沼3丁2-5", ("141364", "鷺沼3丁目", "2-5", None)),
        ("登戸1775番地の1の202", ("141356", "登戸", "1775-1", "202")),
        ("久本3丁目6番1号-203", ("141348", "久本3丁目", "6-1", "203")),
        ("小杉町1━403", ("141330", "小杉町1丁目", "403", None)),
        ("小杉町1一403", ("141330", "小杉町1丁目", "403", None)),
        ("溝口、1-4-1、ノクティ2", ("141348", "溝口1丁目", "4-1", "ノクティ2")),
        ("黒川字明坪1040", ("141372", "黒川", "1040", None)),
        ("枡形7丁目1番地先", ("141356", "枡形7丁目", "1", None)),
        ("溝口1-4-1 ノクティ2 TEL 044-812-0000", ("141348", "溝口1丁目", "4-1", "ノクティ2")),
        ("高津区溝口のノクティプラザ", ("141348", "溝口", None, "ノクティプラザ")),
        ("土橋2-13-2 ごうじ会館", ("141364", "土橋2丁目", "13-2", "ごうじ会館")),
        # Behind the name of a house.
        ("見本会館（高津区溝口1-4-1 2階）", ("141348", "溝口1丁目", "4-1", "2階")),
        ("見本会館（溝口1-4-1）", ("141348", "溝口1丁目", "4-1", "見本会館")),
        ("会場：見本会館 住所：川崎市高津区溝口1-4-1", ("141348", "溝口1丁目", "4-1", "見本会館")),
        ("見本会館（高津区）", ("141348", None, None, "見本会館")),
        ("見本会館（世田谷区世田谷4-21-27）", (None, None, None, None)),
        # Easy Japanese.
        ("たかつく ひさもと 3ちょうめ 6-1", ("141348", "久本3丁目", "6-1", None)),
        ("たまく のぼりと 1775-1", ("141356", "登戸", "1775-1", None)),
        ("かわさきし なかはらく こすぎまち 3-245", ("141330", "小杉町3丁目", "245", None)),
        # Undecided.
        ("〒171-0022 柳町5-18", (None, None, None, None)),
        ("川崎市役所（本庁舎）", (None, None, None, "川崎市役所（本庁舎）")),
        ("野川3182-1", (None, "野川", "3182-1", None)),
        ("梶ケ谷6-1-10", (None, "梶ケ谷", None, None)),
        ("梶ケ谷6の1", (None, "梶ケ谷", None, None)),
        # Nobody says a room so
        ("梶が谷6の1の10", ("141348", "梶ケ谷6丁目", "1-10", None)),
        ("梶ヶ谷三の二の一", ("141348", "梶ケ谷3丁目", "2-1", None)),
        ("宮前区梶ヶ谷6の1の10", ("141364", "梶ケ谷", "6-1", "10")),
        ("川崎駅前東口広場", (None, None, None, "川崎駅前東口広場")),
        ("溝の口", (None, None, None, "溝の口")),
        ("登戸駅から徒歩5分", (None, None, None, None)),
        ("武蔵溝ノ口駅 南口すぐ", (None, None, None, None)),
        ("登戸駅 中央口から3分", (None, None, None, None)),
        ("登戸駅 南口広場", (None, None, None, "登戸駅 南口広場")),
        ("小田急線の駅の近く", (None, None, None, None)),
        ("横浜市港北区日吉1-2", (None, None, None, None)),
        ("東京都世田谷区宇奈根1-1", (None, None, None, None)),
    ],
)
def test_address(address: str, expected: tuple[str | None, ...]) -> None:
    assert parts(address) == expected


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("土橋2-13-2", "block"),
        ("百合丘1丁目", "chome"),
        ("登戸", "town"),
        ("川崎市宮前区", "ward"),
        ("川崎市", "none"),
        ("", "none"),
        (None, "none"),
    ],
)
def test_level_is_the_finest_known_part(address: str | None, level: str) -> None:
    assert read(address)["level"] == level


@pytest.mark.parametrize(
    ("address", "ward_text", "ward_code", "method"),
    [
        ("土橋2-13-2", None, "141364", "town"),
        ("土橋2-13-2", "宮前", "141364", "stated"),
        ("宮前区土橋2-13-2", "高津区", None, None),
        ("土橋2-13-2", "高津区", None, None),
        ("多摩区溝口1-1-1", None, None, None),
        ("野川3182-1", "高津区", "141348", "stated"),
        ("野川3182-1", "多摩区", None, None),
        ("宮前区梶ケ谷6-1", None, "141364", "stated"),
        ("宮前区梶ケ谷6丁目1", None, None, None),
        (None, "川崎市幸区", "141321", "stated"),
        ("川崎駅前東口広場", "川崎区", "141313", "stated"),
        ("土橋2-13-2", "全市", "141364", "town"),
    ],
)
def test_ward(address: str | None, ward_text: str | None, ward_code: str | None, method: str | None) -> None:
    place = read(address, ward_text)
    assert (place["ward_code"], place["ward_method"]) == (ward_code, method)


def test_contradicting_wards_leave_what_is_certain() -> None:
    assert read("宮前区土橋2-13-2", "高津区") == {
        "ward_code": None,
        "ward_method": None,
        "town": "土橋2丁目",
        "block": "13-2",
        "building": None,
        "level": "block",
    }


def test_stated_ward_decides_how_a_number_is_read() -> None:
    assert read("宮前区梶ケ谷6-1")["block"] == "6-1"
    assert read("高津区梶ケ谷6-1")["town"] == "梶ケ谷6丁目"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("宮前区", "141364"),
        ("宮前", "141364"),
        ("川崎市宮前区", "141364"),
        ("神奈川県 川崎市 幸区", "141321"),
        ("川崎区", "141313"),
        ("川崎市川崎区", "141313"),
        ("川崎", None),
        ("川崎市", None),
        ("宮前区・高津区", None),
        ("全区", None),
        ("横浜市青葉区", None),
        ("", None),
        (None, None),
    ],
)
def test_ward_text(text: str | None, code: str | None) -> None:
    assert pl.select(ward_code_of(pl.lit(text, dtype=pl.String))).item() == code


def test_ward_codes_are_those_of_the_town_table() -> None:
    assert dict(towns_of("141305").select("ward_code", "ward").unique().iter_rows()) == WARDS


def test_rows_keep_length_and_order() -> None:
    found = locate(pl.Series(["土橋2-13-2", None, "登戸", "土橋2-13-2"]), pl.Series([None, None, "多摩区", None]))
    assert found["town"].to_list() == ["土橋2丁目", None, "登戸", "土橋2丁目"]
    assert locate(pl.Series([], dtype=pl.String), pl.Series([], dtype=pl.String)).schema == pl.Schema(PLACE_SCHEMA)


ADDRESS_LIKE = "川崎市宮前区土橋野川梶ケ谷丁目番地号の-ー−一二十0123０ 　()（）「」駅平"


@settings(deadline=None, max_examples=120)
@given(
    st.lists(st.none() | st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(ADDRESS_LIKE))))
)
def test_any_text_gives_a_sound_row(addresses: list[str | None]) -> None:
    found = locate(pl.Series(addresses, dtype=pl.String), pl.Series([None] * len(addresses), dtype=pl.String))
    assert found.schema == pl.Schema(PLACE_SCHEMA)
    assert found.height == len(addresses)
    for place in found.iter_rows(named=True):
        assert place["level"] in {"block", "chome", "town", "ward", "none"}
        assert "" not in place.values()
        assert place["ward_code"] is None or place["ward_code"] in WARDS
        assert (place["ward_code"] is None) == (place["ward_method"] is None)
        assert place["block"] is None or place["town"] is not None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("南幸町3丁目1番2号（幸区）", ("141321", "南幸町3丁目", "1-2", None)),
        ("登戸1775-1（川崎市多摩区）", ("141356", "登戸", "1775-1", None)),
        # One that the town does not lie in contradicts it
        ("登戸1775-1（麻生区）", (None, "登戸", "1775-1", None)),
        ("登戸1775-1（多摩区役所）", ("141356", "登戸", "1775-1", "多摩区役所")),
    ],
)
def test_a_ward_in_brackets_behind_an_address_is_no_building(address: str, expected: tuple[str | None, ...]) -> None:
    assert parts(address) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("土橋2 13 2", ("141364", "土橋2丁目", "13-2", None)),
        ("土橋2丁目 13 2 見本ビル", ("141364", "土橋2丁目", "13-2", "見本ビル")),
        # Rooms, and towns without 丁目
        ("土橋2-13 202", ("141364", "土橋2丁目", "13", "202")),
        ("土橋2 13 202号室", ("141364", "土橋2丁目", None, "13 202号室")),
        ("登戸1775 1 203", ("141356", "登戸", "1775", "1 203")),
    ],
)
def test_spaces_join_the_numbers_behind_a_chome(address: str, expected: tuple[str | None, ...]) -> None:
    assert parts(address) == expected


@pytest.mark.parametrize(
    ("address", "building"),
    [
        ("非公開（参加の方にご案内します）", None),
        ("会場は申込者にお知らせします", None),
        ("見本会館（住所非公開）", "見本会館（住所非公開）"),
    ],
)
def test_a_place_that_is_not_told_is_no_building(address: str, building: str | None) -> None:
    assert parts(address)[3] == building
