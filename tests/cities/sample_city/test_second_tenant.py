"""A second genki365 tenant is read by the same spider, by declaration alone; and encodings are read as declared."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from scrapy import Request
from scrapy.http import Response

from cities.kawasaki.sample_city import __file__ as sample_city
from cities.kawasaki.sample_city.entry import FIELDS
from cities.kawasaki.sample_city.server import Router
from cities.kawasaki.sample_city.sites.tenant import FIELDS_BY_LABEL, VOLUME, tenant_entries
from cities.kawasaki.sample_city.world import World
from scrapers.declaration.source import load_source, read_source, source_keys
from scrapers.platforms.base import ListingSpider
from scrapers.platforms.genki365 import Genki365Spider
from scrapers.platforms.items import IssueItem, ListingItem
from scrapers.platforms.registry import spider_class
from scrapers.runs.drive import drive, response_for

SOURCE = read_source(Path(sample_city).parent / "second_tenant" / "source.toml")
URL = "https://matsusaka.genki365.jp/group_1/aboutus.html"
HTML = "<h1>①②～みどりの会～</h1><table><tr><th>電話</th><td>髙橋０４４－２００－０００１</td></tr></table>"


@pytest.fixture(scope="module")
def read(world: World) -> list[object]:
    router = Router(world, ())

    def answer(request: Request) -> Response:
        parts = urlsplit(request.url)
        page = router.answer(parts.netloc, f"{parts.path}?{parts.query}").page
        assert (page.status, page.content_type) == (200, "text/html; charset=EUC-JP")
        return response_for(request, request.url, page.status, {"Content-Type": page.content_type}, page.body)

    return list(drive(SOURCE, answer))


def test_the_second_tenant_is_a_declaration_without_a_spider_and_no_source_of_kawasaki() -> None:
    assert spider_class(SOURCE) is Genki365Spider
    assert SOURCE.key not in source_keys()
    assert SOURCE.id_prefix not in {load_source(key).id_prefix for key in source_keys()}
    assert dict(SOURCE.labels.fields) == FIELDS_BY_LABEL


def test_every_group_and_every_field_is_read(world: World, read: list[object]) -> None:
    rows: dict[str, dict[str, Any]] = {str(i.row["record_key"]): i.row for i in read if isinstance(i, ListingItem)}
    truth = tenant_entries(world.seed)
    assert len(truth) == VOLUME == len(rows)
    for entry in truth:
        row = rows[entry.record_key]
        assert {name: row.get(name) for name in FIELDS} == {name: getattr(entry, name) for name in FIELDS}
        assert "登録番号" in row["extra_json"]
    assert [item.row for item in read if isinstance(item, IssueItem)] == []


def test_signs_that_eucjp_lacks_are_among_the_pages(world: World) -> None:
    texts = "".join(getattr(entry, name) or "" for entry in tenant_entries(world.seed) for name in FIELDS)
    with pytest.raises(UnicodeEncodeError):
        texts.encode("euc_jp")


def results(content_type: str, body: bytes) -> list[dict[str, Any]]:
    spider: ListingSpider = Genki365Spider(source=SOURCE)
    request = spider.page(URL, spider.parse_group, group_id="group_1")
    response = response_for(request, URL, 200, {"Content-Type": content_type}, body)
    found = spider.receive(response, **request.cb_kwargs)
    return [item.row for item in found if isinstance(item, ListingItem | IssueItem)]


@pytest.mark.parametrize("charset", ["Shift_JIS", "shift_jis", "Windows-31J", "cp932"])
@pytest.mark.parametrize("place", ["header", "meta"])
def test_a_cp932_page_that_says_so_is_read_right(charset: str, place: str) -> None:
    meta = f'<meta charset="{charset}">' if place == "meta" else ""
    kind = f"text/html; charset={charset}" if place == "header" else "text/html"
    (row,) = results(kind, (meta + HTML).encode("cp932"))
    assert (row["name_text"], row["phone_text"]) == ("①②～みどりの会～", "髙橋０４４－２００－０００１")


@pytest.mark.parametrize(
    ("declared", "real"), [("UTF-8", "cp932"), ("EUC-JP", "cp932"), ("UTF-8", "euc_jp"), ("Shift_JIS", "utf-8")]
)
def test_a_page_that_lies_about_its_encoding_is_quarantined(declared: str, real: str) -> None:
    body = HTML.encode(real, "xmlcharrefreplace")
    (row,) = results(f"text/html; charset={declared}", body)
    assert (row["reason_code"], row["is_quarantined"]) == ("wrong_encoding", True)
