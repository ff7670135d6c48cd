"""What is wrong with one source tonight stays with it: its declaration, its archive, its parser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.ingest import reread as module_of_reading
from pipelines.ingest.chosen_runs import select_runs
from pipelines.ingest.reread import BROKEN, replay_sources, replay_used
from pipelines.ingest.usable_sources import troubles, usable_sources
from pipelines.orchestration.assets.core import core__sources
from pipelines.settings import Settings
from pipelines.watch.incidents import source_incidents
from scrapers.declaration import source as module
from scrapers.declaration.declarations import keep
from scrapers.declaration.source import SOURCES_DIR, load_source
from scrapers.platforms.city_cms import CityCmsSpider
from scrapers.runs import as_read, replay
from scrapers.runs.archive import Archive
from scrapers.runs.run import Findings, Outcome, Run, all_runs, finish, gather, newest_run

CAFES, GREEN = "kawasaki_city_cafes", "kawasaki_terakoya"
START = datetime(2026, 11, 23, tzinfo=UTC)
ROWS = "".join(f"<tr><td>会{number}</td><td>会館{number}</td></tr>" for number in range(120))
PAGE = (
    '<html><head><meta charset="utf-8"></head><body><div class="main_naka_kiji"><div class="mol_contents"><h2>幸区</h2>'
    f"<table><tr><th>名称</th><th>会場</th></tr>{ROWS}</table></div></div></body></html>"
)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Two sources, read well once; the declarations are copies that a test may break."""
    shutil.copytree(SOURCES_DIR, tmp_path / "sources", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(module, "SOURCES_DIR", tmp_path / "sources")
    load_source.cache_clear()
    made = Settings(tmp_path / "data", "sample", None)
    keep(made.declared_dir)
    for key in (CAFES, GREEN):
        url = load_source(key).start_urls[0]
        body = PAGE.replace("会館", f"{key}館").encode()
        fetch: dict[str, object] = {
            "sequence": 1,
            "request_url": url,
            "response_url": url,
            "fetched_at": START,
            "http_status": 200,
            "headers_json": json.dumps({"Content-Type": "text/html; charset=utf-8"}),
            "body_sha256": Archive(made.archive_dir).put(body),
            "body_bytes": len(body),
        }
        run = Run.at(load_source(key), "sample", START, made.raw_dir)
        finish(run, Findings(fetches=[fetch]), Outcome("succeeded", "取得した。"), START)
    assert list(replay_used(made)) == []
    yield made
    load_source.cache_clear()


def chosen(settings: Settings) -> dict[str, dict[str, Any]]:
    used = usable_sources(settings)
    runs = gather(settings.raw_dir, "raw__runs", all_runs(settings.raw_dir, tuple(used)))
    ages = {key: source.max_age_days for key, source in used.items()}
    return {row["source_key"]: row for row in select_runs(runs, ages, troubles(settings)).to_dicts()}


def count(settings: Settings, key: str) -> int:
    row = newest_run(settings.raw_dir / key)
    assert row is not None
    return int(pl.read_parquet(settings.raw_dir / key / row["run_id"] / "raw__listings.parquet").height)


def stays(settings: Settings, code: str, said: str) -> None:
    """The cafés are shown as they were read last, with the reason; the other source is as always."""
    rows = chosen(settings)
    row = rows[CAFES]
    assert (row["selection_code"], row["newest_verdict_code"]) == ("last_good", code)
    assert said in row["message_ja"], row["message_ja"]
    assert count(settings, CAFES) == 120
    assert (rows[GREEN]["selection_code"], rows[GREEN]["newest_verdict_code"]) == ("newest", "succeeded")
    assert set(core__sources(pl.DataFrame(list(rows.values())), settings=settings).get_column("source_key")) == {
        CAFES,
        GREEN,
    }


def path_of_declaration() -> Path:
    return module.SOURCES_DIR / CAFES / "source.toml"


def test_a_wrong_declaration_is_the_outcome_of_its_source_and_over_once_it_is_mended(settings: Settings) -> None:
    sound = path_of_declaration().read_text(encoding="utf-8")
    path_of_declaration().write_text(sound.replace("::attr(datetime)", "::attr(datetime"), encoding="utf-8")
    load_source.cache_clear()
    (said,) = replay_used(settings)
    assert "kawasaki_city_cafes/source.toml が正しくありません: layout.updated:" in said
    stays(settings, "not_configured", "layout.updated:")
    (line,) = [line for line in replay_sources(settings, (), None) if "前に読んだまま" in line]
    assert line.startswith("認知症カフェ")
    path_of_declaration().write_text(sound, encoding="utf-8")
    load_source.cache_clear()
    assert list(replay_used(settings)) == []
    assert chosen(settings)[CAFES]["selection_code"] == "newest"


@pytest.mark.parametrize("damage", ["missing", "cut", "other", "no gzip"])
def test_a_body_that_is_gone_or_damaged_costs_its_source(settings: Settings, damage: str) -> None:
    row = pl.read_parquet(settings.raw_dir / CAFES / "r20261123T090000" / "raw__fetches.parquet").row(0, named=True)
    path = settings.archive_dir / row["body_sha256"][:2] / f"{row['body_sha256']}.gz"
    body = path.read_bytes()
    path.unlink()
    if damage != "missing":
        path.write_bytes({"cut": body[:40], "other": body[:-12] + bytes(12), "no gzip": b"<html>"}[damage])
    assert len(list(replay_used(settings))) == 1
    stays(settings, "failed", "保管庫にページの本文がありません" if damage == "missing" else "hiroba check-source")
    assert str(settings.data_root) not in str(chosen(settings)[CAFES]["message_ja"]), "it is published"
    path.write_bytes(body)
    assert list(replay_used(settings)) == []
    assert chosen(settings)[CAFES]["selection_code"] == "newest"


@pytest.mark.parametrize("error", [re.error("x"), SyntaxError("x"), OSError("x"), KeyError("x")])
def test_a_parser_that_fails_costs_its_source_and_keeps_what_it_read(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    read = CityCmsSpider.parse_start

    def failing(self: CityCmsSpider, response: Any) -> Any:
        if self.source.key == CAFES:
            raise error
        return read(self, response)

    monkeypatch.setattr(CityCmsSpider, "parse_start", failing)
    assert list(replay_used(settings)) == [], "nothing has changed on disk: it is not read"
    monkeypatch.setattr(as_read, "_code", lambda: b"other code")
    assert len(list(replay_used(settings))) == 1
    stays(settings, "layout_changed", type(error).__name__)


def test_a_night_that_did_not_ask_because_of_the_declaration_says_when_that_is_over(settings: Settings) -> None:
    later = START.replace(day=24)
    run = Run.at(load_source(CAFES), "sample", later, settings.raw_dir)
    finish(run, Findings(), Outcome("not_configured", "layout.body: 直してください", BROKEN), later)
    assert list(replay_used(settings)) == []
    row = chosen(settings)[CAFES]
    assert (row["selection_code"], row["newest_verdict_code"]) == ("last_good", "not_configured")
    assert "設定は直っています" in row["message_ja"]


def test_what_used_to_be_read_and_no_longer_is_because_of_its_declaration_is_told(settings: Settings) -> None:
    path_of_declaration().write_text("key = [", encoding="utf-8")
    load_source.cache_clear()
    used = usable_sources(settings)
    runs = gather(settings.raw_dir, "raw__runs", all_runs(settings.raw_dir, tuple(used)))
    ages = {key: source.max_age_days for key, source in used.items()}
    selected = select_runs(runs, ages, troubles(settings))
    (told,) = source_incidents(runs, selected, core__sources(selected, settings=settings), {})
    assert (told.key, told.kind) == (CAFES, "not_configured")
    assert "kawasaki_city_cafes/source.toml が正しくありません" in told.to_developer
    assert "source.toml" not in told.what + told.action
    assert "hiroba check-source kawasaki_city_cafes" in told.to_developer


@pytest.mark.parametrize(("status", "is_there"), [("paused", True), ("draft", False)])
def test_a_source_that_rests_stays_and_a_draft_is_nowhere(settings: Settings, status: str, is_there: bool) -> None:
    text = path_of_declaration().read_text(encoding="utf-8")
    path_of_declaration().write_text(text.replace('status = "active"', f'status = "{status}"'), encoding="utf-8")
    load_source.cache_clear()
    assert list(replay_used(settings)) == []
    rows = chosen(settings)
    assert (CAFES in rows) is is_there
    assert (
        CAFES in core__sources(pl.DataFrame(list(rows.values())), settings=settings).get_column("source_key")
    ) is is_there


@pytest.mark.parametrize("change", ["", "listings", "declaration", "accepted", "code", "the print"])
def test_only_a_run_that_something_has_changed_for_is_read_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    read: list[str] = []
    again = replay.reread

    def counted(run: Run, *rest: Any) -> Any:
        read.append(run.source.key)
        return again(run, *rest)

    monkeypatch.setattr(replay, "reread", counted)
    folder = settings.raw_dir / CAFES / "r20261123T090000"
    before = {path.name: path.read_bytes() for path in folder.glob("*.parquet")}
    if change == "listings":
        (folder / "raw__listings.parquet").write_bytes(before["raw__issues.parquet"])
    elif change == "declaration":
        sound = path_of_declaration().read_text(encoding="utf-8")
        path_of_declaration().write_text(f"every_days = 3\n{sound}", encoding="utf-8")
        load_source.cache_clear()
    elif change == "accepted":
        monkeypatch.setattr(
            module_of_reading, "accepted_reasons", lambda _, key: {folder.name: key} if key == CAFES else {}
        )
    elif change == "code":
        monkeypatch.setattr(as_read, "_code", lambda: b"other code")
    elif change == "the print":
        (folder / as_read.NAME).unlink()
    assert list(replay_used(settings)) == []
    assert read == ([CAFES, GREEN] if change == "code" else [CAFES] if change else [])
    after = {path.name: path.read_bytes() for path in folder.glob("*.parquet")}
    assert after == before or change == "accepted", "what was read again is what was there"


def test_the_print_is_the_same_in_another_process(settings: Settings) -> None:
    code = (
        "import sys, pathlib; from datetime import datetime; from scrapers.runs import as_read;"
        " from scrapers.runs.run import Run; from scrapers.declaration import source as module;"
        " module.SOURCES_DIR = pathlib.Path(sys.argv[1]); source = module.load_source(sys.argv[2]);"
        " run = Run.at(source, 'sample', datetime.fromisoformat(sys.argv[3]), pathlib.Path(sys.argv[4]));"
        " print(as_read._print_of(run, None), end='')"
    )
    command = [sys.executable, "-c", code, str(module.SOURCES_DIR), CAFES, START.isoformat(), str(settings.raw_dir)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said == (settings.raw_dir / CAFES / "r20261123T090000" / as_read.NAME).read_text(encoding="ascii")
