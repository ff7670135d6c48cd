"""What holds for every test: the order.

Belongs here: nothing that a single room needs (its own `conftest.py`).
"""

import pytest

LONGEST = ("tests/test_whole_way.py", "tests/pipelines/lab/test_drills.py")
"""Begun first: two workers end at the same time only if neither begins with minutes of work last."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files in front; everything else stays in its order."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
