"""Contradictions between lists: what differs in meaning, not in spelling."""

from datetime import date, time

import polars as pl
import pytest

from pipelines.core.corrections import RULE
from pipelines.core.disagreements import CONTRADICTED, disagreements, with_agreement
from pipelines.core.meaning import SAYS
from pipelines.core.survivorship import RULES
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_LISTING = dict.fromkeys(table("norm__listings").column_names) | {
    "source_key": "s",
    "page_url": "https://x.example/",
    "position": 1,
    "run_id": "r1",
}


def found(published: dict[str, object], *said: dict[str, object]) -> list[tuple[object, ...]]:
    entities = ("organizer_id", "venue_id")
    listings = [
        _LISTING
        | {"listing_id": f"l{number}", "source_key": f"s{number}"}
        | {name: value for name, value in row.items() if name not in entities}
        for number, row in enumerate(said)
    ]
    members = pl.DataFrame(
        [
            {"listing_id": f"l{number}", "activity_id": "a"} | {name: row.get(name) for name in entities}
            for number, row in enumerate(said)
        ],
        schema=dict.fromkeys(("listing_id", "activity_id", *entities), pl.String),
    )
    activity = {"activity_id": "a", "name": "名", "listing_count": 1, "source_count": 1} | published
    df = disagreements(
        pl.DataFrame(listings, schema=dict(frame(table("norm__listings"), []).schema)),
        members,
        frame(table("core__activities"), [activity]),
    )
    return df.select("field_name", "listing_id", "said_text", "said_count", "proposed_text", "proposed_count").rows()


def test_a_kind_contradicts_only_where_a_source_files_an_activity_under_none_of_its_kinds() -> None:
    published = {"kind_code": "exercise", "other_kind_codes": ["childcare"]}
    filed = [{"filed_kind_codes": kinds} for kinds in (["welfare"], ["childcare", "green"], ["exercise"], None)]
    assert found(published, *filed) == [("kind_code", "l0", "welfare", 1, "exercise", 2)]
    assert found(published | {"kind_code": None}, *filed) == []


def test_a_contradiction_names_both_values_and_how_many_say_them() -> None:
    rows = found({"phone": "044-1"}, {"phone": "044-1"}, {"phone": "044-1"}, {"phone": "044-2"})
    assert rows == [("phone", "l2", "044-2", 1, "044-1", 2)]


@pytest.mark.parametrize(
    ("published", "said"),
    [
        (
            {"address": "土橋2-13-2", "town": "土橋2丁目", "block": "13-2"},
            {"address": "土橋二丁目13番2号", "town": "土橋2丁目", "block": "13-2"},
        ),
        ({"venue": "土橋会館", "venue_id": "v1"}, {"venue": "土橋会館（2階）", "venue_id": "v1"}),
        (
            {"organizer": "NPO法人ひろば", "organizer_id": "o1"},
            {"organizer": "特定非営利活動法人ひろば", "organizer_id": "o1"},
        ),
        ({"venue": "鋼管通西公園", "venue_id": "v1"}, {"venue": "鋼管通西公園", "venue_id": "v2"}),
        ({"url": "https://x.example/"}, {"url": "http://www.x.example/index.html"}),
        ({"phone": "044-1"}, {"phone": None}),
        ({"phone": None}, {"phone": "044-1"}),
        ({"schedule": "毎週水曜"}, {"schedule": "毎週水曜日です"}),
        (
            {"schedule": "第4火曜", "schedule_rrules": ["FREQ=MONTHLY;BYDAY=4TU"]},
            {
                "schedule": "第4火曜 ※12月は第2週",
                "schedule_rrules": ["FREQ=MONTHLY;BYMONTH=1,2,3;BYDAY=4TU", "FREQ=MONTHLY;BYMONTH=12;BYDAY=2TU"],
                "exceptions": ["month_differs=12"],
            },
        ),
        ({"session_starts": [time(10), time(13)]}, {"session_starts": [time(13), time(10)]}),
        ({"mail": "info@x.example"}, {"mail": "Info@x.example"}),
        ({"phone": "044-111-2222"}, {"phone": "044(111)2222"}),
        ({"fee": "?", "fee_type_code": "free"}, {"fee": "要問合せ", "fee_type_code": "unknown"}),
        ({"address": "土橋2-1", "town": "土橋2丁目", "block": "1"}, {"address": "土橋2丁目", "town": "土橋2丁目"}),
    ],
)
def test_another_spelling_and_silence_contradict_nobody(published: dict[str, object], said: dict[str, object]) -> None:
    assert found(published, said) == []


