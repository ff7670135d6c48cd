"""Mail domains that people know to be an organisation's: addresses there may be published.

Belongs here: the ledger `mail_domains.csv`. Does not belong here: which domains need nobody's word
(`warehouse.privacy`).
"""

from __future__ import annotations

import re
from pathlib import Path

from pipelines.decisions import ledger
from pipelines.decisions.ledger import DecisionError, needs_reason
from pipelines.settings import Settings
from warehouse.contract.tables.decisions import MAIL_DOMAINS
from warehouse.ledgers import LedgerError

ACCEPTED, WITHDRAWN = "accepted", "withdrawn"
SAID = {ACCEPTED: "認める", WITHDRAWN: "取り消し"}
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def accepted_domains(path: Path) -> frozenset[str]:
    """Domains in force, in lower case; of several rows on one domain the last holds.

    Args:
        path: the ledger; one that does not exist accepts none.

    Raises:
        LedgerError: a row cannot be read.
    """
    last: dict[str, str] = {}
    for row in ledger.rows_of(MAIL_DOMAINS, path):
        said, domain = row.cells["said"] or "", (row.cells["domain"] or "").strip().lower()
        if said not in SAID:
            raise LedgerError(f"{path} {row.line} 行: said の値 {said!r} は使えません（{'、'.join(SAID)}）。")
        if not _DOMAIN.fullmatch(domain):
            raise LedgerError(f"{path} {row.line} 行: {domain} は example.or.jp のようなドメインではありません。")
        last[domain] = said
    return frozenset(domain for domain, said in last.items() if said == ACCEPTED)


def accept_mail_domain(settings: Settings, domain: str, said: str, reason: str, day: str, office: str) -> str:
    """Say that a domain is an organisation's, or take that back.

    Args:
        settings: where the ledger is.
        domain: what stands behind the @; a whole address is refused, it would be kept.
        said: `accepted` or `withdrawn`.
        reason: how it is known; never a person's name.
        day: today, ISO.
        office: who says so; an office or a role.

    Returns:
        What came of it, in Japanese.

    Raises:
        DecisionError: it is no domain, no word is known, or there is no reason.
        LedgerError: the ledger cannot be read or written.
    """
    name = domain.strip().lower().removeprefix("@")
    if not _DOMAIN.fullmatch(name):
        raise DecisionError("ドメインは @ の後ろだけを、example.or.jp のように半角で書いてください。")
    if said not in SAID:
        raise DecisionError(f"「{said}」は使えません（{'、'.join(SAID)}）。")
    needs_reason(reason)
    row = {"decided_on": day, "decided_by": office, "domain": name, "said": said, "reason": reason.strip()}
    ledger.append(MAIL_DOMAINS, settings.judgements_dir / MAIL_DOMAINS.file, row)
    return f"メールのドメイン {name} を「{SAID[said]}」としました。次の更新から守られます。"
