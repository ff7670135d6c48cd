"""Words a condition may use."""

import polars as pl
import pytest

from pipelines.match.engine.compare import Pairs
from pipelines.match.engine.prepare import prepare
from pipelines.match.engine.spec import Condition, SpecError, spec_of

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
    assert pairs.holds(Condition("name", "telling")).tolist() == [False, True]


def test_a_level_may_ask_two_things_of_one_field() -> None:
    spec = spec_of({"fields": {"name": "name"}, "compare": {"name": {"levels": [{"name": ["same", "long"]}]}}})
    assert spec.comparisons[0].levels[0].conditions == (Condition("name", "same"), Condition("name", "long"))


def test_folded_names_a_field() -> None:
    with pytest.raises(SpecError, match="folded の phone"):
        spec_of({"fields": {"name": "name"}, "folded": ["phone"]})
