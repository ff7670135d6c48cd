"""The pages: what is printed equals the truth, read with nothing but selectors."""

import json
import urllib.parse
from collections.abc import Iterator

import parsel
from keep_alive import Client

from cities.kawasaki.sample_city.entry import FIELDS, Entry
from cities.kawasaki.sample_city.places import WARDS
from cities.kawasaki.sample_city.sites.cafes import CafesSite
from cities.kawasaki.sample_city.sites.events import EventsSite, join_schedule
from cities.kawasaki.sample_city.sites.fukumimi import FukumimiSite
from cities.kawasaki.sample_city.sites.ouen import OuenSite
from cities.kawasaki.sample_city.world import World, build_world

CITY, OUEN = "www.city.kawasaki.jp", "kawasaki.genki365.net"
FUKUMIMI, EVENTS = "k-fukumimi.com", "eventapp.city.kawasaki.jp"
HEADERS = {
    "名称": "name_text",
    "種別": "category_text",
    "開催日時": "schedule_text",
    "会場": "venue_text",
    "所在地": "address_text",
    "対象": "target_text",
    "参加費": "fee_text",
    "主催": "organizer_text",
    "問合せ": "phone_text",
    "ホームページ": "url_text",
    "カフェ名": "name_text",
    "日時": "schedule_text",
    "場所": "venue_text",
    "住所": "address_text",
    "費用": "fee_text",
    "運営団体": "organizer_text",
    "連絡先": "phone_text",
}
OUEN_LABELS = {
    "設立年月日": "founded_text",
    "活動内容紹介": "description_text",
    "ふりがな": "kana_text",
    "活動分野": "category_text",
    "活動区": "ward_text",
    "活動場所": "venue_text",
    "所在地": "address_text",
    "活動日時": "schedule_text",
    "対象": "target_text",
    "会費": "fee_text",
    "連絡先": "phone_text",
    "メール": "mail_text",
    "ホームページ": "url_text",
    "主催・運営": "organizer_text",
}
OUEN_EXTRAS = {"会員数", "会員の主な年齢層", "会員募集状況", "入会資格", "活動目的", "PRや実績など"}
FUKUMIMI_LABELS = {
    "よみがな": "kana_text",
    "活動区": "ward_text",
    "分野": "category_text",
    "活動内容": "description_text",
    "活動場所": "venue_text",
    "住所": "address_text",
    "活動日": "schedule_text",
    "対象": "target_text",
    "費用": "fee_text",
    "連絡先": "phone_text",
    "メール": "mail_text",
    "ホームページ": "url_text",
    "運営団体": "organizer_text",
    "設立": "founded_text",
}
EVENT_KEYS = """
    title content status status_ext date_list type1 type2 target target_ext target_sex target_area target_area_ext
    place place_zip place_adr place_lat place_lon event_location cost_ext capacity_ext entry_list open_url rel_list
    organizer contact_list barrier_free note upd_date created_date
"""


def printed(entry: Entry) -> dict[str, str]:
    return {field: getattr(entry, field) for field in FIELDS if getattr(entry, field) is not None}


def text_of(node: parsel.Selector) -> str:
    return "".join(node.css("::text").getall())


def reachable(world: World, site: str) -> dict[str, Entry]:
    return {entry.record_key: entry for entry in world.of(site) if (site, entry.record_key) not in world.unreachable}


def grid(table: parsel.Selector) -> Iterator[tuple[dict[str, str], set[str]]]:
    header: list[str] = []
    pending: dict[int, tuple[int, str]] = {}
    for row in table.css("tr"):
        if row.css("th"):
            header = row.css("th::text").getall()
            continue
        cells = iter(row.css("td"))
        values: list[str] = []
        for column in range(len(header)):
            left, text = pending.get(column, (0, ""))
            if not left:
                cell = next(cells)
                left, text = int(cell.attrib.get("rowspan", "1")), text_of(cell)
            pending[column] = (left - 1, text)
            values.append(text)
        assert next(cells, None) is None
        found = dict(zip(header, values, strict=True))
        yield (
            {HEADERS[label]: text for label, text in found.items() if text and label in HEADERS},
            set(found) - set(HEADERS),
        )


