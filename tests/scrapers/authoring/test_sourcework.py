"""Adding a source, saving a page of it and checking it, as staff do it; nothing of it sends a request."""

import gzip
import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.cli import main
from scrapers.authoring import cases
from scrapers.authoring.new_source import id_prefix, propose
from scrapers.authoring.two_facts import split_of
from scrapers.declaration import source
from scrapers.declaration.declarations import declarations, participants
from scrapers.declaration.source import SOURCES_DIR, load_source, source_keys
from scrapers.platforms import PLATFORMS
from scrapers.runs.archive import Archive
from scrapers.runs.run import Findings, Outcome, Run, finish

URL = "https://www.city.kawasaki.jp/999/page/0000999999.html"
PAGE = """<html><head><meta charset="utf-8"></head><body><div class="main_naka_kiji"><div class="mol_contents">
<h2>幸区</h2><table><tr><th>名称</th><th>会場</th><th>問合せ</th><th>駐車場</th></tr>
<tr><td>みどりの会</td><td>公園</td><td>090-1234-5678</td><td>なし</td></tr>
<tr><td>あおの会</td><td>集会所</td><td>ao@gmail.com</td><td>なし</td></tr></table></div></div></body></html>"""
CASES = cases.cases_of("kawasaki_city_park_exercise")
Hiroba = Callable[..., Result]


