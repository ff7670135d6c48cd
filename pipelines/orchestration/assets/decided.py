"""The clicks of one step: what people decide or take back.

Belongs here: those steps with their fields, and what staff call them. Does not belong here: what a decision does
(`pipelines.decisions`), workbooks (`assets.desk`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import dagster as dg

from pipelines.decisions.accepted_releases import accept_release
from pipelines.decisions.accepted_runs import accept_run
from pipelines.decisions.corrections import correct
from pipelines.decisions.mail_domains import accept_mail_domain
from pipelines.decisions.pairs import judge
from pipelines.orchestration.resources import run_started_at
from pipelines.orchestration.staff_errors import in_words
from pipelines.publish.history import roll_back
from pipelines.settings import OFFICE, Settings
from pipelines.withdrawal.take_away import remove

ACCEPT, ROLL_BACK, RELEASES = "accept_list_change", "roll_back_one_release", "accept_release"
UNLOCKED = "unlocked"
"""Resource of the steps that do not hold the lock of the data folder, as `io_manager` does.

A ledger has its own lock: whoever decides never waits for a run, and no run for them."""
_NO_LOCK = dg.Out(dg.Nothing, io_manager_key=UNLOCKED)


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


class ChangedList(dg.Config):
    """Which list, and why it is right."""

    source: str = ""
    """情報源の名前（英字。「この一覧だけ再取得」の refresh_ の後ろ）。例: fukumimi"""
    reason: str = ""
    """なぜ正しいか。個人の名前は書かない。例: 一覧の担当に尋ね、休止した会を外したと聞いた"""


class RollBack(dg.Config):
    """Where to go back to."""

    release: str = ""
    """戻す先の公開の名前（release-… の初めの部分でよい）。空なら一つ前。"""


@dg.op
def rolled_back_release(context: dg.OpExecutionContext, config: RollBack, settings: dg.ResourceParam[Settings]) -> None:
    """The release before is `latest` again."""

    def back(_: datetime) -> str:
        before = (settings.published_dir / "latest").resolve()
        folder = roll_back(settings.published_dir, config.release.strip() or None)
        return f"公開中を {before.name} から {folder.name} に戻しました。"

    _decide(context, back)


@dg.op
def accepted_list(context: dg.OpExecutionContext, config: ChangedList, settings: dg.ResourceParam[Settings]) -> None:
    """The newest run of a source accepted; it is judged again, so the lock is held."""
    source = config.source.strip()
    _decide(context, lambda now: accept_run(settings, source, config.reason, _day(now), OFFICE))


@dg.op(out=_NO_LOCK)
def judged_pair(context: dg.OpExecutionContext, config: Pair, settings: dg.ResourceParam[Settings]) -> None:
    """Same or different."""
    left, right, said = config.left.strip(), config.right.strip(), config.said.strip()
    _decide(context, lambda now: judge(settings, left, right, said, config.reason, _day(now), config.office))


@dg.op(out=_NO_LOCK)
def corrected_value(context: dg.OpExecutionContext, config: RightValue, settings: dg.ResourceParam[Settings]) -> None:
    """A right value."""
    what = (config.activity_id.strip(), config.field.strip(), config.value.strip(), config.until.strip())
    _decide(context, lambda now: correct(settings, *what, config.reason, _day(now), config.office))


@dg.op(out=_NO_LOCK)
def removed_listing(context: dg.OpExecutionContext, config: Removal, settings: dg.ResourceParam[Settings]) -> None:
    """A listing taken away."""
    listing = config.listing_id.strip()
    _decide(context, lambda now: remove(settings, listing, config.reason, now, config.office))


@dg.op(out=_NO_LOCK)
def accepted_release(
    context: dg.OpExecutionContext, config: AcceptedRelease, settings: dg.ResourceParam[Settings]
) -> None:
    """A release that may pass."""
    _decide(context, lambda now: accept_release(settings, config.reason, _day(now), config.office))


@dg.op(out=_NO_LOCK)
def accepted_domain(context: dg.OpExecutionContext, config: MailDomain, settings: dg.ResourceParam[Settings]) -> None:
    """A mail domain accepted or taken back."""
    domain, said = config.domain.strip(), config.said.strip()
    _decide(context, lambda now: accept_mail_domain(settings, domain, said, config.reason, _day(now), config.office))


def _day(now: datetime) -> str:
    return now.date().isoformat()


def _decide(context: dg.OpExecutionContext, decision: Callable[[datetime], str]) -> None:
    """Decide as of the start of the run, and show what came of it.

    Raises:
        dagster.Failure: the decision cannot be taken; its sentence stands first.
    """
    with in_words():
        sentence = decision(run_started_at(context))
    context.log.info(sentence)
    context.add_output_metadata({"結果": sentence})


@dataclass(frozen=True, slots=True)
class Click:
    """A job of one step: its name, what staff call it, what it does in both languages, the step and its form if any."""

    name: str
    ja: str
    more: str
    en: str
    step: dg.OpDefinition
    form: dg.Config | None = None


_PRESS = "欄を埋めて、右下の黒いボタン Launch Run を押す。次の更新から守られる"
CLICKS = (
    Click(
        ROLL_BACK,
        "公開を一つ前に戻す",
        "公開中のデータを、一つ前の公開に戻す。次の更新でまた新しい公開になる。右下の黒いボタン Launch Run を押す",
        "Roll back to the release before",
        rolled_back_release,
        RollBack(),
    ),
    Click(
        ACCEPT,
        "変わった一覧を認める",
        "赤い情報源のページを見て、いまの一覧が正しいときに使う。source に情報源の名前（英字）、reason に理由を書き、"
        "右下の黒いボタン Launch Run を押す。「取得せずに作り直す」か次の更新で公開に入る",
        "A person accepts what a changed source shows now",
        accepted_list,
        ChangedList(),
    ),
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
        RELEASES,
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