def test_the_citys_table_shows_the_truth(world: World, client: Client) -> None:
    page = parsel.Selector(client.get(CITY, "/350/page/0000900001.html").text)
    heading, rows, extras, headings = "", [], set(), []
    for node in page.css(".mol_contents h2, .mol_contents .mol_tableblock"):
        if node.root.tag == "h2":
            headings.append(text_of(node))
            heading = headings[-1]
            continue
        for values, unknown in grid(node.css("table")[0]):
            rows.append({**values, "ward_text": heading})
            extras |= unknown
    assert rows == [printed(entry) for entry in world.of("kawasaki_city_cafes")]
    assert extras == {"駐車場"}
    assert headings == [*WARDS[:3], "=========", *WARDS[3:], "その他"]
    assert page.css("td[rowspan]")
    assert page.css("div[id^=index-1-] > h2")
    assert page.css(".mol_contents > h2")


def test_the_citys_page_has_the_documented_frame(client: Client) -> None:
    page = parsel.Selector(client.get(CITY, "/350/page/0000900001.html").text)
    assert page.css("p.syosai_id::text").get() == "コンテンツ番号900001"
    assert page.css("ul.syosai_hiduke time[itemprop=dateModified]::attr(datetime)").get() == "2026-11-16"
    assert page.css(".pankuzu ul li a")
    assert page.css(".main_naka_h1 h1::text").get()
    assert "044-200-" in "".join(page.css("section.syosai_sonota .kiji_aside_lower p ::text").getall())
    assert "044-200-3939" not in "".join(page.css(".mol_contents ::text").getall())
    assert page.css("aside.kanrencon li a")


def ouen_ids(client: Client) -> list[str]:
    path, found = "/group/list.html?page=1", []
    while path:
        page = parsel.Selector(client.get(OUEN, path).text)
        found += [link.split("/")[1] for link in page.css("table.group-list a::attr(href)").getall()]
        path = page.css("a[rel=next]::attr(href)").get(default="")
    return found


def test_the_portals_lists_reach_every_group_once(world: World, client: Client) -> None:
    assert ouen_ids(client) == [entry.record_key for entry in world.of("ouen_navi")]


def test_the_portals_group_pages_show_the_truth(world: World, client: Client) -> None:
    for key, entry in reachable(world, "ouen_navi").items():
        reply = client.get(OUEN, f"/{key}/aboutus.html")
        assert reply.status == 200
        page = parsel.Selector(reply.text)
        rows = {text_of(row.css("th")[0]): text_of(row.css("td")[0]) for row in page.css("table tr")}
        found = {OUEN_LABELS[label]: text for label, text in rows.items() if label in OUEN_LABELS}
        name = text_of(page.css("h1")[0])
        assert page.css("title::text").get() == f"{name} | 応援ナビかわさき"
        assert {**({"name_text": name} if name else {}), **found} == printed(entry)
        assert set(rows) <= set(OUEN_LABELS) | OUEN_EXTRAS
        if entry.real_row_id:
            assert {label: rows[label] for label in set(rows) & OUEN_EXTRAS} == {"会員数": ""}
    assert client.get(OUEN, "/G0001255/").status == 200


def fukumimi_links(client: Client) -> list[str]:
    path, found = "/group/", []
    while path:
        page = parsel.Selector(client.get(FUKUMIMI, path).text)
        found += page.css("article h2 a::attr(href)").getall()
        path = urllib.parse.urlsplit(page.css("a.next.page-numbers::attr(href)").get(default="")).path
    return [urllib.parse.urlsplit(link).path for link in found]


