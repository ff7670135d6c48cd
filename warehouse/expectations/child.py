"""The process of Great Expectations: a line of JSON in, a line of JSON out, until its input ends.

Belongs here: loading what is used of Great Expectations, and one validation. Does not belong here: who asks
(`validator`), what is expected (`suite`); anything of ours that takes time to import.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import Any

_WHEN_USED = ("scipy.stats", "altair")
"""For expectations and pictures that are not asked for: a third of the time to load everything."""


class _WhenUsed(MetaPathFinder):
    """Finds some modules in such a way that they are loaded when something of them is used."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname in _WHEN_USED else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


def _loaded() -> Any:
    sys.meta_path.insert(0, _WhenUsed())
    sys.modules["sqlalchemy"] = None  # type: ignore[assignment]  # as if not installed: no database is asked
    import great_expectations as gx

    return gx


def main() -> None:
    """Get ready, then answer."""
    gc.disable()  # what it loads stays, and it ends with the night: looking through it takes a quarter of its time
    gx = _loaded()
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps(_answers(gx, asked["columns"], asked["expected"])) + "\n")
        sys.stdout.flush()


def _answers(gx: Any, columns: dict[str, list[float | None]], expected: list[list[Any]]) -> list[list[Any]]:
    """Per expectation what `validator.Answer` holds."""
    import pandas as pd

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    batch = (
        context.data_sources.add_pandas("today")
        .add_dataframe_asset("table")
        .add_batch_definition_whole_dataframe("all")
    )
    expectations = [
        gx.expectations.ExpectColumnValuesToBeBetween(column=column, min_value=low, max_value=high, mostly=mostly)
        for column, low, high, mostly in expected
    ]
    suite = gx.ExpectationSuite(name="suite", expectations=expectations)
    frame = pd.DataFrame({name: pd.Series(values, dtype="float64") for name, values in columns.items()})
    result = batch.get_batch({"dataframe": frame}).validate(suite, result_format="BASIC")
    results = {entry.expectation_config.kwargs["column"]: entry for entry in result.results}
    return [_answer(results[column]) for column, *_ in expected]


def _answer(entry: Any) -> list[Any]:
    details = entry.result
    wrong = [float(value) for value in details.get("partial_unexpected_list", []) if value == value]  # NaN is not
    counts = (int(details.get(name, 0)) for name in ("unexpected_count", "element_count"))
    return [bool(entry.success), wrong, *counts]


if __name__ == "__main__":
    main()
