"""Files for people and other systems, opened by readers that are not ours."""

import csv
import json
import re
import shlex
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import duckdb
import icalendar
import openpyxl
import polars as pl
import pytest
import xlsxwriter
import yaml
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from dbt_like_sql.loader import models
from pipelines.core.schedules import schedules
from pipelines.normalise.occurrences import upcoming
from pipelines.publish.exports.answers import questions
from pipelines.publish.exports.calendar_files import write_calendars
from pipelines.publish.exports.contract_file import write_contract
from pipelines.publish.exports.csv_files import FOR_EXCEL, FOR_MACHINES, ODS, write_csv
from pipelines.publish.exports.display import next_days
from pipelines.publish.exports.excel_file import NAME, _lines, _Rows, write_excel
from pipelines.publish.exports.hsds_files import write_hsds
from pipelines.publish.exports.hsds_ids import identifier
from pipelines.publish.exports.hsds_schema import PATHS, REQUIRED
from pipelines.publish.exports.people import people_by_ward
from pipelines.publish.exports.terms_files import PURPOSE
from pipelines.publish.exports.web_files import IS_ACCURATE, write_web
from pipelines.publish.release import SAMPLE_NOTE, publish
from warehouse.contract import LICENCE_URL, VOCABULARIES, published_tables, table
from warehouse.contract.derived.deprecations import DEPRECATIONS
from warehouse.contract.derived.frames import frame
from warehouse.contract.derived.text_form import from_text
from warehouse.storage import write_table


def test_the_workbook_has_a_sheet_per_ward_and_text_in_its_cells(release_folder: Path) -> None:
    book = openpyxl.load_workbook(release_folder / NAME)
    assert book.sheetnames == ["説明", "集計", "全件", "宮前区", "区不明"]
    sheet = book["宮前区"]
    row = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[2]], strict=True))
    assert (row["名称"], row["種類"], row["掲載の数"], row["掲載ページ"]) == (
        "土橋カフェ",
        "居場所・カフェ",
        "2",
        "https://x.example/s_1",
    )
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:Y2"
    assert row["ほかの種類"] == "学び・寺子屋"
    assert (row["FAX"], row["メール"], row["更新日"]) == ("044-200-1235", "info@tsuchihashi.example.jp", "2025-01-01")
    assert SAMPLE_NOTE in sheet.oddHeader.center.text
    formula = book["区不明"]["B2"]
    assert (formula.value, formula.data_type) == ("=HYPERLINK(1)の会", "s")
    assert book["集計"]["B2"].value == 1
    every = book["全件"]
    assert [cell.value for cell in every[1]] == [cell.value for cell in sheet[1]]
    assert [cell.value for cell in every["B"]] == ["名称", "土橋カフェ", "=HYPERLINK(1)の会"]
    assert every.auto_filter.ref == "A1:Y3" and book.defined_names["活動"].attr_text == "'全件'!$A$1:$Y$3"
    counted, kinds = book["集計"]._charts
    assert [series.val.numRef.f for series in kinds.series] == ["集計!$B$4:$C$4"]
    assert [series.val.numRef.f for series in counted.series] == ["集計!$B$2:$B$3", "集計!$C$2:$C$3"]


def test_no_line_of_the_explanation_is_cut_off(release_tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    """Neither Excel nor LibreOffice makes a row higher by itself when the file was written row by row."""
    credit = "この一覧は以下の著作物を改変して利用しています。" * 5
    sources = release_tables["sources"].with_columns(attribution=pl.lit(credit))
    write_excel(release_tables | {"sources": sources}, tmp_path, "")
    sheet = openpyxl.load_workbook(tmp_path / NAME)["説明"]
    places = {cell.row: 2 * len(str(cell.value)) for cell in sheet["B"] if cell.value}
    wide = sheet.column_dimensions["B"].width
    assert any(count > wide for count in places.values())
    given = {number: sheet.row_dimensions[number].height or 15 for number in places}
    assert [number for number, count in places.items() if given[number] < 15 * count / wide] == []


def test_csv_for_excel_begins_with_a_mark_and_calculates_nothing(release_folder: Path) -> None:
    body = (release_folder / FOR_EXCEL).read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(body.decode("utf-8-sig").splitlines()))
    assert [row["名称"] for row in rows] == ["土橋カフェ", "'=HYPERLINK(1)の会"]
    assert {row["出典"] for row in rows} == {"見本"}
    assert all(row["備考"].startswith(SAMPLE_NOTE) and LICENCE_URL in row["備考"] for row in rows)


