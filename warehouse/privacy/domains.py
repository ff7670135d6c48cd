"""Whose a mail domain is: a person's provider, an organisation's by the rules of its registry, or unknown.

Belongs here: the three answers, and whether a domain is that of a web site. Does not belong here: finding addresses in
a text (`patterns`), domains that people accepted (a ledger).

Rules of the registry of .jp (JPRS): or.jp, ac.jp, ed.jp, go.jp, lg.jp and co.jp are given to one kind of organisation
each, gr.jp to groups; ne.jp is for services that others have addresses at, plain and geographic .jp names are for
anybody. Of the geographic ones only the reserved names of the municipalities (city.yokohama.jp) are an organisation's.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import tldextract

_HERE = Path(__file__).parent
ORGANISATION_SUFFIXES = frozenset({"or.jp", "ac.jp", "ed.jp", "go.jp", "lg.jp", "co.jp", "gr.jp"})
_SERVICE_SUFFIXES = frozenset({"ne.jp", "ad.jp"})
_MUNICIPAL = re.compile(r"(?:city|town|vill|pref|metro)\.")
_HOST = re.compile(r"(?!-)[^\W_](?:[\w\-]*[^\W_])?(?:\.[^\W_](?:[\w\-]*[^\W_])?)+")
# The list that the package brings along: nothing is fetched, and the same lock gives the same answers
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


class Host(NamedTuple):
    """One line of a list of hosts: the host, what it is, where the line comes from."""

    host: str
    kind: str
    origin: str


@cache
def private_hosts() -> dict[str, Host]:
    """Hosts at which persons have addresses: free mail, mobile carriers, household providers."""
    return _read("private_hosts.csv")


@cache
def shared_hosts() -> dict[str, Host]:
    """Hosts of many sites: below `hosting` every name is somebody's own, on a `portal` nothing is."""
    return _read("shared_hosts.csv")


def domain_of(mail: str) -> str:
    """What stands behind the sign of an address, in lower case.

    Args:
        mail: as `patterns.mails` gives it.
    """
    return mail.rpartition("@")[2].lower().rstrip(".")


def is_private(domain: str) -> bool:
    """Whether a domain is a provider's, at which persons have addresses.

    Args:
        domain: in lower case.
    """
    return _listed(domain, private_hosts()) is not None


@cache
def is_organisations(domain: str) -> bool:
    """Whether the rules of its registry say that a domain is an organisation's; a provider of persons never is.

    Args:
        domain: in lower case.
    """
    if is_private(domain) or not _HOST.fullmatch(domain):
        return False
    parts = _SUFFIXES(domain)
    own = parts.top_domain_under_public_suffix
    if parts.suffix in ORGANISATION_SUFFIXES:
        return bool(own)
    return own.endswith(".jp") and own.count(".") > 1 and bool(_MUNICIPAL.match(own))


@cache
def site_of(host: str) -> str | None:
    """The part of a host that has one owner: all below it is theirs. None where nobody can tell.

    Args:
        host: in lower case, without port.
    """
    shared = _listed(host, shared_hosts())
    if shared is not None:
        above = host.removesuffix(shared.host).rstrip(".").removeprefix("www.")
        return f"{above.rpartition('.')[2]}.{shared.host}" if above and shared.kind == "hosting" else None
    return _SUFFIXES(host).top_domain_under_public_suffix or None


@cache
def is_of_site(domain: str, url: str) -> bool:
    """Whether a mail domain is that of a web site that is its owner's own.

    The page of a user at a provider (`/~name/`, home.provider…) and a page on a shared host are no such site.

    Args:
        domain: of the mail address, in lower case.
        url: address of the site.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # unbalanced brackets of an IPv6 host
        return False
    host = (parts.hostname or "").removeprefix("www.")
    site = site_of(domain)
    if site is None or site != site_of(host) or is_private(domain) or "/~" in parts.path:
        return False
    return _SUFFIXES(domain).suffix not in _SERVICE_SUFFIXES and host in (site, domain)


def _listed(host: str, hosts: dict[str, Host]) -> Host | None:
    """The line of the nearest host at or above a host."""
    labels = host.split(".")
    return next((hosts[name] for i in range(len(labels)) if (name := ".".join(labels[i:])) in hosts), None)


def _read(name: str) -> dict[str, Host]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return {row["host"]: Host(**row) for row in csv.DictReader(file)}
