"""What Dagster watches: a workbook starts one run, a failed night gives one message."""

import email
import email.policy
import os
import socketserver
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from pipelines.decisions.addresses import addresses_path
from pipelines.decisions.ledger import append
from pipelines.desk.refused import remember_refused, still_refused
from pipelines.orchestration import sensors
from pipelines.orchestration.begun import begun_by_decision
from pipelines.orchestration.jobs import IMPORT
from pipelines.orchestration.old_runs import tidy_records
from pipelines.orchestration.schedules import weekly_letter
from pipelines.orchestration.sensors import (
    decisions_dropped,
    entrance_kept,
    lost_runs,
    morning_without_release,
    night_failed,
    notices_again,
    sources_watched,
)
from pipelines.publish.outgoing import Finding, OutgoingError
from pipelines.settings import Notify, Settings
from pipelines.watch.incident_memory import open_incidents, untold
from warehouse.contract.tables.decisions import ACCEPTED_RELEASES, ACCEPTED_RUNS, ADDRESSES
from warehouse.lock import run_lock


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, "sample", None)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


def requested(instance: dg.DagsterInstance, settings: Settings) -> list[str | None]:
    context = dg.build_sensor_context(instance, resources={"settings": settings})
    return [request.run_key for request in decisions_dropped.evaluate_tick(context).run_requests or ()]


def test_a_workbook_that_is_there_and_still_asks_for_one_run(instance: dg.DagsterInstance, settings: Settings) -> None:
    folder = settings.decisions_dir
    assert requested(instance, settings) == []
    folder.mkdir(parents=True)
    book = folder / "確認待ち.xlsx"
    book.write_bytes(b"x")
    (folder / "~$確認待ち.xlsx").write_bytes(b"Excel has it open")
    assert requested(instance, settings) == [], "it may still be being copied"
    os.utime(book, (time.time() - 10,) * 2)
    first = requested(instance, settings)
    assert len(first) == 1
    assert requested(instance, settings) == first, "the same key: Dagster starts no second run"
    book.write_bytes(b"mended")
    os.utime(book, (time.time() - 5,) * 2)
    assert requested(instance, settings) != first


@dg.op
def breaks() -> None:
    raise dg.Failure("表が壊れています。")


@dg.job
def night() -> None:
    breaks()


def failed_context(
    instance: dg.DagsterInstance, settings: Settings, job: dg.JobDefinition = night
) -> dg.RunFailureSensorContext:
    result = job.execute_in_process(instance=instance, raise_on_error=False)
    event = next(each for each in result.all_events if each.event_type is dg.DagsterEventType.RUN_FAILURE)
    context = dg.build_run_status_sensor_context(
        "night_failed", event, instance, result.dagster_run, resources={"settings": settings}
    )
    return context.for_run_failure()


def test_a_night_that_fails_every_time_is_told_once(instance: dg.DagsterInstance, settings: Settings) -> None:
    for _ in range(3):
        night_failed(failed_context(instance, settings))
    told = settings.notices_path.read_text(encoding="utf-8")
    assert told.count("毎晩の更新: 公開できませんでした") == 1
    assert "手順 breaks が失敗しました。表が壊れています。" in told
    assert "Traceback" not in told
    assert list((settings.published_dir / "stopped").glob("*.md"))


def broken(cause: str) -> dg.JobDefinition:
    @dg.op
    def breaks_so() -> None:
        raise dg.Failure(cause)

    @dg.job
    def such_a_night() -> None:
        breaks_so()

    return such_a_night


def test_a_cause_of_several_lines_is_told_and_what_nobody_got_is_sent_again(
    instance: dg.DagsterInstance,
    settings: Settings,
    mail_server: socketserver.BaseServer,
) -> None:
    settings = replace(settings, notify=Notify("data@city.example", smtp="smtp://127.0.0.1:1"))
    # What a night leaves that broke on its own tables: they cannot be read either
    for name in ("raw__runs", "raw__selected_runs", "core__sources"):
        settings.table_path(name).parent.mkdir(parents=True, exist_ok=True)
        settings.table_path(name).write_bytes(b"no table")
    cause = str(OutgoingError([Finding("a.csv", "行 3", "携帯の番号"), Finding("b.html", "行 9", "メール")]))
    night_failed(failed_context(instance, settings, broken(cause)))
    page = (settings.desk_dir / "index.html").read_text(encoding="utf-8")
    assert "まだ誰にも届いていません" in page
    notices_again(settings=settings)
    assert [incident.key for incident in open_incidents(settings.incidents_path)] == ["公開"]

    smtp = f"smtp://127.0.0.1:{mail_server.server_address[1]}"
    settings = replace(settings, notify=replace(settings.notify, smtp=smtp))
    for _ in range(3):
        notices_again(settings=settings)
        night_failed(failed_context(instance, settings, broken(cause)))
    (raw,) = mail_server.got  # type: ignore[attr-defined]
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert "携帯の番号" in message.get_content()
    assert "まだ誰にも届いていません" not in (settings.desk_dir / "index.html").read_text(encoding="utf-8")
    log = settings.notices_path.read_text(encoding="utf-8")
    assert log.count("どうなった:") == 1, "the text once, then one line per try"
    assert log.count("送り直し: 毎晩の更新") == 2


