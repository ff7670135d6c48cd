"""A file that a browser sends with a form (multipart/form-data, RFC 7578), read with the mail parser of Python.

Belongs here: one body → fields and files. Does not belong here: reading from the network (`app`), what a file holds.
"""

from __future__ import annotations

from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP

from pipelines.orchestration.forms.form import SentFile

KIND = "multipart/form-data"


def fields_of(content_type: str, body: bytes) -> dict[str, str | SentFile]:
    """Fields of a form, each once.

    Args:
        content_type: as the browser says it, with the boundary.
        body: what it sent.

    Raises:
        ValueError: it is no such form.
    """
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n"
    message = BytesParser(policy=HTTP).parsebytes(head.encode("latin-1") + body)
    if not message.is_multipart():
        raise ValueError("no form")
    found: dict[str, str | SentFile] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        if isinstance(name, str):
            found[name] = _value(part)
    return found


def _value(part: Message) -> str | SentFile:
    content = part.get_payload(decode=True)
    body = content if isinstance(content, bytes) else b""
    name = part.get_filename()
    return body.decode("utf-8") if name is None else SentFile(name, body)
