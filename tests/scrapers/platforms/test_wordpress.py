"""The archive and the posts of a WordPress site."""

import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response

from platforms.conftest import Read, Reading
from scrapers.crawl.settings import crawl_settings
from scrapers.declaration.labels import Expected
from scrapers.declaration.source import Source, load_source
from scrapers.platforms.items import IssueItem, LayoutError, ListingItem
from scrapers.platforms.wordpress import WordPressSpider
from scrapers.platforms.wordpress_answers import others_url
from scrapers.runs.drive import drive, response_for
from scrapers.runs.run import Findings
from scrapers.runs.verdicts import verdict

POST_URL = "https://k-fukumimi.com/group/midori/"
PAIR = "<dt>活動区</dt><dd>幸区</dd>"
SHORTLINK = '<link rel="shortlink" href="https://k-fukumimi.com/?p={}">'


@pytest.fixture
def spider() -> WordPressSpider:
    return WordPressSpider(source=load_source("fukumimi"))


def post(head: str = "", body_class: str = "single postid-41", pairs: str = PAIR, title: str = "みどりの会") -> str:
    return (
        f'<html><head>{head}</head><body class="{body_class}"><h1 class="entry-title">{title}</h1>'
        f'<time class="entry-date updated" datetime="2026-10-01">1日</time><dl class="group-data">{pairs}</dl>'
        "</body></html>"
    )


def test_the_archive_leads_to_every_post_once_and_to_the_next_page(spider: WordPressSpider, read: Read) -> None:
    reading = read(
        spider,
        '<article><h2><a href="/group/midori/">緑</a></h2></article>'
        '<article><h2><a href="/group/midori/">緑</a></h2></article>'
        '<a href="/group/other/">外</a><a class="next page-numbers" href="/group/page/2/">次へ</a>',
    )
    assert reading.urls == [POST_URL, "https://k-fukumimi.com/group/page/2/"]


def test_an_archive_without_posts_is_quarantined(spider: WordPressSpider, read: Read) -> None:
    assert read(spider, "<p>ログインしてください</p>").reasons == ["layout_changed"]


@pytest.mark.parametrize(
    ("head", "body_class"),
    [
        ("", "single postid-41 wide"),
        (SHORTLINK.format(41), ""),
        (SHORTLINK.format(41), "postid-41"),
        (SHORTLINK.format(41), "notpostid-7"),
    ],
)
def test_the_post_id_is_the_key(spider: WordPressSpider, read: Read, head: str, body_class: str) -> None:
    reading = read(spider, post(head, body_class), "parse_post", POST_URL)
    (row,) = reading.listings
    assert (row["record_key"], row["name_text"], row["ward_text"]) == ("41", "みどりの会", "幸区")
    assert row["updated_text"] == "2026-10-01"
    assert reading.issues == []


@pytest.mark.parametrize(
    ("body", "reason", "said"),
    [
        (post(SHORTLINK.format(42)), "layout_changed", "['41', '42']"),
        (post(body_class=""), "layout_changed", "投稿番号が決まりません []"),
        (post(pairs=PAIR + "<dt>費用</dt>"), "layout_changed", "dt 2 件と dd 1 件が合いません"),
        (post(pairs=""), "empty_page", "項目がありません"),
        (post(title=""), "missing_name", "名称の欄が空です"),
        ('<html><body class="postid-41"><p>会員専用</p></body></html>', "layout_changed", "1 件のはずが 0 件"),
    ],
)
def test_a_post_of_another_shape_is_quarantined(
    spider: WordPressSpider, read: Read, body: str, reason: str, said: str
) -> None:
    reading = read(spider, body, "parse_post", POST_URL)
    assert (reading.listings, reading.reasons) == ([], [reason])
    assert said in reading.issues[0]["detail_text"]


def test_an_unknown_label_is_asked_about_and_the_post_kept(spider: WordPressSpider, read: Read) -> None:
    reading = read(spider, post(pairs=PAIR + "<dt>愛称</dt><dd>緑</dd>"), "parse_post", POST_URL)
    assert (len(reading.listings), reading.reasons) == (1, ["unknown_label"])


REST = "https://k-fukumimi.com/wp-json/wp/v2/group?per_page=100&orderby=id&order=asc"
TERMS = '<p>紹介</p><dl class="group-data"><dt>活動区</dt><dd>幸区</dd></dl>'


def rest_post(number: object = 41, **changes: object) -> dict[str, object]:
    return {
        "id": number,
        "modified": "2026-10-01T12:00:00",
        "link": POST_URL,
        "title": {"rendered": "みどり&#8211;の会 &amp; 友"},
        "content": {"rendered": TERMS},
        **changes,
    }


