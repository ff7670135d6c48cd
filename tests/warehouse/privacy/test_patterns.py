"""One pattern of a mobile number and one of an address, the same in every engine."""

from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbt_like_sql.loader import checks, run
from pipelines.normalise.privacy import marks_of, without_personal_data
from warehouse.privacy.domains import private_hosts
from warehouse.privacy.masking import mask
from warehouse.privacy.patterns import MOBILE_HELD, digits_of, mails, mobiles
from warehouse.privacy.signs import folded

SPELLINGS = (
    "090-1234-5678",
    "０８０－１２３４－５６７８",
    "070(1234)5678",
    "(090)1234-5678",
    "090　1234　5678",
    "09012345678",
    "090・1234・5678",
    "090ｰ1234ｰ5678",
    "090−1234−5678",
    "060-1234-5678",
    "+81 90-1234-5678",
    "+81-(0)90-1234-5678",
    "＋８１（０）９０－１２３４－５６７８",
    "0081 90 1234 5678",
    "090\u200b1234\u200b5678",
)
NUMBERS = ("044-200-2111", "0120-123-456", "0800-123-4567", "050-1234-5678", "id=109012345678", "06-6543-2100")
ADDRESSES = tuple(f"a{number}@{host}" for number, host in enumerate(private_hosts()))


@pytest.mark.parametrize("number", SPELLINGS)
def test_every_spelling_is_masked_marked_and_cut(number: str) -> None:
    text = f"連絡先{number}（携帯）"
    assert mask(text).mobiles == 1
    assert marks_of(text) == ["mobile_number"]
    assert not set("1234") & set(folded(without_personal_data(text)))


@pytest.mark.parametrize("number", NUMBERS)
def test_other_numbers_stay(number: str) -> None:
    assert mask(number).mobiles == 0
    assert marks_of(number) == []


def test_one_number_has_one_plain_form() -> None:
    plain = {digits_of(text[start:end]) for text in SPELLINGS for start, end in mobiles(text)}
    assert plain == {"09012345678", "08012345678", "07012345678", "06012345678"}


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from((*SPELLINGS, *NUMBERS)), st.text("0789+81-() ー０９x、\n", max_size=14)), max_size=4
    )
)
def test_sql_finds_what_python_finds(parts: list[str]) -> None:
    text = "".join(parts)
    held = duckdb.execute("SELECT regexp_matches(?, ?)", [text, MOBILE_HELD]).fetchall()[0][0]
    assert held == any(mobiles(text))
    assert pl.Series([text]).str.contains(MOBILE_HELD).item() == held


@pytest.mark.parametrize("number", SPELLINGS)
def test_the_check_of_a_release_finds_every_spelling(number: str, tmp_path: object) -> None:
    path = f"{tmp_path}/activity_values.parquet"
    rows = {
        "activity_id": ["a", "b"],
        "field_name": ["fee", "fee"],
        "value_text": [f"連絡は{number}へ", "044-200-2111"],
    }
    pl.DataFrame(rows).write_parquet(path)

    found = run(checks()["no_mobile_number_is_published"], {"activity_values": Path(path)})
    assert found.get_column("activity_id").to_list() == ["a"]


@pytest.mark.parametrize(
    ("text", "mail"),
    [
        ("ｘ＠ｇｍａｉｌ．ｃｏｍ", "x@gmail.com"),
        ("x&#64;gmail.com", "x@gmail.com"),
        ("x%40gmail.com", "x@gmail.com"),
        ("x [at] gmail.com", "x@gmail.com"),
        ("x（アットマーク）gmail.com", "x@gmail.com"),
        ("xアットマークgmail.com", "x@gmail.com"),
        ("x★gmail.com", "x@gmail.com"),
        ("x\u200b@gmail[.]com", "x@gmail.com"),
        ("連絡先x@gmail.comまで", "x@gmail.com"),
        ("𝐱@𝐠𝐦𝐚𝐢𝐥.𝐜𝐨𝐦", "x@gmail.com"),
    ],
)
def test_an_address_is_read_however_it_is_written(text: str, mail: str) -> None:
    assert [found for _, _, found in mails(folded(text))] == [mail]


@pytest.mark.parametrize("host", sorted(private_hosts()))
def test_an_address_at_any_private_host_is_masked_and_marked(host: str) -> None:
    for domain in (host, f"sub.{host}"):
        text = f"連絡は hiroba-canary@{domain} へ"
        assert mask(text).mails == 1
        assert marks_of(text) == ["personal_mail"]
        assert "canary" not in without_personal_data(text)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from((*SPELLINGS, *(f"a{n}@{host}" for n, host in enumerate(private_hosts())), "、", "へ ")),
        max_size=6,
    )
)
def test_what_masking_masks_no_cut_text_holds(parts: list[str]) -> None:
    left = mask(without_personal_data("、".join(parts)))
    assert (left.mobiles, left.mails) == (0, 0)
