"""The forms on the screen: choices in Japanese, the same ledgers as the command line, nothing from another site."""

import asyncio
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import openpyxl
import polars as pl
import pytest

from pipelines.decisions.accepted_runs import accept_run
from pipelines.decisions.corrections import read_corrections
from pipelines.decisions.ledger import rows_of
from pipelines.decisions.mail_domains import accepted_domains
from pipelines.desk.incoming import TAKEN
from pipelines.desk.queue_file import write_queue
from pipelines.desk.waiting_pairs import waiting_pairs
from pipelines.lab.drills.made import flow_tables, published_files, raw_listings
from pipelines.orchestration.doors import Doors, beside, guarded
from pipelines.orchestration.forms import lists
from pipelines.orchestration.forms.app import FORMS, forms_app
from pipelines.publish.release import publish
from pipelines.publish.shelf import Shelf
from pipelines.settings import Settings
from warehouse.contract import table
from warehouse.contract.tables.decisions import ACCEPTED_RELEASES, MAIL_DOMAINS, PAIRS, REMOVALS
from warehouse.lock import run_lock
from warehouse.storage import read_table, write_table

HOST = "127.0.0.1:3000"
ORIGIN = f"http://{HOST}"
WHEN = "2026年11月30日（月）01:00 に自動で始まります"
TABLES = (
    "norm__listings",
    "core__activities",
    "core__activity_values",
    "core__activity_changes",
    "core__sources",
    "core__release",
)
Answer = tuple[int, dict[str, str], str]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables and a release with two pairs to ask about; every test decides on a copy."""
    folder = tmp_path_factory.mktemp("night")
    settings, tables = Settings(folder, "sample", None), flow_tables(raw_listings(6))
    for name in TABLES:
        write_table(table(name), tables[name], settings.table_path(name))
    ids = tables["norm__listings"].get_column("listing_id").sort().to_list()
    sides = [(ids[0], ids[1]), (ids[2], ids[3])]
    blank = dict.fromkeys(table("match__pairs").column_names)
    told = {
        "probability": 0.65,
        "message_ja": "名称が同じ",
        "decision_code": "different",
        "decider_code": "model",
        "score_bits": 1.0,
        "prior_bits": -9.0,
    }
    pairs = [blank | told | dict(zip(("listing_id_a", "listing_id_b"), each, strict=True)) for each in sides]
    asked = [{name: row.get(name) for name in table("match__queue").column_names} for row in pairs]
    for number, row in enumerate(asked):
        row["queue_rank"] = number
    for name, rows in (("match__pairs", pairs), ("match__queue", asked)):
        write_table(table(name), frame_of(name, rows), settings.table_path(name))
    publish(published_files(tables, folder / "made"), settings.published_dir)
    return folder


def frame_of(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    from warehouse.contract.derived.frames import frame

    return frame(table(name), rows)


@pytest.fixture
def settings(night: Path, tmp_path: Path) -> Settings:
    shutil.copytree(night, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Settings(tmp_path, "sample", None)


def ask(
    settings: Settings,
    path: str,
    fields: Mapping[str, str] | None = None,
    *,
    is_read_only: bool = False,
    body: bytes | None = None,
    **headers: str,
) -> Answer:
    """One request through the doors, as a browser of our own page sends it unless the headers say otherwise."""
    said = {"host": HOST, "content-type": "application/x-www-form-urlencoded"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    sent = body if body is not None else urlencode(fields or {}).encode()
    got: list[dict[str, object]] = []

    async def nobody(*_: object) -> None:
        raise AssertionError("that is Dagster's")

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": sent, "more_body": False}

    async def send(message: dict[str, object]) -> None:
        got.append(message)

    def load() -> object:
        return forms_app(settings, "/decide", lambda: WHEN, is_read_only=is_read_only)

    place, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": "GET" if fields is None and body is None else "POST",
        "path": place,
        "raw_path": place.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in said.items()],
    }
    asyncio.run(guarded(beside(nobody, "/decide", load), Doors.of(3000, []))(scope, receive, send))
    start, *rest = got
    names: dict[str, str] = {}
    for name, value in start["headers"]:  # a policy comes twice: the form's own, and that of the screen
        names[name.decode()] = f"{names.get(name.decode(), '')} {value.decode()}".strip()
    return start["status"], names, unescape(b"".join(each.get("body", b"") for each in rest).decode())


def first_pair(settings: Settings) -> dict[str, str]:
    pair = waiting_pairs(settings)[0]
    return {"left": pair["listing_id_a"], "right": pair["listing_id_b"]}


def test_every_form_opens_names_its_fields_and_runs_no_script(settings: Settings) -> None:
    assert all(form.title in ask(settings, "/decide/")[2] for form in FORMS.values())
    for name in FORMS:
        status, headers, page = ask(settings, f"/decide/{name}")
        assert status == 200
        assert "<script" not in page and "default-src 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"
    assert ask(settings, "/decide/nothing")[0] == 404


def test_a_pair_is_shown_as_it_is_published_and_an_answer_is_written_with_its_reason(settings: Settings) -> None:
    page = ask(settings, "/decide/pairs")[2]
    assert "あと 2 組" in page and "いまの扱い: <strong>別の活動として載せています" in page
    assert "一つの活動になります（掲載 2 件）" in page and "いまのまま、別の活動として守られます" in page
    pair = first_pair(settings)
    status, _, page = ask(settings, "/decide/pairs", pair | {"said": "same", "reason": " "}, origin=ORIGIN)
    assert status == 422 and "理由を書いてください" in page and 'value="same" required checked' in page
    assert not settings.pairs_path.exists()
    status, _, page = ask(settings, "/decide/pairs", pair | {"said": "", "reason": "x"})
    assert status == 422 and "どれかを選んでください" in page

    given = pair | {"said": "same", "reason": "電話で確かめた", "office": "見本課"}
    status, _, page = ask(settings, "/decide/pairs", given, origin=ORIGIN, sec_fetch_site="same-origin")
    assert status == 200 and "「同じ」としました" in page and WHEN in page and "あと 1 組" in page
    (row,) = rows_of(PAIRS, settings.pairs_path)
    assert (row.cells["said"], row.cells["reason"], row.cells["decided_by"]) == ("same", "電話で確かめた", "見本課")
    assert "いまの答えを取り消す" in page
    page = ask(settings, "/decide/pairs", pair | {"said": "withdrawn", "reason": "画面での取り消し"})[2]
    assert "あと 2 組" in page


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ORIGIN, "sec_fetch_site": "cross-site"}, 403),
        ({"host": "evil.example"}, 421),
        ({"content_type": "text/plain"}, 400),
    ],
)
def test_another_site_decides_nothing(settings: Settings, headers: dict[str, str], status: int) -> None:
    given = first_pair(settings) | {"said": "same", "reason": "x"}
    assert ask(settings, "/decide/pairs", given, **headers)[0] == status
    query = urlencode(given)
    assert ask(settings, f"/decide/pairs?{query}")[0] == 200, "an address alone changes nothing"
    assert not settings.pairs_path.exists()


def test_a_body_that_is_no_form_is_refused(settings: Settings) -> None:
    for body in (b"x" * 70_000, b"a=%ff", b"&".join(b"a%d=1" % number for number in range(30)), b"\xff"):
        assert ask(settings, "/decide/pairs", body=body)[0] == 400


def test_who_may_only_look_decides_nothing_and_is_told(settings: Settings) -> None:
    for path, fields in (("/decide/", None), ("/decide/pairs", None), ("/decide/pairs", first_pair(settings))):
        status, _, page = ask(settings, path, fields, is_read_only=True)
        assert status == 403 and "見るだけの画面では決められません" in page
    assert not settings.pairs_path.exists()


def test_a_value_is_looked_up_by_name_and_put_right_until_a_day(settings: Settings) -> None:
    row = pl.read_parquet(settings.table_path("core__activities")).row(0, named=True)
    found = ask(settings, f"/decide/value?q={quote(row['name'])}")[2]
    assert f"activity={row['activity_id']}" in found
    assert "0 件" in ask(settings, f"/decide/value?q={quote('そんな活動はない')}")[2]
    page = ask(settings, f"/decide/value?activity={row['activity_id']}")[2]
    assert '<option value="phone">電話' in page and "-03-31" in page
    given = {"activity": row["activity_id"], "field": "fee", "value": "無料", "until": "2020-01-01", "reason": "電話で"}
    status, _, page = ask(settings, "/decide/value", given)
    assert status == 422 and "もう過ぎています" in page and 'value="無料"' in page
    status, _, page = ask(settings, "/decide/value", given | {"until": "2099-03-31"})
    assert status == 200 and f"「{row['name']}」" in page and "「無料」とします" in page
    assert read_corrections(settings.corrections_path).height == 1
    for field, value in (("", "無料"), ("fee", " "), ("phone", "090-1234-5678")):
        changed = given | {"until": "2099-03-31", "field": field, "value": value}
        assert ask(settings, "/decide/value", changed)[0] == 422
    assert read_corrections(settings.corrections_path).height == 1


def test_a_listing_is_taken_away_once_somebody_is_sure(settings: Settings) -> None:
    bridge = settings.published_dir / "latest" / "activity_listings.parquet"
    row = pl.read_parquet(bridge).row(0, named=True)
    assert f"listing={row['listing_id']}" in ask(settings, f"/decide/removal?q={quote(row['name'])}")[2]
    given = {"listing": row["listing_id"], "reason": "主催からの求め"}
    status, _, page = ask(settings, "/decide/removal", given)
    assert status == 422 and "元に戻せません" in page and row["name"] in page
    with run_lock(settings.lock_path, datetime(2026, 11, 28, tzinfo=UTC)):
        status, _, page = ask(settings, "/decide/removal", given | {"sure": "yes"})
        assert status == 200 and "書き留めました。いま動いている更新が公開するときに" in page
    ask(settings, "/decide/removal", given | {"sure": "yes"})
    assert {each.cells["listing_id"] for each in rows_of(REMOVALS, settings.judgements_dir / REMOVALS.file)} == {
        row["listing_id"]
    }
    assert row["listing_id"] not in pl.read_parquet(bridge).get_column("listing_id")


def test_a_list_is_chosen_by_its_name_and_a_run_that_is_going_is_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "待っている一覧はありません" in ask(settings, "/decide/list")[2]
    accepted: list[tuple[str, str]] = []

    def accept(_: Settings, key: str, reason: str, *__: str) -> str:
        accepted.append((key, reason))
        return "認めました。"

    assert lists.accept_run is accept_run
    monkeypatch.setattr(lists, "accept_run", accept)
    given = {"source": "fukumimi", "reason": "担当に聞いた"}
    with run_lock(settings.lock_path, datetime(2026, 11, 28, tzinfo=UTC)):
        status, _, page = ask(settings, "/decide/list", given)
        assert status == 422 and "まだ動いています" in page
    assert ask(settings, "/decide/list", given | {"source": ""})[0] == 422
    assert accepted == []
    status, _, page = ask(settings, "/decide/list", given)
    assert status == 200 and "取得せずに作り直す" in page and accepted == [("fukumimi", "担当に聞いた")]


def test_before_the_first_night_a_form_says_so(tmp_path: Path) -> None:
    for name in ("pairs", "value", "removal", "rollback", "release", "mail_domain"):
        status, _, page = ask(Settings(tmp_path, "sample", None), f"/decide/{name}")
        assert status == 409 and "まだ" in page


def hand_in(settings: Settings, name: str, body: bytes, **headers: str) -> Answer:
    """A file as a browser sends it."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    sent = head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + body + b"\r\n--x--\r\n"
    kind = {"content_type": "multipart/form-data; boundary=x"} | headers
    return ask(settings, "/decide/workbook", body=sent, **kind)


