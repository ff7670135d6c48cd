"""From texts to rows of the raw tables."""

import hashlib
import json

import pytest
from scrapy.http import TextResponse

from scrapers.declaration.source import load_source
from scrapers.platforms.items import IssueItem, ListingItem, listing
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

SOURCE = load_source("kawasaki_city_cafes")
PAGE = TextResponse("https://www.city.kawasaki.jp/350/page/0000900001.html", body=b"page")


@pytest.mark.parametrize("name", [None, "", " \u3000\n"])
def test_a_row_without_a_name_is_quarantined_with_what_was_seen(name: str | None) -> None:
    item = listing(SOURCE, PAGE, 7, {"name_text": name, "venue_text": "会館", "fee_text": "無料"})
    assert isinstance(item, IssueItem)
    assert item.row["reason_code"] == "missing_name"
    assert item.row["is_quarantined"] is True
    assert (item.row["position"], item.row["raw_text"]) == (7, "会館 / 無料")


@pytest.mark.parametrize("column", ["price_text", "extra_json", "record_key"])
def test_a_column_that_the_contract_lacks_is_refused(column: str) -> None:
    with pytest.raises(KeyError, match=f"raw__listings has no column {column}"):
        listing(SOURCE, PAGE, 1, {"name_text": "カフェ", column: "x"})


@pytest.mark.parametrize(
    ("fields", "record_key", "expected"),
    [
        ({"ward_text": "幸区", "venue_text": "会館", "fee_text": "無料"}, None, "幸区 | カフェ | 会館"),
        ({"venue_text": "会館"}, None, " | カフェ | 会館"),
        ({"ward_text": "幸区"}, "G0000001", "G0000001"),
    ],
)
def test_the_record_key_is_the_own_id_or_the_key_fields(
    fields: dict[str, str | None], record_key: str | None, expected: str
) -> None:
    item = listing(SOURCE, PAGE, 1, {"name_text": "カフェ", **fields}, record_key=record_key)
    assert isinstance(item, ListingItem)
    assert item.row["record_key"] == expected


def test_texts_stay_as_published_and_blank_ones_are_left_out() -> None:
    texts = {"name_text": "カフェ\u3000Ａ ", "fee_text": " ", "phone_text": ""}
    item = listing(SOURCE, PAGE, 1, texts, {"駐車場": "なし", "備考": " "})
    assert isinstance(item, ListingItem)
    assert item.row["name_text"] == "カフェ\u3000Ａ "
    assert not {"fee_text", "phone_text"} & set(item.row)
    assert json.loads(str(item.row["extra_json"])) == {"駐車場": "なし"}
    assert item.row["body_sha256"] == hashlib.sha256(b"page").hexdigest()


def test_half_a_surrogate_pair_costs_one_sign_and_not_the_run() -> None:
    fields = {"name_text": "カフェ\ud800", "venue_text": "会館\U0001f600"}
    item = listing(SOURCE, PAGE, 1, fields, extra={"備考\udfff": "\ud800"}, record_key="k\ud800")
    assert isinstance(item, ListingItem)
    assert (item.row["name_text"], item.row["venue_text"]) == ("カフェ\ufffd", "会館\U0001f600")
    assert item.row["record_key"] == "k\ufffd"
    frame(table("raw__listings"), [{"source_key": "s", "run_id": "r", **item.row}])
