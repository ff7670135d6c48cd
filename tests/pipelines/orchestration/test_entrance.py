"""The first page of the day."""

import functools
import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest

from pipelines.decisions.accepted_runs import AcceptableList
from pipelines.desk.entrance import NAME
from pipelines.desk.files_page import NAME as FILES
from pipelines.desk.files_page import groups_of
from pipelines.lab.drills.made import flow_tables, published_files, raw_listings
from pipelines.orchestration import entrance
from pipelines.orchestration.entrance import entrance_state, refresh_entrance
from pipelines.orchestration.forms.app import FORMS as DECISIONS
from pipelines.orchestration.jobs import NAMES
from pipelines.publish.release import switch
from pipelines.publish.shelf import Shelf
from pipelines.settings import Addresses, Settings
from pipelines.watch.incident_memory import record, remember, untold
from pipelines.watch.incidents import ACTIONS, Incident, release_incident
from pipelines.watch.wording import for_developer

KEY = "fukumimi"
FORMS = {
    "accept_list_change": "list",
    "judge_pair": "pairs",
    "correct_value": "value",
    "remove_listing": "removal",
    "accept_mail_domain": "mail_domain",
    "accept_release": "release",
    "roll_back_one_release": "rollback",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    addresses = Addresses("https://city.example", "https://city.example/files")
    return Settings(tmp_path, "sample", None, addresses=addresses)


def test_every_job_is_there_under_its_japanese_name(settings: Settings) -> None:
    refresh_entrance(settings)
    page = (settings.desk_dir / NAME).read_text(encoding="utf-8")
    for name, (ja, _) in NAMES.items():
        url = f"decide/{FORMS[name]}" if name in FORMS else f"locations/hiroba/jobs/{name}"
        ja = DECISIONS[FORMS[name]].title if name in FORMS else ja
        assert f'<a href="https://city.example/{url}">{ja.removeprefix("この一覧だけ再取得: ")}</a>' in page
    assert all(f'<a href="https://city.example/decide/{name}">' in page for name in DECISIONS)
    assert "まだ何も公開していません" in page
    assert "対応が必要なこと（" not in page


def test_what_is_wrong_stands_on_it(settings: Settings) -> None:
    remember(settings.incidents_path, [release_incident("<変わりすぎ>", "x", "2026-11-24 01:00", "前の公開")], [])
    refresh_entrance(settings)
    page = (settings.desk_dir / NAME).read_text(encoding="utf-8")
    assert "対応が必要なこと（1 件）" in page
    assert "&lt;変わりすぎ&gt;" in page
    assert "届いていない知らせ" not in page
    (notice,) = untold(settings.incidents_path)
    record(settings.incidents_path, notice, [], ["メール（x@city.example）を送れません: 断られました"])
    refresh_entrance(settings)
    page = (settings.desk_dir / NAME).read_text(encoding="utf-8")
    assert "届いていない知らせ（1 件）" in page
    assert "メール（x@city.example）を送れません: 断られました。まだ誰にも届いていません" in page


def test_the_page_says_when_of_what_city_and_what_comes_next(settings: Settings) -> None:
    release(settings, "20261129T011400")
    refresh_entrance(settings)
    page = written(settings)
    assert "公開中のデータ: 2026年11月29日（日）01:14 に集めた掲載から" in page
    assert "見本の市のデータ" in page and "自動では動きません" in page
    live = replace(settings, profile="live", nightly_cron="30 2 * * *")
    release(live, "20261129T011400")
    refresh_entrance(live)
    assert "見本の市" not in written(live)
    assert re.search(r"次の更新: 20\d\d年\d+月\d+日（.）02:30 に自動で始まります", written(live))


def test_an_older_release_that_people_see_is_said(settings: Settings) -> None:
    older, newer = release(settings, "20261128T011400"), release(settings, "20261129T011400")
    refresh_entrance(settings)
    assert "戻してあります" not in written(settings)
    switch(Shelf(settings.published_dir).link, older)
    refresh_entrance(settings)
    page = written(settings)
    assert "2026年11月29日（日）01:14 の公開から、前の公開に戻してあります" in page
    assert "2026年11月28日（土）01:14 に集めた" in page
    assert newer.is_dir()


def test_a_running_update_is_shown_with_its_steps_and_the_page_changes_with_it(settings: Settings) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        before = entrance_state(settings, instance)
        run = instance.create_run_for_job(two_steps, status=dg.DagsterRunStatus.STARTED)
        refresh_entrance(settings, instance)
        assert "手順 0 / 2 が終わりました" in written(settings)
        assert f'href="https://city.example/runs/{run.run_id}"' in written(settings)
        state = entrance_state(settings, instance)
        assert state != before and entrance_state(settings, instance) == state
        instance.report_run_failed(run)
        assert entrance_state(settings, instance) != state
        refresh_entrance(settings, instance)
        assert "いま動いている更新（" not in written(settings)


def test_a_red_source_has_its_page_its_button_and_a_text_for_a_developer(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = AcceptableList(KEY, "見本", "見本課", "https://x.example/", "減りました。")
    monkeypatch.setattr(entrance, "acceptable_lists", lambda _: [waiting])
    url = "https://x.example/?a=1&b=2"
    text = for_developer("見本", KEY, url, "読めません。source.toml を直してください。")
    what = f"読めません（{url}）。"
    red = Incident(KEY, "fewer", "見本", what, "", "前の内容", ACTIONS["fewer"], text)
    remember(settings.incidents_path, [red, replace(red, key="kawasaki_terakoya", kind="gone")], [])
    refresh_entrance(settings)
    first, second = written(settings).split("<h2>開く</h2>")[0].split('<div class="bad">')[1:]
    if KEY not in first:
        first, second = second, first
    assert '<a href="https://x.example/?a=1&amp;b=2">' in first
    for block, is_acceptable in ((first, True), (second, False)):
        assert ("変わった一覧を認める</a>" in block) is is_acceptable
        assert "この一覧だけ再取得</a>" in block and "開発者に送る文" in block and "hiroba check-source" in block


def test_every_file_of_a_release_is_explained_once_excel_first(settings: Settings) -> None:
    folder = release(settings, "20261129T011400")
    names = ("活動一覧.xlsx", "activities.parquet", "codes_ward.parquet", "README.ja.md", "何か.txt", ".hidden")
    for name in names:
        (folder / name).write_bytes(b"x" * 1500)
    (folder / "calendars").mkdir()
    refresh_entrance(settings)
    page = (settings.desk_dir / FILES).read_text(encoding="utf-8")
    places = [
        page.index(f">{name}</a>")
        for name in ("活動一覧.xlsx", "calendars/", "activities.parquet", "codes_ward.parquet")
    ]
    assert places == sorted(places)
    assert ".hidden" not in page and page.count("README.ja.md</a>") == 1
    assert [line.what for _, lines in groups_of(folder, "u") for line in lines].count("") == 1, "何か.txt"


def test_how_many_files_the_site_has_is_read_not_counted(tmp_path: Path) -> None:
    for name in ("site", "calendars"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.ics").write_text("x", encoding="utf-8")
    told = {"folders": [{"name": "site", "files": 5_581}]}
    (tmp_path / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    sizes = {line.name: line.size for _, lines in groups_of(tmp_path, "u") for line in lines}
    assert (sizes["site/"], sizes["calendars/"]) == ("5,581 ファイル", "1 ファイル")


@dg.op
def one() -> int:
    return 1


@dg.op
def two(number: int) -> int:
    return number


@dg.job
def two_steps() -> None:
    two(one())


def release(settings: Settings, stamp: str) -> Path:
    """A release of one night with the tables that the entrance reads, published."""
    folder = settings.published_dir / "releases" / f"release-{stamp}-abcdef12"
    folder.mkdir(parents=True)
    for name, body in _night().items():
        (folder / name).write_bytes(body)
    shelf = Shelf(settings.published_dir)
    shelf.remember(folder.name)
    switch(shelf.link, folder)
    return folder


def written(settings: Settings) -> str:
    return (settings.desk_dir / NAME).read_text(encoding="utf-8")


@functools.cache
def _night() -> dict[str, bytes]:
    """The tables of a small release that the entrance reads, made once."""
    with tempfile.TemporaryDirectory() as place:
        files = published_files(flow_tables(raw_listings(4)), Path(place))
        names = ("release", "sources", "activity_changes")
        return {f"{name}.parquet": files[name].read_bytes() for name in names}
