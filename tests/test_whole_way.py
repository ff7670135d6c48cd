"""The whole way: pages on a server to a published release, a bad night, a rebuild. Real crawls, real Dagster."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import polars as pl
import pytest

from cities.kawasaki.sample_city.faults import Fault
from cities.kawasaki.sample_city.server import SampleCity
from cities.kawasaki.sample_city.world import REPLICAS, build_world
from pipelines.cli.execute import CLI_CONFIG, execute, prepare_dagster_home
from pipelines.cli.summary import summarise
from pipelines.definitions import build_defs
from pipelines.lab.bench.changes import feed_and_history
from pipelines.lab.drills.leaks import canaries
from pipelines.orchestration import gates, resources
from pipelines.orchestration.assets import crawl
from pipelines.orchestration.assets.published import RELEASE_STEP
from pipelines.orchestration.jobs import REBUILD
from pipelines.orchestration.open_records import open_instance
from pipelines.publish.exports.answers import questions
from pipelines.settings import Settings, load_settings, use_dagster_home
from scrapers.declaration.source import Source, load_source
from scrapers.runs.archive import Archive
from scrapers.runs.replay import replay
from scrapers.runs.run import Run, gather, newest_run
from warehouse.contract import published_tables
from warehouse.permissions import keep_private

pytestmark = pytest.mark.filterwarnings("default")  # Great Expectations and Dagster warn of their own internals

# They say when a run took place, or which releases there were
_VOLATILE = {"release", "sources", "source_runs", "release_log", "activity_listings", "activity_values"}
_VOLATILE |= {"release_lists", "growth_log", "growth_bridge", "series", "growth", "estimates"}
BROKEN = {"kawasaki_city_cafes", "kawasaki_city_park_exercise", "fukumimi"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIROBA_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        patch.setenv("HIROBA_PROFILE", "sample")
        patch.setenv("DAGSTER_HOME", "")
        settings = load_settings()
        settings.data_root.chmod(0o777)
        use_dagster_home(settings)
        before = os.umask(0)
        keep_private()  # as every program of ours begins
        yield settings
        os.umask(before)


@pytest.fixture(scope="module")
def first_night(settings: Settings) -> dict[str, bytes]:
    return _night(settings)


def _night(settings: Settings, *faults: Fault, from_archive: bool = False) -> dict[str, bytes]:
    @contextmanager
    def city(_day: str | None) -> Iterator[tuple[int, frozenset[str]]]:
        with SampleCity(build_world(), faults=faults) as running:
            yield running.port, frozenset(REPLICAS)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "sample_city", city)
        assert execute(settings, from_archive=from_archive).is_published
    latest = settings.published_dir / "latest"
    return {path.name: path.read_bytes() for path in latest.glob("*.parquet")}


def _latest(settings: Settings, name: str) -> pl.DataFrame:
    return pl.read_parquet(settings.published_dir / "latest" / f"{name}.parquet")


def test_a_night_publishes_every_table_marked_as_a_sample(settings: Settings, first_night: dict[str, bytes]) -> None:
    assert set(first_night) == {f"{table.name}.parquet" for table in published_tables()}
    assert _latest(settings, "activities")["profile_code"].unique().to_list() == ["sample"]
    manifest = json.loads((settings.published_dir / "latest" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["profile"] == "sample"
    assert {row["newest_verdict_code"] for row in manifest["sources"]} == {"succeeded"}


def test_only_the_release_and_the_desk_are_for_others_than_ourselves(
    settings: Settings, first_night: dict[str, bytes]
) -> None:
    """The data folder was there before, open to everybody, and the shell closes nothing."""
    every = [path for path in settings.data_root.rglob("*") if not path.is_symlink()]
    shared = (settings.published_dir, settings.desk_dir)
    wrong = {
        path
        for path in every
        if path.stat().st_mode & 0o777
        != (
            (0o750 if path.is_dir() else 0o640)
            if any(path.is_relative_to(each) for each in shared)
            else 0o710
            if path == settings.data_dir
            else (0o700 if path.is_dir() else 0o600)
        )
    }
    assert not wrong
    assert len(every) > 1000


def test_the_flaws_of_the_sample_city_are_quarantined_and_counted(
    settings: Settings, first_night: dict[str, bytes]
) -> None:
    counts = _latest(settings, "quarantine_counts").filter("is_quarantined")
    found = dict(counts.group_by("reason_code").agg(pl.col("row_count").sum()).iter_rows())
    assert found == {"http_error": 2, "wrong_encoding": 1, "missing_name": 5}


def test_the_duckdb_file_answers_the_line_of_the_summary(settings: Settings, first_night: dict[str, bytes]) -> None:
    text = summarise(settings.published_dir)
    assert "見本の市" in text
    query = text.split(".sql('")[1].split("')")[0]
    with duckdb.connect(str(settings.published_dir / "latest" / "hiroba.duckdb"), read_only=True) as con:
        rows = con.sql(query).fetchall()
    assert {ward for ward, _ in rows} >= {"川崎区", "麻生区"}
    assert sum(count for _, count in rows) == _latest(settings, "activities").height


def test_no_mobile_number_reaches_a_release(settings: Settings, first_night: dict[str, bytes]) -> None:
    texts = _latest(settings, "activity_values")["value_text"].str.replace_all(r"[^0-9]", "")
    assert not texts.str.contains("09012345678").any()


@pytest.mark.parametrize("query", questions(), ids=lambda path: path.stem)
def test_worked_questions_have_answers(settings: Settings, first_night: dict[str, bytes], query: Path) -> None:
    with duckdb.connect(str(settings.published_dir / "latest" / "hiroba.duckdb"), read_only=True) as con:
        assert con.sql(query.read_text(encoding="utf-8")).fetchall()


def test_no_canary_leaves(settings: Settings, first_night: dict[str, bytes]) -> None:
    """Persons planted in names, texts, cells of files and their properties: in the raw tables, and nowhere else."""
    found = canaries(settings)
    assert found.is_passed, found.seen
    assert found.tried > 100


def test_a_rebuild_reads_the_archive_again_and_gives_the_same_bytes(
    settings: Settings, first_night: dict[str, bytes]
) -> None:
    before = (settings.published_dir / "latest").readlink()
    (read_then,) = (settings.raw_dir / "fukumimi").glob("r*/raw__listings.parquet")
    read_then.unlink()
    assert _night(settings, from_archive=True) == first_night
    assert (settings.published_dir / "latest").readlink() == before


@pytest.fixture(scope="module")
def second_night(settings: Settings, first_night: dict[str, bytes]) -> dict[str, bytes]:
    """Two lists answer with HTTP 500, the program that crawls a third breaks; everything else is as it was."""
    command = crawl._command

    def broken(source: Source, *rest: Any) -> list[str]:
        return ["/bin/false"] if source.key == "fukumimi" else command(source, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crawl, "_command", broken)
        return _night(settings, Fault("www.city.kawasaki.jp", "/350/", "status_500"))


def test_a_bad_source_keeps_its_last_good_rows_and_stops_nobody(
    settings: Settings, first_night: dict[str, bytes], second_night: dict[str, bytes]
) -> None:
    shown = {row["source_key"]: row for row in _latest(settings, "sources").to_dicts()}
    assert {key for key, row in shown.items() if row["selection_code"] == "last_good"} == BROKEN
    assert {key for key, row in shown.items() if row["newest_verdict_code"] == "failed"} == BROKEN
    assert "HTTP 500" in shown["kawasaki_city_cafes"]["message_ja"]
    assert "異常終了" in shown["fukumimi"]["message_ja"]
    assert shown["ouen_navi"]["selection_code"] == "newest"
    # Their footers name another release
    rows = [{name: pl.read_parquet(body) for name, body in night.items()} for night in (first_night, second_night)]
    changed = {name.removesuffix(".parquet") for name, df in rows[1].items() if not df.equals(rows[0][name])}
    # What only the broken sources list is marked with the day of its rows; nothing else about any activity changes
    assert changed - _VOLATILE <= {
        "quarantine_counts",
        "activities",
        "activity_changes",
        "activity_change_log",
        "activity_history",
    }
    changes = _latest(settings, "activity_changes")
    stale = _latest(settings, "activities").drop_nulls("stale_since")
    assert changes["change_code"].unique().to_list() == ["stale"]
    assert set(changes["activity_id"]) == set(stale["activity_id"])
    bridge = _latest(settings, "activity_listings").join(stale, on="activity_id", how="semi")
    assert set(bridge["source_key"]) == BROKEN


def test_a_night_that_takes_what_was_made_before_publishes_what_one_that_makes_all_anew_does(
    settings: Settings, second_night: dict[str, bytes]
) -> None:
    """What stands unchanged is not made again (`orchestration.as_made`); without it on disk everything is."""
    shutil.rmtree(settings.tables_dir)
    assert _night(settings, from_archive=True) == second_night


def test_on_the_second_night_no_unchanged_body_is_sent_again(
    settings: Settings, second_night: dict[str, bytes]
) -> None:
    fetches = gather(settings.raw_dir, "raw__fetches", _newest_runs(settings))
    sound = fetches.filter(pl.col("http_status") == 200)
    assert sound.height > 900
    assert not sound["is_transferred"].any()
    for source in (load_source(key) for key in REPLICAS if key not in BROKEN):
        before = _bytes_of_run(settings, source)
        run = newest_run(settings.raw_dir / source.key)
        assert run is not None
        folder = settings.raw_dir / source.key / run["run_id"]
        replay(
            Run(source, run["run_id"], run["profile_code"], run["started_at"], folder), Archive(settings.archive_dir)
        )
        assert _bytes_of_run(settings, source) == before


def _newest_runs(settings: Settings) -> pl.DataFrame:
    runs = [newest_run(settings.raw_dir / key) for key in REPLICAS if key not in BROKEN]
    return pl.DataFrame([{name: run[name] for name in ("source_key", "run_id")} for run in runs if run])


def _bytes_of_run(settings: Settings, source: Source) -> dict[str, bytes]:
    run = newest_run(settings.raw_dir / source.key)
    assert run is not None
    return (
        {path.name: path.read_bytes() for path in (settings.raw_dir / source.key / run["run_id"]).glob("*.parquet")},
    )


def test_a_gate_that_fails_leaves_latest_as_it_was(
    settings: Settings, second_night: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (settings.published_dir / "latest").readlink()
    monkeypatch.setattr(gates, "judge", lambda *_: [gates.Verdict("掲載が1件以上", "low", "0")])
    defs = build_defs(settings)
    job = defs.resolve_job_def(REBUILD)
    after = dg.AssetSelection.assets("core__activity_changes").downstream()
    rest = after.resolve(defs.resolve_asset_graph()) | {dg.AssetKey(each.name) for each in published_tables()}
    assert dg.AssetKey(RELEASE_STEP) in rest
    with open_instance(settings.dagster_home, CLI_CONFIG) as instance:
        ended = job.execute_in_process(instance=instance, raise_on_error=False, asset_selection=sorted(rest))
    assert not ended.success
    assert RELEASE_STEP not in {event.step_key for event in ended.all_events if event.is_step_success}
    assert (settings.published_dir / "latest").readlink() == before


def test_the_feed_and_the_history_tell_every_night(settings: Settings, second_night: dict[str, bytes]) -> None:
    """A short stretch; `hiroba drill --full` does a hundred nights."""
    lines = list(feed_and_history(settings.published_dir))
    assert sum("当てはめると同じ" in line for line in lines) >= 1
    assert not [line for line in lines if "違う" in line]


def test_the_ui_does_not_greet_staff_with_a_dialog(settings: Settings) -> None:
    from dagster._core.nux import get_has_seen_nux

    use_dagster_home(settings)
    prepare_dagster_home(settings)
    assert get_has_seen_nux()
