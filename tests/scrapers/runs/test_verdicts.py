"""The verdict on a run, and what it is compared with."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from scrapers.declaration.labels import Expected
from scrapers.declaration.source import load_source
from scrapers.platforms.items import issue
from scrapers.runs.fingerprints import changes, fingerprint
from scrapers.runs.run import Findings
from scrapers.runs.verdicts import ACCEPTABLE, verdict

SOURCE = load_source("kawasaki_city_cafes")
URL = SOURCE.start_urls[0]
FETCH: dict[str, object] = {"sequence": 1, "request_url": URL, "fetched_at": datetime(2026, 11, 22, tzinfo=UTC)}


def listings(count: int, **changed: Any) -> list[dict[str, object]]:
    """Café rows; a keyword of None leaves that column out."""
    rows = []
    for number in range(count):
        row: dict[str, object] = {
            "page_url": URL,
            "position": number + 1,
            "record_key": f"k{number}",
            "name_text": f"カフェ{'あいうえお'[number % 5]}",
            "ward_text": "川崎区",
            "venue_text": "集会所",
            "schedule_text": f"毎月第{number % 4 + 1}水曜日 13時から15時",
            **changed,
        }
        rows.append({name: value for name, value in row.items() if value is not None})
    return rows


def page_issue(reason: str, detail: str) -> dict[str, object]:
    return issue(URL, 0, "page", reason, detail, is_quarantined=True).row


def shape(rows: list[dict[str, object]]) -> dict[str, Any]:
    return fingerprint(rows, {}, 0)


def healthy(rows: list[dict[str, object]]) -> dict[str, Any]:
    return {"fingerprint_json": json.dumps(shape(rows))}


@pytest.mark.parametrize(
    ("fetches", "rows", "issues", "stopped", "code", "said"),
    [
        (1, 95, [], None, "succeeded", "掲載95件を取得しました"),
        (1, 95, [("http_error", "HTTP 500")], None, "succeeded", "掲載95件を取得しました"),
        (1, 94, [], None, "fewer", "掲載が94件で、下限のめやす95件より少ない"),
        (1, 221, [], None, "layout_changed", "上限のめやす220件を超えました"),
        (1, 0, [], None, "empty", "掲載が0件"),
        (1, 0, [("empty_page", "table: 行がない")], None, "empty", "ページに掲載がありません"),
        (1, 0, [("http_error", "HTTP 500")], None, "failed", "エラー応答: HTTP 500、" + URL),
        (1, 0, [("http_error", "HTTP 404")], None, "gone", "移転先を探して"),
        (1, 0, [("http_error", "HTTP 403")], None, "blocked", "サイトに断られました"),
        (1, 0, [("layout_changed", "table: 0件")], None, "layout_changed", "source.toml を直して"),
        (0, 0, [], None, "failed", "要求を一つも送れませんでした"),
        (1, 95, [("http_error", "HTTP 500")], "failing", "blocked", "今日は止めました（エラー応答: HTTP 500"),
        (1, 95, [], "budget", "fewer", "1日の要求の上限"),
    ],
)
def test_the_verdict_follows_from_what_was_read(
    fetches: int, rows: int, issues: list[tuple[str, str]], stopped: str | None, code: str, said: str
) -> None:
    findings = Findings([FETCH] * fetches, listings(rows), [page_issue(*each) for each in issues])
    outcome = verdict(SOURCE, findings, stopped=stopped, healthy=None)
    assert outcome.run_verdict_code == code
    assert said in outcome.message_ja


def test_an_issue_of_a_row_is_not_an_error_of_the_page() -> None:
    row_issue = issue(URL, 3, "name_text", "missing_name", "名称の欄が空です", is_quarantined=True)
    outcome = verdict(SOURCE, Findings([FETCH], [], [row_issue.row]), stopped=None, healthy=None)
    assert outcome.run_verdict_code == "empty"


def test_many_unreadable_rows_are_a_change_of_layout() -> None:
    lost = [issue(URL, n, "name_text", "missing_name", "空", is_quarantined=True).row for n in range(1, 31)]
    outcome = verdict(SOURCE, Findings([FETCH], listings(100), lost), stopped=None, healthy=None)
    assert outcome.run_verdict_code == "layout_changed"
    assert "30件" in outcome.message_ja


def test_without_a_ward_the_key_is_not_whole() -> None:
    outcome = verdict(SOURCE, Findings([FETCH], listings(100, ward_text=None)), stopped=None, healthy=None)
    assert outcome.run_verdict_code == "layout_changed"
    assert "見分けるための項目が空です（区" in outcome.message_ja


@pytest.mark.parametrize(
    ("now", "code", "said"),
    [
        (listings(110), "succeeded", "掲載110件"),
        (listings(100), "succeeded", "掲載100件"),
        (listings(130), "fewer", "200件から130件に減りました"),
        (listings(180, venue_text=None), "layout_changed", "会場（掲載のまま）」の埋まっている割合が100%から0%"),
        (listings(180, schedule_text="集会所"), "layout_changed", "中身の形が変わりました"),
        (listings(180, venue_text="集会所のとても長い名前のあとに説明の文が続く"), "layout_changed", "中身の形が"),
    ],
)
def test_the_last_healthy_run_is_what_a_run_is_compared_with(
    now: list[dict[str, object]], code: str, said: str
) -> None:
    before = healthy(listings(200 if code != "succeeded" else 112))
    outcome = verdict(SOURCE, Findings([FETCH], now), stopped=None, healthy=before)
    assert outcome.run_verdict_code == code
    assert said in outcome.message_ja


@pytest.mark.parametrize(("count", "code"), [(200, "succeeded"), (171, "succeeded"), (170, "fewer"), (160, "fewer")])
def test_a_seventh_of_a_list_does_not_vanish_in_a_night(count: int, code: str) -> None:
    outcome = verdict(SOURCE, Findings([FETCH], listings(count)), stopped=None, healthy=healthy(listings(200)))
    assert outcome.run_verdict_code == code


def test_of_a_short_list_one_row_may_go() -> None:
    short = SOURCE.model_copy(update={"expected": Expected(minimum=1, maximum=20, origin="短い一覧の見本として")})
    codes = [
        verdict(short, Findings([FETCH], listings(count)), stopped=None, healthy=healthy(listings(6))).run_verdict_code
        for count in (5, 4)
    ]
    assert codes == ["succeeded", "fewer"]


@pytest.mark.parametrize("now", [listings(60), listings(130), listings(180, venue_text=None), listings(400)])
def test_what_is_only_unusual_a_person_may_accept_and_the_next_night_is_compared_with_that(
    now: list[dict[str, object]],
) -> None:
    before, findings = healthy(listings(200)), Findings([FETCH], now)
    assert verdict(SOURCE, findings, stopped=None, healthy=before).run_verdict_code in ACCEPTABLE
    accepted = verdict(SOURCE, findings, stopped=None, healthy=before, accepted="担当に尋ねた")
    assert (accepted.run_verdict_code, "担当に尋ねた" in accepted.message_ja) == ("succeeded", True)
    next_night = verdict(SOURCE, findings, stopped=None, healthy=healthy(now))
    assert next_night.run_verdict_code == "succeeded"
    assert "担当に尋ねた" not in next_night.message_ja


@pytest.mark.parametrize(
    ("findings", "stopped"),
    [
        (Findings([FETCH]), None),
        (Findings([FETCH], listings(100, ward_text=None)), None),
        (Findings([FETCH], listings(200)), "budget"),
    ],
)
def test_what_is_broken_nobody_can_accept(findings: Findings, stopped: str | None) -> None:
    outcome = verdict(SOURCE, findings, stopped=stopped, healthy=healthy(listings(200)), accepted="担当に尋ねた")
    assert outcome.run_verdict_code != "succeeded"


def test_other_keys_are_other_listings() -> None:
    before = shape(listings(20))
    now = shape([{**row, "record_key": f"x{n}"} for n, row in enumerate(listings(20))])
    assert list(changes(before, now)) == ["前回と同じ掲載と分かるものが0%しかありません"]


def test_a_label_that_vanishes_is_said() -> None:
    before = fingerprint(listings(20), {"駐車場": 2, "名称": 7}, 7)
    assert list(changes(before, fingerprint(listings(20), {"名称": 7}, 7))) == ["項目「駐車場」が見えなくなりました"]
    assert not list(changes(before, before))


def test_listings_that_each_lose_another_value_are_noticed_although_no_column_is_out_of_its_band() -> None:
    fields = ("venue_text", "schedule_text", "target_text", "fee_text")
    before = [row | dict.fromkeys(fields, "何か") for row in listings(100)]

    def without(share: int) -> list[dict[str, object]]:
        return [row | {fields[n % 4]: None} if n < share else row for n, row in enumerate(before)]

    said = list(changes(shape(before), shape(without(40))))
    assert said == ["前回あった値が欠けた掲載が100件のうち40件あります"]
    assert list(changes(shape(before), shape(without(15)))) == []
    assert list(changes(shape(without(40)), shape(before))) == []  # values that come are good news
    old = shape(before)
    del old["filled"]  # written before values were counted
    assert list(changes(old, shape(without(40)))) == []


def test_a_list_of_a_few_rows_has_no_usual_shape() -> None:
    assert not list(changes(shape(listings(4)), shape(listings(4, venue_text=None))))


def test_a_ward_that_vanishes_is_noticed_although_the_list_is_within_its_band() -> None:
    part = listings(6, ward_text="幸区")
    rest = [row | {"record_key": f"r{n}"} for n, row in enumerate(listings(94))]
    assert list(changes(shape(rest + part), shape(rest))) == ["「幸区」の掲載6件がすべて見えなくなりました"]
    assert list(changes(shape(rest + part), shape(rest + part[:1]))) == []
    assert list(changes(shape(rest + part[:4]), shape(rest))) == []
    old = shape(rest + part)
    del old["wards"]  # written before wards were counted
    assert list(changes(old, shape(rest))) == []
