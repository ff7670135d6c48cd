"""Values out of texts that named a person: made-up persons, no debris."""

import time

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise.listings import SourceRule, normalise
from pipelines.normalise.privacy import CUT
from pipelines.normalise.short_values import names, short_values, without_persons
from warehouse.contract import table
from warehouse.contract.derived.frames import frame


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("見本町会（世話人：広場太郎）", "見本町会"),
        ("見本協議会(会長 広場)", "見本協議会"),
        ("見本協議会 会長：広場", "見本協議会"),
        ("見本協議会　会長　広場　太郎", "見本協議会"),
        ("無料、振込先は広場さんまで", "無料"),
        ("材料費200円(会計 担当:広場)", "材料費200円"),
        ("300円 広場様へ", "300円"),
        ("連絡先：広場様、200円", "200円"),
        ("見本緑地（広場様方）", "見本緑地"),
        ("毎週 木曜（担当：広場 090-0000-1234）", "毎週 木曜"),
        ("12月12日(土)、雨天時は広場さん(090-0000-1234)へ", "12月12日(土)"),
        ("どなたでも（お問い合わせは広場さんへ）10時から", "どなたでも10時から"),
        ("見本の会（代表：広場太郎", "見本の会"),
        ("第1会議室「担当（広場さん）」", "第1会議室"),
        ("広場様宅", None),
        ("代表：広場太郎", None),
        ("会長 広場", None),
        ("090-0000-1234", None),
        ("電話 090-0000-1234", None),
        ("担当：広場さん（携帯）", None),
        ("100円（会員は無料）。", "100円（会員は無料）。"),
    ],
)
def test_the_bracket_or_clause_around_a_person_goes_with_the_person(text: str, rest: str | None) -> None:
    assert short_values(pl.Series([text])).to_list() == [rest]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("☆見本グループ☆（代表：広場太郎）", "☆見本グループ☆"),
        ("広場花子さんの教室", "教室"),
        ("広場様", f"{CUT}様"),
        ("見本の会", "見本の会"),
    ],
)
def test_a_name_is_never_lost(text: str, rest: str) -> None:
    assert names(pl.Series([text])).to_list() == [rest]


def test_no_mark_reaches_a_value_or_a_key() -> None:
    texts = {
        "name_text": "見本の会（代表：広場太郎）",
        "organizer_text": "見本町会（世話人：広場太郎）",
        "venue_text": "広場様宅",
        "fee_text": "無料、振込先は広場さんまで",
        "target_text": "どなたでも（担当 広場さん）",
        "address_text": "川崎市高津区久本1-2-3 広場様方",
    }
    row = dict.fromkeys(table("raw__listings").optional) | texts
    row |= {"source_key": "s", "run_id": "r1", "page_url": "https://example.jp/", "position": 1, "body_sha256": "0"}
    found = normalise(frame(table("raw__listings"), [row | {"record_key": "k"}]), {"s": SourceRule("s", "cafe")})
    listing = found.listings.row(0, named=True)
    assert not [name for name, value in listing.items() if "非公開" in str(value) and not name.endswith("_text")]
    assert (listing["name"], listing["organizer"], listing["venue"]) == ("見本の会", "見本町会", None)
    assert (listing["organizer_key"], listing["venue_key"]) == ("見本町会", None)
    assert set(found.issues["reason_code"]) == {"personal_name"}
    assert found.issues.height == len(texts)


@given(
    st.lists(
        st.sampled_from(["広場の会", CUT, "代表", "：", "（", "）", "、", " ", "さん", "200円", "は"]), max_size=12
    )
)
def test_whatever_stands_around_it_no_mark_is_left(parts: list[str]) -> None:
    rest = without_persons("".join(parts))
    assert rest is None or "非公開" not in rest


@pytest.mark.parametrize(
    "piece", [CUT, f"（{CUT}", f"{CUT}）", "（", f"担当{CUT}", f"連絡先 担当 {CUT} ", "、", "代表"]
)
def test_a_hostile_text_ends(piece: str) -> None:
    started = time.monotonic()
    without_persons((piece * 20_000)[:50_000] + CUT)
    assert time.monotonic() - started < 5
