"""How many activities stand on no list: at least so many, about so many, as many as if visibility varied much.

Belongs here: the estimators, on true counts. Does not belong here: how sure they are (`draws`).

Let an activity be named by list j with odds a_j · v, where v is how visible it is. What stands on exactly k given
lists is then their a's times the k-th moment of v over all that the lists left out. Two moments give the lower bound
(Chao 1987; for lists of unlike size the cross-product form): f0 ≥ (Σ alone_i · alone_j) / Σ both_ij, with equality
where all are equally visible. The third moment tells how far visibility varies: the ratio of what stands on three lists
to what would, were all equally visible (`curvature`). If the logarithms of the moments lie on a parabola (Darroch's
model), f0 is the bound times the curvature; times its root, Poisson2 (Rivest & Baillargeon 2007); by itself, the bound.
The curvature is that of all kinds together: how far visibility varies is a trait of a city, and no kind has enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.estimate.histories import Floats, Histories
from pipelines.estimate.speaking import Speaking, counted

DARROCH, POISSON2 = 1.0, 0.5
"""Power of the curvature that each model gives the hidden beyond the bound."""
_PRIOR, _FEW = 3.0, 2.0
"""Activities that a ratio must rest on before it counts: so many are added to both of its sides."""


@dataclass(frozen=True, slots=True)
class Overlaps:
    """What the lists of one kind that may speak share.

    Attributes:
        products: what each of two names alone, multiplied, over all pairs; draw × ward.
        both: activities on exactly two of them; draw × ward.
        product, shared: the same over all wards; draw.
        triple_product, triple: the same of three lists; draw.
    """

    products: Floats
    both: Floats
    product: Floats
    shared: Floats
    triple_product: Floats
    triple: Floats


def overlaps(true: Floats, of: Histories, speaking: Speaking) -> Overlaps:
    """Sums over the pairs and triples that may speak.

    Args:
        true: draw × mask × ward.
        of: the counts of the kind.
        speaking: who may.
    """
    draws, _, wards = true.shape
    alone = {bit: np.maximum(counted(true, of.masks, (bit,)), 0.0) for pair in speaking.pairs for bit in pair}
    whole = {bit: each.sum(axis=1) for bit, each in alone.items()}
    products, both = np.zeros((draws, wards)), np.zeros((draws, wards))
    product = np.zeros(draws)
    for one, other in speaking.pairs:
        products += alone[one] * alone[other]
        both += counted(true, of.masks, (one, other))
        product += whole[one] * whole[other]
    triple_product, triple = np.zeros(draws), np.zeros(draws)
    for one, two, three in speaking.triples:
        triple_product += whole[one] * whole[two] * whole[three]
        triple += counted(true, of.masks, (one, two, three)).sum(axis=1)
    shared = np.maximum(both.sum(axis=1), 0.0)
    return Overlaps(products, np.maximum(both, 0.0), product, shared, triple_product, np.maximum(triple, 0.0))


def bound(of: Overlaps) -> Floats:
    """At least so many stand on no list, by draw (Chao's form that is not too high in small samples)."""
    return of.product / (of.shared + 1.0)


def curvature(kinds: list[Overlaps]) -> Floats:
    """What stands on three lists over what would were all equally visible, all kinds together; 1 at least, by draw."""
    seen = np.sum([each.triple for each in kinds], axis=0)
    expected = np.sum(
        [
            each.triple_product * each.shared * np.maximum(each.shared - 1, 0.0) / np.maximum(each.product, 1.0) ** 2
            for each in kinds
        ],
        axis=0,
    )
    curved: Floats = np.maximum((seen + _FEW) / (expected + _FEW), 1.0)
    return curved


def by_ward(total: Floats, listed: Floats, of: Overlaps) -> Floats:
    """The hidden of a kind, spread over its wards, in sum what they were.

    In proportion to what is listed, more where lists share less than that lets expect, as far as counts carry it.

    Args:
        total: hidden of the kind, by draw.
        listed: different activities listed, draw × ward.
        of: overlaps of the kind.
    """
    weight = np.maximum(listed, 0.0)
    share = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-9)
    expected = of.products / np.maximum(total[:, None] * share, 1e-9)
    expected *= np.where(share > 0, 1.0, 0.0)
    tilted = share * (expected + _PRIOR) / (of.both + _PRIOR)
    spread: Floats = total[:, None] * tilted / np.maximum(tilted.sum(axis=1, keepdims=True), 1e-9)
    return spread
