"""What is said of a text that no function understood, or that holds personal data: rows of `norm__issues`.

Belongs here: which condition makes which reason. Does not belong here: the functions that read the texts, and rows the
spiders could not read (`raw__issues`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from pipelines.normalise.kinds import IS_FILED
from pipelines.normalise.mails import WITHHELD
from pipelines.normalise.privacy import MARKS, mark
from pipelines.normalise.wards import ward_code_of
from warehouse.contract import label_ja, table
from warehouse.contract.derived.frames import dtypes

_TEXTS = tuple(name for name in table("raw__listings").optional if name != "updated_text")


def value_issues(typed: pl.DataFrame, lookups: Mapping[str, Mapping[tuple[str, str], str]]) -> list[pl.DataFrame]:
    """One frame per kind of text that was not understood; the listing itself stays in the flow.

    Args:
        typed: raw and typed columns of the listings, with `_shares_key`, `has_number` and
            `IS_FILED`.
        lookups: source_key → (column, raw text) → code.

    Returns:
        Frames with the columns of `typed` and field_name, reason_code, detail_text, is_quarantined, raw_text.
    """
    stated = ward_code_of(pl.col("ward_text"))
    decided = pl.struct("source_key", "ward_text").is_in(_decided_wards(lookups).implode())
    checks = (
        ("row", "ambiguous_key", "name_text", pl.col("_shares_key"), "見分ける値が同じで中身が違う行があります"),
        (
            "ward_text",
            "unknown_ward",
            "ward_text",
            pl.col("ward_text").is_not_null() & stated.is_null() & ~decided,
            "7つの区のどれでもありません",
        ),
        (
            "address_text",
            "ward_conflict",
            "address_text",
            stated.is_not_null() & pl.col("ward_code").is_null(),
            "所在地の区と掲載の区が違います。区は空にしました",
        ),
        (
            "category_text",
            "unknown_category",
            "category_text",
            pl.col("category_text").is_not_null() & ~pl.col(IS_FILED),
            "情報源の lookups.csv に足してください",
        ),
        (
            "status_text",
            "unknown_status",
            "status_text",
            pl.col("status_text").is_not_null() & pl.col("status_code").is_null(),
            "休止・終了・再開のどれとも読めません",
        ),
        (
            "phone_text",
            "unreadable_phone",
            "phone_text",
            ~pl.col("has_number"),
            "番号として読めません",
        ),
        (
            "url_text",
            "unreadable_url",
            "url_text",
            pl.col("url_text").is_not_null() & pl.col("url").is_null(),
            "http(s) のURLではありません",
        ),
    )
    return [
        typed.filter(is_offender).with_columns(
            field_name=pl.lit(field_name),
            reason_code=pl.lit(reason),
            detail_text=pl.lit(detail),
            is_quarantined=pl.lit(value=False),
            raw_text=pl.col(raw_column),
        )
        for field_name, reason, raw_column, is_offender, detail in checks
    ]


def _decided_wards(lookups: Mapping[str, Mapping[tuple[str, str], str]]) -> pl.Series:
    """Ward texts that a lookup declares to name no ward, e.g. the whole city."""
    rows = [
        {"source_key": key, "ward_text": text}
        for key, known in lookups.items()
        for column, text in known
        if column == "ward_text"
    ]
    return pl.Series(rows, dtype=pl.Struct(dtypes(("source_key", "ward_text"))))


def mail_issues(listings: pl.DataFrame, withheld: pl.Series) -> pl.DataFrame:
    """One row per listing with an address nobody knows; which one stays in the restricted part.

    Args:
        listings: rows of `norm__listings`.
        withheld: List(String), the unknown domains of each (`mails`).
    """
    return listings.filter(withheld.list.len() > 0).with_columns(
        field_name=pl.lit("mail_text"),
        reason_code=pl.lit(WITHHELD),
        detail_text=pl.lit(
            "団体のものと分からないメールなので載せていません。団体のものなら、ドメインを認めてください"
        ),
        is_quarantined=pl.lit(value=False),
        raw_text=pl.lit(None, dtype=pl.String),
    )


def privacy_issues(typed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """One frame per text column: where personal data stand, of which kind, never which.

    Args:
        typed: raw columns of the listings.
    """
    for column in _TEXTS:
        marked = typed.with_columns(_mark=mark(typed.get_column(column)))
        yield (
            marked.explode("_mark")
            .drop_nulls("_mark")
            # Whether an address of the mail field is known takes all listings: `mail_issues`
            .filter(~((pl.col("_mark") == WITHHELD) & pl.lit(column == "mail_text")))
            .with_columns(
                field_name=pl.lit(column),
                reason_code=pl.col("_mark"),
                detail_text=pl.col("_mark").replace_strict({code: label_ja("reason", code) for code in MARKS}),
                is_quarantined=pl.lit(value=False),
                raw_text=pl.lit(None, dtype=pl.String),
            )
        )
