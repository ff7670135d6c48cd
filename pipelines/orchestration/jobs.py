"""Jobs: what one click does.

Belongs here: which assets a click runs, and what it is called. Does not belong here: assets; the steps of clicks that
run no asset (`assets.decided`); when something runs by itself (`schedules`, `sensors`). Names can only be ASCII in
Dagster; the first words of a description are what staff call the job.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import dagster as dg

from pipelines.orchestration.assets.crawl import crawl_asset_key
from pipelines.orchestration.assets.decided import CLICKS, Click
from pipelines.orchestration.assets.desk import BY_HAND, DECISIONS_STEP
from pipelines.orchestration.assets.tables import REPLAY
from pipelines.orchestration.from_contract import GROUPS
from scrapers.declaration.declarations import participants

NIGHTLY, REBUILD, REFRESH, IMPORT = "nightly_refresh", "rebuild_from_archive", "refresh_", "import_decisions"
_ATTEMPTS = "dagster/max_retries"

_flow = dg.AssetSelection.all()
_crawls = dg.AssetSelection.groups(GROUPS["crawl"])


@dataclass(frozen=True, slots=True)
class _Job:
    """A job that makes assets: its name, what staff call it, what it does in both languages, the assets."""

    name: str
    ja: str
    more: str
    en: str
    selection: dg.AssetSelection
    tags: Mapping[str, str] = field(default_factory=dict)


_JOBS: tuple[_Job, ...] = (
    _Job(
        NIGHTLY,
        "毎晩の更新",
        "今夜が取得日の一覧をすべて取得し、まとめて公開する。手で動かしたときは、取得日でない一覧も取得する",
        "Full refresh of what is due",
        _flow,
        # At run level: what a night cannot read is an outcome, not an error; an error may be the machine's
        tags={_ATTEMPTS: "1"},
    ),
    _Job(
        REBUILD,
        "取得せずに作り直す",
        "手元にあるページを今の規則で読み直し、表と公開を作り直す（どのサイトにも要求を送らない）",
        "Replay and rebuild from the archive, no request",
        _flow - _crawls,
        tags={REPLAY: "yes"},
    ),
    _Job(
        "rematch_all",
        "全件再照合",
        "いまの判定と重みで照合し直し、公開する（取得しない）",
        "Rematch all with today's model and decisions",
        _flow - _crawls - dg.AssetSelection.groups(GROUPS["raw"]),
    ),
    _Job(
        IMPORT,
        "判定を取り込む",
        "decisions フォルダーに置かれた 確認待ち.xlsx の答えを取り込む。次の更新（または全件再照合）から守られる",
        "Import decisions from Excel",
        dg.AssetSelection.assets(DECISIONS_STEP),
        tags={BY_HAND: "yes"},
    ),
    *(
        _Job(
            f"{REFRESH}{key}",
            f"この一覧だけ再取得: {each.source.name}",
            "この一覧だけを取得し直し、ほかは手元の取得のまま、まとめて公開する",
            "Refresh one source and publish",
            dg.AssetSelection.assets(crawl_asset_key(key)) | (_flow - _crawls),
        )
        for key, each in participants().items()
    ),
)
_BUTTONS: tuple[_Job | Click, ...] = (*_JOBS, *CLICKS)
NAMES = {each.name: (each.ja, each.more) for each in _BUTTONS}
"""Job → what staff call it, and what it does."""


def _described(each: _Job | Click) -> str:
    return f"**{each.ja}**\n\n{each.more}\n\n{each.en}"


def _click(click: Click) -> dg.JobDefinition:
    @dg.job(
        name=click.name,
        description=_described(click),
        metadata={"名前": click.ja},
        config=dg.RunConfig(ops={click.step.name: click.form}) if click.form else {},
    )
    def one_step() -> None:
        """One step."""
        click.step()

    return one_step


ASSET_JOBS = [
    dg.define_asset_job(
        each.name,
        selection=each.selection,
        description=_described(each),
        metadata={"名前": each.ja},
        tags=each.tags,
    )
    for each in _JOBS
]
CLICK_JOBS = [_click(click) for click in CLICKS]
