"""Messages to people: by mail, to a web hook, and always into a log.

Belongs here: sending. Does not belong here: what is worth a message (`incidents`), when (`sensors`).
"""

from __future__ import annotations

import json
import smtplib
import urllib.request
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.error import URLError
from urllib.parse import unquote, urlsplit

from pipelines.settings import Notify

_TIMEOUT_SECONDS = 20


def send(subject: str, text: str, to: Notify, log: Path, now: datetime) -> list[str]:
    """Send one message everywhere it should go.

    A target that cannot be reached keeps no other from its message.

    Args:
        subject: one line.
        text: the message.
        to: where messages go.
        log: file that gets every message.
        now: moment of the message.

    Returns:
        What went wrong, one sentence per target; empty when all is well.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{now:%Y-%m-%d %H:%M:%S} {subject}\n" + "".join(f"  {line}\n" for line in text.splitlines()))
    troubles = []
    if to.mail:
        try:
            _mail(subject, text, to)
        except (OSError, smtplib.SMTPException) as error:
            troubles.append(f"メール（{to.mail}）を送れません: {error}")
    if to.webhook:
        try:
            _post(subject, text, to.webhook)
        except (OSError, URLError) as error:
            troubles.append(f"Webhook へ送れません: {error}")
    return troubles


def _mail(subject: str, text: str, to: Notify) -> None:
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
        server.send_message(message)


def _post(subject: str, text: str, url: str) -> None:
    body = json.dumps({"text": f"{subject}\n{text}"}, ensure_ascii=False).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json; charset=utf-8"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS):  # noqa: S310  # the address is a setting of ours
        pass
