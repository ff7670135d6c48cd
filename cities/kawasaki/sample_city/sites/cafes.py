"""The city's list of cafés: one page with a table per ward (host www.city.kawasaki.jp).

What belongs here: rows, headings and merged cells of that table. What does not: any other page of the city.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cities.kawasaki.sample_city.chance import pick, stream
from cities.kawasaki.sample_city.entry import Entry
from cities.kawasaki.sample_city.sites.common import PUBLISHED, Page, japanese_date, render
from cities.kawasaki.sample_city.world import HEADINGS, World

HOST = "www.city.kawasaki.jp"
PATH = "/350/page/0000900001.html"

_COLUMNS = {
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
}
_SYNONYMS = {
    "名称": "カフェ名",
    "開催日時": "日時",
    "会場": "場所",
    "所在地": "住所",
    "参加費": "費用",
    "主催": "運営団体",
    "問合せ": "連絡先",
}
# Every ward fills in its own table: some use other words, one has a column of its own.
_WARDS_WITH_SYNONYMS = ("中原区", "多摩区", "麻生区")
_WARD_WITH_PARKING = "宮前区"
_SEPARATOR_AFTER = "中原区"
_MERGED = ("venue_text", "address_text")


@dataclass(frozen=True)
class Cell:
    """One cell of the table.

    Attributes:
        text: What it says; empty for a blank cell.
        rowspan: How many rows it covers.
        link: Whether the text is also a link.
    """

    text: str
    rowspan: int = 1
    link: bool = False


@dataclass(frozen=True)
class Section:
    """The part of one ward.

    Attributes:
        heading: Text of the heading.
        index: Position on the page, from 1.
        wrapped: Whether the heading stands in a box of its own.
        header: Column headings.
        rows: The cells that are written; a cell covered by a merged one is left out.
        separator: Whether a line of signs follows as a heading.
    """

    heading: str
    index: int
    wrapped: bool
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    separator: bool


def _shares_hall(left: Entry, right: Entry) -> bool:
    return all(getattr(left, name) is not None and getattr(left, name) == getattr(right, name) for name in _MERGED)


def _spans(entries: tuple[Entry, ...]) -> list[int]:
    """Counts how many rows the hall of each row covers; 0 for a covered row."""
    spans = [1] * len(entries)
    first = 0
    for row in range(1, len(entries)):
        if _shares_hall(entries[first], entries[row]):
            spans[first] += 1
            spans[row] = 0
        else:
            first = row
    return spans


def _row(entry: Entry, span: int, parking: str | None) -> tuple[Cell, ...]:
    cells = []
    for name in _COLUMNS.values():
        cell = Cell(getattr(entry, name) or "", link=name == "url_text")
        if name not in _MERGED:
            cells.append(cell)
        elif span:
            cells.append(replace(cell, rowspan=span))
    return (*cells, Cell(parking)) if parking is not None else tuple(cells)


def _parking(seed: int, entry: Entry) -> str:
    # Nothing is invented about real cafés.
    if entry.real_row_id:
        return ""
    return pick(
        stream(seed, "parking", entry.entity_id), ("なし", "あり（2台）", "近隣のコインパーキングをご利用ください", "")
    )


class CafesSite:
    """The page of cafés."""

    host = HOST

    def __init__(self, world: World) -> None:
        self._seed = world.seed
        self._entries = world.of("kawasaki_city_cafes")

    def _section(self, index: int, heading: str) -> Section | None:
        entries = tuple(entry for entry in self._entries if entry.ward_text == heading)
        if not entries:
            return None
        words = _SYNONYMS if heading in _WARDS_WITH_SYNONYMS else {}
        extra = heading == _WARD_WITH_PARKING
        header = tuple(words.get(label, label) for label in _COLUMNS) + (("駐車場",) if extra else ())
        rows = tuple(
            _row(entry, span, _parking(self._seed, entry) if extra else None)
            for entry, span in zip(entries, _spans(entries), strict=True)
        )
        return Section(heading, index, index % 2 == 0, header, rows, heading == _SEPARATOR_AFTER)

    def page(self, path: str, query: Mapping[str, str]) -> Page | None:
        """Renders the list or the start page.

        Args:
            path: Percent-decoded path.
            query: Not used by this site.

        Returns:
            The page, or None when there is none at this path.
        """
        if path == "/":
            return render("start.html.j2", title="川崎市", links=[(PATH, "市内のカフェ一覧")])
        if path != PATH:
            return None
        sections = [self._section(index, heading) for index, heading in enumerate(HEADINGS, start=1)]
        return render(
            "city_list.html.j2",
            host=HOST,
            path=PATH,
            sections=[section for section in sections if section],
            modified_iso=PUBLISHED.isoformat(),
            modified_text=japanese_date(PUBLISHED),
        )
