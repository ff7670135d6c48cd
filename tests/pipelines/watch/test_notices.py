"""Messages really travel: to a mail server, to a web hook, into the log."""

import email
import email.policy
import json
import socketserver
from datetime import datetime
from email.header import decode_header, make_header
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines.decisions.pairs import JudgementError
from pipelines.publish.outgoing import Finding, OutgoingError
from pipelines.settings import Notify
from pipelines.watch import notices
from pipelines.watch.notices import LOG, MAIL, WEBHOOK, hook_body, one_line, send

NOW = datetime(2026, 11, 24, 3, 12, tzinfo=ZoneInfo("Asia/Tokyo"))


def test_a_message_reaches_mail_hook_and_log(
    mail_server: socketserver.BaseServer, hook: socketserver.BaseServer, tmp_path: Path
) -> None:
    smtp = f"smtp://127.0.0.1:{mail_server.server_address[1]}"
    url = f"http://127.0.0.1:{hook.server_address[1]}/"
    to = Notify("data@city.example", "hiroba@city.example", smtp, url)
    assert send("ふくみみ: 失敗", "何が: ふくみみ\nすること: 待つ", to, tmp_path / "notices.log", NOW).troubles == ()
    message = email.message_from_bytes(mail_server.got[0])  # type: ignore[attr-defined]
    assert str(make_header(decode_header(message["Subject"]))) == "[ひろば] ふくみみ: 失敗"
    assert "すること: 待つ" in message.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert json.loads(hook.got[0])["text"].startswith("ふくみみ: 失敗\n何が")  # type: ignore[attr-defined]
    assert "2026-11-24 03:12:00 ふくみみ: 失敗\n  何が: ふくみみ" in (tmp_path / "notices.log").read_text("utf-8")


def test_a_target_that_is_down_is_told_and_keeps_no_other_from_its_message(
    hook: socketserver.BaseServer, tmp_path: Path
) -> None:
    url = f"http://127.0.0.1:{hook.server_address[1]}/"
    to = Notify("data@city.example", None, "smtp://127.0.0.1:1", url)
    sent = send("x", "y", to, tmp_path / "notices.log", NOW)
    assert sent.delivered == (WEBHOOK,)
    assert len(sent.troubles) == 1
    assert "メール（data@city.example）を送れません" in sent.troubles[0]
    assert len(hook.got) == 1  # type: ignore[attr-defined]


CAUSES = [
    OutgoingError([Finding("activities.csv", "行 3", "携帯の番号"), Finding("report.html", "行 9", "メール")]),
    JudgementError("行 2: 判定「？」は読めません", "行 7: 掲載がありません"),
    ValueError("折り返し\r\nBcc: somebody@else.example\n\n本文\x85\u2028\x0b\x1c終わり"),
    ValueError("半分の字 \ud83d と " + "長い" * 500),
]


@pytest.mark.parametrize("cause", CAUSES, ids=["outgoing", "judgement", "header", "odd"])
def test_a_cause_of_several_lines_travels_under_one_short_line(
    cause: ValueError, mail_server: socketserver.BaseServer, tmp_path: Path
) -> None:
    to = Notify("data@city.example", None, f"smtp://127.0.0.1:{mail_server.server_address[1]}", None)
    sent = send(f"毎晩の更新: {cause}", str(cause), to, tmp_path / "notices.log", NOW)
    assert (sent.delivered, sent.troubles) == ((MAIL,), ())
    (raw,) = mail_server.got  # type: ignore[attr-defined]
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert str(message["Subject"]).startswith("[ひろば] 毎晩の更新: ")
    assert len(str(message["Subject"])) <= 106
    assert message["Bcc"] is None
    assert str(cause).splitlines()[-1][:20] in message.get_content().replace("?", "\ud83d")
    assert one_line(f"a {cause}").isprintable()


WRONG = {
    "mail": ("data@city.example", "hiroba@city.example\nBcc: x@else.example", "smtp://127.0.0.1:{smtp}", "{hook}"),
    "address": ("data＠city.example", None, "smtp://127.0.0.1:{smtp}", "{hook}"),
    "port": ("data@city.example", None, "smtp://127.0.0.1:99999", "{hook}"),
    "not a server": ("data@city.example", None, "smtp://127.0.0.1:{http}", "{hook}"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_whatever_is_wrong_with_the_mail_the_hook_gets_the_message(
    wrong: str,
    mail_server: socketserver.BaseServer,
    hook: socketserver.BaseServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(notices, "_TIMEOUT_SECONDS", 1.0)  # what is no mail server says nothing until then
    http = hook.server_address[1]
    names = {"smtp": mail_server.server_address[1], "http": http, "hook": f"http://127.0.0.1:{http}/"}
    mail, sender, smtp, url = (each and each.format(**names) for each in WRONG[wrong])
    sent = send("x", "y", Notify(mail, sender, str(smtp), url), tmp_path / "notices.log", NOW)
    assert sent.delivered == (WEBHOOK,)
    assert len(sent.troubles) == 1
    assert len(hook.got) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["http://127.0.0.1:{port}/moved", "no address", "http://127.0.0.1:x/", "http://[/"])
def test_whatever_is_wrong_with_the_hook_the_mail_gets_the_message(
    path: str, mail_server: socketserver.BaseServer, hook: socketserver.BaseServer, tmp_path: Path
) -> None:
    smtp = f"smtp://127.0.0.1:{mail_server.server_address[1]}"
    url = path.format(port=hook.server_address[1])
    sent = send("x", "y", Notify("data@city.example", None, smtp, url), tmp_path / "notices.log", NOW)
    assert sent.delivered == (MAIL,), "a redirected message is not delivered: its text is gone"
    assert [trouble.startswith("Webhook へ送れません") for trouble in sent.troubles] == [True]


def test_the_log_counts_where_there_is_nothing_else(tmp_path: Path) -> None:
    nowhere = Notify(None, None, "smtp://127.0.0.1:1", None)
    assert send("x", "y", nowhere, tmp_path / "notices.log", NOW).delivered == (LOG,)
    (tmp_path / "full").write_text("", encoding="utf-8")
    sent = send("x", "y", nowhere, tmp_path / "full" / "notices.log", NOW)
    assert sent.delivered == ()
    assert len(sent.troubles) == 1


def test_a_log_that_cannot_be_written_keeps_nobody_from_the_message(
    mail_server: socketserver.BaseServer, tmp_path: Path
) -> None:
    to = Notify("data@city.example", None, f"smtp://127.0.0.1:{mail_server.server_address[1]}", None)
    (tmp_path / "full").write_text("", encoding="utf-8")
    sent = send("x", "y", to, tmp_path / "full" / "notices.log", NOW)
    assert sent.delivered == (MAIL,)
    assert len(sent.troubles) == 1


def test_every_service_gets_the_shape_it_wants() -> None:
    assert hook_body("題", "一\n二", "https://hooks.slack.com/services/x") == {"text": "題\n一\n二"}
    assert hook_body("題", "一", "https://webhook.worksmobile.com/message/x") == {"title": "題", "body": {"text": "一"}}
    for host in ("city.webhook.office.com", "prod-1.japaneast.logic.azure.com"):
        (card,) = hook_body("題", "一\n二", f"https://{host}/x")["attachments"]
        assert card["contentType"].endswith("card.adaptive")
        assert [block["text"] for block in card["content"]["body"]] == ["題", "一\n\n二"]
    assert "text" in hook_body("題", "一", "https://evil.example/webhook.office.com")
