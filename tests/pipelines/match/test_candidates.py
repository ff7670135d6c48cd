"""Blocking: which pairs are looked at, and why."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from pipelines.match import candidates as module
from pipelines.match.candidates import candidates

Make = Callable[..., pl.DataFrame]
A, B = {"listing_id": "oun_a"}, {"listing_id": "oun_b"}
UNLIKE = {"name": "体操と料理と歌と工作を楽しむ多世代のつどい"}  # shares one bigram with the default name, no more


def rules(df: pl.DataFrame) -> list[str]:
    return candidates(df).get_column("blocking_rules").to_list()


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        pytest.param({}, {}, ["name"], id="same name"),
        pytest.param({}, {"name": "中原ひろば体操会"}, ["name"], id="similar name"),
        pytest.param({}, {"name": "子育てサロン"}, [], id="unlike name"),
        pytest.param({"ward_code": "141330"}, {"ward_code": "141330"}, ["name"], id="same ward"),
        pytest.param({"ward_code": "141330"}, {}, ["name"], id="one ward unknown"),
        pytest.param({"ward_code": "141330"}, {"ward_code": "141321"}, [], id="wards contradict"),
        pytest.param({"phone": "044-200-1234"}, UNLIKE | {"phone": "044-200-1234"}, ["phone"], id="shared phone"),
        pytest.param({"phone": "044-200-1234"}, UNLIKE | {"phone": "044-200-1235"}, [], id="other phone"),
        pytest.param(
            {"phone": "044-200-1234"}, {"name": "子育てサロン", "phone": "044-200-1234"}, [], id="phone of an office"
        ),
        pytest.param({"url": "https://example.jp/"}, UNLIKE | {"url": "https://example.jp/"}, ["url"], id="shared URL"),
        pytest.param(
            {"town": "小杉町三丁目", "block": "245"},
            UNLIKE | {"town": "小杉町三丁目", "block": "245"},
            ["place"],
            id="same block",
        ),
        pytest.param({"town": "小杉町三丁目"}, UNLIKE | {"town": "小杉町三丁目"}, [], id="town alone"),
        pytest.param({"venue_key": "市民館"}, UNLIKE | {"venue_key": "市民館"}, ["place"], id="same venue"),
        pytest.param(
            {"phone": "044-200-1234", "venue_key": "市民館"},
            {"phone": "044-200-1234", "venue_key": "市民館"},
            ["name;phone;place"],
            id="several rules",
        ),
    ],
)
def test_a_pair_is_proposed_by_what_it_shares(
    listings: Make, left: dict[str, str], right: dict[str, str], expected: list[str]
) -> None:
    assert rules(listings(A | left, B | right)) == expected


def test_contradicting_wards_do_not_stop_the_other_rules(listings: Make) -> None:
    same = {"phone": "044-200-1234"}
    assert rules(listings(A | same | {"ward_code": "141330"}, B | same | {"ward_code": "141321"})) == ["phone"]


def test_a_pair_is_proposed_once_with_the_smaller_id_first_in_any_order(listings: Make) -> None:
    df = listings(*({"listing_id": f"oun_{letter}"} for letter in "cab"))
    expected = [("oun_a", "oun_b"), ("oun_a", "oun_c"), ("oun_b", "oun_c")]
    assert candidates(df).select("listing_id_a", "listing_id_b").rows() == expected
    assert candidates(df).equals(candidates(df.reverse()))


def test_names_are_compared_across_stripes(listings: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    df = listings(*({"listing_id": f"oun_{number}"} for number in range(7)))
    whole = candidates(df)
    monkeypatch.setattr(module, "_STRIPE", 3)
    assert whole.height == 21
    assert candidates(df).equals(whole)


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_listings_make_no_pair(listings: Make, count: int) -> None:
    assert candidates(listings(*[A][:count])).is_empty()
