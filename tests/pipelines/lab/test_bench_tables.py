"""Rows are conserved: of made tables of every shape, in every format, no row is lost and none invented."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cities.kawasaki.sample_city.made_tables import SHAPES, make
from cities.kawasaki.sample_city.table_files import WRITERS
from pipelines.lab.bench.tables import differences, read_made
from scrapers.tables.account import LISTING

_LONG = "continued"
_SEEDS = st.integers(0, 10_000)
pytestmark = pytest.mark.usefixtures("files_opened_here")


@pytest.mark.parametrize("name", [name for name in WRITERS if "HTML" in name])
@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=_SEEDS)
def test_rows_on_a_page_are_listings_or_reported(name: str, shape: str, seed: int) -> None:
    _conserved(name, shape, seed)


@pytest.mark.parametrize("name", ["XLSX", "PDF"])
@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=_SEEDS)
def test_rows_in_a_file_are_listings_or_reported(name: str, shape: str, seed: int) -> None:
    _conserved(name, shape, seed)


def _conserved(name: str, shape: str, seed: int) -> None:
    made = make(shape, seed)
    found = read_made(made, name)
    assert differences(made, found, name) == (0, 0)
    assert found.counts[LISTING] == len(found.listings) == len(made.listings)
    hidden = made.hidden if name != "PDF" else 0
    assert found.counts["hidden_content"] == hidden
    if not made.is_vertical:
        assert found.counts.total() == sum(len(sheet.rows) for sheet in made.sheets) - (made.hidden - hidden)
    for what in ("section_row", "note_row", "total_row", "repeated_heading"):
        assert (what in [row["reason_code"] for row in found.issues]) == bool(made.others[what])
    assert "090-0000-0000" not in str(found.listings) + str(found.issues)
