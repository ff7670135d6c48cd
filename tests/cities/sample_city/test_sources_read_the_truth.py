"""Every source's spider reads every listing of its replica, field by field, and says nothing it need not."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from cities.kawasaki.sample_city.entry import FIELDS
from cities.kawasaki.sample_city.server import Router
from cities.kawasaki.sample_city.world import REPLICAS, World
from pipelines.lab.bench.layout import answer_from
from scrapers.declaration.source import load_source
from scrapers.platforms.items import IssueItem, ListingItem
from scrapers.runs.drive import drive

# Rows of the real data that have no name, and the event without a title, are quarantined on purpose
# and the workbook has a hidden sheet with persons
_SAYS_SOMETHING = {"missing_name", "unknown_label", "hidden_content"}
_INDEX = {"new_list", "vanished_list", "moved_list"}
pytestmark = pytest.mark.usefixtures("files_opened_here")


@pytest.fixture(scope="module")
def answer(world: World) -> Callable[[Request], Response]:
    return answer_from(Router(world, ()))


@pytest.mark.parametrize("key", REPLICAS)
def test_rows_and_fields_are_those_of_the_truth(key: str, world: World, answer: Callable[[Request], Response]) -> None:
    rows, reasons = [], set()
    for item in drive(load_source(key), answer):
        if isinstance(item, ListingItem):
            rows.append(fields_of(item.row))
        elif isinstance(item, IssueItem):
            reasons.add(item.row["reason_code"])
    truth = [fields_of({name: getattr(entry, name) for name in FIELDS}) for entry in world.of(key) if entry.name_text]
    read, known = Counter(rows), Counter(truth)
    assert (read - known, known - read) == (Counter(), Counter())
    assert reasons <= _SAYS_SOMETHING | (_INDEX if load_source(key).role == "index" else set())


def fields_of(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, row[name]) for name in FIELDS if row.get(name))
