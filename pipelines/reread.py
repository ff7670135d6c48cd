"""Runs on disk read again from the archive, as today's parsers and today's `source.toml` read them.

Belongs here: which runs, and what came of it in words. Does not belong here: reading one (`scrapers.replay`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.decisions.accepted_runs import accepted_reasons
from pipelines.settings import Settings
from scrapers.archive import Archive
from scrapers.replay import replay
from scrapers.runs import Run, last_healthy, newest_run, run_row
from scrapers.source import SourceError, load_source, source_keys
from warehouse.contract.tables_decisions import ACCEPTED_RUNS


def replay_sources(settings: Settings, keys: tuple[str, ...], run_id: str | None) -> Iterator[str]:
    """Replay one run of each source and say what came of it.

    Args:
        settings: where the data are.
        keys: sources; all that have a run when empty.
        run_id: the run; the newest of each source when None.

    Raises:
        SourceError: there is no such source, or it has no such run.
        FileNotFoundError: the archive lacks a page of the run.
    """
    for key in keys or source_keys():
        source, folder = load_source(key), settings.raw_dir / key
        row = run_row(folder, run_id) if run_id else newest_run(folder)
        if row is not None:
            yield f"{source.name} {row['run_id']}: {_replayed(settings, row)}"
        elif keys:
            raise SourceError(f"{key}: 取得 {run_id or ''} がありません。先に hiroba run を実行してください")


def replay_used(settings: Settings) -> Iterator[str]:
    """Replay of every source the runs that a release looks at: the last healthy one, then the newest.

    A run of which the archive lacks a page stays as it was read then.

    Args:
        settings: where the data are.

    Yields:
        One sentence per run that stays as it was.
    """
    for key in source_keys():
        folder = settings.raw_dir / key
        newest = newest_run(folder)
        good = last_healthy(folder, newest["run_id"]) if newest else None
        for row in (good, newest):
            try:
                if row is not None:
                    _replayed(settings, row)
            except FileNotFoundError as error:
                yield f"{load_source(key).name}: 保管庫にページがないので、前に読んだままにします（{error}）。"


def _replayed(settings: Settings, row: dict[str, Any]) -> str:
    run = Run.at(load_source(row["source_key"]), row["profile_code"], row["started_at"], settings.raw_dir)
    accepted = accepted_reasons(settings.judgements_dir / ACCEPTED_RUNS.file, run.source.key).get(run.run_id)
    summary = replay(run, Archive(settings.archive_dir), accepted)
    return f"掲載 {summary['listing_count']} 件、隔離 {summary['quarantined_count']} 件"
