"""One message per incident: when it begins, when it becomes another one, when it is over."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from pipelines.decisions.addresses import new_addresses
from pipelines.ingest.chosen_runs import select_runs
from pipelines.watch.incident_memory import open_incidents, record, remember, undelivered, untold
from pipelines.watch.incidents import ACTIONS, RELEASE, release_incident, source_incidents
from warehouse.contract import VOCABULARIES, table
from warehouse.contract.derived.frames import frame

FIRST = datetime(2026, 11, 23, 1, tzinfo=ZoneInfo("Asia/Tokyo"))
SOURCES = frame(
    table("core__sources"),
    [
        {
            "source_key": "s",
            "source_name": "見本の一覧",
            "owner": "見本課",
            "home_url": "https://x.example/",
            "licence": "x",
            "attribution": "x",
        }
    ],
)


def runs(*verdicts: str) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for night, verdict in enumerate(verdicts):
        row: dict[str, Any] = dict.fromkeys(table("raw__runs").column_names)
        counts = ("request_count", "fetched_count", "failed_count", "listing_count", "quarantined_count")
        row |= dict.fromkeys(counts, 0) | {"source_key": "s", "run_id": f"r{night}", "profile_code": "sample"}
        started = FIRST + timedelta(days=night)
        row |= {"started_at": started, "finished_at": started, "run_verdict_code": verdict, "message_ja": "説明。"}
        rows.append(row)
    return frame(table("raw__runs"), rows)


def found(*verdicts: str, moved: dict[str, str] | None = None) -> list[Any]:
    every = runs(*verdicts)
    return source_incidents(every, select_runs(every, {"s": 30}), SOURCES, moved or {})


def test_an_incident_says_what_since_when_what_is_shown_and_what_to_do() -> None:
    (incident,) = found("succeeded", "failed", "failed")
    text = incident.text()
    assert "見本の一覧（担当: 見本課）" in text
    assert "いつから: 2026-11-24 01:00" in text
    assert "2026-11-23 01:00 に取得した内容（2 日前）" in text
    assert "この一覧だけ再取得" in text and "hiroba check-source s" in text
    assert "何も載せていません" in found("failed")[0].text()


def test_what_somebody_has_decided_is_no_incident() -> None:
    assert found("succeeded") == found("not_configured") == found("retired") == []


def test_every_bad_verdict_says_what_to_do() -> None:
    meant = {"succeeded", "not_configured", "paused", "retired"}
    assert set(ACTIONS) == set(VOCABULARIES["run_verdict"].values()) - meant


def told(path: Path, *targets: str) -> list[str]:
    """Subjects of what is to be told; the targets take every message."""
    notices = untold(path)
    for notice in notices:
        record(path, notice, targets, [] if targets else ["メールを送れません"])
    return [notice.subject.partition("（")[0].partition("。")[0] for notice in notices]


def test_an_incident_is_told_once_until_it_changes_or_ends(tmp_path: Path) -> None:
    path = tmp_path / "incidents.json"
    nights = ["succeeded", "failed", "failed", "empty", "succeeded", "succeeded"]
    seen = []
    for night in range(1, len(nights) + 1):
        remember(path, found(*nights[:night]), ["s"])
        seen.append(told(path, "メール"))
    assert seen == [[], ["見本の一覧"], [], ["見本の一覧"], ["直りました: 見本の一覧"], []]


STOP = release_incident("変わりすぎ", "not_too_much_changed", "2026-11-24 01:00", "前の公開")


def test_a_look_at_other_things_ends_nothing(tmp_path: Path) -> None:
    path = tmp_path / "incidents.json"
    remember(path, [STOP], [RELEASE])
    assert told(path, "メール") == ["毎晩の更新: 公開できませんでした"]
    remember(path, [], ["s"])
    assert told(path) == []
    assert open_incidents(path) == [STOP]
    remember(path, [], [RELEASE])
    assert told(path, "メール") == ["直りました: 毎晩の更新"]
    assert open_incidents(path) == []


def test_an_incident_counts_as_told_only_once_it_is_delivered(tmp_path: Path) -> None:
    path = tmp_path / "incidents.json"
    remember(path, [STOP], [RELEASE])
    assert [len(told(path)) for _ in range(2)] == [1, 1], "nobody got it: tried again"
    assert undelivered(path) == ["毎晩の更新の知らせ: メールを送れません。まだ誰にも届いていません。送り直します。"]
    remember(path, [STOP], [RELEASE])
    assert told(path, "Webhook") == ["毎晩の更新: 公開できませんでした"]
    assert told(path, "Webhook") == undelivered(path) == []
    remember(path, [], [RELEASE])
    assert [told(path), told(path, "メール"), told(path)] == [["直りました: 毎晩の更新"]] * 2 + [[]]


def test_what_began_and_ended_before_anybody_could_be_told_is_told_whole(tmp_path: Path) -> None:
    path = tmp_path / "incidents.json"
    remember(path, [STOP], [RELEASE])
    told(path)
    remember(path, [], [RELEASE])
    (notice,) = untold(path)
    assert notice.subject == "直りました: 毎晩の更新"
    assert "変わりすぎ" in notice.text


def test_a_damaged_memory_tells_again(tmp_path: Path) -> None:
    path = tmp_path / "incidents.json"
    for damaged in ("", "[1]", '{"公開": {"key": "公開"}}', '{"公開": 3}'):
        path.write_text(damaged, encoding="utf-8")
        remember(path, [STOP], [RELEASE])
        assert told(path, "メール") == ["毎晩の更新: 公開できませんでした"]


@pytest.mark.parametrize("count", [3])
def test_three_sources_are_three_incidents_not_one_per_table(count: int) -> None:
    every = pl.concat([runs("succeeded", "failed").with_columns(source_key=pl.lit(f"s{n}")) for n in range(count)])
    sources = pl.concat([SOURCES.with_columns(source_key=pl.lit(f"s{n}")) for n in range(count)])
    selected = select_runs(every, {f"s{n}": 30 for n in range(count)})
    assert [incident.key for incident in source_incidents(every, selected, sources, {})] == ["s0", "s1", "s2"]


def test_a_new_address_that_the_page_of_links_knows_is_told_with_the_list_that_is_gone() -> None:
    new = "https://x.example/new.html"
    names = ("reason_code", "field_name", "raw_text")
    rows = [("moved_list", "link:s", new), ("vanished_list", "link:t", None), ("moved_list", "name", "u")]
    moved = new_addresses(pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row"))
    assert moved == {"s": new}
    (gone,) = found("succeeded", "gone", moved=moved)
    assert new in gone.what and "新しいページを開き" in gone.action
    assert new in gone.to_developer and "https://x.example/" in gone.to_developer
    (fewer,) = found("succeeded", "fewer", moved=moved)
    assert new not in fewer.text(), "a list that answers has not moved"
    assert new not in found("succeeded", "gone")[0].text()
