"""What is dropped at a glance is what the exact rules would drop."""

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.match.engine.compare import Pairs, kept_apart, levels
from pipelines.match.engine.matching import match
from pipelines.match.engine.prepare import prepare
from pipelines.match.engine.screen import Screen
from pipelines.match.engine.spec_file import spec_of
from pipelines.match.engine.weights import strangers

NAMES = st.text(alphabet="さくら会桜第12公園 体操abc", max_size=12)
ROWS = st.lists(st.tuples(NAMES, st.sampled_from(["A", "B", None])), min_size=2, max_size=14)
SPEC = spec_of(
    {
        "fields": {"name": "name", "ward": "code"},
        "identity": "name",
        "compare": {
            "name": {
                "levels": [
                    {"name": ["same", "long"]},
                    {"name": 0.8},
                    {"name": "contained"},
                    {"name": "abbreviated"},
                    {"name": ["overlap", "shared 0.5"]},
                    {"name": 0.6},
                ]
            }
        },
        "apart": [
            {"when": {"ward": "differ"}, "why": "区が違う"},
            {"when": {"name": "numbers_differ"}, "why": "番号が違う"},
        ],
    }
)


def frame(rows: list[tuple[str, str | None]]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "record_id": [f"{n:03d}" for n in range(len(rows))],
            "name": [r[0] for r in rows],
            "ward": [r[1] for r in rows],
        },
        schema={"record_id": pl.String, "name": pl.String, "ward": pl.String},
    )


@given(ROWS)
@example([("体園ら", "A"), ("第体園ら第公園b", "A")])  # the shorter one stands in the longer, and little else
@settings(max_examples=75, deadline=None)
def test_no_pair_is_dropped_that_the_exact_rules_keep(rows: list[tuple[str, str | None]]) -> None:
    records = prepare(frame(rows), SPEC)
    left, right = (each.astype(np.int32) for each in np.triu_indices(len(rows), k=1))
    pairs = Pairs(records, left, right)
    is_kept = (kept_apart(pairs, SPEC) < 0) & ~strangers(levels(pairs, SPEC), SPEC)
    assert not (is_kept & ~Screen(records, SPEC).may_be_same(left, right)).any()


@given(ROWS)
@settings(max_examples=30, deadline=None)
def test_dropping_pairs_changes_no_cluster(rows: list[tuple[str, str | None]]) -> None:
    df = frame(rows)
    weights = match(df, SPEC).weights
    every = match(df, SPEC, weights=weights, is_every_pair_kept=True)
    assert match(df, SPEC, weights=weights).clusters().equals(every.clusters())


@pytest.mark.parametrize(
    ("relation", "left", "enough", "too_little"),
    [
        (0.8, "桜花森林山川海空谷田", "桜花森林山川海空星月", "桜花森林山川海雪星月"),
        ("contained", "桜花森林山", "桜花森林山川海空谷田", "桜花森林川海空谷田"),
        ("abbreviated", "桜花森林山", "桜川花海森空林谷山田", "桜川花海森空林谷田"),
        ("overlap", "桜花森林山川海空谷田", "桜花森林山川星月雪風", "桜花森林山鳥星月雪風"),
        ("shared 0.5", "桜花森林", "桜月雪風", "星月雪風"),
        ("partial 0.5", "桜花森林", "桜月雪風", "星月雪風"),
        ("alike 0.6", "桜花森林山川海空谷田", "桜花星月雪風鳥虫犬猫", "桜馬星月雪風鳥虫犬猫"),
    ],
)
def test_a_pair_is_dropped_just_below_what_its_level_asks_for(
    relation: str | float, left: str, enough: str, too_little: str
) -> None:
    """Of signs that no two of which have the same place in a signature."""
    spec = spec_of(
        {"fields": {"name": "name"}, "identity": "name", "compare": {"name": {"levels": [{"name": relation}]}}}
    )
    screen = Screen(prepare(frame([(left, None), (enough, None), (too_little, None)]), spec), spec)
    kept = screen.may_be_same(np.array([0, 0], dtype=np.int32), np.array([1, 2], dtype=np.int32))
    assert kept.tolist() == [True, False]
