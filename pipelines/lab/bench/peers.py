"""Splink and a boosted classifier, in an environment of their own beside the project's.

Belongs here: making that environment, handing tables over, reading answers. Does not belong here: what the peers do
(`peers/peer.py`).
"""

from __future__ import annotations

import functools
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from pipelines.lab.bench.score import f1, pair_counts
from pipelines.match.engine.arrays import Floats
from pipelines.match.engine.spec import Spec
from pipelines.settings import ROOT

_FOLDER = Path(__file__).parents[1] / "peers"
_ENVIRONMENT = ROOT / ".peers"
_KIND = {"name": "text", "address": "text", "set": "text", "number": "code"}
# What Splink compares and blocks on where the records are listings: the same columns, one per thing, settings after its
# guides
ACTIVITIES: dict[str, Any] = {
    "id": "listing_id",
    "columns": {
        "match_name": "text",
        "organizer_key": "text",
        "venue_key": "text",
        "place_block": "code",
        "phone": "phone",
        "url_key": "code",
        "weekdays_said": "code",
        "start_said": "code",
        "ward_code": "code",
    },
    "blocks": [
        # With the ward, as Splink's guide on blocking advises: names alone are shared by hundreds of cities
        ["match_name", "ward_code"],
        ["kana", "ward_code"],
        ["phone"],
        ["url_key"],
        ["place_block", "substr(match_name, 1, 4)"],
        ["venue_key", "weekdays_said"],
        ["organizer_key", "ward_code"],
        ["substr(match_name, 1, 6)", "ward_code"],
    ],
    "certain": [["match_name", "ward_code"], ["phone", "match_name"]],
    "train": [["match_name", "ward_code"], ["venue_key"]],
}


class Answers(NamedTuple):
    """What the boosted classifier said.

    Attributes:
        probability: of every row.
        seconds: wall time of learning and answering.
        mib: its most memory.
    """

    probability: Floats
    seconds: float
    mib: float


@functools.cache
def _python() -> Path | None:
    """The interpreter of the peers; None where their packages cannot be had."""
    python = _ENVIRONMENT / "bin" / "python"
    if (_ENVIRONMENT / "ready").exists():
        return python
    try:
        subprocess.run([sys.executable, "-m", "venv", str(_ENVIRONMENT)], check=True, capture_output=True)
        lock = str(_FOLDER / "requirements.lock")
        subprocess.run(
            [str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", lock], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    (_ENVIRONMENT / "ready").touch()
    return python


def _run(*arguments: str) -> bool:
    python = _python()
    if python is None:
        return False
    done = subprocess.run([str(python), str(_FOLDER / "peer.py"), *arguments], capture_output=True, check=False)
    return done.returncode == 0


def plan(spec: Spec) -> dict[str, Any]:
    """What Splink is told of a spec: the same columns and keys, in its own terms."""
    columns = {name: _KIND.get(kind, kind) for name, kind in spec.fields.items()}
    texts = [name for name, kind in columns.items() if kind == "text"]
    blocks = [list(block.equal) for block in spec.blocks if block.equal]
    blocks += [[name] for name in texts if [name] not in blocks]
    blocks += [[f"substr({name}, 1, 4)"] for name in [block.parts_of for block in spec.blocks if block.parts_of][:2]]
    first = texts[0]
    others = [name for name in columns if name != first]
    return {
        "id": spec.id,
        "columns": columns,
        "blocks": blocks,
        "certain": [[first, others[0]]],
        "train": [[first], [others[0]]],
    }


def within(column: str) -> dict[str, Any]:
    """The plan of listings, where only those that share a column are compared.

    Args:
        column: as the number of a town that is matched alone.
    """
    rules = {name: [[*rule, column] for rule in ACTIVITIES[name]] for name in ("blocks", "certain")}
    return {**ACTIVITIES, **rules}


def splink(
    records: pl.DataFrame, spec: Spec, truth: pl.DataFrame, told: Mapping[str, Any] | None = None
) -> Iterator[str]:
    """Splink's best F1 over its thresholds, its time and memory; a sentence that says so where it cannot be had."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = dict(told or plan(spec))
        keys = [name for rule in settings["blocks"] for name in rule if name in records.columns]
        columns = list(dict.fromkeys([spec.id, *settings["columns"], *keys]))
        lists = [column for column in columns if records.schema[column] == pl.List]
        texts = records.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join(";")) if lists else records
        texts.select(pl.col(columns).cast(pl.String)).write_parquet(folder / "records.parquet")
        (folder / "plan.json").write_text(json.dumps(settings), encoding="utf-8")
        if not _run("splink", str(folder / "records.parquet"), str(folder / "plan.json"), str(folder)):
            yield "Splink 5: この機械では動かせません（.peers に入れられないか、途中で止まりました）"
            return
        cost = json.loads((folder / "splink.json").read_text(encoding="utf-8"))
        scores = {
            path.stem.removeprefix("splink-"): f1(*pair_counts(pl.read_parquet(path), truth))
            for path in folder.glob("splink-*.parquet")
        }
    best = max(scores, key=lambda threshold: scores[threshold])
    plain = "、".join(f"{threshold} で {score:.4f}" for threshold, score in sorted(scores.items()))
    spent = f"{cost['seconds']:.1f} 秒（CPU {cost['cpu']:.1f} 秒）、{cost['mib']:.0f} MiB"
    yield f"Splink 5: いちばんよい F1 {scores[best]:.4f}（{plain}）、{spent}"


def boosted(features: pl.DataFrame) -> Answers | None:
    """The boosted classifier, taught by the rows where `is_told`; None where it cannot be had.

    Args:
        features: row, is_told, is_same, and columns `f_…`.
    """
    with tempfile.TemporaryDirectory() as name:
        source, out = Path(name) / "features.parquet", Path(name) / "asked.parquet"
        features.write_parquet(source)
        if not _run("boosted", str(source), str(out)):
            return None
        cost = json.loads(out.with_suffix(".json").read_text(encoding="utf-8"))
        probability = pl.read_parquet(out).sort("row").get_column("probability").to_numpy()
    return Answers(probability, cost["seconds"], cost["mib"])
