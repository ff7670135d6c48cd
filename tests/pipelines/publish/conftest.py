"""A small release: two activities, one source."""

import shutil
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.publish.release import publish
from warehouse.contract import CONTRACT_VERSION, published_tables, table
from warehouse.contract.derived.dictionary import dictionary_frame
from warehouse.contract.derived.frames import empty_frame, frame
from warehouse.contract.derived.text_form import with_announced
from warehouse.storage import write_table

ACTIVITY: dict[str, Any] = dict.fromkeys(table("activities").optional) | {
    "activity_id": "kwa_1",
    "name": "土橋カフェ",
    "kana": "つちはしかふぇ",
    "listing_count": 2,
    "source_count": 1,
    "profile_code": "sample",
    "ward_code": "141364",
    "kind_code": "cafe",
    "other_kind_codes": ["learning"],
    "venue": "土橋会館",
    "venue_id": "kwv_1",
    "organizer": "土橋の会",
    "organizer_id": "kwo_1",
    "town": "土橋2丁目",
    "postcode": "2160005",
    "updated_date": "2025-01-01",
    "schedule_rrules": ["FREQ=MONTHLY;BYDAY=1WE"],
    "lat": 35.58,
    "lon": 139.57,
    "geo_level_code": "facility",
    "schedule": "毎月第1水曜 13時30分〜15時",
    "schedule_gif": "1We",
    "schedule_sentence": "毎月第1水曜日 13:30〜15:00",
    "schedule_completeness_code": "full",
    "session_starts": [time(13, 30)],
    "session_ends": [time(15)],
    "fee": "100円",
    "phone": "044-200-1234",
    "fax": "044-200-1235",
    "mail": "info@tsuchihashi.example.jp",
}


@pytest.fixture(scope="session")
def release_tables() -> dict[str, pl.DataFrame]:
    """Published tables with two activities."""
    found = {entry.name: empty_frame(entry) for entry in published_tables()}
    facts: dict[str, Any] = {
        "release_id": "release-1",
        "profile_code": "sample",
        "as_of_at": datetime(2026, 11, 23, 1, tzinfo=UTC),
        "contract_version": CONTRACT_VERSION,
        "activity_count": 2,
        "listing_count": 3,
    }
    source = dict.fromkeys(table("sources").optional) | {
        "source_key": "s",
        "source_name": "見本の一覧",
        "owner": "見本課",
        "home_url": "https://x.example/",
        "licence": "CC BY 4.0",
        "attribution": "見本",
        "selection_code": "newest",
        "newest_verdict_code": "succeeded",
        "message_ja": "正常です。",
        "listing_count": 3,
        "activity_count": 2,
    }
    bridge = {"source_key": "s", "record_key": "1", "name": "土橋カフェ", "body_sha256": "0", "content_print": "0"}
    bridge |= {"organizer_id": None, "venue_id": None}
    listings = [
        {"activity_id": activity, "listing_id": listing, "page_url": f"https://x.example/{listing}", **bridge}
        for activity, listing in (("kwa_1", "s_1"), ("kwa_1", "s_2"), ("kwa_2", "s_3"))
    ]
    nameless = dict.fromkeys(table("activities").optional) | {"activity_id": "kwa_2", "name": "=HYPERLINK(1)の会"}
    nameless |= {"listing_count": 1, "source_count": 1, "profile_code": "sample"}
    days = [
        {
            "activity_id": "kwa_1",
            "held_on": day,
            "schedule_number": 1,
            "session_start": time(13, 30),
            "session_end": time(15),
        }
        for day in (date(2026, 12, 2), date(2027, 1, 6))
    ]
    rules = [
        {"activity_id": "kwa_1", "schedule_number": 1, "schedule_completeness_code": "full", "weekdays": ["WE"]}
        | {"schedule_rrule": "FREQ=MONTHLY;BYDAY=1WE", "session_start": time(13, 30), "session_end": time(15)}
    ]
    organiser = {"organizer_id": "kwo_1", "name": "土橋の会", "spellings": ["土橋の会"]}
    venue = {
        "venue_id": "kwv_1",
        "name": "土橋会館",
        "spellings": ["土橋会館"],
        "ward_code": "141364",
        "town": "土橋2丁目",
    }
    counts = {"listing_count": 2, "activity_count": 1}
    stone = {"activity_id": "kwa_0", "redirect_code": "retired", "name": "前の会", "change_code": "not_seen"}
    stone |= {"last_published_on": date(2026, 11, 20), "not_seen_days": 3}
    log = {"release_id": "release-1", "as_of_at": facts["as_of_at"], "contract_version": CONTRACT_VERSION}
    change = {"activity_id": "kwa_1", "change_code": "added", "field_name": "-"}
    typed = found | {
        "activity_schedules": frame(table("activity_schedules"), rules),
        "organisers": frame(table("organisers"), [organiser | counts]),
        "venues": frame(table("venues"), [venue | counts]),
        "activity_tombstones": frame(table("activity_tombstones"), [stone]),
        "activity_change_log": frame(
            table("activity_change_log"), [change | {"release_id": "release-1", "changed_on": date(2026, 11, 23)}]
        ),
        "release_log": frame(table("release_log"), [log | {"activity_count": 2, "listing_count": 3}]),
        "release": frame(table("release"), [facts]),
        "sources": frame(table("sources"), [source]),
        "activities": frame(table("activities"), [ACTIVITY, nameless]),
        "activity_listings": frame(table("activity_listings"), listings),
        "activity_occurrences": frame(table("activity_occurrences"), days),
        "data_dictionary": dictionary_frame(),
    }
    return {name: with_announced(df, table(name)) for name, df in typed.items()}


@pytest.fixture
def release_files(release_tables: dict[str, pl.DataFrame], tmp_path: Path) -> dict[str, Path]:
    """The same as files."""
    return _files(release_tables, tmp_path / "release_tables")


@pytest.fixture(scope="session")
def release_folder(release_tables: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a release, made once: only to be read."""
    made = tmp_path_factory.mktemp("release")
    return publish(_files(release_tables, made / "release_tables"), made / "published").folder


@pytest.fixture
def own_published(release_folder: Path, tmp_path: Path) -> Path:
    """A copy of the folder of that release, with `latest`: to be changed."""
    shutil.copytree(release_folder.parent.parent, tmp_path / "published", symlinks=True)
    return tmp_path / "published"


@pytest.fixture
def own_folder(own_published: Path) -> Path:
    """The release in it."""
    return (own_published / "latest").resolve()


def _files(tables: dict[str, pl.DataFrame], folder: Path) -> dict[str, Path]:
    paths = {name: folder / f"{name}.parquet" for name in tables}
    for name, path in paths.items():
        write_table(table(name), tables[name], path)
    return paths
