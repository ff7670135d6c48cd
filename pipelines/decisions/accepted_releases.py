"""A person says: this release differs a lot from the last one, and it is right.

Belongs here: the ledger `accepted_diffs.csv`. Does not belong here: how much is a lot (`core.diff_gate`).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.decisions import ledger
from pipelines.decisions.ledger import DecisionError, needs_reason
from pipelines.runs import release_facts
from pipelines.settings import Settings
from pipelines.tonight import usable_sources
from scrapers.runs import all_runs, gather
from warehouse.contract.tables_decisions import ACCEPTED_RELEASES


def accept_release(settings: Settings, reason: str, day: str, office: str) -> str:
    """Let the release of the runs on disk pass; it has to be made once more to be published.

    Args:
        settings: where runs and ledgers are.
        reason: why it is right; never a person's name.
        day: today, ISO.
        office: who says so; an office or a role.

    Returns:
        What came of it, in Japanese.

    Raises:
        DecisionError: nothing was fetched yet, or there is no reason.
        LedgerError: the ledger cannot be read or written.
    """
    needs_reason(reason)
    runs = gather(settings.raw_dir, "raw__runs", all_runs(settings.raw_dir, tuple(usable_sources(settings))))
    if runs.is_empty():
        raise DecisionError("取得がまだありません。先に hiroba run を実行してください。")
    release_id: str = release_facts(runs, settings.profile).get_column("release_id").item()
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
