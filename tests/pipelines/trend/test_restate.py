"""A release of an earlier month by the method of today: read from its own pages, written beside what was published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.decisions.pairs import judge
from pipelines.ingest.reread import RereadError
from pipelines.orchestration.assets.trend import trend__restated
from pipelines.settings import Settings
from pipelines.trend import releases, resolver, vintages
from pipelines.trend.bridge import Calls
from pipelines.trend.releases import anchor_runs, before, kept_of, with_days
from pipelines.trend.resolver import Version, code_print, version
from pipelines.trend.restate import Anchor, restated
from pipelines.trend.series import series
from pipelines.trend.vintages import RestateError, restate
from scrapers.declaration.declarations import keep
from scrapers.declaration.source import load_source
from scrapers.runs.archive import Archive
from scrapers.runs.run import Findings, Outcome, Run, finish
from warehouse.contract import table
from warehouse.contract.derived.frames import empty_frame, frame
from warehouse.storage import write_table

CAFES = "kawasaki_city_cafes"
OCTOBER, NOVEMBER = datetime(2026, 10, 31, 3, tzinfo=UTC), datetime(2026, 11, 23, 3, tzinfo=UTC)
RUN = "r20261031T120000"
COUNT = 12
ROWS = "".join(f"<tr><td>{name}</td><td>会館{n}</td></tr>" for n, name in enumerate("桜梅桃椿藤菊蘭萩葵樫楠杉"))
PAGE = (
    '<html><head><meta charset="utf-8"></head><body><div class="main_naka_kiji"><div class="mol_contents"><h2>幸区</h2>'
    f"<table><tr><th>名称</th><th>会場</th></tr>{ROWS}</table></div></div></body></html>"
)


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """One list, read at the end of October; its rows on disk are not what today's parsers read."""
    made = Settings(tmp_path, "sample", None)
    keep(made.declared_dir)
    source = load_source(CAFES)
    url = source.start_urls[0]
    fetch: dict[str, object] = {
        "sequence": 1,
        "request_url": url,
        "response_url": url,
        "fetched_at": OCTOBER,
        "http_status": 200,
        "headers_json": json.dumps({"Content-Type": "text/html; charset=utf-8"}),
        "body_sha256": Archive(made.archive_dir).put(PAGE.encode()),
        "body_bytes": len(PAGE),
    }
    run = Run.at(source, "sample", OCTOBER, made.raw_dir)
    assert run.run_id == RUN
    finish(run, Findings(fetches=[fetch]), Outcome("succeeded", "取得した。"), OCTOBER)
    made.tables_dir.mkdir(parents=True)
    yield made


def anchor(**more: Any) -> Anchor:
    lists = pl.DataFrame({"source_key": [CAFES], "run_id": [RUN], "role_code": ["register"]})
    nothing = [empty_frame(table(name)) for name in ("activity_listings", "activity_redirects")]
    return Anchor("release-october", date(2026, 10, 31), with_days(lists), *nothing)._replace(**more)


def prints(folder: Path) -> dict[str, str]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def published(settings: Settings, **versions: str) -> Path:
    """A release of November that knows one of October."""
    folder = settings.published_dir / "releases" / "release-20261123T120000-0"
    folder.mkdir(parents=True)
    counts = {"contract_version": "0", "activity_count": 9, "listing_count": 9, "stock_size": 9}
    log: list[dict[str, object]] = [
        {"release_id": name, "as_of_at": day, **counts, "resolver_version": "older"} | versions
        for name, day in (("release-october", OCTOBER), ("release-november", NOVEMBER))
    ]
    listed = {"selection_code": "newest", "newest_verdict_code": "succeeded", "list_change_code": "kept"}
    lists: list[dict[str, object]] = [
        {"release_id": "release-october", "source_key": CAFES, "run_id": RUN, "role_code": "register", **listed}
        | {"listing_count": COUNT}
    ]
    fact: dict[str, object] = {
        "release_id": "release-november",
        "profile_code": "sample",
        "as_of_at": NOVEMBER,
        "contract_version": "0",
        "activity_count": 9,
        "listing_count": 9,
    }
    for name, rows in (("release_log", log), ("release_lists", lists), ("release", [fact])):
        write_table(table(name), frame(table(name), rows), folder / f"{name}.parquet")
    (settings.published_dir / "latest").symlink_to(folder)
    return folder


