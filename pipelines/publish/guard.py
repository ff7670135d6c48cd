"""Tonight's guard: what may leave, from what is on disk.

Belongs here: putting it together for gates and release. Does not belong here: what it looks for
(`normalise.harms`).
"""

from __future__ import annotations

import polars as pl

from pipelines.decisions.mail_domains import accepted_domains
from pipelines.normalise.harms import Guard
from pipelines.settings import Settings
from scrapers.runs.prints import NAME, seen
from warehouse.contract.tables.decisions import MAIL_DOMAINS
from warehouse.privacy.domains import domain_of
from warehouse.storage import read_table


def guard_of(settings: Settings) -> Guard:
    """What may leave tonight: addresses at domains that are known, and nothing a page showed of a person.

    Args:
        settings: where the tables of the flow are.

    Raises:
        LedgerError: the ledger of accepted domains cannot be read.
        FileNotFoundError: a table is not there yet.
    """
    prints = read_table(settings.table_path(NAME))
    mails = read_table(settings.table_path("norm__listings")).get_column("mail")
    accepted = accepted_domains(settings.judgements_dir / MAIL_DOMAINS.file)
    return Guard(frozenset(_domains(mails)) | accepted | _own(settings), seen(settings.raw_dir, prints))


def _domains(mails: pl.Series) -> list[str]:
    return [domain_of(mail) for mail in mails.drop_nulls().unique()]


def _own(settings: Settings) -> frozenset[str]:
    """The office that publishes has an address in its own files."""
    contact = settings.contact or ""
    return frozenset({domain_of(contact)} if "@" in contact and "://" not in contact else ())
