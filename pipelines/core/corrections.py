"""Corrections: one value of one activity that people know better than every list, until a day.

Belongs here: their effect on activities and on where their values come from, and what became of every correction. Does
not belong here: the ledger (`decisions.corrections`), which value the lists give (`survivorship`).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from pipelines.core.schedule_survivors import JOINED
from pipelines.core.survivorship import PARTS, RULES, Activities
from pipelines.normalise.listings import Known, SourceRule, normalise
from pipelines.normalise.privacy import CUT
from warehouse.contract import VOCABULARIES, table
from warehouse.contract.columns import COLUMNS
from warehouse.contract.derived.frames import frame, or_unknown
from warehouse.contract.tables.decisions import CORRECTIONS

RULE = "correction"
_CUT = CUT.strip("（）")
"""In whatever width a name is shown."""
_CODED = {"kind_code": "kind", "status_code": "status"}
_READ = (
    "name",
    "kana",
    "address",
    "venue",
    "schedule",
    "target",
    "fee",
    "phone",
    "mail",
    "url",
    "organizer",
    "founded",
)
_RAW = {name: f"{name}_text" for name in _READ} | {"ward_code": "ward_text"}
FIELDS = (*_RAW, *_CODED)
STATES = {
    "in_force": "効いている",
    "source_changed": "一覧の値が変わった（訂正がまだ要るか確かめる）",
    "source_agrees": "一覧が同じ値になった（訂正を終えてよい）",
    "expired": "期限が過ぎた（一覧の値に戻した）",
    "gone": "活動がなくなった",
    "unreadable": "値を読めない（書き直す）",
}
TO_DO = ("source_changed", "source_agrees", "expired", "gone", "unreadable")


class Corrected(NamedTuple):
    """Activities after corrections, and a row per correction: the ledger's columns, `state` and `now_text`."""

    activities: Activities
    states: pl.DataFrame


def correct(
    survived: Activities,
    told: pl.DataFrame,
    corrections: pl.DataFrame,
    identity: pl.DataFrame,
    today: date,
    accepted_domains: frozenset[str] = frozenset(),
) -> Corrected:
    """Put corrections in the place of what the lists say.

    A correction follows its activity into the one it was merged with. A value that is typed (a schedule, a fee) is read
    like the text of a list.

    Args:
        survived: as `survive` gives them.
        told: what every listing says (`survivorship.told`).
        corrections: as `decisions.corrections.read_corrections` gives them.
        identity: rows of `core__activity_identity`.
        today: day of the release; a correction holds on its last day.
        accepted_domains: mail domains that a person has accepted; a mail elsewhere is no value.
    """
    here = dict(identity.select("activity_id", "current_activity_id").iter_rows())
    now = corrections.with_columns(
        activity_id=pl.col("activity_id").replace_strict(here, default=None, return_dtype=pl.String)
    ).join(
        survived.values.select("activity_id", "field_name", now_text="value_text"),
        on=["activity_id", "field_name"],
        how="left",
        maintain_order="left",
    )
    if now.is_empty():
        return Corrected(survived, now.with_columns(state=pl.lit(None, dtype=pl.String)))
    parsed = parse(now, accepted_domains)
    states = now.with_columns(state=pl.Series(_states(now, parsed, today), dtype=pl.String))
    states = states.sort(*CORRECTIONS.column_names)
    applied = _applied(now, parsed, today).unique(["activity_id", "field_name"], keep="last", maintain_order=True)
    if applied.is_empty():
        return Corrected(survived, states)
    return Corrected(Activities(_activities(survived, applied), _values(survived, applied, told)), states)


def parse(corrections: pl.DataFrame, accepted_domains: frozenset[str] = frozenset()) -> pl.DataFrame:
    """Corrections as listings of a source of their own, read by the same functions; one row each, in their order."""
    raw = []
    empty = dict.fromkeys(table("raw__listings").optional)
    for number, row in enumerate(corrections.iter_rows(named=True)):
        place = {"source_key": RULE, "run_id": "r", "page_url": "", "position": number, "record_key": str(number)}
        texts = {"name_text": "訂正"}
        if row["field_name"] in _RAW:
            texts[_RAW[row["field_name"]]] = row["value_text"]
        raw.append(empty | place | {"body_sha256": ""} | texts)
    rows, known = frame(table("raw__listings"), raw), Known(accepted_domains)
    read = normalise(rows, {RULE: SourceRule("cor")}, known).listings.sort("position")
    coded = [_code(name, text) for name, text in corrections.select("field_name", "value_text").iter_rows()]
    codes = pl.Series(coded, dtype=pl.String)
    return read.with_columns(
        (pl.when(pl.Series(corrections.get_column("field_name")) == name).then(codes).otherwise(pl.col(name))).alias(
            name
        )
        for name in _CODED
    )


def _code(field: str, text: str | None) -> str | None:
    """A code, given as itself or as its Japanese label."""
    if field not in _CODED:
        return None
    codes = VOCABULARIES[_CODED[field]].codes
    return next((each.code for each in codes if text in (each.code, each.ja)), None)