def test_pages_of_then_are_read_as_today_and_nothing_on_disk_changes(settings: Settings) -> None:
    untouched = prints(settings.raw_dir) | prints(settings.archive_dir)
    read = restated(settings, anchor())
    assert read.activities.filter("is_counted").height == COUNT
    assert read.activities["ward_cell"].unique().to_list() == ["141321"]
    assert prints(settings.raw_dir) | prints(settings.archive_dir) == untouched


def test_activities_keep_the_ids_they_were_published_under(settings: Settings) -> None:
    fresh = restated(settings, anchor())
    listing = fresh.listings.row(0, named=True)["listing_id"]
    bridge = frame(
        table("activity_listings"),
        [
            dict.fromkeys(table("activity_listings").column_names)
            | {"activity_id": "kwa_then", "listing_id": listing, "source_key": CAFES}
        ],
    )
    again = restated(settings, anchor(bridge=bridge))
    assert again.listings.filter(listing_id=listing)["activity_id"].to_list() == ["kwa_then"]


def test_a_page_that_is_gone_is_said_and_changes_no_method(settings: Settings) -> None:
    for body in settings.archive_dir.rglob("*.gz"):
        body.unlink()
    with pytest.raises(RereadError, match=f"{CAFES} の取得 {RUN} を読み直せません"):
        restated(settings, anchor())
    with pytest.raises(RereadError, match="一覧の宣言か取得の記録がありません"):
        restated(settings, anchor(lists=anchor().lists.with_columns(run_id=pl.lit("r20200101T000000"))))


def test_restating_writes_the_month_beside_what_was_published(settings: Settings) -> None:
    folder = published(settings)
    (line,) = restate(settings, date(2026, 11, 24))
    assert line == f"2026-10-31 release-october: 公開したとき 9、いまの方法で {COUNT}"
    written = vintages.waiting(settings)
    today = version(settings).resolver_version
    assert set(written.select("release_id", "resolver_version", "restated_on").iter_rows()) == {
        ("release-october", today, date(2026, 11, 24))
    }
    assert written["stock_size"].sum() == COUNT
    older = written.with_columns(resolver_version=pl.lit("older"), stock_size=pl.lit(1, dtype=pl.Int64))
    both = vintages.all_vintages(older, settings)
    assert both.filter(resolver_version="older").equals(older), "older figures stay"
    assert both.filter(resolver_version=today).equals(written)
    assert anchor_runs(folder) == {(CAFES, RUN)}
    assert anchor_runs(None) == set()
    core = frame(table("core__release"), [{"release_id": "next", "as_of_at": NOVEMBER}])
    taken = trend__restated(core, settings)
    assert isinstance(taken, pl.DataFrame)
    assert taken.equals(written)
    releases_ = pl.read_parquet(folder / "release_log.parquet").with_columns(resolver_version=pl.lit(today))
    nobody = empty_frame(table("trend__activity_stock"))
    df = series(empty_frame(table("trend__growth_log")), releases_, taken, nobody, Calls(0, 0))
    assert df.filter(month_on=date(2026, 10, 31))["series_basis_code"].unique().to_list() == ["restated"]


def test_there_is_nothing_to_restate_before_a_month_has_passed(settings: Settings) -> None:
    with pytest.raises(RestateError, match="hiroba run"):
        list(restate(settings, date(2026, 11, 24)))


