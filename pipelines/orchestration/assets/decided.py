"""The clicks by which staff decide: one step and its fields per decision.

Belongs here: those steps, and what staff call them. Does not belong here: what a decision does (`pipelines.decisions`).

None of them holds the lock of the data folder: whoever decides never waits for a run, and no run for them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import dagster as dg

from pipelines.decisions.accepted_releases import accept_release
from pipelines.decisions.corrections import correct
from pipelines.decisions.ledger import OFFICE
from pipelines.decisions.mail_domains import accept_mail_domain
from pipelines.decisions.pairs import judge
from pipelines.orchestration.resources import run_started_at
from pipelines.settings import load_settings
from pipelines.withdrawal.take_away import remove
from warehouse.errors import StaffError


class Pair(dg.Config):
    """Two listings, and whether they are one activity."""

    left: str = ""
    """掲載のID（確認待ち.xlsx の「掲載ID」）。"""
    right: str = ""
    """もう一つの掲載のID。"""
    said: str = ""
    """same（同じ）、different（別）、unsure（保留）、withdrawn（前の判定の取り消し）のどれか。"""
    reason: str = ""
    """なぜか。個人の名前は書かない。"""
    office: str = OFFICE
    """決めた課。個人の名前は書かない。"""


class RightValue(dg.Config):
    """A value of an activity, until a day."""

    activity_id: str = ""
    """活動のID（活動一覧.xlsx や activities の activity_id）。"""
    field: str = ""
    """直す項目。例: phone、schedule、fee、venue"""
    value: str = ""
    """正しい値。一覧に書くように書く。例: 毎週金曜 10時～11時"""
    until: str = ""
    """この日まで効く。例: 2027-03-31"""
    reason: str = ""
    """なぜか。個人の名前は書かない。"""
    office: str = OFFICE
    """決めた課。個人の名前は書かない。"""


class Removal(dg.Config):
    """A listing that somebody asked to take away."""

    listing_id: str = ""
    """取りやめる掲載のID（activity_listings の listing_id）。"""
    reason: str = ""
    """求めの内容。個人の名前は書かない。"""
    office: str = OFFICE
    """求めを受けた課。個人の名前は書かない。"""


class AcceptedRelease(dg.Config):
    """Why a release that changed a lot is right."""

    reason: str = ""
    """なぜ正しいか。個人の名前は書かない。"""
    office: str = OFFICE
    """決めた課。個人の名前は書かない。"""


class MailDomain(dg.Config):
    """A mail domain of an organisation."""

    domain: str = ""
    """メールの @ の後ろ。例: example.or.jp"""
    said: str = "accepted"
    """accepted（認める）か withdrawn（取り消し）。"""
    reason: str = ""
    """なぜ団体のものとわかるのか。個人の名前は書かない。"""
    office: str = OFFICE
    """決めた課。個人の名前は書かない。"""


@dg.op(name="judged_pair")
def judged_pair(context: dg.OpExecutionContext, config: Pair) -> None:
    """Same or different."""
    left, right, said = config.left.strip(), config.right.strip(), config.said.strip()
    _decide(context, lambda now: judge(load_settings(), left, right, said, config.reason, _day(now), config.office))


@dg.op(name="corrected_value")
def corrected_value(context: dg.OpExecutionContext, config: RightValue) -> None:
    """A right value."""
    what = (config.activity_id.strip(), config.field.strip(), config.value.strip(), config.until.strip())
    _decide(context, lambda now: correct(load_settings(), *what, config.reason, _day(now), config.office))


@dg.op(name="removed_listing")
def removed_listing(context: dg.OpExecutionContext, config: Removal) -> None:
    """A listing taken away."""
    listing = config.listing_id.strip()
    _decide(context, lambda now: remove(load_settings(), listing, config.reason, now, config.office))


@dg.op(name="accepted_release")
def accepted_release(context: dg.OpExecutionContext, config: AcceptedRelease) -> None:
    """A release that may pass."""
    _decide(context, lambda now: accept_release(load_settings(), config.reason, _day(now), config.office))


@dg.op(name="accepted_domain")
def accepted_domain(context: dg.OpExecutionContext, config: MailDomain) -> None:
    """A mail domain accepted or taken back."""
    domain, said = config.domain.strip(), config.said.strip()
    _decide(
        context, lambda now: accept_mail_domain(load_settings(), domain, said, config.reason, _day(now), config.office)
    )


def _day(now: datetime) -> str:
    return now.date().isoformat()


def _decide(context: dg.OpExecutionContext, decision: Callable[[datetime], str]) -> None:
    """Decide as of the start of the run, and show what came of it.

    Raises:
        dagster.Failure: the decision cannot be taken; its sentence stands first.
    """
    try:
        said = decision(run_started_at(context))
    except StaffError as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    context.log.info(said)
    context.add_output_metadata({"結果": said})


@dataclass(frozen=True, slots=True)
class Click:
    """A job of one step: its name, what staff call it, what it does in both languages, the step and its empty form."""

    name: str
    ja: str
    more: str
    en: str
    step: dg.OpDefinition
    form: dg.Config


_PRESS = "欄を埋めて、右下の黒いボタン Launch Run を押す。次の更新から守られる"
CLICKS = (
    Click(
        "judge_pair",
        "同じか別かを決める",
        f"二つの掲載が同じ活動か別の活動かを決める。{_PRESS}",
        "A person says whether two listings are one activity",
        judged_pair,
        Pair(),
    ),
    Click(
        "correct_value",
        "値を直す",
        f"活動の値を一つ、期限つきで直す。{_PRESS}",
        "A person puts a value right, until a day",
        corrected_value,
        RightValue(),
    ),
    Click(
        "remove_listing",
        "掲載を取りやめる",
        "求めのあった掲載を、公開中のデータからも過去の公開からも消す。欄を埋めて、右下の黒いボタン Launch Run を押す",
        "A listing is taken away on request",
        removed_listing,
        Removal(),
    ),
    Click(
        "accept_release",
        "大きく変わった公開を認める",
        "前の公開から変わりすぎて止まった公開が、正しいときに使う。理由を書いて右下の黒いボタン Launch Run を押し、"
        "そのあと「取得せずに作り直す」を動かす",
        "A person accepts a release that changed a lot",
        accepted_release,
        AcceptedRelease(),
    ),
    Click(
        "accept_mail_domain",
        "メールのドメインを認める",
        f"公開を控えたメールのドメインが団体のものとわかったときに使う。{_PRESS}",
        "A person accepts a mail domain as an organisation's",
        accepted_domain,
        MailDomain(),
    ),
)
