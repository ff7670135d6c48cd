"""Pairs that fall short are not weighed, and nothing else changes."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.match.engine import clusters, shared_rarity, unlabelled
from pipelines.match.engine.judgement import Judgement
from pipelines.match.engine.kept import base_of
from pipelines.match.engine.matching import match
from pipelines.match.engine.rematch import rematch
from pipelines.match.engine.spec_file import spec_of
from pipelines.match.engine.weights import Weights

SPEC = spec_of(
    {
        "fields": {"name": "name", "text": "text", "ward": "code", "days": "set", "start": "number"},
        "identity": [],
        "compare": {
            "name": {
                "label": "名称",
                "rarity": False,
                "levels": [{"name": "same"}, {"name": "shared 0.5"}, {"name": 0.4}],
            },
            "said": {"label": "文", "rarity": False, "levels": [{"name": "in text 0.5"}]},
            "ward": {"label": "区", "rarity": False, "levels": [{"ward": "same"}, {"ward": "unknown"}]},
            "days": {"label": "日", "rarity": False, "levels": [{"days": "same"}, {"days": 0.3}, {"days": "some"}]},
            "start": {"label": "時刻", "rarity": False, "levels": [{"start": "near 30"}]},
        },
        "block": [{"equal": "ward"}, {"equal": "days"}, {"parts_of": "name"}],
        "apart": [
            {"when": {"ward": "differ", "days": "differ"}, "why": "区も日も違う"},
            {"when": {"text": "partial 0.9", "start": "differ"}, "why": "同じ文で時刻が違う"},
        ],
    }
)
BITS = ([4, 2, 1, -3], [2, -1], [1, 0.5, -5], [2, 1, 0.5, -2], [1, -1])
WEIGHTS = Weights(
    tuple(0.1 * np.exp2(np.array(bits)) for bits in BITS), tuple(np.full(len(bits), 0.1) for bits in BITS), 0.06
)
ROW = st.tuples(
    st.text(alphabet="さくら会桜公園体操", min_size=1, max_size=6),
    st.text(alphabet="さくら会桜公園体操", min_size=1, max_size=20),
    st.sampled_from(["141313", "141321", None]),
    st.sampled_from(["1MO;3MO", "1MO", "2TU;4TU", None]),
    st.sampled_from(["600", "620", "900", None]),
)


Rows = dict[int, tuple[str | None, ...]]


def frame(rows: list[tuple[str | None, ...]] | Rows) -> pl.DataFrame:
    columns = ["record_id", *SPEC.fields]
    numbered = [
        (f"{number:03d}", *row) for number, row in (rows.items() if isinstance(rows, dict) else enumerate(rows))
    ]
    return pl.DataFrame(numbered, schema=dict.fromkeys(columns, pl.String), orient="row")


@given(st.lists(ROW, min_size=2, max_size=20), st.integers(0, 19), st.integers(0, 19), st.sampled_from([1, 3, 200]))
@settings(max_examples=30, deadline=None)
def test_what_falls_short_changes_no_group(rows: list[tuple[str | None, ...]], a: int, b: int, largest: int) -> None:
    df = frame(rows)
    said = [Judgement(f"{a:03d}", f"{b:03d}", "same")]
    with pytest.MonkeyPatch.context() as patch:  # groups too large for all their pairs to be compared
        patch.setattr(clusters, "_LARGEST", largest)
        every = match(df, SPEC, weights=WEIGHTS, judgements=said, is_every_pair_weighed=True)
        found = match(df, SPEC, weights=WEIGHTS, judgements=said)
    assert found.clusters().equals(every.clusters())
    both = found.pairs(SPEC).join(every.pairs(SPEC), on=["left", "right"], how="left", maintain_order="left")
    assert both.get_column("probability").equals(both.get_column("probability_right"))


LEARNED = spec_of(
    {
        "fields": {"name": "name", "town": "text", "ward": "code", "phone": "phone"},
        "compare": {"name": {"levels": [{"name": ["same", "long"]}, {"name": "same"}, {"name": 0.8}, {"name": 0.4}]}},
        "apart": [{"when": {"ward": "differ", "town": "differ"}, "why": "区も町も違う"}],
    }
)
"""A rare value counts more, and a name that says nothing keeps two apart."""


def shops(count: int) -> pl.DataFrame:
    drawn = np.random.default_rng(3)
    rows = []
    for number in range(count):
        name = "".join(drawn.choice(list("さくら会桜公園体操みどりの丘"), 6))
        town, ward = f"町{drawn.integers(12)}", str(drawn.integers(4))
        phone = f"044200{drawn.integers(10**4):04d}"
        rows += [(f"{number:03d}a", name, town, ward, phone), (f"{number:03d}b", name[1:], town, ward, None)]
    return pl.DataFrame(rows, schema=["record_id", *LEARNED.fields], orient="row")


def test_nor_where_the_model_is_learned_from_some_of_the_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unlabelled, "_LOOKED_AT", 400)
    df = shops(120)
    found = match(df, LEARNED)
    every = match(df, LEARNED, is_every_pair_weighed=True)
    explained = match(df, LEARNED, is_every_pair_kept=True)
    assert len(found.rule) < len(every.rule) / 2 < len(explained.rule) / 2
    assert found.clusters().equals(every.clusters())
    assert found.clusters().equals(explained.clusters())
    both = found.pairs(LEARNED).join(every.pairs(LEARNED), on=["left", "right"], how="left", maintain_order="left")
    assert both.get_column("probability").equals(both.get_column("probability_right"))


def test_what_is_learned_from_some_of_the_pairs_finds_what_all_of_them_find(monkeypatch: pytest.MonkeyPatch) -> None:
    df = shops(120)
    every = match(df, LEARNED)
    monkeypatch.setattr(unlabelled, "_LOOKED_AT", 400)
    some = match(df, LEARNED)
    assert len(some.rule) < len(every.rule)
    assert some.clusters().equals(every.clusters())


def test_most_pairs_fall_short() -> None:
    df = frame(
        [(chr(0x4E00 + number) * 4, chr(0x5E00 + number), "141313", "1MO", str(number * 60)) for number in range(30)]
    )
    every = match(df, SPEC, weights=WEIGHTS, is_every_pair_weighed=True)
    assert len(every.rule) == 30 * 29 // 2
    assert len(match(df, SPEC, weights=WEIGHTS).rule) == 0


def test_in_a_group_too_large_to_be_completed_what_falls_short_still_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "_LARGEST", 2)
    # The second may be the first or the third, which are of two wards
    df = frame([("さくら会", None, ward, "1MO", None) for ward in ("141313", None, "141321")])
    assert match(df, SPEC, weights=WEIGHTS).clusters().get_column("cluster_id").to_list() == ["000", "000", "002"]


@given(
    st.dictionaries(st.integers(0, 19), ROW, min_size=2, max_size=14),
    st.dictionaries(st.integers(0, 19), ROW, max_size=6),
    st.tuples(st.integers(0, 19), st.integers(0, 19)).filter(lambda ends: ends[0] != ends[1]),
    st.sampled_from([1, 200]),
)
@settings(max_examples=30, deadline=None)
def test_nor_does_it_in_a_night(before: Rows, after: Rows, ends: tuple[int, int], largest: int) -> None:
    said = [Judgement(f"{ends[0]:03d}", f"{ends[1]:03d}", "same")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "_LARGEST", largest)
        patch.setattr(shared_rarity, "part_worth", lambda _, parts: np.ones(len(parts), np.float32))  # not of the table
        base = base_of(match(frame(before), SPEC, weights=WEIGHTS), frame(before), SPEC)
        assert base is not None
        found = rematch(base, frame(before | after), SPEC, said)
        full = match(frame(before | after), SPEC, weights=WEIGHTS, judgements=said, is_every_pair_weighed=True)
    assert found.clusters.equals(full.clusters())


def test_in_a_night_what_falls_short_in_a_large_group_still_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "_LARGEST", 2)
    rows: Rows = {
        number: ("さくら会", None, ward, "1MO", None) for number, ward in enumerate(("141313", None, "141321"))
    }
    first = frame({0: rows[0], 1: rows[1]})
    base = base_of(match(first, SPEC, weights=WEIGHTS), first, SPEC)
    assert base is not None
    found = rematch(base, frame(rows), SPEC).clusters
    assert found.get_column("cluster_id").to_list() == ["000", "000", "002"]


def test_in_a_night_what_falls_short_and_is_no_longer_said_to_be_the_same_is_not() -> None:
    df = frame([(name, None, "141313", None, None) for name in ("さくら会", "公園体操")])
    said = [Judgement("000", "001", "same")]
    base = base_of(match(df, SPEC, weights=WEIGHTS, judgements=said), df, SPEC, said)
    assert base is not None
    assert rematch(base, df, SPEC, said).clusters.get_column("cluster_id").to_list() == ["000", "000"]
    assert rematch(base, df, SPEC).clusters.get_column("cluster_id").to_list() == ["000", "001"]
