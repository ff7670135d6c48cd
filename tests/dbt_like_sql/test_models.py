"""What the SELECTs count, on tables of a few rows."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from dbt_like_sql.loader import models, run
from warehouse.contract import KEPT_DAYS

Rows = list[dict[str, Any]]


def made(name: str, folder: Path, tables: dict[str, Rows]) -> pl.DataFrame:
    files = {table: folder / f"{table}.parquet" for table in tables}
    for table, rows in tables.items():
        pl.DataFrame(rows).write_parquet(files[table])
    return run(models()[name], files)


def test_only_what_no_other_list_has_is_lost_without_a_list(tmp_path: Path) -> None:
    said = {"kwa_1": ("a",), "kwa_2": ("a", "b"), "kwa_3": ("b",), "kwa_4": ("b",)}
    bridge = [
        {"activity_id": activity, "source_key": source, "listing_id": f"{source}_{activity}"}
        for activity, sources in said.items()
        for source in sources
    ]
    # b alone knows one value of the activity that both have
    values = [{"activity_id": "kwa_2", "listing_id": "b_kwa_2", "telling_source_count": 1}]
    activities = [{"activity_id": activity, "source_count": len(sources)} for activity, sources in said.items()]
    tables = {"core__activities": activities, "core__activity_listings": bridge, "core__activity_values": values}
    df = made("overlap", tmp_path, tables).sort("source_key", "other_source_key")
    counted = ("shared_activity_count", "lost_activity_count", "lost_value_count", "only_here_count")
    assert df.select("source_key", "other_source_key", *counted).rows() == [
        ("a", "a", 2, 1, 0, 1),
        ("a", "b", 1, 1, 0, 0),
        ("b", "a", 1, 2, 1, 0),
        ("b", "b", 3, 2, 1, 2),
    ]


def test_a_stone_stands_as_long_as_releases_are_kept_and_for_nobody_who_lives(tmp_path: Path) -> None:
    today = date(2026, 11, 23)
    ended = {
        "kwa_new": today,
        "kwa_old": today - timedelta(days=KEPT_DAYS - 1),
        "kwa_past": today - timedelta(KEPT_DAYS),
    }
    history: Rows = [
        {
            "activity_id": activity,
            "activity_json": '{"name": "会"}',
            "valid_from_on": date(2026, 1, 1),
            "valid_to_on": day,
        }
        for activity, day in {**ended, "kwa_lives": None}.items()
    ]
    identity: Rows = [
        {"activity_id": activity, "identity_code": "retired", "current_activity_id": None} for activity in ended
    ]
    identity.append({"activity_id": "kwa_lives", "identity_code": "kept", "current_activity_id": "kwa_lives"})
    changes = [{"activity_id": "kwa_new", "change_code": "not_seen", "changed_on": today, "release_id": "r"}]
    tables: dict[str, Rows] = {
        "core__activity_history": history,
        "core__activity_identity": identity,
        "core__activity_change_log": changes,
        "core__release": [{"as_of_at": datetime(2026, 11, 22, 16, tzinfo=UTC)}],  # 1:00 of the 23rd in Tokyo
    }
    df = made("activity_tombstones", tmp_path, tables).sort("activity_id")
    assert df.select("activity_id", "not_seen_days", "change_code").rows() == [
        ("kwa_new", 1, "not_seen"),
        ("kwa_old", KEPT_DAYS, None),
    ]


def test_an_activity_has_ended_when_its_page_or_its_days_say_so_and_no_regular_one_has(tmp_path: Path) -> None:
    """As of 2026-11-23 in Japan, which is still the 22nd in Greenwich."""
    said: dict[str, tuple[list[date] | None, list[str] | None, str | None, str | None, bool]] = {
        "past": ([date(2026, 10, 1), date(2026, 11, 22)], None, None, None, True),
        "today": ([date(2026, 10, 1), date(2026, 11, 23)], None, None, None, False),
        "regular": ([date(2026, 10, 1)], ["FREQ=WEEKLY;BYDAY=TU"], None, None, False),
        "often": ([date(2026, 10, 1)], None, "per_month", None, False),
        "paused": ([date(2026, 10, 1)], None, None, "paused", False),
        "ended": (None, ["FREQ=WEEKLY;BYDAY=TU"], None, "ended", True),
        "unknown": (None, None, None, None, False),
    }
    names = ("schedule_days", "schedule_rrules", "frequency_code", "status_code")
    moment = datetime(2026, 11, 22, 16, tzinfo=UTC)
    tables: dict[str, Rows] = {
        "core__activities": [
            {"activity_id": key} | dict(zip(names, each[:4], strict=True)) for key, each in said.items()
        ],
        "core__activity_listings": [
            {"activity_id": key, "updated_date": "2026-01-01", "fetched_at": moment} for key in said
        ],
        "core__activity_history": [{"activity_id": key, "valid_from_on": date(2026, 1, 1)} for key in said],
        "core__release": [{"profile_code": "sample", "as_of_at": moment}],
    }
    df = made("activities", tmp_path, tables)
    assert dict(df.select("activity_id", "is_ended").iter_rows()) == {key: each[4] for key, each in said.items()}