def test_the_archive_reaches_every_group_page_and_they_show_the_truth(world: World, client: Client) -> None:
    links = fukumimi_links(client)
    assert len(set(links)) == len(links) == 400
    expected, seen = reachable(world, "fukumimi"), set()
    for link in links:
        body = client.get(FUKUMIMI, link).body
        page = parsel.Selector(body.decode(errors="replace"))
        key = page.css("body::attr(class)").get(default="").split("postid-")[1]
        assert page.css("link[rel=shortlink]::attr(href)").get() == f"https://k-fukumimi.com/?p={key}"
        assert page.css("time.entry-date.updated::attr(datetime)").get()
        seen.add(key)
        if key not in expected:
            continue
        labels = [text_of(node) for node in page.css("dl.group-data dt")]
        values = [text_of(node) for node in page.css("dl.group-data dd")]
        found = {FUKUMIMI_LABELS[label]: text for label, text in zip(labels, values, strict=True)}
        name = text_of(page.css("h1.entry-title")[0])
        assert {**({"name_text": name} if name else {}), **found} == printed(expected[key])
    assert seen == {entry.record_key for entry in world.of("fukumimi")}


def test_the_address_of_a_real_group_drops_the_blank(client: Client) -> None:
    path = "/group/" + urllib.parse.quote("傾聴ボランティアきぼう") + "/"
    page = parsel.Selector(client.get(FUKUMIMI, path).text)
    assert page.css("h1.entry-title::text").get() == "傾聴ボランティア きぼう"


def test_a_short_link_leads_to_the_group(client: Client) -> None:
    reply = client.get(FUKUMIMI, "/?p=14517")
    assert reply.status == 301
    target = urllib.parse.urlsplit(reply.headers["Location"]).path
    assert "傾聴わた雲" in client.get(FUKUMIMI, target).text
    assert client.get(FUKUMIMI, "/?p=1").status == 404


def event_fields(item: dict[str, object]) -> dict[str, str]:
    contact = (item["contact_list"] or [{}])[0]  # type: ignore[index]
    place = str(item["place"])
    dates = [join_schedule(date) for date in item["date_list"]]  # type: ignore[attr-defined]
    found = {
        "name_text": item["title"],
        "category_text": ";".join(item["type1"]),  # type: ignore[arg-type]
        "ward_text": WARDS[int(place) - 1] if int(place) <= 7 else "",
        "address_text": item["place_adr"],
        "venue_text": item["event_location"][0]["name"] if item["event_location"] else "",  # type: ignore[index]
        "schedule_text": dates[0] if dates else "",
        "target_text": ",".join(item["target"]) or item["target_ext"],  # type: ignore[arg-type]
        "fee_text": item["cost_ext"],
        "phone_text": contact.get("contact_tel", ""),
        "mail_text": contact.get("contact_mail", ""),
        "url_text": item["open_url"],
        "organizer_text": item["organizer"],
        "description_text": item["content"],
    }
    return {field: str(text) for field, text in found.items() if text}


def test_the_event_service_shows_the_truth(world: World, client: Client) -> None:
    items: list[dict[str, object]] = []
    total = 1
    number = 0
    while number < total:
        number += 1
        answer = json.loads(client.get(EVENTS, f"/data/api/v1/events?page={number}&format=JSON&from=&to=").body)
        assert answer["page"] == number
        assert answer["total_numbers"] == 300
        total = answer["total_pages"]
        items += answer["event_data"]
    assert total == 6
    assert [event_fields(item) for item in items] == [printed(entry) for entry in world.of("kawasaki_city_events")]
    keys = EVENT_KEYS.split()
    assert all(list(item) == keys for item in items)
    beyond = json.loads(client.get(EVENTS, "/data/api/v1/events?page=7").body)
    assert beyond["event_data"] == []


def test_rendering_is_deterministic(world: World) -> None:
    again = build_world.__wrapped__(0)
    for kind, path in (
        (CafesSite, "/350/page/0000900001.html"),
        (OuenSite, "/G0001255/aboutus.html"),
        (FukumimiSite, "/group/"),
        (EventsSite, "/data/api/v1/events"),
    ):
        first, second = (kind(again).page(path, {}) for _ in range(2))
        assert first is not None
        assert first == second == kind(world).page(path, {})


def test_values_are_escaped() -> None:
    name = "<b>花 & 緑</b>"
    entry = Entry(site="ouen_navi", record_key="G0000001", entity_id="gen-00001", name_text=name)
    page = OuenSite(World(seed=0, entries=(entry,))).page("/G0000001/aboutus.html", {})
    assert page is not None
    assert '<h1 class="group-name">&lt;b&gt;花 &amp; 緑&lt;/b&gt;</h1>' in page.body.decode()
