"""Taking a listing away on request: written down first, then out of everything we keep.

Belongs here: that decision, and doing all of them again. Does not belong here: the ledger (`removals`), releases
without a listing (`publish.removal`), runs, tables and workbooks without it (`everywhere`).
"""

from __future__ import annotations

from datetime import datetime

from pipelines.decisions.ledger import DecisionError, needs_reason
from pipelines.decisions.removals import ask_removal, read_removals
from pipelines.publish.carry import targets
from pipelines.publish.shelf import Shelf, as_written
from pipelines.settings import Settings
from pipelines.withdrawal.everywhere import Scrubbed, scrub_everywhere
from warehouse.contract.tables.decisions import REMOVALS
from warehouse.lock import AlreadyRunningError, run_lock


def remove(settings: Settings, listing_id: str, reason: str, now: datetime, office: str) -> str:
    """Take a listing away, for ever.

    The request is on the disk before anything else happens, and needs no other run to end: a run that is under way
    takes the listing out of the releases when it publishes.

    Args:
        settings: where releases and ledgers are.
        listing_id: a listing of the published release.
        reason: what was asked for; never a person's name.
        now: the moment of the request.
        office: who was asked; an office or a role.

    Returns:
        What came of it, in Japanese.

    Raises:
        DecisionError: no such listing is published, or there is no reason.
        LedgerError: the ledger cannot be read or written.
    """
    needs_reason(reason)
    bridge = as_written(Shelf(settings.published_dir).latest(), "activity_listings")
    rows = [] if bridge is None else bridge.filter(bridge["listing_id"] == listing_id).to_dicts()
    if not rows:
        raise DecisionError(
            f"公開中のデータに掲載 {listing_id or '（空）'} がありません。"
            "activity_listings の listing_id を指定してください。"
        )
    ask_removal(settings.judgements_dir / REMOVALS.file, rows[0], reason.strip(), now.date().isoformat(), office)
    try:
        with run_lock(settings.lock_path, now):
            done = scrub_removed(settings)
    except AlreadyRunningError:
        return (
            f"{listing_id} の取りやめを書き留めました。いま動いている更新が公開するときに、過去の公開からも消えます"
            "（その更新が止まったときは、次の更新で消えます）。"
        )
    sentence = f"{listing_id} を取りやめました。作り直した公開: {'、'.join(done.releases) or 'なし'}"
    elsewhere = (
        f"{target} にも写しがあります。hiroba publish {target} を実行すると、そこからも消えます"
        for target in targets(settings.published_dir)
    )
    return "\n".join((sentence, *done.sentences(), *elsewhere))


def scrub_removed(settings: Settings) -> Scrubbed:
    """Take every listing that somebody ever asked to take away out of all we keep; the caller holds the lock.

    Args:
        settings: where the data and the ledger are.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    return scrub_everywhere(settings, read_removals(settings.judgements_dir / REMOVALS.file))
