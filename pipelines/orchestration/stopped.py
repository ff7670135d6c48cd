"""Why a release was stopped: a report beside the releases, for the person who has to act.

Belongs here: from the events of a run to that report. Does not belong here: gates themselves (`gates`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.normalise.privacy import without_personal_data
from pipelines.orchestration.gates import GATES, gate_of
from pipelines.publish.markdown import plain
from warehouse.storage import write_text

FOLDER = "stopped"
_LONGEST = 4000
_SWITCH = len(GATES) - 1
_TODO = (
    "上の × と「止まった手順」を見てください。元のページの誤りなら一覧の担当に尋ね、読み方の誤りなら開発者にこの報告を"
    "送ります。"
    "直ったら、入口の「毎晩の更新」か「取得せずに作り直す」（取得なし）を動かしてください。"
)
_SHARE = "割合"
TELLING = ("説明", "結果", "見つかったこと")
"""What of a check's metadata is a sentence for people."""


def report(events: Iterable[dg.DagsterEvent], published_dir: Path, now: datetime) -> Path:
    """Write which gate stopped a release, which rows, and what to do.

    Args:
        events: all events of the run.
        published_dir: folder of releases; the report goes beside them.
        now: moment of the report.

    Returns:
        The Markdown file.
    """
    seen: dict[int, bool] = {}
    parts: list[str] = []
    failures: list[str] = []
    for event in events:
        if event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            evaluation = event.asset_check_evaluation_data
            gate = gate_of(evaluation.check_name, evaluation.asset_key.to_user_string())
            stops = _stops(evaluation)
            if gate is not None:
                seen[gate] = seen.get(gate, True) and not stops
            parts += _check(event, stops=stops)
        elif event.event_type is dg.DagsterEventType.STEP_FAILURE:
            failures += _failure(event)
    lines = [
        f"# 公開を止めた理由（{now:%Y-%m-%d %H:%M}）",
        "",
        "公開中のデータ (latest) は前のままです。止めた原因を直すまで、利用者には前の公開が見えています。",
        "",
        *_gates(seen, is_broken=bool(failures)),
        "",
        *parts,
        *failures,
        "## すること",
        "",
        _TODO,
        "",
    ]
    path = published_dir / FOLDER / f"{now:%Y%m%dT%H%M%S}.md"
    write_text(path, without_personal_data("\n".join(lines)))
    return path


def checked(event: dg.DagsterEvent, description: str | None) -> dict[str, Any]:
    """One check as the report shows it: asset, name, whether it passed, what it saw in plain words and numbers.

    Args:
        event: its evaluation.
        description: of the check; its first line names it.
    """
    evaluation = event.asset_check_evaluation_data
    shown = [
        f"{key}: {_figure(key, value.value)}" if isinstance(value.value, int | float) else str(value.value)
        for key, value in evaluation.metadata.items()
        if key in TELLING or isinstance(value.value, int | float)
    ]
    asset = evaluation.asset_key.to_user_string()
    ja = (description or "").partition("\n")[0]
    row = {"asset": asset, "name": evaluation.check_name, "ja": ja, "passed": evaluation.passed}
    return row | {"said": "、".join(shown).replace("。、", "。")}


def _figure(name: str, value: float) -> str:
    """A number as people read it: shares in percent, no digits that say nothing."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:.2%}" if name.endswith(_SHARE) else f"{value:.4g}"


def first_cause(events: Iterable[dg.DagsterEvent]) -> tuple[str, str]:
    """What stopped a run first: a short name of it (the check or step), and a sentence.

    A check that blocked says more than the steps it stopped.

    Args:
        events: all events of the run.
    """
    every = list(events)
    for event in every:
        if event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            evaluation = event.asset_check_evaluation_data
            if _stops(evaluation):
                reason = " ".join(str(value.value) for key, value in evaluation.metadata.items() if key in TELLING)
                asset = evaluation.asset_key.to_user_string()
                return evaluation.check_name, f"{asset} が検査「{evaluation.check_name}」に合いません。{reason}"[
                    :_LONGEST
                ]
    for event in every:
        if event.event_type is dg.DagsterEventType.STEP_FAILURE:
            error = event.step_failure_data.error
            inner = error.cause if error is not None and error.cause is not None else error
            given = event.step_failure_data.user_failure_data
            reason = given.description if given and given.description else inner.message if inner else ""
            return str(event.step_key), f"手順 {event.step_key} が失敗しました。{(reason or '').strip()}"[:_LONGEST]
    return "run", "更新のプロセスが途中で終わりました（停電・再起動・メモリ不足など）。"


def _stops(evaluation: dg.AssetCheckEvaluation) -> bool:
    """Whether nothing goes on after this check: a blocking one that only warns lets the run go on."""
    return not evaluation.passed and bool(evaluation.blocking) and evaluation.severity is dg.AssetCheckSeverity.ERROR


def _gates(seen: dict[int, bool], *, is_broken: bool) -> Iterator[str]:
    """One line per gate, in order: passed, stopped here, or not reached."""
    yield from ("| 関門 | 結果 |", "|---|---|")
    is_open = True
    for number, name in enumerate(GATES):
        passed = seen.get(number) if number != _SWITCH else None
        result = "－ まだ" if passed is None or (passed and not is_open) else "○ 通った" if passed else "× ここで止めた"
        if number == _SWITCH and is_open and is_broken:
            result = "× ここで止めた（手順が失敗）"
        is_open = is_open and passed is not False
        yield f"| {number + 1}. {name} | {result} |"


def _failure(event: dg.DagsterEvent) -> list[str]:
    data = event.step_failure_data
    cause = data.error
    message = cause.cause.message if cause and cause.cause else getattr(data.user_failure_data or cause, "message", "")
    return [f"## 手順 {event.step_key} が失敗", "", plain(_within_limit(message)), ""]


def _check(event: dg.DagsterEvent, *, stops: bool) -> list[str]:
    evaluation = event.asset_check_evaluation_data
    if evaluation.passed:
        return []
    asset = evaluation.asset_key.to_user_string()
    gate = gate_of(evaluation.check_name, asset)
    place = "人の決めたこと" if gate is None else f"関門「{GATES[gate]}」"
    lines = [f"## {'×' if stops else '△ 知らせ'} {place}: 検査 {evaluation.check_name}（{asset}）", ""]
    for name, value in evaluation.metadata.items():
        shown = value.value
        text = shown if isinstance(shown, str) else json.dumps(shown, ensure_ascii=False, default=str)
        text = _figure(name, shown) if isinstance(shown, float) else text
        # What is Markdown already was escaped where it was made
        text = text if isinstance(value, dg.MarkdownMetadataValue) else plain(text)
        lines.append(f"- **{name}**: {_within_limit(text)}")
    return [*lines, ""]


def _within_limit(text: str) -> str:
    return text.strip() if len(text) <= _LONGEST else f"{text.strip()[:_LONGEST]} …（続きは Dagster の画面）"
