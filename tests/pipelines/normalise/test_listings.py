"""Raw listings become typed listings: lasting IDs, nothing lost, nothing guessed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import polars as pl
import pytest

from pipelines.normalise.listings import Normalised, SourceRule, listing_id, normalise
from warehouse.contract import table
from warehouse.contract.derived.frames import frame, violations

Row = dict[str, Any]
RULES = {
    "ouen_navi": SourceRule("oun", lookups={("category_text", "体操"): "exercise", ("ward_text", "市内全域"): ""}),
    "cafes": SourceRule("caf", kind="cafe"),
}


def raw(*rows: Row) -> pl.DataFrame:
    defaults = {
        "source_key": "ouen_navi",
        "run_id": "r1",
        "page_url": "http://127.0.0.1/?page=1",
        "body_sha256": "0",
        "record_key": "1",
        "name_text": "ひろば体操",
    }
    return frame(table("raw__listings"), [defaults | {"position": at} | row for at, row in enumerate(rows, start=1)])


def read(*rows: Row) -> Normalised:
    found = normalise(raw(*rows), RULES)
    assert not violations(table("norm__listings"), found.listings)
    assert not violations(table("norm__issues"), found.issues)
    return found


def reasons(found: Normalised) -> list[tuple[str, str]]:
    return found.issues.select("field_name", "reason_code").rows()


SECOND = {"page_url": "http://127.0.0.1/?page=2"}


def test_a_listing_id_is_opaque_and_starts_with_the_letters_of_its_source() -> None:
    assert re.fullmatch(r"oun_[a-z2-7]{12}", listing_id("oun", "ouen_navi", "1"))


def test_a_listing_id_never_changes() -> None:
    assert listing_id("oun", "ouen_navi", "1") == "oun_jfb6wrdjphze"


@pytest.mark.parametrize(
    "other",
    [("ouen_navi", "2"), ("cafes", "1"), ("ouen_navi", " 1"), ("ouen_navi", "１"), ("ouen_nav", "i1")],
)
def test_another_raw_key_is_another_listing(other: tuple[str, str]) -> None:
    assert listing_id("oun", *other) != listing_id("oun", "ouen_navi", "1")


def test_a_rank_above_one_makes_another_id() -> None:
    assert len({listing_id("oun", "ouen_navi", "1", ordinal) for ordinal in (1, 2, 3)}) == 3


def test_an_id_depends_on_the_raw_key_alone() -> None:
    before, after = read({}), read({"name_text": "新しい名称", "ward_text": "中原区"} | SECOND)
    assert before.listings.item(0, "listing_id") == after.listings.item(0, "listing_id")


def test_a_row_seen_again_on_another_page_is_quarantined() -> None:
    found = read({}, SECOND)
    assert found.listings.get_column("page_url").to_list() == ["http://127.0.0.1/?page=1"]
    assert reasons(found) == [("row", "repeated_row")]
    row = found.issues.row(0, named=True)
    assert (row["is_quarantined"], row["page_url"], row["raw_text"]) == (True, SECOND["page_url"], "ひろば体操")


def test_only_the_date_of_the_page_may_differ_between_repetitions() -> None:
    assert read({"updated_text": "4月1日"}, SECOND | {"updated_text": "4月2日"}).listings.height == 1
    assert read({"fee_text": "無料"}, SECOND | {"fee_text": "50円"}).listings.height == 2


def test_the_same_row_twice_on_one_page_stays_two_listings() -> None:
    found = read({}, {})
    assert found.listings.get_column("listing_id").n_unique() == 2
    assert reasons(found) == [("row", "ambiguous_key")] * 2
    assert not found.issues.get_column("is_quarantined").any()


def test_rows_that_share_a_key_keep_their_ids_in_any_order() -> None:
    names = ["ひろば体操", "子育てサロン", "歌の会"]
    found = [read(*({"name_text": name} for name in order)) for order in (names, names[::-1])]
    ids = [dict(each.listings.select("name_text", "listing_id").iter_rows()) for each in found]
    assert ids[0] == ids[1]
    assert len(set(ids[0].values())) == 3


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param({"category_text": "なぞ"}, ("category_text", "unknown_category"), id="category"),
        pytest.param({"ward_text": "横浜市"}, ("ward_text", "unknown_ward"), id="ward"),
        pytest.param(
            {"ward_text": "幸区", "address_text": "川崎市中原区小杉町3-245"},
            ("address_text", "ward_conflict"),
            id="wards contradict",
        ),
        pytest.param({"phone_text": "直接会場へ"}, ("phone_text", "unreadable_phone"), id="phone"),
        pytest.param({"url_text": "ブログあり"}, ("url_text", "unreadable_url"), id="url"),
    ],
)
def test_a_text_nobody_understands_is_an_issue_and_the_listing_stays(row: Row, expected: tuple[str, str]) -> None:
    found = read(row)
    assert reasons(found) == [expected]
    issue = found.issues.row(0, named=True)
    assert issue["raw_text"] == row[expected[0]]
    assert issue["listing_id"] == found.listings.item(0, "listing_id")
    assert not issue["is_quarantined"]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({}, id="nothing published"),
        pytest.param({"ward_text": "市内全域"}, id="ward text known to name no ward"),
        pytest.param({"ward_text": "中原区"}, id="ward"),
        pytest.param({"category_text": "なぞ、体操"}, id="one of two categories known"),
        pytest.param({"source_key": "cafes", "category_text": "なぞ"}, id="source of one kind"),
        pytest.param({"phone_text": "044-200-1234"}, id="phone"),
        pytest.param({"url_text": "https://example.jp/"}, id="url"),
    ],
)
def test_what_is_understood_is_no_issue(row: Row) -> None:
    assert reasons(read(row)) == []


def test_a_ward_lookup_counts_for_its_own_source_only() -> None:
    assert reasons(read({"source_key": "cafes", "ward_text": "市内全域"})) == [("ward_text", "unknown_ward")]


def test_values_are_typed_and_their_texts_kept() -> None:
    texts = {
        "name_text": "ＮＰＯ法人　ひろば体操",
        "category_text": "体操",
        "ward_text": "中原区",
        "address_text": "川崎市中原区小杉町3-245",
        "phone_text": "電話 044-200-1234",
        "url_text": "HTTPS://EXAMPLE.jp",
    }
    row = read(texts).listings.row(0, named=True)
    assert {name: row[name] for name in texts} == texts
    assert (row["kind_code"], row["ward_code"], row["phone"]) == ("exercise", "141330", "044-200-1234")
    assert row["url"] == "https://example.jp/"
    assert row["core_name"] == "ひろば体操"


@pytest.mark.parametrize(
    ("texts", "address", "ward"),
    [
        pytest.param(
            {"address_text": "〒211-0063 神奈川県川崎市中原区小杉町３ー２４５"},
            "川崎市中原区小杉町3丁目245",
            "141330",
            id="from the post code on",
        ),
        pytest.param(
            {"address_text": "土橋2の13の2 見本会館（2階）"},
            "川崎市宮前区土橋2丁目13-2 見本会館(2階)",
            "141364",
            id="the town alone",
        ),
        pytest.param({"address_text": "中原区のどこか"}, "中原区のどこか", "141330", id="no town"),
        pytest.param({"venue_text": "上麻生集会所"}, None, "141372", id="ward of a venue"),
        pytest.param({"venue_text": "上麻生集会所", "ward_text": "中原区"}, None, "141330", id="ward that is said"),
    ],
)
def test_an_address_has_one_form_and_the_venue_tells_the_ward(
    texts: Row, address: str | None, ward: str | None
) -> None:
    row = read(texts).listings.row(0, named=True)
    assert (row["address"], row["ward_code"]) == (address, ward)


def test_the_facility_an_address_ends_with_is_the_place_where_no_venue_is_named() -> None:
    ends = {"address_text": "高津区子母口983 子母口こども文化センター"}
    row = read(ends).listings.row(0, named=True)
    assert (row["facility"], row["geo_level_code"]) == ("子母口こども文化センター", "facility")
    elsewhere = read(ends | {"venue_text": "子母口第1公園"}).listings.row(0, named=True)
    assert (elsewhere["facility"], elsewhere["geo_level_code"]) == (None, "town")


def test_words_nobody_read_are_shown_where_nobody_is_named() -> None:
    text = {"schedule_text": "毎月1回 10時～11時（春のみ）"}
    assert read(text).listings.item(0, "schedule_sentence") == "月1回 10:00〜11:00（原文のまま：春のみ）"
    named = {"schedule_text": "毎月1回 10時～11時（春のみ、担当：見本花子 090-0000-1234）"}
    row = read(named).listings.row(0, named=True)
    assert (row["schedule_sentence"], row["schedule_unread"]) == ("月1回 10:00〜11:00", None)


def test_no_day_lies_before_the_entry_was_made() -> None:
    text = {"schedule_text": "9月29日11時～", "updated_text": "2026-02-23 12:20:45"}
    assert read(text).listings["schedule_days"].to_list() == [[dt.date(2025, 9, 29)]]
    made = text | {"extra_json": '{"created_date": "2026-02-03 10:00:00"}'}
    assert read(made).listings["schedule_days"].to_list() == [[dt.date(2026, 9, 29)]]


def test_a_name_of_nothing_but_decoration_is_no_name() -> None:
    found = read({"name_text": "★"}, SECOND | {"record_key": "2"})
    assert found.listings.get_column("name_text").to_list() == [SECOND.get("name_text", "ひろば体操")]
    row = found.issues.row(0, named=True)
    assert (row["field_name"], row["is_quarantined"], row["raw_text"]) == ("name_text", True, "★")


def test_a_source_without_a_rule_is_refused() -> None:
    with pytest.raises(KeyError, match="elsewhere"):
        normalise(raw({"source_key": "elsewhere"}), RULES)


MIXED = (
    {},
    {},
    {"fee_text": "無料"},
    SECOND,
    SECOND | {"record_key": "2", "ward_text": "？"},
    {"record_key": "3", "url_text": "なし", "category_text": "なぞ"},
    {"source_key": "cafes", "phone_text": "なし"},
)


def test_no_row_is_lost() -> None:
    found = read(*MIXED)
    repeated = found.issues.filter(pl.col("reason_code") == "repeated_row").height
    assert repeated == 1
    assert found.listings.height + repeated == len(MIXED)


def test_shuffled_input_gives_equal_tables() -> None:
    df = raw(*MIXED)
    expected = normalise(df, RULES)
    for seed in range(5):
        found = normalise(df.sample(fraction=1, shuffle=True, seed=seed), RULES)
        assert found.listings.equals(expected.listings)
        assert found.issues.equals(expected.issues)


def test_no_row_gives_empty_tables() -> None:
    found = read()
    assert found.listings.is_empty()
    assert found.issues.is_empty()
