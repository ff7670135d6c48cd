"""Great Expectations in a process of its own: to import it takes seconds and 200 MB, and only one thing is asked of it.

Belongs here: starting that process, asking it, ending it. Does not belong here: what it does (`child`); what is
expected (`suite`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self, cast

_ROOT = Path(__file__).parents[2]


class Expected(NamedTuple):
    """Values of a column lie between two ends; either may be None.

    Attributes:
        column: its name.
        minimum: lowest value.
        maximum: highest value.
        mostly: share of the values for which it must hold.
    """

    column: str
    minimum: float | None
    maximum: float | None
    mostly: float


class Answer(NamedTuple):
    """What Great Expectations says of one column.

    Attributes:
        is_met: whether it holds.
        wrong: some of the values that are outside.
        wrong_count: how many are.
        value_count: of all values.
    """

    is_met: bool
    wrong: list[float]
    wrong_count: int
    value_count: int


class ValidatorError(RuntimeError):
    """The process ended without an answer; what it said stands above."""


class Validator:
    """The process. It gets ready by itself as soon as it is started: beside other work, where there is some."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Self]:
        """One that ends with the block, or with us, however we end."""
        command = [sys.executable, "-m", "warehouse.expectations.child"]
        environment = {**os.environ, "GX_ANALYTICS_ENABLED": "false"}
        pipe = subprocess.PIPE
        # A session of its own: Ctrl-C is for us, and it ends when its standard input closes
        process = subprocess.Popen(
            command, cwd=_ROOT, env=environment, stdin=pipe, stdout=pipe, text=True, start_new_session=True
        )
        try:
            yield cls(process)
        finally:
            process.kill()  # it keeps nothing
            process.communicate()

    def ask(self, columns: Mapping[str, Sequence[float | None]], expected: Sequence[Expected]) -> list[Answer]:
        """Validate columns of one table.

        Args:
            columns: name → values.
            expected: of these columns, one each.

        Returns:
            The answers in the order of what is expected.

        Raises:
            ValidatorError: there is no answer.
        """
        process = self._process
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps({"columns": columns, "expected": expected}) + "\n")
            process.stdin.flush()
            reply = process.stdout.readline()
        except BrokenPipeError:
            reply = ""
        if not reply:
            raise ValidatorError("Great Expectations のプロセスが答えずに終わりました")
        return [Answer(*each) for each in cast("list[list[object]]", json.loads(reply))]  # type: ignore[arg-type]
