"""Whether a release may follow the last one: too many IDs changed, or too many activities gone, and a person must look.

Belongs here: the bounds and the verdict. Does not belong here: what changed (`changes`), how a release is stopped,
what a person accepted (`decisions.accepted_releases`).
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

MOST_CHURN = 0.02
"""Share of listings that still stand but belong to another activity ID (docs/standards.md §4: over 2 % aborts)."""
MOST_GONE = 0.10
"""Share of activities of the last release that are not listed any more (docs/standards.md §4)."""


class DiffVerdict(NamedTuple):
    """Passed or not, one sentence, and the two shares."""

    is_passed: bool
    sentence: str
    churn: float
    gone: float


def judge_diff(
    before: pl.DataFrame, now: pl.DataFrame, changes: pl.DataFrame, accepted: str | None = None
) -> DiffVerdict:
    """Compare with the last release.

    Args:
        before: activity_id, listing_id of the last release, its listings by today's IDs; empty at the first.
        now: the same of today.
        changes: rows of `core__activity_changes`.
        accepted: why a person let this release pass, or None.
    """
    if before.is_empty():
        return DiffVerdict(True, "最初の公開なので、くらべる相手がありません。", 0.0, 0.0)
    both = before.join(now, on="listing_id", suffix="_now")
    churn = both.select((pl.col("activity_id") != pl.col("activity_id_now")).mean()).item() or 0.0
    count = before.get_column("activity_id").n_unique()
    gone = changes.filter(pl.col("change_code") == "not_seen").height / count
    text = f"IDが変わった掲載 {churn:.1%}（限度 {MOST_CHURN:.0%}）、なくなった活動 {gone:.1%}（限度 {MOST_GONE:.0%}）。"
    if churn <= MOST_CHURN and gone <= MOST_GONE:
        return DiffVerdict(True, text, churn, gone)
    if accepted:
        return DiffVerdict(True, f"{text} 人が認めたので公開します: {accepted}", churn, gone)
    todo = "正しければ、入口の「大きく変わった公開を認める」で認め、そうでなければ情報源を確かめてください。"
    return DiffVerdict(False, f"{text} 前の公開から変わりすぎたので止めました。{todo}", churn, gone)