def test_a_judgement_moves_its_own_print_and_no_other(settings: Settings) -> None:
    first = version(settings)
    ids = ["kcc_1", "kcc_2"]
    row = dict.fromkeys(table("norm__listings").column_names)
    listings = [
        row
        | {"listing_id": name, "source_key": CAFES, "run_id": RUN, "record_key": name, "page_url": "u", "position": 1}
        | {"body_sha256": "0", "content_print": name, "name_text": name, "name": name, "core_name": name}
        | {"shown_name": name, "name_key": name}
        for name in ids
    ]
    write_table(
        table("norm__listings"),
        frame(table("norm__listings"), listings),
        settings.table_path("norm__listings"),
    )
    judge(settings, *ids, "same", "同じ会", "2026-11-23", "ある課")
    second = version(settings)
    assert (second.reader_version, second.matcher_version) == (first.reader_version, first.matcher_version)
    assert second.judgements_version != first.judgements_version
    assert second.resolver_version != first.resolver_version
    judge(settings, *ids, "same", "ほかの理由でも同じ会", "2026-11-24", "ほかの課")
    assert version(settings) == second, "said again by another office for another reason decides nothing else"


def test_another_weight_or_another_source_moves_a_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "requirements.lock").write_text("a==1", encoding="utf-8")
    (tmp_path / "room" / "weights.json").write_text("1", encoding="utf-8")
    monkeypatch.setattr(resolver, "ROOT", tmp_path)
    said = [code_print.__wrapped__(("room",))]
    (tmp_path / "room" / "README.md").write_text("words", encoding="utf-8")
    assert code_print.__wrapped__(("room",)) == said[0]
    for path, text in ((tmp_path / "room" / "weights.json", "2"), (tmp_path / "requirements.lock", "a==2")):
        path.write_text(text, encoding="utf-8")
        said.append(code_print.__wrapped__(("room",)))
    assert len(set(said)) == 3


@pytest.mark.parametrize(
    ("then", "is_read", "code"),
    [
        ({"resolver_version": "R"}, False, "resolver"),
        ({"resolver_version": "X", "reader_version": "r", "matcher_version": "m"}, True, "judgements"),
        ({"resolver_version": "X", "reader_version": "r", "matcher_version": "x"}, True, "resolver"),
        ({}, True, "resolver"),
    ],
)
def test_the_release_before_is_read_anew_only_where_the_method_has_changed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, make: Any, then: dict[str, str], is_read: bool, code: str
) -> None:
    asked: list[Anchor] = []
    monkeypatch.setattr(releases, "restated", lambda _, anchor: asked.append(anchor) or make({"id": "x"}))
    last = releases.Kept("r", date(2026, 10, 31), anchor().lists, make({"id": "x", "stale": True}), make(), dict(then))
    read, problem = before(settings, last, settings.published_dir, Version("R", "r", "m", "j"))
    assert problem is None
    assert (len(asked), read.restated is not None, read.method_code) == (int(is_read), is_read, code)
    if read.restated is not None:
        assert read.restated.activities["is_stale"].to_list() == [True], "as it was that night, whatever the method"


def test_a_release_that_kept_nothing_is_read_by_the_roles_of_today() -> None:
    fact = {"release_id": "r", "profile_code": "sample", "as_of_at": NOVEMBER, "contract_version": "0.9.0"}
    activity = dict.fromkeys(table("activities").column_names) | {
        "activity_id": "x",
        "name": "会",
        "listing_count": 1,
        "source_count": 1,
        "profile_code": "sample",
    }
    source = dict.fromkeys(table("sources").column_names) | {"source_key": "s", "selection_code": "newest"}
    source |= {"newest_verdict_code": "succeeded", "run_id": RUN}
    listing = dict.fromkeys(table("activity_listings").column_names)
    given = {
        "release": [fact | {"activity_count": 1, "listing_count": 1}],
        "activities": [activity],
        "sources": [source],
        "activity_listings": [listing | {"activity_id": "x", "listing_id": "l", "source_key": "s"}],
    }
    names = ("release", "release_lists", "release_log", "sources", "activities", "activity_listings", "activity_stock")
    tables = {name: frame(table(name), given.get(name, [])) for name in names}
    roles = pl.DataFrame({"source_key": ["s"], "role_code": ["feed"], "about_codes": [["cafe"]]})
    old = kept_of(tables, roles)
    assert old.published.activities["stock_code"].to_list() == ["one_off"]
    assert old.versions == {}
    assert old.lists.select("source_key", "role_code", "seen_on").rows() == [("s", "feed", date(2026, 10, 31))]
