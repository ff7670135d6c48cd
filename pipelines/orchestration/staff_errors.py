"""Errors that staff can act on, as one Japanese sentence in front of the stack trace.

Belongs here: how Dagster shows them. Does not belong here: their sentences, which each error brings along.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from warehouse.errors import StaffError


@contextmanager
def in_words() -> Iterator[None]:
    """Let an error for staff through as Dagster's own kind of failure, whose sentence the UI shows first.

    Raises:
        dagster.Failure: what was raised is for staff; trying again would end the same way.
    """
    try:
        yield
    except StaffError as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
