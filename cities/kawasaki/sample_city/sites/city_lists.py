"""Lists of the city that are HTML tables or lists of links (host www.city.kawasaki.jp).

What belongs here: 地域の寺子屋, まちのひろばWA, the social design centres, and the page that leads to all lists. What
does not: lists in prose, in sections or in files.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cities.kawasaki.sample_city.entry import Entry
from cities.kawasaki.sample_city.places import WARDS
from cities.kawasaki.sample_city.sites.common import PUBLISHED, Page, japanese_date, render
from cities.kawasaki.sample_city.world import World

HOST = "www.city.kawasaki.jp"
TERAKOYA_PATH = "/880/page/0000900050.html"
WA_PATH = "/250/page/0000900060.html"
SDC_PATH = "/250/page/0000900070.html"
INDEX_PATH = "/250/page/0000900080.html"

_TERAKOYA = {
    "寺子屋名": "name_text",
    "実施校": "venue_text",
    "活動日時": "schedule_text",
    "対象": "target_text",
    "運営団体": "organizer_text",
    "問合せ": "phone_text",
    "備考": "status_text",
}
# Every ward fills in its own table, some with other words
_TERAKOYA_WORDS = {"寺子屋名": "名称", "実施校": "会場", "活動日時": "日時", "問合せ": "連絡先"}
_WARDS_WITH_OTHER_WORDS = ("幸区", "多摩区")
_SDC = {"区": "ward_text", "名称": "name_text", "場所": "venue_text", "所在地": "address_text", "電話": "phone_text"}

# Where the lists are, as the city's page of links names them
LINKS = {
    "高齢者": (
        ("認知症カフェ・コミュニティカフェ", "/350/page/0000900001.html"),
        ("公園体操", "/350/page/0000900010.html"),
    ),
    "子ども・子育て": (
        ("子育てサークル・子育てサロン", "/450/page/0000900030.html"),
        ("プレーパーク", "/450/page/0000900040.html"),
        ("地域の寺子屋", TERAKOYA_PATH),
    ),
    "緑": (("緑の活動団体", "/530/page/0000900020.html"),),
    "市民活動": (
        ("まちのひろばWAプロジェクト賛同団体", WA_PATH),
        ("ソーシャルデザインセンター", SDC_PATH),
        ("応援ナビかわさき", "https://kawasaki.genki365.net/"),
        ("ふくみみ", "https://k-fukumimi.com/"),
        ("かわさきイベントアプリ", "https://eventapp.city.kawasaki.jp/data/api/v1/reference.html"),
    ),
}


@dataclass(frozen=True)
class Cell:
    """A cell: text and, when it is a link, where it leads."""

    text: str
    href: str | None = None


@dataclass(frozen=True)
class Section:
    """A table with what stands above it."""

    heading: str | None
    caption: str | None
    is_wrapped: bool
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Link:
    """An item of a list of links."""

    text: str
    href: str | None
    note: str | None = None


@dataclass(frozen=True)
class LinkSection:
    """A heading with links."""

    heading: str
    links: tuple[Link, ...]


def city_page(template: str, path: str, title: str, **values: object) -> Page:
    """Renders a page in the city's template.

    Args:
        template: A template that extends `city_page.html.j2`.
        path: Path of the page.
        title: Its title.
        **values: What the template shows.

    Returns:
        The page.
    """
    return render(
        template,
        PUBLISHED,
        host=HOST,
        path=path,
        title=title,
        content_number=path.rsplit("/", 1)[1].removesuffix(".html").lstrip("0"),
        modified_iso=PUBLISHED.isoformat(),
        modified_text=japanese_date(PUBLISHED),
        **values,
    )


def by_ward(entries: tuple[Entry, ...]) -> dict[str, tuple[Entry, ...]]:
    """Sorts listings under the headings of a page.

    Args:
        entries: Listings of a site.

    Returns:
        Listings by ward text, the seven wards first.
    """
    listings = {ward: tuple(entry for entry in entries if entry.ward_text == ward) for ward in WARDS}
    return {ward: members for ward, members in listings.items() if members}


def _cells(entry: Entry, columns: Mapping[str, str]) -> tuple[Cell, ...]:
    return tuple(Cell(getattr(entry, name) or "") for name in columns.values())


class CityListPages:
    """The four pages."""

    host = HOST

    def __init__(self, world: World) -> None:
        self._world = world

    def page(self, path: str, query: Mapping[str, str]) -> Page | None:
        """Renders one of the pages.

        Args:
            path: Percent-decoded path.
            query: Not used by these pages.

        Returns:
            The page, or None when there is none at this path.
        """
        if path in self._world.moved:
            return Page(b"", status=301, location=self._world.moved[path])
        makers = {
            self._now(TERAKOYA_PATH): self._terakoya,
            WA_PATH: self._wa,
            SDC_PATH: self._sdc,
            INDEX_PATH: self._index,
        }
        return makers[path]() if path in makers else None

    def _now(self, path: str) -> str:
        return self._world.moved.get(path, path)

    def _terakoya(self) -> Page:
        sections = []
        for index, (ward, members) in enumerate(by_ward(self._world.of("kawasaki_terakoya")).items()):
            words = _TERAKOYA_WORDS if ward in _WARDS_WITH_OTHER_WORDS else {}
            header = tuple(words.get(label, label) for label in _TERAKOYA)
            rows = tuple(_cells(entry, _TERAKOYA) for entry in members)
            # Some wards stand in a heading, some only in the caption of their table
            in_caption = index % 3 == 2
            heading, caption = (None, f"{ward}の寺子屋") if in_caption else (ward, None)
            sections.append(Section(heading, caption, index % 2 == 1, header, rows))
        return city_page(
            "city_tables.html.j2",
            self._now(TERAKOYA_PATH),
            "地域の寺子屋一覧",
            lead="学校で開いている寺子屋です。",
            sections=sections,
            row_heading=False,
        )

    def _wa(self) -> Page:
        sections = [
            LinkSection(ward, tuple(Link(e.name_text or "", e.url_text, e.category_text) for e in members))
            for ward, members in by_ward(self._world.of("machi_no_hiroba_wa")).items()
        ]
        return city_page(
            "city_links.html.j2",
            WA_PATH,
            "まちのひろばWAプロジェクト賛同団体",
            lead="賛同団体です。",
            sections=sections,
        )

    def _sdc(self) -> Page:
        rows = []
        for entry in self._world.of("sdc_wards"):
            ward, name, *others = _cells(entry, _SDC)
            rows.append((ward, Cell(name.text, entry.url_text), *others))
        section = Section(None, None, False, tuple(_SDC), tuple(rows))
        return city_page(
            "city_tables.html.j2",
            SDC_PATH,
            "ソーシャルデザインセンター",
            lead="各区にあります。",
            sections=[section],
            row_heading=True,
        )

    def _index(self) -> Page:
        sections = [
            LinkSection(heading, tuple(Link(text, self._now(href)) for text, href in links))
            for heading, links in LINKS.items()
        ]
        return city_page(
            "city_links.html.j2",
            INDEX_PATH,
            "地域活動の一覧へのリンク集",
            lead="一覧のあるページです。",
            sections=sections,
        )
