"""Scores: evidence of a pair, hard rules, the sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from pipelines.match.candidates import candidates
from pipelines.match.scores import THRESHOLD, score
from warehouse.contract import table
from warehouse.contract.frames import frame, violations

Make = Callable[..., pl.DataFrame]
Row = dict[str, Any]
PLACE = {"town": "小杉町三丁目", "block": "245", "ward_code": "141330"}


def judged(listings: Make, left: Row, right: Row) -> Row:
    pair: Row = {"listing_id_a": "oun_a", "listing_id_b": "oun_b", "blocking_rules": "name"}
    df = listings({"listing_id": "oun_a"} | left, {"listing_id": "oun_b"} | right)
    return score(frame(table("match__candidates"), [pair]), df).row(0, named=True)


RULED = [
    pytest.param(
        {"venue_key": "市民館"},
        {"venue_key": "公園"},
        "同じ名称でも会場が違うので別",
        id="same name at another named venue",
    ),
    pytest.param(
        {"venue_key": "第1公園"},
        {"venue_key": "第2公園"},
        "同じ名称でも会場が違うので別",
        id="same name at a venue of another number",
    ),
    pytest.param(PLACE, PLACE | {"block": "300"}, "同じ名称でも会場が違うので別", id="same name at another block"),
    pytest.param({"name": "体操教室1"}, {"name": "体操教室2"}, "名称の番号が違うので別", id="other number in the name"),
    pytest.param({"name": "体操教室"}, {"name": "体操教室2"}, "名称の番号が違うので別", id="number in one name only"),
    pytest.param({"ward_code": "141330"}, {"ward_code": "141321"}, "区が違うので別", id="other ward"),
]


@pytest.mark.parametrize(("left", "right", "sentence"), RULED)
def test_a_hard_rule_makes_a_pair_different_whatever_else_agrees(
    listings: Make, left: Row, right: Row, sentence: str
) -> None:
    agreed = {"phone": "044-200-1234", "url": "https://example.jp/", "organizer_key": "町会"}
    for first, second in ((left, right), (right, left)):
        found = judged(listings, agreed | first, agreed | second)
        assert (found["decision_code"], found["decider_code"]) == ("different", "rule")
        assert found["message_ja"].endswith(f"／規則: {sentence}")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param({"venue_key": "市民館"}, {}, id="venue unknown"),
        pytest.param(
            {"venue_key": "大戸こども文化センター"},
            {"venue_key": "川崎市大戸こども文化センター"},
            id="venue within venue",
        ),
        pytest.param(PLACE | {"venue_key": "市民館"}, PLACE | {"venue_key": "会館"}, id="two venue names at one block"),
        pytest.param({"ward_code": "141330"}, {}, id="ward unknown"),
        pytest.param({"name": "体操教室1"}, {"name": "体操教室1"}, id="same number"),
    ],
)
def test_what_contradicts_nothing_breaks_no_hard_rule(listings: Make, left: Row, right: Row) -> None:
    found = judged(listings, left, right)
    assert (found["decision_code"], found["decider_code"]) == ("same", "score")


def test_missing_values_are_neutral(listings: Make) -> None:
    found = judged(listings, PLACE | {"phone": "044-200-1234", "schedule": "毎週月曜", "organizer_key": "町会"}, {})
    assert found["score"] == 1.0
    assert [found[name] for name in ("place_score", "organizer_score", "schedule_score", "is_same_phone")] == [None] * 4


@pytest.mark.parametrize(
    ("right", "place"),
    [
        pytest.param({}, 1.0, id="same block"),
        pytest.param({"block": None}, 0.7, id="block unknown"),
        pytest.param({"block": "300"}, 0.3, id="another block"),
        pytest.param({"town": "新丸子町"}, 0.0, id="another town"),
    ],
)
def test_the_place_is_graded(listings: Make, right: Row, place: float) -> None:
    assert judged(listings, PLACE, PLACE | right)["place_score"] == place


def test_agreement_adds_and_disagreement_takes_away(listings: Make) -> None:
    base, right = {"name": "中原ひろば体操", "phone": "044-200-1234"}, {"name": "中原ひろば健康体操の会"}
    unknown = judged(listings, base, right)["score"]
    assert judged(listings, base, right | {"phone": "044-200-1234"})["score"] > unknown
    assert judged(listings, base, right | {"phone": "044-200-1235"})["score"] < unknown


def test_a_name_within_a_name_is_not_enough_alone_but_with_the_place(listings: Make) -> None:
    short, long = {"name": "ひだまりカフェ"}, {"name": "地域包括支援の会主催ひだまりカフェ"}
    assert judged(listings, short, long)["decision_code"] == "different"
    assert judged(listings, short | PLACE, long | PLACE)["decision_code"] == "same"


def test_the_threshold_decides_where_no_rule_does(listings: Make) -> None:
    found = judged(listings, {}, {"name": "子育てサロン"})
    assert found["score"] < THRESHOLD
    assert (found["decision_code"], found["decider_code"]) == ("different", "score")


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        pytest.param({}, {}, ["名称が同じ", "場所は不明", "主催は不明", "日時は不明"], id="nothing but a name"),
        pytest.param(
            PLACE | {"phone": "044-200-1234", "url": "https://example.jp/"},
            PLACE | {"phone": "044-200-1235", "url": "https://example.jp/"},
            ["名称が同じ", "場所が同じ", "電話が違う", "URLが同じ"],
            id="for and against",
        ),
        pytest.param({}, {"name": "子育てサロン"}, ["名称が違う"], id="another name"),
    ],
)
def test_the_sentence_says_in_japanese_what_speaks_for_and_against(
    listings: Make, left: Row, right: Row, words: list[str]
) -> None:
    message = judged(listings, left, right)["message_ja"]
    assert set(words) <= set(re.split("[・／]", message))


def test_a_score_does_not_depend_on_which_listing_has_the_smaller_id(listings: Make) -> None:
    left = PLACE | {"name": "中原ひろば体操", "phone": "044-200-1234", "schedule": "毎週月曜", "venue_key": "市民館"}
    right = PLACE | {"name": "ひろば体操の会", "phone": "044-200-1234", "schedule": "月曜 10時", "venue_key": "会館"}
    assert judged(listings, left, right) == judged(listings, right, left)


def test_shuffled_input_gives_the_same_frame_and_it_keeps_the_contract(listings: Make) -> None:
    names = ("中原ひろば体操", "ひろば体操", "中原ひろば体操会", "中原体操")
    df = listings(*({"listing_id": f"oun_{number}", "name": name} for number, name in enumerate(names)))
    pairs = candidates(df)
    expected = score(pairs, df)
    assert expected.height > 3
    assert not violations(table("match__pairs"), expected)
    for seed in range(5):
        mixed = (frame.sample(fraction=1, shuffle=True, seed=seed) for frame in (pairs, df))
        assert score(*mixed).equals(expected)


def test_no_candidates_give_an_empty_table(listings: Make) -> None:
    found = score(frame(table("match__candidates"), []), listings({"listing_id": "oun_a"}))
    assert found.is_empty()
    assert not violations(table("match__pairs"), found)
