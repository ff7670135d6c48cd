"""What is kept of an answer beside its body: few headers, addresses without passwords.

Belongs here: which headers, and what an address loses before it is written down. Does not belong here: bodies
(`scrapers.runs.archive`), the rows themselves (`runs`).

A server may send cookies, tickets and passwords in headers and in the addresses it redirects to. None of them helps to
read a page, so none is kept: a name is on this list because something reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit, urlunsplit

VALIDATORS = ("ETag", "Last-Modified")
"""What a page is known by: sent back, the server need not send the body again."""
_READING = ("Content-Type", "Content-Disposition", "Link", "X-WP-Total")
_TELLING = ("Location", "Retry-After")  # for the person who asks why a page did not come
KEPT_HEADERS = (*_READING, *VALIDATORS, *_TELLING)


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that are kept, under their usual names.

    Args:
        headers: name in any spelling → value.
    """
    given = {name.lower(): value for name, value in headers.items()}
    kept = {name: given[name.lower()] for name in KEPT_HEADERS if name.lower() in given}
    return kept | ({"Location": without_password(kept["Location"])} if "Location" in kept else {})


def without_password(url: str) -> str:
    """The address without a name and password in front of the host; as it is when it has none.

    Args:
        url: absolute or relative, also one that is no address at all.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        # Nobody can go there: what follows the last @ says enough
        return url.rpartition("@")[2]
    before, at, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=host)) if at or before else url
