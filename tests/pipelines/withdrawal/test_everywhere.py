"""A listing that was asked to go is in nothing we keep: runs, archive, tables, releases, workbooks, reports."""

import gzip
import subprocess
import sys
from datetime import datetime

import polars as pl
import pytest

from cities.kawasaki.sample_city.server import SampleCity
from cities.kawasaki.sample_city.world import build_world
from pipelines.desk.queue_sheets import NAME as QUEUE
from pipelines.ingest.chosen_runs import select_runs
from pipelines.lab.drills.leaks import _texts
from pipelines.lab.drills.made import Night, flow_tables, published_files
from pipelines.normalise.listings import SourceRule
from pipelines.orchestration.assets.desk import desk_files
from pipelines.orchestration.folders import prepare_rooms
from pipelines.publish.release import publish
from pipelines.settings import ROOT, Settings, load_settings
from pipelines.withdrawal.everywhere import scrub_everywhere, scrub_working
from scrapers.declaration.source import load_source
from scrapers.runs.archive import Archive
from scrapers.runs.replay import replay
from scrapers.runs.run import PARTITION_TABLES, Run, all_runs, gather, newest_run
from scrapers.runs.validators import path_of, read_known
from warehouse.contract import table
from warehouse.contract.derived.frames import frame
from warehouse.storage import read_table, write_table

STARTED = "2026-11-23T01:00:00+09:00"
EVENTS, CIRCLES = "kawasaki_city_events", "kawasaki_city_childcare_circles"
KEYS = (EVENTS, CIRCLES)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A small night: two sources over real HTTP, every table, a release, the desk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIROBA_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        patch.setenv("HIROBA_PROFILE", "sample")
        settings = load_settings()
        prepare_rooms(settings)
        with SampleCity(build_world()) as city:
            for key in KEYS:
                command = [sys.executable, "-m", "scrapers.crawl.runner", key, "--data-dir", str(settings.data_dir)]
                command += ["--profile", "sample", "--started-at", STARTED, "--sample-port", str(city.port)]
                subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
        _flow(settings)
        desk_files(settings=settings)
        (settings.decisions_dir / "取り込み済み").mkdir(parents=True)
        for folder in (settings.decisions_dir, settings.decisions_dir / "取り込み済み"):
            (folder / "返答.xlsx").write_bytes((settings.desk_dir / QUEUE).read_bytes())
        yield settings


def _flow(settings: Settings) -> None:
    runs = gather(settings.raw_dir, "raw__runs", all_runs(settings.raw_dir, KEYS))
    selected = select_runs(runs, dict.fromkeys(KEYS, 9))
    sources = [load_source(key) for key in KEYS]
    names = ("owner", "home_url", "licence", "attribution")
    rows: list[dict[str, object]] = [
        {"source_key": each.key, "source_name": each.name} | {name: getattr(each, name) for name in names}
        for each in sources
    ]
    rules = {each.key: SourceRule(each.id_prefix, each.kind, each.lookups()) for each in sources}
    for name in PARTITION_TABLES:
        write_table(table(name), gather(settings.raw_dir, name, runs), settings.table_path(name))
    raw = read_table(settings.table_path("raw__listings"))
    night = Night(runs, selected, frame(table("core__sources"), rows), rules)
    tables = flow_tables(raw, {}, night)
    publish(published_files(tables, settings.tables_dir), settings.published_dir)


def _holding(settings: Settings, words: set[str]) -> dict[str, set[str]]:
    """Files that hold a word, read without the readers of the product."""
    found = {}
    for path in sorted(settings.data_dir.rglob("*")):
        if path.is_file():
            packed = path.suffix == ".gz"
            texts = [gzip.decompress(path.read_bytes()).decode(errors="replace")] if packed else list(_texts(path))
            hit = {word for word in words if any(word in text for text in texts)}
            if hit:
                found[path.relative_to(settings.data_dir).as_posix()] = hit
    return found


def _own_words(settings: Settings, listing: str) -> set[str]:
    """Number, name and texts of a listing that are in no text of another."""
    raw = read_table(settings.table_path("norm__listings"))
    fields = (
        "listing_id",
        "name_text",
        "name",
        "address_text",
        "venue_text",
        "schedule_text",
        "phone_text",
        "url_text",
    )
    own = {text for name in fields for text in raw.filter(pl.col("listing_id") == listing)[name].drop_nulls()}
    others = "\n".join(repr(row) for row in raw.filter(pl.col("listing_id") != listing).iter_rows())
    return {text for text in own if text not in others and len(text) > 5}


