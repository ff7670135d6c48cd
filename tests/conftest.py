"""What holds for every test: the order, how many made-up examples a law is tried on, when memory is looked through.

Belongs here: nothing that a single room needs (its own `conftest.py`).
"""

import gc
import json
import os
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

# Each worker takes a core; every one of them would begin as many threads as there are cores
os.environ.setdefault("POLARS_MAX_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest
from hypothesis import is_hypothesis_test, settings

from scrapers.attachments import child, tables
from scrapers.tables.grid import packed

LONGEST = ("tests/test_whole_way.py", "tests/pipelines/lab/test_drills.py")
"""Begun first: two workers end at the same time only if neither begins with minutes of work last."""

QUICK, NIGHTLY = "quick", "nightly"
MORE = 40
"""So many times the examples that a law is tried on by day."""
# The same examples every time by day, so that what is red stays red until it is mended; others every night. No limit of
# time: it would be the clock on the wall's, and red on a machine that is busy with something else
settings.register_profile(QUICK, derandomize=True, deadline=None)
settings.register_profile(NIGHTLY, print_blob=True)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", QUICK)
settings.load_profile(PROFILE)


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> Iterator[None]:
    """What a test writes need not outlive a power cut; that there is something to be synced is still seen to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", os.fstat)
        yield


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


@pytest.fixture(scope="module")
def files_opened_here() -> Iterator[None]:
    """Attached files are opened in this process, and each once, where it is not the process of its own that is tested.

    That one, its limits and what it says of a broken file have their tests in `scrapers/attachments`.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "subprocess", SimpleNamespace(run=_opened, TimeoutExpired=subprocess.TimeoutExpired))
        yield


def _opened(command: list[str], *, input: bytes, **_: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.CompletedProcess(command, 0, _answer(command[-1], input), b"")


@lru_cache(100)
def _answer(kind: str, body: bytes) -> bytes:
    return json.dumps({"tables": [packed(grid) for grid in child._READERS[kind](body)]}).encode()
