"""Columns of a listing come from the texts that are declared, and from no other."""

import polars as pl
import pytest

from cities.kawasaki.sample_city.world import build_world
from pipelines.normalise.listings import SourceRule, normalise
from pipelines.normalise.origins import read_from
from scrapers.declaration.declarations import participants
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

RULES = {
    key: SourceRule(source.id_prefix, source.kind, source.lookups())
    for key, source in ((key, each.source) for key, each in participants().items())
}
TEXTS = [name for name in table("raw__listings").optional if name != "extra_json"]
PLACE = ["source_key", "page_url"]
OF_THE_RUN = ("run_id", "record_key", "listing_id")


@pytest.fixture(scope="module")
def raw() -> pl.DataFrame:
    rows = []
    for number, entry in enumerate(build_world().entries[::3]):
        texts = {name: getattr(entry, name, None) for name in TEXTS}
        if texts["name_text"] and entry.site in RULES:
            place = {"source_key": entry.site, "run_id": "r1", "page_url": f"https://x.example/{number}"}
            rows.append(
                dict.fromkeys(table("raw__listings").optional)
                | texts
                | place
                | {"position": 1, "body_sha256": "0", "record_key": str(number)}
            )
    return frame(table("raw__listings"), rows)


@pytest.fixture(scope="module")
def read(raw: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The listings as they are, by "", and by text without it (a name has to be there: it is another one).

    As so many runs of one night: what does not change in them is read once.
    """
    runs = [raw.with_columns(run_id=pl.lit(""))]
    for text in TEXTS:
        other = pl.col(text) + "改" if text == "name_text" else pl.lit(None, dtype=pl.String)
        runs.append(raw.with_columns(other.alias(text), run_id=pl.lit(text)))
    every = pl.concat(runs).with_columns(record_key=pl.concat_str("record_key", "run_id", separator="-"))
    listings = normalise(every, RULES).listings
    return {str(run): df for (run,), df in listings.partition_by("run_id", as_dict=True).items()}


@pytest.mark.parametrize("text", TEXTS)
def test_what_changes_with_a_text_is_declared_to_be_read_from_it(
    raw: pl.DataFrame, read: dict[str, pl.DataFrame], text: str
) -> None:
    both = read[""].join(read[text], on=PLACE, suffix="_after")
    columns = [name for name in read[""].columns if name not in (*PLACE, *OF_THE_RUN)]
    changed = {name for name in columns if not both[name].equals(both[f"{name}_after"])}
    declared = {name for name, texts in read_from().items() if text in texts}
    assert changed <= declared
    if raw.get_column(text).drop_nulls().len() > 100:
        assert changed - {text}, "a text from which nothing is read"


def test_every_column_has_an_origin_that_exists() -> None:
    assert set(read_from()) == set(table("norm__listings").column_names)
    raw_columns = set(table("raw__listings").column_names)
    assert all(texts and set(texts) <= raw_columns for texts in read_from().values())
