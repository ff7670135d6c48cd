"""What the shipped spec and weights say of the real listings today: a change shows itself as a diff.

After a change that is meant, write it anew: `python tests/pipelines/match/engine/test_reference.py`.
"""

import difflib
from pathlib import Path

import polars as pl

from pipelines.match.activities import activities_spec, activities_weights
from pipelines.match.engine.matching import match
from pipelines.match.match_files import read_listings

REFERENCE = Path(__file__).with_name("reference.csv")
LISTINGS = Path(__file__).parents[4] / "cities" / "kawasaki" / "sample_city" / "data" / "real_listings.jsonl"


def decided() -> str:
    """Every pair that is joined or not far from it."""
    spec = activities_spec()
    matched = match(read_listings(LISTINGS), spec, weights=activities_weights(), is_every_pair_kept=True)
    near = matched.pairs(spec).filter(pl.col("is_same") | (pl.col("probability") > 0.05))
    return near.select("left", "right", pl.col("probability").round(2), "is_same", "decided_by").write_csv()


def test_the_reference_result_is_unchanged() -> None:
    before, now = REFERENCE.read_text(encoding="utf-8").splitlines(), decided().splitlines()
    assert before == now, "\n" + "\n".join(difflib.unified_diff(before, now, "before", "now", lineterm="", n=0))


if __name__ == "__main__":
    REFERENCE.write_text(decided(), encoding="utf-8")