def declared() -> Source:
    source = load_source("fukumimi")
    return source.model_copy(update={"layout": {**source.layout, "rest": REST}})


def from_rest(
    body: object, status: int = 200, total: str | None = "1", kind: str = "application/json; charset=UTF-8"
) -> Reading:
    spider = WordPressSpider(source=declared())
    (request,) = spider.first_requests()
    assert request.url == REST
    headers = {"Content-Type": kind, **({"X-WP-Total": total} if total else {})}
    text = body if isinstance(body, str) else json.dumps(body)
    reading = Reading()
    for result in spider.receive(response_for(request, REST, status, headers, text.encode()), **request.cb_kwargs):
        if isinstance(result, ListingItem):
            reading.listings.append(result.row)
        elif isinstance(result, IssueItem):
            reading.issues.append(result.row)
        elif isinstance(result, Request):
            reading.requests.append(result)
    return reading


@dataclass
class RestSite:
    """What a real WordPress answers (6.1.9), in the three ways that matter: offset, exclude, counts."""

    ids: list[int]
    most: int = 100
    claims: int | None = None
    is_drawn_anew: bool = False
    is_deaf: bool = False
    vanishing: tuple[int, ...] = ()
    arriving: tuple[int, ...] = ()
    failing: int | None = None
    asked: list[str] = field(default_factory=list)

    def answer(self, request: Request) -> Response:
        self.asked.append(request.url)
        query = {} if self.is_deaf else dict(parse_qsl(urlsplit(request.url).query))
        if len(self.asked) == self.failing:
            return response_for(request, request.url, 500, {"Content-Type": "text/html"}, b"")
        shut_out = {int(number) for number in query.get("exclude", "").split(",") if number}
        posts = [number for number in self.ids if number not in shut_out]
        if self.is_drawn_anew:
            # ORDER BY a column that all rows share: each LIMIT is sorted by itself
            random.Random(request.url).shuffle(posts)
        offset = int(query.get("offset", 0))
        page = posts[offset : offset + min(self.most, int(query.get("per_page", 10)))]
        headers = {"Content-Type": "application/json; charset=UTF-8"}
        if self.claims != 0:
            headers["X-WP-Total"] = str(self.claims or (len(posts) if page else 0))
        if len(self.asked) == 1:
            self.ids = [number for number in self.ids if number not in self.vanishing] + list(self.arriving)
        return response_for(request, request.url, 200, headers, json.dumps([rest_post(n) for n in page]).encode())


def read_all(site: RestSite) -> tuple[list[int], list[dict[str, Any]]]:
    items = list(drive(declared(), site.answer))
    issues = [item.row for item in items if isinstance(item, IssueItem)]
    return [int(str(item.row["record_key"])) for item in items if isinstance(item, ListingItem)], issues


def test_without_rest_the_archive_is_the_start(spider: WordPressSpider) -> None:
    assert [request.url for request in spider.first_requests()] == list(spider.source.start_urls)


def test_rest_gives_the_same_listing_as_the_page() -> None:
    reading = from_rest([rest_post(), rest_post(42)], total="2")
    assert [row["record_key"] for row in reading.listings] == ["41", "42"]
    row = reading.listings[0]
    assert (row["name_text"], row["ward_text"]) == ("みどり–の会 & 友", "幸区")
    assert row["updated_text"] == "2026-10-01T12:00:00"
    assert (reading.issues, reading.urls) == ([], [])


POSTS = list(range(1, 408))


@pytest.mark.parametrize(
    ("site", "requests"),
    [
        (RestSite(POSTS), 5),
        (RestSite(POSTS, most=50), 9),
        (RestSite(POSTS, most=1), 407),
        (RestSite(POSTS[:100]), 1),
        # The count is no promise: too large, too small, or left out by what stands in front of the site
        (RestSite(POSTS, claims=99_900), 7),
        (RestSite(POSTS, claims=0), 6),
    ],
)
def test_every_post_is_read_once_whatever_the_site_counts(site: RestSite, requests: int) -> None:
    known = list(site.ids)
    assert read_all(site) == (known, [])
    assert len(site.asked) == requests


def test_posts_that_all_share_their_place_in_the_order_are_read_all_the_same() -> None:
    # With a plugin that orders posts by hand and nobody who has ordered any, a real site gave 202 of 400 posts twice
    # and 202 never, and every count was right
    found, issues = read_all(RestSite(POSTS, is_drawn_anew=True))
    assert (sorted(found), issues) == (POSTS, [])


