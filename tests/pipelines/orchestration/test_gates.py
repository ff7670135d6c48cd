"""What stops a release and what only warns."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from pipelines.lab.drills.made import flow_tables, raw_listings
from pipelines.orchestration import gates
from pipelines.orchestration.resources import Expectations
from pipelines.settings import Settings
from warehouse.contract import table
from warehouse.expectations.bounds import Bound
from warehouse.expectations.validator import Validator
from warehouse.storage import write_table

pytestmark = pytest.mark.filterwarnings("ignore")  # of Great Expectations and pandas


@pytest.fixture(scope="module", autouse=True)
def _one_validator() -> Iterator[None]:
    """Dagster gets a resource ready for every call of a check; its process takes seconds, and can be asked again."""
    with Validator.started() as validator, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Validator, "started", lambda: nullcontext(validator))
        yield


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return flow_tables(raw_listings(4))


@pytest.mark.parametrize(
    ("bound", "passed", "severity"),
    [
        (Bound(1, 9, "昨日"), True, dg.AssetCheckSeverity.WARN),
        (Bound(5, 9, "昨日"), False, dg.AssetCheckSeverity.ERROR),
        (Bound(1, 2, "昨日"), False, dg.AssetCheckSeverity.WARN),
    ],
    ids=["healthy", "too few stop", "too many warn"],
)
def test_a_day_below_its_bounds_stops_the_release_and_one_above_warns(
    bound: Bound,
    passed: bool,
    severity: dg.AssetCheckSeverity,
    tables: dict[str, pl.DataFrame],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = Settings(tmp_path, "sample", None)
    names = ("norm__listings", "core__activities", "core__activity_changes", "raw__selected_runs", "raw__runs")
    for name in names:
        write_table(table(name), tables[name], settings.table_path(name))
    monkeypatch.setattr(gates, "read_bounds", lambda _: {"rows": bound})
    result = gates.healthy_day(expectations=Expectations(), settings=settings)
    assert isinstance(result, dg.AssetCheckResult)
    assert (result.passed, result.severity) == (passed, severity)
