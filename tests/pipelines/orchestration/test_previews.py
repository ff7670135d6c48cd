"""What stands beside a table in the UI: Japanese, short, free of private text; pictures that speak without colour."""

import base64
import re
from datetime import datetime
from xml.etree import ElementTree

import polars as pl

from pipelines.lab.drills.made import flow_tables, raw_listings
from pipelines.orchestration.previews import counts, first_rows, nights
from pipelines.publish.plots import Point, bars, nights_line
from warehouse.contract import table


def picture(markdown: str) -> ElementTree.Element:
    coded = re.search(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", markdown)
    assert coded
    return ElementTree.fromstring(base64.b64decode(coded[1]))  # our own


def test_ten_rows_under_japanese_headings_with_codes_in_words() -> None:
    df = flow_tables(raw_listings(24))["core__activities"]
    shown = first_rows(table("core__activities"), df)
    lines = shown.splitlines()
    assert len([line for line in lines if line.startswith("| kwa_")]) == 10
    assert "名称" in lines[0]
    assert "宮前区" in shown
    assert f"全 {df.height} 行のうち、はじめの 10 行" in shown


def test_a_list_of_codes_is_shown_in_words() -> None:
    df = flow_tables(raw_listings(4))["core__activities"].with_columns(other_kind_codes=pl.lit(["cafe", "green"]))
    columns = [name for name in df.columns if name in {"activity_id", "name", "other_kind_codes"}]
    assert "居場所・カフェ、緑・環境" in first_rows(table("core__activities"), df.select(columns))


def test_counts_by_ward_with_a_picture() -> None:
    df = pl.DataFrame({"ward_code": ["141364", "141364", "141313", None]})
    (title, text), *_ = counts(df, {}).items()
    assert title == "区ごとの行数"
    assert "| 宮前区 | 2 |" in text
    assert "| 区不明 | 1 |" in text
    assert picture(text).get("role") == "img"


def test_a_bad_night_is_a_square_not_only_a_colour() -> None:
    runs = pl.DataFrame(
        {
            "run_id": [f"r{night:02d}" for night in range(40)],
            "started_at": [datetime(2026, 11, 1 + night % 28) for night in range(40)],  # noqa: DTZ001
            "listing_count": list(range(40)),
            "run_verdict_code": ["succeeded"] * 39 + ["failed"],
        }
    )
    drawn = picture(nights(runs, "見本の一覧"))
    kinds = [element.tag.rpartition("}")[2] for element in drawn.iter()]
    assert kinds.count("circle") == 29
    assert kinds.count("rect") == 2  # the ground and the bad night
    assert (drawn.get("aria-label") or "").startswith("見本の一覧: ")


def test_text_in_a_picture_is_escaped_and_nothing_divides_by_zero() -> None:
    for svg in (bars([("<b>", 0)], "a & b"), nights_line([Point("<i>", 0)], "a & b"), bars([], "x")):
        assert ElementTree.fromstring(svg).tag.endswith("svg")
