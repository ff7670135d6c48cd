"""The match engine: records and a spec in, pairs and clusters out.

Belongs here: the order of the steps and their result. Does not belong here: any step, files, any particular entity.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import logit

from pipelines.match.engine.arrays import Floats, Ints, Levels, Mask
from pipelines.match.engine.blocking import Candidates, find_candidates
from pipelines.match.engine.clusters import cluster, missing_pairs
from pipelines.match.engine.compared import Compared, compared, pair_chance, pair_evidence
from pipelines.match.engine.identical import twins
from pipelines.match.engine.judgement import Judgement, Said, by_pair
from pipelines.match.engine.labels import refine
from pipelines.match.engine.prepare import Records, prepare
from pipelines.match.engine.prospects import inside_groups, prospects
from pipelines.match.engine.screen import Screen
from pipelines.match.engine.spec import Spec
from pipelines.match.engine.unlabelled import learn_from, some_of
from pipelines.match.engine.weights import Weights, adapted, rarity

CERTAIN = 1.0


@dataclass(frozen=True, slots=True)
class Matched:
    """The result.

    Attributes:
        records: prepared records.
        candidates: pairs that were looked at, those of judgements included.
        levels: int8, comparisons × pairs.
        probability: what the model says of every pair.
        rule: number of the hard rule that keeps a pair apart, or -1.
        is_stranger: nothing that names the thing agrees.
        judged: per pair 1 same, -1 different, 0 nothing said or unsure; int8.
        labels: for every record the smallest index of its cluster.
        weights: the model.
    """

    records: Records
    candidates: Candidates
    levels: Levels
    probability: Floats
    rule: Ints
    is_stranger: Mask
    judged: Ints
    labels: Ints
    weights: Weights

    def bits(self, spec: Spec) -> Floats:
        """Evidence of every comparison for every pair, in bits; with the prior they sum to the log-odds. float32."""
        return pair_evidence(self.records, spec, self.levels, self.candidates, self.weights)

    def clusters(self) -> pl.DataFrame:
        """record_id and cluster_id, the smallest record ID of the cluster; one row per record, sorted."""
        ids = self.records.ids
        return pl.DataFrame({"record_id": ids, "cluster_id": ids.gather(self.labels)})

    def pairs(self, spec: Spec) -> pl.DataFrame:
        """One row per pair: left, right, probability, decided_by, is_same and the bits of every aspect.

        The bits of an aspect are the sum over its comparisons; null where nothing of it is known. Where candidates
        compete, `rivals_bits` are what others that want the same record take away.
        """
        ids, left, right = self.records.ids, self.candidates.left, self.candidates.right
        df = pl.DataFrame(
            {
                "left": ids.gather(left),
                "right": ids.gather(right),
                "probability": self.probability,
                "is_same": self.labels[left] == self.labels[right],
                "decided_by": pl.Series(self._deciders(), dtype=pl.String),
                "prior_bits": np.full(len(left), np.log2(self.weights.prior / (1 - self.weights.prior))),
            }
        )
        bits = self.bits(spec)
        known = [
            pl.Series(f"{aspect}_bits", bits[list(of)].sum(axis=0, dtype=np.float64)).set(
                pl.Series((self.levels[list(of)] < 0).all(axis=0)), None
            )
            for aspect, of in spec.aspects.items()
        ]
        if self.weights.is_contested:
            told = df.get_column("prior_bits").to_numpy() + bits.sum(axis=0, dtype=np.float64)
            known.append(pl.Series("rivals_bits", logit(self.probability) / np.log(2) - told))
        return df.with_columns(known)

    def _deciders(self) -> list[str]:
        by_rule = (self.rule >= 0) | self.is_stranger
        deciders: list[str] = np.where(self.judged != 0, "person", np.where(by_rule, "rule", "model")).tolist()
        return deciders


def match(
    df: pl.DataFrame,
    spec: Spec,
    *,
    weights: Weights | None = None,
    labels: Iterable[Judgement] = (),
    judgements: Iterable[Judgement] = (),
    is_every_pair_kept: bool = False,
    is_every_pair_weighed: bool = False,
) -> Matched:
    """Find the records that are one thing.

    Args:
        df: one row per record, in any order.
        spec: what is compared.
        weights: a model learned earlier; learned from `df` when None.
        labels: examples the weights are refined with.
        judgements: what people decided; it holds whatever the model says.
        is_every_pair_kept: keep pairs that rules decide, so that they can be explained; the clusters are the same.
        is_every_pair_weighed: keep pairs that fall short whatever a closer look would show; the clusters are the same.

    Raises:
        SpecError: the table does not fit the spec.
    """
    records, examples = prepare(df, spec), list(labels)
    answers = by_pair(judgements, records.ids)
    screen = Screen(records, spec)
    first = twins(records, spec, {row for pair in answers for row in pair})
    is_twin = first != np.arange(len(first))
    candidates = find_candidates(records, spec, None if is_every_pair_kept else screen.may_be_same, is_left_out=is_twin)
    known = _known_before(records, spec, candidates, weights, screen if is_every_pair_kept else None)
    candidates = _with_pairs(candidates, answers)
    short = candidates.at(slice(0))
    if known is not None and not (is_every_pair_kept or is_every_pair_weighed or examples):
        candidates, short = prospects(records, spec, candidates, known, _judged(candidates, answers))
    judged = _judged(candidates, answers)
    pairs = compared(records, spec, candidates, np.ones_like(judged) if is_every_pair_kept else judged)
    model = known or _model(records, spec, pairs, weights)
    if examples:
        model = _refined(pairs, records, spec, model, by_pair(examples, records.ids))
    pairs = _completed(records, spec, _with_short(records, spec, pairs, model, short, answers), model)
    candidates, judged = pairs.candidates, _judged(pairs.candidates, answers)
    chance = pair_chance(records, spec, pairs, model, judged)
    groups = cluster(
        len(records.ids),
        candidates.left,
        candidates.right,
        np.where(judged > 0, CERTAIN, chance),
        (judged < 0) | (pairs.never & (judged == 0)),
        spec.threshold,
        records.sources if spec.is_one_per_source else None,
    )
    groups = groups[first]
    return Matched(records, candidates, pairs.levels, chance, pairs.rule, pairs.is_stranger, judged, groups, model)


def _known_before(
    records: Records, spec: Spec, candidates: Candidates, weights: Weights | None, screen: Screen | None
) -> Weights | None:
    """The model, where it is known before all pairs are compared: brought along, or learned from some of many.

    A screen drops what it would have dropped when the pairs were made: whoever asks for all of them learns the same.
    """
    if weights is not None:
        # Without a name the prior is that of all pairs, not of those that were looked at
        return None if spec.identity or weights.is_contested else weights
    if screen is not None:
        candidates = candidates.at(screen.may_be_same(candidates.left, candidates.right))
    some = some_of(len(candidates.left))
    if some is None or (spec.is_one_per_source and records.sources is not None):
        return None  # candidates compete, and none of them may be missing
    candidates = candidates.at(some)
    return _model(records, spec, compared(records, spec, candidates, np.zeros(len(some), dtype=np.int8)), None)


def _model(records: Records, spec: Spec, pairs: Compared, weights: Weights | None) -> Weights:
    if weights is not None:
        return adapted(weights, pairs.levels, pairs.never) if spec.identity else weights
    may_be = np.flatnonzero(~pairs.never)
    return learn_from(records, spec, pairs.candidates.at(may_be), pairs.levels[:, may_be])


def _with_short(
    records: Records,
    spec: Spec,
    pairs: Compared,
    model: Weights,
    short: Candidates,
    answers: dict[tuple[int, int], Said],
) -> Compared:
    """With the pairs that fell short inside groups that may be joined: there they count against it."""
    if not len(short.left):
        return pairs
    joined = (_judged(pairs.candidates, answers) > 0) | (
        pair_chance(records, spec, pairs, model) >= spec.threshold
    ) & ~pairs.never
    inside = inside_groups(len(records.ids), pairs.candidates.at(joined), short)
    return pairs.joined(compared(records, spec, inside, np.zeros(len(inside.left), dtype=np.int8)))


def _completed(records: Records, spec: Spec, pairs: Compared, model: Weights) -> Compared:
    """With the pairs nobody proposed inside groups that may be joined: what keeps two of them apart has to be known."""
    likely = np.flatnonzero((pair_chance(records, spec, pairs, model) >= spec.threshold) & ~pairs.never)
    left, right = pairs.candidates.left, pairs.candidates.right
    more = missing_pairs(len(records.ids), left[likely], right[likely], left, right)
    extra = Candidates(*more, np.zeros(len(more[0]), dtype=np.int64), pairs.candidates.report)
    return pairs.joined(compared(records, spec, extra, np.ones(len(more[0]), dtype=np.int8)))


def _with_pairs(candidates: Candidates, answers: dict[tuple[int, int], Said]) -> Candidates:
    """Pairs people spoke of are looked at, also where no block brought them together."""
    known = set(zip(candidates.left.tolist(), candidates.right.tolist(), strict=True)) if answers else set()
    more = sorted(pair for pair in answers if pair not in known)
    if not more:
        return candidates
    left = np.concatenate([candidates.left, np.array([a for a, _ in more], dtype=np.int32)])
    right = np.concatenate([candidates.right, np.array([b for _, b in more], dtype=np.int32)])
    rules = np.concatenate([candidates.rules, np.zeros(len(more), dtype=np.int64)])
    order = np.lexsort((right, left))
    return Candidates(left[order], right[order], rules[order], candidates.report)


def _judged(candidates: Candidates, answers: dict[tuple[int, int], Said]) -> Ints:
    value = {"same": 1, "different": -1, "unsure": 0}
    pairs = zip(candidates.left.tolist(), candidates.right.tolist(), strict=True)
    if not answers:
        return np.zeros(len(candidates.left), dtype=np.int8)
    return np.array([value[answers[pair]] if pair in answers else 0 for pair in pairs], dtype=np.int8)


def _refined(
    pairs: Compared, records: Records, spec: Spec, model: Weights, examples: dict[tuple[int, int], Said]
) -> Weights:
    judged = _judged(pairs.candidates, examples)
    at = np.flatnonzero((judged != 0) & ~pairs.never)
    if not len(at):
        return model
    reached, candidates = pairs.levels[:, at], pairs.candidates.at(at)
    bonus = rarity(records, spec, reached, candidates.left)
    return refine(reached, bonus, judged[at] > 0, spec, model)
