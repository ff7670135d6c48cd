"""Incidents: what is wrong tonight, each with what is shown instead and what to do.

Belongs here: from the tables of a night to incidents. Does not belong here: which of them somebody still has to be told
(`incident_memory`), sending (`notices`), Dagster (`orchestration.sensors`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from warehouse.contract import label_ja

_HEALTHY = ("succeeded",)
_MEANT = ("not_configured", "paused", "retired")
"""Somebody has decided so: nothing has happened."""
RELEASE, CORRECTIONS = "公開", "訂正"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that is wrong.

    Attributes:
        key: what it is about: a source, or the release.
        kind: which trouble; another kind on the same key is news.
        subject: name for people.
        what: what happened, in one sentence.
        since: since when, or empty.
        shown: what is shown instead.
        action: what to do.
    """

    key: str
    kind: str
    subject: str
    what: str
    since: str
    shown: str
    action: str

    def text(self) -> str:
        """The message: source, what, since when, what is shown instead, what to do."""
        lines = [
            f"何が: {self.subject}",
            f"どうなった: {self.what}",
            f"いつから: {self.since or 'わかりません'}",
            f"いま載せているもの: {self.shown}",
            f"すること: {self.action}",
        ]
        return "\n".join(lines)


def source_incidents(runs: pl.DataFrame, selected: pl.DataFrame, sources: pl.DataFrame) -> list[Incident]:
    """Sources whose newest run is not healthy.

    Args:
        runs: rows of `raw__runs`.
        selected: rows of `raw__selected_runs`.
        sources: rows of `core__sources`.

    Returns:
        Sorted by source.
    """
    incidents = []
    named = selected.join(sources.select("source_key", "source_name", "owner"), on="source_key")
    for row in named.sort("source_key").iter_rows(named=True):
        verdict = row["newest_verdict_code"]
        if verdict in _HEALTHY or (verdict in _MEANT and not _is_broken(row)):
            continue
        own = runs.filter(pl.col("source_key") == row["source_key"]).sort("run_id")
        newest = own.row(-1, named=True)
        # What was found when the pages were read again, or the declaration looked at, stands in the choice of runs only
        reason = newest if newest["run_verdict_code"] == verdict else row
        incidents.append(
            Incident(
                row["source_key"],
                verdict,
                f"{row['source_name']}（担当: {row['owner']}）",
                f"{label_ja('run_verdict', verdict)}。{reason['message_ja']}",
                _since(own),
                _shown(row),
                {**ACTIONS, **_REPAIRS}[verdict].format(key=row["source_key"]),
            )
        )
    return incidents


def _is_broken(row: dict[str, Any]) -> bool:
    """Whether a source that used to be read no longer is, because of its own declaration."""
    return bool(row["newest_verdict_code"] == "not_configured" and row["selection_code"] != "none")


def _since(own: pl.DataFrame) -> str:
    """Start of the first bad run after the last healthy one; empty when no run has been bad yet."""
    last_good = own.filter(pl.col("run_verdict_code").is_in(_HEALTHY)).get_column("run_id").max()
    bad = own if last_good is None else own.filter(pl.col("run_id") > last_good)
    return "" if bad.is_empty() else f"{bad.row(0, named=True)['started_at']:%Y-%m-%d %H:%M}"


def _shown(row: dict[str, Any]) -> str:
    if row["selection_code"] == "none":
        return "何も載せていません（使える取得がないか、古すぎます）"
    return f"{row['started_at']:%Y-%m-%d %H:%M} に取得した内容（{row['age_days']:.0f} 日前）"


_REPAIRS = {
    "not_configured": "source.toml か lookups.csv を上の説明のとおりに直し、hiroba check-source {key} で確かめる。"
    "次の晩から、また取得する",
}
ACTIONS = {
    "fewer": "一覧のページを開き、本当に減ったかを確かめる。本当なら「変わった一覧を認める」（{key}）",
    "empty": "一覧のページを開き、掲載があるかを確かめる。移転なら {key} の source.toml の URL を改める",
    "layout_changed": "一覧のページを開く。正しく読めているなら「変わった一覧を認める」。形が変わったのなら、"
    "開発者に {key} の source.toml の見直しを頼む（hiroba check-source {key}）",
    "gone": "一覧の担当に、移転・終了かを尋ねる。移転なら {key} の source.toml の URL を、"
    '終了なら status を "retired" に改める',
    "failed": "次の晩まで待つ。続くときは「この一覧だけ再取得」（refresh_{key}）を動かし、だめなら一覧の担当に尋ねる",
    "blocked": "取得を断られています。一覧の担当に、取得してよいかを確かめるまで動かさない",
}


def release_incident(cause: str, kind: str, since: str, shown: str) -> Incident:
    """The release that could not be made.

    Args:
        cause: why, in words.
        kind: which step or check stopped it.
        since: when the run started.
        shown: the release that stays.
    """
    action = "Dagster の Runs で赤い行を開き、説明を読む。変わりすぎが本当なら hiroba release --accept-diff '理由'"
    return Incident(RELEASE, kind, "毎晩の更新", f"公開できませんでした。{cause}", since, shown, action)


def late_incident(since: str, shown: str) -> Incident:
    """The morning that has no release of its own.

    Args:
        since: when it was due.
        shown: the release that stays.
    """
    what = "朝になっても今日の公開がありません。更新が始まらなかったか、まだ終わっていません。"
    action = "画面の Runs を見る。動いていなければ hiroba-daemon が動いているかを確かめ、「毎晩の更新」を動かす"
    return Incident(RELEASE, "late", "毎晩の更新", what, since, shown, action)


def corrections_incident(due: Sequence[str]) -> Incident:
    """Corrections that somebody should look at, all in one: another set of them is news.

    Args:
        due: one sentence each, at least one.
    """
    what = f"見直してほしい訂正が {len(due)} 件あります。{' '.join(due[:_SHOWN])}"
    shown = "訂正した値（期限が過ぎたものは、一覧の値）"
    return Incident(
        CORRECTIONS, "; ".join(due), "人の訂正", what, "", shown, "hiroba correct で改めるか、期限が来るのを待つ"
    )
