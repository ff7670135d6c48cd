"""Learning without labels: it neither collapses on look-alikes nor finds nothing; candidates of one record compete."""

import numpy as np
import polars as pl

from pipelines.match.engine.judgement import Judgement
from pipelines.match.engine.matching import Matched, match
from pipelines.match.engine.spec_file import spec_of

FIELDS = {"fields": {"name": "name", "description": "text"}}
LINKED = FIELDS | {"source": "shop", "one_per_source": True}
WORDS = ["turntable", "speaker", "receiver", "camera", "printer", "monitor", "keyboard", "headset"]


def catalogue(count: int = 240) -> pl.DataFrame:
    """Two shops that write of the same things in their own words; things of one make and kind are alike."""
    drawn = np.random.default_rng(7)
    rows = []
    for number in range(count):
        make, word = f"Maker{number % 6}", WORDS[number % 8]
        code = "".join(chr(65 + each) for each in drawn.integers(0, 26, 3)) + f"{drawn.integers(100, 999)}"
        rows.append((f"a{number:03d}", "a", f"{make} {word} - {code}", f"{make} {word} with belt drive and {word} arm"))
        rows.append((f"b{number:03d}", "b", f"{make} {code[:3]}-{code[3:]} home {word}", f"{word} by {make}"))
    return pl.DataFrame(rows, schema=["record_id", "shop", "name", "description"], orient="row")


def f1(matched: Matched) -> float:
    """Every record and its other self, by the number in the ID."""
    clusters = matched.clusters().with_columns(thing=pl.col("record_id").str.slice(1))
    sizes = clusters.group_by("cluster_id").len().get_column("len")
    right = clusters.group_by("cluster_id", "thing").len().filter(pl.col("len") == 2).height
    return 2 * right / (int((sizes * (sizes - 1) // 2).sum()) + clusters.height // 2)


def test_two_catalogues_of_look_alikes_are_linked() -> None:
    assert f1(match(catalogue(), spec_of(LINKED))) > 0.9


def test_evidence_prior_and_rivals_sum_to_the_probability() -> None:
    spec = spec_of(LINKED)
    pairs = match(catalogue(60), spec).pairs(spec)
    told = pairs.select(pl.sum_horizontal("prior_bits", "name_bits", "description_bits", "rivals_bits")).to_series()
    assert np.allclose(1 / (1 + np.exp2(-told.to_numpy())), pairs.get_column("probability").to_numpy())
    assert pairs.get_column("rivals_bits").max() <= 1e-6  # type: ignore[operator]
    assert pairs.get_column("rivals_bits").min() < -1  # type: ignore[operator]


def test_who_is_said_to_be_another_competes_no_more() -> None:
    rows = [("a1", "a", "さくら会"), ("b1", "b", "さくら会"), ("b2", "b", "さくら会")]
    rows += [
        (f"{shop}{number}", shop, f"{chr(0x4E00 + 7 * number)}の集い") for number in range(10, 40) for shop in "ab"
    ]
    df = pl.DataFrame(rows, schema=["record_id", "shop", "name"], orient="row")
    spec = spec_of({"source": "shop", "one_per_source": True, "fields": {"name": "name"}})

    def chance(*said: Judgement) -> float:
        pairs = match(df, spec, judgements=said).pairs(spec).filter(left="a1", right="b1")
        return float(pairs.get_column("probability")[0])

    alone = chance(Judgement("a1", "b2", "different"))
    assert chance(Judgement("a1", "b2", "same")) < chance() < alone


def test_many_look_alikes_do_not_become_the_same() -> None:
    """Shops of chains share name and town by the dozen; a few that stand twice agree in all."""
    rows = [(f"c{n:04d}", f"Chain{n % 9} Market", f"{100 + 7 * n} Oak Street", f"55501{n:05d}") for n in range(600)]
    rows += [(f"d{n:04d}", f"Chain{n % 9} Mart", f"{100 + 7 * n} Oak St", f"55501{n:05d}") for n in range(0, 600, 25)]
    df = pl.DataFrame(rows, schema=["record_id", "name", "address", "phone"], orient="row")
    matched = match(df, spec_of({"fields": {"name": "name", "address": "address", "phone": "phone"}}))
    clusters = dict(matched.clusters().iter_rows())
    assert all(clusters[f"d{n:04d}"] == clusters[f"c{n:04d}"] for n in range(0, 600, 25))
    assert len(set(clusters.values())) == 600
