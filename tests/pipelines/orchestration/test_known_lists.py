"""A list that is as it was is not read again, and what is said of it is what reading it again would say."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.lab.drills.made import raw_listings
from pipelines.normalise.listings import Normalised, SourceRule, normalise
from pipelines.orchestration import as_made
from pipelines.orchestration.known_lists import KnownLists
from pipelines.settings import Settings
from warehouse.contract import table
from warehouse.contract.derived.frames import conform
from warehouse.storage import write_table

RULES = {key: SourceRule(prefix) for key, prefix in (("one", "aaa"), ("two", "bbb"))}
TOLD = {key: str(rule) for key, rule in RULES.items()}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, "sample", None)


@pytest.fixture
def raw() -> pl.DataFrame:
    rows = raw_listings(20)
    # A private name and a tag: their issues come along
    odd = pl.when(pl.col("record_key") == "k1").then(pl.lit("担当：見本花子 090-0000-1234")).otherwise("phone_text")
    lists = [rows.with_columns(source_key=pl.lit(key), phone_text=odd) for key in RULES]
    return pl.concat(lists)


def night(settings: Settings, raw: pl.DataFrame) -> tuple[Normalised, list[str]]:
    """What a night makes, and the lists it read."""
    read: list[str] = []
    lists = KnownLists(settings, TOLD)

    def by_rows(
        rows: pl.DataFrame, work: Callable[[pl.DataFrame], tuple[pl.DataFrame, ...]]
    ) -> tuple[pl.DataFrame, ...]:
        def watched(part: pl.DataFrame) -> tuple[pl.DataFrame, ...]:
            read.extend(part.get_column("source_key").unique().sort())
            return work(part)

        return lists(rows, watched)

    made = normalise(raw, RULES, by_rows=by_rows)
    write_table(table("norm__listings"), made.listings, settings.table_path("norm__listings"), lists.note())
    write_table(table("norm__issues"), made.issues, settings.table_path("norm__issues"))
    return made, read


def assert_as_if_read_anew(made: Normalised, raw: pl.DataFrame) -> None:
    anew = normalise(raw, RULES)
    for name, ours, theirs in zip(("norm__listings", "norm__issues"), made, anew, strict=True):
        assert_frame_equal(conform(table(name), ours), conform(table(name), theirs))


def changed(raw: pl.DataFrame) -> pl.DataFrame:
    """The next night: one row of one list says something else, everything is of a new run."""
    is_it = (pl.col("source_key") == "two") & (pl.col("record_key") == "k3")
    return raw.with_columns(
        run_id=pl.lit("r2"),
        body_sha256=pl.lit("1"),
        schedule_text=pl.when(is_it).then(pl.lit("毎月第3金曜日 9時〜10時")).otherwise("schedule_text"),
    )


def test_only_the_list_that_changed_is_read(settings: Settings, raw: pl.DataFrame) -> None:
    assert set(night(settings, raw)[1]) == set(RULES)
    made, read = night(settings, changed(raw))
    assert read == ["two"]
    assert_as_if_read_anew(made, changed(raw))
    assert made.issues.filter(pl.col("listing_id").is_not_null() & (pl.col("source_key") == "one")).height


def test_a_listing_that_is_gone_or_moved_on_its_page_is_no_reason_to_be_wrong(
    settings: Settings, raw: pl.DataFrame
) -> None:
    night(settings, raw)
    fewer = raw.filter((pl.col("source_key") == "two") | (pl.col("record_key") != "k2"))
    moved = fewer.with_columns(position=pl.col("position") + 1)
    made, read = night(settings, moved)
    assert read == ["one"]
    assert_as_if_read_anew(made, moved)


def test_what_a_person_took_out_is_judged_again(settings: Settings, raw: pl.DataFrame) -> None:
    made, _ = night(settings, raw)
    path = settings.table_path("norm__listings")
    notes = {name: text for name, text in pl.read_parquet_metadata(path).items() if name.startswith("hiroba.made")}
    gone = made.listings.filter(pl.col("source_key") == "one").item(0, "listing_id")
    write_table(table("norm__listings"), made.listings.filter(pl.col("listing_id") != gone), path, notes)
    again, read = night(settings, raw)
    assert read == ["one"], "its row is in no second place"
    assert gone in again.listings["listing_id"]


def test_other_code_reads_everything(settings: Settings, raw: pl.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    night(settings, raw)
    monkeypatch.setattr(as_made, "_code", lambda: b"other")
    assert set(night(settings, raw)[1]) == set(RULES)
