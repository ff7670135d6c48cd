"""A learned model as a file, so that every night judges by the same weights.

Belongs here: writing and reading weights. Does not belong here: learning them.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from pipelines.match.engine.spec import Spec, SpecError
from pipelines.match.engine.weights import Weights

_DIGITS = 6


def write_weights(weights: Weights, spec: Spec, path: Path) -> None:
    """Write a model: per comparison its labels, m and u."""
    model = {
        "entity": spec.entity,
        "prior": round(weights.prior, _DIGITS),
        "comparisons": {
            comparison.name: {
                "levels": list(comparison.words),
                "m": [round(float(share), _DIGITS + 4) for share in m],
                "u": [round(float(share), _DIGITS + 4) for share in u],
            }
            for comparison, m, u in zip(spec.comparisons, weights.m, weights.u, strict=True)
        },
    }
    path.write_text(json.dumps(model, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_weights(spec: Spec, path: Path) -> Weights:
    """Read a model.

    Raises:
        SpecError: the model was learned for other comparisons or levels.
    """
    model = json.loads(path.read_text(encoding="utf-8"))
    rows = [model["comparisons"].get(comparison.name) for comparison in spec.comparisons]
    for comparison, row in zip(spec.comparisons, rows, strict=True):
        if row is None or len(row["m"]) != len(comparison.levels) + 1:
            raise SpecError(f"{path}: 比較 {comparison.name} の重みが spec と合いません。作り直してください。")
    m, u = (tuple(np.array(row[name]) for row in rows) for name in ("m", "u"))
    return Weights(m, u, model["prior"])
