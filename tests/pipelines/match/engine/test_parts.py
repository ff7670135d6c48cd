"""Rare parts of names bring spellings together, and common ones do not flood the table."""

import numpy as np
import polars as pl
import pytest

from pipelines.match.engine.blocking import find_candidates
from pipelines.match.engine.parts import part_keys
from pipelines.match.engine.prepare import prepare
from pipelines.match.engine.spec_file import spec_of

SPEC = spec_of({"fields": {"name": "name", "ward": "code"}, "block": [{"parts_of": "name"}]})


def records(names: list[str], ward: str | None = None):  # type: ignore[no-untyped-def]
    ids = [f"{number:05d}" for number in range(len(names))]
    wards = pl.Series([ward] * len(names), dtype=pl.String)
    return prepare(pl.DataFrame({"record_id": ids, "name": names, "ward": wards}), SPEC)


def pairs(names: list[str]) -> set[tuple[int, int]]:
    found = find_candidates(records(names), SPEC)
    return set(zip(found.left.tolist(), found.right.tolist(), strict=True))


@pytest.mark.parametrize(
    "other", ["柿生の里クラブ", "柿生の里くらぶ（本部）", "新・柿生の里クラブ", "柿生里クラブ", "柿生の里クラフ"]
)
def test_spellings_of_one_name_share_a_part(other: str) -> None:
    crowd = [f"土橋{chr(0x4E00 + number)}の会" for number in range(200)]
    assert (200, 201) in pairs([*crowd, "柿生の里クラブ", other])


def test_a_part_everybody_has_brings_nobody_together() -> None:
    names = [f"{chr(0x4E00 + number * 3)}{chr(0x5E00 + number * 7)}会" for number in range(500)]
    assert len(pairs(names)) < 500


def test_identical_names_that_are_too_many_meet_where_something_else_agrees() -> None:
    spec = spec_of(
        {"fields": {"name": "name", "ward": "code"}, "block": [{"parts_of": "name"}, {"equal": ["name", "ward"]}]}
    )
    df = pl.DataFrame(
        {
            "record_id": [f"{number:05d}" for number in range(400)],
            "name": ["さくら会"] * 400,
            "ward": [f"w{number // 2}" for number in range(400)],
        }
    )
    found = find_candidates(prepare(df, spec), spec)
    together = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert {(number, number + 1) for number in range(0, 400, 2)} <= together
    assert len(together) < 400


def test_every_record_of_a_value_has_its_keys() -> None:
    values = records(["多摩川"] * 3 + ["多摩川原"] * 2).fields["name"]
    keys, who = part_keys(values, 60)
    by_record = [set(keys[who == number].tolist()) for number in range(5)]
    assert by_record[0] == by_record[1] == by_record[2]
    assert by_record[3] == by_record[4]
    assert by_record[0] & by_record[3]


def test_texts_shorter_than_a_part_and_empty_tables_are_no_trouble() -> None:
    assert pairs(["", "川", "川"]) == {(1, 2)}
    assert pairs([]) == set()
    assert len(part_keys(records([]).fields["name"], 60)[0]) == 0
    assert np.array_equal(part_keys(records(["", ""]).fields["name"], 60)[1], np.zeros(0))