@pytest.mark.parametrize("vanishing", [(3,), (3, 50, 70), (100, 101), (406, 407)])
def test_what_vanishes_while_we_read_costs_no_other_post(vanishing: tuple[int, ...]) -> None:
    found, issues = read_all(RestSite(POSTS, vanishing=vanishing))
    assert len(found) == len(set(found))
    assert set(POSTS) - set(vanishing) <= set(found)
    assert issues == []


def test_what_arrives_while_we_read_is_read_too() -> None:
    assert read_all(RestSite(POSTS, arriving=(900, 901))) == ([*POSTS, 900, 901], [])


def test_a_site_that_gives_one_page_for_every_question_is_found_out() -> None:
    found, issues = read_all(RestSite(POSTS, is_deaf=True, most=10, claims=407))
    assert found == POSTS[:10]
    assert [row["reason_code"] for row in issues] == ["layout_changed"]
    assert "407 件あると答えますが、10 件しか読めません" in str(issues[0]["detail_text"])


def test_too_many_posts_for_one_address_are_not_asked_for_by_name() -> None:
    _, issues = read_all(RestSite(list(range(100_001, 101_001)), claims=2000))
    assert [row["reason_code"] for row in issues] == ["layout_changed"]
    assert "1000 件のほかにあるかどうか" in str(issues[0]["detail_text"])


def test_an_address_that_names_hundreds_of_posts_is_sent() -> None:
    # Scrapy drops longer ones than 2,083 signs without a word; a crawl of a real site lost 14 posts to that
    limits = crawl_settings(declared(), folder=Path("run"), data_dir=Path("data"), contact="https://example.lg.jp/")
    assert limits["URLLENGTH_LIMIT"] == 0
    spider = WordPressSpider(source=declared())
    assert spider.page(others_url(REST, range(10_000, 10_700)), spider.parse_rest).url.endswith("10699")
    with pytest.raises(LayoutError, match="長すぎます"):
        spider.page(REST + "&x=" + "1" * 8000, spider.parse_rest)


def test_what_is_hidden_in_a_post_from_rest_is_not_read() -> None:
    hidden = TERMS.replace("幸区", '幸区<span style="display:none">見せない</span>')
    reading = from_rest([rest_post(content={"rendered": hidden, "protected": False})])
    assert [(row["ward_text"], reading.reasons) for row in reading.listings] == [("幸区", ["hidden_content"])]


def test_a_later_page_that_fails_is_a_failure_and_no_closed_door() -> None:
    found, issues = read_all(RestSite(POSTS, failing=2))
    assert (found, [row["reason_code"] for row in issues]) == (POSTS[:100], ["http_error"])


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_closed_rest_is_no_failure_and_the_archive_is_read(status: int) -> None:
    reading = from_rest({"code": "rest_forbidden"}, status)
    assert (reading.listings, reading.issues) == ([], [])
    assert reading.urls == list(load_source("fukumimi").start_urls)


def test_a_rest_that_leads_to_the_front_page_is_closed() -> None:
    reading = from_rest("<html><p>ようこそ</p></html>", kind="text/html; charset=UTF-8")
    assert (reading.issues, reading.urls) == ([], list(load_source("fukumimi").start_urls))


def test_a_rest_that_fails_is_a_failure() -> None:
    reading = from_rest("{}", 500)
    assert (reading.urls, reading.reasons) == ([], ["http_error"])


@pytest.mark.parametrize(
    ("body", "reasons"),
    [
        ("<html>", ["layout_changed"]),
        ({"data": []}, ["layout_changed"]),
        ([], ["empty_page"]),
        ([rest_post(content={})], ["layout_changed"]),
        ([rest_post(content=[])], ["layout_changed"]),
        ([rest_post("41")], ["layout_changed"]),
        ([rest_post(content={"rendered": "<p>会員専用</p>"})], ["layout_changed"]),
        ([rest_post(content={"rendered": "", "protected": False})], ["empty_page"]),
        ([rest_post(content={"rendered": "<p></p>\n"})], ["empty_page"]),
        ([rest_post(title={"rendered": " "})], ["missing_name"]),
        ([rest_post(title={"rendered": ""})], ["missing_name"]),
        (["x"], ["layout_changed"]),
    ],
)
def test_a_post_of_another_shape_from_rest_is_quarantined(body: object, reasons: list[str]) -> None:
    reading = from_rest(body, total=None)
    assert (reading.listings, reading.reasons) == ([], reasons)
    assert all(row["is_quarantined"] for row in reading.issues)


