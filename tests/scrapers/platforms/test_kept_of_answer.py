"""What is written down of an answer: what reads a page, and no password."""

import json
import pickle
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import Response

from scrapers.platforms.kept_of_answer import kept_headers, without_password
from scrapers.runs.archive import Archive
from scrapers.runs.run import headers_json
from scrapers.runs.validators import Known, add_known, forget, path_of, read_known, write_known


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://www.city.kawasaki.jp/350/?a=b@c#d", "https://www.city.kawasaki.jp/350/?a=b@c#d"),
        ("https://staff:himitsu@www.city.kawasaki.jp/350/", "https://www.city.kawasaki.jp/350/"),
        ("https://himitsu@www.city.kawasaki.jp", "https://www.city.kawasaki.jp"),
        ("https://a:himitsu@b:himitsu@www.city.kawasaki.jp:80/x", "https://www.city.kawasaki.jp:80/x"),
        ("//staff:himitsu@www.city.kawasaki.jp/x", "//www.city.kawasaki.jp/x"),
        ("https://:@www.city.kawasaki.jp/", "https://www.city.kawasaki.jp/"),
        ("https://staff:himitsu@[broken/", "[broken/"),
        ("/350/", "/350/"),
        ("", ""),
    ],
)
def test_an_address_loses_its_password_and_nothing_else(url: str, kept: str) -> None:
    assert without_password(url) == kept


def test_only_headers_that_something_reads_are_kept() -> None:
    response = Response("https://www.city.kawasaki.jp/")
    for name, value in (
        ("content-type", "text/html; charset=UTF-8"),
        ("Set-Cookie", "session=himitsu"),
        ("Set-Cookie", "other=himitsu"),
        ("Authorization", "Basic himitsu"),
        ("WWW-Authenticate", "Basic realm=himitsu"),
        ("X-Amz-Security-Token", "himitsu"),
        ("Location", "https://staff:himitsu@www.city.kawasaki.jp/350/"),
        ("Etag", '"1"'),
        ("X-WP-Total", "3"),
        ("Link", "<https://k-fukumimi.com/?p=41>; rel=shortlink"),
    ):
        response.headers.appendlist(name, value)
    assert json.loads(headers_json(response)) == {
        "Content-Type": "text/html; charset=UTF-8",
        "ETag": '"1"',
        "Location": "https://www.city.kawasaki.jp/350/",
        "Link": "<https://k-fukumimi.com/?p=41>; rel=shortlink",
        "X-WP-Total": "3",
    }
    assert kept_headers({}) == {}


def page(number: int, body: str = "0" * 64) -> Known:
    return Known(
        request=f"{number:040x}", url=f"https://x.example/{number}", headers={"ETag": "\x85\u2028"}, body_sha256=body
    )


def test_the_last_line_of_a_page_counts_and_half_a_line_costs_only_itself(tmp_path: Path) -> None:
    path = path_of(tmp_path / "validators", "sdc_wards")
    assert read_known(path) == {}
    for known in (page(1), page(2), page(1, "1" * 64)):
        add_known(path, known)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"request": "0000')
    add_known(path, page(3))
    assert list(read_known(path).values()) == [page(1, "1" * 64), page(2), page(3)]
    write_known(path, read_known(path).values())
    assert path.read_text(encoding="utf-8").count("\n") == 3
    assert len(read_known(path)) == 3


@pytest.mark.parametrize(
    "line",
    [
        b"\x80\x04\x95",
        pickle.dumps({"body_sha256": "0" * 64}),
        b'{"request": "%040x", "url": "https://x.example/", "headers": {}, "body_sha256": "../../outside"}' % 1,
        b'{"request": "%040x", "url": "file:///etc/passwd", "headers": {}, "body_sha256": "%064x"}' % (1, 1),
        b'{"request": "%040x", "url": "https://x.example/", "headers": {"ETag": 1}, "body_sha256": "%064x"}' % (1, 1),
        b"[" * 100_000,
    ],
)
def test_a_line_that_is_not_ours_is_passed_over(tmp_path: Path, line: bytes) -> None:
    path = path_of(tmp_path, "sdc_wards")
    path.write_bytes(line + b"\n")
    add_known(path, page(2))
    assert read_known(path) == {page(2).request: page(2)}


def test_a_page_whose_body_is_gone_is_not_known_any_more(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    path = path_of(tmp_path, "sdc_wards")
    write_known(path, [page(1, archive.put(b"there")), page(2)])
    forget(tmp_path, archive)
    assert [known.url for known in read_known(path).values()] == ["https://x.example/1"]


def test_a_damaged_body_is_named_whatever_is_damaged(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    digest = archive.put(b"page" * 1000)
    (file,) = tmp_path.rglob("*.gz")
    whole = file.read_bytes()
    for body in (b"", whole[:-9], whole[:12], b"not gzip at all", whole[:15] + b"\xff\xff\xff" + whole[18:]):
        file.write_bytes(body)
        with pytest.raises(ValueError, match="保管庫の本文が壊れています"):
            archive.get(digest)
    archive.drop(digest)
    assert archive.put(b"page" * 1000) == digest
    assert archive.get(digest) == b"page" * 1000


def test_a_request_carries_no_password_of_a_link() -> None:
    from scrapers.declaration.source import load_source
    from scrapers.platforms.registry import spider_class

    source = load_source("ouen_navi")
    spider = spider_class(source)(source=source)
    asked: Request = spider.page("https://staff:himitsu@kawasaki.genki365.net/gnkk01/", spider.parse_start)
    assert asked.url == "https://kawasaki.genki365.net/gnkk01/"
