"""Lists of the city under headings and in prose (host www.city.kawasaki.jp).

What belongs here: 子育てサークル with their detail pages, プレーパーク. What does not: tables, files.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cities.kawasaki.sample_city.chance import stream
from cities.kawasaki.sample_city.entry import Entry
from cities.kawasaki.sample_city.places import WARDS
from cities.kawasaki.sample_city.sites.city_lists import HOST, by_ward, city_page
from cities.kawasaki.sample_city.sites.common import Page
from cities.kawasaki.sample_city.world import World

CHILDCARE_PATH = "/450/page/0000900030.html"
PLAYPARK_PATH = "/450/page/0000900040.html"
_OFFICES = dict(zip(WARDS, ("kawasaki", "saiwai", "nakahara", "takatsu", "miyamae", "tama", "asao"), strict=True))
_CELLS = {
    "会場": "venue_text",
    "住所": "address_text",
    "日時": "schedule_text",
    "対象": "target_text",
    "費用": "fee_text",
    "主催": "organizer_text",
    "問合せ": "phone_text",
    "ホームページ": "url_text",
    "活動状況": "status_text",
}
_OTHER_WORDS = {"会場": "場所", "日時": "活動日", "費用": "参加費", "問合せ": "連絡先"}
_WARDS_WITH_OTHER_WORDS = ("高津区", "麻生区")
_WITH_PAGE = 0.4


@dataclass(frozen=True)
class Item:
    """A circle on the list page: its lines, or the page it links to."""

    name: str
    href: str | None
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WardItems:
    """A ward and its circles."""

    ward: str
    items_: tuple[Item, ...]


def _cells(entry: Entry) -> tuple[tuple[str, str], ...]:
    words = _OTHER_WORDS if entry.ward_text in _WARDS_WITH_OTHER_WORDS else {}
    pairs = ((words.get(label, label), getattr(entry, name)) for label, name in _CELLS.items())
    return tuple((label, text) for label, text in pairs if text)


class CitySectionPages:
    """The two lists and the detail pages."""

    host = HOST

    def __init__(self, world: World) -> None:
        self._world = world
        self._details = {
            path: entry
            for entry in world.of("kawasaki_city_childcare_circles")
            if (path := self._detail_path(entry)) is not None
        }

    def _detail_path(self, entry: Entry) -> str | None:
        rng = stream(self._world.seed, "detail", entry.entity_id)
        if rng.random() >= _WITH_PAGE:
            return None
        number = 910000 + int(entry.entity_id.rsplit("-", 1)[1])
        return f"/{_OFFICES[str(entry.ward_text)]}/page/{number:010d}.html"

    def page(self, path: str, query: Mapping[str, str]) -> Page | None:
        """Renders a list or a detail page.

        Args:
            path: Percent-decoded path.
            query: Not used by these pages.

        Returns:
            The page, or None when there is none at this path.
        """
        if path == CHILDCARE_PATH:
            return self._childcare()
        if path == PLAYPARK_PATH:
            sections = by_ward(self._world.of("kawasaki_city_playparks")).items()
            lead = "子どもが自由に遊べる場です。"
            return city_page("city_prose.html.j2", path, "プレーパーク", lead=lead, sections=sections)
        return self._detail(path) if path in self._details else None

    def _childcare(self) -> Page:
        circles = by_ward(self._world.of("kawasaki_city_childcare_circles"))
        sections = [WardItems(ward, tuple(map(self._item, members))) for ward, members in circles.items()]
        lead = "親子で集まれる場です。"
        title = "子育てサークル・子育てサロン"
        return city_page("city_sections.html.j2", CHILDCARE_PATH, title, lead=lead, sections=sections)

    def _item(self, entry: Entry) -> Item:
        path = self._detail_path(entry)
        return Item(entry.name_text or "", path, () if path else _cells(entry))

    def _detail(self, path: str) -> Page:
        entry = self._details[path]
        cells = _cells(entry)
        # Some pages print two pairs in a row
        size = 1 + int(entry.entity_id.rsplit("-", 1)[1]) % 2
        rows = [cells[start : start + size] for start in range(0, len(cells), size)]
        return city_page("city_detail.html.j2", path, entry.name_text or "", rows=rows)