def test_a_post_with_a_password_is_counted_and_no_fault_of_the_site() -> None:
    reading = from_rest([rest_post(content={"rendered": "", "protected": True}), rest_post(42)], total="2")
    assert [row["record_key"] for row in reading.listings] == ["42"]
    assert [(row["reason_code"], row["position"], row["is_quarantined"]) for row in reading.issues] == [
        ("hidden_content", 1, False)
    ]


PASSWORD_PAGE = (
    '<html><body class="single postid-114"><article class="post-114 group post-password-required hentry">'
    '<h1 class="entry-title">保護中: 会員の会</h1><form action="https://k-fukumimi.com/wp-login.php?action=postpass"'
    ' class="post-password-form" method="post"><p><label>パスワード: <input name="post_password"></label></p></form>'
    "</article></body></html>"
)


def test_a_page_that_asks_for_a_password_is_counted_and_no_fault_of_the_site(
    spider: WordPressSpider, read: Read
) -> None:
    reading = read(spider, PASSWORD_PAGE, "parse_post", POST_URL)
    assert (reading.listings, reading.reasons) == ([], ["hidden_content"])
    assert not reading.issues[0]["is_quarantined"]


@pytest.mark.parametrize(
    "links",
    [
        (
            '<https://k-fukumimi.com/wp-json/>; rel="https://api.w.org/"',
            "<https://k-fukumimi.com/?p=41>; rel=shortlink",
        ),
        ('<https://k-fukumimi.com/wp-json/wp/v2/group/41>; rel="alternate"; type="application/json"',),
    ],
)
def test_a_theme_without_the_post_id_leaves_it_in_the_header(spider: WordPressSpider, links: tuple[str, ...]) -> None:
    request = spider.page(POST_URL, spider.parse_post)
    for headers in ({"Link": list(links)}, {"Link": ", ".join(links)}):  # as it comes, and as the archive keeps it
        response = HtmlResponse(POST_URL, headers=headers, body=post(body_class="").encode(), encoding="utf-8")
        (row,) = [item.row for item in spider.receive(response, **request.cb_kwargs) if isinstance(item, ListingItem)]
        assert row["record_key"] == "41"


def archive(*names: str, following: str = "", pinned: str = "") -> str:
    posts = "".join(
        f'<article class="hentry{" sticky" if name == pinned else ""}">'
        f'<h2><a href="/group/{name}/">{name}</a></h2></article>'
        for name in names
    )
    return posts + (f'<a class="next page-numbers" href="{following}">次へ</a>' if following else "")


def test_a_post_on_two_pages_of_the_archive_says_that_another_may_be_lost(spider: WordPressSpider, read: Read) -> None:
    first = read(spider, archive("a", "b", following="/group/page/2/"))
    seen = first.requests[-1].cb_kwargs["context"]
    second = read(spider, archive("b", "c"), url="https://k-fukumimi.com/group/page/2/", **seen)
    assert second.urls == ["https://k-fukumimi.com/group/c/"]
    assert [(row["reason_code"], row["position"]) for row in second.issues] == [("repeated_row", 1)]


def test_a_pinned_post_stands_in_two_places_and_is_nothing_to_tell(spider: WordPressSpider, read: Read) -> None:
    first = read(spider, archive("b", "a", following="/group/page/2/", pinned="b"))
    second = read(spider, archive("b", "c"), **first.requests[-1].cb_kwargs["context"])
    assert second.issues == []


def test_an_archive_whose_order_is_drawn_anew_for_every_page_is_no_healthy_run() -> None:
    pages = {
        f"https://k-fukumimi.com/group/{f'page/{number}/' if number > 1 else ''}": archive(
            *(f"g{post}" for post in range(10)), following=f"/group/page/{number + 1}/" if number < 40 else ""
        )
        for number in range(1, 41)
    }

    def answer(request: Request) -> Response:
        body = pages.get(request.url) or post(body_class=f"postid-{request.url.rsplit('g', 1)[1].strip('/')}")
        return response_for(request, request.url, 200, {"Content-Type": "text/html; charset=UTF-8"}, body.encode())

    source = load_source("fukumimi").model_copy(
        update={"expected": Expected(minimum=5, maximum=800, origin="ここでは問わない。並びだけを見る")}
    )
    findings = Findings(fetches=[{"http_status": 200}])
    for item in drive(source, answer):
        findings.add(item)
    assert len(findings.listings) == 10
    assert verdict(source, findings, stopped=None, healthy=None).run_verdict_code == "layout_changed"
