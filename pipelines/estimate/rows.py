"""Between tables and estimates: which labels hold today, and the numbers as rows of the release.

Belongs here: frames in, frames out. Does not belong here: statistics.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from cities.here import here
from pipelines.estimate.labels import Labels
from pipelines.estimate.list_value import ListValue
from pipelines.estimate.strata import Stratum
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

METHOD_VERSION = "1"
COUNTED_UNIT = "活動1つ（同じ団体などが同じ場所で続けているもの。1つの事業でも30会場なら30）"
STOCK_RULE = (
    "くり返し行われ、終了・休止でなく、24か月以内に更新か開催日のあるもの"
    "（日付を載せない一覧のものは、いま載っていれば含む）。一度だけの催しは含まない"
)
FRAME_RULE = (
    f"だれでも載れる公開の一覧に載りうる、{here().name}内の続いている活動。どの一覧にも載らない性質の活動は含まない"
)


def labels_of(sample: pl.DataFrame) -> Labels:
    """The labels as counts, by how the matcher joins today.

    Args:
        sample: judged pairs: `purpose_code`, `label_said_code`, `weight`, `is_joined`. Of pairs found without the
            matcher (`recall`) only those that are the same count, of joined ones (`precision`) only those that are
            still joined; pairs without an answer, and pairs nobody was sure of, count nowhere.

    Returns:
        Counts; unlike weights leave as much to be known as an even sample of that many effective labels (Kish).
    """
    told = sample.filter(pl.col("label_said_code").is_in(["same", "different"]) & pl.col("is_joined").is_not_null())
    told = told.with_columns(is_same=pl.col("label_said_code") == "same")
    found = told.filter((pl.col("purpose_code") == "recall") & pl.col("is_same"))
    joined = told.filter((pl.col("purpose_code") == "precision") & pl.col("is_joined"))
    return Labels(*_counts(found, "is_joined"), *_counts(joined, "is_same"))


def _counts(rows: pl.DataFrame, is_well: str) -> tuple[float, float]:
    weights = rows.get_column("weight")
    total, squares = float(weights.sum()), float((weights**2).sum())
    if squares <= 0:
        return 0.0, 0.0
    share = float(rows.filter(is_well).get_column("weight").sum()) / total
    effective = total**2 / squares
    return effective * share, effective * (1 - share)


def strata_rows(strata: Sequence[Stratum], labels: Labels, as_of: datetime) -> pl.DataFrame:
    """Rows of `estimate__strata`.

    Args:
        strata: what was estimated.
        labels: on which it rests.
        as_of: moment of the data.
    """
    known = labels.is_enough
    facts: dict[str, object] = {
        "recall": labels.recall if known else None,
        "precision": labels.precision if known else None,
        "label_count": labels.count,
        "method_version": METHOD_VERSION,
        "as_of_at": as_of,
        "counted_unit": COUNTED_UNIT,
        "stock_rule": STOCK_RULE,
        "frame_rule": FRAME_RULE,
    }
    rows: list[dict[str, object]] = [
        {
            "stratum_id": each.stratum_id,
            "stratum_code": each.code,
            "kind_code": each.kind,
            "ward_code": each.ward,
            "listed_count": each.listed,
            "different_count": each.different,
            "at_least_count": each.at_least,
            "middle_count": each.middle,
            "upper_count": each.upper,
            "is_imprecise": each.is_imprecise,
            "estimate_reason_code": each.reasons[0] if each.reasons else None,
            "speaking_source_keys": list(each.sources) or None,
            **facts,
        }
        for each in strata
    ]
    return frame(table("estimate__strata"), rows).sort("stratum_id")


def reason_rows(strata: Sequence[Stratum]) -> pl.DataFrame:
    """Rows of `estimate__reasons`."""
    rows: list[dict[str, object]] = [
        {"stratum_id": each.stratum_id, "estimate_reason_code": reason} for each in strata for reason in each.reasons
    ]
    declared = table("estimate__reasons")
    return frame(declared, rows).unique().sort(declared.key)


def list_value_rows(values: Sequence[ListValue]) -> pl.DataFrame:
    """Rows of `estimate__list_value`."""
    rows: list[dict[str, object]] = [
        {
            "source_key": each.source_key,
            "listed_count": each.listed,
            "share_count": round(each.share, 2),
            "lost_stock_count": each.only_here,
            "at_least_change_count": each.at_least_change,
            "width_change_count": each.width_change,
            "silenced_kind_codes": list(each.silenced) or None,
        }
        for each in values
    ]
    return frame(table("estimate__list_value"), rows).sort("source_key")
