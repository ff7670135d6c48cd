"""What a person accepts of a changed list: recorded, judged again, kept; nothing else can be accepted."""

import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from click.testing import CliRunner

from cities.kawasaki.sample_city.server import SampleCity
from cities.kawasaki.sample_city.world import World, build_world
from pipelines.cli import main
from pipelines.decisions.accepted_runs import AcceptanceError, accept_run, acceptable_lists
from pipelines.decisions.ledger import DecisionError
from pipelines.definitions import build_defs
from pipelines.ingest.chosen_runs import select_runs
from pipelines.ingest.reread import replay_sources, replay_used
from pipelines.lab.drills.sources import thinned
from pipelines.orchestration.assets.decided import ACCEPT
from pipelines.settings import Settings, load_settings
from scrapers.runs import verdicts
from scrapers.runs.run import all_runs, gather, newest_run
from warehouse.contract import TOKYO
from warehouse.contract.tables.decisions import ACCEPTED_RUNS

KEY = "kawasaki_city_events"
FIRST = datetime(2026, 11, 23, 1, tzinfo=TOKYO)
DAY, OFFICE = "2026-11-25", "データ担当"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HIROBA_DATA_DIR", str(tmp_path))
    return load_settings()


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Crawled once, each test goes on from a copy: a whole list; the same, and on the night after half of it."""
    whole, cut = (tmp_path_factory.mktemp(name) for name in ("whole", "cut"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIROBA_DATA_DIR", str(whole))
        crawl(load_settings(), build_world(), 0)
        shutil.copytree(whole, cut, dirs_exist_ok=True)
        patch.setenv("HIROBA_DATA_DIR", str(cut))
        crawl(load_settings(), thinned(build_world(), 1, 2), 1)
    return whole, cut


@pytest.fixture
def whole_night(settings: Settings, nights: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copytree(nights[0], tmp_path, dirs_exist_ok=True)


@pytest.fixture
def cut_night(settings: Settings, nights: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copytree(nights[1], tmp_path, dirs_exist_ok=True)


def crawl(settings: Settings, world: World, night: int) -> dict[str, Any]:
    with SampleCity(world) as city:
        command = [sys.executable, "-m", "scrapers.crawl.runner", KEY, "--data-dir", str(settings.data_dir)]
        command += ["--profile", "sample", "--started-at", (FIRST + timedelta(days=night)).isoformat()]
        subprocess.run([*command, "--sample-port", str(city.port)], check=True, capture_output=True, timeout=60)
    row = newest_run(settings.raw_dir / KEY)
    assert row is not None
    return row


def selected(settings: Settings) -> dict[str, Any]:
    runs = gather(settings.raw_dir, "raw__runs", all_runs(settings.raw_dir, (KEY,)))
    return select_runs(runs, {KEY: 30}).row(0, named=True)


@pytest.mark.usefixtures("whole_night")
def test_a_list_that_was_really_cut_down_is_used_once_a_person_says_so_and_stays_so(settings: Settings) -> None:
    half = thinned(build_world(), 1, 2)
    first = newest_run(settings.raw_dir / KEY)
    assert first is not None
    count = first["listing_count"]
    with pytest.raises(AcceptanceError, match="認めるものがありません"):
        accept_run(settings, KEY, "何となく", DAY, OFFICE)
    assert crawl(settings, half, 1)["run_verdict_code"] == "fewer"
    assert selected(settings)["selection_code"] == "last_good"
    assert f"hiroba accept {KEY}" in selected(settings)["message_ja"]
    with pytest.raises(DecisionError, match="理由を書いてください"):
        accept_run(settings, KEY, " ", DAY, OFFICE)

    said = CliRunner().invoke(main, ["accept", KEY, "--why", "半分の行事が終わったと担当に聞いた"])
    assert said.exit_code == 0 and "認めました。次の更新" in said.output
    assert selected(settings)["selection_code"] == "newest"
    assert "半分の行事が終わったと担当に聞いた" in selected(settings)["message_ja"]
    record = (settings.judgements_dir / ACCEPTED_RUNS.file).read_text(encoding="utf-8").splitlines()
    assert len(record) == 2 and "半分の行事が終わったと担当に聞いた" in record[1]

    list(replay_sources(settings, (KEY,), None))  # whoever reads it again keeps the word
    assert selected(settings)["selection_code"] == "newest"
    night = crawl(settings, half, 2)
    assert night["run_verdict_code"] == "succeeded"
    assert 0.4 * count < night["listing_count"] < 0.6 * count
    assert crawl(settings, thinned(half, 1, 2), 3)["run_verdict_code"] == "fewer"  # the band went along, it did not go


@pytest.mark.usefixtures("cut_night")
def test_the_runs_that_are_used_are_read_again_and_one_without_its_pages_stays(settings: Settings) -> None:
    first, second = sorted((settings.raw_dir / KEY).glob("r*/raw__listings.parquet"))
    bodies = {path: path.read_bytes() for path in (first, second)}
    for path in bodies:
        path.write_bytes(b"read by an older parser")
    assert list(replay_used(settings)) == []
    assert {path: path.read_bytes() for path in bodies} == bodies
    shutil.rmtree(settings.archive_dir)
    (settings.archive_dir).mkdir()
    assert [sentence.partition("：")[0].partition(":")[0] for sentence in replay_used(settings)] == [
        "川崎市イベントアプリ",
        "川崎市イベントアプリ",
    ]
    assert {path: path.read_bytes() for path in bodies} == bodies


@pytest.mark.usefixtures("cut_night")
@pytest.mark.filterwarnings("ignore")  # Dagster's own
def test_the_button_on_the_screen_does_the_same_and_refuses_in_japanese(settings: Settings) -> None:
    job = build_defs(settings).resolve_job_def(ACCEPT)

    def pressed(source: str, reason: str) -> dg.ExecuteInProcessResult:
        given = {"source": source, "reason": reason}
        return job.execute_in_process(
            run_config={"ops": {"accepted_list": {"config": given}}},
            instance=dg.DagsterInstance.ephemeral(),
            raise_on_error=False,
        )

    for source, reason, said in (("", "x", "情報源「」はありません"), (KEY, "", "理由を書いてください")):
        (failure,) = pressed(source, reason).filter_events(lambda event: event.is_step_failure)
        assert said in str(failure.step_failure_data.user_failure_data)
    assert pressed(f" {KEY} ", "担当に聞いた").success
    assert selected(settings)["selection_code"] == "newest"
    assert "2026-" in (settings.judgements_dir / ACCEPTED_RUNS.file).read_text(encoding="utf-8")


@pytest.mark.usefixtures("cut_night")
def test_a_list_waits_for_a_word_only_while_a_word_would_help(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (waiting,) = acceptable_lists(settings)
    assert (waiting.key, waiting.name) == (KEY, "川崎市イベントアプリ")
    assert "下限のめやす" in waiting.message and "hiroba" not in waiting.message
    with monkeypatch.context() as patch:
        patch.setattr(verdicts, "_MUST_FILL", 1.1)  # as if no listing said its name
        assert acceptable_lists(settings) == []
    accept_run(settings, KEY, "担当に聞いた", DAY, OFFICE)
    assert acceptable_lists(settings) == []


@pytest.mark.usefixtures("cut_night")
def test_accepting_what_stays_unusable_is_refused_and_nothing_is_written(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdicts, "_COMPARISONS", ())  # whatever is wrong, a word of a person does not mend it
    (folder,) = (path for path in sorted((settings.raw_dir / KEY).glob("r*"))[-1:])
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(AcceptanceError, match="認めても使えません（何も変えていません）"):
        accept_run(settings, KEY, "担当に聞いた", DAY, OFFICE)
    assert not (settings.judgements_dir / ACCEPTED_RUNS.file).exists()
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_a_source_that_is_unknown_or_was_never_crawled_is_said(settings: Settings) -> None:
    unknown = CliRunner().invoke(main, ["accept", "nothing", "--why", "x"])
    assert unknown.exit_code == 2 and "情報源「nothing」はありません" in unknown.output
    never = CliRunner().invoke(main, ["accept", KEY, "--why", "x"])
    assert never.exit_code == 2 and "取得がまだありません" in never.output