def _one_with_a_text_of_its_own(settings: Settings, source: str) -> dict[str, object]:
    bridge = read_table(settings.table_path("activity_listings")).filter(pl.col("source_key") == source)
    if source == CIRCLES:  # circles have a page each, beside the list
        bridge = bridge.filter(pl.len().over("body_sha256") == 1)
    for row in bridge.sort("listing_id").iter_rows(named=True):
        if {row["listing_id"], row["name"]} < _own_words(settings, row["listing_id"]):
            return row
    raise AssertionError(f"{source} has no listing with a name of its own")


@pytest.mark.parametrize("source", [CIRCLES, EVENTS])
def test_after_a_removal_nothing_holds_the_listing(settings: Settings, source: str) -> None:
    row = _one_with_a_text_of_its_own(settings, source)
    words = _own_words(settings, str(row["listing_id"]))
    before = _holding(settings, words)
    assert {path.partition("/")[0] for path in before} >= {"archive", "raw", "tables", "published"}
    heights = {path: read_table(path).height for path in settings.raw_dir.rglob("raw__listings.parquet")}

    done = scrub_everywhere(settings, pl.DataFrame([row]).select("listing_id", "source_key", "content_print"))

    kept = {f"archive/{digest[:2]}/{digest}.gz" for digest in _kept(settings, done.kept)}
    waiting = {"desk/decisions/返答.xlsx"}
    assert set(_holding(settings, words)) - waiting <= kept
    assert (done.rows, len(done.releases)) == (1, 1)
    assert sum(heights.values()) - sum(read_table(path).height for path in heights) == 1
    # What was taken out is counted, and says nothing
    issues = read_table(settings.raw_dir / source / "r20261123T010000" / "raw__issues.parquet")
    assert issues.filter(pl.col("reason_code") == "removed_on_request")["raw_text"].to_list() == [None]
    if source == CIRCLES:
        assert done.bodies == 1
        digest = str(row["body_sha256"])
        assert not Archive(settings.archive_dir).holds(digest)
        known = read_known(path_of(settings.validators_dir, source))
        assert known
        assert digest not in {page.body_sha256 for page in known.values()}
    else:
        assert done.bodies == 0  # a page of a hundred records
        assert str(row["body_sha256"])[:12] in "".join(done.kept)


def _kept(settings: Settings, sentences: tuple[str, ...]) -> list[str]:
    digests = list(Archive(settings.archive_dir).digests())
    return [digest for digest in digests if any(f"保管庫 {digest[:12]}" in line for line in sentences)]


@pytest.mark.parametrize("source", [CIRCLES, EVENTS])
def test_a_run_without_a_listing_is_read_again_and_scrubbed_again(settings: Settings, source: str) -> None:
    row = _one_with_a_text_of_its_own(settings, source)
    removals = pl.DataFrame([row]).select("listing_id", "source_key", "content_print")
    scrub_working(settings, removals)
    newest = newest_run(settings.raw_dir / source)
    assert newest is not None
    run = Run.at(load_source(source), "sample", datetime.fromisoformat(STARTED), settings.raw_dir)
    replay(run, Archive(settings.archive_dir))  # nothing it needs is missing
    again = scrub_working(settings, removals)
    assert again.rows == (1 if source == EVENTS else 0)  # the page of one listing is not there to be read
    left = read_table(run.folder / "raw__listings.parquet")
    assert row["record_key"] not in left["record_key"].to_list()
    assert left.height > 10


def test_a_listing_that_shares_its_key_stays_in_the_run_and_is_told(settings: Settings) -> None:
    run = settings.raw_dir / EVENTS / "r20261123T010000"
    df = read_table(run / "raw__listings.parquet")
    twin = df.head(1).with_columns(position=pl.lit(999), description_text=pl.lit("別の説明です"))
    write_table(
        table("raw__listings"),
        pl.concat([df, twin.select(df.columns)], how="vertical_relaxed"),
        run / "raw__listings.parquet",
    )
    bridge = read_table(settings.published_dir / "latest" / "activity_listings.parquet")
    row = bridge.filter(pl.col("record_key") == df["record_key"][0]).row(0, named=True)
    done = scrub_working(settings, pl.DataFrame([row]).select("listing_id", "source_key", "content_print"))
    assert done.rows == 0
    assert "同じ鍵の掲載がほかにもある" in done.kept[0]
    assert read_table(run / "raw__listings.parquet").height == df.height + 1


def test_no_request_changes_nothing(settings: Settings) -> None:
    before = {path: path.stat().st_mtime_ns for path in settings.data_dir.rglob("*")}
    done = scrub_working(settings, pl.DataFrame(schema=dict.fromkeys(("listing_id", "source_key"), pl.String)))
    assert done.rows == 0
    assert {path: path.stat().st_mtime_ns for path in settings.data_dir.rglob("*")} == before
