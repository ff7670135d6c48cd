"""Columns of a listing come from the texts that are declared, and from no other."""

import polars as pl
import pytest

from pipelines.normalise.listings import SourceRule, normalise
from pipelines.normalise.origins import read_from
from scrapers.declaration.declarations import participants
from scrapers.sample_city.world import build_world
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

RULES = {
    key: SourceRule(source.id_prefix, source.kind, source.lookups())
    for key, source in ((key, each.source) for key, each in participants().items())
}
TEXTS = [name for name in table("raw__listings").optional if name != "extra_json"]
PLACE = ["source_key", "page_url"]


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
def before(raw: pl.DataFrame) -> pl.DataFrame:
    return normalise(raw, RULES).listings


@pytest.mark.parametrize("text", TEXTS)
def test_what_changes_with_a_text_is_declared_to_be_read_from_it(
    raw: pl.DataFrame, before: pl.DataFrame, text: str
) -> None:
    other = pl.col(text) + "改" if text == "name_text" else pl.lit(None, dtype=pl.String)
    after = normalise(raw.with_columns(other.alias(text)), RULES).listings
    both = before.join(after, on=PLACE, suffix="_after")
    columns = [name for name in before.columns if name not in PLACE]
    changed = {name for name in columns if not both[name].equals(both[f"{name}_after"])} - {"listing_id"}
    declared = {name for name, texts in read_from().items() if text in texts}
    assert changed <= declared
    if raw.get_column(text).drop_nulls().len() > 100:
        assert changed - {text}, "a text from which nothing is read"


def test_every_column_has_an_origin_that_exists() -> None:
    assert set(read_from()) == set(table("norm__listings").column_names)
    raw_columns = set(table("raw__listings").column_names)
    assert all(texts and set(texts) <= raw_columns for texts in read_from().values())
