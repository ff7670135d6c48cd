"""Errors that staff can act on, as one Japanese sentence in front of the stack trace.

Belongs here: which errors those are. Does not belong here: their sentences, which each error brings along.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from pipelines.publish.outgoing import OutgoingError
from scrapers.declaration.source import SourceError
from warehouse.contract.derived.frames import ContractError
from warehouse.errors import StaffError

FOR_STAFF = (ContractError, OutgoingError, SourceError, StaffError)


@contextmanager
def in_words() -> Iterator[None]:
    """Let an error for staff through as Dagster's own kind of failure, whose sentence the UI shows first.

    Raises:
        dagster.Failure: one of `FOR_STAFF` was raised; trying again would end the same way.
    """
    try:
        yield
    except FOR_STAFF as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
