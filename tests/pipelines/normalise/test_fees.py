"""`fees`: free, paid or mixed, yen and unit; rules of docs/meaning.md §4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise.fees import Fee, parse_fee
from warehouse.contract import VOCABULARIES


@pytest.mark.parametrize(
    ("text", "fee"),
    [
        ("無料", Fee("free", 0, 0)),
        ("参加費無料、飲み物は100円で販売", Fee("free", 0, 0)),
        ("参加費 500円", Fee("paid", 500, 500, "per_person")),
        ("月額２，０００円", Fee("paid", 2000, 2000, "per_month")),
        ("年会費千円", Fee("paid", 1000, 1000, "per_year")),
        ("1回300円〜500円", Fee("paid", 300, 500, "per_session")),
        ("1家族500円", Fee("paid", 500, 500, "per_family")),
        ("500円から", Fee("paid", 500, None)),
        ("材料費実費", Fee("paid")),
        ("1家族3点まで、受付12時まで", Fee("unknown")),
        ("", Fee("unknown")),
    ],
)
def test_a_fee(text: str, fee: Fee) -> None:
    assert parse_fee(text) == fee


@given(
    st.text(st.sampled_from("0123456789,千万円無料有会費参加1回人年月家族材料実〜から一部未就学児、（） "), max_size=40)
)
def test_any_text_gives_a_sound_fee(text: str) -> None:
    fee = parse_fee(text)
    assert fee.fee_type in VOCABULARIES["fee_type"].values()
    assert fee.unit is None or fee.unit in VOCABULARIES["fee_unit"].values()
    if fee.fee_type == "free":
        assert (fee.fee_yen_min, fee.fee_yen_max) == (0, 0)
    if fee.fee_yen_min is not None and fee.fee_yen_max is not None:
        assert 0 <= fee.fee_yen_min <= fee.fee_yen_max


@pytest.mark.parametrize("text", ["円" * 100_000, "1," * 50_000, "無料" * 50_000, "(" * 100_000])
def test_a_hostile_text_is_unknown(text: str) -> None:
    assert parse_fee(text) == Fee("unknown")
