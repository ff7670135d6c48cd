"""Rows that break a rule leave the flow with reason, rule, text and link, and are counted in the release.

Belongs here: the rules about one row as it was read. Does not belong here: rows the spiders could not read
(`raw__issues`), texts that were not understood but cost no row (`listing_issues`).

Nothing is remembered of a quarantined row: the rules look at every night anew, so it is back as soon as the page, the
spider or the rule has been mended.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

LONGEST_NAME = 200
"""The longest of 210 real names has 47 signs; a whole paragraph read as a name has hundreds."""
LONGEST_TEXT = 10_000
"""A page that was read into one field; attachments are cut at 5,000 signs a cell (`scrapers.attachments`)."""
_SHOWN = 500


class _Rule(NamedTuple):
    field: str
    reason_code: str
    is_broken: pl.Expr
    detail_ja: str


def _rules(texts: tuple[str, ...]) -> tuple[_Rule, ...]:
    name = pl.col("name_text")
    return (
        _Rule("name_text", "missing_name", ~name.str.contains(r"[\p{L}\p{N}]"), "名称に文字も数字もありません"),
        _Rule(
            "name_text",
            "too_long",
            name.str.len_chars() > LONGEST_NAME,
            f"名称が{LONGEST_NAME}文字を超えます。ほかの文まで読んでいないか、source.toml を確かめてください",
        ),
        *(
            _Rule(
                text,
                "too_long",
                pl.col(text).str.len_chars() > LONGEST_TEXT,
                f"{LONGEST_TEXT:,}文字を超えます。ページ全体を読んでいないか、source.toml を確かめてください",
            )
            for text in texts
            if text != "name_text"
        ),
    )


def quarantined(raw: pl.DataFrame, texts: tuple[str, ...]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that keep every rule, and the others with the first rule each of them breaks.

    Args:
        raw: rows of `raw__listings`.
        texts: its text columns.

    Returns:
        Rows that go on, and rows that do not with field_name, reason_code, detail_text, is_quarantined, raw_text.
    """
    healthy, frames = raw, [raw.clear().with_columns(_verdict("", "", ""), raw_text=pl.lit(None, dtype=pl.String))]
    for rule in _rules(texts):
        is_broken = rule.is_broken.fill_null(value=False)
        broken = healthy.filter(is_broken)
        healthy = healthy.filter(~is_broken)
        shown = pl.col(rule.field).str.head(_SHOWN)
        frames.append(broken.with_columns(_verdict(rule.field, rule.reason_code, rule.detail_ja), raw_text=shown))
    return healthy, pl.concat(frames)


def _verdict(field: str, reason_code: str, detail_ja: str) -> list[pl.Expr]:
    return [
        pl.lit(field).alias("field_name"),
        pl.lit(reason_code).alias("reason_code"),
        pl.lit(detail_ja).alias("detail_text"),
        pl.lit(value=True).alias("is_quarantined"),
    ]
