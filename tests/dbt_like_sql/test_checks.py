"""Every SQL check lets sound tables pass and finds the one row that breaks its rule."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from dbt_like_sql.loader import checks, run
from pipelines.lab.drills.made import flow_tables, published_files, raw_listings
from warehouse.contract import TABLES, table
from warehouse.contract.derived.frames import empty_frame
from warehouse.storage import read_table

Break = Callable[[pl.DataFrame], pl.DataFrame]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sound")
    published_files(flow_tables(raw_listings(4)), folder)
    return {name: folder / f"{name}.parquet" for name in TABLES}


def first(**columns: object) -> Break:
    """The first row says something else."""
    is_first = pl.int_range(pl.len()) == 0
    return lambda df: df.with_columns(
        pl.when(is_first).then(pl.lit(value, dtype=df.schema[name])).otherwise(name).alias(name)
        for name, value in columns.items()
    )


def without_first(df: pl.DataFrame) -> pl.DataFrame:
    return df.slice(1)


def one_more(name: str, /, **columns: object) -> Break:
    """A row of its own, with what the test is about."""
    row = empty_frame(table(name)).clear(1)
    return lambda df: pl.concat(
        [df, row.with_columns(pl.lit(value, dtype=row.schema[key]).alias(key) for key, value in columns.items())]
    )


def _people_said_same(_: pl.DataFrame) -> pl.DataFrame:
    listings = flow_tables(raw_listings(4))["norm__listings"].get_column("listing_id").sort()
    decided = {"listing_id_a": listings[0], "listing_id_b": listings[1], "decision_code": "same"}
    decided |= {"decider_code": "person", "probability": 1.0, "message_ja": "人の判断。"}
    return one_more("match__pairs", **decided)(empty_frame(table("match__pairs")))


def _the_first_is_quarantined(_: pl.DataFrame) -> pl.DataFrame:
    row = flow_tables(raw_listings(4))["norm__listings"].row(0, named=True)
    place = {name: row[name] for name in ("source_key", "run_id", "page_url", "position")}
    more = {"field_name": "row", "reason_code": "repeated_row", "is_quarantined": True, "detail_text": "隔離。"}
    return one_more("norm__issues", **place, **more)(empty_frame(table("norm__issues")))


def _a_stone_for_the_living(_: pl.DataFrame) -> pl.DataFrame:
    living = flow_tables(raw_listings(4))["core__activities"].get_column("activity_id")[0]
    stone = {"activity_id": living, "redirect_code": "retired", "name": "会", "last_published_on": date(2026, 11, 1)}
    return one_more("activity_tombstones", **stone, not_seen_days=1)(empty_frame(table("activity_tombstones")))


def _another_release(df: pl.DataFrame) -> pl.DataFrame:
    """One before this, of which nothing tells how this one came to be of another size."""
    row = df.row(0, named=True)
    before = {"release_id": "release-0", "as_of_at": row["as_of_at"] - timedelta(days=1), "stock_size": 99}
    return pl.concat([df, pl.DataFrame([row | before], schema=df.schema)])


def _two_causes(_: pl.DataFrame) -> pl.DataFrame:
    row = {"release_id": "r", "activity_id": "kwa_1", "changed_on": date(2026, 11, 23)}
    log = empty_frame(table("trend__growth_log"))
    for code in ("born", "edited"):
        log = one_more("trend__growth_log", **row, cause_code=code)(log)
    return log


BROKEN: dict[str, tuple[str, Break]] = {
    "every_activity_has_a_listing": ("activity_listings", without_first),
    "every_id_resolves": ("activity_redirects", first(current_activity_id="kwa_nobody")),
    "every_listing_belongs_to_one_activity": ("activity_listings", without_first),
    "estimates_add_up": ("estimates", first(different_count=9)),
    "estimates_are_in_order": ("estimates", first(at_least_count=0)),
    "every_missing_estimate_has_a_reason": ("estimate_reasons", without_first),
    "the_value_of_lists_adds_up": ("list_value", first(share_count=9.0)),
    "every_source_is_shown": ("sources", without_first),
    "no_mobile_number_is_published": ("activity_values", first(value_text="090-0000-1234")),
    "no_id_is_forgotten": ("activity_redirects", without_first),
    "every_value_comes_from_its_activity": ("activity_values", first(listing_id="s_another")),
    "what_is_explained_is_what_is_published": ("activities", first(name="別の会")),
    "counts_add_up": ("activities", first(listing_count=9)),
    "entities_are_counted_as_they_stand": ("venues", first(activity_count=9)),
    "what_people_decided_holds": ("match__pairs", _people_said_same),
    "no_day_lies_in_the_past": ("activity_occurrences", first(held_on=date(2026, 11, 23) - timedelta(days=1))),
    "old_rows_are_marked": ("activities", first(stale_since=date(2026, 11, 1))),
    "every_change_is_about_a_known_id": ("activity_changes", first(activity_id="kwa_nobody")),
    "every_activity_has_one_present": ("activity_history", without_first),
    "quarantined_rows_stay_out": ("norm__issues", _the_first_is_quarantined),
    "every_change_has_one_cause": ("activity_changes", lambda df: pl.concat([df, df])),
    "what_is_gone_is_not_listed": ("activity_tombstones", _a_stone_for_the_living),
    "rates_count_what_goes_on": (
        "rates",
        one_more("rates", age_group_code="all", kind_cell="all", ward_cell="141313", stock_count=1),
    ),
    "more_venues_never_bring_less_access": (
        "access",
        one_more("access", age_group_code="all", ward_cell="all", share_known=0.9, share_with_towns=0.8),
    ),
    "growth_adds_up": ("core__release_log", _another_release),
    "every_activity_grows_for_one_cause": ("trend__growth_log", _two_causes),
    "every_activity_is_counted_or_not": ("trend__activity_stock", without_first),
    "links_are_links": ("activities", first(url="javascript:alert(1)")),
}


@pytest.mark.parametrize("name", checks())
def test_sound_tables_pass(name: str, sound: dict[str, Path]) -> None:
    assert run(checks()[name], sound).is_empty()


@pytest.mark.parametrize("name", checks())
def test_the_row_that_breaks_a_rule_is_found(name: str, sound: dict[str, Path], tmp_path: Path) -> None:
    broken, change = BROKEN[name]
    path = tmp_path / f"{broken}.parquet"
    change(read_table(sound[broken])).write_parquet(path)  # not by write_table: the contract may refuse it too
    assert run(checks()[name], {**sound, broken: path}).height >= 1


def test_what_one_list_still_shows_today_is_not_old(tmp_path: Path) -> None:
    """One of its two lists could not be read."""
    rows = {
        "activities": [{"activity_id": "kwa_1", "stale_since": None, "staleness_code": None}],
        "activity_listings": [{"activity_id": "kwa_1", "source_key": source} for source in ("old", "new")],
        "sources": [
            {"source_key": "old", "selection_code": "last_good"},
            {"source_key": "new", "selection_code": "newest"},
        ],
    }
    files = {name: tmp_path / f"{name}.parquet" for name in rows}
    for name, path in files.items():
        pl.DataFrame(rows[name]).write_parquet(path)
    assert run(checks()["old_rows_are_marked"], files).is_empty()


def test_every_check_says_why_it_matters_and_what_to_look_at() -> None:
    for query in checks().values():
        why, _, todo = query.note.partition("。")
        assert len(why) > 10, query.name
        assert any(word in todo for word in ("確かめる", "そろえる")), query.name
