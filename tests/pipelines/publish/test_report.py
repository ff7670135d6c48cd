"""What the report and `hiroba explain` say is in words of people, with one meaning for each number."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.cli.explain import explain_activity
from pipelines.publish.exports.people import field_ja, in_words
from pipelines.publish.exports.report_file import FACTS, NAME, lead, write_report
from pipelines.publish.release import publish
from pipelines.settings import Settings
from warehouse.contract import table
from warehouse.contract.derived.frames import frame
from warehouse.storage import write_table

Tables = dict[str, pl.DataFrame]
GONE = {"activity_id": "kwa_0", "field_name": "-"}
MOVED = {"activity_id": "kwa_1", "change_code": "changed"}


def changed(tables: Tables, *rows: dict[str, Any]) -> Tables:
    """The release after these changes."""
    return tables | {"activity_changes": frame(table("activity_changes"), list(rows))}


def page(tables: Tables, folder: Path) -> str:
    write_report(tables, folder, "")
    return (folder / NAME).read_text(encoding="utf-8")


def test_what_changed_counts_activities_and_says_codes_in_words(release_tables: Tables, tmp_path: Path) -> None:
    ward = {"field_name": "ward_code", "old_text": "141330", "new_text": "141364"}
    venue = {"field_name": "venue", "old_text": None, "new_text": "土橋会館"}
    text = page(changed(release_tables, MOVED | ward, MOVED | venue), tmp_path)
    assert "<h3>内容が変わった: 1</h3>" in text
    assert (
        '<li><a href="https://x.example/s_1">土橋カフェ</a>（会場: なし → 土橋会館、区: 中原区 → 宮前区）</li>' in text
    )


def test_an_activity_that_is_gone_has_its_name(release_tables: Tables, tmp_path: Path) -> None:
    merged = GONE | {"change_code": "merged", "other_activity_id": "kwa_1"}
    text = page(changed(release_tables, merged), tmp_path)
    assert "<li>前の会（「土橋カフェ」に統合）</li>" in text
    assert "kwa_0" not in text


@pytest.mark.parametrize("code", ["not_seen", "source_ended"])
def test_the_line_of_the_night_counts_what_is_gone(code: str, release_tables: Tables) -> None:
    assert "なくなった 1 件" in lead(changed(release_tables, GONE | {"change_code": code}))


def test_places_and_checks_are_named_as_staff_call_them(release_tables: Tables, tmp_path: Path) -> None:
    counted = {"source_key": "s", "reason_code": "unknown_label", "is_quarantined": False, "row_count": 1}
    names = ("label:駐車場", "link:https://x.example/new", "page", "row", "fee_text")
    other = "cell:A1"
    rows = [counted | {"field_name": name} for name in (*names, other)]
    check = {"name": "rule", "ja": "規則", "passed": True, "said": ""}
    assets = ("core__activity_values", "crawl__s")
    night = {"checks": [check | {"asset": asset} for asset in assets]}
    (tmp_path / FACTS).write_text(json.dumps(night), encoding="utf-8")
    text = page(release_tables | {"quarantine_counts": frame(table("quarantine_counts"), rows)}, tmp_path)
    shown = (
        other,
        "見出し「駐車場」",
        "リンク「https://x.example/new」",
        "ページ全体",
        "行全体",
        "費用",
        "活動の1項目の値とその出どころ",
        "見本の一覧",
    )
    assert [name for name in shown if f"<td>{name}</td>" not in text] == []
    assert [name for name in (*names, *assets) if f"<td>{name}</td>" in text] == []


def test_what_to_look_at_is_told_of_a_check_that_is_not_met(release_tables: Tables, tmp_path: Path) -> None:
    check = {"name": "rule", "asset": "release", "ja": "行が外れている。pipelines/x.py を確かめる", "said": ""}
    for passed in (True, False):
        night = {"checks": [check | {"passed": passed}]}
        (tmp_path / FACTS).write_text(json.dumps(night), encoding="utf-8")
        assert ("pipelines/x.py" in page(release_tables, tmp_path)) is not passed


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("ward_code", "141364", "宮前区"),
        ("target_group_codes", "infant;anyone", "乳児、どなたでも"),
        ("kind_code", "a_code_of_last_year", "a_code_of_last_year"),
        ("fee", "100円", "100円"),
    ],
)
def test_a_value_is_shown_in_words(column: str, text: str, said: str) -> None:
    assert in_words(column, text) == said


def test_a_coded_column_is_called_after_what_its_codes_are_about() -> None:
    assert (field_ja("ward_code"), field_ja("fee")) == ("区", "費用")


def test_an_explanation_names_lists_and_values_in_words(release_files: dict[str, Path], tmp_path: Path) -> None:
    values = {"activity_id": "kwa_1", "listing_id": "s_1", "source_key": "s", "page_url": "https://x.example/s_1"}
    values |= {"field_name": "ward_code", "value_text": "141364", "rule_code": "longest", "agreeing_count": 1}
    values |= {"disagreeing_count": 0, "telling_source_count": 1}
    write_table(table("activity_values"), frame(table("activity_values"), [values]), release_files["activity_values"])
    stands = {"activity_id": "kwa_1", "redirect_code": "current", "current_activity_id": "kwa_1"}
    redirects = frame(table("activity_redirects"), [stands])
    write_table(table("activity_redirects"), redirects, release_files["activity_redirects"])
    settings = Settings(tmp_path, "sample", None)
    publish(release_files, settings.published_dir)
    lines = list(explain_activity(settings, "kwa_1"))
    assert lines[1] == "  s_1  見本の一覧「土橋カフェ」 https://x.example/s_1"
    assert lines[-1].startswith("区: 宮前区（")
