"""Clusters: all that is known of two groups decides, not one link; the same for any order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.match.engine.clusters import cluster

Pair = tuple[int, int, float, bool]


def found(count: int, *pairs: Pair) -> list[int]:
    left, right, chance, apart = (np.array(column) for column in zip(*pairs, strict=True))
    return cluster(count, left, right, chance, apart.astype(bool), 0.5).tolist()


def test_a_weak_link_does_not_glue_what_another_pair_keeps_apart() -> None:
    assert found(3, (0, 1, 0.99, False), (1, 2, 0.6, False), (0, 2, 0.01, False)) == [0, 0, 2]


def test_a_strong_link_joins_a_third_of_which_little_is_known() -> None:
    assert found(3, (0, 1, 0.99, False), (1, 2, 0.99, False)) == [0, 0, 0]


def test_what_nobody_compared_is_a_little_against() -> None:
    assert found(3, (0, 1, 0.99, False), (1, 2, 0.6, False)) == [0, 0, 2]


def test_a_rule_is_not_overruled_by_a_chain_and_the_stronger_link_wins() -> None:
    assert found(3, (0, 1, 0.9, False), (1, 2, 0.99, False), (0, 2, 0.99, True)) == [0, 1, 1]


pairs = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]),
    st.tuples(st.sampled_from([0.02, 0.4, 0.6, 0.97]), st.booleans()),
    min_size=1,
)


@given(pairs, st.randoms(use_true_random=False))
def test_order_changes_nothing_and_no_cannot_link_is_violated(
    said: dict[tuple[int, int], tuple[float, bool]], random
) -> None:  # type: ignore[no-untyped-def]
    rows: list[Pair] = [(*pair, *value) for pair, value in sorted(said.items())]
    labels = found(8, *rows)
    random.shuffle(rows)
    assert found(8, *rows) == labels
    assert all(labels[left] != labels[right] for left, right, _, apart in rows if apart)
    assert all(label <= number for number, label in enumerate(labels))
