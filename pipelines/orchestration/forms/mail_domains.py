"""メールのドメインを認める: domains of addresses that were withheld, most listings first.

Belongs here: that form. Does not belong here: which domains (`normalise.mails`), what accepting does
(`decisions.mail_domains`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pipelines.decisions.ledger import DecisionError, todays_table
from pipelines.decisions.mail_domains import ACCEPTED, WITHDRAWN, accept_mail_domain, accepted_domains
from pipelines.normalise.mails import unknown_domains
from pipelines.orchestration.forms.form import Fields, Form, office_of
from pipelines.settings import Settings
from warehouse.contract.tables.decisions import MAIL_DOMAINS

_MOST = 30
_BETWEEN = " "


def _show(settings: Settings, asked: Fields) -> dict[str, Any]:
    accepted = accepted_domains(settings.judgements_dir / MAIL_DOMAINS.file)
    waiting = unknown_domains(todays_table(settings, "norm__listings"), accepted)
    return {
        "waiting": waiting.head(_MOST).to_dicts(),
        "count": waiting.height,
        "accepted": sorted(accepted),
        "chosen": asked.get("domain", ""),
    }


def _decide(settings: Settings, given: Fields, now: datetime) -> str:
    said, _, domain = given.get("domain", "").partition(_BETWEEN)
    if said not in (ACCEPTED, WITHDRAWN):
        raise DecisionError("どのドメインのことかを選んでください。")
    day, office = now.date().isoformat(), office_of(given)
    return accept_mail_domain(settings, domain, said, given.get("reason", ""), day, office)


FORM = Form(
    "mail_domain",
    "メールのドメインを認める",
    "公開を控えているメールを、ドメインが団体のものとわかったときに認める",
    "次の更新で公開に出ます。",
    _show,
    _decide,
)
