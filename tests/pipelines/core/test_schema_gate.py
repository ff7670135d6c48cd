"""A column a reader uses goes only after an announcement; the version moves when the contract does."""

import polars as pl
import pytest

from pipelines.core.schema_gate import broken_promises, unversioned_changes
from warehouse.contract.derived.deprecations import DEPRECATIONS
from warehouse.contract.derived.dictionary import dictionary_frame

NOW = dictionary_frame()
IS_ONE = (pl.col("table_name") == "overlap") & (pl.col("column_name") == "lost_value_count")
ANNOUNCED = pl.when(IS_ONE).then(pl.lit("instead")).otherwise("replaced_by").alias("replaced_by")


@pytest.mark.parametrize(
    ("last", "now", "said"),
    [
        (NOW, NOW, []),
        (NOW.head(0), NOW, []),
        (NOW.filter(~IS_ONE), NOW, []),  # a new column
        (NOW, NOW.filter(~IS_ONE), ["overlap の列 lost_value_count が予告なしに"]),
        (NOW.with_columns(ANNOUNCED), NOW.filter(~IS_ONE), []),
        (
            NOW,
            NOW.with_columns(column_type=pl.when(IS_ONE).then(pl.lit("text")).otherwise("column_type")),
            ["型が integer から text に"],
        ),
    ],
)
def test_what_readers_would_miss(last: pl.DataFrame, now: pl.DataFrame, said: list[str]) -> None:
    found = broken_promises(last, now)
    assert len(found) == len(said)
    assert all(part in line for part, line in zip(said, found, strict=True))


@pytest.mark.parametrize("entry", DEPRECATIONS, ids=lambda entry: f"{entry.table}.{entry.column}")
def test_what_is_announced_is_still_there_and_so_is_what_replaces_it(entry: object) -> None:
    columns = set(NOW.filter(pl.col("table_name") == entry.table).get_column("column_name"))  # type: ignore[attr-defined]
    assert {entry.column, entry.replaced_by} <= columns  # type: ignore[attr-defined]


def test_a_column_that_is_a_list_now_stays_a_text_for_a_release() -> None:
    """0.6.0 had no lists; the release after it is carried on, and one without the texts is not."""
    typed = pl.col("column_type").str.contains("list|time$")
    last = NOW.filter(~typed).with_columns(replaced_by=pl.lit(None, dtype=pl.String))
    assert last.height < NOW.height
    assert broken_promises(last, NOW) == []
    gone = NOW.filter(pl.col("column_name") != "target_groups")
    assert [line[:12] for line in broken_promises(last, gone)] == ["表 activities"[:12]]


CODES = pl.DataFrame({"code": ["a", "b"]})
FIRST = min(f"{row[0]}.{row[1]}" for row in NOW.select("table_name", "column_name").iter_rows())
OTHERWISE_DESCRIBED = NOW.with_columns(description_ja=pl.lit("別の言い方"))


def released(
    dictionary: pl.DataFrame = NOW, codes: pl.DataFrame = CODES, version: str = "1.0.0"
) -> dict[str, pl.DataFrame]:
    release = pl.DataFrame({"contract_version": [version]})
    return {"data_dictionary": dictionary, "release": release, "codes_ward": codes}


@pytest.mark.parametrize(
    ("last", "place"),
    [
        pytest.param({}, None, id="the first release"),
        pytest.param(released(), None, id="nothing has changed"),
        pytest.param(released(OTHERWISE_DESCRIBED), None, id="only put in other words"),
        pytest.param(released(NOW.filter(~IS_ONE)), "overlap.lost_value_count", id="a new column"),
        pytest.param(released(NOW.with_columns(is_key=~pl.col("is_key"))), FIRST, id="another key"),
        pytest.param(released(codes=CODES.head(1)), "codes_ward.b", id="a new code"),
        pytest.param(released(NOW.drop("refers_to")), FIRST, id="an older dictionary"),
        pytest.param(released(NOW.filter(~IS_ONE), version="0.9.0"), None, id="the version has moved"),
    ],
)
def test_a_contract_that_changed_under_the_same_version_is_noticed(
    last: dict[str, pl.DataFrame], place: str | None
) -> None:
    found = unversioned_changes(last, released())
    assert len(found) == (place is not None)
    assert not place or (place in found[0] and "1.0.0" in found[0])
