"""Runs on disk read again from the archive, as today's parsers and today's `source.toml` read them.

Belongs here: which runs, and what came of it in words. Does not belong here: reading one (`scrapers.runs.replay`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from pipelines.decisions.accepted_runs import accepted_reasons
from pipelines.decisions.addresses import addresses_path
from pipelines.decisions.removals import read_removals
from pipelines.ingest.usable_sources import note, taking_part, unnote
from pipelines.settings import Settings
from pipelines.withdrawal.everywhere import scrub_working
from scrapers.declaration.addresses import at_new_address, read_addresses
from scrapers.declaration.source import Source, SourceError, load_source
from scrapers.platforms.failures import UNFORESEEN
from scrapers.runs.archive import Archive
from scrapers.runs.as_read import is_as_read, keep_as_read
from scrapers.runs.run import Outcome, Run, finish, last_healthy, newest_run, run_row
from warehouse.contract import table
from warehouse.contract.derived.frames import frame
from warehouse.contract.tables.decisions import ACCEPTED_RUNS, REMOVALS
from warehouse.errors import StaffError
from warehouse.storage import read_table

_FAILURES = (*UNFORESEEN, PolarsError)
_MENDED = "設定は直っています。次の取得（refresh_{key} か次の晩）から新しい掲載になります。"


def replay_sources(settings: Settings, keys: tuple[str, ...], run_id: str | None) -> Iterator[str]:
    """Replay one run of each source and say what came of it.

    Args:
        settings: where the data are.
        keys: sources; all that take part and have a run when empty.
        run_id: the run; the newest of each source when None.

    Raises:
        SourceError: one of the sources that were named does not exist, is declared wrongly, or has no such run.
        FileNotFoundError: the archive lacks a page of the run of a source that was named.
    """
    for key in keys:
        source, folder = _now(settings, key), settings.raw_dir / key
        row = run_row(folder, run_id) if run_id else newest_run(folder)
        if row is None:
            raise SourceError(f"{key}: 取得 {run_id or ''} がありません。先に hiroba run を実行してください")
        yield f"{source.name} {row['run_id']}: {_replayed(settings, source, row)}"
    for key, each in taking_part(settings).items() if not keys else ():
        try:
            row = run_row(settings.raw_dir / key, run_id) if run_id else newest_run(settings.raw_dir / key)
            if each.problem is not None:
                yield f"{each.source.name}: 前に読んだままにします。{each.problem}"
            elif row is not None:
                yield f"{each.source.name} {row['run_id']}: {_replayed(settings, each.source, row)}"
        except _FAILURES as error:
            yield f"{each.source.name}: 前に読んだままにします。{_why(key, error).message_ja}"
    scrub_working(settings, read_removals(settings.judgements_dir / REMOVALS.file))


def _now(settings: Settings, key: str) -> Source:
    return at_new_address(load_source(key), read_addresses(addresses_path(settings)))


def replay_used(settings: Settings) -> Iterator[str]:
    """Replay of every source the runs that a release looks at: the last healthy one, then the newest.

    Whatever goes wrong with a source stays with it: a run that cannot be read again, or that was healthy and no longer
    looks so, stays as it was read then, and a note in its folder says why. Where nothing has changed, nothing is read.

    Args:
        settings: where the data are.

    Yields:
        One sentence per run that stays as it was.
    """
    for key, each in taking_part(settings).items():
        if each.problem is not None:
            yield f"{each.source.name}: 前に読んだままにします。{each.problem}"
            continue
        try:
            newest = newest_run(settings.raw_dir / key)
            good = last_healthy(settings.raw_dir / key, newest["run_id"]) if newest else None
        except _FAILURES as error:
            yield f"{each.source.name}: 取得の記録が読めません。{_why(key, error).message_ja}"
            continue
        for row in (good, newest):
            objection = None if row is None else _read_well(settings, each.source, row)
            if row is not None and objection is not None:
                yield f"{each.source.name}: {row['run_id']} は前に読んだままにします。{objection.message_ja}"


class RereadError(StaffError):
    """A run of an earlier release cannot be read as today; the message says why."""


def raw_of_run(settings: Settings, key: str, run_id: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The listings and fetches of one run as today's parsers read them; the run itself stays as it is.

    Args:
        settings: where the data are.
        key: the source.
        run_id: the run.

    Returns:
        Rows of `raw__listings` and of `raw__fetches`.

    Raises:
        RereadError: the source is not declared any more, or the run or one of its pages is not there.
    """
    each, row = taking_part(settings).get(key), run_row(settings.raw_dir / key, run_id)
    if each is None or each.problem is not None or row is None:
        raise RereadError(f"{key} の取得 {run_id} を読み直せません。一覧の宣言か取得の記録がありません。")
    run = _run(settings, each.source, row)
    try:
        accepted = accepted_reasons(settings.judgements_dir / ACCEPTED_RUNS.file, key).get(run_id)
        archive = Archive(settings.archive_dir)
        fetches = read_table(run.folder / "raw__fetches.parquet")
        if is_as_read(run, archive, accepted):
            return read_table(run.folder / "raw__listings.parquet"), fetches
        from scrapers.runs.replay import reread  # Scrapy takes long to import, and most runs are as they were read

        rows = reread(run, archive, accepted).findings.listings
    except _FAILURES as error:
        raise RereadError(f"{key} の取得 {run_id} を読み直せません（{type(error).__name__}）。") from error
    own: dict[str, object] = {"source_key": key, "run_id": run_id}
    return frame(table("raw__listings"), [{**own, **entry} for entry in rows]), fetches


