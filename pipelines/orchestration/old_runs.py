"""Dagster's own records of old runs: they only grow, and nobody else takes them away.

Belongs here: forgetting them. Does not belong here: releases (`publish.history`), data.
"""

from __future__ import annotations

from datetime import datetime

import dagster as dg

_AT_ONCE = 100
_ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def tidy_records(instance: dg.DagsterInstance, before: datetime) -> int:
    """Take away runs that ended, with their events and output.

    Args:
        instance: where they are.
        before: runs made earlier go.

    Returns:
        How many went.
    """
    count = 0
    old = dg.RunsFilter(statuses=_ENDED, created_before=before)
    while records := instance.get_run_records(old, limit=_AT_ONCE):
        for record in records:
            run_id = record.dagster_run.run_id
            instance.compute_log_manager.delete_logs(prefix=[run_id])
            instance.delete_run(run_id)
            count += 1
    return count
