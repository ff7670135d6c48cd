"""How sure the numbers are: the same estimate on counts as they might have been.

Belongs here: draws of every kind and ward, made with the same recall and precision for all. Does not belong here: what
is read from them (`strata`).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.estimate.hidden import Overlaps, bound, by_ward, curvature, overlaps
from pipelines.estimate.histories import Floats, Histories
from pipelines.estimate.labels import Labels
from pipelines.estimate.matcher_errors import edge_recall, undone
from pipelines.estimate.speaking import Speaking, avoiding, open_pairs, scope_pairs


@dataclass(frozen=True, slots=True)
class KindDraws:
    """One kind.

    Attributes:
        of: its counts.
        speaking: pairs that speak for the bound.
        shared: activities on exactly two of these lists, at the best guess.
        listed: different activities listed, draw × ward; row 0 is the best guess, the others are draws.
        at_least: hidden at least, draw × ward.
        scope: hidden at least by the pairs of scope, draw × ward.
        has_scope: whether these share enough to be asked.
    """

    of: Histories
    speaking: Speaking
    shared: float
    listed: Floats
    at_least: Floats
    scope: Floats
    has_scope: bool


@dataclass(frozen=True, slots=True)
class Draws:
    """All kinds.

    Attributes:
        kinds: in the order they came in.
        curvature: how far visibility varies, by draw (`hidden.curvature`), from the pairs of scope.
        avoided: pairs of lists that were taken out.
    """

    kinds: tuple[KindDraws, ...]
    curvature: Floats
    avoided: tuple[tuple[str, str], ...]


LEAST_SHARED = 5.0


def draw(kinds: Sequence[Histories], labels: Labels, count: int, seed: int) -> Draws:
    """Estimate every kind once as it is and `count` times as it might have been.

    Args:
        kinds: counts by kind.
        labels: what is known of the matcher.
        count: draws.
        seed: of chance; the same seed gives the same numbers.
    """
    rng = np.random.default_rng(seed)
    sizes = _sizes(kinds)
    best = edge_recall(np.array([labels.recall]), sizes), np.array([labels.precision])
    guesses = [undone(each, each.seen[None], *best) for each in kinds]
    trios = [(each, true, open_pairs(each)) for each, true in zip(kinds, guesses, strict=True)]
    avoided = avoiding(trios)
    recall, precision = labels.draws(rng, count)
    given = edge_recall(recall, sizes), precision
    made = [
        _kind(of, true, speaking.without(avoided, of), scope_pairs(of).without(avoided, of), given, _own(of, seed))
        for of, true, speaking in trios
    ]
    return Draws(tuple(each[0] for each in made), curvature([each[1] for each in made]), tuple(sorted(avoided)))


def _own(of: Histories, seed: int) -> np.random.Generator:
    """Chance of a kind's own: what happens to another kind moves nothing in it."""
    return np.random.default_rng([seed, zlib.crc32((of.kind or "").encode())])


def _sizes(kinds: Sequence[Histories]) -> dict[int, float]:
    sizes: dict[int, float] = {}
    for each in kinds:
        for size, count in zip(each.sizes.tolist(), each.seen.sum(axis=1).tolist(), strict=True):
            sizes[size] = sizes.get(size, 0.0) + count
    return sizes


def _kind(
    of: Histories,
    guess: Floats,
    speaking: Speaking,
    scope: Speaking,
    given: tuple[Floats, Floats],
    rng: np.random.Generator,
) -> tuple[KindDraws, Overlaps]:
    first = overlaps(guess, of, speaking)
    is_estimable = first.shared[0] >= LEAST_SHARED
    hidden = by_ward(bound(first), guess.sum(axis=1), first)[0] if is_estimable else np.zeros(len(of.wards))
    might = _as_it_might_be(of.seen, hidden, len(given[0]), rng)
    true = np.concatenate([guess, undone(of, might, *given)])
    listed = np.maximum(true.sum(axis=1), 0.0)
    narrow, wide = overlaps(true, of, speaking), overlaps(true, of, scope)
    has_scope = bool(wide.shared[0] >= LEAST_SHARED)
    at_least = by_ward(bound(narrow), listed, narrow) if is_estimable else np.zeros_like(listed)
    second = by_ward(bound(wide), listed, wide) if has_scope else np.zeros_like(listed)
    return KindDraws(of, speaking, float(first.shared[0]), listed, at_least, second, has_scope), wide


def _as_it_might_be(seen: Floats, hidden: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Draws of all cells of every ward, the hidden one too: how many there are is fixed, where they stand is not."""
    might = np.zeros((count, *seen.shape))
    for ward in range(seen.shape[1]):
        cells = np.append(seen[:, ward], hidden[ward])
        total = cells.sum()
        if total > 0:
            might[:, :, ward] = rng.multinomial(round(total), cells / total, size=count)[:, :-1]
    return might