@pytest.fixture
def hiroba(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hiroba]:
    shutil.copytree(SOURCES_DIR, tmp_path / "sources", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(source, "SOURCES_DIR", tmp_path / "sources")
    monkeypatch.setattr(cases, "CASES_DIR", tmp_path / "cases")
    monkeypatch.setenv("HIROBA_DATA_DIR", str(tmp_path / "data"))
    load_source.cache_clear()
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    yield lambda *arguments: CliRunner().invoke(main, [str(part) for part in arguments])
    load_source.cache_clear()


def added(hiroba: Hiroba, tmp_path: Path) -> Path:
    done = hiroba("new-source", "midori_list", URL, "--from", tmp_path / "page.html")
    assert done.exit_code == 0, done.output
    assert "携帯番号 1 件と個人のメール 1 件を伏せました" in done.output
    (folder,) = (tmp_path / "cases" / "midori_list").iterdir()
    return folder


def test_a_list_on_a_known_platform_takes_no_python(hiroba: Hiroba, tmp_path: Path) -> None:
    folder = added(hiroba, tmp_path)
    made = load_source("midori_list")
    assert (made.platform, made.hosts, made.status) == ("city_cms", ("www.city.kawasaki.jp",), "draft")
    assert made.labels.fields == {"名称": "name_text", "会場": "venue_text", "問合せ": "phone_text"}
    assert made.labels.keep == ("駐車場",)
    assert (made.expected.minimum, made.expected.maximum) == (1, 4)
    others = {load_source(key).id_prefix for key in source_keys() if key != made.key}
    assert made.id_prefix not in others
    header = (tmp_path / "sources" / "midori_list" / "lookups.csv").read_text(encoding="utf-8")
    assert header == "field_name,raw_text,code,note\n"
    rows = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["listings"]
    assert [row["phone_text"] for row in rows] == ["090-0000-0000", "removed@example.jp"]
    assert "body_sha256" not in rows[0]
    assert "1234" not in (folder / "page.html").read_text(encoding="utf-8")
    checked = hiroba("check-source", "midori_list")
    assert (checked.exit_code, checked.output.partition("はじめの")[0].splitlines()) == (
        0,
        [
            f"midori_list/{folder.name}: OK（掲載 2 件）",
            "  3 行 = 掲載 2 + 項目名 1",
            "midori_list: 準備中です。source.toml に「要確認」が 13 行残っています。",
        ],
    )


def test_a_page_says_what_its_labels_are_and_a_heading_is_a_ward_only_where_it_names_one(
    hiroba: Hiroba, tmp_path: Path
) -> None:
    page = """<html><body><div class="main_naka_kiji"><h2>体操の会</h2><table>
<thead><tr><th>名称</th><th>日時</th></tr></thead><tbody><tr><td>あさの会</td><td>毎週火曜 10時〜11時</td></tr>
<tr><td>合計</td><td>1</td></tr><tr><td>よるの会</td><td></td></tr></tbody></table>
<table><tr><th>名称</th><th>費用</th></tr><tr><th>ひるの会</th><td>無料</td></tr></table></div></body></html>"""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    done = hiroba("new-source", "taiso_list", URL, "--from", tmp_path / "page.html")
    assert done.exit_code == 0, done.output
    made = load_source("taiso_list")
    assert set(made.labels.fields) | set(made.labels.keep) == {"名称", "日時", "費用"}
    assert "ward_text" not in made.key_fields
    (case,) = cases.cases_of("taiso_list")
    listings = cases.read_case(made, case)["listings"]
    assert [(row["name_text"], row.get("ward_text")) for row in listings][:2] == [
        ("あさの会", None),
        ("よるの会", None),
    ]
    assert "体操の会" in str(listings[0]["extra_json"])
    told = hiroba("check-source", "taiso_list").output
    assert "毎週火曜 10時〜11時  →  読み取った日時=毎週火曜日 10:00〜11:00" in told


def test_rows_that_are_lost_are_named_with_their_reason(hiroba: Hiroba, tmp_path: Path) -> None:
    lost = PAGE.replace("<td>あおの会</td>", "<td>♪♪</td>")
    (tmp_path / "page.html").write_text(lost, encoding="utf-8")
    assert hiroba("new-source", "midori_list", URL, "--from", tmp_path / "page.html").exit_code == 0
    told = hiroba("check-source", "midori_list").output
    assert "× 失った行 2「♪♪」: 名称がない（名称に文字も数字もありません）" in told


def test_without_a_page_the_declaration_is_valid_and_says_what_comes_next(hiroba: Hiroba) -> None:
    for number, platform in enumerate(PLATFORMS):
        key = f"plain_{chr(97 + number)}"
        done = hiroba("new-source", key, "http://example.jp/a", "--platform", platform)
        assert done.exit_code == 0, done.output
        assert f"hiroba capture {key} http://example.jp/a --from" in done.output
        assert load_source(key).platform == platform
        missing = hiroba("check-source", key)
        assert (missing.exit_code, "例がありません。hiroba capture" in missing.output) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ouen_navi", URL), "情報源 ouen_navi はもうあります"),
        (("Midori", URL), "「Midori」は使えません"),
        (("../x", URL), "「../x」は使えません"),
        (("midori", "ftp://example.jp/"), "ページの住所ではありません"),
        (("midori", "example.jp"), "ページの住所ではありません"),
        (("midori", URL, "--platform", "gopher"), "選べるのは"),
    ],
)
def test_what_no_source_can_be_made_of_is_refused_in_one_sentence(
    hiroba: Hiroba, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = sorted((tmp_path / "sources").iterdir())
    done = hiroba("new-source", *arguments)
    assert done.exit_code == 2
    assert said in done.output
    assert done.output.count("\n") == 1
    assert sorted((tmp_path / "sources").iterdir()) == before


def test_a_difference_is_named_and_update_takes_it_as_right(hiroba: Hiroba, tmp_path: Path) -> None:
    folder = added(hiroba, tmp_path)
    page = folder / "page.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("公園", "広場").replace("あおの会", "あかの会"), encoding="utf-8")
    checked = hiroba("check-source", "midori_list")
    assert checked.exit_code == 1
    for line in (
        "掲載 1「みどりの会」: なくなりました",
        "掲載 2「あかの会」: 予定にありません",
        "保存したページが書き換えられています",
    ):
        assert line in checked.output
    assert "書き直しました" in hiroba("check-source", "midori_list", "--update").output
    assert hiroba("check-source", "midori_list").exit_code == 0
    page.write_text(page.read_text(encoding="utf-8").replace("<td>なし", "<td>あり", 1), encoding="utf-8")
    assert (
        '予定 「{"駐車場": "なし"}」、読み取り 「{"駐車場": "あり"}」' in hiroba("check-source", "midori_list").output
    )


def test_a_page_comes_from_the_newest_archived_run_with_its_way(hiroba: Hiroba, tmp_path: Path) -> None:
    made = load_source("ouen_navi")
    archive = Archive(tmp_path / "data" / "sample" / "archive")
    detail = "https://kawasaki.genki365.net/G0000123/aboutus.html"
    bodies = {
        made.start_urls[0]: '<a href="/G0000123/">団体</a>',
        detail: "<h1>緑</h1><table><tr><th>活動区</th><td>幸区</td></tr></table>",
    }
    for day, name in ((1, "古い"), (2, "緑の会")):
        started = datetime(2026, 11, day, tzinfo=UTC)
        findings = Findings()
        for sequence, (url, body) in enumerate(bodies.items(), start=1):
            findings.fetches.append(
                {
                    "sequence": sequence,
                    "request_url": url,
                    "response_url": url,
                    "fetched_at": started,
                    "http_status": 200,
                    "headers_json": json.dumps({"Content-Type": "text/html; charset=utf-8", "Set-Cookie": "a=b"}),
                    "body_sha256": archive.put(body.replace("緑", name).encode()),
                    "body_bytes": len(body),
                }
            )
        run = Run.at(made, "sample", started, tmp_path / "data" / "sample" / "raw")
        finish(run, findings, Outcome("succeeded", "見本"), started)
    done = hiroba("capture", "ouen_navi", detail)
    assert done.exit_code == 0, done.output
    (case,) = cases.cases_of("ouen_navi")
    assert (case.capture.parser, case.capture.context) == ("parse_group", {"group_id": "G0000123"})
    assert case.capture.headers == {"Content-Type": "text/html; charset=utf-8"}
    (row,) = (case.expected() or {})["listings"]
    assert (row["name_text"], row["record_key"]) == ("緑の会", "G0000123")


def test_a_page_that_is_not_at_hand_is_not_asked_for(hiroba: Hiroba) -> None:
    done = hiroba("capture", "ouen_navi", "https://kawasaki.genki365.net/G0000123/aboutus.html")
    assert done.exit_code == 2
    assert "手元にありません。hiroba run で取得してから" in done.output
    assert hiroba("capture", "nowhere", URL).exit_code == 2


def test_a_page_no_saved_page_leads_to_is_refused(hiroba: Hiroba, tmp_path: Path) -> None:
    url = "https://kawasaki.genki365.net/G0000123/aboutus.html"
    done = hiroba("capture", "ouen_navi", url, "--from", tmp_path / "page.html")
    assert (done.exit_code, "へ進む道が分かりません" in done.output) == (2, True)


def test_what_cannot_be_masked_is_not_saved(tmp_path: Path, hiroba: Hiroba) -> None:
    hidden = PAGE.replace("090-1234-5678", "&#48;90-1234-5678")
    (tmp_path / "hidden.html").write_text(hidden, encoding="utf-8")
    done = hiroba(
        "capture",
        "kawasaki_city_cafes",
        load_source("kawasaki_city_cafes").start_urls[0],
        "--from",
        tmp_path / "hidden.html",
    )
    assert (done.exit_code, "伏せられない形" in done.output) == (2, True)
    assert cases.cases_of("kawasaki_city_cafes") == []
    (tmp_path / "page.gz").write_bytes(gzip.compress(b"x"))
    assert "拡張子は" in hiroba("capture", "ouen_navi", URL, "--from", tmp_path / "page.gz").output


def test_the_same_address_replaces_its_case(hiroba: Hiroba, tmp_path: Path) -> None:
    added(hiroba, tmp_path)
    (tmp_path / "page.html").write_text(PAGE.replace("みどり", "もみじ"), encoding="utf-8")
    assert hiroba("capture", "midori_list", URL, "--from", tmp_path / "page.html").exit_code == 0
    (case,) = cases.cases_of("midori_list")
    assert (case.expected() or {})["listings"][0]["name_text"] == "もみじの会"


def test_a_first_page_that_cannot_be_saved_leaves_the_declaration_and_says_so(hiroba: Hiroba, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE.replace("090-1234-5678", "&#48;90-1234-5678"), encoding="utf-8")
    done = hiroba("new-source", "midori_list", URL, "--from", tmp_path / "page.html")
    assert done.exit_code == 2
    assert "source.toml は作りましたが、ページは保存できません" in done.output
    assert load_source("midori_list").start_urls == (URL,)
    assert cases.cases_of("midori_list") == []


def test_of_a_file_that_cannot_be_masked_staff_are_told(hiroba: Hiroba, tmp_path: Path) -> None:
    (saved,) = [case for case in CASES if case.page.suffix == ".pdf"]
    (listed,) = [case for case in CASES if case.capture.parser == "parse_start"]
    for case in (listed, saved):
        file = tmp_path / f"copy{case.page.suffix}"
        shutil.copyfile(case.page, file)
        done = hiroba("capture", "kawasaki_city_park_exercise", case.capture.url, "--from", file)
        assert done.exit_code == 0, done.output
        assert ("PDF と Excel の中は伏せられません" in done.output) == (case is saved)


def test_a_prefix_is_free_and_a_label_gets_the_usual_column() -> None:
    assert id_prefix("kawasaki_city_cafes", set()) == "kcc"
    assert id_prefix("kawasaki_city_cafes", {"kcc"}) == "kaw"
    assert id_prefix("ab", set()) == "aaa"
    found = propose(["会場", "名称", "駐輪場"], [load_source("kawasaki_city_cafes")])
    assert (found.fields, found.keep) == ({"会場": "venue_text", "名称": "name_text"}, ("駐輪場",))


# A label that no real page has: else whoever adds a source with it would teach this test to read
DINERS = PAGE.replace("<th>名称</th>", "<th>見本の呼び名</th>").replace("公園", "食堂")


def finished(path: Path, status: str = "active") -> None:
    """Everything a person has to decide, decided; only text is edited."""
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ('name = "midori_list（要確認）"', 'name = "みどりの食堂（見本）"'),
        ('owner = "要確認"', 'owner = "見本の課"'),
        ('"要確認: 事実とリンクのみ"', '"事実とリンクのみ"'),
        ('attribution = "midori_list（要確認）"', 'attribution = "見本の市「みどりの食堂」"'),
        ('status = "draft"', f'status = "{status}"'),
    ):
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    load_source.cache_clear()


