"""How alike two listings are, and whether that makes them the same activity.

Belongs here: the features of a pair, their weights, the hard rules, the threshold, the sentence that explains.
Does not belong here: which pairs are looked at (`candidates`), what follows for a group (`clusters`).
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from warehouse.contract import table

THRESHOLD = 0.80
"""Score from which a pair is the same. `hiroba bench match` prints precision and recall around it, on the sample city's
truth and on the real labelled pairs; of the values it prints, 0.80 has the best F1."""

# Weight of each feature among those both listings have; a missing value is neutral
_WEIGHTS = {
    "name_score": 0.60,
    "place_score": 0.20,
    "organizer_score": 0.05,
    "schedule_score": 0.05,
    "is_same_phone": 0.06,
    "is_same_url": 0.04,
}
_SAME_NAME = 0.95
_SAME_VENUE = 0.95
# What a name that contains the other whole is worth: too little alone (ひよこ / ひよこクラブ are two things), enough
# together with the place or the phone
_CONTAINED = 0.79
_CONTAINED_CHARACTERS = 4
_NUMBERS = r"[0-9]+"


def score(candidates: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
    """Evidence, score and decision for every candidate pair.

    Args:
        candidates: rows of `match__candidates`.
        listings: rows of `norm__listings` that hold every listing of the pairs.

    Returns:
        Rows of `match__pairs`, sorted by key.
    """
    pairs = _with_features(_join(candidates, listings))
    pairs = pairs.with_columns(score=_weighted().clip(0.0, 1.0).round(6))
    rule = _hard_rule()
    decided = pairs.with_columns(
        decision_code=pl.when(rule.is_null() & (pl.col("score") >= THRESHOLD))
        .then(pl.lit("same"))
        .otherwise(pl.lit("different")),
        decider_code=pl.when(rule.is_null()).then(pl.lit("score")).otherwise(pl.lit("rule")),
        message_ja=pl.concat_str([_sentence(), rule.fill_null("")], separator=""),
    )
    return decided.select(table("match__pairs").column_names).sort("listing_id_a", "listing_id_b")


_USED = ("name_key", "ward_code", "town", "block", "venue_key", "organizer_key", "schedule", "phone", "url")


def _join(candidates: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
    wide = candidates.sort("listing_id_a", "listing_id_b")
    for side in ("a", "b"):
        columns = listings.select("listing_id", *_USED).rename(
            {name: f"{name}_{side}" for name in ("listing_id", *_USED)}
        )
        wide = wide.join(columns, on=f"listing_id_{side}", how="inner", maintain_order="left", validate="m:1")
    return wide


def _with_features(pairs: pl.DataFrame) -> pl.DataFrame:
    similar = Indel.normalized_similarity
    scored = pairs.with_columns(
        pl.max_horizontal(_similarity(pairs, "name_key", similar), _contained(_whole_in_part(pairs, "name_key"))).alias(
            "name_score"
        ),
        _similarity(pairs, "organizer_key", similar).alias("organizer_score"),
        _similarity(pairs, "schedule", similar).alias("schedule_score"),
        _whole_in_part(pairs, "venue_key").alias("_venue_score"),
        *(
            _both(name, pl.col(f"{name}_a") == pl.col(f"{name}_b")).alias(f"is_same_{out}")
            for name, out in (("ward_code", "ward"), ("phone", "phone"), ("url", "url"))
        ),
    )
    return scored.with_columns(place_score=pl.max_horizontal(_address_score(), "_venue_score"))


def _whole_in_part(pairs: pl.DataFrame, name: str) -> pl.Series:
    """1 when the shorter text stands whole in the longer (大戸こども文化センター in 川崎市大戸こども文化センター)."""
    return (_similarity(pairs, name, fuzz.partial_ratio) / 100).round(6)


def _contained(partial: pl.Series) -> pl.Expr:
    shorter = pl.min_horizontal(pl.col("name_key_a").str.len_chars(), pl.col("name_key_b").str.len_chars())
    return pl.when(pl.lit(partial) == 1, shorter >= _CONTAINED_CHARACTERS).then(_CONTAINED)


def _similarity(pairs: pl.DataFrame, name: str, scorer: Callable[..., float]) -> pl.Series:
    left, right = pairs.get_column(f"{name}_a"), pairs.get_column(f"{name}_b")
    values = cpdist(left.fill_null("").to_list(), right.fill_null("").to_list(), scorer=scorer)
    known = left.is_not_null() & right.is_not_null()
    frame = pl.DataFrame({"value": pl.Series(values, dtype=pl.Float64), "known": known})
    return frame.select(pl.when("known").then(pl.col("value").round(6))).to_series()


def _both(name: str, value: pl.Expr) -> pl.Expr:
    return pl.when(pl.col(f"{name}_a").is_not_null() & pl.col(f"{name}_b").is_not_null()).then(value)


def _address_score() -> pl.Expr:
    """1 same block, 0.7 same town when a block is missing, 0.3 same town with another block, 0 another town."""
    same_town = pl.col("town_a") == pl.col("town_b")
    blocks = _both("block", pl.when(pl.col("block_a") == pl.col("block_b")).then(1.0).otherwise(0.3)).fill_null(0.7)
    return _both("town", pl.when(same_town).then(blocks).otherwise(0.0))


def _weighted() -> pl.Expr:
    values = {name: pl.col(name).cast(pl.Float64) for name in _WEIGHTS}
    total = pl.sum_horizontal(*(values[name] * weight for name, weight in _WEIGHTS.items()))
    known = pl.sum_horizontal(*(pl.when(values[name].is_not_null()).then(weight) for name, weight in _WEIGHTS.items()))
    return total / known


def _hard_rule() -> pl.Expr:
    """The sentence of the first hard rule that makes a pair different, or null.

    The labelling guide: the same programme at another venue is another activity; so is another number in the name.
    """
    numbers_differ = _numbers("name_key", "a") != _numbers("name_key", "b")
    same_name = pl.col("name_score") >= _SAME_NAME
    same_block = pl.col("town_a").eq(pl.col("town_b")) & pl.col("block_a").eq(pl.col("block_b"))
    venues_differ = (pl.col("_venue_score") < _SAME_VENUE) | (_numbers("venue_key", "a") != _numbers("venue_key", "b"))
    blocks_differ = pl.col("town_a").ne(pl.col("town_b")) | pl.col("block_a").ne(pl.col("block_b"))
    # Where a venue is named the name of the venue decides, else the block; one that is unknown contradicts nothing
    other_place = pl.coalesce(venues_differ & ~same_block.fill_null(value=False), blocks_differ)
    return (
        pl.when(~pl.col("is_same_ward"))
        .then(pl.lit("／規則: 区が違うので別"))
        .when(numbers_differ)
        .then(pl.lit("／規則: 名称の番号が違うので別"))
        .when(same_name & other_place)
        .then(pl.lit("／規則: 同じ名称でも会場が違うので別"))
    )


def _numbers(name: str, side: str) -> pl.Expr:
    return pl.col(f"{name}_{side}").str.extract_all(_NUMBERS).list.sort()


def _sentence() -> pl.Expr:
    """What speaks for and against, in Japanese."""
    graded = [
        pl.when(pl.col(name).is_null())
        .then(pl.lit(f"{label}は不明"))
        .when(pl.col(name) >= 0.95)
        .then(pl.lit(f"{label}が同じ"))
        .when(pl.col(name) >= 0.7)
        .then(pl.lit(f"{label}がほぼ同じ"))
        .when(pl.col(name) >= 0.4)
        .then(pl.lit(f"{label}が一部同じ"))
        .otherwise(pl.lit(f"{label}が違う"))
        for name, label in (
            ("name_score", "名称"),
            ("place_score", "場所"),
            ("organizer_score", "主催"),
            ("schedule_score", "日時"),
        )
    ]
    equal = [
        pl.when(pl.col(name)).then(pl.lit(f"{label}が同じ")).when(~pl.col(name)).then(pl.lit(f"{label}が違う"))
        for name, label in (("is_same_phone", "電話"), ("is_same_url", "URL"))
    ]
    return pl.concat_str([*graded, *equal], separator="・", ignore_nulls=True)