def test_a_workbook_is_handed_in_on_the_screen_and_kept_once_it_is_taken(settings: Settings) -> None:
    listings, pairs, queue, sources = (
        read_table(settings.table_path(name))
        for name in ("norm__listings", "match__pairs", "match__queue", "core__sources")
    )
    path = settings.desk_dir / "確認待ち.xlsx"
    bridge = pl.DataFrame(schema={"activity_id": pl.String, "listing_id": pl.String})
    write_queue(queue, pairs, listings, sources, bridge, path)
    book = openpyxl.load_workbook(path)
    book["確認待ち"]["A6"] = "おなじ"
    book.save(path)
    status, _, page = hand_in(settings, "確認待ち (1).xlsx", path.read_bytes(), origin=ORIGIN)
    assert status == 422 and "判定「おなじ」は使えません" in page and "何も取り込んでいません" in page
    assert not settings.pairs_path.exists()

    book["確認待ち"]["A6"] = "同じ"
    book.save(path)
    body = path.read_bytes()
    status, _, page = hand_in(settings, "確認待ち (1).xlsx", body, origin=ORIGIN)
    assert status == 200 and "1 件の答えを読み" in page
    (kept,) = (settings.decisions_dir / TAKEN).iterdir()
    assert kept.name.endswith("確認待ち (1).xlsx") and kept.read_bytes() == body
    assert [row.cells["said"] for row in rows_of(PAIRS, settings.pairs_path)] == ["same"]


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("活動一覧.xlsx", b"x", "活動一覧.xlsx は 確認待ち.xlsx として開けません"),
        ("回答.pdf", b"x", "「回答.pdf」は Excel（.xlsx）ではありません"),
        ("../../etc/passwd.xlsx", b"", "答えを書いた Excel を選んでください"),
        ("<b>.xlsx", b"x", "<b>.xlsx は 確認待ち.xlsx として開けません"),
    ],
)
def test_a_wrong_file_is_one_sentence_and_is_not_kept(settings: Settings, name: str, body: bytes, said: str) -> None:
    status, _, page = hand_in(settings, name, body)
    assert status == 422 and said in page
    assert not settings.decisions_dir.exists()


