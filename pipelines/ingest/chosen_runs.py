"""Which run of each source is used: the newest healthy one, marked once it is beyond the source's age limit.

Belongs here: the choice and its explanation. Does not belong here: judging a run (`scrapers.runs.run.verdict`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from scrapers.runs.run import Outcome
from scrapers.runs.verdicts import ACCEPTABLE
from warehouse.contract import CONTRACT_VERSION, label_ja, table
from warehouse.contract.derived.frames import frame

_SECONDS_PER_DAY = 86_400


def select_runs(
    runs: pl.DataFrame, max_age_days: Mapping[str, int], troubles: Mapping[str, Outcome] | None = None
) -> pl.DataFrame:
    """One row per source: the run whose rows go on, and why.

    A run that failed or looks wrong never replaces a good one (docs/design.md rule 3). Beyond the age limit the last
    good one still stands in, marked as expired: nobody knows that its listings are gone. Only a source that a person
    has switched off ends with its age limit. Ages are counted from the newest run of any source, so that the choice
    depends on the data alone.

    Args:
        runs: rows of `raw__runs`.
        max_age_days: source → how long an older healthy run may stand in.
        troubles: source → why its newest run does not speak for it tonight: declared wrongly, or no longer readable.

    Returns:
        Rows of `raw__selected_runs`, sorted by key.
    """
    as_of = runs.get_column("started_at").max()
    by_source = runs.sort("source_key", "run_id").partition_by("source_key", as_dict=True)
    rows = [
        _choice(str(key[0]), group.to_dicts(), as_of, max_age_days[str(key[0])], (troubles or {}).get(str(key[0])))
        for key, group in sorted(by_source.items())
    ]
    return frame(table("raw__selected_runs"), rows)


def _choice(
    source_key: str, runs: list[dict[str, Any]], as_of: object, max_age: int, trouble: Outcome | None
) -> dict[str, object]:
    assert isinstance(as_of, datetime)
    newest = runs[-1]
    if trouble is not None:
        problem = {"run_verdict_code": trouble.run_verdict_code, "message_ja": trouble.message_ja}
        newest = newest | problem | {"stop_reason": trouble.stop_reason}
    row: dict[str, object] = {
        "source_key": source_key,
        "newest_run_id": newest["run_id"],
        "newest_verdict_code": newest["run_verdict_code"],
    }
    healthy = [run for run in runs if run["run_verdict_code"] == "succeeded"]
    if not healthy:
        return row | {"selection_code": "none", "message_ja": f"{newest['message_ja']} 使える取得がまだありません。"}
    good = healthy[-1]
    age = (as_of - good["started_at"]).total_seconds() / _SECONDS_PER_DAY
    if age > max_age and newest["run_verdict_code"] in ("paused", "retired"):
        message = f"{newest['message_ja']} 期限{max_age}日を過ぎたので、掲載を終わりにしました。"
        return row | {"selection_code": "none", "message_ja": message}
    chosen = {"run_id": good["run_id"], "started_at": good["started_at"], "age_days": round(age, 3)}
    if good["run_id"] == newest["run_id"] and trouble is None:
        return row | chosen | {"selection_code": "newest", "message_ja": newest["message_ja"]}
    if age > max_age:
        message = (
            f"{newest['message_ja']} 最後の正常な取得から{age:.0f}日たち、期限{max_age}日を過ぎました。"
            "掲載は消さず「期限切れ」と示しています。サイトを確かめ、"
            '一覧が終わったのなら status = "retired" にしてください。'
        )
        return row | chosen | {"selection_code": "expired", "message_ja": message}
    verdict = label_ja("run_verdict", newest["run_verdict_code"])
    since = f"{good['started_at']:%Y-%m-%d %H:%M}"
    message = f"今回は「{verdict}」のため、{since} の取得を使っています。{newest['message_ja']}"
    if newest["run_verdict_code"] in ACCEPTABLE and not newest["stop_reason"]:
        message += f"いまの一覧が正しいのなら「変わった一覧を認める」（hiroba accept {source_key} --why 理由）。"
    return row | chosen | {"selection_code": "last_good", "message_ja": message}


def seen_on(selected: pl.DataFrame) -> dict[str, date]:
    """Source → day of the run that is used; a source without one is not in it.

    Args:
        selected: rows of `raw__selected_runs`.
    """
    days = selected.select("source_key", pl.col("started_at").dt.date()).drop_nulls()
    return dict(days.iter_rows())


def page_fetches(fetches: pl.DataFrame) -> pl.DataFrame:
    """When every page was fetched in the run that is used: a listing on it was there at that moment.

    Args:
        fetches: rows of `raw__fetches` of the selected runs.

    Returns:
        Rows of `core__page_fetches`, sorted by key.
    """
    keys = ("source_key", "run_id", "page_url")
    sound = fetches.filter(pl.col("error_text").is_null()).rename({"request_url": "page_url"})
    return sound.group_by(keys).agg(pl.col("fetched_at").max()).sort(keys)


def release_id(runs: pl.DataFrame) -> str:
    """A release is named after the newest run it knows of."""
    as_of = runs.get_column("started_at").max()
    assert isinstance(as_of, datetime)
    return as_of.strftime("release-%Y%m%dT%H%M%S")


def release_facts(
    runs: pl.DataFrame,
    profile: str,
    previous_id: str | None = None,
    contact: str | None = None,
    correction_url: str | None = None,
) -> pl.DataFrame:
    """The one row of `core__release`.

    Args:
        runs: rows of `raw__runs`.
        profile: `sample` or `live`.
        previous_id: the release this one is compared with.
        contact: where readers write to.
        correction_url: where they say that something is wrong, `{id}` in place of the activity.
    """
    as_of = runs.get_column("started_at").max()
    assert isinstance(as_of, datetime)
    row: dict[str, object] = {
        "release_id": release_id(runs),
        "profile_code": profile,
        "as_of_at": as_of,
        "contract_version": CONTRACT_VERSION,
        "previous_release_id": previous_id,
        "contact": contact,
        "correction_url": correction_url,
    }
    return frame(table("core__release"), [row])
