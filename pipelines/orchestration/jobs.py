"""Jobs: what one click does.

Belongs here: which assets a click runs, and what it is called. Does not belong here: assets; when something runs by
itself (`schedules`, `sensors`). Names can only be ASCII in Dagster; the first words of a description are what staff
call the job.
"""

from __future__ import annotations

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from pipelines.orchestration.assets.accepted import ACCEPT, ACCEPT_STEP, ChangedList, accepted_list
from pipelines.orchestration.assets.crawl import crawl_asset_key
from pipelines.orchestration.assets.decided import CLICKS, Click
from pipelines.orchestration.assets.desk import DECISIONS_STEP, IMPORT, ROLL_BACK, ROLL_BACK_STEP
from pipelines.orchestration.assets.tables import REBUILD
from pipelines.orchestration.from_contract import GROUPS
from scrapers.declaration.declarations import participants

NIGHTLY = "nightly_refresh"
REMATCH = "rematch_all"
REFRESH = "refresh_"
NAMES: dict[str, tuple[str, str]] = {}
"""Job → what staff call it, and what it does."""
_ATTEMPTS = "dagster/max_retries"

_flow = dg.AssetSelection.all() - dg.AssetSelection.assets(ROLL_BACK_STEP)
_crawls = dg.AssetSelection.groups(GROUPS["crawl"])


def _described(name: str, ja: str, more: str, en: str) -> str:
    NAMES[name] = (ja, more)
    return f"**{ja}**\n\n{more}\n\n{en}"


def _job(
    name: str, ja: str, more: str, en: str, selection: dg.AssetSelection, retries: int = 0
) -> UnresolvedAssetJobDefinition:
    return dg.define_asset_job(
        name,
        selection=selection,
        description=_described(name, ja, more, en),
        metadata={"名前": ja},
        tags={_ATTEMPTS: str(retries)} if retries else None,
    )


# One more try at run level: what a night cannot read is an outcome, not an error; an error may be the machine's
NIGHTLY_JOB = _job(
    NIGHTLY,
    "毎晩の更新",
    "今夜の番の一覧をすべて取得し、まとめて公開する。手で動かしたときは、番でない一覧も取得する",
    "Full refresh of what is due",
    _flow,
    retries=1,
)
IMPORT_JOB = _job(
    IMPORT,
    "判定を取り込む",
    "decisions フォルダーに置かれた 確認待ち.xlsx の答えを取り込む。次の更新（または全件再照合）から守られる",
    "Import decisions from Excel",
    dg.AssetSelection.assets(DECISIONS_STEP),
)
_ASSET_JOBS = [
    NIGHTLY_JOB,
    IMPORT_JOB,
    _job(
        REBUILD,
        "取得せずに作り直す",
        "手元にあるページを今の規則で読み直し、表と公開を作り直す（どのサイトにも要求を送らない）",
        "Replay and rebuild from the archive, no request",
        _flow - _crawls,
    ),
    _job(
        REMATCH,
        "全件再照合",
        "いまの判定と重みで照合し直し、公開する（取得しない）",
        "Rematch all with today's model and decisions",
        _flow - _crawls - dg.AssetSelection.groups(GROUPS["raw"]),
    ),
    _job(
        ROLL_BACK,
        "公開を一つ前に戻す",
        "公開中のデータを、一つ前の公開に戻す。次の更新でまた新しい公開になる",
        "Roll back to the release before",
        dg.AssetSelection.assets(ROLL_BACK_STEP),
    ),
    *(
        _job(
            f"{REFRESH}{key}",
            f"この一覧だけ再取得: {each.source.name}",
            "この一覧だけを取得し直し、ほかは手元の取得のまま、まとめて公開する",
            "Refresh one source and publish",
            dg.AssetSelection.assets(crawl_asset_key(key)) | (_flow - _crawls),
        )
        for key, each in participants().items()
    ),
]


@dg.job(
    name=ACCEPT,
    description=_described(
        ACCEPT,
        "変わった一覧を認める",
        "赤い情報源のページを見て、いまの一覧が正しいときに使う。source に情報源の名前（英字）、reason に理由を書き、"
        "右下の黒いボタン Launch Run を押す。「取得せずに作り直す」か次の更新で公開に入る",
        "A person accepts what a changed source shows now",
    ),
    metadata={"名前": "変わった一覧を認める"},
    config=dg.RunConfig(ops={ACCEPT_STEP: ChangedList()}),
)
def accept_list_change() -> None:
    """One step."""
    accepted_list()


def _decision(click: Click) -> dg.JobDefinition:
    @dg.job(
        name=click.name,
        description=_described(click.name, click.ja, click.more, click.en),
        metadata={"名前": click.ja},
        config=dg.RunConfig(ops={click.step.name: click.form}),
        # Not the tables' own, which holds the lock of the data folder: a ledger has its own lock
        resource_defs={"io_manager": dg.mem_io_manager},
    )
    def decide() -> None:
        """One step."""
        click.step()

    return decide


FORMS = (ACCEPT, *(click.name for click in CLICKS))
"""Jobs with fields to fill in."""
JOBS: list[dg.JobDefinition | UnresolvedAssetJobDefinition] = [
    *_ASSET_JOBS,
    accept_list_change,
    *(_decision(click) for click in CLICKS),
]