def test_another_place_and_another_day_contradict() -> None:
    published = {
        "venue": "土橋会館",
        "venue_id": "v1",
        "schedule": "毎週水曜",
        "schedule_rrules": ["FREQ=WEEKLY;BYDAY=WE"],
    }
    published |= {"fee": "無料", "fee_yen_min": 0}
    said = {"venue": "菅会館", "venue_id": "v2", "schedule": "毎週木曜", "schedule_rrules": ["FREQ=WEEKLY;BYDAY=TH"]}
    said |= {"fee": "100円", "fee_yen_min": 100}
    assert [row[:1] + row[2:3] for row in found(published, said)] == [
        ("fee", "100円"),
        ("schedule", "毎週木曜"),
        ("venue", "菅会館"),
    ]


def test_another_mail_address_and_another_town_contradict() -> None:
    published = {"mail": "info@x.example", "address": "土橋2丁目", "town": "土橋2丁目"}
    said = {"mail": "contact@x.example", "address": "菅1-1", "town": "菅1丁目", "block": "1"}
    assert [row[:1] for row in found(published, said)] == [("address",), ("mail",)]


def test_a_source_that_says_what_is_published_beside_another_day_contradicts_nobody() -> None:
    other = {"session_starts": [time(12, 15)], "source_key": "events"}
    assert found({"session_starts": [time(16)]}, {"session_starts": [time(16)], "source_key": "events"}, other) == []
    assert [row[1] for row in found({"session_starts": [time(16)]}, {"session_starts": [time(16)]}, other)] == ["l1"]
    phones = [{"phone": phone, "source_key": "events"} for phone in ("044-1", "044-2")]
    assert [row[1] for row in found({"phone": "044-1"}, *phones)] == ["l1"]


def test_a_list_that_says_the_hours_of_its_own_day_contradicts_nobody() -> None:
    published = {"session_starts": [time(10), None, time(13)]}
    assert found(published, {"session_starts": [time(13)]}, {"session_starts": [time(10)]}) == []
    assert [row[:3] for row in found(published, {"session_starts": [time(14)]})] == [("start_time", "l0", "14:00")]


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        pytest.param(("per_month", 1, 1), True, id="another number"),
        pytest.param(("per_month", 2, 3), False, id="may be the same"),
        pytest.param(("per_year", 24, 24), False, id="the same in another unit"),
        pytest.param(("per_year", None, None), False, id="several times a year"),
        pytest.param(("irregular", None, None), False, id="irregularly"),
    ],
)
def test_another_number_of_times_is_told_in_words(said: tuple[str, int | None, int | None], is_told: bool) -> None:
    names = ("frequency_code", "frequency_min", "frequency_max")
    published = dict(zip(names, ("per_month", 2, 2), strict=True)) | {"schedule_sentence": "月2回"}
    rows = found(published, dict(zip(names, said, strict=True)) | {"schedule_sentence": "別の回数"})
    expected = ("schedule_sentence", "l0", "別の回数", "月2回")
    assert [(*row[:3], row[4]) for row in rows] == [expected] * is_told


