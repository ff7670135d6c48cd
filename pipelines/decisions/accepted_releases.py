"""A person says: this release differs a lot from the last one, and it is right.

Belongs here: the ledger `accepted_diffs.csv`. Does not belong here: how much is a lot (`core.diff_gate`).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.decisions import ledger
from pipelines.decisions.ledger import needs_reason, todays_table
from pipelines.settings import Settings
from warehouse.contract.tables.decisions import ACCEPTED_RELEASES


def accept_release(settings: Settings, reason: str, day: str, office: str) -> str:
    """Let the release that was made last pass; it has to be made once more to be published.

    Args:
        settings: where tables and ledgers are.
        reason: why it is right; never a person's name.
        day: today, ISO.
        office: who says so; an office or a role.

    Returns:
        What came of it, in Japanese.

    Raises:
        DecisionError: no release was made yet, or there is no reason.
        LedgerError: the ledger cannot be read or written.
    """
    needs_reason(reason)
    release_id: str = todays_table(settings, "core__release").get_column("release_id").item()
    row = {"decided_on": day, "decided_by": office, "release_id": release_id, "reason": reason.strip()}
    ledger.append(ACCEPTED_RELEASES, settings.judgements_dir / ACCEPTED_RELEASES.file, row)
    return f"{release_id} の変わり方を認めました。"


def accepted_reason(path: Path, release_id: str) -> str | None:
    """Why a person let a release pass, or None; the last word counts.

    Args:
        path: the ledger; one that does not exist accepts none.
        release_id: the release.

    Raises:
        LedgerError: a row cannot be read.
    """
    rows = (row.cells for row in ledger.rows_of(ACCEPTED_RELEASES, path))
    return {cells["release_id"]: cells["reason"] for cells in rows}.get(release_id)
