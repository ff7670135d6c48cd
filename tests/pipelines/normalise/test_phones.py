"""`numbers_as_written` and `public_phones`: the hand-labelled texts, then one case per rule (docs/meaning.md §6)."""

from __future__ import annotations

from pathlib import Path

import phonenumbers
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.normalise import phones as module
from pipelines.normalise.phones import PHONE_DTYPE, numbers_as_written, public_phones

GOLD = pl.read_csv(Path(__file__).parent / "fixtures" / "phones.csv", infer_schema=False)


def read(text: str | None) -> list[tuple[str, str, bool]] | None:
    """Its valid numbers."""
    phones = numbers_as_written(pl.Series([text], dtype=pl.String)).to_list()[0]
    return None if phones is None else [tuple(phone.values()) for phone in phones if phone["e164"]]


def public(text: str | None) -> str | None:
    shown: str | None = public_phones(pl.Series([text], dtype=pl.String)).get_column("phone").item()
    return shown


@pytest.mark.parametrize("raw", GOLD["raw"].unique(maintain_order=True).to_list())
def test_labelled_texts(raw: str) -> None:
    labels = GOLD.filter(pl.col("raw") == raw, pl.col("e164").is_not_null())
    expected = {(e164, kind, publishable == "true") for _, _, e164, kind, publishable in labels.iter_rows()}
    assert set(read(raw) or []) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("TEL044-200-2111", [("+81442002111", "fixed", True)], id="label glued to the number"),
        pytest.param(
            "TEL044-200-2111/FAX044-200-3911",
            [("+81442002111", "fixed", True), ("+81442003911", "fax", True)],
            id="number behind /FAX",
        ),
        pytest.param(
            "FAX: 044-200-3911 TEL: 044-200-2111",
            [("+81442003911", "fax", True), ("+81442002111", "fixed", True)],
            id="fax first",
        ),
        pytest.param(
            "044-200-2111(FAX 044-200-3911)",
            [("+81442002111", "fixed", True), ("+81442003911", "fax", True)],
            id="fax in brackets",
        ),
        pytest.param(
            "044-200-3911(FAX)、044-200-2111",
            [("+81442003911", "fax", True), ("+81442002111", "fixed", True)],
            id="label behind holds for its number only",
        ),
        pytest.param("０４４−２００−２１１１", [("+81442002111", "fixed", True)], id="full width, minus sign"),
        pytest.param("(044)200-2111", [("+81442002111", "fixed", True)], id="bracketed area code"),
        pytest.param("044・200・2111", [("+81442002111", "fixed", True)], id="middle dots"),
        pytest.param("+81-44-200-2111", [("+81442002111", "fixed", True)], id="international"),
        pytest.param("0442002111", [("+81442002111", "fixed", True)], id="no separator"),
        pytest.param("044-200-2111（内線1234）", [("+81442002111", "fixed", True)], id="extension"),
        pytest.param("①044-200-2111", [("+81442002111", "fixed", True)], id="circled number in front"),
        pytest.param("044-200-2111 9:00-17:00", [("+81442002111", "fixed", True)], id="time behind"),
        pytest.param(
            "044-200-2111・2112",
            [("+81442002111", "fixed", True), ("+81442002112", "fixed", True)],
            id="tail behind a dot",
        ),
        pytest.param(
            "044-200-2111/2112または2113",
            [("+81442002111", "fixed", True), ("+81442002112", "fixed", True), ("+81442002113", "fixed", True)],
            id="several tails",
        ),
        pytest.param(
            "044-200-2111～3", [("+81442002111", "fixed", True), ("+81442002113", "fixed", True)], id="tail of a row"
        ),
        pytest.param("044-200-2111、10名まで", [("+81442002111", "fixed", True)], id="a number of people is no tail"),
        pytest.param("044-200-2111/9:00～", [("+81442002111", "fixed", True)], id="a time is no tail"),
        pytest.param(
            "044-200-2111（FAX兼）", [("+81442002111", "fixed", True), ("+81442002111", "fax", True)], id="fax as well"
        ),
        pytest.param(
            "044-200-2111 FAX共用",
            [("+81442002111", "fixed", True), ("+81442002111", "fax", True)],
            id="the same number, said without brackets",
        ),
        pytest.param(
            "(電話)044-200-2111 (FAX)044-200-3911",
            [("+81442002111", "fixed", True), ("+81442003911", "fax", True)],
            id="labels in brackets in front",
        ),
        pytest.param(
            "電話044-200-2111・FAX3911",
            [("+81442002111", "fixed", True), ("+81442003911", "fax", True)],
            id="tail with a label of its own",
        ),
        pytest.param(
            "044-200-2111、-2112",
            [("+81442002111", "fixed", True), ("+81442002112", "fixed", True)],
            id="tail with a dash",
        ),
        pytest.param("044～200～2111", [("+81442002111", "fixed", True)], id="waves for hyphens"),
        pytest.param("449353113", [("+81449353113", "fixed", True)], id="a table took the zero away"),
        pytest.param("9012345678.0", [("+819012345678", "mobile", False)], id="the same of a mobile"),
        pytest.param("会員番号 449353113", [], id="a number of a member"),
        pytest.param("090-1234-5678", [("+819012345678", "mobile", False)], id="mobile"),
        pytest.param("自宅044-200-2111", [("+81442002111", "fixed", False)], id="private by label in front"),
        pytest.param("044-200-2111(個人)", [("+81442002111", "fixed", False)], id="private by label behind"),
        pytest.param("0120-123-456", [("+81120123456", "tollfree", True)], id="toll-free"),
        pytest.param("050-5527-1234", [("+815055271234", "voip", True)], id="VoIP"),
        pytest.param("080-0123-4567", [], id="a mistyped mobile is no toll-free number"),
        pytest.param("0800-123-4567", [("+818001234567", "tollfree", True)], id="toll-free with four digits"),
        pytest.param("200-2111", [], id="no area code: never guess 044"),
        pytest.param("03-0123-4567", [], id="impossible"),
        pytest.param("044-000-1234", [], id="no exchange begins with 0"),
        pytest.param("44-733-0017", [("+81447330017", "fixed", True)], id="the zero a table program takes away"),
        pytest.param("0570-064-000（ナビダイヤル）", [("+81570064000", "uan", True)], id="one number for all"),
        pytest.param("〒210-8577 2026-10-04", [], id="other numbers"),
        pytest.param("", [], id="empty"),
        pytest.param(None, None, id="null"),
    ],
)
def test_the_valid_numbers_of_a_text(text: str | None, expected: list[tuple[str, str, bool]] | None) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("電話番号：044-55-3456", ["fixed"]),
        ("電話番号：044-555-34567", ["fixed"]),
        ("FAX番号 044-55-3456", ["fax"]),
        ("お電話の番号は044-555-345です", ["fixed"]),
        ("携帯番号:090-555-3456", ["mobile"]),
        ("会員番号：044-55-3456", []),
        ("電話 受付番号：044-55-3456", []),
    ],
)
def test_a_mistyped_number_is_a_number_that_nobody_may_show(text: str, kinds: list[str]) -> None:
    found = module.numbers_as_written(pl.Series([text])).to_list()[0]
    assert found == [{"e164": None, "type": kind, "is_publishable": False} for kind in kinds]
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("044(200)1234", "044-200-1234"),
        ("携帯090-1234-5678 電話044-200-1234", "044-200-1234"),
        ("FAX044-200-3911", None),
        ("電話・FAX 044-200-1234", "044-200-1234"),
        ("090-1234-5678", None),
        ("044-200-1234(自宅)", None),
        ("0120-123-456", "0120-123-456"),
        ("なし", None),
        (None, None),
    ],
)
def test_public_phone(text: str | None, expected: str | None) -> None:
    assert public(text) == expected


