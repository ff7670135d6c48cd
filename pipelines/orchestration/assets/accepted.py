"""The click by which staff say that a list which changed is right as it is now.

Belongs here: that step and its two fields. Does not belong here: what accepting does
(`pipelines.decisions.accepted_runs`).
"""

import dagster as dg

from pipelines.decisions.accepted_runs import accept_run
from pipelines.decisions.ledger import OFFICE
from pipelines.orchestration.resources import run_started_at
from pipelines.settings import load_settings
from warehouse.errors import StaffError

ACCEPT, ACCEPT_STEP = "accept_list_change", "accepted_list"


class ChangedList(dg.Config):
    """Which list, and why it is right."""

    source: str = ""
    """情報源の名前（英字。「この一覧だけ再取得」の refresh_ の後ろ）。例: fukumimi"""
    reason: str = ""
    """なぜ正しいか。個人の名前は書かない。例: 一覧の担当に尋ね、休止した会を外したと聞いた"""


@dg.op(name=ACCEPT_STEP)
def accepted_list(context: dg.OpExecutionContext, config: ChangedList) -> None:
    """Accept the newest run of the source that was named; the lock comes with the output's resource."""
    day = run_started_at(context).date().isoformat()
    try:
        said = accept_run(load_settings(), config.source.strip(), config.reason, day, OFFICE)
    except StaffError as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    context.log.info(said)
    context.add_output_metadata({"結果": said})