def test_what_the_newer_list_decided_is_told() -> None:
    fifth, twelfth = date(2026, 12, 5), date(2026, 12, 12)
    published = {"schedule": "12/5", "schedule_days": [fifth]}
    older = {"schedule": "12/5、12/12", "schedule_days": [fifth, twelfth]}
    ruled = {"schedule": "毎月第3金曜", "schedule_rrules": ["FREQ=MONTHLY;BYDAY=3FR"]}
    same = {"schedule": "12月5日", "schedule_days": [fifth]}
    assert [row[1:3] for row in found(published, older, ruled, same)] == [("l0", "12/5、12/12"), ("l1", "毎月第3金曜")]
    weekly = {"schedule": "毎週土曜", "schedule_rrules": ["FREQ=WEEKLY;BYDAY=SA"]}
    assert found(weekly, older) == [], "days the rule has"


@pytest.mark.parametrize(
    ("field", "texts", "columns", "expected"),
    [
        ("fee", ("無料", "なし"), ({"fee_type_code": "free"}, {"fee_type_code": "free"}), (2, 0, None)),
        ("fee", ("1家庭500円", "1組500円"), ({"fee_yen_min": 500}, {"fee_yen_min": 500}), (2, 0, None)),
        ("fee", ("無料", "500円"), ({"fee_yen_min": 0}, {"fee_yen_min": 500}), (1, 1, ["l1"])),
        ("url", ("https://x.example/", "http://x.example/index.html"), ({}, {}), (2, 0, None)),
        ("url", ("https://x.example/a", "https://x.example/b"), ({}, {}), (1, 1, ["l1"])),
        ("venue", ("土橋会館", "土橋会館 2階"), ({"venue_id": "v1"}, {"venue_id": "v1"}), (2, 0, None)),
        ("organizer", ("土橋会", "菅会"), ({"organizer_id": "o1"}, {"organizer_id": "o2"}), (1, 1, ["l1"])),
        (
            "founded",
            ("1978/12", "1978年12月1日"),
            ({"founded_date": "1978-12"}, {"founded_date": "1978-12-01"}),
            (2, 0, None),
        ),
        ("founded", ("1978/12", "1979年"), ({"founded_date": "1978-12"}, {"founded_date": "1979"}), (1, 1, ["l1"])),
        ("schedule", ("随時", "不定期"), ({}, {}), (1, 0, None)),
        (
            "schedule",
            ("水曜10時", "水曜13時"),
            ({"session_starts": [time(10)]}, {"session_starts": [time(13)]}),
            (1, 1, ["l1"]),
        ),
    ],
)
def test_who_agrees_with_a_value_is_told_by_what_it_says(
    field: str, texts: tuple[str, str], columns: tuple[dict[str, object], ...], expected: tuple[object, ...]
) -> None:
    entities = ("organizer_id", "venue_id")
    rows = [{"listing_id": f"l{at}", field: text} | columns[at] for at, text in enumerate(texts)]
    of_listings = [_LISTING | {name: value for name, value in row.items() if name not in entities} for row in rows]
    listings = pl.DataFrame(of_listings, schema=dict(frame(table("norm__listings"), []).schema))
    named = pl.DataFrame(
        [{"listing_id": row["listing_id"]} | {name: row.get(name) for name in entities} for row in rows],
        schema=dict.fromkeys(("listing_id", *entities), pl.String),
    )
    said = [
        {"activity_id": "a", "field_name": field, "listing_id": f"l{at}", "value_text": text}
        for at, text in enumerate(texts)
    ]
    chosen = said[0] | {"rule_code": "longest", "agreeing_count": 1, "disagreeing_count": 1, "telling_source_count": 1}
    values = frame(table("core__activity_values"), [chosen])
    df = with_agreement(values, pl.DataFrame(said), listings, named)
    assert df.select("agreeing_count", "disagreeing_count", "disagreeing_listing_ids").row(0) == expected
    by_hand = values.with_columns(rule_code=pl.lit(RULE))
    assert with_agreement(by_hand, pl.DataFrame(said), listings, named).equals(by_hand)


def test_every_field_of_an_activity_says_something() -> None:
    assert SAYS.keys() >= {*RULES, *CONTRADICTED}
