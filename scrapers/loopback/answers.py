"""What a replica of a site answers.

Belongs here: the shape of a page and of an answer with its validators. Does not belong here: HTTP (`server`), pages.
"""

import datetime as dt
import email.utils
import hashlib
from dataclasses import dataclass
from typing import Protocol

HTML = "text/html; charset=UTF-8"
JSON = "application/json; charset=UTF-8"
FIRST_DAY = dt.date(2026, 11, 23)
"""Day of every replica, unless another is asked for."""
PUBLISHED = dt.date(2026, 11, 16)
"""Day on which a page was last changed, unless it says another."""


@dataclass(frozen=True)
class Page:
    """One answer before it goes out.

    Attributes:
        body: The bytes.
        content_type: Value of the header.
        status: HTTP status.
        modified: Day of the last change.
        location: Where to go instead, for a redirect.
        encoding: How the bytes are packed, when they are.
        padding: How many blanks are sent behind the body.
    """

    body: bytes
    content_type: str = HTML
    status: int = 200
    modified: dt.date = PUBLISHED
    location: str | None = None
    encoding: str | None = None
    padding: int = 0


@dataclass(frozen=True)
class Answer:
    """A page with its validators, and how many seconds it is held back."""

    page: Page
    etag: str
    last_modified: str
    wait: float


def http_date(day: dt.date) -> str:
    """The day as a header has it.

    Args:
        day: midnight of it.
    """
    moment = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    return email.utils.format_datetime(moment, usegmt=True)


def finished(page: Page, wait: float = 0.0) -> Answer:
    """A page with its validators.

    Args:
        page: the page.
        wait: seconds that it is held back.
    """
    etag = f'"{hashlib.sha256(page.body).hexdigest()}"'
    return Answer(page, etag, http_date(page.modified), wait)


class Answerer(Protocol):
    """Whatever finds the answer to a request."""

    def answer(self, host: str, target: str) -> Answer:
        """Finds or renders the answer.

        Args:
            host: Value of the Host header.
            target: Request target.

        Returns:
            The answer with its validators.
        """
        ...
