"""Lists of the city in attached files (host www.city.kawasaki.jp).

What belongs here: 公園体操 as one PDF per ward with its own base date, 緑の活動団体 as an Excel file and PDFs. What
does not: how a file is made (see `documents`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from cities.kawasaki.sample_city.documents import PDF, XLSX, table_pdf, table_xlsx
from cities.kawasaki.sample_city.entry import Entry
from cities.kawasaki.sample_city.lists import GREEN_IN_PDF
from cities.kawasaki.sample_city.sites.city_lists import HOST, by_ward, city_page
from cities.kawasaki.sample_city.sites.common import PUBLISHED, Page
from cities.kawasaki.sample_city.world import World

PARK_PATH = "/350/page/0000900010.html"
GREEN_PATH = "/530/page/0000900020.html"
_PARK = {
    "会場": "venue_text",
    "所在地": "address_text",
    "曜日・時間": "schedule_text",
    "問合せ": "phone_text",
    "備考": "status_text",
}
_PARK_WIDTHS = (140, 240, 240, 110, 70)
_GREEN = {
    "区": "ward_text",
    "団体名": "name_text",
    "活動内容": "category_text",
    "活動場所": "venue_text",
    "活動日": "schedule_text",
    "設立": "founded_text",
    "連絡先": "phone_text",
    "ホームページ": "url_text",
    "備考": "status_text",
}
_GREEN_WIDTHS = (40, 120, 60, 100, 170, 70, 80, 110, 50)


@dataclass(frozen=True)
class File:
    """A link to a file."""

    text: str
    href: str


@dataclass(frozen=True)
class Block:
    """A heading with files."""

    heading: str
    files: tuple[File, ...]


def _row(entry: Entry, columns: Mapping[str, str]) -> list[str]:
    return [getattr(entry, name) or "" for name in columns.values()]


def _size(body: bytes) -> str:
    return f"{len(body) / 1024:.2f}KB"


class CityFilePages:
    """The two pages and their files."""

    host = HOST

    def __init__(self, world: World) -> None:
        self._park = by_ward(world.of("kawasaki_city_park_exercise"))
        self._green = by_ward(world.of("kawasaki_green_groups"))
        # A file is named after its edition, not after its content, as editors do
        self._editions = world.editions
        self._files: dict[str, tuple[str, Callable[[], bytes]]] = {}
        for number, ward in enumerate(self._park, start=1):
            path = f"/350/cmsfiles/contents/0000900/900010/taiso_{number:02d}_{self._edition(ward)}.pdf"
            self._files[path] = (PDF, partial(self._park_pdf, ward))
        self._in_pdf = [ward for ward in GREEN_IN_PDF if ward in self._green]
        self._files["/530/cmsfiles/contents/0000900/900020/midori202604.xlsx"] = (XLSX, self._green_xlsx)
        for number, ward in enumerate(self._in_pdf, start=1):
            path = f"/530/cmsfiles/contents/0000900/900020/{number}_ku.pdf"
            self._files[path] = (PDF, partial(self._green_pdf, ward))

    def page(self, path: str, query: Mapping[str, str]) -> Page | None:
        """Renders a page or makes a file.

        Args:
            path: Percent-decoded path.
            query: Not used by these pages.

        Returns:
            The page or file, or None when there is none at this path.
        """
        if path in self._files:
            kind, make = self._files[path]
            return Page(make(), kind, modified=PUBLISHED)
        if path == PARK_PATH:
            return self._park_page()
        return self._green_page() if path == GREEN_PATH else None

    def _park_page(self) -> Page:
        files = []
        for number, (path, ward) in enumerate(zip(self._paths("/350/"), self._park, strict=True)):
            # Both relative forms that the CMS writes mean the department's folder
            dots = "../" if number % 2 else "./"
            text = f"{ward}（{self._base_date(ward)}）(PDF, {_size(self._files[path][1]())})"
            files.append(File(text, dots + path.removeprefix("/350/")))
        blocks = [Block("区ごとの会場", tuple(files))]
        return city_page("city_files.html.j2", PARK_PATH, "公園体操の会場", lead="公園で行う体操です。", blocks=blocks)

    def _green_page(self) -> Page:
        excel, *others = self._paths("/530/")
        first = File(
            f"緑の活動団体一覧（令和8年4月1日時点）(Excel, {_size(self._files[excel][1]())})",
            "../" + excel.removeprefix("/530/"),
        )
        pdfs = tuple(
            File(
                f"{ward}の団体（令和8年6月末時点）(PDF, {_size(self._files[path][1]())})",
                "./" + path.removeprefix("/530/"),
            )
            for path, ward in zip(others, self._in_pdf, strict=True)
        )
        blocks = [Block("市内の団体", (first,)), Block("PDFで公開している区", pdfs)]
        return city_page("city_files.html.j2", GREEN_PATH, "緑の活動団体", lead="緑を育てる団体です。", blocks=blocks)

    def _paths(self, department: str) -> list[str]:
        return [path for path in self._files if path.startswith(department)]

    def _edition(self, ward: str) -> str:
        day = self._editions.get(ward)
        return f"r{day.year - 2018}-{day.month}" if day else "r8-7"

    def _base_date(self, ward: str) -> str:
        day, number = self._editions.get(ward), list(self._park).index(ward)
        return f"{day.month}月{day.day}日時点" if day else f"{7 if number % 3 else 5}月{27 - 2 * number}日時点"

    def _park_pdf(self, ward: str) -> bytes:
        members = self._park[ward]
        lead = [members[0].name_text or "", f"令和8年{self._base_date(ward)}"]
        return table_pdf(lead, tuple(_PARK), [_row(entry, _PARK) for entry in members], _PARK_WIDTHS)

    def _green_pdf(self, ward: str) -> bytes:
        rows = [_row(entry, _GREEN) for entry in self._green[ward]]
        return table_pdf([f"{ward}の緑の活動団体"], tuple(_GREEN), rows, _GREEN_WIDTHS)

    def _green_xlsx(self) -> bytes:
        rows: list[list[str]] = [["緑の活動団体一覧"], ["令和8年4月1日時点"], list(_GREEN)]
        for ward, members in self._green.items():
            if ward not in GREEN_IN_PDF:
                rows += _merged(members)
        return table_xlsx({"団体一覧": rows})


def _merged(members: tuple[Entry, ...]) -> list[list[str]]:
    """Rows of a ward: the ward only in the first; a group that works in two places has both in one row."""
    rows: list[list[str]] = []
    names: list[str | None] = []
    for entry in members:
        row = _row(entry, _GREEN)
        if names and names[-1] == entry.name_text:
            for column, field in enumerate(_GREEN.values()):
                if field in ("venue_text", "schedule_text"):
                    rows[-1][column] += "\n" + row[column]
            continue
        rows.append(row if not rows else ["", *row[1:]])
        names.append(entry.name_text)
    return rows
