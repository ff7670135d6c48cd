"""Corrections: obeyed, visible in provenance, typed like what the lists say, over when their day is past."""

from datetime import date, time

import polars as pl
import pytest

from pipelines.core.corrections import (
    STATES,
    TO_DO,
    Corrected,
    correct,
    sentence,
)
from pipelines.core.survivorship import survive, told
from pipelines.lab.drills.made import flow_tables, raw_listings
from warehouse.contract import table
from warehouse.contract.derived.frames import conform
from warehouse.contract.tables.decisions import CORRECTIONS

DAY = date(2026, 11, 24)
PHONE = "044-200-0000"


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return flow_tables(raw_listings(3))


def activity(tables: dict[str, pl.DataFrame]) -> str:
    """The activity with the first phone."""
    rows = tables["core__activity_values"].filter(pl.col("value_text") == PHONE)
    return str(rows.get_column("activity_id").item())


def apply(tables: dict[str, pl.DataFrame], *rows: tuple[str, str, str, str | None, str]) -> Corrected:
    columns = ("activity_id", "field_name", "value_text", "seen_text", "expires_on")
    fixed = {"decided_on": "2026-11-20", "decided_by": "市民文化局", "reason": "電話で確かめた"}
    schema = dict.fromkeys(CORRECTIONS.column_names, pl.String)
    df = pl.DataFrame([fixed | dict(zip(columns, row, strict=True)) for row in rows], schema=schema)
    of = (tables["norm__listings"], tables["core__activity_listings"])
    return correct(survive(*of), told(*of), df, tables["core__activity_identity"], DAY)


def state(result: Corrected) -> str:
    return str(result.states.get_column("state").item())


def test_a_correction_is_obeyed_and_provenance_says_so(tables: dict[str, pl.DataFrame]) -> None:
    own = activity(tables)
    result = apply(tables, (own, "phone", "044-999-9999", PHONE, "2027-03-31"))
    row = result.activities.activities.filter(pl.col("activity_id") == own)
    assert row.get_column("phone").item() == "044-999-9999"
    value = result.activities.values.filter(pl.col("activity_id") == own, pl.col("field_name") == "phone")
    shown = ("value_text", "rule_code", "agreeing_count", "disagreeing_count")
    assert value.select(shown).row(0) == ("044-999-9999", "correction", 0, 1)
    assert value.get_column("disagreeing_listing_ids").to_list() == [[value.get_column("listing_id").item()]]
    assert state(result) == "in_force"
    for name, df in zip(("core__activities", "core__activity_values"), result.activities, strict=True):
        conform(table(name), df)
    others = survive(*(tables[name] for name in ("norm__listings", "core__activity_listings")))
    assert result.activities.activities.filter(pl.col("activity_id") != own).equals(
        others.activities.filter(pl.col("activity_id") != own)
    )


def test_a_schedule_is_read_like_one_of_a_list(tables: dict[str, pl.DataFrame]) -> None:
    own = activity(tables)
    result = apply(tables, (own, "schedule", "毎週金曜 10時～11時", "毎月第1水曜 13時30分～15時", "2027-03-31"))
    row = result.activities.activities.filter(pl.col("activity_id") == own).row(0, named=True)
    assert (row["schedule_rrules"], row["session_starts"]) == (["FREQ=WEEKLY;BYDAY=FR"], [time(10)])