def test_a_page_nobody_could_read_is_never_right_and_says_what_to_write(hiroba: Hiroba, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(DINERS, encoding="utf-8")
    done = hiroba("new-source", "midori_list", URL, "--from", tmp_path / "page.html")
    assert done.exit_code == 0, done.output
    for said in (
        "まだ読めていません（掲載 0 件）",
        "理由: ページの形が違う: table の見出し「見本の呼び名 | 会場 | 問合せ | 駐車場」に名称の列がありません",
        "ページに見えた項目名: 見本の呼び名、会場、問合せ、駐車場",
        "すること: 名称の項目がどれか決まっていません。",
        '[labels.fields] に、例えば "見本の呼び名" = "name_text" のように足し',
    ):
        assert said in done.output, done.output
    (case,) = cases.cases_of("midori_list")
    assert case.expected() is None, "nothing read is not what is expected"
    for arguments in (("check-source", "midori_list"), ("check-source", "midori_list", "--update")):
        checked = hiroba(*arguments)
        assert checked.exit_code == 1
        assert "読めていません（掲載 0 件）" in checked.output
        assert "OK" not in checked.output
        assert case.expected() is None
    # Even where somebody has frozen it by hand
    cases.write_json(case.folder / "expected.json", cases.read_case(load_source("midori_list"), case))
    assert hiroba("check-source", "midori_list").exit_code == 1


def test_from_a_page_to_a_source_that_takes_part_without_python(hiroba: Hiroba, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(DINERS, encoding="utf-8")
    hiroba("new-source", "midori_list", URL, "--from", tmp_path / "page.html")
    path = tmp_path / "sources" / "midori_list" / "source.toml"
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert "midori_list" not in participants()
    text = path.read_text(encoding="utf-8")
    text = text.replace('keep = ["見本の呼び名", "駐車場"]', 'keep = ["駐車場"]').replace(
        "[labels.fields]   #", '[labels.fields]\n"見本の呼び名" = "name_text"   #'
    )
    path.write_text(text, encoding="utf-8")
    load_source.cache_clear()
    first = hiroba("check-source", "midori_list")
    assert (first.exit_code, "掲載 2 件を読みました。正しければ" in first.output) == (1, True), first.output
    assert hiroba("check-source", "midori_list", "--update").exit_code == 0
    made = load_source("midori_list")
    assert (made.expected.minimum, made.expected.maximum) == (1, 4), "the band is counted once something is read"
    assert [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")] == comments
    finished(path)
    (case,) = cases.cases_of("midori_list")
    assert (
        hiroba("check-source", "midori_list").output.partition("はじめの")[0]
        == f"midori_list/{case.name}: OK（掲載 2 件）\n  3 行 = 掲載 2 + 項目名 1\n"
    )
    # What the tests of everybody else's sources ask for
    assert all(each.problem is None for each in declarations().values())
    assert "midori_list" in participants()
    for key in participants():
        assert all(cases.check(load_source(key), case) == [] for case in cases.cases_of(key))


def test_what_is_not_decided_yet_cannot_be_published(hiroba: Hiroba, tmp_path: Path) -> None:
    added(hiroba, tmp_path)
    path = tmp_path / "sources" / "midori_list" / "source.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"draft"', '"active"'), encoding="utf-8")
    load_source.cache_clear()
    said = declarations()["midori_list"].problem
    assert said is not None
    assert "name、owner、licence、attribution に「要確認」が残っています" in said


def test_an_installed_package_keeps_cases_beside_their_source(
    hiroba: Hiroba, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "CASES_DIR", None)
    done = hiroba("new-source", "midori_list", URL, "--from", tmp_path / "page.html")
    assert done.exit_code == 0, done.output
    (case,) = cases.cases_of("midori_list")
    assert case.folder.parent == tmp_path / "sources" / "midori_list" / "cases"
    assert hiroba("check-source", "midori_list").exit_code == 0


def test_the_kinds_of_page_are_shown_before_one_is_chosen(hiroba: Hiroba) -> None:
    shown = "".join(hiroba("new-source", "--help").output.split())
    assert f"[{'|'.join(PLATFORMS)}]" in shown


TWO_FACTS = """<html><head><meta charset="utf-8"></head><body><div id="menu"><ul><li>トップ</li></ul></div>
<div id="main-part"><h1>食堂</h1><table>
<tr><th>区</th><th>名称（運営）</th><th>日時／場所</th><th>対象・参加費</th></tr>
<tr><td rowspan="2">高津区</td><td>てらす食堂（てらす会）</td>
<td>毎月5日・20日 12時～14時／てらす</td><td>小・中学生・50円</td></tr>
<tr><td>久地カレーの日（久地会）</td><td>不定期</td><td>どなたでも・大人200円・こども無料</td></tr>
</table><dl><dt>問合せ</dt><dd>川崎市</dd></dl></div></body></html>"""


def test_a_page_whose_cells_hold_two_facts_is_read_and_taken_through_the_flow_without_an_edit(
    hiroba: Hiroba, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(TWO_FACTS, encoding="utf-8")
    assert hiroba("new-source", "shokudo", URL, "--from", tmp_path / "page.html").exit_code == 0
    made = load_source("shokudo")
    assert made.layout["body"] == "#main-part"
    (case,) = cases.cases_of("shokudo")
    first, second = cases.read_case(made, case)["listings"]
    names = ("ward_text", "name_text", "organizer_text", "schedule_text", "venue_text", "target_text", "fee_text")
    assert [first[name] for name in names] == [
        *("高津区", "てらす食堂", "てらす会", "毎月5日・20日 12時～14時", "てらす", "小・中学生", "50円"),
    ]
    assert (second["target_text"], second["fee_text"]) == ("どなたでも", "大人200円・こども無料")
    assert "schedule_text" not in second and "不定期" in second["extra_json"], "what does not fit stays whole"
    said = hiroba("try", "shokudo", "--out", tmp_path / "trial")
    assert said.exit_code == 0, said.output
    assert "毎月5日・20日 12:00〜14:00" in said.output and "掲載 2 件から活動 2 件" in said.output
    assert (tmp_path / "trial" / "latest" / "activities.parquet").is_file()
    assert "もうあります" in hiroba("try", "shokudo", "--out", tmp_path / "trial").output


@pytest.mark.parametrize(
    ("label", "groups"),
    [
        ("名称（主催）", ["name_text", "organizer_text"]),
        ("日時／場所", ["schedule_text", "venue_text"]),
        ("対象・参加費", ["target_text", "fee_text"]),
        ("名称", []),
        ("備考・その他", []),
        ("日時（日時）", []),
    ],
)
def test_a_label_of_two_facts_says_how_its_cells_are_taken_apart(label: str, groups: list[str]) -> None:
    pattern = split_of(label, {})
    assert (list(re.compile(pattern).groupindex) if pattern else []) == groups


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(?P<name_text>.+)", "二つ以上"),
        ("(?P<name_text>.+)(?P<nobody>.+)", "nobody"),
        ("(", "正規表現として読めません"),
    ],
)
def test_a_split_that_names_no_two_columns_is_refused_with_its_label(
    pattern: str, said: str, hiroba: Hiroba, tmp_path: Path
) -> None:
    added(hiroba, tmp_path)
    path = tmp_path / "sources" / "midori_list" / "source.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[labels.split]", f'[labels.split]\n"名称" = "{pattern}"'), encoding="utf-8")
    load_source.cache_clear()
    done = hiroba("check-source", "midori_list")
    assert done.exit_code == 2 and said in done.output