def value_of(field: str, parsed: dict[str, object]) -> str | None:
    """The value a correction gives to its field, once it is read; None when it cannot be."""
    value = parsed[RULES[field][0]]
    return None if value is None or _CUT in str(value) else str(value)


def _states(now: pl.DataFrame, parsed: pl.DataFrame, today: date) -> list[str]:
    states = []
    for row, read in zip(now.iter_rows(named=True), parsed.iter_rows(named=True), strict=True):
        value = value_of(row["field_name"], read)
        if row["activity_id"] is None:
            states.append("gone")
        elif value is None:
            states.append("unreadable")
        elif date.fromisoformat(row["expires_on"]) < today:
            states.append("expired")
        elif row["now_text"] == value:
            states.append("source_agrees")
        elif (row["now_text"] or None) != (row["seen_text"] or None):
            states.append("source_changed")
        else:
            states.append("in_force")
    return states


def _applied(now: pl.DataFrame, parsed: pl.DataFrame, today: date) -> pl.DataFrame:
    """Corrections that hold today, with everything that was read from them."""
    values = [
        value_of(name, read)
        for name, read in zip(now.get_column("field_name"), parsed.iter_rows(named=True), strict=True)
    ]
    read = parsed.select(sorted({name for names in PARTS.values() for name in names}))
    df = pl.concat([now.select("activity_id", "field_name", "expires_on"), read], how="horizontal")
    df = df.with_columns(_value=pl.Series(values, dtype=pl.String))
    return df.filter(
        pl.col("activity_id").is_not_null(),
        pl.col("_value").is_not_null(),
        pl.col("expires_on").str.to_date() >= today,
    )


def _activities(survived: Activities, applied: pl.DataFrame) -> pl.DataFrame:
    df = survived.activities
    for field, rows in applied.partition_by("field_name", as_dict=True).items():
        name = str(field[0])
        columns = {name: "_value"} | {part: part for part in PARTS.get(name, ())}
        news = rows.select("activity_id", *(pl.col(source).alias(f"_{to}") for to, source in columns.items()))
        df = df.join(news.with_columns(_is_new=pl.lit(value=True)), on="activity_id", how="left", maintain_order="left")
        df = df.with_columns(
            pl.when("_is_new").then(pl.col(f"_{to}").cast(df.schema[to])).otherwise(pl.col(to)).alias(to)
            for to in columns
        ).select(survived.activities.columns)
    return df


def _values(survived: Activities, applied: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Provenance says that a person decided, which listings say otherwise, and names the listing that was outvoted."""
    field = ["activity_id", "field_name"]
    news = applied.select(*field, _new="_value")
    votes = told.join(news, on=field).with_columns(_agrees=pl.col("_new") == pl.col("value_text"))
    counted = votes.group_by(field).agg(
        agreeing_count=pl.col("_agrees").sum().cast(pl.Int64),
        disagreeing_count=(~pl.col("_agrees")).sum().cast(pl.Int64),
        disagreeing_listing_ids=pl.col("listing_id").filter(~pl.col("_agrees")).sort(),
    )
    first = told.group_by("activity_id").agg(_first=pl.col("listing_id").min())
    outvoted = survived.values.select(*field, "listing_id", "telling_source_count")
    rows = (
        news.join(counted, on=field, how="left")
        .join(outvoted, on=field, how="left")
        .join(first, on="activity_id", how="left")
        .with_columns(
            *(pl.col(name).fill_null(0) for name in ("agreeing_count", "disagreeing_count", "telling_source_count")),
            value_text=pl.col("_new"),
            rule_code=pl.lit(RULE),
            listing_id=pl.coalesce("listing_id", "_first"),
            source_text=pl.lit(None, dtype=pl.String),
            disagreeing_listing_ids=or_unknown("disagreeing_listing_ids"),
        )
        .select(survived.values.columns)
    )
    read = [(name, part) for name in news.get_column("field_name").unique() for part in PARTS.get(name, ())]
    parts = news.join(
        pl.DataFrame(read, schema={"field_name": pl.String(), "_part": pl.String()}, orient="row"), on="field_name"
    ).select("activity_id", field_name="_part")
    # What other listings gave to a value that a person has replaced is shown no more
    kept = survived.values.join(news, on=field, how="anti").join(
        parts.with_columns(rule_code=pl.lit(JOINED)), on=[*field, "rule_code"], how="anti"
    )
    return pl.concat([kept, rows]).sort(*field, "listing_id")


def sentence(row: dict[str, object]) -> str:
    """A correction that somebody should look at, in words.

    Args:
        row: of `Corrected.states`.
    """
    label = COLUMNS[str(row["field_name"])].ja.partition("（")[0]
    seen = f"一覧の値は「{row['now_text'] or 'なし'}」、直したときは「{row['seen_text'] or 'なし'}」"
    where = row["activity_id"] or "（なくなった活動）"
    return f"{where} の{label}「{row['value_text']}」（期限 {row['expires_on']}）: {STATES[str(row['state'])]}。{seen}"
