"""Learning the shipped weights: `hiroba bench learn`.

Belongs here: what teaches which model. Does not belong here: how weights are learned (`match.engine.taught`,
`match.engine.weights`), the worlds (`worlds`), what weights say of a world they have not seen (`left_out`).
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipelines.lab.bench.worlds import lesson, teaching_worlds
from pipelines.match.activities import WEIGHTS, activities_spec
from pipelines.match.engine.matching import match
from pipelines.match.engine.model_file import write_weights
from pipelines.match.engine.taught import taught
from pipelines.match.entities import entity_spec, organiser_records, venue_records, weights_file


def learn(listings: pl.DataFrame, raw: pl.DataFrame) -> Iterator[str]:
    """Weights of activities from the known answers of all worlds; those of organisers and venues by EM.

    Args:
        listings: rows of `norm__listings` of the sample city.
        raw: rows of `raw__listings` of the same run.
    """
    for entity, records in (("organisers", organiser_records(listings)), ("venues", venue_records(listings))):
        plain = match(records, entity_spec(entity))
        write_weights(plain.weights, entity_spec(entity), weights_file(entity))
    spec, lessons = activities_spec(), []
    for world in teaching_worlds(listings, raw):
        known = lesson(world)
        lessons.append(known)
        yield f"{world.name}: 答えの分かる組 {len(known.is_same)}（同じ {int(known.is_same.sum())}）"
    weights = taught(lessons, spec)
    write_weights(weights, spec, WEIGHTS)
    for comparison, bits in zip(spec.comparisons, weights.bits(), strict=True):
        names = comparison.words
        figures = "、".join(f"{name} {bit:+.1f}" for name, bit in zip(names, bits, strict=True))
        yield f"{comparison.label}（{comparison.name}）: {figures}"
    yield f"{WEIGHTS.name} に書きました。見たことのない世界での精度は hiroba bench worlds で分かります。"
