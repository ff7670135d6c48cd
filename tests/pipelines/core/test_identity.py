"""Activity IDs over releases: inherited, merged, split, retired, never forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.core.identity import identify
from warehouse.contract import table
from warehouse.contract.derived.frames import empty_frame, frame, violations

Make = Callable[..., pl.DataFrame]
Facts = tuple[str, str | None]


@dataclass
class Release:
    """One release: what became of every ID, and which ID each listing has."""

    identity: pl.DataFrame
    bridge: pl.DataFrame

    @property
    def redirects(self) -> pl.DataFrame:
        return self.identity.select("activity_id", "current_activity_id")

    def of(self, listing: str) -> str:
        return str(self.bridge.filter(pl.col("listing_id") == listing).item(0, "activity_id"))

    def facts(self, activity_id: str) -> Facts:
        row = self.identity.filter(pl.col("activity_id") == activity_id)
        return row.item(0, "identity_code"), row.item(0, "current_activity_id")


def release(clusters: pl.DataFrame, last: Release | None = None) -> Release:
    if last is None:
        bridge, redirects = (empty_frame(table(name)) for name in ("activity_listings", "activity_redirects"))
    else:
        bridge, redirects = last.bridge, last.redirects
    identity = identify(clusters, bridge, redirects)
    assert not violations(table("core__activity_identity"), identity)
    joined = identity.filter(pl.col("cluster_label").is_not_null()).join(clusters, on="cluster_label")
    return Release(identity, joined.select("activity_id", "listing_id"))


def test_the_first_release_mints_opaque_ids_that_start_with_a_letter(clusters: Make) -> None:
    first = release(clusters({"a", "b"}, {"c"}))
    assert first.identity.get_column("identity_code").to_list() == ["new", "new"]
    assert all(re.fullmatch(r"kwa_[a-z2-7]{10}", name) for name in first.identity.get_column("activity_id"))
    assert first.of("a") == first.of("b") != first.of("c")


def test_the_same_clusters_keep_their_ids(clusters: Make) -> None:
    first = release(clusters({"a", "b"}, {"c"}))
    second = release(clusters({"a", "b"}, {"c"}), first)
    assert second.redirects.equals(first.redirects)
    assert second.identity.get_column("identity_code").to_list() == ["kept", "kept"]


def test_a_cluster_that_grows_keeps_its_id_even_under_a_new_label(clusters: Make) -> None:
    first = release(clusters({"b", "c"}))
    second = release(clusters({"a", "b", "c", "d"}), first)
    assert second.of("a") == first.of("b")
    assert second.facts(first.of("b")) == ("kept", first.of("b"))


def test_on_a_merge_the_bigger_keeps_its_id_and_the_other_redirects(clusters: Make) -> None:
    first = release(clusters({"a"}, {"b", "c"}))
    second = release(clusters({"a", "b", "c"}), first)
    assert second.of("a") == first.of("b")
    assert second.facts(first.of("a")) == ("merged", first.of("b"))


def test_on_a_merge_of_equals_the_smaller_id_stays(clusters: Make) -> None:
    first = release(clusters({"a"}, {"b"}))
    second = release(clusters({"a", "b"}), first)
    assert second.of("a") == min(first.of("a"), first.of("b"))


def test_on_a_split_the_bigger_part_keeps_the_id_and_the_other_is_new(clusters: Make) -> None:
    first = release(clusters({"a", "b", "c"}))
    second = release(clusters({"a"}, {"b", "c"}), first)
    assert second.of("b") == first.of("a")
    assert second.of("a") != first.of("a")
    assert second.facts(second.of("a")) == ("new", second.of("a"))


def test_on_a_split_into_equals_the_smaller_label_keeps_the_id(clusters: Make) -> None:
    first = release(clusters({"a", "b"}))
    second = release(clusters({"a"}, {"b"}), first)
    assert second.of("a") == first.of("a")


def test_what_vanishes_is_retired_and_returns_under_its_id(clusters: Make) -> None:
    first = release(clusters({"a"}, {"b"}))
    second = release(clusters({"b"}), first)
    third = release(clusters({"b"}), second)
    fourth = release(clusters({"a"}, {"b"}), third)
    for gone in (second, third):
        assert gone.facts(first.of("a")) == ("retired", None)
    assert fourth.of("a") == first.of("a")


def test_an_id_in_use_is_never_minted_again_for_its_first_listing(clusters: Make) -> None:
    first = release(clusters({"a", "b", "c"}))
    second = release(clusters({"b", "c"}), first)
    third = release(clusters({"a"}, {"b", "c"}), second)
    assert third.of("b") == first.of("a")
    assert third.of("a") != first.of("a")


def test_a_merged_id_is_not_given_to_another_activity(clusters: Make) -> None:
    first = release(clusters({"a"}, {"b", "c"}))
    second = release(clusters({"b", "c"}, {"d"}), release(clusters({"a", "b", "c"}), first))
    third = release(clusters({"a"}, {"b", "c"}), second)
    assert third.of("a") != first.of("a")
    assert third.facts(first.of("a")) == ("merged", first.of("b"))


def test_a_chain_of_merges_resolves_over_three_releases(clusters: Make) -> None:
    first = release(clusters({"a"}, {"b", "c"}, {"d", "e", "f", "g"}))
    second = release(clusters({"a", "b", "c"}, {"d", "e", "f", "g"}), first)
    third = release(clusters(set("abcdefg")), second)
    assert [third.facts(first.of(listing)) for listing in "abd"] == [
        ("merged", first.of("d")),
        ("merged", first.of("d")),
        ("kept", first.of("d")),
    ]


labels = st.lists(st.integers(-1, 3), min_size=6, max_size=6)


@given(history=st.lists(labels, min_size=1, max_size=4), seed=st.integers(0, 1000))
@settings(max_examples=80, deadline=None)
def test_every_id_ever_published_resolves_and_order_does_not_matter(
    clusters: Make, history: list[list[int]], seed: int
) -> None:
    """Each step puts six listings into four groups; -1 takes a listing away."""
    last: Release | None = None
    for step in history:
        groups = [{name for name, label in zip("abcdef", step, strict=True) if label == number} for number in range(4)]
        df = clusters(*(group for group in groups if group))
        now = release(df, last)
        assert set(now.bridge.get_column("listing_id")) == set(df.get_column("listing_id"))
        alive = set(now.bridge.get_column("activity_id"))
        known = set(now.identity.get_column("activity_id"))
        assert set(now.redirects.get_column("current_activity_id").drop_nulls()) == alive
        assert len(alive) == df.get_column("cluster_label").n_unique()
        if last is not None:
            assert set(last.identity.get_column("activity_id")) <= known
            mixed = Release(*(df.sample(fraction=1, shuffle=True, seed=seed) for df in (last.identity, last.bridge)))
            assert release(df.sample(fraction=1, shuffle=True, seed=seed), mixed).identity.equals(now.identity)
        last = now


def test_no_listing_at_all_retires_everything(clusters: Make) -> None:
    first = release(clusters({"a"}))
    second = release(frame(table("match__clusters"), []), first)
    assert second.facts(first.of("a")) == ("retired", None)
