"""What is private in a text and what is not."""

import json

import pytest

from warehouse.privacy.masking import MAIL, MOBILE, mask, mask_json


@pytest.mark.parametrize(
    "number",
    [
        "090-1234-5678",
        "０８０－１２３４－５６７８",
        "070(1234)5678",
        "(090)1234-5678",
        "090 1234 5678",
        "090　1234　5678",
        "09012345678",
        "０９０１２３４５６７８",
        "090・1234・5678",
        "080.1234.5678",
        "090ー1234ー5678",
        "+81 90-1234-5678",
        "+81-(0)90-1234-5678",
    ],
)
def test_a_mobile_number_is_replaced_however_it_is_written(number: str) -> None:
    found = mask(f"連絡先{number}（携帯）")
    assert (found.text, found.mobiles) == (f"連絡先{MOBILE}（携帯）", 1)


@pytest.mark.parametrize(
    "text",
    [
        "044-200-2111",
        "0120-123-456",
        "0800-123-4567",
        "050-1234-5678",
        MOBILE,
        MAIL,
        "info@midori.example.jp",
        "kyoiku@city.kawasaki.jp",
        "id=109012345678",
        "me@notgmail.com",
        "a@gmail.com.example.jp",
    ],
)
def test_what_is_public_stays_and_does_not_count(text: str) -> None:
    found = mask(text)
    assert (found.text, found.mobiles, found.mails) == (text, 0, 0)


@pytest.mark.parametrize(
    "address",
    [
        "midori@gmail.com",
        "Midori.No_Kai@YAHOO.co.jp",
        "m+a@docomo.ne.jp",
        "x@i.softbank.jp",
        "x@abc.ocn.ne.jp",
        "x@ezweb.ne.jp",
        "x@icloud.com",
        "x＠ｇｍａｉｌ．ｃｏｍ",
        "x&#64;gmail.com",
        "x%40gmail.com",
    ],
)
def test_an_address_at_a_private_provider_is_replaced(address: str) -> None:
    found = mask(f"<a>{address}</a>")
    assert (found.text, found.mails) == (f"<a>{MAIL}</a>", 1)


def test_escaped_strings_of_json_are_masked_and_a_clean_document_stays_byte_for_byte() -> None:
    text = json.dumps({"list": [{"tel": "０９０－１２３４－５６７８", "n": 1}]})
    assert "\\uff10" in text
    found = mask_json(text)
    assert (json.loads(found.text), found.mobiles) == ({"list": [{"tel": MOBILE, "n": 1}]}, 1)
    clean = '{"b" : [1,  null]}'
    assert mask_json(clean).text == clean