def test_what_is_no_form_with_a_file_is_refused(settings: Settings) -> None:
    for headers in ({"content_type": "application/x-www-form-urlencoded"}, {"content_type": "multipart/form-data"}):
        assert hand_in(settings, "a.xlsx", b"x", **headers)[0] == 400
    assert hand_in(settings, "a.xlsx", b"x" * (17 * 1024 * 1024))[0] == 400
    assert hand_in(settings, "a.xlsx", b"x", origin="https://evil.example")[0] == 403


def test_the_release_that_people_see_is_changed_back_by_its_date(settings: Settings) -> None:
    first = Shelf(settings.published_dir).latest()
    assert first is not None
    tables = flow_tables(raw_listings(5))
    publish(published_files(tables, settings.data_dir / "again"), settings.published_dir)
    second = Shelf(settings.published_dir).latest()
    assert second is not None and second != first
    page = ask(settings, "/decide/rollback")[2]
    assert "（いまの公開）" in page and f'value="{first.name}"' in page
    status, _, page = ask(settings, "/decide/rollback", {"release": first.name})
    assert status == 422 and Shelf(settings.published_dir).latest() == second
    status, _, page = ask(settings, "/decide/rollback", {"release": first.name, "sure": "yes"})
    assert status == 200 and "公開に替えました" in page and Shelf(settings.published_dir).latest() == first
    assert ask(settings, "/decide/rollback", {"release": "release-x", "sure": "yes"})[0] == 422


