"""Listings matched into activities: the engine with its spec of activities, as the tables of the contract.

Belongs here: columns in and out, the sentence for people. Does not belong here: the engine, files.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from pipelines.decisions.contradictions import answered
from pipelines.match.engine.arrays import Floats
from pipelines.match.engine.judgement import Judgement
from pipelines.match.engine.matching import Matched, match
from pipelines.match.engine.model_file import read_weights
from pipelines.match.engine.spec import Spec
from pipelines.match.engine.spec_file import load_spec
from pipelines.match.engine.weights import Weights
from pipelines.match.entities import with_groups
from pipelines.normalise.comparable import with_match_columns
from pipelines.normalise.readings import close_dictionary
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_SPECS = Path(__file__).parent / "specs"
WEIGHTS = _SPECS / "activities.weights.json"
_ASKED_FROM = 0.005
"""Chance that a decision is wrong from which people are asked."""
_DIGITS = 6
_NO_BLOCK = "まとまりの中・人の判断"


class Activities(NamedTuple):
    """Frames of `match__candidates`, `match__pairs`, `match__clusters`, `match__queue`."""

    candidates: pl.DataFrame
    pairs: pl.DataFrame
    clusters: pl.DataFrame
    queue: pl.DataFrame


@functools.cache
def activities_spec() -> Spec:
    """The spec of activities."""
    return load_spec(_SPECS / "activities.toml")


@functools.cache
def activities_weights() -> Weights:
    """The model every night judges with; `hiroba bench learn` makes it."""
    return read_weights(activities_spec(), WEIGHTS)


def matchable(
    listings: pl.DataFrame,
    organisers: pl.DataFrame | None = None,
    venues: pl.DataFrame | None = None,
    descriptions: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Listings with every column the spec of activities speaks of.

    Args:
        listings: rows of `norm__listings`, in any order.
        organisers: rows of `match__organisers`; matched here when None.
        venues: rows of `match__venues`; matched here when None.
        descriptions: what the sources say in prose: source_key, record_key, description_text.
    """
    return with_groups(with_match_columns(listings, descriptions), organisers, venues)


def match_listings(
    listings: pl.DataFrame,
    judgements: Iterable[Judgement] = (),
    organisers: pl.DataFrame | None = None,
    venues: pl.DataFrame | None = None,
    descriptions: pl.DataFrame | None = None,
) -> Activities:
    """Find the listings that are one activity.

    Args:
        listings: rows of `norm__listings`, in any order.
        judgements: what people decided, by listing ID.
        organisers: rows of `match__organisers`; matched here when None.
        venues: rows of `match__venues`; matched here when None.
        descriptions: what the sources say in prose: source_key, record_key, description_text.

    Returns:
        The tables, sorted by key.
    """
    spec = activities_spec()
    judgements = list(judgements)
    df = matchable(listings, organisers, venues, descriptions)
    close_dictionary()
    matched = match(df, spec, weights=activities_weights(), judgements=judgements, is_every_pair_kept=True)
    pairs = scored_pairs(matched, spec)
    return Activities(_candidates(matched, spec), pairs, _clusters(matched), questions(pairs, judgements))


def _ids(matched: Matched) -> tuple[pl.Series, pl.Series]:
    ids, left, right = matched.records.ids, matched.candidates.left, matched.candidates.right
    return ids.gather(left).alias("listing_id_a"), ids.gather(right).alias("listing_id_b")


def _candidates(matched: Matched, spec: Spec) -> pl.DataFrame:
    names = [block.name for block in spec.blocks]
    bits = pl.Series("bits", matched.candidates.rules)
    # Many pairs, few sets of rules that propose them
    distinct = bits.unique()
    rules = [[name for number, name in enumerate(names) if of >> number & 1] or [_NO_BLOCK] for of in distinct]
    told = pl.DataFrame([distinct, pl.Series("blocking_rules", rules, dtype=pl.List(pl.String))])
    df = pl.DataFrame([*_ids(matched), bits]).join(told, on="bits", how="left", maintain_order="left").drop("bits")
    return pl.concat([frame(table("match__candidates"), []), df])


def scored_pairs(matched: Matched, spec: Spec) -> pl.DataFrame:
    """Rows of `match__pairs`: every pair with its evidence and a sentence."""
    pairs = matched.pairs(spec)
    bits = [name for name in pairs.columns if name.endswith("_bits")]
    df = pairs.with_columns(
        *_ids(matched),
        *(pl.col(name).round(_DIGITS) for name in bits),
        probability=pl.col("probability").round(_DIGITS),
        score_bits=pl.sum_horizontal(bits).round(_DIGITS),
        decision_code=pl.when("is_same").then(pl.lit("same")).otherwise(pl.lit("different")),
        decider_code="decided_by",
        message_ja=sentences(matched, spec),
    )
    return pl.concat([frame(table("match__pairs"), []), df.select(table("match__pairs").column_names)])


