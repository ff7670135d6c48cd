"""Addresses in Latin letters, and texts behind or instead of an address that name no building."""

import polars as pl
import pytest

from pipelines.normalise.latin_addresses import in_japanese_order
from pipelines.normalise.towns import locate


def located(address: str) -> tuple[str | None, ...]:
    row = locate(pl.Series([address]), pl.Series([None], dtype=pl.String)).row(0, named=True)
    return row["ward_code"], row["town"], row["block"], row["building"], row["level"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("2-20-1 Miyamaedaira, Miyamae-ku", ("141364", "宮前平2丁目", "20-1", None, "block")),
        ("Kawasaki-shi, Nakahara-ku, Kosugi-machi 3-428", ("141330", "小杉町3丁目", "428", None, "block")),
        ("Mizonokuchi 1-4-1, Takatsu-ku, Kawasaki City", ("141348", "溝口1丁目", "4-1", None, "block")),
        ("Saiwai-ku Totehon-cho 1-11-2", ("141321", "戸手本町1丁目", "11-2", None, "block")),
        ("1-5-1 Manpukuji, Asao-ku, Kawasaki 215-0004, Japan", ("141372", "万福寺1丁目", "5-1", None, "block")),
        ("Takatsu Library, Mizonokuchi 4-16-3", ("141348", "溝口4丁目", "16-3", "Takatsu Library", "block")),
        ("Tama Ward", ("141356", None, None, None, "ward")),
        ("5 min walk from Noborito Station", (None, None, None, None, "none")),
        ("Kosugi Hall", (None, None, None, "Kosugi Hall", "none")),
        ("4-1-1 Hiyoshi, Yokohama City", (None, None, None, "4-1-1 Hiyoshi, Yokohama City", "none")),
    ],
)
def test_an_address_in_latin_letters_is_the_japanese_one(address: str, expected: tuple[str | None, ...]) -> None:
    assert located(address) == expected


def test_what_is_not_latin_stays_as_it_is() -> None:
    assert in_japanese_order("高津区溝口1-4-1 Nocty 2") == "高津区溝口1-4-1 Nocty 2"


@pytest.mark.parametrize(
    ("address", "ward", "building"),
    [
        ("麻生区内の各会館", "141372", None),
        ("宮前区の各小学校", "141364", None),
        ("市内各所", None, None),
        ("溝の口駅前", None, None),
        ("新百合ヶ丘駅北口", None, None),
        ("集合：登戸駅改札前", None, None),
        ("高津区下作延2-7-48（区役所近く）", "141348", None),
        ("各回により異なる", None, None),
        ("高津区溝口1-4-1と宮前区宮前平2-20-4", "141348", None),
        ("「すくらむ21」高津区溝口2-20-1", "141348", "すくらむ21"),
        ("集合場所：生田緑地東口ビジターセンター", None, "生田緑地東口ビジターセンター"),
        ("鷺沼駅前広場", None, "鷺沼駅前広場"),
        ("多摩区枡形7丁目 とんもり谷戸周辺", "141356", "とんもり谷戸周辺"),
    ],
)
def test_what_is_no_building_is_none(address: str, ward: str | None, building: str | None) -> None:
    answer = located(address)
    assert (answer[0], answer[3]) == (ward, building)
