"""The archive and the posts of a WordPress site."""

import pytest

from platforms.conftest import Read
from scrapers.platforms.wordpress import WordPressSpider
from scrapers.source import load_source

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
