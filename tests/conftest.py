"""What holds for every test: the order, how many made-up examples a law is tried on, when memory is looked through.

Belongs here: nothing that a single room needs (its own `conftest.py`).
"""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import is_hypothesis_test, settings

LONGEST = ("tests/test_whole_way.py", "tests/pipelines/lab/test_drills.py")
"""Begun first: two workers end at the same time only if neither begins with minutes of work last."""

QUICK, NIGHTLY = "quick", "nightly"
MORE = 20
"""So many times the examples that a law is tried on by day."""
# The same examples every time by day, so that what is red stays red until it is mended; others every night
settings.register_profile(QUICK, derandomize=True)
settings.register_profile(NIGHTLY, print_blob=True)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", QUICK)
settings.load_profile(PROFILE)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Five thousand tests and all they import stay to the end: memory is not looked through for them over and over."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files in front; everything else stays in its order."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    if PROFILE == NIGHTLY:
        tests = {item.obj for item in items if isinstance(item, pytest.Function)}
        for test in filter(is_hypothesis_test, tests):
            # A law that says how many examples it takes does not ask the profile
            own = test._hypothesis_internal_use_settings
            more = settings(own, max_examples=own.max_examples * MORE, deadline=None)
            test._hypothesis_internal_use_settings = more
