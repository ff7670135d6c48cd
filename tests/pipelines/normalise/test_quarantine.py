"""A row that breaks a rule leaves with reason, rule, text and link, and is back when the source has been mended."""

from typing import Any

import polars as pl
import pytest

from pipelines.lab.drills.made import flow_tables, one_source, published_files, raw_listings
from pipelines.normalise.listings import Normalised, normalise
from pipelines.normalise.quarantine import LONGEST_NAME, LONGEST_TEXT
from warehouse.storage import read_table


def raw(**broken: str) -> pl.DataFrame:
    """Three listings; the second one says something else."""
    is_second = pl.int_range(pl.len()) == 1
    said = [pl.when(is_second).then(pl.lit(text)).otherwise(name).alias(name) for name, text in broken.items()]
    return raw_listings(3).with_columns(said)


def read(**broken: str) -> Normalised:
    """What is made of them."""
    return normalise(raw(**broken), one_source(3).rules)


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("name_text", "会" * (LONGEST_NAME + 1), "too_long"),
        ("name_text", "★☆…", "missing_name"),
        ("schedule_text", "毎週" * LONGEST_TEXT, "too_long"),
    ],
)
def test_it_leaves_with_reason_text_and_link_and_comes_back(field: str, text: str, reason: str) -> None:
    odd = read(**{field: text})
    assert odd.listings.height == 2
    (issue,) = odd.issues.filter("is_quarantined").to_dicts()
    shown: dict[str, Any] = {"field_name": field, "reason_code": reason, "page_url": "https://x.example/k1"}
    assert {name: issue[name] for name in shown} == shown
    assert text.startswith(issue["raw_text"])
    assert 0 < len(issue["raw_text"]) <= 500
    assert issue["detail_text"]
    assert read().listings.height == 3


def test_the_count_is_in_the_release_and_the_text_is_not(tmp_path: Any) -> None:
    files = published_files(flow_tables(raw(name_text="ひみつ" * 100)), tmp_path)
    counts = read_table(files["quarantine_counts"]).filter("is_quarantined")
    assert counts.select("field_name", "reason_code", "row_count").rows() == [("name_text", "too_long", 1)]
    assert all(b"\xe3\x81\xb2\xe3\x81\xbf" not in path.read_bytes() for path in files.values())


def test_a_name_at_the_limit_stays() -> None:
    assert read(name_text="会" * LONGEST_NAME).listings.height == 3