def test_an_entrance_that_cannot_be_written_keeps_nobody_from_the_message(
    instance: dg.DagsterInstance, settings: Settings
) -> None:
    settings.data_dir.mkdir(parents=True)
    settings.desk_dir.write_text("no folder", encoding="utf-8")
    night_failed(failed_context(instance, settings))
    assert "表が壊れています。" in settings.notices_path.read_text(encoding="utf-8")
    assert untold(settings.incidents_path) == []


def test_the_weekly_letter_says_what_goes_on(instance: dg.DagsterInstance, settings: Settings) -> None:
    night_failed(failed_context(instance, settings))
    stamp = datetime.now(ZoneInfo("Asia/Tokyo")).strftime("%Y%m%dT%H%M%S")
    (settings.published_dir / "releases" / f"release-{stamp}-abc").mkdir(parents=True)
    assert weekly_letter.execute_in_process(instance=instance, resources={"settings": settings}).success
    letter = settings.notices_path.read_text(encoding="utf-8")
    assert "この1週間の公開: 1 回" in letter
    assert "対応が必要なこと: 1 件" in letter


def started_run(instance: dg.DagsterInstance) -> dg.DagsterRun:
    return instance.create_run_for_job(night, status=dg.DagsterRunStatus.STARTED)


def test_a_run_whose_process_is_gone_fails_and_one_that_lives_does_not(
    instance: dg.DagsterInstance, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sensors, "_GOODBYE_SECONDS", 0.0)
    run = started_run(instance)
    context = dg.build_sensor_context(instance, resources={"settings": settings})
    lost_runs.evaluate_tick(context)
    assert instance.get_run_by_id(run.run_id).status is dg.DagsterRunStatus.STARTED  # type: ignore[union-attr]  # too young
    monkeypatch.setattr(sensors, "_QUIET_SECONDS", 0.0)
    with run_lock(settings.lock_path, datetime.now(ZoneInfo("Asia/Tokyo"))):
        lost_runs.evaluate_tick(context)
        assert instance.get_run_by_id(run.run_id).status is dg.DagsterRunStatus.STARTED  # type: ignore[union-attr]
    lost_runs.evaluate_tick(context)
    assert instance.get_run_by_id(run.run_id).status is dg.DagsterRunStatus.FAILURE  # type: ignore[union-attr]


def test_old_records_go_and_what_still_runs_stays(instance: dg.DagsterInstance) -> None:
    night.execute_in_process(instance=instance, raise_on_error=False)
    going = started_run(instance)
    now = datetime.now(ZoneInfo("Asia/Tokyo"))
    assert tidy_records(instance, now - timedelta(days=1)) == 0
    assert tidy_records(instance, now + timedelta(days=1)) == 1
    assert [run.run_id for run in instance.get_runs()] == [going.run_id]


def test_a_morning_without_a_release_is_told_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sensors, "_DUE_HOUR", 24)
    morning_without_release(settings)
    assert not settings.notices_path.exists(), "not due yet"
    monkeypatch.setattr(sensors, "_DUE_HOUR", 0)
    for _ in range(2):
        morning_without_release(settings)
    assert (
        settings.notices_path.read_text(encoding="utf-8").count("朝になっても今日の公開がありません") == 2
    )  # head and text
    settings.incidents_path.unlink()
    stamp = datetime.now(ZoneInfo("Asia/Tokyo")).strftime("%Y%m%dT%H%M%S")
    folder = settings.published_dir / "releases" / f"release-{stamp}-abc"
    folder.mkdir(parents=True)
    (settings.published_dir / "latest").symlink_to(folder)
    morning_without_release(settings)
    assert not settings.incidents_path.exists()