def test_the_standard_open_dataset_has_the_city_and_the_ward(release_folder: Path) -> None:
    with (release_folder / ODS).open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    told = (
        row["全国地方公共団体コード"],
        row["所在地_全国地方公共団体コード"],
        row["所在地_市区町村"],
        row["開催パターン"],
    )
    assert told == ("141305", "141364", "川崎市宮前区", "1We")
    terms = f"この一覧の利用条件: CC BY 4.0（{LICENCE_URL}）。元の掲載の出典: 見本"
    assert row["備考"] == SAMPLE_NOTE + terms


KNOWN = {"ward_code": "141364", "town": "宮崎2丁目", "block": "12-29", "building": "宮崎会館"}


@pytest.mark.parametrize(
    ("known", "address"),
    [
        (KNOWN | {"address": "〒216-0033 宮前区宮崎2-12-29"}, "神奈川県川崎市宮前区宮崎2丁目12-29"),
        (KNOWN | {"address": "宮崎2丁目", "block": None}, "神奈川県川崎市宮前区宮崎2丁目"),
        ({"address": "野川あたり", "ward_code": None, "town": None}, "野川あたり"),
    ],
)
def test_an_address_of_the_standard_is_whole_where_its_town_is_known(
    known: dict[str, str | None], address: str, release_tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    row = standard_row(release_tables, tmp_path, known)
    assert row["所在地_連結表記"] == address


def test_the_standard_has_readings_in_katakana_and_words_for_codes(
    release_tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    row = standard_row(
        release_tables, tmp_path, {"kana": "つちはしカフェ・ゔぁ", "target_group_codes": "infant;guardian"}
    )
    assert (row["イベント名_カナ"], row["タグ"]) == ("ツチハシカフェ・ヴァ", "乳児;保護者・親子")


def standard_row(tables: dict[str, pl.DataFrame], folder: Path, known: dict[str, str | None]) -> dict[str, str]:
    """The first activity, of which something else is known, in the form of the standard."""
    write_csv({**tables, "activities": tables["activities"].with_columns(typed(known))}, folder, "")
    with (folder / ODS).open(encoding="utf-8-sig", newline="") as file:
        return next(csv.DictReader(file))


def typed(texts: dict[str, str | None]) -> list[pl.Expr]:
    """Columns of one value each, from its text."""
    return [from_text(pl.lit(text, dtype=pl.String), name).alias(name) for name, text in texts.items()]


@pytest.mark.parametrize(
    ("start", "end", "said", "ends"),
    [
        (time(18), time(0), "12月2日（水）18:00〜24:00", "2026-12-03T00:00"),
        (time(22), time(0, 30), "12月2日（水）22:00〜翌00:30", "2026-12-03T00:30"),
        (time(22), time(1), "12月2日（水）22:00〜翌01:00", "2026-12-03T01:00"),
        (time(13, 30), time(15), "12月2日（水）13:30〜15:00", "2026-12-02T15:00"),
    ],
)
def test_what_goes_on_after_midnight_ends_on_the_next_day_in_every_file(
    start: time, end: time, said: str, ends: str, release_tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    hours = {"session_start": pl.lit(start), "session_end": pl.lit(end)}
    tables = release_tables | {
        name: release_tables[name].with_columns(**hours) for name in ("activity_occurrences", "activity_schedules")
    }
    assert next_days(tables["activity_occurrences"], 5).get_column("text")[0] == said
    assert write_web(tables, tmp_path, "") == write_calendars(tables, tmp_path, "") == []
    graph = json.loads((tmp_path / "activities.jsonld").read_text(encoding="utf-8"))["@graph"]
    (series,) = (entry for entry in graph if entry["@type"] == "EventSeries")
    assert series["subEvent"][0]["endDate"] == f"{ends}:00+09:00"
    (event,) = icalendar.Calendar.from_ical((tmp_path / "calendars" / "141364_cafe.ics").read_bytes()).walk("VEVENT")
    assert f"{event.decoded('dtend'):%Y-%m-%dT%H:%M}" == ends


def test_an_activity_a_file_cannot_hold_is_missing_there_and_told(
    release_tables: dict[str, pl.DataFrame], release_files: dict[str, Path], tmp_path: Path
) -> None:
    odd = "FREQ=FORTNIGHTLY;BYDAY=WE"
    broken = {
        "activity_schedules": release_tables["activity_schedules"].with_columns(schedule_rrule=pl.lit(odd)),
        "activities": release_tables["activities"].with_columns(
            schedule_rrules=pl.when(pl.col("activity_id") == "kwa_1").then(pl.concat_list(pl.lit(odd)))
        ),
    }
    for name, df in broken.items():
        write_table(table(name), df, release_files[name])
    folder = publish(release_files, tmp_path / "published").folder
    missing = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["left_out"]
    assert [(each["file"], each["activity_id"], each["value"]) for each in missing] == [
        ("activities.jsonld", "kwa_1", odd),
        ("calendars", "kwa_1", odd),
    ]
    assert not list((folder / "calendars").glob("*.ics"))
    assert "calendars に書けなかった活動 1 件: 「土橋カフェ」" in (folder / "report.html").read_text(encoding="utf-8")


def test_links_lead_to_pages_for_people_where_there_is_one(
    release_tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    """What an API answers is no page; the page of the activity itself is better, another list's page best."""
    api = "https://events.example/api/v1/events?page=2&format=JSON"
    machine = pl.col("listing_id").is_in(["s_1", "s_3"])
    page = pl.when(machine).then(pl.lit(api)).otherwise("page_url")
    listings = release_tables["activity_listings"].with_columns(page_url=page)

    def led(own: str | None) -> list[str]:
        activities = release_tables["activities"].with_columns(url=pl.lit(own, dtype=pl.String))
        found = pl.concat(people_by_ward(release_tables | {"activities": activities, "activity_listings": listings}))
        return found.sort("活動ID").get_column("掲載ページ").to_list()

    assert led("https://x.example/own") == ["https://x.example/s_2", "https://x.example/own"]
    assert led(None) == ["https://x.example/s_2", api]


@pytest.mark.parametrize(
    ("status", "is_ended", "said"),
    [
        (None, True, "日程はすべて過ぎています"),
        (None, False, None),
        ("paused", False, "休止中"),
        ("ended", True, "終了"),
    ],
)
def test_what_has_ended_is_marked(
    release_tables: dict[str, pl.DataFrame], status: str | None, said: str | None, *, is_ended: bool
) -> None:
    given = [pl.lit(status, dtype=pl.String).alias("status_code"), pl.lit(is_ended).alias("is_ended")]
    found = pl.concat(people_by_ward(release_tables | {"activities": release_tables["activities"].with_columns(given)}))
    assert found.get_column("状況").unique().to_list() == [said]


def test_moments_have_an_offset_that_every_reader_knows(
    release_tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    moment = datetime(2026, 11, 23, 5, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    activities = release_tables["activities"].with_columns(fetched_at=pl.lit(moment).dt.cast_time_unit("us"))
    write_csv(release_tables | {"activities": activities}, tmp_path, "")
    with (tmp_path / FOR_MACHINES).open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["fetched_at"] == "2026-11-23T05:30:00+09:00"


def test_only_sample_data_bears_the_mark(release_tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    write_csv(release_tables, tmp_path, "")
    write_web(release_tables, tmp_path, "")
    names = (FOR_EXCEL, ODS, "activities.json", "activities.geojson", "activities.jsonld")
    texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in names}
    assert [name for name, text in texts.items() if SAMPLE_NOTE in text] == []
    assert [name for name, text in texts.items() if LICENCE_URL not in text] == []


def test_a_map_says_whose_data_it_shows_and_on_what_terms(release_folder: Path) -> None:
    found = json.loads((release_folder / "activities.geojson").read_text(encoding="utf-8"))
    told = {name: found[name] for name in ("profile", "note", "release_id", "licence", "licence_url")}
    assert told == {
        "profile": "sample",
        "note": SAMPLE_NOTE,
        "release_id": "release-1",
        "licence": "CC BY 4.0",
        "licence_url": LICENCE_URL,
    }
    credit = {"source": "見本の一覧", "url": "https://x.example/", "licence": "CC BY 4.0", "credit": "見本"}
    assert found["attribution"] == [credit]


def test_search_engines_are_told_whose_data_these_are(release_folder: Path) -> None:
    graph = json.loads((release_folder / "activities.jsonld").read_text(encoding="utf-8"))["@graph"]
    (told,) = (entry for entry in graph if entry["@type"] == "Dataset")
    assert told["name"] == SAMPLE_NOTE + "川崎市の地域活動"
    assert (told["license"], told["creditText"]) == (LICENCE_URL, "見本")
    assert told["dateModified"].startswith("2026-11-23T")
    assert [(each["url"], each["creditText"]) for each in told["isBasedOn"]] == [("https://x.example/", "見本")]


def test_calendars_are_valid_and_keep_their_uids(release_folder: Path) -> None:
    path = release_folder / "calendars" / "141364_cafe.ics"
    (event,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert str(event["UID"]) == "kwa_1-1@hiroba"
    assert event.decoded("dtstart") == datetime(2026, 12, 2, 13, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=90)
    assert event["RRULE"].to_ical() == b"FREQ=MONTHLY;UNTIL=20270106T043000Z;BYDAY=1WE"
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))
    assert "[居場所・カフェ](141364_cafe.ics)（1）" in (release_folder / "calendars" / "README.md").read_text(
        encoding="utf-8"
    )


RULES = ["FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=MONTHLY;BYDAY=1WE,3WE", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=DAILY", None]
OFF = [
    None,
    "holidays_off",
    "closed=3TU",
    "closed_month=12",
    "year_end_off",
    "closed_date=2026-12-08,12-24",
    "closed_date=12-20/01-10",
]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("off", OFF)
def test_a_calendar_shows_the_days_that_are_published_and_no_other(
    rule: str | None, off: str | None, release_tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    said = {"schedule_rrules": rule, "exceptions": off, "schedule_completeness_code": "full"}
    said |= {"schedule_days": None if rule else "2026-12-05;2026-12-24"}
    said |= {"session_starts": "13:30", "session_ends": "15:00"}
    activities = release_tables["activities"].with_columns(typed(said))
    rules = schedules(activities.filter(pl.col("activity_id") == "kwa_1"))
    days = upcoming(rules, date(2026, 11, 23), 90)
    tables = release_tables | {"activity_schedules": rules, "activity_occurrences": days}
    write_calendars(tables, tmp_path, "")
    (event,) = icalendar.Calendar.from_ical((tmp_path / "calendars" / "141364_cafe.ics").read_bytes()).walk("VEVENT")
    assert shown(event) == days.get_column("held_on").to_list()


def shown(event: icalendar.Event) -> list[date]:
    """What a calendar makes of an event."""
    begin = event.decoded("dtstart")
    # A list of days holds the first one too: ical.js takes DTSTART for none of them
    found = set() if "RDATE" in event else {begin}
    if "RRULE" in event:
        found |= set(rrulestr(event["RRULE"].to_ical().decode(), dtstart=begin))
    for name, change in (("RDATE", found.update), ("EXDATE", found.difference_update)):
        change(day.dt for day in getattr(event.get(name), "dts", []))
    return sorted(moment.date() for moment in found)


def test_what_is_of_a_second_kind_is_found_by_it_in_every_file(release_folder: Path) -> None:
    calendars = release_folder / "calendars"
    main, other = ((calendars / f"141364_{kind}.ics").read_text(encoding="utf-8") for kind in ("cafe", "learning"))
    assert main.replace("居場所・カフェ", "学び・寺子屋") == other
    listed = json.loads((release_folder / "activities.json").read_text(encoding="utf-8"))["activities"]
    kinds = {each["id"]: (each["kind_code"], each["other_kind_codes"], each["other_kinds"]) for each in listed}
    assert kinds == {"kwa_1": ("cafe", ["learning"], "学び・寺子屋"), "kwa_2": (None, [], None)}
    (feature,) = json.loads((release_folder / "activities.geojson").read_text(encoding="utf-8"))["features"]
    assert feature["properties"]["other_kind_codes"] == ["learning"]
    with (release_folder / "hsds" / "attributes.csv").open(encoding="utf-8-sig", newline="") as file:
        attributes = list(csv.DictReader(file))
    assert len({row["id"] for row in attributes}) == len(attributes) == 2


def test_the_map_has_points_only_where_they_are_known(release_folder: Path) -> None:
    features = json.loads((release_folder / "activities.geojson").read_text(encoding="utf-8"))["features"]
    assert [feature["geometry"]["coordinates"] for feature in features] == [[139.57, 35.58]]
    assert features[0]["properties"]["is_accurate"] is True


def test_every_fineness_of_a_point_is_accurate_or_not() -> None:
    assert set(IS_ACCURATE) == set(VOCABULARIES["geo_level"].values())


def test_search_engines_see_an_event_only_with_a_day(release_folder: Path) -> None:
    graph = json.loads((release_folder / "activities.jsonld").read_text(encoding="utf-8"))["@graph"]
    entries = {entry["name"]: entry for entry in graph}
    assert entries["=HYPERLINK(1)の会"]["@type"] == "Organization"
    series = entries["土橋カフェ"]
    assert series["@type"] == "EventSeries"
    assert [event["startDate"] for event in series["subEvent"]] == [
        "2026-12-02T13:30:00+09:00",
        "2027-01-06T13:30:00+09:00",
    ]
    assert series["eventSchedule"][0]["repeatFrequency"] == "P1M"
    assert series["eventSchedule"][0]["byDay"] == ["1WE"]
    assert series["location"]["address"]["addressLocality"] == "川崎市宮前区"


def test_a_web_page_gets_texts_to_show_in_the_order_of_their_sound(release_folder: Path) -> None:
    content = json.loads((release_folder / "activities.json").read_text(encoding="utf-8"))
    first, second = content["activities"]
    assert (first["name"], second["name"]) == ("=HYPERLINK(1)の会", "土橋カフェ")
    assert second["sort_key"] == "つちはしかふぇ"
    assert [day["text"] for day in second["next_days"]] == ["12月2日（水）13:30〜15:00", "1月6日（水）13:30〜15:00"]
    assert second["summary"] == "毎月第1水曜日 13:30〜15:00。土橋会館。費用: 100円。"
    assert second["listed_on"][0] == {"source": "見本の一覧", "url": "https://x.example/s_1", "credit": "見本"}
    assert [(gone["id"], gone["why"], gone["not_seen_days"]) for gone in content["gone"]] == [
        ("kwa_0", "掲載が見えなくなった", 3)
    ]


def test_hsds_has_what_it_requires_and_leaves_out_what_is_not_known(release_folder: Path) -> None:
    def rows(name: str) -> list[dict[str, str]]:
        with (release_folder / "hsds" / PATHS[name]).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    for name, required in REQUIRED.items():
        assert all(row[column] for row in rows(name) for column in required), name
        assert [row["id"] for row in rows(name)] == [str(uuid.UUID(row["id"], version=5)) for row in rows(name)]
    services = {row["name"]: row for row in rows("service")}
    organisations = {row["id"]: row["name"] for row in rows("organization")}
    assert organisations[services["土橋カフェ"]["organization_id"]] == "土橋の会"
    assert organisations[services["=HYPERLINK(1)の会"]["organization_id"]] == "（主催の記載なし）"
    assert services["土橋カフェ"]["id"] == identifier("service", "kwa_1")
    (schedule,) = rows("schedule")
    assert (schedule["freq"], schedule["byday"], schedule["opens_at"]) == ("MONTHLY", "1WE", "13:30")
    (address,) = rows("address")
    assert (address["postal_code"], address["region"], address["address_1"]) == ("2160005", "宮前区", "土橋2丁目")


@pytest.mark.parametrize(
    ("rule", "exceptions", "said"),
    [
        ("FREQ=MONTHLY;BYDAY=1WE", None, ("MONTHLY", "1WE", "", "")),
        ("FREQ=MONTHLY;BYMONTH=4,10;BYDAY=1WE", None, ("", "", "", "")),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", None, ("", "", "", "")),
        ("FREQ=WEEKLY;BYDAY=WE", ["period=2026-10-01/2027-03-31"], ("WEEKLY", "WE", "2026-10-01", "2027-03-31")),
        ("FREQ=WEEKLY;BYDAY=WE", ["rain_cancels", "period=2026-10-01/"], ("WEEKLY", "WE", "2026-10-01", "")),
    ],
)
def test_hsds_says_no_day_that_the_rule_does_not_name(
    rule: str,
    exceptions: list[str] | None,
    said: tuple[str, ...],
    release_tables: dict[str, pl.DataFrame],
    tmp_path: Path,
) -> None:
    schedules = release_tables["activity_schedules"].with_columns(
        schedule_rrule=pl.lit(rule), exceptions=pl.lit(exceptions, dtype=pl.List(pl.String))
    )
    write_hsds(release_tables | {"activity_schedules": schedules}, tmp_path, "")
    with (tmp_path / "hsds" / PATHS["schedule"]).open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert tuple(row[name] for name in ("freq", "byday", "valid_from", "valid_to")) == said
    assert row["description"] == "毎月第1水曜日 13:30〜15:00"


def test_every_link_of_a_release_leads_to_a_file_of_it(release_folder: Path) -> None:
    """So the release_folder can stand anywhere: on a disk, a web server, an object store."""
    pages = [path for path in release_folder.rglob("*") if path.suffix in (".md", ".html")]
    links = []
    for page in pages:
        text = page.read_text(encoding="utf-8")
        found = map("".join, re.findall(r"\]\(([^)]+)\)|(?:href|src)=\"([^\"]+)\"", text))
        links += [(page, link) for link in found if not re.match(r"[a-z]+:", link) and "…" not in link]
    assert len(links) > 400
    targets = [
        (page.parent / unquote(link.partition("#")[0]) if link[0] != "#" else page, link) for page, link in links
    ]
    assert [link for target, link in targets if not target.exists()] == []
    inside = [(target, link.partition("#")[2]) for target, link in targets if "#" in link and link[-1] != "#"]
    assert [name for target, name in inside if f'id="{name}"' not in target.read_text(encoding="utf-8")] == []


def test_the_readme_answers_every_question_and_says_what_will_go(release_folder: Path) -> None:
    text = (release_folder / "README.ja.md").read_text(encoding="utf-8")
    assert text.count("](queries/") == len(questions()) > 10
    assert "| 土橋カフェ | 2025-01-01 |" in text
    assert all(f"`{each.table}.{each.column}` → `{each.replaced_by}`" in text for each in DEPRECATIONS)
    log = (release_folder / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "- 新しく載った / Listed for the first time: 1" in log


OWN = {"README.ja.md", "README.en.md", "LICENSE", "活動一覧.xlsx"}


@pytest.mark.parametrize("contact", [None, "desk@city.kawasaki.jp"])
def test_who_does_not_want_to_be_listed_is_told_what_to_do(
    contact: str | None, release_tables: dict[str, pl.DataFrame], release_files: dict[str, Path], tmp_path: Path
) -> None:
    release = release_tables["release"].with_columns(contact=pl.lit(contact, dtype=pl.String))
    write_table(table("release"), release, release_files["release"])
    folder = publish(release_files, tmp_path / "published").folder
    cells = (cell for row in openpyxl.load_workbook(folder / NAME)["説明"].values for cell in row)
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in OWN - {NAME}}
    texts[NAME] = " ".join(str(cell) for cell in cells)
    told = contact or "HIROBA_CONTACT"
    assert [name for name, text in texts.items() if told not in text] == []
    assert ("元のページの持ち主" in texts["README.ja.md"]) is (contact is None)
    assert "| 見本課 |" in texts["README.ja.md"]


def test_a_release_says_what_its_data_are_for_and_whose_they_are(release_folder: Path) -> None:
    texts = {
        name: (release_folder / name).read_text(encoding="utf-8")
        for name in ("README.ja.md", "README.en.md", "LICENSE")
    }
    assert PURPOSE.ja in texts["README.ja.md"]
    assert PURPOSE.en in texts["README.en.md"]
    assert LICENCE_URL in texts["LICENSE"]
    credit = (release_folder / "ATTRIBUTION").read_text(encoding="utf-8")
    assert SAMPLE_NOTE in credit
    assert "見本の一覧\n  https://x.example/\n  利用条件: CC BY 4.0\n  出典: 見本\n" in credit


def test_the_line_of_the_readme_answers(release_folder: Path) -> None:
    """A new reader's first minute: the pasted line, nothing else."""
    text = (release_folder / "README.ja.md").read_text(encoding="utf-8")
    line = next(line.strip() for line in text.splitlines() if line.startswith("    python -c"))
    command = [sys.executable, *shlex.split(line)[1:]]
    done = subprocess.run(command, cwd=release_folder, capture_output=True, text=True, check=True)
    assert "park_count" in done.stdout


def test_the_report_says_the_night_in_one_line_and_needs_nothing_else(release_folder: Path) -> None:
    page = (release_folder / "report.html").read_text(encoding="utf-8")
    assert (
        "活動 2 件を公開しました（掲載 3 件、新しく載った 0 件、なくなった 0 件）。すべての情報源が正常です。" in page
    )
    assert "=HYPERLINK" not in page
    assert not any(word in page for word in ("<script", "<link", "src="))


def test_descriptions_agree_with_the_contract(release_folder: Path) -> None:
    package = json.loads((release_folder / "datapackage.json").read_text(encoding="utf-8"))
    parquet = [each for each in package["resources"] if each["format"] == "parquet"]
    fields = {each["path"]: [field["name"] for field in each["schema"]["fields"]] for each in parquet}
    assert fields == {f"{entry.name}.parquet": list(entry.column_names) for entry in published_tables()}
    assert all((release_folder / each["path"]).is_file() for each in package["resources"])
    for name in (FOR_EXCEL, ODS):  # a cell for people, such as 2026-06, is text and no broken date
        (read,) = [each["schema"]["fields"] for each in package["resources"] if each["path"] == name]
        with (release_folder / name).open(encoding="utf-8-sig", newline="") as file:
            assert [field["name"] for field in read] == next(csv.reader(file))
        assert {field["type"] for field in read} == {"string"}
    contract = yaml.safe_load((release_folder / "contract.odcs.yaml").read_text(encoding="utf-8"))
    assert [entry["name"] for entry in contract["schema"]] == [entry.name for entry in published_tables()]
    for entry in contract["schema"]:
        rules = {each["name"]: [rule["metric"] for rule in each.get("quality", [])] for each in entry["properties"]}
        assert {name for name, metrics in rules.items() if "nullValues" in metrics} == set(
            {*table(entry["name"]).column_names} - {*table(entry["name"]).optional}
        )
    counts = {entry["name"]: entry["quality"] for entry in contract["schema"] if "quality" in entry}
    rule = {"type": "library", "metric": "rowCount", "unit": "rows"}
    assert counts["release"] == [rule | {"mustBe": 1}]
    assert counts["codes_ward"] == [rule | {"mustBe": 7}]
    assert counts["activities"] == [rule | {"mustBeGreaterThan": 0}]
    assert "activity_tombstones" not in counts
    assert contract["team"]["name"] == "ひろば データ担当"
    assert "HIROBA_CONTACT" in contract["support"][0]["description"]
    assert "url" not in contract["support"][0]
    assert "見本の一覧" in (release_folder / "README.ja.md").read_text(encoding="utf-8")
    assert set(models()) == {entry.name for entry in published_tables()}


@pytest.mark.parametrize(
    ("contact", "url"),
    [
        ("https://city.example/contact", "https://city.example/contact"),
        ("data@city.example", "mailto:data@city.example"),
    ],
)
def test_the_contract_says_where_to_turn_to(contact: str, url: str, tmp_path: Path) -> None:
    write_contract({"release": pl.DataFrame({"contact": [contact]})}, tmp_path, "")
    contract = yaml.safe_load((tmp_path / "contract.odcs.yaml").read_text(encoding="utf-8"))
    assert contract["support"][0]["url"] == url


def test_the_contract_says_where_its_tables_lie(release_folder: Path) -> None:
    contract = yaml.safe_load((release_folder / "contract.odcs.yaml").read_text(encoding="utf-8"))
    (server,) = contract["servers"]
    paths = [release_folder / server["path"].replace("{model}", each["name"]) for each in contract["schema"]]
    assert paths and all(path.is_file() for path in paths)


@pytest.mark.parametrize("query", questions(), ids=lambda path: path.stem)
def test_worked_questions_run_on_the_file(query: Path, release_folder: Path) -> None:
    with duckdb.connect(str(release_folder / "hiroba.duckdb"), read_only=True) as con:
        con.sql(query.read_text(encoding="utf-8")).fetchall()
    assert (release_folder / "queries" / query.name).is_file()


@given(
    st.lists(st.text(max_size=40) | st.sampled_from([" a", "a\n", "_x0041_", "a&b<c>", "\x07", "あ" * 90]), min_size=1)
)
def test_a_row_is_written_as_the_library_writes_it(texts: list[str]) -> None:
    """Height of the row, escapes, blanks that stay."""
    rows = pl.DataFrame({"名称": texts, "URL": [None, *texts[1:]]}, schema={"名称": pl.String, "URL": pl.String})

    def sheet(write: Callable[[_Rows, xlsxwriter.format.Format], None]) -> bytes:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "a.xlsx"
            with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
                style = book.add_format({"num_format": "@"})
                page = book.add_worksheet("a", _Rows)
                for column, header in enumerate(rows.columns):
                    page.write_string(0, column, header, style)
                write(page, style)
            return zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")

    def one_by_one(page: _Rows, style: xlsxwriter.format.Format) -> None:
        for number, row in enumerate(rows.iter_rows(), start=1):
            page.set_row(number, 15 * rows.select(_lines(rows.columns)).to_series()[number - 1])
            for column, value in enumerate(row):
                if value is not None:
                    page.write_string(number, column, value, style)

    assert sheet(lambda page, style: page.write_rows(rows, [style, style])) == sheet(one_by_one)


@given(st.sampled_from(["service", "location"]), st.text(max_size=30))
def test_a_uuid_is_version_5_of_our_id(kind: str, key: str) -> None:
    space = uuid.uuid5(uuid.NAMESPACE_DNS, "hiroba.invalid")
    assert identifier(kind, key) == str(uuid.uuid5(space, f"{kind}/{key}"))


def test_the_duckdb_file_points_from_table_to_table_and_has_labels_in_place_of_codes(
    release_files: dict[str, Path], tmp_path: Path
) -> None:
    for entry in published_tables():
        if entry.vocabulary:
            codes = VOCABULARIES[entry.vocabulary].codes
            rows = [
                {"code": each.code, "ordinal": number, "label_ja": each.ja, "label_en": each.en}
                for number, each in enumerate(codes)
            ]
            write_table(entry, frame(entry, rows), release_files[entry.name])
    folder = publish(release_files, tmp_path / "published").folder
    with duckdb.connect(str(folder / "hiroba.duckdb"), read_only=True) as con:
        keys = con.execute(
            "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'"
        ).fetchall()
        assert ("activity_listings", ["activity_id"]) in keys and ("activities", ["venue_id"]) in keys
        assert ("activity_tombstones", ["activity_id"]) not in keys, "that one has no row to point to"
        found = con.execute("SELECT * FROM v_activities ORDER BY activity_id")
        columns = [each[0] for each in found.description or ()]
        row = dict(zip(columns, found.fetchall()[0], strict=True))
        comments = dict(con.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall())
    assert "kind_code" not in columns and "schedule_dates" not in columns
    assert (row["ward_ja"], row["kind_ja"], row["other_kinds_ja"]) == (
        "宮前区",
        "居場所・カフェ",
        ["学び・寺子屋"],
    )
    assert "符号の代わりに日本語" in comments["v_activities"] and "v_codes_ward" not in comments
