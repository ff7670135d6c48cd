"""Clusters: the same for any order, and no chain overrules a hard rule."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.match.clusters import clusters as group
from warehouse.contract import table
from warehouse.contract.frames import frame

Make = Callable[..., pl.DataFrame]
Pair = tuple[str, str, float, str, str]
IDS = [f"oun_{letter}" for letter in "abcdef"]


def pairs_frame(*pairs: Pair) -> pl.DataFrame:
    rows: list[dict[str, object]] = [
        {
            "listing_id_a": f"oun_{left}",
            "listing_id_b": f"oun_{right}",
            "score": score,
            "decision_code": decision,
            "decider_code": decider,
            "message_ja": "名称が同じ",
            "name_score": score,
        }
        for left, right, score, decision, decider in pairs
    ]
    return frame(table("match__pairs"), rows)


def groups(df: pl.DataFrame) -> set[frozenset[str]]:
    members = df.group_by("cluster_label").agg("listing_id").get_column("listing_id")
    return {frozenset(name.removeprefix("oun_") for name in group) for group in members}


def all_listings(listings: Make) -> pl.DataFrame:
    return listings(*({"listing_id": name} for name in IDS))


def same(left: str, right: str, score: float = 0.9) -> Pair:
    return left, right, score, "same", "score"


def ruled(left: str, right: str) -> Pair:
    return left, right, 0.99, "different", "rule"


def test_same_pairs_are_joined_and_the_others_stand_alone(listings: Make) -> None:
    found = group(
        all_listings(listings), pairs_frame(same("b", "c"), same("c", "e"), ("a", "b", 0.5, "different", "score"))
    )
    assert groups(found) == {frozenset("bce"), frozenset("a"), frozenset("d"), frozenset("f")}
    assert found.filter(pl.col("cluster_label") == "oun_b").get_column("cluster_size").to_list() == [3, 3, 3]


def test_a_different_by_score_does_not_break_a_chain(listings: Make) -> None:
    found = group(
        all_listings(listings), pairs_frame(same("a", "b"), same("b", "c"), ("a", "c", 0.7, "different", "score"))
    )
    assert frozenset("abc") in groups(found)


def test_a_chain_does_not_overrule_a_hard_rule_and_the_stronger_link_wins(listings: Make) -> None:
    found = group(all_listings(listings), pairs_frame(same("a", "b", 0.85), same("b", "c", 0.95), ruled("a", "c")))
    assert {frozenset("bc"), frozenset("a")} < groups(found)


def test_a_rule_holds_between_groups_too(listings: Make) -> None:
    found = group(
        all_listings(listings),
        pairs_frame(same("a", "b", 0.95), same("c", "d", 0.95), same("b", "c", 0.9), ruled("a", "d")),
    )
    assert {frozenset("ab"), frozenset("cd")} < groups(found)


def test_equal_scores_are_settled_by_id(listings: Make) -> None:
    found = group(all_listings(listings), pairs_frame(same("b", "c"), same("a", "b"), ruled("a", "c")))
    assert {frozenset("ab"), frozenset("c")} < groups(found)


decided = st.sampled_from([None, "same", "different", "rule"])
scores = st.sampled_from([0.8, 0.85, 0.9, 1.0])
N_PAIRS = len(list(combinations("abcdef", 2)))


@given(
    decisions=st.lists(st.tuples(decided, scores), min_size=N_PAIRS, max_size=N_PAIRS),
    seed=st.integers(0, 1000),
)
@settings(max_examples=60, deadline=None)
def test_any_order_gives_the_same_clusters_and_every_rule_holds(
    listings: Make, decisions: list[tuple[str | None, float]], seed: int
) -> None:
    made: list[Pair] = []
    for (left, right), (decision, score) in zip(combinations("abcdef", 2), decisions, strict=True):
        if decision == "rule":
            made.append(ruled(left, right))
        elif decision is not None:
            made.append((left, right, score, decision, "score"))
    df, pairs = all_listings(listings), pairs_frame(*made)
    found = group(df, pairs)
    mixed = (frame.sample(fraction=1, shuffle=True, seed=seed) for frame in (df, pairs))
    assert group(*mixed).equals(found)
    assert found.get_column("listing_id").to_list() == IDS
    label = dict(found.select("listing_id", "cluster_label").iter_rows())
    assert all(
        label[f"oun_{left}"] != label[f"oun_{right}"] for left, right, _, _, decider in made if decider == "rule"
    )
