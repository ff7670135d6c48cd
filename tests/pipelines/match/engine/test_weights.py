"""What a level of agreement is worth, once it is learned."""

import numpy as np

from pipelines.match.engine.weights import Weights


def test_a_looser_level_is_never_worth_more_than_a_closer_one() -> None:
    """Few pairs are alike in the second level; that they are rarer by chance makes them no better evidence."""
    m, u = np.array([0.6, 0.3, 0.1]), np.array([0.1, 0.01, 0.89])
    (bits,) = Weights((m,), (u,), 0.05).bits()
    assert bits[0] == np.log2(6)
    assert bits[1] == bits[0]
    assert bits[2] < 0
