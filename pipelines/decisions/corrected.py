"""Activities as the lists say and people know better: corrections in the place of what they correct.

Belongs here: the ledgers of values, applied to listings. Does not belong here: what a correction does to a value
(`core.corrections`), the ledgers (`corrections`, `mail_domains`).
"""

from __future__ import annotations

from datetime import date

import polars as pl

from pipelines.core.corrections import Corrected, correct
from pipelines.core.survivorship import survive, told
from pipelines.decisions.corrections import read_corrections
from pipelines.decisions.mail_domains import accepted_domains
from pipelines.settings import Settings
from warehouse.contract.tables.decisions import MAIL_DOMAINS


def corrected(
    settings: Settings, listings: pl.DataFrame, bridge: pl.DataFrame, identity: pl.DataFrame, today: date
) -> Corrected:
    """What the lists say, with corrections in their place, and what became of every correction."""
    of = (listings, bridge)
    corrections = read_corrections(settings.corrections_path)
    domains = accepted_domains(settings.judgements_dir / MAIL_DOMAINS.file)
    return correct(survive(*of), told(*of), corrections, identity, today, domains)
