"""Organisers and venues, however they are written."""

from collections.abc import Callable

import polars as pl
import pytest

from pipelines.core.entities import Entities, name_entities
from pipelines.match.entities import match_organisers, match_venues
from warehouse.contract import table
from warehouse.contract.derived.frames import empty_frame

Make = Callable[..., pl.DataFrame]
WARD = "141364"


def crowd(field: str) -> list[dict[str, object]]:
    """Enough others that the engine can see what agrees by chance."""
    return [
        {"listing_id": f"z{number:03d}", field: f"{chr(0x4E00 + 31 * number)}{chr(0x5E00 + 17 * number)}{end}"}
        | {f"{field}_key": f"{chr(0x4E00 + 31 * number)}{chr(0x5E00 + 17 * number)}{end}", "ward_code": WARD}
        for number in range(80)
        for end in ("自治会", "町内会館")[number % 2 :][:1]
        for _ in range(1)
    ] + [
        {"listing_id": f"y{number:03d}", field: f"{chr(0x4E00 + 31 * number)}{chr(0x5E00 + 17 * number)}{end}"}
        | {f"{field}_key": f"{chr(0x4E00 + 31 * number)}{chr(0x5E00 + 17 * number)}{end}", "ward_code": WARD}
        for number in range(80)
        for end in ("自治会", "町内会館")[number % 2 :][:1]
    ]


def labels(found: pl.DataFrame) -> dict[str, str]:
    return dict(found.select("listing_id", "cluster_label").iter_rows())


def venue(listing_id: str, text: str, key: str, ward: str | None = WARD) -> dict[str, object]:
    return {"listing_id": listing_id, "venue": text, "venue_key": key, "ward_code": ward}


@pytest.mark.parametrize(
    ("left", "right", "is_same"),
    [
        (
            venue("a", "菅こども文化センター", "菅こども文化せんた"),
            venue("b", "川崎市菅こども文化センター 集会室", "川崎市菅こども文化せんた集会室"),
            True,
        ),
        (
            venue("a", "菅堤公園", "菅堤公園"),
            venue("b", "多摩区菅堤公園の川沿いのエリア", "多摩区菅堤公園の川沿いのえりあ"),
            True,
        ),
        (venue("a", "役所前ひろば", "役所前広場"), venue("b", "多摩区役所前ひろば", "多摩区役所前広場"), False),
        (venue("a", "宮前小学校", "宮前小学校"), venue("b", "西宮前小学校", "西宮前小学校"), False),
        (venue("a", "第1集会所", "第1集会所"), venue("b", "第2集会所", "第2集会所"), False),
        (venue("a", "中央公園", "中央公園"), venue("b", "中央公園", "中央公園", "141313"), False),
    ],
)
def test_venues(listings: Make, left: dict[str, object], right: dict[str, object], is_same: bool) -> None:
    found = labels(match_venues(listings(left, right, *crowd("venue"))))
    assert (found["a"] == found["b"]) is is_same


def organiser(listing_id: str, text: str, key: str, **more: object) -> dict[str, object]:
    return {"listing_id": listing_id, "organizer": text, "organizer_key": key, "ward_code": WARD} | more


@pytest.mark.parametrize(
    ("left", "right", "is_same"),
    [
        (organiser("a", "NPO法人こねこの会", "こねこの会"), organiser("b", "NPO法人 こねこの会", "こねこの会"), True),
        (organiser("a", "NPO法人こねこ", "こねこ"), organiser("b", "一般社団法人こねこ", "こねこ"), False),
        (organiser("a", "幸町自治会", "幸町自治会"), organiser("b", "南幸町自治会", "南幸町自治会"), False),
        (organiser("a", "さくら会", "さくら会"), organiser("b", "さくら会", "さくら会", ward_code="141313"), False),
    ],
)
def test_organisers(listings: Make, left: dict[str, object], right: dict[str, object], is_same: bool) -> None:
    found = labels(match_organisers(listings(left, right, *crowd("organizer"))))
    assert (found["a"] == found["b"]) is is_same


OTHER = "141313"
CENTRE = {"text": "宮前区地域みまもり支援センター", "key": "宮前区地域みまもり支援せんた"}


