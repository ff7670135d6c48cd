"""Pages of the event API and the records on them."""

import json
from typing import Any

import pytest

from platforms.conftest import Read
from scrapers.declaration.source import load_source
from scrapers.platforms.json_api import JsonApiSpider
from scrapers.platforms.registry import spider_class

SOURCE = load_source("kawasaki_city_events")
EVENT: dict[str, Any] = {"title": "音楽会", "place": "4", "type1": ["音楽", "祭り"]}


@pytest.fixture
def spider() -> JsonApiSpider:
    made = spider_class(SOURCE)(source=SOURCE)
    assert isinstance(made, JsonApiSpider)
    return made


def answer(*records: object, page: int = 1, total_pages: int = 1) -> str:
    return json.dumps({"page": page, "total_pages": total_pages, "event_data": records}, ensure_ascii=False)


@pytest.mark.parametrize(("page", "asked"), [(1, ["2", "3"]), (2, []), (3, [])])
def test_the_first_page_asks_for_all_others(spider: JsonApiSpider, read: Read, page: int, asked: list[str]) -> None:
    urls = read(spider, answer(EVENT, page=page, total_pages=3)).urls
    assert urls == [SOURCE.start_urls[0].replace("page=1", f"page={number}") for number in asked]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (answer(EVENT)[:-5], "broken_json"),
        (answer(EVENT).encode()[: answer(EVENT).encode().index("楽".encode()) + 1], "broken_json"),
        (answer(EVENT).encode("cp932"), "wrong_encoding"),
        ("<html>保守中</html>", "broken_json"),
        (answer(), "empty_page"),
        ('{"page": 1, "total_pages": 1}', "layout_changed"),
        ('{"page": 1, "total_pages": 1, "event_data": {}}', "layout_changed"),
        ("[]", "layout_changed"),
    ],
)
def test_an_answer_of_another_shape_is_quarantined(
    spider: JsonApiSpider, read: Read, body: str | bytes, reason: str
) -> None:
    reading = read(spider, body)
    assert (reading.listings, reading.requests, reading.reasons) == ([], [], [reason])


def test_a_record_that_is_none_does_not_cost_the_others(spider: JsonApiSpider, read: Read) -> None:
    reading = read(spider, answer(EVENT, "音楽会", {**EVENT, "title": ""}, EVENT))
    assert [row["position"] for row in reading.listings] == [1, 4]
    assert [(row["position"], row["reason_code"]) for row in reading.issues] == [
        (2, "layout_changed"),
        (3, "missing_name"),
    ]
    assert all(row["is_quarantined"] for row in reading.issues)


@pytest.mark.parametrize(
    ("given", "column", "text"),
    [
        (
            {"date_list": [{"date": "2026-11-23", "time_from": "10:00:00", "time_to": "12:00:00", "time_ext": "雨天"}]},
            "schedule_text",
            "2026-11-23 10:00:00-12:00:00 雨天",
        ),
        (
            {"date_list": [{"date": "2026-11-23", "time_from": "10:00:00"}, {"time_ext": "随時"}]},
            "schedule_text",
            "2026-11-23 10:00:00 / 随時",
        ),
        ({"date_list": []}, "schedule_text", None),
        ({}, "category_text", "音楽;祭り"),
        ({}, "ward_text", "高津区"),
        ({"place": "9"}, "ward_text", None),
        ({"target": ["大人", "子ども"]}, "target_text", "大人,子ども"),
        ({"target": ["大人"], "target_ext": "市民"}, "target_text", "市民"),
        ({"event_location": [{"name": ""}, {"name": "ホール"}]}, "venue_text", "ホール"),
        ({"contact_list": [{"contact_tel": "044-200-0001"}]}, "phone_text", "044-200-0001"),
    ],
)
def test_a_record_becomes_columns(
    spider: JsonApiSpider, read: Read, given: dict[str, Any], column: str, text: str | None
) -> None:
    (row,) = read(spider, answer({**EVENT, **given})).listings
    assert row.get(column) == text


def test_documented_keys_without_a_column_are_kept(spider: JsonApiSpider, read: Read) -> None:
    (row,) = read(spider, answer({**EVENT, "note": "要予約", "barrier_free": ""})).listings
    assert json.loads(row["extra_json"]) == {"note": "要予約"}
