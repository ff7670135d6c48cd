"""Corrections: one value of one activity that people know better than every list, until a day.

Belongs here: the ledger `corrections.csv`. Does not belong here: what a correction does to an activity
(`core.corrections`).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import polars as pl

from pipelines.core.corrections import FIELDS, RULE, parse, value_of
from pipelines.decisions import ledger
from pipelines.decisions.ledger import DecisionError, needs_reason, todays_table
from pipelines.decisions.mail_domains import accepted_domains
from pipelines.settings import Settings
from warehouse.contract.columns import COLUMNS
from warehouse.contract.tables.decisions import CORRECTIONS, MAIL_DOMAINS
from warehouse.ledgers import LedgerError

_LAST_MONTH = 3
_WRITE_AGAIN = "書き方と、個人の連絡先や氏名が入っていないことを確かめてください。"
_NOT_READ = {
    "mail": "団体のメールなら、先に「メールのドメインを認める」で認めてください（hiroba mail-domain）。"
    "個人のメールは載せられません。",
    "phone": "固定電話の番号を、市外局番から書いてください。携帯電話の番号は載せられません。",
}


def read_corrections(path: Path) -> pl.DataFrame:
    """Corrections that hold: of several on one value, the last row.

    Args:
        path: the ledger; one that does not exist holds none.

    Raises:
        LedgerError: a row cannot be read; says which and why.
    """
    rows = ledger.rows_of(CORRECTIONS, path)
    for row in rows:
        if row.cells["field_name"] not in FIELDS:
            raise LedgerError(
                f"{path} {row.line} 行: 項目 {row.cells['field_name']} は直せません（{'、'.join(FIELDS)}）。"
            )
    df = pl.DataFrame([row.cells for row in rows], schema=dict.fromkeys(CORRECTIONS.column_names, pl.String))
    return df.unique(["activity_id", "field_name"], keep="last", maintain_order=True)


class Wanted(NamedTuple):
    """A right value: of an activity of today, a field of `core.corrections.FIELDS`, as a list would write it."""

    activity_id: str
    field: str
    value: str


def end_of_fiscal_year(today: date) -> date:
    """The last day of lists that are written anew every spring: until then a correction holds if nobody says more."""
    return date(today.year + (today.month > _LAST_MONTH), _LAST_MONTH, 31)


def correct(
    settings: Settings, activity_id: str, field: str, value: str, until: str, reason: str, day: str, office: str
) -> str:
    """Say what a value of an activity is, until a day; the next run keeps to it.

    Args:
        settings: where tables and ledgers are.
        activity_id: an activity of today.
        field: one of `core.corrections.FIELDS`.
        value: as a list would write it; it must be readable.
        until: last day on which it holds, ISO.
        reason: why; never a person's name.
        day: today, ISO.
        office: who says so; an office or a role.

    Returns:
        What came of it, in Japanese.

    Raises:
        DecisionError: the activity, the field, the value or the day cannot be used, or there is no reason.
        LedgerError: the ledger cannot be read or written.
    """
    row, said = prepared(settings, Wanted(activity_id, field, value), until, reason, day, office)
    ledger.append(CORRECTIONS, settings.corrections_path, row)
    return f"{said}次の更新から守られます。"


def prepared(
    settings: Settings, wanted: Wanted, until: str, reason: str, day: str, office: str
) -> tuple[dict[str, str | None], str]:
    """A correction as a row of its ledger, and in words; nothing is written.

    Args:
        settings: where tables and ledgers are.
        wanted: what is right.
        until: last day on which it holds, ISO.
        reason: why; never a person's name.
        day: today, ISO.
        office: who says so; an office or a role.

    Raises:
        DecisionError: the activity, the field, the value or the day cannot be used, or there is no reason.
        LedgerError: the ledger of mail domains cannot be read.
    """
    activity_id, field, value = wanted
    if field not in FIELDS:
        raise DecisionError(f"項目 {field} は直せません。直せるのは {'、'.join(FIELDS)} です。")
    if not _is_day(until):
        raise DecisionError(f"期限「{until}」は 2027-03-31 のような日付で書いてください。")
    if until < day:
        raise DecisionError(f"期限「{until}」はもう過ぎています。{day} か、それより先の日付で書いてください。")
    needs_reason(reason)
    names = dict(todays_table(settings, "core__activities").select("activity_id", "name").iter_rows())
    if activity_id not in names:
        raise DecisionError(
            f"活動 {activity_id or '（空）'} はいまの表にありません。activities の activity_id を確かめてください。"
        )
    row: dict[str, str | None] = {
        "decided_on": day,
        "decided_by": office,
        "activity_id": activity_id,
        "field_name": field,
        "value_text": value,
        "seen_text": _seen(settings, activity_id, field),
        "expires_on": until,
        "reason": reason.strip(),
    }
    df = pl.DataFrame([row], schema=dict.fromkeys(CORRECTIONS.column_names, pl.String))
    domains = accepted_domains(settings.judgements_dir / MAIL_DOMAINS.file)
    read = value_of(field, parse(df, domains).row(0, named=True))
    if read is None:
        raise DecisionError(f"この値は{_label(field)}として公開できません。{_NOT_READ.get(field, _WRITE_AGAIN)}")
    what = f"「{names[activity_id]}」（{activity_id}）の{_label(field)}"
    return row, f"{what}を {until} まで「{read}」とします。"


def _seen(settings: Settings, activity_id: str, field: str) -> str | None:
    """What the lists give today: when that changes, somebody should look at the correction again."""
    values = todays_table(settings, "core__activity_values")
    own = values.filter(pl.col("activity_id") == activity_id, pl.col("field_name") == field)
    seen: list[str | None] = own.filter(pl.col("rule_code") != RULE).get_column("value_text").to_list()
    return seen[0] if seen else None


def _label(field: str) -> str:
    return COLUMNS[field].ja.partition("（")[0].removesuffix("のコード")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
