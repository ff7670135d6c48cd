"""What staff bring back, what they find on their desk after a night.

Belongs here: the assets of both. Does not belong here: the workbooks (`pipelines.desk`).
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import dagster as dg
import polars as pl

from pipelines.decisions.mail_domains import accepted_domains
from pipelines.desk.disagreements_file import NAME as DISAGREEMENTS
from pipelines.desk.disagreements_file import write_disagreements
from pipelines.desk.domains_file import NAME as DOMAINS
from pipelines.desk.domains_file import write_domains
from pipelines.desk.drawn_files import write_calls, write_labels
from pipelines.desk.incoming import taken
from pipelines.desk.leftovers_file import NAME as LEFTOVERS
from pipelines.desk.leftovers_file import write_leftovers
from pipelines.desk.queue_file import write_queue
from pipelines.desk.queue_sheets import CALLS_NAME, LABELS_NAME
from pipelines.desk.queue_sheets import NAME as QUEUE
from pipelines.desk.tracking import KEY, lately_settled, read_record, track, write_record
from pipelines.desk.tracking import NAME as RECORD
from pipelines.normalise.leftovers import frequent_leftovers
from pipelines.normalise.mails import unknown_domains
from pipelines.orchestration.as_made import OF_A_RUN, made_once, print_of
from pipelines.orchestration.from_contract import GROUPS, OWNER
from pipelines.orchestration.gates import READABLE
from pipelines.orchestration.resources import run_started_at
from pipelines.publish.markdown import plain
from pipelines.settings import Settings
from warehouse.contract.tables.decisions import MAIL_DOMAINS
from warehouse.permissions import make_folder
from warehouse.storage import read_table

DECISIONS_STEP = "decisions"
BY_HAND = "hiroba/by_hand"
"""Tag of a run that a workbook started: whoever brought it wants to know that it is wrong."""
Result = dg.MaterializeResult[Any]


@dg.asset(
    key=DECISIONS_STEP,
    group_name=GROUPS["people"],
    kinds={"excel", "csv"},
    owners=[OWNER],
    check_specs=[dg.AssetCheckSpec(READABLE, asset=DECISIONS_STEP, description="置かれた Excel をすべて取り込めた")],
    description="人の判定: decisions フォルダーに置かれた 確認待ち.xlsx の答えを判定に、"
    "食い違いの Excel の答えを値の訂正に書き加える。"
    "一つでもおかしい Excel は、何も取り込まずに元の場所に残す。開けないものは「読めないもの」に移す\n\n"
    "Takes the workbooks that came back, all answers of one or none",
)
def decisions(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]) -> Iterator[Result]:
    """Take every workbook that came back; a wrong one stays where it is and is told, and the night goes on.

    Raises:
        dagster.Failure: one is wrong, and nothing goes on after this step.
    """
    day = run_started_at(context).date().isoformat()
    lines, wrong = taken(settings, day)
    for line in lines:
        context.log.info(line)
    count = sum(1 for _ in settings.pairs_path.open(encoding="utf-8")) - 1 if settings.pairs_path.is_file() else 0
    told = "\n".join(f"- {plain(line)}" for line in wrong)
    yield dg.MaterializeResult(
        metadata={
            "dagster/row_count": count,
            "取り込んだもの": dg.MetadataValue.md(
                "\n".join(f"- {plain(line)}" for line in lines) or "新しい Excel はありません。"
            ),
            "Excel を置くところ": dg.MetadataValue.path(str(settings.decisions_dir)),
        },
        check_results=[
            dg.AssetCheckResult(
                passed=not wrong,
                check_name=READABLE,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={
                    "おかしな Excel": len(wrong),
                    "説明": dg.MetadataValue.md(told or "おかしな Excel はありません。"),
                },
            )
        ],
    )
    if wrong and BY_HAND in context.run.tags:
        sentences = "\n".join(["取り込めない Excel があります。直してから置き直してください。", *wrong])
        raise dg.Failure(sentences, allow_retries=False)


@dg.asset(
    key="desk_files",
    group_name=GROUPS["desk"],
    kinds={"excel"},
    owners=[OWNER],
    deps=[
        "match__queue",
        "match__pairs",
        "norm__listings",
        "core__sources",
        "core__release",
        "core__activity_listings",
        "activities",
        "disagreements",
        "audit__label_sample",
        "audit__call_sample",
        "core__activity_history",
    ],
    description="担当者の机: 確認待ち.xlsx（同じ活動か）、食い違い一覧.xlsx、担当ごとに送る 食い違い/（担当）.xlsx、"
    "メールのドメイン.csv（団体のものか分からないもの）、読み残し.xlsx（読めなかった言葉、多い順）、"
    "照合の検査.xlsx と 見えなくなった活動.xlsx（くじで選び、測るために見てもらうもの）\n\n"
    "Workbooks for staff: questions to answer, contradictions to mail",
)
def desk_files(settings: dg.ResourceParam[Settings]) -> Result:
    """Write the workbooks of this night."""
    inputs = ("match__queue", "match__pairs", "norm__listings", "core__sources")
    queue, pairs, listings, sources = (read_table(settings.table_path(name)) for name in inputs)
    bridge = read_table(settings.table_path("core__activity_listings"))
    told = listings.drop(OF_A_RUN)
    asked = queue.select("listing_id_a", "listing_id_b").join(pairs, on=["listing_id_a", "listing_id_b"], how="left")
    count = made_once(
        settings,
        settings.desk_dir / QUEUE,
        print_of(queue, asked, told, sources, bridge.select("activity_id", "listing_id")),
        lambda: write_queue(queue, pairs, told, sources, bridge, settings.desk_dir / QUEUE),
    )
    names = read_table(settings.table_path("activities")).select("activity_id", "name")
    apart = read_table(settings.table_path("disagreements")).join(names, on="activity_id")
    today = read_table(settings.table_path("core__release")).get_column("as_of_at").item().date()
    record = track(read_record(settings.desk_dir / RECORD), apart, today)
    write_record(settings.desk_dir / RECORD, record)
    standing = record.join(apart.select(*KEY, "proposed_count"), on=KEY).filter(pl.col("agreed_on").is_null())
    settled = lately_settled(record, today)
    write_disagreements(standing.sort("owner", "name", "field_name", "listing_id"), settled, settings.desk_dir)
    make_folder(settings.decisions_dir)
    accepted = accepted_domains(settings.judgements_dir / MAIL_DOMAINS.file)
    withheld = write_domains(unknown_domains(listings, accepted), settings.desk_dir / DOMAINS)
    unread = made_once(
        settings,
        settings.desk_dir / LEFTOVERS,
        print_of(told),
        lambda: write_leftovers(frequent_leftovers(told), settings.desk_dir / LEFTOVERS),
    )
    labels = read_table(settings.table_path("audit__label_sample"))
    drawn = made_once(
        settings,
        settings.desk_dir / LABELS_NAME,
        print_of(labels, told, sources),
        lambda: write_labels(labels, told, sources, settings.desk_dir / LABELS_NAME),
    )
    calls = read_table(settings.table_path("audit__call_sample"))
    history = read_table(settings.table_path("core__activity_history"))
    gone = history.join(calls, on="activity_id", how="semi")
    to_call = made_once(
        settings,
        settings.desk_dir / CALLS_NAME,
        print_of(calls, gone),
        lambda: write_calls(calls, gone, settings.desk_dir / CALLS_NAME),
    )
    desk = settings.addresses.desk
    return dg.MaterializeResult(
        metadata={
            "確認待ち": dg.MetadataValue.url(f"{desk}/{quote(QUEUE)}"),
            "確認してほしい組": count,
            "食い違い一覧": dg.MetadataValue.url(f"{desk}/{quote(DISAGREEMENTS)}"),
            "食い違い": apart.height,
            "この30日にそろった食い違い": settled.height,
            "メールのドメイン": dg.MetadataValue.url(f"{desk}/{quote(DOMAINS)}"),
            "載せていないメールのドメイン": withheld,
            "読み残し": dg.MetadataValue.url(f"{desk}/{quote(LEFTOVERS)}"),
            "読み残しの言葉": unread,
            "照合の検査": dg.MetadataValue.url(f"{desk}/{quote(LABELS_NAME)}"),
            "くじで選んだ組": drawn,
            "見えなくなった活動": dg.MetadataValue.url(f"{desk}/{quote(CALLS_NAME)}"),
            "確かめてほしい活動": to_call,
            "答えを置くところ": dg.MetadataValue.path(str(settings.decisions_dir)),
        }
    )
