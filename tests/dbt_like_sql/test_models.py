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
