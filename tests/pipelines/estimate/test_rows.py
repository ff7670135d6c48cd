"""Labels from judged pairs, and numbers as rows that keep the contract."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from pipelines.estimate.draws import draw
from pipelines.estimate.histories import histories
from pipelines.estimate.labels import Labels
from pipelines.estimate.list_value import list_values
from pipelines.estimate.rows import labels_of, list_value_rows, reason_rows, strata_rows
from pipelines.estimate.strata import strata
from tests.pipelines.estimate.made import LISTS, ROWS, WARDS
from warehouse.contract import table
from warehouse.contract.derived.frames import violations

NOW = datetime(2026, 11, 30, tzinfo=ZoneInfo("Asia/Tokyo"))


def judged(*rows: tuple[str, str | None, bool | None, float]) -> pl.DataFrame:
    schema = {"purpose_code": pl.String, "label_said_code": pl.String, "is_joined": pl.Boolean, "weight": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_labels_count_what_is_true_and_what_is_joined() -> None:
    sample = judged(
        ("recall", "same", True, 1),
        ("recall", "same", False, 1),
        ("recall", "different", True, 1),  # no true pair
        ("precision", "same", True, 1),
        ("precision", "different", True, 1),
        ("precision", "different", False, 1),  # joined once, no longer
        ("precision", "unsure", True, 1),
        ("recall", None, True, 1),
        ("recall", "same", None, 1),  # a listing is gone
    )
    assert labels_of(sample) == Labels(1, 1, 1, 1)


def test_unlike_weights_leave_less_to_be_known() -> None:
    even = labels_of(judged(*[("recall", "same", True, 1.0)] * 8, *[("recall", "same", False, 1.0)] * 2))
    unlike = labels_of(judged(*[("recall", "same", True, 1.0)] * 8, *[("recall", "same", False, 5.0)] * 2))
    assert even.joined + even.missed == pytest.approx(10)
    assert unlike.missed / (unlike.joined + unlike.missed) == pytest.approx(10 / 18)
    assert unlike.joined + unlike.missed == pytest.approx(18**2 / 58)


def test_no_labels_are_none() -> None:
    assert labels_of(judged()) == Labels(0, 0, 0, 0)


def test_rows_keep_the_contract() -> None:
    """Kinds and wards of the made city are none of the contract: only their names may be told to be wrong."""
    labels = Labels(190, 10, 196, 4)
    found = strata(draw(histories(ROWS, LISTS, WARDS), labels, 20, 3))
    rows = strata_rows(found, labels, NOW)
    assert {each.column for each in violations(table("estimate__strata"), rows)} <= {"ward_code"}
    assert violations(table("estimate__reasons"), reason_rows(found)) == []
    worth = list_value_rows(list_values(ROWS, LISTS, WARDS, labels, 20, 3))
    assert violations(table("estimate__list_value"), worth) == []
    assert rows.filter(pl.col("stratum_id") == "city").get_column("recall").item() == pytest.approx(190.5 / 201)
