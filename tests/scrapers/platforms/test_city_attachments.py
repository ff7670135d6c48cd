"""The page with attachments, and the rows of a file."""

import pytest
from scrapy.http import Response

from cities.kawasaki.sample_city.documents import table_pdf, table_xlsx
from scrapers.declaration.source import load_source
from scrapers.platforms.city_attachments import CityAttachmentsSpider, attachment_url
from scrapers.platforms.items import IssueItem, ListingItem

from .conftest import Read

PAGE = "https://www.city.kawasaki.jp/350/page/0000900010.html"
PARK = load_source("kawasaki_city_park_exercise")
GREEN = load_source("kawasaki_green_groups")


@pytest.mark.parametrize(
    ("href", "base", "expected"),
    [
        ("../cmsfiles/contents/1/a.pdf", None, "/350/cmsfiles/contents/1/a.pdf"),
        ("./cmsfiles/contents/1/a.pdf", None, "/350/cmsfiles/contents/1/a.pdf"),
        ("cmsfiles/a.pdf", None, "/350/cmsfiles/a.pdf"),
        ("/170/cmsfiles/a.pdf", None, "/170/cmsfiles/a.pdf"),
        ("https://www.city.kawasaki.jp/170/cmsfiles/a.pdf", None, "/170/cmsfiles/a.pdf"),
        ("../cmsfiles/a.pdf", "https://www.city.kawasaki.jp/nakahara/page/", "/nakahara/cmsfiles/a.pdf"),
    ],
)
def test_both_relative_forms_mean_the_folder_of_the_department(href: str, base: str | None, expected: str) -> None:
    assert attachment_url(PAGE, href, base) == "https://www.city.kawasaki.jp" + expected


def page(*links: str, heading: str = "一覧") -> str:
    items = "".join(f'<li><a href="../cmsfiles/{n}.x">{text}</a></li>' for n, text in enumerate(links))
    return (
        f'<div class="main_naka_kiji"><div class="mol_contents"><h2>{heading}</h2><ul>{items}</ul></div></div>'
        '<a href="../cmsfiles/other.pdf">川崎区（7月1日時点）(PDF, 1KB)</a>'
    )


def test_files_are_found_by_their_text_and_excel_is_preferred(read: Read) -> None:
    found = read(
        CityAttachmentsSpider(PARK),
        page(
            "川崎区（7月27日時点）(PDF, 111.12KB)", "川崎区（7月27日時点）(Excel, 20KB)", "幸区（5月1日時点）(PDF, 1KB)"
        ),
    )
    assert [url.rsplit("/", 1)[1] for url in found.urls] == ["1.x", "2.x"]
    contexts = [request.cb_kwargs["context"]["context"] for request in found.requests]
    assert [tuple(context.values()) for context in contexts] == [("川崎区", "7月27日時点"), ("幸区", "5月1日時点")]


def test_an_attachment_that_is_no_list_is_said(read: Read) -> None:
    found = read(CityAttachmentsSpider(PARK), page("申込書 (PDF, 10KB)", "幸区（5月1日時点）(PDF, 1KB)"))
    assert found.reasons == ["unknown_label"]
    assert len(found.urls) == 1


def test_a_page_without_files_is_empty_and_without_a_body_changed(read: Read) -> None:
    assert read(CityAttachmentsSpider(PARK), page()).reasons == ["empty_page"]
    assert read(CityAttachmentsSpider(PARK), "<p>工事中</p>").reasons == ["layout_changed"]


def rows_of(
    spider: CityAttachmentsSpider, body: bytes, ward: str | None = None
) -> tuple[list[dict[str, object]], list[str]]:
    response = Response("https://www.city.kawasaki.jp/350/cmsfiles/a", body=body)
    context = {"context": {"ward_text": ward, "updated_text": "7月27日時点"}}
    items = list(spider.receive(response, parser=spider.parse_file, context=context))
    listings = [item.row for item in items if isinstance(item, ListingItem)]
    return listings, [str(item.row["reason_code"]) for item in items if isinstance(item, IssueItem)]


def test_the_programme_stands_in_the_title_and_the_ward_in_the_link() -> None:
    body = table_pdf(
        ["みんなの体操", "7月"], ("会場", "曜日・時間"), [("北公園", "火 6時"), ("南公園", "水 6時")], (200, 200)
    )
    (first, second), reasons = rows_of(CityAttachmentsSpider(PARK), body, "幸区")
    assert not reasons
    assert (first["name_text"], first["ward_text"], first["venue_text"]) == ("みんなの体操", "幸区", "北公園")
    assert (second["position"], second["updated_text"]) == (2, "7月27日時点")


def test_titles_above_the_heading_merged_cells_and_rows_with_two_activities() -> None:
    body = table_xlsx(
        {
            "一覧": [
                ["緑の活動団体"],
                ["区", "団体名", "活動場所", "活動日", "駐輪場"],
                ["幸区", "花の会", "北公園\n南公園", "第1土曜\n第2日曜", "あり"],
                ["", "森の会", "東公園\n西公園", "毎週土曜", ""],
            ]
        }
    )
    listings, reasons = rows_of(CityAttachmentsSpider(GREEN), body)
    read = [
        tuple(row.get(name) for name in ("ward_text", "name_text", "venue_text", "schedule_text")) for row in listings
    ]
    assert read == [
        ("幸区", "花の会", "北公園", "第1土曜"),
        ("幸区", "花の会", "南公園", "第2日曜"),
        ("幸区", "森の会", "東公園\n西公園", "毎週土曜"),
    ]
    assert reasons == ["unknown_label", "hidden_content"]
    assert listings[0]["extra_json"] == '{"駐輪場": "あり"}'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"%PDF-1.4 broken", "broken_attachment"),
        (table_pdf(["題"], ("列1", "列2"), [("a", "b")], (99, 99)), "layout_changed"),
        (table_xlsx({"a": [["お知らせ"]]}), "layout_changed"),
    ],
)
def test_a_file_that_is_no_list_is_an_issue(body: bytes, reason: str) -> None:
    assert rows_of(CityAttachmentsSpider(GREEN), body) == ([], [reason])
