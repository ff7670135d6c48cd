"""Records that agree in every field, more of them than blocks would bring together: one of them speaks for all.

Belongs here: finding them. Does not belong here: records that differ in anything, or are few: they are compared.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pipelines.match.engine.arrays import Ints
from pipelines.match.engine.prepare import MISSING, Records
from pipelines.match.engine.spec import Spec

_MANY = 60
"""No key of fewer records is over-common (`blocking`)."""


def twins(records: Records, spec: Spec, alone: Iterable[int]) -> Ints:
    """For every record the first one that agrees with it in every field, or itself; int32.

    Args:
        records: prepared records.
        spec: the spec; where a source lists a thing once, no two of its records are taken for one.
        alone: records that speak for themselves, because a person spoke of them.
    """
    first = np.arange(len(records.ids), dtype=np.int32)
    if spec.is_one_per_source and records.sources is not None:
        return first
    leading = records.fields[_leading(spec)]
    often = np.append(leading.counts > _MANY, False)[leading.codes] & (leading.codes != MISSING)
    often[list(alone)] = False
    at = np.flatnonzero(often)
    if not len(at):
        return first
    rows = np.column_stack([values.codes[at] for values in records.fields.values()])
    _, start, group, sizes = np.unique(rows, axis=0, return_index=True, return_inverse=True, return_counts=True)
    is_common = sizes[group] > _MANY
    first[at[is_common]] = at[start[group[is_common]]]
    return first


def _leading(spec: Spec) -> str:
    """The field that names the thing, or else the first."""
    named = [comparison.fields[0] for comparison in spec.comparisons if comparison.name in spec.identity]
    return named[0] if named else next(iter(spec.fields))