@settings(deadline=None, max_examples=120)
@given(
    st.lists(
        st.none()
        | st.text(
            st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("0123456789-（）() TELFAX自宅・"))
        )
    )
)
def test_any_text_gives_sound_numbers(column: list[str | None]) -> None:
    texts = pl.Series("phone", column, dtype=pl.String)
    found = numbers_as_written(texts)
    assert found.dtype == PHONE_DTYPE
    assert found.is_null().to_list() == texts.is_null().to_list()
    for phones, shown in zip(found.to_list(), public_phones(texts).get_column("phone").to_list(), strict=True):
        assert all(p["e164"] is None or p["e164"].startswith("+") for p in phones or [])
        assert not any(p["is_publishable"] and (p["type"] == "mobile" or not p["e164"]) for p in phones or [])
        assert shown is None or any(p["is_publishable"] and p["type"] != "fax" for p in phones)


@given(
    st.sampled_from(["070", "080", "090"]),
    st.integers(0, 99_999_999),
    st.sampled_from(["", "TEL ", "電話・FAX", "FAX"]),
)
def test_no_mobile_is_ever_public(prefix: str, rest: int, label: str) -> None:
    number = f"{rest:08d}"
    assert public(f"{label}{prefix}-{number[:4]}-{number[4:]}") is None


@given(st.from_regex(r"\A[1-9][0-9]{7,9}\Z"), st.from_regex(r"\A[0-9]{4}\Z"))
def test_six_digits_decide_kind_and_groups_of_a_number(national: str, tail: str) -> None:
    """The look-up by the first digits gives what the library says of the whole number."""
    for digits in (national, national[:6] + tail[: len(national) - 6]):
        number = phonenumbers.PhoneNumber(country_code=81, national_number=int(digits))
        kind = module._TYPES.get(phonenumbers.number_type(number))
        groups = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL).split("-")
        if kind == "fixed" and len(groups) == 3 and groups[1][0] == "0":
            kind = None  # no exchange begins so
        found = module._numbering(digits[:6], len(digits))
        assert (found and found[0]) == kind
        if found:
            written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
            assert module._national(f"+81{digits}") == written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("044-999-39", [("", "fixed", False)]),
        ("090-1234-56", [("", "mobile", False)]),
        ("05-12-03", []),
        ("2026-11-15", []),
        ("044-200-2111、39", [("+81442002111", "fixed", True)]),
    ],
)
def test_a_number_that_is_cut_off_is_told_and_no_number(text: str, expected: list[tuple[str, str, bool]]) -> None:
    found = module.numbers_as_written(pl.Series([text])).to_list()[0]
    assert [(phone["e164"] or "", phone["type"], phone["is_publishable"]) for phone in found] == expected


@pytest.mark.parametrize("text", ["☎044-200-2111 📠044-200-3911", "でんわ：044-200-2111 ふぁっくす：044-200-3911"])
def test_other_signs_for_fax(text: str) -> None:
    assert read(text) == [("+81442002111", "fixed", True), ("+81442003911", "fax", True)]
