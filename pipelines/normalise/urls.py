"""Web addresses: one spelling per page.

Belongs here: reading and canonicalising one address. Does not belong here: whether a host may be fetched
(`scrapers`), or whether two pages say the same.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import polars as pl
from w3lib.url import safe_url_string

from pipelines.normalise.per_value import map_texts

_URL: Final = re.compile(r"(?<![A-Za-z0-9+.\-])https?://[^\s<>\"“”‘’「」『』【】（）、。，]+", re.IGNORECASE)
# Schemes that may carry a web address inside them without being one.
_OTHER_SCHEME: Final = re.compile(r"\s*(?:javascript|data|vbscript|mailto|tel|ftp|file|blob)\s*:", re.IGNORECASE)
_END_OF_SENTENCE: Final = ".,;:!?'*"
_TRACKING: Final = re.compile(r"(?:utm_[^=]*|fbclid|gclid|yclid)(?:=|$)", re.IGNORECASE)
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.\-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_SCHEME: Final = r"^https?://(?:www\.)?"
_FRONT_PAGE: Final = r"/(?:index\.(?:html?|php))?$"
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def _trim(url: str) -> str:
    """Drop the punctuation of the sentence around an address."""
    url = url.rstrip(_END_OF_SENTENCE)
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = url[:-1].rstrip(_END_OF_SENTENCE)
    return url


def _find(text: str) -> str | None:
    """The first web address of a text, without the punctuation of the sentence around it."""
    if _OTHER_SCHEME.match(text) or not (match := _URL.search(text)):
        return None
    url = _trim(match[0])
    # Where Japanese follows without a space (https://example.jp/をご覧) nobody can tell where the address ends.
    return url if url.isascii() and url.isprintable() else None


def _without_tracking(query: str) -> str:
    """Drop tracking parameters; the others keep their order and spelling, because some servers mind both."""
    return "&".join(part for part in query.split("&") if part and not _TRACKING.match(part))


def _host_and_port(scheme: str, netloc: str) -> str | None:
    """Host in lower case, with its port unless it is the default one; None for user names, bad ports and bad hosts."""
    host, colon, port = netloc.lower().rpartition(":")
    if not colon or netloc.endswith("]"):
        host, port = netloc.lower(), ""
    host = host.removesuffix(".")
    if not _HOST.fullmatch(host) or (port and not (port.isdecimal() and 0 < int(port) < 65536)):
        return None
    return f"{host}:{int(port)}" if port and int(port) != _DEFAULT_PORTS[scheme] else host


def _canonical(text: str) -> str | None:
    url = _find(text)
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # unbalanced brackets of an IPv6 host
        return None
    host = _host_and_port(parts.scheme, parts.netloc)
    if host is None:
        return None
    plain = urlunsplit((parts.scheme, host, parts.path or "/", _without_tracking(parts.query), ""))
    # Trimmed again: what stood before a removed parameter now stands at the end.
    return _trim(safe_url_string(plain))


def canonical_url(text: pl.Series) -> pl.Series:
    """The first http(s) address of a text in one spelling.

    Lower-case scheme and host; default port, fragment and tracking parameters (utm_*, fbclid, gclid, yclid) removed;
    unsafe characters percent-encoded; the rest of the query kept as it is. Trailing slash: an empty path becomes `/`,
    any other path stays as published, because /a and /a/ may be two pages. http and https stay apart for the same
    reason.

    Args:
        text: String column.

    Returns:
        String column of the same length. Null when there is no address, when it carries a user name, has another scheme
        (mailto:, javascript:), an impossible host or port, or when its end cannot be told from the text around it.
    """
    return map_texts(text, _canonical, pl.String)


def page_key(expr: pl.Expr) -> pl.Expr:
    """One key for one page, however its address is written: whatever the scheme, with or without www or index.html.

    Args:
        expr: String column of addresses as `canonical_url` gives them.

    Returns:
        String column of the same length; no address, only good for comparing.
    """
    return expr.str.replace(_SCHEME, "").str.replace(_FRONT_PAGE, "")