def test_what_other_lists_gave_to_a_schedule_goes_with_it(tables: dict[str, pl.DataFrame]) -> None:
    own = activity(tables)
    base = tables["core__activity_listings"].filter(pl.col("activity_id") == own)
    listing = base.get_column("listing_id")[0]
    hours = pl.col("listing_id") == listing
    rule = tables["norm__listings"].filter(hours)
    sister = rule.with_columns(
        listing_id=pl.lit("zzz_sister"),
        schedule=pl.lit("12時まで 雨天中止"),
        schedule_rrules=pl.lit(None, dtype=rule.schema["schedule_rrules"]),
        exceptions=pl.lit(["rain_cancels"], dtype=rule.schema["exceptions"]),
    )
    joined = dict(tables)
    joined["norm__listings"] = pl.concat([tables["norm__listings"], sister])
    bridge = base.filter(hours).with_columns(listing_id=pl.lit("zzz_sister"))
    joined["core__activity_listings"] = pl.concat([tables["core__activity_listings"], bridge])
    pieces = pl.col("activity_id") == own, pl.col("rule_code") == "joined"
    before = survive(joined["norm__listings"], joined["core__activity_listings"])
    assert before.values.filter(*pieces).select("field_name", "value_text", "listing_id").rows() == [
        ("exceptions", "rain_cancels", "zzz_sister")
    ]
    after = apply(joined, (own, "schedule", "毎週金曜 10時～11時", None, "2027-03-31")).activities
    assert after.values.filter(*pieces).is_empty()
    assert after.activities.filter(pl.col("activity_id") == own)["exceptions"].to_list() == [None]


def test_a_value_nobody_knew_is_added(tables: dict[str, pl.DataFrame]) -> None:
    own = activity(tables)
    result = apply(tables, (own, "url", "https://sakura.example/", None, "2027-03-31"))
    value = result.activities.values.filter(pl.col("activity_id") == own, pl.col("field_name") == "url")
    assert value.select("value_text", "rule_code").row(0) == ("https://sakura.example/", "correction")
    assert result.activities.activities.filter(pl.col("url").is_not_null()).height == 1
    assert state(result) == "in_force"


@pytest.mark.parametrize(
    ("field", "value", "seen", "until", "expected"),
    [
        ("phone", "044-999-9999", "044-111-1111", "2027-03-31", "source_changed"),
        ("phone", PHONE, "044-111-1111", "2027-03-31", "source_agrees"),
        ("phone", "044-999-9999", PHONE, "2026-11-23", "expired"),
        ("phone", "電話なし", PHONE, "2027-03-31", "unreadable"),
        ("status_code", "休止中", None, "2027-03-31", "in_force"),
        ("status_code", "さあ", None, "2027-03-31", "unreadable"),
    ],
)
def test_what_becomes_of_a_correction(
    tables: dict[str, pl.DataFrame], field: str, value: str, seen: str | None, until: str, expected: str
) -> None:
    result = apply(tables, (activity(tables), field, value, seen, until))
    assert state(result) == expected
    is_obeyed = result.activities.values.filter(pl.col("rule_code") == "correction").height == 1
    assert is_obeyed == (expected in ("in_force", "source_changed", "source_agrees"))
    assert STATES[expected] in sentence(result.states.row(0, named=True))
    assert (expected in TO_DO) == (expected != "in_force")


def test_a_correction_on_its_last_day_holds(tables: dict[str, pl.DataFrame]) -> None:
    assert state(apply(tables, (activity(tables), "phone", "044-999-9999", PHONE, DAY.isoformat()))) == "in_force"


def test_a_correction_of_an_activity_that_is_gone_is_told(tables: dict[str, pl.DataFrame]) -> None:
    assert state(apply(tables, ("kwa_gone", "phone", "044-999-9999", PHONE, "2027-03-31"))) == "gone"


def test_a_correction_follows_its_activity_into_another(tables: dict[str, pl.DataFrame]) -> None:
    own = activity(tables)
    merged = {"activity_id": "kwa_old", "identity_code": "merged", "current_activity_id": own, "cluster_label": None}
    identity = pl.concat([tables["core__activity_identity"], pl.DataFrame([merged])], how="diagonal_relaxed")
    result = apply(
        tables | {"core__activity_identity": identity}, ("kwa_old", "phone", "044-999-9999", PHONE, "2027-03-31")
    )
    assert state(result) == "in_force"
    assert "044-999-9999" in result.activities.activities.get_column("phone")
