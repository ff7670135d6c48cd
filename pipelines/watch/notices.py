"""Messages to people: by mail, to a web hook, and always into a log.

Belongs here: sending, and which targets really took a message. Does not belong here: what is worth a message
(`incidents`), when (`orchestration.sensors`).
"""

from __future__ import annotations

import json
import smtplib
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.message import EmailMessage
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pipelines.settings import Notify

LOG, MAIL, WEBHOOK = "記録", "メール", "Webhook"
_TIMEOUT_SECONDS = 20
_TEAMS = (".webhook.office.com", ".logic.azure.com", ".powerplatform.com")
_LINE_WORKS = ("webhook.worksmobile.com", ".worksmobile.com")
_CARD = "application/vnd.microsoft.card.adaptive"
_SUBJECT_LENGTH = 100
_TROUBLES = (OSError, ValueError, LookupError, AttributeError, smtplib.SMTPException, HTTPException, MessageError)
"""What a target can answer with: the network, a setting nobody can use, an address the mail library cannot read."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one message.

    Attributes:
        delivered: targets that took it. The log counts only where there is no other target: nobody looks there unasked.
        troubles: what went wrong, one sentence per target; empty when all is well.
    """

    delivered: tuple[str, ...]
    troubles: tuple[str, ...]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirected POST arrives as a GET without its text: that is no delivery."""

    def redirect_request(self, *_: Any) -> None:
        """Follow nothing; the answer is an error then."""


def send(subject: str, text: str, to: Notify, log: Path, now: datetime, *, is_again: bool = False) -> Sent:
    """Send one message everywhere it should go.

    A target that cannot take it keeps no other from its message.

    Args:
        subject: what it is about; sent as one line, shortened.
        text: the message.
        to: where messages go.
        log: file that gets every message.
        now: moment of the message.
        is_again: it was tried before: its text is in the log already.

    Returns:
        Who took it, and what went wrong.
    """
    line, body = one_line(subject), _writable(text)
    targets: list[tuple[str, str, Callable[[], list[str]]]] = []
    if to.mail:
        targets.append((MAIL, f"メール（{one_line(to.mail)}）を送れません", lambda: _mail(line, body, to)))
    if to.webhook:
        webhook = to.webhook
        targets.append((WEBHOOK, "Webhook へ送れません", lambda: _post(line, body, webhook)))
    logged = ("送り直し: " + line, "") if is_again else (line, body)
    targets.append((LOG, f"{log.name} に書けません", lambda: _append(log, *logged, now)))
    delivered, troubles = [], []
    for name, failed, deliver in targets:
        try:
            refused = deliver()
        except _TROUBLES as error:
            troubles.append(f"{failed}: {one_line(str(error)) or type(error).__name__}")
        else:
            delivered.append(name)
            troubles += [f"{failed}: {each}" for each in refused]
    counting = [name for name in delivered if name != LOG or len(targets) == 1]
    return Sent(tuple(counting), tuple(troubles))


def one_line(text: str) -> str:
    """Text as one line of at most 100 signs: a line break would end the header of a mail."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= _SUBJECT_LENGTH else line[: _SUBJECT_LENGTH - 1] + "…"


def _writable(text: str) -> str:
    """Text that every target can write: half a surrogate pair has no bytes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _append(log: Path, subject: str, text: str, now: datetime) -> list[str]:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{now:%Y-%m-%d %H:%M:%S} {subject}\n" + "".join(f"  {line}\n" for line in text.splitlines()))
    return []


def _mail(subject: str, text: str, to: Notify) -> list[str]:
    """Give it to the mail server; the addresses it refused, where it took others."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = f"[ひろば] {subject}", to.sender or to.mail, to.mail
    message.set_content(text)
    parts = urlsplit(to.smtp)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or 0, timeout=_TIMEOUT_SECONDS) as server:
        if parts.scheme == "smtp+starttls":
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        refused = server.send_message(message)
    return [f"{address} は断られました" for address in refused]


def hook_body(subject: str, text: str, url: str) -> dict[str, Any]:
    """A message in the shape that the service behind a web hook wants, known by its host.

    Args:
        subject: one line.
        text: the message.
        url: of the hook.
    """
    host = urlsplit(url).hostname or ""
    if host.endswith(_LINE_WORKS):
        return {"title": subject, "body": {"text": text}}
    if host.endswith(_TEAMS):
        blocks = [{"type": "TextBlock", "text": subject, "weight": "Bolder", "wrap": True}]
        # Of a text block Teams keeps no single line break; two make a paragraph
        blocks.append({"type": "TextBlock", "text": text.replace("\n", "\n\n"), "wrap": True})
        card = {"type": "AdaptiveCard", "version": "1.4", "body": blocks}
        return {"type": "message", "attachments": [{"contentType": _CARD, "content": card}]}
    return {"text": f"{subject}\n{text}"}


def _post(subject: str, text: str, url: str) -> list[str]:
    body = json.dumps(hook_body(subject, text, url), ensure_ascii=False).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json; charset=utf-8"})  # noqa: S310
    opener = urllib.request.build_opener(_NoRedirect)
    with opener.open(request, timeout=_TIMEOUT_SECONDS):  # the address is a setting of ours
        return []