def _read_well(settings: Settings, source: Source, row: dict[str, Any]) -> Outcome | None:
    """Rewrite a run as it reads today; what speaks against it when it stays as it was read then."""
    run = _run(settings, source, row)
    try:
        accepted = accepted_reasons(settings.judgements_dir / ACCEPTED_RUNS.file, source.key).get(run.run_id)
        archive = Archive(settings.archive_dir)
        if is_as_read(run, archive, accepted):
            unnote(run.folder)
            return None
        from scrapers.runs.replay import reread  # Scrapy takes long to import, and most nights read nothing again

        reading = reread(run, archive, accepted)
    except _FAILURES as error:
        outcome = _why(source.key, error)
        note(run.folder, outcome)
        return outcome
    outcome = reading.outcome
    if row["run_verdict_code"] == "succeeded" and outcome.run_verdict_code != "succeeded":
        note(run.folder, outcome)
        return outcome
    if row["run_verdict_code"] == "not_configured" and not row["request_count"]:
        outcome = Outcome("not_configured", _MENDED.format(key=source.key)) if _was_broken(row) else outcome
    finish(run, reading.findings, outcome, reading.finished_at)
    keep_as_read(run, accepted)
    unnote(run.folder)
    return None


def _was_broken(row: dict[str, Any]) -> bool:
    """Whether a run was not started because of a declaration that is sound now."""
    return bool(row["stop_reason"] == BROKEN)


BROKEN = "declaration"
"""Stop reason of a run that never began because its source is declared wrongly."""


def _why(key: str, error: BaseException) -> Outcome:
    """What an error in one source means. Not the words of the error: they may repeat the page, or name our folders."""
    if isinstance(error, FileNotFoundError):
        return Outcome("failed", f"保管庫にページの本文がありません。この一覧だけ再取得（refresh_{key}）してください。")
    what = "保管した本文か読み取りのプログラムに問題があります"
    return Outcome("failed", f"{key}: {what}（{type(error).__name__}）。hiroba check-source {key} で確かめてください。")


def _replayed(settings: Settings, source: Source, row: dict[str, Any]) -> str:
    from scrapers.runs.replay import replay

    run = _run(settings, source, row)
    accepted = accepted_reasons(settings.judgements_dir / ACCEPTED_RUNS.file, run.source.key).get(run.run_id)
    summary = replay(run, Archive(settings.archive_dir), accepted)
    unnote(run.folder)
    return f"掲載 {summary['listing_count']} 件、隔離 {summary['quarantined_count']} 件"


def _run(settings: Settings, source: Source, row: dict[str, Any]) -> Run:
    return Run.at(source, row["profile_code"], row["started_at"], settings.raw_dir)
