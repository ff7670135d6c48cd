"""A list that has moved: one word of a person, and it is crawled where it is now; what was read before stays read."""

import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from cities.kawasaki.sample_city.calendar import TERAKOYA_MOVE
from cities.kawasaki.sample_city.faults import Fault
from cities.kawasaki.sample_city.server import SampleCity
from cities.kawasaki.sample_city.world import World, build_world
from pipelines.cli import main
from pipelines.decisions.addresses import addresses_path, new_addresses, usable_addresses, use_new_page
from pipelines.decisions.ledger import DecisionError
from pipelines.ingest.reread import replay_used
from pipelines.ingest.usable_sources import usable_sources
from pipelines.settings import Settings, load_settings
from scrapers.declaration.addresses import at_new_address, read_addresses
from scrapers.declaration.source import load_source
from scrapers.runs.run import newest_run
from warehouse.contract import TOKYO
from warehouse.storage import read_table

KEY, LINKS = "kawasaki_terakoya", "city_link_list"
FIRST = datetime(2026, 11, 23, 1, tzinfo=TOKYO)
NEW = f"https://www.city.kawasaki.jp{TERAKOYA_MOVE[1]}"
DAY, OFFICE = "2026-12-10", "データ担当"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HIROBA_DATA_DIR", str(tmp_path))
    return load_settings()


def crawl(settings: Settings, world: World, key: str, night: int) -> dict[str, Any]:
    gone = Fault("www.city.kawasaki.jp", rf"^{TERAKOYA_MOVE[0]}$", "status_404")
    with SampleCity(world, (gone,) if world.moved else ()) as city:
        command = [sys.executable, "-m", "scrapers.crawl.runner", key, "--data-dir", str(settings.data_dir)]
        command += ["--profile", "sample", "--started-at", (FIRST + timedelta(days=night)).isoformat()]
        command += ["--addresses", str(addresses_path(settings)), "--sample-port", str(city.port)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    row = newest_run(settings.raw_dir / key)
    assert row is not None
    return row


def read(settings: Settings, key: str, name: str) -> pl.DataFrame:
    row = newest_run(settings.raw_dir / key)
    assert row is not None
    return read_table(settings.raw_dir / key / row["run_id"] / f"{name}.parquet")


def found(settings: Settings) -> dict[str, str]:
    return new_addresses(read(settings, LINKS, "raw__issues"))


def test_a_list_that_has_moved_is_crawled_at_the_page_a_person_named(settings: Settings) -> None:
    here = build_world()
    moved = replace(here, moved=dict([TERAKOYA_MOVE]))
    whole = crawl(settings, here, KEY, 0)
    keys = read(settings, KEY, "raw__listings").get_column("record_key").to_list()
    assert crawl(settings, moved, KEY, 1)["run_verdict_code"] == "gone"
    crawl(settings, moved, LINKS, 1)
    assert found(settings)[KEY] == NEW
    (offered,) = usable_addresses(settings, found(settings))
    assert (offered.key, offered.new_page) == (KEY, NEW)

    said = CliRunner().invoke(main, ["new-page", KEY, NEW, "--why", "担当に聞いた"])
    assert said.exit_code == 0 and NEW in said.output
    again = crawl(settings, moved, KEY, 2)
    assert (again["run_verdict_code"], again["listing_count"]) == ("succeeded", whole["listing_count"])
    assert read(settings, KEY, "raw__listings").get_column("record_key").to_list() == keys
    assert usable_sources(settings)[KEY].home_url == NEW
    crawl(settings, moved, LINKS, 2)
    assert KEY not in found(settings), "the page of links is compared with where the list is now"
    for stamp in settings.raw_dir.rglob("as_read.sha256"):
        stamp.unlink()
    assert list(replay_used(settings)) == [], "what was read at the old page is read there again"

    use_new_page(settings, KEY, "", "戻った", DAY, OFFICE)
    assert usable_sources(settings)[KEY] == load_source(KEY)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://elsewhere.example/a.html", "の外にあります"),
        ("javascript:alert(1)", "の外にあります"),
        ("https://www.city.kawasaki.jp/\n", None),
        ("https://www.city.kawasaki.jp/" + "a" * 2000, "住所として読めません"),
    ],
)
def test_a_page_that_may_not_be_asked_is_refused_and_nothing_is_written(
    settings: Settings, url: str, said: str | None
) -> None:
    if said is None:
        assert use_new_page(settings, KEY, url, "x", DAY, OFFICE).endswith("取得します。")
        assert read_addresses(addresses_path(settings)) == {KEY: url.strip()}
        return
    with pytest.raises(DecisionError, match=said):
        use_new_page(settings, KEY, url, "x", DAY, OFFICE)
    with pytest.raises(DecisionError, match="理由を書いてください"):
        use_new_page(settings, KEY, NEW, " ", DAY, OFFICE)
    assert not addresses_path(settings).exists()


def test_an_address_in_the_file_that_the_declaration_does_not_allow_is_passed_over() -> None:
    source = load_source(KEY)
    assert at_new_address(source, {KEY: "https://elsewhere.example/"}) is source
