"""Reproducible choices.

What belongs here: named random streams and small helpers to draw from them. What does not: words and meanings.
"""

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, *labels: object) -> random.Random:
    """Opens the random stream of one purpose.

    Every purpose has its own stream, derived from its name, so that one more draw or one more entry somewhere else
    leaves all other choices as they were.

    Args:
        seed: Seed of the world.
        *labels: What the stream is for.

    Returns:
        A generator whose numbers depend only on the arguments.
    """
    return random.Random("/".join(["sample-city", str(seed), *map(str, labels)]))  # noqa: S311


def weighted(rng: random.Random, weights: Mapping[T, float]) -> T:
    """Draws one key according to its weight.

    Args:
        rng: The stream to draw from.
        weights: Choices and their weights.

    Returns:
        One of the keys.
    """
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def pick(rng: random.Random, choices: Sequence[T]) -> T:
    """Draws one of several equally likely choices.

    Args:
        rng: The stream to draw from.
        choices: At least one choice.

    Returns:
        One of the choices.
    """
    return choices[rng.randrange(len(choices))]


def maybe(rng: random.Random, probability: float) -> bool:
    """Says yes with the given probability.

    Args:
        rng: The stream to draw from.
        probability: Between 0 and 1.

    Returns:
        Whether it happened.
    """
    return rng.random() < probability