def test_a_workbook_that_cannot_be_taken_is_told_once_and_stands_on_the_entrance_until_it_is_gone(
    instance: dg.DagsterInstance, settings: Settings
) -> None:
    folder, page = settings.decisions_dir, settings.desk_dir / "index.html"
    folder.mkdir(parents=True)
    (folder / "答え.xlsx").write_bytes(b"x")
    wrong = {"答え.xlsx": ["答え.xlsx 18 行: 判定「おなじ」は使えません。"]}
    remember_refused(settings.refused_path, folder, wrong, is_any_taken=False)

    @dg.job(name=IMPORT)
    def imported() -> None:
        breaks()

    for _ in range(2):
        night_failed(failed_context(instance, settings, imported))
    told = settings.notices_path.read_text(encoding="utf-8")
    assert told.count("判定「おなじ」は使えません") == 2, "the subject and the text of one message"
    assert "公開できませんでした" not in told
    assert "判定「おなじ」は使えません" in page.read_text(encoding="utf-8")

    (folder / "答え.xlsx").unlink()
    assert still_refused(settings.refused_path, folder) == []

    @dg.job(name=IMPORT)
    def well() -> None:
        pass

    result = well.execute_in_process(instance=instance)
    event = next(each for each in result.all_events if each.event_type is dg.DagsterEventType.RUN_SUCCESS)
    context = dg.build_run_status_sensor_context(
        "sources_watched", event, instance, result.dagster_run, resources={"settings": settings}
    )
    sources_watched(context)
    assert open_incidents(settings.incidents_path) == []
    assert "おなじ" not in page.read_text(encoding="utf-8")


def test_a_good_workbook_ends_what_was_wrong_with_the_one_before(settings: Settings) -> None:
    path, folder = settings.refused_path, settings.decisions_dir
    (folder / "読めないもの").mkdir(parents=True)
    for name in ("a.xlsx", "読めないもの/b.xlsx"):
        (folder / name).write_bytes(b"x")
    remember_refused(path, folder, {"a.xlsx": ["a"]}, is_any_taken=False)
    remember_refused(path, folder, {"読めないもの/b.xlsx": ["b"]}, is_any_taken=False)
    assert still_refused(path, folder) == ["a", "b"]
    remember_refused(path, folder, {}, is_any_taken=True)
    assert still_refused(path, folder) == []


def test_the_entrance_is_written_again_only_when_something_changed(
    instance: dg.DagsterInstance, settings: Settings
) -> None:
    context = dg.build_sensor_context(instance, resources={"settings": settings})
    said = [entrance_kept.evaluate_tick(context).skip_message for _ in range(2)]
    settings.pairs_path.parent.mkdir(parents=True)
    settings.pairs_path.write_text("", encoding="utf-8")
    said.append(entrance_kept.evaluate_tick(context).skip_message)
    assert said == ["入口を新しくしました。", "入口に変わりはありません。", "入口を新しくしました。"]


def test_a_new_page_starts_one_run_of_its_list_and_none_for_what_was_decided_before(
    instance: dg.DagsterInstance, settings: Settings
) -> None:
    def decide(key: str, day: str) -> None:
        row = {"decided_on": day, "decided_by": "課", "source_key": key, "page_url": "https://x.example/"}
        append(ADDRESSES, addresses_path(settings), row | {"reason": "聞いた"})

    cursor: str | None = None

    def started() -> list[str | None]:
        nonlocal cursor
        context = dg.build_sensor_context(instance, cursor, resources={"settings": settings})
        tick = begun_by_decision.evaluate_tick(context)
        cursor = tick.cursor
        return [request.job_name for request in tick.run_requests or ()]

    decide("fukumimi", "2026-12-01")
    assert started() == [], "nights have crawled it since"
    assert started() == []
    decide("kawasaki_terakoya", "2026-12-10")
    assert started() == ["refresh_kawasaki_terakoya"]
    assert started() == []
    row = {"decided_on": "2026-12-11", "decided_by": "課", "reason": "聞いた"}
    run = {"source_key": "fukumimi", "run_id": "r1"}
    append(ACCEPTED_RUNS, settings.judgements_dir / ACCEPTED_RUNS.file, row | run)
    append(ACCEPTED_RELEASES, settings.judgements_dir / ACCEPTED_RELEASES.file, row | {"release_id": "release-1"})
    assert started() == ["rebuild_from_archive"], "both in one"
