"""A person says: this list has changed, and it is right as it is now.

Belongs here: the record of that, and the run that is judged again. Does not belong here: the verdict
(`scrapers.runs.verdicts`), a whole release that changed too much (`core.diff_gate`).

A run that is out of its band or unlike the last healthy one is not used. Without a word of a person a list that was
really cut down, or a page that was really rebuilt, would stay as it was for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.decisions import ledger
from pipelines.decisions.addresses import addresses_path
from pipelines.decisions.ledger import needs_reason
from pipelines.settings import Settings
from pipelines.watch.wording import for_staff
from scrapers.declaration.addresses import at_new_address, read_addresses
from scrapers.declaration.declarations import participants
from scrapers.declaration.source import load_source
from scrapers.runs.archive import Archive
from scrapers.runs.run import Run, newest_run
from scrapers.runs.verdicts import ACCEPTABLE, may_be_accepted
from warehouse.contract import label_ja
from warehouse.contract.tables.decisions import ACCEPTED_RUNS
from warehouse.errors import StaffError


class AcceptanceError(StaffError):
    """There is nothing to accept; the message is for staff."""


def accept_run(settings: Settings, key: str, reason: str, day: str, office: str) -> str:
    """Accept what the newest run of a source shows, and judge that run again; the caller holds the lock.

    Args:
        settings: where data and judgements are.
        key: the source.
        reason: why it is right.
        day: today, ISO.
        office: who says so; never a person's name.

    Returns:
        What came of it, in Japanese.

    Raises:
        AcceptanceError: there is no run, or it is not one that is only unusual; nothing was written.
        DecisionError: there is no reason.
        LedgerError: the ledger cannot be read or written.
        SourceError: there is no such source.
    """
    source = at_new_address(load_source(key), read_addresses(addresses_path(settings)))
    row = newest_run(settings.raw_dir / key)
    needs_reason(reason)
    if row is None:
        raise AcceptanceError(f"{source.name}: 取得がまだありません。先に取得してください。")
    if row["run_verdict_code"] not in ACCEPTABLE or row["stop_reason"]:
        verdict = label_ja("run_verdict", row["run_verdict_code"])
        raise AcceptanceError(
            f"{source.name}: 最新の取得は「{verdict}」で、認めるものがありません。{for_staff(row['message_ja'])}"
        )
    run = Run.at(source, row["profile_code"], row["started_at"], settings.raw_dir)
    from scrapers.runs.replay import replay, reread  # Scrapy takes long to import; whoever only asks needs none of it

    archive = Archive(settings.archive_dir)
    after = reread(run, archive, reason.strip()).outcome
    if after.run_verdict_code != "succeeded":
        raise AcceptanceError(
            f"{source.name}: この取得は、認めても使えません（何も変えていません）。{for_staff(after.message_ja)}"
            "入口の「開発者に送る文」を開発者に送ってください。"
        )
    record = {"source_key": key, "run_id": row["run_id"]}
    decision = {"decided_on": day, "decided_by": office, "reason": reason.strip()}
    ledger.append(ACCEPTED_RUNS, settings.judgements_dir / ACCEPTED_RUNS.file, record | decision)
    replay(run, archive, reason.strip())
    return f"{source.name}: 認めました。次の更新（または「取得せずに作り直す」）から使います。{after.message_ja}"


@dataclass(frozen=True, slots=True)
class AcceptableList:
    """A list that waits for somebody's word.

    Attributes:
        key: the source.
        name: what people call it.
        owner: whose it is.
        page: its address.
        message: what is unlike before.
    """

    key: str
    name: str
    owner: str
    page: str
    message: str


def acceptable_lists(settings: Settings) -> list[AcceptableList]:
    """Lists whose newest run a person may accept, by name.

    Args:
        settings: where runs are.
    """
    lists = []
    for key, declared in participants().items():
        source, row = declared.source, newest_run(settings.raw_dir / key)
        if row is not None and may_be_accepted(source, row):
            told = for_staff(row["message_ja"])
            lists.append(AcceptableList(key, source.name, source.owner, source.home_url, told))
    return sorted(lists, key=lambda each: each.name)


def accepted_reasons(path: Path, key: str) -> dict[str, str]:
    """Run of a source → why a person accepted it; the last word counts.

    Args:
        path: the file of accepted runs; one that does not exist accepts none.
        key: the source.

    Raises:
        LedgerError: a row cannot be read.
    """
    rows = (row.cells for row in ledger.rows_of(ACCEPTED_RUNS, path))
    return {cells["run_id"] or "": cells["reason"] or "" for cells in rows if cells["source_key"] == key}
