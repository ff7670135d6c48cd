"""Weights learned from known answers: additive, bounded, each world alike, never the opposite of what a level says."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.match.engine.spec_file import spec_of
from pipelines.match.engine.taught import Lesson, taught
from pipelines.match.engine.weights import UNKNOWN

SPEC = spec_of(
    {
        "fields": {"name": "name", "ward": "code"},
        "compare": {
            "name": {"levels": [{"name": "same"}, {"name": 0.8}, {"name": 0.5}]},
            "ward": {"levels": [{"ward": "same"}]},
        },
    }
)
LEVELS = st.lists(
    st.tuples(st.sampled_from([UNKNOWN, 0, 1, 2, 3]), st.sampled_from([UNKNOWN, 0, 1]), st.booleans()),
    min_size=1,
    max_size=40,
)


def lesson(rows: list[tuple[int, int, bool]]) -> Lesson:
    name, ward, same = zip(*rows, strict=True)
    return Lesson(np.array([name, ward], dtype=np.int8), np.array(same))


@given(LEVELS)
@settings(max_examples=60, deadline=None)
def test_whatever_is_taught_being_equal_never_speaks_against_and_differing_never_for(
    rows: list[tuple[int, int, bool]],
) -> None:
    for bits in taught([lesson(rows)], SPEC).bits():
        assert bits[0] >= 0 >= bits[-1]
        assert (np.diff(bits) <= 1e-9).all()


def test_what_tells_weighs_and_what_does_not_weighs_little() -> None:
    # The name tells; the ward is the same in half of both
    rows = [(0, ward, True) for ward in (0, 1)] * 50 + [(3, ward, False) for ward in (0, 1)] * 50
    name, ward = taught([lesson(rows)], SPEC).bits()
    assert name[0] - name[-1] > 8
    assert abs(ward[0] - ward[-1]) < 0.5


def test_a_world_counts_alike_however_many_pairs_it_has() -> None:
    # One world says the ward tells, the other that it does not; the second has ten times the pairs
    tells = [(0, 0, True), (0, 1, False)] * 120
    tells_not = [(0, 0, True), (0, 1, True), (3, 0, False), (3, 1, False)] * 60
    _, small = taught([lesson(tells), lesson(tells_not)], SPEC).bits()
    _, large = taught([lesson(tells), lesson(tells_not * 10)], SPEC).bits()
    np.testing.assert_allclose(small, large, atol=0.05)


def test_a_handful_of_pairs_does_not_outweigh_a_world() -> None:
    tells = [(0, 0, True), (0, 1, False)] * 200
    tells_not = [(0, 0, True), (0, 1, True), (3, 0, False), (3, 1, False)]
    _, alone = taught([lesson(tells)], SPEC).bits()
    _, beside = taught([lesson(tells), lesson(tells_not * 3)], SPEC).bits()
    _, outvoted = taught([lesson(tells), lesson(tells_not * 100)], SPEC).bits()
    assert beside[1] < (alone[1] + outvoted[1]) / 2


def test_pairs_that_nobody_mixes_up_do_not_drown_those_that_are() -> None:
    """A thousand pairs that differ in all say nothing of one that agrees in the name and not in the ward."""
    hard = [(0, 0, True), (0, 1, False), (1, 0, True), (1, 1, False)] * 60
    few = taught([lesson([*hard, *[(3, 1, False)] * 500])], SPEC)
    many = taught([lesson([*hard, *[(3, 1, False)] * 5000])], SPEC)
    for before, after in zip(few.bits(), many.bits(), strict=True):
        np.testing.assert_allclose(before, after, atol=0.5)
    np.testing.assert_allclose(few.prior, many.prior, rtol=0.1)