def sentences(matched: Matched, spec: Spec) -> pl.Series:
    """One Japanese sentence per pair: what agrees, what does not, what is unknown, who decided."""
    bits = matched.bits(spec)
    words = pl.DataFrame([_aspect(matched, spec, bits, list(of)).alias(name) for name, of in spec.aspects.items()])
    labels = {name: spec.comparisons[of[0]].label for name, of in spec.aspects.items()}
    not_known = pl.concat_str(
        [pl.when(pl.col(name).is_null()).then(pl.lit(label)) for name, label in labels.items()],
        separator="・",
        ignore_nulls=True,
    )
    known = pl.concat_str(list(labels), separator="・", ignore_nulls=True)
    unknown = pl.when(not_known != "").then(pl.format("／不明: {}", not_known)).otherwise(pl.lit(""))
    return words.select(known + unknown + _decided(matched, spec)).to_series()


def _aspect(matched: Matched, spec: Spec, bits: Floats, of: list[int]) -> pl.Series:
    """What is said of one aspect of every pair, null where nothing of it is known.

    Of several comparisons the one that weighs most in the direction of their sum speaks for all.
    """
    levels = matched.levels[of]
    is_known = levels >= 0
    total = bits[of].sum(axis=0)
    speaks = np.where(is_known, bits[of] * np.where(total >= 0, 1, -1), -np.inf).argmax(axis=0)
    comparisons = [spec.comparisons[number] for number in of]
    words = [f"{each.label}が{word}" for each in comparisons for word in each.words]
    first = np.cumsum([0, *(len(each.words) for each in comparisons[:-1])])
    reached = levels[speaks, np.arange(levels.shape[1])]
    place = pl.Series(first[speaks] + reached).set(pl.Series(~is_known.any(axis=0)), None)
    return pl.Series(words, dtype=pl.String).gather(place)


def _decided(matched: Matched, spec: Spec) -> pl.Series:
    """Who or what decided beside the model, per pair; empty where nobody did."""
    left, right = matched.candidates.left, matched.candidates.right
    # A group is judged as a whole: two that look alike may belong to two groups, and two that do not to one
    is_same, is_likely = matched.labels[left] == matched.labels[right], matched.probability >= spec.threshold
    texts = [
        "",
        "／人の判断: 同じ",
        "／人の判断: 別",
        "／規則: 名称がどれも合わないので別",
        "／まとまり: ほかの掲載を通して同じ",
        "／まとまり: それぞれのまとまりのほかの掲載が合わないので別",
        *(f"／規則: {each.sentence}" for each in spec.aparts),
    ]
    first = len(texts) - len(spec.aparts)
    which = np.select(
        [
            matched.judged > 0,
            matched.judged < 0,
            matched.rule >= 0,
            matched.is_stranger,
            is_same & ~is_likely,
            ~is_same & is_likely,
        ],
        [1, 2, first + matched.rule.astype(np.int64), 3, 4, 5],
        default=0,
    )
    return pl.Series(texts, dtype=pl.String).gather(which)


def _clusters(matched: Matched) -> pl.DataFrame:
    """Every listing with its cluster, and the least probability of a pair inside it that was looked at."""
    left, right = matched.candidates.left, matched.candidates.right
    inner = matched.labels[left] == matched.labels[right]
    chance = np.where(matched.judged > 0, 1.0, matched.probability)
    links = pl.DataFrame({"label": matched.labels[left[inner]], "weakest_probability": chance[inner]})
    weakest = links.group_by("label").agg(pl.col("weakest_probability").min().round(_DIGITS))
    ids = matched.records.ids
    df = (
        pl.DataFrame({"listing_id": ids, "label": matched.labels})
        .with_columns(
            cluster_label=ids.gather(matched.labels),
            cluster_size=pl.len().over("label").cast(pl.Int64),
        )
        .join(weakest, on="label", how="left")
    )
    return pl.concat([frame(table("match__clusters"), []), df.select(table("match__clusters").column_names)]).sort(
        "listing_id"
    )


def questions(pairs: pl.DataFrame, judgements: list[Judgement]) -> pl.DataFrame:
    """Rows of `match__queue`, the pairs a person's answer would help most with: likely decided wrongly, first.

    A group is decided as a whole, so a likely pair may lie in two groups: nobody knows better than a person. What
    follows from answers that are there is not asked; what was put on hold comes back, after all others.
    """
    chance = pl.col("probability")
    pairs = pairs.with_columns(_wrong=pl.when(pl.col("decision_code") == "same").then(1 - chance).otherwise(chance))
    by_model = pairs.filter(pl.col("decider_code") == "model", pl.col("_wrong") >= _ASKED_FROM)
    ids = {"listing_id_a": pl.String, "listing_id_b": pl.String}
    held = pl.DataFrame(
        sorted({tuple(sorted((left, right))) for left, right, answer in judgements if answer == "unsure"}),
        schema=ids,
        orient="row",
    ).with_columns(_is_held=pl.lit(value=True))
    again = pairs.join(held, on=list(ids), how="semi")
    every = pl.concat([by_model, again]).unique(list(ids)).join(held, on=list(ids), how="left")
    follows = answered(judgements)
    is_open = [not follows(left, right) for left, right in every.select(*ids).iter_rows()]
    ranked = (
        every.filter(pl.Series(is_open, dtype=pl.Boolean))
        .with_columns(_is_held=pl.col("_is_held").fill_null(value=False))
        .sort("_is_held", "_wrong", *ids, descending=[False, True, False, False])
        .with_columns(queue_rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    )
    columns = table("match__queue").column_names
    return pl.concat([frame(table("match__queue"), []), ranked.select(columns)]).sort("listing_id_a", "listing_id_b")
