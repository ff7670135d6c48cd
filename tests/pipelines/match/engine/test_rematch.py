"""Only what changed is looked at, and the clusters are those of a full match."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.cli import main
from pipelines.match.engine import matching as engine
from pipelines.match.engine import weights
from pipelines.match.engine.judgement import Judgement, Said
from pipelines.match.engine.kept import Base, base_of, load, save
from pipelines.match.engine.matching import match
from pipelines.match.engine.packed import map_arrays, pack_arrays
from pipelines.match.engine.rematch import rematch
from pipelines.match.engine.spec import SpecError
from pipelines.match.engine.spec_file import spec_of
from pipelines.match.engine.weights import Weights

SPEC = spec_of(
    {
        "fields": {"name": "name", "ward": "code", "phone": "phone"},
        "identity": "name",
        # Rarity stays as it was when the match was kept, so that what is compared here must not depend on it
        "compare": {
            "name": {"levels": [{"name": "same"}, {"name": 0.9}, {"name": "contained"}, {"name": 0.75}, {"name": 0.55}]}
        },
        "block": [{"parts_of": "name"}, {"equal": "phone"}, {"equal": "ward"}],
        "apart": [{"when": {"ward": "differ"}, "why": "区が違う"}],
    }
)
WEIGHTS = Weights(
    (np.array([0.5, 0.2, 0.1, 0.1, 0.05, 0.05]), np.array([0.9, 0.05, 0.05]), np.array([0.9, 0.05, 0.05])),
    (np.array([0.01, 0.02, 0.05, 0.12, 0.2, 0.6]), np.array([0.15, 0.05, 0.8]), np.array([0.01, 0.01, 0.98])),
    0.3,
)
ROW = st.tuples(
    st.text(alphabet="さくら会桜公園体操", min_size=1, max_size=7),
    st.sampled_from(["141313", "141321", None]),
    st.sampled_from(["044-200-2111", "044-200-2112", None]),
)
TABLE = st.dictionaries(st.integers(0, 25), ROW, min_size=2, max_size=16)
SPOKEN = st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25), st.booleans()), max_size=3)


def frame(rows: dict[int, tuple[str, str | None, str | None]]) -> pl.DataFrame:
    return pl.DataFrame(
        [(f"{number:03d}", *row) for number, row in rows.items()],
        schema={"record_id": pl.String, "name": pl.String, "ward": pl.String, "phone": pl.String},
        orient="row",
    )


def kept(df: pl.DataFrame, said: Sequence[Judgement] = ()) -> Base:
    base = base_of(match(df, SPEC, weights=WEIGHTS, judgements=said), df, SPEC, said)
    assert base is not None
    return base


def judgements(spoken: list[tuple[int, int, bool]]) -> list[Judgement]:
    return [Judgement(f"{a:03d}", f"{b:03d}", "same" if same else "different") for a, b, same in spoken if a != b]


@given(TABLE, TABLE, SPOKEN, SPOKEN)
@settings(max_examples=20, deadline=None)
def test_tonight_is_what_a_full_match_says(
    before: dict[int, tuple[str, str | None, str | None]],
    after: dict[int, tuple[str, str | None, str | None]],
    spoken: list[tuple[int, int, bool]],
    anew: list[tuple[int, int, bool]],
) -> None:
    last, now = frame(before), frame(before | after)
    now = now.filter(pl.col("record_id") != last.get_column("record_id")[0])
    said = judgements(anew)
    with pytest.MonkeyPatch.context() as patch:  # a base learns nothing from the table, so the full match must not
        patch.setattr(engine, "adapted", lambda weights, *_: weights)
        patch.setattr(weights, "rareness", lambda values: np.zeros(len(values.folded), np.float32))
        base = kept(last, judgements(spoken))
        found = rematch(base, now.sample(fraction=1, shuffle=True, seed=1), SPEC, said)
        full = match(now, SPEC, weights=WEIGHTS, judgements=said)
    assert found.clusters.equals(full.clusters())


@pytest.mark.parametrize(
    ("name", "word", "groups"), [("さくら会", "different", ["001", "001"]), ("公園体操", "same", ["001", "002"])]
)
def test_what_people_take_back_is_as_if_nobody_had_said_it(name: str, word: Said, groups: list[str]) -> None:
    df = frame({1: ("さくら会", "141313", "044-200-2111"), 2: (name, "141313", "044-200-2111")})
    base = kept(df, [Judgement("001", "002", word)])
    still = rematch(base, df, SPEC, [Judgement("001", "002", word)])
    assert still.clusters.get_column("cluster_id").to_list() == ["001", "002" if word == "different" else "001"]
    assert rematch(base, df, SPEC).clusters.get_column("cluster_id").to_list() == groups


def test_a_pair_that_a_rule_keeps_apart_brings_no_third_one_in() -> None:
    """People join two across wards: that the model would have done so too brings the third one nowhere."""
    rows = dict.fromkeys((2, 3), ("さくら会", "141321", "044-200-2111"))
    df = frame({1: ("さくら会", "141313", "044-200-2111")} | rows)
    said = [Judgement("001", "002", "same")]
    found = rematch(kept(df), df, SPEC, said)
    assert found.clusters.get_column("cluster_id").to_list() == ["001", "001", "001"]
    assert found.clusters.equals(match(df, SPEC, weights=WEIGHTS, judgements=said).clusters())


def test_a_base_survives_on_disk(tmp_path: Path) -> None:
    df = frame({1: ("さくら会", "141313", None), 2: ("さくらの会", "141313", None), 3: ("公園体操", None, None)})
    save(kept(df), SPEC, tmp_path / "kept")
    base = load(tmp_path / "kept", SPEC)
    assert base is not None
    found = rematch(base, df, SPEC)
    assert (found.changed_count, found.gone_count, found.pair_count) == (0, 0, 0)
    assert found.clusters.equals(match(df, SPEC, weights=WEIGHTS).clusters())
    assert load(tmp_path / "kept", spec_of({"fields": {"name": "name"}})) is None
    assert load(tmp_path / "nothing", SPEC) is None


def test_a_base_is_known_again_in_another_process() -> None:
    # What a set prints is in another order in every process
    asked = (
        "from pipelines.match.activities import activities_spec; from pipelines.match.engine.kept import spec_print; "
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", asked + "print(spec_print(activities_spec()))"],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(prints) == 1


def test_arrays_come_back_as_they_were_packed(tmp_path: Path) -> None:
    arrays = {
        "codes": np.arange(5, dtype=np.int32),
        "none": np.zeros(0, dtype=np.uint64),
        "apart": np.array([True, False, True]),
        "m": np.array([0.25, 0.75]),
        "last": np.zeros(0, dtype=np.int8),
    }
    found = map_arrays(tmp_path / "arrays", pack_arrays(arrays, tmp_path / "arrays"))
    assert {name: (array.dtype, array.tolist()) for name, array in found.items()} == {
        name: (array.dtype, array.tolist()) for name, array in arrays.items()
    }


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(SpecError, match="照合の控えではありません"):
        load(tmp_path, SPEC)


def test_an_id_that_stands_twice_is_told() -> None:
    df = frame({1: ("さくら会", None, None), 2: ("公園体操", None, None)})
    base = kept(df)
    with pytest.raises(SpecError, match="重なっています: 001"):
        rematch(base, pl.concat([df, df.head(1)]), SPEC)


def test_many_records_that_are_the_same_are_matched_anew() -> None:
    df = frame(dict.fromkeys(range(80), ("さくら会", None, None)))
    assert base_of(match(df, SPEC, weights=WEIGHTS), df, SPEC) is None


def test_the_command_looks_only_at_what_changed(tmp_path: Path) -> None:
    names = {number: (f"{chr(0x4E00 + number)}{chr(0x5E00 + number)}の会", None, None) for number in range(40)}
    spec = tmp_path / "spec.toml"
    spec.write_text('[fields]\nname = "name"\nward = "code"\n', encoding="utf-8")

    def run(df: pl.DataFrame) -> str:
        df.write_parquet(tmp_path / "records.parquet")
        arguments = ["match", "--records", str(tmp_path / "records.parquet"), "--spec", str(spec)]
        arguments += ["--out", str(tmp_path / "out.parquet"), "--history", str(tmp_path / "history")]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
        return result.output

    assert "比べた組" in run(frame(names))
    assert "変わった 1 件と、なくなった 0 件だけ" in run(frame(names | {99: names[3]}))
    clusters = dict(pl.read_parquet(tmp_path / "out.parquet").iter_rows())
    assert clusters["099"] == "003"
    assert "比べた組" in run(frame({number: row for number, row in names.items() if number > 10}))