def test_a_mail_domain_is_chosen_from_those_that_wait_and_can_be_taken_back(settings: Settings) -> None:
    listings = flow_tables(raw_listings(2, mail_text="info@midori.example.org"))["norm__listings"]
    write_table(table("norm__listings"), listings, settings.table_path("norm__listings"))
    assert 'value="accepted midori.example.org"' in ask(settings, "/decide/mail_domain")[2]
    given = {"domain": "accepted midori.example.org", "reason": "会のホームページにある"}
    assert ask(settings, "/decide/mail_domain", given | {"domain": ""})[0] == 422
    status, _, page = ask(settings, "/decide/mail_domain", given)
    assert status == 200 and 'value="withdrawn midori.example.org"' in page
    assert accepted_domains(settings.judgements_dir / MAIL_DOMAINS.file) == {"midori.example.org"}
    ask(settings, "/decide/mail_domain", given | {"domain": "withdrawn midori.example.org"})
    assert accepted_domains(settings.judgements_dir / MAIL_DOMAINS.file) == frozenset()


def test_a_release_that_was_stopped_is_shown_with_what_changed_before_it_is_accepted(settings: Settings) -> None:
    tables = flow_tables(raw_listings(6))
    changes = frame_of(
        "core__activity_changes",
        [
            dict.fromkeys(table("core__activity_changes").column_names)
            | {"activity_id": activity, "change_code": "not_seen", "field_name": "-"}
            for activity in tables["core__activities"].get_column("activity_id").head(2)
        ],
    )
    write_table(table("core__activity_changes"), changes, settings.table_path("core__activity_changes"))
    made = tables["core__release"]
    write_table(table("core__release"), made, settings.table_path("core__release"))
    assert "待っている公開はありません" in ask(settings, "/decide/release")[2], "it is published"
    stopped = made.with_columns(release_id=pl.lit("release-20990101T010000"))
    write_table(table("core__release"), stopped, settings.table_path("core__release"))
    page = ask(settings, "/decide/release")[2]
    assert "掲載が見えなくなった: 2 件" in page and tables["core__activities"].get_column("name")[0] in page
    assert ask(settings, "/decide/release", {"reason": " "})[0] == 422
    status, _, page = ask(settings, "/decide/release", {"reason": "年度が替わった"})
    assert status == 200 and "認めました" in page
    assert [
        row.cells["release_id"] for row in rows_of(ACCEPTED_RELEASES, settings.judgements_dir / ACCEPTED_RELEASES.file)
    ] == ["release-20990101T010000"]


