"""Which mail address of a listing may be published: it fails closed."""

import polars as pl
import pytest

from pipelines.normalise.listings import Known, SourceRule, normalise
from pipelines.normalise.mails import public_mails, unknown_domains
from warehouse.contract import table
from warehouse.contract.derived.frames import frame
from warehouse.privacy.domains import private_hosts


def listings(*rows: tuple[str | None, str | None, str | None]) -> pl.DataFrame:
    schema = {"mail_text": pl.String, "url": pl.String, "organizer_key": pl.String}
    df = pl.DataFrame(list(rows), schema=schema, orient="row")
    return df.with_columns(
        listing_id=pl.format("l{}", pl.int_range(pl.len())), organizer="organizer_key", name=pl.lit("会")
    )


@pytest.mark.parametrize(
    ("text", "url", "mail"),
    [
        ("Info＠Hiroba.or.jp", None, "info@hiroba.or.jp"),
        ("taro@gmail.com または info@hiroba.or.jp", None, "info@hiroba.or.jp"),
        ("info@hiroba.org", "https://www.hiroba.org/", "info@hiroba.org"),
        ("info@hiroba.org", "https://other.org/", None),
        ("info@hiroba.org", None, None),
        ("info@itscom.net", "https://www.itscom.net/", None),
        ("x@ameblo.jp", "https://ameblo.jp/hiroba", None),
        ("x [at] hiroba.or.jp", None, "x@hiroba.or.jp"),
        ("なし", None, None),
        (None, None, None),
    ],
)
def test_an_address_is_public_only_where_its_domain_is_known(
    text: str | None, url: str | None, mail: str | None
) -> None:
    assert public_mails(listings((text, url, None))).public.to_list() == [mail]


@pytest.mark.parametrize("host", sorted(private_hosts()))
def test_an_address_at_a_private_host_is_never_public(host: str) -> None:
    row = (f"kai@{host}", f"https://{host}/", "会")
    assert public_mails(listings(row), frozenset({host})).public.to_list() == [None]


def test_a_site_in_another_listing_of_the_organiser_vouches() -> None:
    rows = (
        ("info@hiroba.org", None, "広場の会"),
        (None, "https://hiroba.org/", "広場の会"),
        ("a@hiroba.org", None, "別の会"),
    )
    assert public_mails(listings(*rows)).public.to_list() == ["info@hiroba.org", None, None]


def test_people_are_asked_about_every_unknown_domain_and_what_they_accept_is_public() -> None:
    rows = (
        ("a@hiroba.org", None, "広場の会"),
        ("b@hiroba.org", "https://x.example/", None),
        ("c@else.net", None, "会"),
    )
    asked = unknown_domains(listings(*rows))
    assert asked.rows() == [("hiroba.org", 2, "会、広場の会", "https://x.example/"), ("else.net", 1, "会", "")]
    accepted = frozenset({"hiroba.org"})
    assert public_mails(listings(*rows), accepted).public.to_list() == ["a@hiroba.org", "b@hiroba.org", None]
    assert unknown_domains(listings(*rows), accepted).get_column("domain").to_list() == ["else.net"]


def test_a_withheld_address_is_counted_and_its_listing_stays() -> None:
    row = dict.fromkeys(table("raw__listings").optional) | {"mail_text": "info@hiroba.org", "name_text": "広場の会"}
    row |= {"source_key": "s", "run_id": "r1", "page_url": "https://example.jp/", "position": 1, "body_sha256": "0"}
    raw = frame(table("raw__listings"), [row | {"record_key": "k", "fee_text": "問合せ info@hiroba.org"}])
    result = normalise(raw, {"s": SourceRule("s", "cafe")})
    assert result.listings.get_column("mail").to_list() == [None]
    assert "hiroba.org" not in str(result.listings.get_column("fee").item())
    found = result.issues.filter(reason_code="mail_withheld").select("field_name", "is_quarantined", "raw_text").rows()
    assert sorted(found) == [("fee_text", False, None), ("mail_text", False, None)]
    known = normalise(raw, {"s": SourceRule("s", "cafe")}, Known(frozenset({"hiroba.org"})))
    assert known.listings.get_column("mail").to_list() == ["info@hiroba.org"]
