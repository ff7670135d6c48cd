"""Which pairs blocks bring together: sets that share an element each."""

import polars as pl

from pipelines.match.engine.blocking import find_candidates
from pipelines.match.engine.prepare import prepare
from pipelines.match.engine.spec_file import spec_of

_FIELDS = {"name": "name", "ward": "code", "towns": "set", "days": "set"}


def pairs(block: dict[str, object], rows: list[tuple[str, str | None, str | None]]) -> set[tuple[str, str]]:
    """Of records a, b, c … with ward, towns and days."""
    spec = spec_of({"fields": _FIELDS, "block": [block]})
    ids = [chr(ord("a") + number) for number in range(len(rows))]
    ward, towns, days = zip(*rows, strict=True)
    columns = {"record_id": ids, "name": ids, "ward": ward, "towns": towns, "days": days}
    found = find_candidates(prepare(pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), spec), spec)
    return {(ids[a], ids[b]) for a, b in zip(found.left.tolist(), found.right.tolist(), strict=True)}


def test_sets_meet_in_one_element_of_each() -> None:
    rows = [("1", "菅;登戸", "MO"), ("2", "登戸", "MO;TU"), ("1", "登戸", "WE"), ("1", "菅", "MO"), ("1", None, "MO")]
    assert pairs({"any_of": ["towns", "days"]}, rows) == {("a", "b"), ("a", "d")}


def test_an_element_counts_beside_what_must_be_equal() -> None:
    rows = [("1", "菅;登戸", None), ("2", "登戸", None), ("1", "登戸;宿河原", None)]
    assert pairs({"equal": "ward", "any_of": "towns"}, rows) == {("a", "c")}


def test_a_pair_that_shares_two_elements_is_one_pair() -> None:
    assert pairs({"any_of": "towns"}, [("1", "菅;登戸", None), ("1", "菅;登戸", None)]) == {("a", "b")}
