"""What begins by itself once a person has decided: the crawl of a new page, a release that was waiting for a word.

Belongs here: which run a decision starts. Does not belong here: deciding (`forms`, `pipelines.decisions`), anything
else that is watched (`sensors`).
"""

import json
from collections.abc import Iterator

import dagster as dg

from pipelines.decisions.ledger import rows_of
from pipelines.orchestration.jobs import ASSET_JOBS, REBUILD, REFRESH
from pipelines.settings import Settings
from warehouse.contract.model import Ledger
from warehouse.contract.tables.decisions import ACCEPTED_RELEASES, ACCEPTED_RUNS, ADDRESSES

_LOOK_SECONDS = 30
_LEDGERS = (ADDRESSES, ACCEPTED_RUNS, ACCEPTED_RELEASES)


@dg.sensor(
    jobs=[job for job in ASSET_JOBS if job.name.startswith(REFRESH) or job.name == REBUILD],
    minimum_interval_seconds=_LOOK_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="人が決めたあとの更新を始める: 新しいページの取得、認めた一覧・認めた公開の作り直し",
)
def begun_by_decision(
    context: dg.SensorEvaluationContext, settings: dg.ResourceParam[Settings]
) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """One run for what was decided since the last look; nothing for what was decided before anybody looked."""
    rows = {ledger.file: rows_of(ledger, settings.judgements_dir / ledger.file) for ledger in _LEDGERS}
    counts = {file: len(each) for file, each in rows.items()}
    seen: dict[str, int] = json.loads(context.cursor) if context.cursor else counts
    context.update_cursor(json.dumps(counts))

    def new(ledger: Ledger) -> list[str]:
        since = rows[ledger.file][seen.get(ledger.file, 0) :]
        return list(dict.fromkeys(row.cells.get("source_key") or "" for row in since))

    begun = [f"{REFRESH}{key}" for key in new(ADDRESSES)]
    begun += [REBUILD] if new(ACCEPTED_RUNS) or new(ACCEPTED_RELEASES) else []
    if not begun:
        yield dg.SkipReason("新しく決まったことはありません。")
    for job in begun:
        yield dg.RunRequest(run_key=f"{job} {context.cursor}", job_name=job)
