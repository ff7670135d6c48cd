"""What staff find on their desk after a night, and what they bring back.

Belongs here: the asset that writes the workbooks, the jobs staff start by a click. Does not belong here: the workbooks.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl

from pipelines.assets.described import GROUPS, OWNER
from pipelines.desk.disagreements_file import NAME as DISAGREEMENTS
from pipelines.desk.disagreements_file import write_disagreements
from pipelines.desk.queue_file import NAME as QUEUE
from pipelines.desk.queue_file import read_answers, write_queue
from pipelines.lock import AlreadyRunningError, run_lock
from pipelines.publish.history import ReleaseError, roll_back
from pipelines.resources import TOKYO
from pipelines.settings import Settings, load_settings
from warehouse.storage import read_table

DECISIONS, TAKEN = "decisions", "取り込み済み"
OFFICE = "データ担当"


@dg.asset(
    key="desk_files",
    group_name=GROUPS["release"],
    kinds={"excel"},
    owners=[OWNER],
    deps=["match__queue", "match__pairs", "norm__listings", "activities", "disagreements"],
    description="担当者の机: 確認待ち.xlsx（同じ活動かどうか）と 食い違い一覧.xlsx（一覧の担当ごと）\n\n"
    "Workbooks for staff: questions to answer, contradictions to mail",
)
def desk_files() -> dg.MaterializeResult[Any]:
    """Write the workbooks of this night."""
    settings = load_settings()
    inputs = ("match__queue", "match__pairs", "norm__listings")
    queue, pairs, listings = (read_table(settings.table_path(name)) for name in inputs)
    count = write_queue(queue, pairs, listings, settings.desk_dir / QUEUE)
    names = read_table(settings.table_path("activities")).select("activity_id", "name")
    apart = read_table(settings.table_path("disagreements")).join(names, on="activity_id")
    write_disagreements(apart, settings.desk_dir / DISAGREEMENTS)
    return dg.MaterializeResult(
        metadata={
            "確認待ち": dg.MetadataValue.path(str(settings.desk_dir / QUEUE)),
            "確認してほしい組": count,
            "食い違い一覧": dg.MetadataValue.path(str(settings.desk_dir / DISAGREEMENTS)),
            "食い違い": apart.height,
            "答えを置くところ": dg.MetadataValue.path(str(settings.desk_dir / DECISIONS)),
        }
    )


def waiting(settings: Settings) -> list[Path]:
    """Workbooks that came back and have not been taken."""
    folder = settings.desk_dir / DECISIONS
    folder.mkdir(parents=True, exist_ok=True)
    return sorted(path for path in folder.glob("*.xlsx") if not path.name.startswith(("~", ".")))


@dg.op(description="decisions フォルダーの確認待ち.xlsx を読み、判定を取り込む。一つでもおかしければ何も取り込まない")
def take_decisions(context: dg.OpExecutionContext) -> None:
    """Take every workbook that came back; a wrong one stays where it is and is told."""
    settings = load_settings()
    listings: pl.DataFrame = read_table(settings.table_path("norm__listings"))
    started = context.instance.get_run_record_by_id(context.run.run_id)
    day = started.create_timestamp.astimezone(TOKYO).date().isoformat() if started else ""
    wrong: list[str] = []
    for path in waiting(settings):
        result = read_answers(path, listings, settings.judgements_dir / "pairs.csv", day, OFFICE)
        if result.problems:
            wrong += [f"{path.name} {problem}" for problem in result.problems]
            continue
        done = path.parent / TAKEN
        done.mkdir(exist_ok=True)
        path.replace(done / f"{day} {path.name}")
        context.log.info(f"{path.name}: {result.taken} 件の判定を取り込みました。次の更新から守られます。")
    if wrong:
        raise dg.Failure("取り込めないファイルがあります。直してから置き直してください。\n" + "\n".join(wrong))


@dg.op(
    config_schema={"release": dg.Field(str, default_value="", description="戻す先の公開の名前。空なら一つ前")},
    description="公開中のデータを前の公開に戻す",
)
def roll_back_release(context: dg.OpExecutionContext) -> None:
    """Point latest to an older release."""
    settings = load_settings()
    try:
        with run_lock(settings.lock_path, datetime.now(TOKYO)):
            folder = roll_back(settings.published_dir, context.op_config["release"] or None)
    except (ReleaseError, AlreadyRunningError) as error:
        raise dg.Failure(str(error)) from error
    context.log.info(f"公開中を {folder.name} に戻しました。")


@dg.job(description="判定を取り込む: decisions フォルダーの Excel を読む / import decisions from Excel")
def import_decisions() -> None:
    """One click."""
    take_decisions()


@dg.job(description="公開を一つ前に戻す / roll back")
def roll_back_one_release() -> None:
    """One click."""
    roll_back_release()
