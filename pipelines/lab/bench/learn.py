"""Learning the shipped weights of activities: `hiroba bench learn`.

Belongs here: which examples teach. Does not belong here: how weights are learned (`match.engine.weights`,
`match.engine.labels`).
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipelines.lab.bench.truth import LABELS, is_unseen, ordered, pairs_within, real_ids, with_truth
from pipelines.match.activities import WEIGHTS, activities_spec, matchable
from pipelines.match.engine.judgement import Judgement
from pipelines.match.engine.matching import Matched, match
from pipelines.match.engine.model_file import write_weights
from pipelines.match.engine.weights import Weights
from pipelines.match.entities import entity_spec, organiser_records, venue_records, weights_file


def learn(listings: pl.DataFrame) -> Iterator[str]:
    """EM on the listings, refined with the real labelled pairs and with half of the sample city's activities.

    Args:
        listings: rows of `norm__listings`.
    """
    spec = activities_spec()
    df = matchable(listings)
    known = with_truth(listings)
    labels = [*real_labels(known), *made_labels(match(df, spec), known)]
    matched = match(df, spec, labels=labels)
    write_weights(matched.weights, spec, WEIGHTS)
    for entity, records in (("organisers", organiser_records(listings)), ("venues", venue_records(listings))):
        plain = match(records, entity_spec(entity))
        write_weights(plain.weights, entity_spec(entity), weights_file(entity))
    for comparison, bits in zip(spec.comparisons, matched.weights.bits(), strict=True):
        names = [*(level.label for level in comparison.levels), "違う"]
        yield f"{comparison.label}: " + "、".join(f"{name} {bit:+.1f}" for name, bit in zip(names, bits, strict=True))
    yield f"{WEIGHTS.name} に書きました（ラベル {len(labels)} 組）"


def without_real_labels(listings: pl.DataFrame) -> Weights:
    """Weights that no label of a real listing has moved: what they say of real listings, they have not seen.

    Args:
        listings: rows of `norm__listings`.
    """
    df, known, spec = matchable(listings), with_truth(listings), activities_spec()
    return match(df, spec, labels=made_labels(match(df, spec), known)).weights


def real_labels(known: pl.DataFrame) -> list[Judgement]:
    """What people said of real listings, by listing ID."""
    ids = real_ids(known)
    rows = pl.read_csv(LABELS).select("left", "right", "label").iter_rows()
    return [
        Judgement(ids[left], ids[right], label)
        for left, right, label in rows
        if left in ids and right in ids and label != "unsure"
    ]


def made_labels(matched: Matched, known: pl.DataFrame) -> list[Judgement]:
    """The truth of the pairs the engine looks at, between activities of the sample city that may teach."""
    taught = known.filter(
        pl.col("real_row_id").is_null(),
        ~pl.col("entity_id").map_elements(is_unseen, return_dtype=pl.Boolean),
    )
    same, members = pairs_within(taught, "entity_id"), set(taught.get_column("listing_id"))
    ids = matched.records.ids
    pairs = zip(ids.gather(matched.candidates.left), ids.gather(matched.candidates.right), strict=True)
    return [
        Judgement(left, right, "same" if ordered(left, right) in same else "different")
        for left, right in pairs
        if left in members and right in members
    ]