def test_who_has_many_listings_and_numbers_is_one_all_the_same(listings: Make) -> None:
    rows = [organiser(f"a{number:02d}", **CENTRE, phone=f"044-856-{number // 2:04d}") for number in range(30)]
    found = labels(match_organisers(listings(*rows, *crowd("organizer"))))
    assert {found[str(row["listing_id"])] for row in rows} == {"a00"}


@pytest.mark.parametrize(
    ("wards", "groups"),
    [
        ([WARD, None, None], {"abc"}),
        ([None, None, None], {"abc"}),
        ([WARD, OTHER, None], {"a", "b", "c"}),
    ],
)
def test_a_long_name_without_a_ward_is_its_only_bearer(
    listings: Make, wards: list[str | None], groups: set[str]
) -> None:
    rows = [
        organiser(listing_id, **CENTRE) | {"ward_code": ward} for listing_id, ward in zip("abc", wards, strict=True)
    ]
    found = labels(match_organisers(listings(*rows, *crowd("organizer"))))
    assert {
        "".join(each for each in "abc" if found[each] == label) for label in set(found.values()) & set("abc")
    } == groups


@pytest.mark.parametrize("name", ["子ども会", "町会", "事務局"])
def test_a_short_name_never_bridges_wards(listings: Make, name: str) -> None:
    wards = [WARD, OTHER, "141321", None]
    rows = [organiser(f"a{number:02d}", name, name) | {"ward_code": wards[number % 4]} for number in range(16)]
    found = labels(match_organisers(listings(*rows, *crowd("organizer"))))
    of_label: dict[str, set[object]] = {}
    for row in rows:
        of_label.setdefault(found[str(row["listing_id"])], set()).add(row["ward_code"])
    assert all(len(each) == 1 for each in of_label.values())


def test_a_public_facility_is_one_venue_whatever_stands_beside_its_name(listings: Make) -> None:
    house = {"facility": "中原市民館", "town": "新丸子東3丁目", "block": "1100-12"}
    rows = [venue(f"a{number:02d}", "中原市民館", "中原市民館", "141330") | house for number in range(22)]
    rows += [
        venue("b", "中原市民館・かわさき市民活動センター", "中原市民館川崎市民活動せんた", None),
        venue("c", "中原市民館、または「絵本カフェ」", "中原市民館または絵本かふぇ", "141330"),
    ]
    rows[-2:] = [row | {"facility": "中原市民館"} for row in rows[-2:]]
    found = labels(match_venues(listings(*rows, *crowd("venue"))))
    assert {found[str(row["listing_id"])] for row in rows} == {"a00"}


def test_ids_are_inherited_and_never_given_twice(listings: Make) -> None:
    df = listings(venue("a", "菅会館", "菅会館"), venue("b", "菅会館", "菅会館"), *crowd("venue"))
    organisers = empty_frame(table("match__organisers"))
    renamed = df.with_columns(pl.col("listing_id").replace("a", "0new"))

    def named(today: pl.DataFrame, last: pl.DataFrame, redirects: pl.DataFrame) -> Entities:
        prints = today.select("listing_id", "source_key", "name", content_print=pl.lit("p"))
        nobody = empty_frame(table("organiser_redirects"))
        return name_entities(prints, organisers, match_venues(today), last, nobody, redirects)

    first = named(df, empty_frame(table("activity_listings")), empty_frame(table("venue_redirects")))
    second = named(renamed, first.bridge, first.venues)
    before, after = (dict(each.bridge.select("listing_id", "venue_id").iter_rows()) for each in (first, second))
    assert before["b"] == after["b"] == after["0new"]
    assert first.bridge.get_column("organizer_id").null_count() == df.height
    assert all(each.startswith("kwv_") for each in before.values())
    third = named(df.head(0), second.bridge, second.venues)
    assert set(third.venues.get_column("venue_id")) == set(before.values())
    assert third.venues.get_column("current_venue_id").null_count() == third.venues.height


def test_no_name_no_entity(listings: Make) -> None:
    assert match_venues(listings({"listing_id": "a"})).is_empty()
    assert match_organisers(listings()).is_empty()
