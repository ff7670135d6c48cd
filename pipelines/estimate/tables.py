"""The tables of a night: what is counted goes in, estimates, reasons and the value of lists come out.

Belongs here: the order of the steps. Does not belong here: any of the steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from pipelines.estimate.draws import draw
from pipelines.estimate.histories import ListFacts, histories
from pipelines.estimate.labels import Labels
from pipelines.estimate.list_value import list_values
from pipelines.estimate.rows import list_value_rows, reason_rows, strata_rows
from pipelines.estimate.strata import listed_only, strata
from warehouse.contract import VOCABULARIES

DRAWS, _SEED = 400, 20261130
"""The seed is stated, so that the same lists give the same numbers to the last digit."""


def estimate_tables(
    counted: pl.DataFrame, lists: Sequence[ListFacts], labels: Labels, as_of: datetime, draws: int = DRAWS
) -> dict[str, pl.DataFrame]:
    """Rows of `estimate__strata`, `estimate__reasons` and `estimate__list_value`, by name.

    Args:
        counted: the stock, as `histories` takes it.
        lists: the lists as people declared them.
        labels: what is known of the matcher; without any, only what is listed is told.
        as_of: moment of the data.
        draws: of each estimate; of those without a list half as many.
    """
    wards = VOCABULARIES["ward"].values()
    drawn = draw(histories(counted, lists, wards), labels, draws, _SEED)
    found = strata(drawn) if labels.is_enough else listed_only(drawn)
    known = labels if labels.is_enough else None
    return {
        "estimate__strata": strata_rows(found, labels, as_of),
        "estimate__reasons": reason_rows(found),
        "estimate__list_value": list_value_rows(list_values(counted, lists, wards, known, draws // 2, _SEED)),
    }
