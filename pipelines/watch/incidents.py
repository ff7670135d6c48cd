"""Incidents: what is wrong tonight, each with what is shown instead and what to do.

Belongs here: from the tables of a night to incidents. Does not belong here: which of them somebody still has to be told
(`incident_memory`), sending (`notices`), Dagster (`orchestration.sensors`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.watch.wording import UNSAID, for_developer, for_staff
from warehouse.contract import TOKYO, label_ja

_HEALTHY = ("succeeded",)
_MEANT = ("not_configured", "paused", "retired")
"""Somebody has decided so: nothing has happened."""
RELEASE, CORRECTIONS, WORKBOOKS = "公開", "訂正", "判定の取り込み"
_SHOWN = 5
_MAY_HAVE_MOVED = ("gone", "empty", "layout_changed", "failed")


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
        to_developer: a text to send to a developer, or empty.
    """

    key: str
    kind: str
    subject: str
    what: str
    since: str
    shown: str
    action: str
    to_developer: str = ""

    def text(self) -> str:
        """The message: source, what, since when, what is shown instead, what to do."""
        lines = [
            f"何が: {self.subject}",
            f"どうなった: {self.what}",
            f"いつから: {self.since or 'わかりません'}",
            f"いま載せているもの: {self.shown}",
            f"すること: {self.action}",
        ]
        if self.to_developer:
            lines.append(f"開発者に送る文:\n{self.to_developer}")
        return "\n".join(lines)


def source_incidents(
    runs: pl.DataFrame, selected: pl.DataFrame, sources: pl.DataFrame, moved: Mapping[str, str]
) -> list[Incident]:
    """Sources whose newest run is not healthy.

    Args:
        runs: rows of `raw__runs`.
        selected: rows of `raw__selected_runs`.
        sources: rows of `core__sources`.
        moved: as `new_addresses` gives them.

    Returns:
        Sorted by source.
    """
    incidents = []
    named = selected.join(sources.select("source_key", "source_name", "owner", "home_url"), on="source_key")
    for row in named.sort("source_key").iter_rows(named=True):
        verdict = row["newest_verdict_code"]
        if verdict in _HEALTHY or (verdict in _MEANT and not _is_broken(row)):
            continue
        own = runs.filter(pl.col("source_key") == row["source_key"]).sort("run_id")
        newest = own.row(-1, named=True)
        # What was found when the pages were read again, or the declaration looked at, stands in the choice of runs only
        new = moved.get(row["source_key"]) if verdict in _MAY_HAVE_MOVED else None
        reason = newest if newest["run_verdict_code"] == verdict else row
        told = UNSAID if verdict in _REPAIRS else for_staff(reason["message_ja"])
        incidents.append(
            Incident(
                row["source_key"],
                verdict,
                f"{row['source_name']}（担当: {row['owner']}）",
                f"{label_ja('run_verdict', verdict)}。{told}{_linked_at(new)}",
                _since(own),
                _shown(row),
                _USE_NEW if new else {**ACTIONS, **_REPAIRS}[verdict],
                _to_developer(row, reason["message_ja"] + _linked_at(new)) if verdict in _FOR_DEVELOPERS else "",
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
    return "" if bad.is_empty() else f"{bad.row(0, named=True)['started_at'].astimezone(TOKYO):%Y-%m-%d %H:%M}"


def _shown(row: dict[str, Any]) -> str:
    if row["selection_code"] == "none":
        return "何も載せていません（使える取得がないか、古すぎます）"
    return f"{row['started_at'].astimezone(TOKYO):%Y-%m-%d %H:%M} に取得した内容（{row['age_days']:.0f} 日前）"


def _to_developer(row: dict[str, Any], message: str) -> str:
    return for_developer(row["source_name"], row["source_key"], row["home_url"], message)


def _linked_at(new: str | None) -> str:
    return f"リンク集では、この一覧の新しいページを案内しています: {new} 。" if new else ""


_USE_NEW = "新しいページを開き、同じ一覧かを確かめる。同じなら「この新しいページを使う」を押す"
_REPAIRS = {"not_configured": "入口の「開発者に送る文」を開発者に送る。直れば、次の更新からまた取得する"}
ACTIONS = {
    "fewer": "一覧のページを開き、本当に減ったかを確かめる。本当なら「変わった一覧を認める」を押す",
    "empty": "一覧のページを開き、掲載があるかを確かめる。掲載があるのなら、入口の「開発者に送る文」を開発者に送る",
    "layout_changed": "一覧のページを開く。正しく読めていて件数や書き方だけが変わったのなら"
    "「変わった一覧を認める」を押す。ページの形が変わったのなら、入口の「開発者に送る文」を開発者に送る",
    "gone": "一覧の担当に、移転したのか、終わったのかを尋ねる。答えを添えて、入口の「開発者に送る文」を開発者に送る",
    "failed": "次の更新まで待つ。続くときは「この一覧だけ再取得」を動かし、だめなら一覧の担当に尋ねる",
    "blocked": "取得を断られています。一覧の担当に、取得してよいかを確かめるまで動かさない",
}
_FOR_DEVELOPERS = ("empty", "layout_changed", "gone", "failed", "not_configured")


def release_incident(cause: str, kind: str, since: str, shown: str) -> Incident:
    """The release that could not be made.

    Args:
        cause: why, in words.
        kind: which step or check stopped it.
        since: when the run started.
        shown: the release that stays.
    """
    action = "「動かした記録」で赤い行を開き、説明を読む。変わりすぎが本当なら「大きく変わった公開を認める」を押す"
    return Incident(RELEASE, kind, "毎晩の更新", f"公開できませんでした。{cause}", since, shown, action)


def late_incident(since: str, shown: str) -> Incident:
    """The morning that has no release of its own.

    Args:
        since: when it was due.
        shown: the release that stays.
    """
    what = "朝になっても今日の公開がありません。更新が始まらなかったか、まだ終わっていません。"
    action = (
        "「動かした記録」を見る。動いていなければ、機械の担当に hiroba-daemon を確かめてもらい、「毎晩の更新」を動かす"
    )
    return Incident(RELEASE, "late", "毎晩の更新", what, since, shown, action)


def corrections_incident(due: Sequence[str]) -> Incident:
    """Corrections that somebody should look at, all in one: another set of them is news.

    Args:
        due: one sentence each, at least one.
    """
    what = f"見直してほしい訂正が {len(due)} 件あります。{' '.join(due[:_SHOWN])}"
    shown = "訂正した値（期限が過ぎたものは、一覧の値）"
    return Incident(
        CORRECTIONS, "; ".join(due), "人の訂正", what, "", shown, "「値を直す」で改めるか、期限が来るのを待つ"
    )


def workbooks_incident(refused: Sequence[str]) -> Incident:
    """Workbooks that came back and could not be taken: whoever answered believes that it is done.

    Args:
        refused: one sentence each, at least one.
    """
    what = f"置かれた Excel を取り込めません。{' '.join(refused[:_SHOWN])}"
    action = "上の行を Excel で直して、decisions フォルダーに置き直す。要らないファイルなら消す"
    return Incident(
        WORKBOOKS, "; ".join(refused), "確認待ち.xlsx の取り込み", what, "", "取り込む前の判定のまま", action
    )
