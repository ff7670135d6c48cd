"""The spec of activities: the look-alikes of the labels as named cases, and the tables of the contract."""

from collections.abc import Callable

import polars as pl
import pytest

from pipelines.match.activities import match_listings, questions
from pipelines.match.engine.judgement import Judgement
from warehouse.contract import table
from warehouse.contract.derived.frames import violations

Make = Callable[..., pl.DataFrame]
WEDNESDAY = {"schedule": "毎月第1水曜日の午後", "schedule_gif": "1We", "schedule_rrules": ["FREQ=MONTHLY;BYDAY=1WE"]}


def decided(listings: Make, left: dict[str, object], right: dict[str, object]) -> tuple[str, str, str]:
    df = listings({"listing_id": "oun_a"} | left, {"listing_id": "oun_b"} | right)
    pairs = match_listings(df).pairs
    return pairs.select("decision_code", "decider_code", "message_ja").row(0) if pairs.height else ("different", "", "")


def name(text: str, **more: str) -> dict[str, object]:
    return {"name": text, "core_name": text, **more}


@pytest.mark.parametrize(
    ("left", "right", "decision"),
    [
        pytest.param(
            name("土橋カフェ", ward_code="141364") | WEDNESDAY,
            name("土橋カフェ", ward_code="141364"),
            "same",
            id="same café",
        ),
        pytest.param(
            name("夢見ヶ崎プレーパーク", ward_code="141321", phone="044-200-1234") | WEDNESDAY,
            name("夢見ヶ崎プレーパークをつくる会", ward_code="141321", phone="044-200-1234") | WEDNESDAY,
            "same",
            id="group and its activity",
        ),
        pytest.param(
            name("なかよし広場", ward_code="141313", phone="044-200-1234"),
            name("なかよしひろば", ward_code="141313", phone="044-200-1234"),
            "same",
            id="kanji and kana",
        ),
        pytest.param(
            name(
                "多摩区みんなの公園体操",
                ward_code="141356",
                venue="稲田公園",
                venue_key="稲田公園",
                town="菅稲田堤2丁目",
            ),
            name(
                "多摩区みんなの公園体操", ward_code="141356", venue="生田公園", venue_key="生田公園", town="生田2丁目"
            ),
            "different",
            id="programme at another venue",
        ),
        pytest.param(
            name(
                "みんなで公園体操", ward_code="141356", venue="西生田公園", venue_key="西生田公園", phone="044-200-1234"
            ),
            name("みんなで公園体操", ward_code="141356", venue="生田公園", venue_key="生田公園", phone="044-200-1234"),
            "different",
            id="west park is another park",
        ),
        pytest.param(
            name("両親学級", ward_code="141348", phone="044-200-1234", organizer="助産院"),
            name("ひと息サロン", ward_code="141348", phone="044-200-1234", organizer="助産院"),
            "different",
            id="same office, other activity",
        ),
        pytest.param(
            name("さくら会第1", ward_code="141348", phone="044-200-1234"),
            name("さくら会第2", ward_code="141348", phone="044-200-1234"),
            "different",
            id="first and second",
        ),
        pytest.param(
            name("ひまわり会", ward_code="141313"), name("ひまわり会", ward_code="141372"), "different", id="other ward"
        ),
    ],
)
def test_look_alikes(listings: Make, left: dict[str, object], right: dict[str, object], decision: str) -> None:
    assert decided(listings, left, right)[0] == decision


def test_the_sentence_says_what_agrees_what_is_unknown_and_what_decided(listings: Make) -> None:
    left, right = name("ひまわり会", ward_code="141313"), name("ひまわり会", ward_code="141372")
    _, decider, sentence = decided(listings, left, right)
    assert decider == "rule"
    assert sentence.startswith("名称が")
    assert "・区が違う／不明: 場所・日・" in sentence
    assert sentence.endswith("／規則: 区が違い、同じ会場でもないので別")
    left, right = (name(f"さくら会第{number}", ward_code="141313") for number in (1, 2))
    _, decider, sentence = decided(listings, left, right)
    assert decider == "rule"
    assert sentence.endswith("／規則: 名称の番号が違うので別")


def test_tables_keep_their_contract_and_evidence_sums_to_the_score(listings: Make) -> None:
    rows = [name("土橋カフェ", ward_code="141364", listing_id=f"oun_{letter}") for letter in "abc"]
    result = match_listings(listings(*rows), [Judgement("oun_a", "oun_c", "unsure")])
    for found, expected in zip(
        result, ("match__candidates", "match__pairs", "match__clusters", "match__queue"), strict=True
    ):
        assert not violations(table(expected), found)
    bits = [column for column in result.pairs.columns if column.endswith("_bits") and column != "score_bits"]
    total = result.pairs.select(pl.sum_horizontal(bits)).to_series()
    assert (total - result.pairs.get_column("score_bits")).abs().max() < 1e-4
    assert result.clusters.get_column("weakest_probability").is_not_null().all()
    assert ("oun_a", "oun_c") in result.queue.select("listing_id_a", "listing_id_b").rows()


def test_no_listing_makes_empty_tables(listings: Make) -> None:
    assert all(found.is_empty() for found in match_listings(listings(*[])))


def test_the_decision_most_likely_wrong_is_asked_first() -> None:
    pairs = pl.DataFrame(
        [
            ("a", "b", 0.9, "same", "model"),
            ("a", "c", 0.9, "different", "model"),
            ("a", "d", 0.4, "different", "model"),
            ("a", "e", 0.001, "different", "model"),
            ("a", "f", 0.6, "different", "rule"),
        ],
        schema=["listing_id_a", "listing_id_b", "probability", "decision_code", "decider_code"],
        orient="row",
    ).with_columns(message_ja=pl.lit(""))
    asked = questions(pairs, []).sort("queue_rank")
    assert asked.get_column("listing_id_b").to_list() == ["c", "d", "b"]


def test_a_pair_decided_by_its_group_says_so(listings: Make) -> None:
    """Two classes are kept apart; a third listing that says no class can only be of one of them."""
    place = {"ward_code": "141364", "venue": "土橋会館", "venue_key": "土橋会館", "phone": "044-200-1234"} | WEDNESDAY
    df = listings(
        {"listing_id": "oun_a"} | name("ひなた手話の会（初級）", **place),
        {"listing_id": "oun_b"} | name("ひなた手話の会（中級）", **place),
        {"listing_id": "oun_c"} | name("ひなた手話の会", **place),
    )
    pairs = match_listings(df).pairs.filter(pl.col("listing_id_b") == "oun_c")
    said = pairs.select("decision_code", "message_ja").rows()
    assert sorted(decision for decision, _ in said) == ["different", "same"]
    assert ["まとまり" in message for decision, message in said if decision == "different"] == [True]


@pytest.mark.parametrize(
    ("left", "right"),
    [("土橋囲碁の会", "土橋俳句の会"), ("土橋コーラス", "土橋健康体操"), ("子育てサロンひよこ", "ウクレレ同好会")],
)
def test_two_groups_of_one_house_at_one_time_stay_two(listings: Make, left: str, right: str) -> None:
    here = {"ward_code": "141364", "venue": "土橋会館", "venue_key": "土橋会館", "phone": None} | WEDNESDAY
    here |= {"schedule": "毎月第1水曜日 13時〜15時"}
    assert decided(listings, name(left) | here, name(right) | here)[0] == "different"