def test_a_new_page_is_used_once_somebody_has_looked_at_it(settings: Settings) -> None:
    assert "見つかっている一覧はありません" in ask(settings, "/decide/new_page")[2]
    new = "https://www.city.kawasaki.jp/880/page/0000950050.html"
    row = dict.fromkeys(table("norm__issues").column_names) | {
        "source_key": "city_link_list",
        "run_id": "r1",
        "page_url": "https://x.example/",
        "position": 0,
        "field_name": "link:kawasaki_terakoya",
        "reason_code": "moved_list",
        "raw_text": new,
        "detail_text": "移った",
        "is_quarantined": False,
    }
    write_table(table("norm__issues"), frame_of("norm__issues", [row]), settings.table_path("norm__issues"))
    page = ask(settings, "/decide/new_page?source=kawasaki_terakoya")[2]
    assert new in page and f'value="kawasaki_terakoya {new}" required checked' in page
    given = {"source": f"kawasaki_terakoya {new}"}
    assert ask(settings, "/decide/new_page", given)[0] == 422, "nobody has looked"
    status, _, page = ask(settings, "/decide/new_page", given | {"sure": "yes"})
    assert status == 200 and "これからは" in page and "この一覧だけ再取得" in page
    assert "見つかっている一覧はありません" in page
    elsewhere = {"source": "kawasaki_terakoya https://elsewhere.example/", "sure": "yes"}
    assert ask(settings, "/decide/new_page", elsewhere)[0] == 422
