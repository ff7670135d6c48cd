"""A finding costs its value or its listing, never the release."""

import json
from pathlib import Path

import polars as pl
import pytest

from pipelines.core.cleansing import cleansed
from pipelines.normalise.harms import Guard
from pipelines.normalise.listings import Known, Normalised, SourceRule, normalise
from pipelines.normalise.text import MARKUP
from pipelines.publish.outgoing import OutgoingError, findings_in, inspect
from warehouse.contract import table
from warehouse.contract.derived.frames import frame
from warehouse.privacy.prints import Seen, prints_in

KEY = b"k" * 32
SEEN = Seen(KEY, frozenset(prints_in("代表：架空坂 花子 090-0000-8765 hiroba-canary@itscom.net", KEY)))
GUARD = Guard(frozenset({"hiroba.org"}), SEEN)


def read(seen: Seen = SEEN, **texts: str) -> Normalised:
    row = dict.fromkeys(table("raw__listings").optional) | {"name_text": "広場の会", "record_key": "k"}
    row |= {"source_key": "s", "run_id": "r1", "page_url": "https://example.jp/", "position": 1, "body_sha256": "0"}
    raw = frame(table("raw__listings"), [row | texts])
    return normalise(raw, {"s": SourceRule("s", "cafe")}, Known(frozenset(), seen))


def shown(result: Normalised) -> list[str]:
    names = [name for name in result.listings.columns if not name.endswith("_text")]
    return [str(value) for value in result.listings.select(names).row(0) if value is not None]


def test_markup_that_one_field_opens_and_another_closes_is_taken_out_of_both() -> None:
    result = read(name_text="会 <b ", target_text="大人 > 子")
    joined = "。".join(shown(result))
    assert result.listings.get_column("name").item() == "会"
    assert pl.Series([joined]).str.contains(MARKUP).item() is False
    assert findings_in("norm__listings", result.listings.select(pl.exclude("^.*_text$")), GUARD) == []


@pytest.mark.parametrize(
    "sign", ["<script", "</script ", "<!--", "<details ontoggle=x>", "<h1>", "<svg/onload=x>", "<img src=x "]
)
@pytest.mark.parametrize("field", ["name_text", "target_text", "venue_text"])
def test_no_beginning_of_a_tag_is_left_in_a_field(sign: str, field: str) -> None:
    result = read(**{field: f"会{sign}"})
    assert result.listings.height == 1
    assert not [text for text in shown(result) if "<" in text]
    assert (field, "markup") in result.issues.select("field_name", "reason_code").rows()


@pytest.mark.parametrize("text", ["3<5の部", "＜第1部＞", "A > B", "I <3 川崎"])
def test_signs_that_are_no_tag_stay(text: str) -> None:
    assert pl.Series([text]).str.contains(MARKUP).item() is False


def test_what_letters_of_other_alphabets_hid_is_cut_when_they_are_read() -> None:
    result = read(
        fee_text="連絡 𝟎𝟗𝟎-𝟎𝟎𝟎𝟎-𝟖𝟕𝟔𝟓", venue_text="hiroba\u200b-canary@itscom\u200b.net", record_key="会\u200b"
    )
    assert not [text for text in shown(result) if "8765" in text or "itscom" in text or "\u200b" in text]


def test_a_name_a_page_marked_once_is_cut_where_nothing_marks_it() -> None:
    result = read(target_text="地域の方。架空坂花子")
    assert not [text for text in shown(result) if "架空坂" in text]
    assert ("target", "personal_name") in result.issues.select("field_name", "reason_code").rows()
    assert result.listings.height == 1
    # A word that begins like a name is none
    assert read(organizer_text="架空坂自治会").listings.get_column("organizer").item() == "架空坂自治会"


def test_an_address_of_a_page_that_holds_a_number_costs_that_listing_only() -> None:
    result = read(page_url="https://example.jp/09000008765.html")
    assert result.listings.height == 0
    assert result.issues.filter("is_quarantined").select("field_name", "reason_code").rows() == [
        ("page_url", "mobile_number")
    ]


def test_what_earlier_releases_said_is_cleansed_and_the_rest_keeps_its_bytes() -> None:
    old = {"name": "会", "mail": "a@unknown.net", "target": "架空坂花子さんへ", "fee": "無料"}
    kept = json.dumps({"name": "会 /", "mail": "a@hiroba.org"}, ensure_ascii=False)
    rows = pl.DataFrame(
        {"activity_json": [json.dumps(old, ensure_ascii=False), kept], "old_text": ["a@unknown.net", None]}
    )
    now = cleansed(rows, GUARD)
    assert now.get_column("activity_json").item(1) == kept
    cleaned = json.loads(now.get_column("activity_json").item(0))
    assert cleaned["mail"] is None and "花子" not in cleaned["target"] and cleaned["fee"] == "無料"
    assert findings_in("history", now, GUARD) == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("連絡は a@unknown.net へ", True),
        ("連絡は a@hiroba.org へ", False),
        ("連絡は a@hiroba.or.jp へ", False),
        ("０９０…００００…８７６５", True),
        ("架空坂 花子", True),
        ("架空坂自治会", False),
        ("講師。川崎区。対象: 乳幼児", False),
    ],
)
def test_the_last_look_knows_what_pages_showed(text: str, is_found: bool, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    if is_found:
        with pytest.raises(OutgoingError):
            inspect(tmp_path, GUARD)
    else:
        inspect(tmp_path, GUARD)
