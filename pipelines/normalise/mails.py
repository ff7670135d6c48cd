"""Which mail address of a listing may be published: one that is known to be an organisation's, and no other.

Belongs here: the decision over all listings, and the list of domains that nobody knows yet. Does not belong here: whose
a domain is by rule (`warehouse.privacy.domains`), the ledger of accepted domains (`pipelines.decisions`).

It fails closed. An address is published where its domain is an organisation's by the rules of its registry, where the
same listing or another of the same organiser names a site of its own at that domain, or where a person has accepted
the domain. Everything else is withheld, counted and offered to people.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from warehouse.privacy.domains import domain_of, is_of_site, is_organisations, is_private
from warehouse.privacy.patterns import mails
from warehouse.privacy.signs import folded

WITHHELD = "mail_withheld"
_LONGEST_SEARCHED = 10_000


class Mails(NamedTuple):
    """What came of the addresses of each listing.

    Attributes:
        public: String column: the first address that may be published, in lower case; null where none.
        withheld: List(String) column: domains nobody knows, without providers of persons; empty where none.
    """

    public: pl.Series
    withheld: pl.Series


def public_mails(listings: pl.DataFrame, accepted: frozenset[str] = frozenset()) -> Mails:
    """Decide on every address.

    Args:
        listings: all listings with `mail_text`, `url`, `organizer_key`.
        accepted: domains that a person has accepted.
    """
    sites = _sites(listings)
    public: list[str | None] = []
    withheld: list[list[str]] = []
    for text, url, organiser in listings.select("mail_text", "url", "organizer_key").iter_rows():
        first, unknown = None, []
        for mail in _addresses(text):
            domain = domain_of(mail)
            if is_private(domain):
                continue
            own = [url] if url else []
            if _is_known(domain, [*own, *sites.get(organiser, [])], accepted):
                first = first or mail
            else:
                unknown.append(domain)
        public.append(first)
        withheld.append(unknown)
    return Mails(pl.Series("mail", public, dtype=pl.String), pl.Series("withheld", withheld, dtype=pl.List(pl.String)))


def unknown_domains(listings: pl.DataFrame, accepted: frozenset[str] = frozenset()) -> pl.DataFrame:
    """What people are asked: every domain withheld, the most frequent first.

    Args:
        listings: rows of `norm__listings`.
        accepted: domains that a person has accepted.

    Returns:
        domain, listing_count (Int64), organisers and sites (String, a few each, separated by `、`).
    """
    withheld = listings.select(
        "listing_id",
        pl.coalesce("organizer", "name").alias("organiser"),
        "url",
        domain=public_mails(listings, accepted).withheld,
    )
    few = (
        pl.col(name).drop_nulls().unique().sort().head(5).str.join("、").alias(shown)
        for name, shown in (("organiser", "organisers"), ("url", "sites"))
    )
    counted = withheld.explode("domain").drop_nulls("domain").group_by("domain")
    count = pl.col("listing_id").n_unique().cast(pl.Int64).alias("listing_count")
    return counted.agg(count, *few).sort(["listing_count", "domain"], descending=[True, False])


def _addresses(text: str | None) -> list[str]:
    return [mail for _, _, mail in mails(folded(text[:_LONGEST_SEARCHED]))] if text else []


def _is_known(domain: str, sites: list[str], accepted: frozenset[str]) -> bool:
    return is_organisations(domain) or domain in accepted or any(is_of_site(domain, url) for url in sites)


def _sites(listings: pl.DataFrame) -> dict[str, list[str]]:
    """Organiser → web addresses its listings name."""
    named = listings.select("organizer_key", "url").drop_nulls().unique().sort("organizer_key", "url")
    return dict(named.group_by("organizer_key", maintain_order=True).agg("url").iter_rows())
