"""Why a release was stopped: a report beside the releases, for the person who has to act.

Belongs here: from the events of a run to that report. Does not belong here: gates themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import dagster as dg

from warehouse.storage import swap_in

FOLDER = "stopped"
_LONGEST = 4000


def report(events: Iterable[dg.DagsterEvent], published_dir: Path, now: datetime) -> Path:
    """Write which gate stopped a release, what it saw, and what to do.

    Args:
        events: all events of the run.
        published_dir: folder of releases; the report goes beside them.
        now: moment of the report.

    Returns:
        The Markdown file.
    """
    lines = [f"# 公開を止めた理由（{now:%Y-%m-%d %H:%M}）", "", "公開中のデータ (latest) は前のままです。", ""]
    for event in events:
        if event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            lines += _check(event)
        elif event.event_type is dg.DagsterEventType.STEP_FAILURE:
            error = event.step_failure_data.user_failure_data or event.step_failure_data.error
            cause = event.step_failure_data.error
            message = cause.cause.message if cause and cause.cause else getattr(error, "message", "")
            lines += [f"## 手順 {event.step_key} が失敗", "", message.strip()[:_LONGEST], ""]
    path = published_dir / FOLDER / f"{now:%Y%m%dT%H%M%S}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text("\n".join(lines), encoding="utf-8")
    swap_in(part, path)
    return path


def _check(event: dg.DagsterEvent) -> list[str]:
    evaluation = event.asset_check_evaluation_data
    if evaluation.passed:
        return []
    lines = [f"## 検査 {evaluation.check_name}（{evaluation.asset_key.to_user_string()}）", ""]
    for name, value in evaluation.metadata.items():
        shown = value.value
        text = shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False, default=str)
        lines.append(f"- **{name}**: {text[:_LONGEST]}")
    return [*lines, ""]
