"""Words a condition may use."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.match.engine.compare import UNKNOWN, Pairs, level
from pipelines.match.engine.likeness import may_be_alike, similar
from pipelines.match.engine.prepare import prepare
from pipelines.match.engine.spec import Condition, SpecError
from pipelines.match.engine.spec_file import spec_of

SPEC = spec_of({"fields": {"name": "name"}})


def holds(relation: str | float, left: str | None, right: str | None) -> bool:
    df = pl.DataFrame({"record_id": ["a", "b"], "name": pl.Series([left, right], dtype=pl.String)})
    pairs = Pairs(prepare(df, SPEC), pl.Series([0]).to_numpy(), pl.Series([1]).to_numpy())
    answer = bool(pairs.holds(Condition("name", relation))[0])
    mirrored = Pairs(prepare(df, SPEC), pl.Series([1]).to_numpy(), pl.Series([0]).to_numpy())
    assert answer == bool(mirrored.holds(Condition("name", relation))[0])
    return answer


@pytest.mark.parametrize(
    ("relation", "left", "right", "answer"),
    [
        ("abbreviated", "幸区役所地域振興課", "幸区役所まちづくり推進部地域振興課", True),
        ("abbreviated", "幸区役所地域振興課", "中原区役所地域振興課", False),
        ("overlap", "生活支援の会ひだまり どなたでも", "木月大町生活支援の会ひだまり", True),
        ("overlap", "さくら会", "さくら園", False),
        ("long", "柿生の里クラブの会", "柿生の里クラブの会", True),
        ("long", "さくら会", "さくら会", False),
        ("contained", "生田公園", "西生田公園", False),
        ("contained", "夢見ヶ崎プレーパーク", "夢見ヶ崎プレーパークをつくる会", True),
        ("numbers_differ", "さくら会第1", "さくら会第二", True),
        ("numbers_differ", "さくら会第1", "第1さくら会", False),
        ("unknown", "さくら会", None, True),
        ("differ", "さくら会", None, False),
        (0.8, "コミュニティカフェ", "コミュニティーカフェ", True),
    ],
)
def test_relations(relation: str | float, left: str | None, right: str | None, answer: bool) -> None:
    assert holds(relation, left, right) is answer


def test_what_is_shared_must_be_what_tells() -> None:
    others = [f"{toy}であそぼう" for toy in ("けん玉", "新聞紙", "おてだま", "つみき", "ねんど", "カルタ", "ピアノ")]
    names = ["モルックであそぼう", "プラレールであそぼう", "市民モルック", *others]
    df = pl.DataFrame({"record_id": [str(n) for n in range(len(names))], "name": names})
    pairs = Pairs(prepare(df, SPEC), pl.Series([0, 0]).to_numpy(), pl.Series([1, 2]).to_numpy())
    assert pairs.holds(Condition("name", "shared", 0.5)).tolist() == [False, True]


TABLE = {
    "fields": {"name": "name", "said": "text", "days": "set", "start": "number", "phone": "code"},
    "folded": ["days", "start"],
}
ROWS = [
    # name, said, days, start, phone
    ("こもれびカフェ", "野川のこもれびカフェは木曜", "1WE;3WE", "600", "1"),
    ("野川こもれびカフェ", "月に一度の集まり", "3WE;4WE", "620", "1"),
    ("さくら会第2", "こもれびカフェの隣", "2FR", "780", "1"),
    ("さくら会第3", None, None, None, "2"),
    ("さくら会", None, "2FR", "780", "2"),
]


@pytest.mark.parametrize(
    ("condition", "pair", "answer"),
    [
        pytest.param(Condition("name", "partial", 1), (0, 1), True, id="one is a stretch of the other"),
        pytest.param(Condition("name", "partial", 1), (0, 2), False, id="another name"),
        pytest.param(Condition("name", "in", 0.98, "said"), (0, 2), True, id="the name stands in the other's text"),
        pytest.param(Condition("name", "in", 0.98, "said"), (2, 3), False, id="no text, no answer"),
        pytest.param(Condition("name", "both in", 0.5, "said"), (0, 2), False, id="only one stands in the other's"),
        pytest.param(Condition("start", "near", 30), (0, 1), True, id="twenty minutes apart"),
        pytest.param(Condition("start", "near", 10), (0, 1), False, id="more than ten"),
        pytest.param(Condition("start", "near", 30), (2, 3), False, id="a time and none"),
        pytest.param(Condition("phone", "few", 2), (3, 4), True, id="a number that two have"),
        pytest.param(Condition("phone", "few", 2), (0, 1), False, id="a number that three have"),
        pytest.param(Condition("days", "some"), (0, 1), True, id="a day in common"),
        pytest.param(Condition("days", "some"), (0, 2), False, id="no day in common"),
        pytest.param(Condition("name", "other_number"), (2, 3), True, id="second and third"),
        pytest.param(Condition("name", "other_number"), (2, 4), False, id="second and none"),
    ],
)
def test_relations_of_a_table(condition: Condition, pair: tuple[int, int], answer: bool) -> None:
    names = list(TABLE["fields"])
    df = pl.DataFrame(ROWS, schema=dict.fromkeys(names, pl.String), orient="row")
    records = prepare(df.with_columns(record_id=pl.int_range(pl.len()).cast(pl.String)), spec_of(TABLE))
    for left, right in (pair, pair[::-1]):
        pairs = Pairs(records, np.array([left]), np.array([right]))
        assert pairs.holds(condition).tolist() == [answer]


def test_a_shared_word_is_rare_only_where_few_have_it() -> None:
    words = [f"w{number};x{number % 20}" for number in range(80)] + ["rare;common"] * 2 + ["common"] * 20
    df = pl.DataFrame({"record_id": [f"{number:03d}" for number in range(len(words))], "words": words})
    records = prepare(df, spec_of({"fields": {"words": "set"}}))
    pairs = Pairs(records, np.array([80, 80, 0]), np.array([81, 82, 1]))
    assert pairs.holds(Condition("words", "rare", 4)).tolist() == [True, False, False]
    assert pairs.holds(Condition("words", "rare", 30)).tolist() == [True, False, False]  # a fifth of all is not rare
    assert pairs.holds(Condition("words", "some")).tolist() == [True, True, False]


@pytest.mark.parametrize("said", ["partial", "partial zwei", "in nowhere 0.5", "nearly 3", "rare"])
def test_an_unknown_condition_is_told_with_those_there_are(said: str) -> None:
    with pytest.raises(SpecError, match="使える"):
        spec_of({"fields": {"name": "name"}, "compare": {"name": {"levels": [{"name": said}]}}})


def test_several_comparisons_may_be_one_aspect() -> None:
    levels = [{"name": "same"}]
    compare = {
        "name": {"levels": levels},
        "place": {"levels": [{"ward": "same"}]},
        "part": {"levels": levels, "aspect": "name"},
    }
    spec = spec_of({"fields": {"name": "name", "ward": "code"}, "compare": compare})
    assert spec.aspects == {"name": (0, 2), "place": (1,)}


def test_a_level_may_ask_two_things_of_one_field() -> None:
    spec = spec_of({"fields": {"name": "name"}, "compare": {"name": {"levels": [{"name": ["same", "long"]}]}}})
    assert spec.comparisons[0].levels[0].conditions == (Condition("name", "same"), Condition("name", "long"))


def test_folded_names_a_field() -> None:
    with pytest.raises(SpecError, match="folded の phone"):
        spec_of({"fields": {"name": "name"}, "folded": ["phone"]})


@given(st.lists(st.text(alphabet="0123ab-", min_size=1, max_size=9), min_size=2, max_size=8, unique=True))
def test_what_cannot_be_alike_is_not(codes: list[str]) -> None:
    spec = spec_of({"fields": {"phone": "code"}})
    values = prepare(pl.DataFrame({"record_id": [str(n) for n in range(len(codes))], "phone": codes}), spec).fields
    left, right = np.triu_indices(len(values["phone"].folded), 1)
    is_alike = similar(values["phone"], left, right) >= values["phone"].least
    assert values["phone"].least == 0.74
    assert (may_be_alike(values["phone"], left, right) >= is_alike).all()


def test_lengths_and_signs_tell_of_most_codes_that_they_differ() -> None:
    spec = spec_of({"fields": {"phone": "code"}})
    codes = ["0442002111", "0442002112", "0442", "0453999888"]
    values = prepare(pl.DataFrame({"record_id": list("abcd"), "phone": codes}), spec).fields["phone"]
    assert may_be_alike(values, np.zeros(3, int), np.arange(1, 4)).tolist() == [True, False, False]


def test_a_comparison_says_nothing_of_pairs_it_is_not_meant_for() -> None:
    """Of two that both have a name the place alone says nothing here; of a headline it is all there is."""
    levels = [{"place": "same"}]
    spec = spec_of(
        {
            "fields": {"name": "name", "place": "code"},
            "compare": {"unnamed": {"levels": levels, "given": {"name": "unknown"}}},
        }
    )
    df = pl.DataFrame({"record_id": ["a", "b", "c"], "name": ["さくら会", None, "つばき会"], "place": ["1", "1", "1"]})
    pairs = Pairs(prepare(df, spec), np.array([0, 0, 1]), np.array([1, 2, 2]))
    assert level(pairs, spec.comparisons[0]).tolist() == [0, UNKNOWN, 0]
