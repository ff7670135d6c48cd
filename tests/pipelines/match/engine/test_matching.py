"""The engine on any table: properties, judgements, bad input."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.match.engine.judgement import Judgement
from pipelines.match.engine.matching import Matched, match
from pipelines.match.engine.spec import Spec, SpecError
from pipelines.match.engine.spec_file import spec_of
from pipelines.match.engine.weights import Weights

SPEC = spec_of({"fields": {"name": "name", "phone": "phone", "city": "text"}})
PEOPLE = [
    "山田書店",
    "やまだ文具",
    "柿生の里クラブ",
    "さくら会",
    "土橋カフェ",
    "夢見ヶ崎プレーパーク",
    "Cafe Bizou",
    "Cafe Biz",
]


def table(*rows: tuple[str, str | None, str | None]) -> pl.DataFrame:
    ids = [f"r{number:03d}" for number in range(len(rows))]
    names, phones, cities = zip(*rows, strict=True) if rows else ((), (), ())
    columns = {"record_id": ids, "name": list(names), "phone": list(phones), "city": list(cities)}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def guide() -> pl.DataFrame:
    """A list in which every third shop stands twice, with another spelling."""
    rows: list[tuple[str, str | None, str | None]] = []
    for number in range(60):
        name, phone = (
            f"{PEOPLE[number % 8]}{chr(0x3042 + number)}{chr(0x4E00 + 37 * number)}",
            f"044-200-{number * 97:04d}",
        )
        rows.append((name, phone, "川崎"))
        if number % 3 == 0:
            rows.append((f"「{name}」", phone.replace("-", " "), "川崎市"))
    return table(*rows)


def groups(matched: Matched) -> set[frozenset[str]]:
    clusters = matched.clusters().group_by("cluster_id").agg("record_id").get_column("record_id")
    return {frozenset(members) for members in clusters}


def test_what_is_written_twice_is_found_without_labels() -> None:
    matched = match(guide(), SPEC)
    assert len(groups(matched)) == 60
    assert sum(len(group) == 2 for group in groups(matched)) == 20


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_rows_changes_nothing(random) -> None:  # type: ignore[no-untyped-def]
    df = guide()
    order = list(range(df.height))
    random.shuffle(order)
    first, second = match(df, SPEC), match(df[order], SPEC)
    assert first.clusters().equals(second.clusters())
    assert first.pairs(SPEC).equals(second.pairs(SPEC))


def test_an_unrelated_record_changes_no_other_cluster() -> None:
    df = guide()
    weights = match(df, SPEC).weights
    before = groups(match(df, SPEC, weights=weights))
    alone = pl.DataFrame({"record_id": ["z1"], "name": ["まったく別のもの"], "phone": [None], "city": ["札幌"]})
    after = groups(match(pl.concat([df, alone], how="vertical_relaxed"), SPEC, weights=weights))
    assert after == before | {frozenset(["z1"])}


def test_evidence_and_prior_sum_to_the_probability() -> None:
    matched = match(guide(), SPEC)
    pairs = matched.pairs(SPEC)
    total = pairs.select(pl.sum_horizontal(name for name in pairs.columns if name.endswith("_bits"))).to_series()
    assert np.allclose(1 / (1 + np.exp2(-total.to_numpy())), pairs.get_column("probability").to_numpy(), atol=1e-4)


def test_to_agree_on_what_most_have_is_nothing_against_a_pair() -> None:
    df = guide().with_columns(city=pl.when(pl.int_range(pl.len()) % 8 == 0).then(pl.lit("鎌倉")).otherwise("city"))
    learned = match(df, SPEC).weights
    tells_nothing = Weights((*learned.m[:2], learned.u[2]), learned.u, learned.prior)
    matched = match(df, SPEC, weights=tells_nothing)
    city = matched.bits(SPEC)[2]
    assert (city[matched.levels[2] == 0] >= 0).all()
    assert city[matched.levels[2] == 0].max() > 0


def test_people_outrank_the_model_and_pairs_nobody_proposed_are_looked_at() -> None:
    df = table(("土橋カフェ", "1", "a"), ("土橋カフェ", "1", "a"), ("まちの縁側", "2", "b"), ("別の集まり", None, None))
    free = groups(match(df, SPEC))
    said = [Judgement("r000", "r001", "different"), Judgement("r003", "r002", "same")]
    bound = match(df, SPEC, judgements=said)
    assert frozenset(["r000", "r001"]) in free
    assert groups(bound) == {frozenset(["r000"]), frozenset(["r001"]), frozenset(["r002", "r003"])}
    assert bound.pairs(SPEC).filter(pl.col("decided_by") == "person").height == 2


def test_unsure_binds_nothing() -> None:
    df = table(("土橋カフェ", "1", "a"), ("土橋カフェ", "1", "a"))
    assert groups(match(df, SPEC, judgements=[Judgement("r000", "r001", "unsure")])) == groups(match(df, SPEC))


def ruled() -> Spec:
    apart = [{"when": {"name": "numbers_differ"}, "why": "番号が違う"}]
    return spec_of({"fields": {"name": "name", "phone": "phone", "city": "text"}, "apart": apart})


@given(st.lists(st.sampled_from(["さくら会第1", "さくら会第2", "さくら会"]), min_size=2, max_size=8))
@settings(max_examples=30, deadline=None)
def test_a_hard_rule_is_never_overruled_by_a_chain(names: list[str]) -> None:
    df = table(*((name, "044-200-1234", "川崎") for name in names))
    for group in groups(match(df, ruled())):
        told = {names[int(record[1:])][-1:] for record in group}
        assert not {"1", "2"} <= told


def test_labels_move_the_weights_towards_what_they_say() -> None:
    df = guide()
    plain = match(df, SPEC)
    likely = plain.pairs(SPEC).filter(pl.col("probability") > 0.9)
    labels = [Judgement(left, right, "different") for left, right in likely.select("left", "right").iter_rows()]
    taught = match(df, SPEC, labels=labels)
    assert taught.probability.max() < plain.probability.max()


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_records_make_no_pair(count: int) -> None:
    matched = match(table(*[("さくら会", "1", "a")][:count]), SPEC)
    assert matched.clusters().height == count
    assert matched.pairs(SPEC).is_empty()


def test_rows_that_are_all_the_same_are_one_and_stay_within_bounds() -> None:
    rows = [("さくら会", "044-200-1234", "川崎")] * 500
    matched = match(table(*rows, ("さくら会", "044-200-9999", "川崎")), SPEC)
    assert len(matched.candidates.left) < 10
    assert max(map(len, groups(matched))) >= 500
    apart = [Judgement("r000", "r001", "different")]
    labels = match(table(*rows), SPEC, judgements=apart).labels
    assert labels[0] != labels[1]


@pytest.mark.parametrize(
    ("df", "sentence"),
    [
        (pl.DataFrame({"record_id": ["a"], "name": ["x"], "phone": ["1"]}), "列 city がありません"),
        (
            pl.DataFrame({"record_id": ["a", "a"], "name": ["x", "y"], "phone": ["1", "2"], "city": ["", ""]}),
            "重なって",
        ),
        (pl.DataFrame({"record_id": [None], "name": ["x"], "phone": ["1"], "city": [""]}), "空の行"),
    ],
)
def test_a_table_that_does_not_fit_is_told(df: pl.DataFrame, sentence: str) -> None:
    with pytest.raises(SpecError, match=sentence):
        match(df, SPEC)


def test_two_records_of_one_source_stay_apart_where_a_source_lists_a_thing_once() -> None:
    spec = spec_of(
        {"source": "guide", "one_per_source": True, "fields": {"name": "name", "phone": "phone", "city": "text"}}
    )
    df = table(*[("さくら会", "044-200-1234", "川崎")] * 3).with_columns(guide=pl.Series(["x", "x", "y"]))
    assert all(len(group) <= 2 for group in groups(match(df, spec)))
