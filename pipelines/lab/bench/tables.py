"""Rows that are lost or invented when made tables of ten shapes are read in four formats.

Belongs here: the measurement behind `hiroba bench tables`. Does not belong here: the tables and their files
(`sample_city`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from scrapy import Request

from cities.kawasaki.sample_city.documents import printed
from cities.kawasaki.sample_city.made_tables import FIELDS, SHAPES, Made, make
from cities.kawasaki.sample_city.table_files import WRITERS
from cities.kawasaki.sample_city.vocabulary import CAFES, TABLE_FILES
from scrapers.declaration.labels import Labels
from scrapers.declaration.source import load_source
from scrapers.platforms.city_attachments import CityAttachmentsSpider
from scrapers.platforms.city_cms import CityCmsSpider
from scrapers.platforms.items import IssueItem, ListingItem
from scrapers.runs.drive import response_for
from scrapers.tables.account import LISTING, AccountItem, said

_SEEDS = (0,)
_HTML = "text/html; charset=utf-8"
_LABELS = Labels(fields=FIELDS)


@dataclass(slots=True)
class TableReading:
    """What was made of one file."""

    listings: list[dict[str, str]] = field(default_factory=list)
    accounts: list[AccountItem] = field(default_factory=list)
    issues: list[dict[str, object]] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """The accounts of all tables together."""
        total = Counter[str]()
        for account in self.accounts:
            total.update(account.counts)
        return total


def tables() -> Iterator[str]:
    """One line per format, one per table with a row lost or invented, and the sum."""
    lost = invented = files = 0
    for name in WRITERS:
        wrong: list[str] = []
        for shape in SHAPES:
            for seed in _SEEDS:
                made = make(shape, seed)
                reading = read_made(made, name)
                missing, extra = differences(made, reading, name)
                files, lost, invented = files + 1, lost + missing, invented + extra
                if missing or extra:
                    wrong.append(f"  {name} {shape} {seed}: 失った{missing}、作った{extra}（{said(reading.accounts)}）")
        yield f"{name}: {len(SHAPES)} 種類 × {len(_SEEDS)} 表、違いのある表 {len(wrong)}"
        yield from wrong
    yield f"計: 表 {files}、失った行 {lost}、作った行 {invented}"


def read_made(made: Made, name: str) -> TableReading:
    """What the spiders make of a made table.

    Args:
        made: the table.
        name: a format of `WRITERS`.
    """
    body = WRITERS[name](made)
    reading = TableReading()
    if "HTML" in name:
        page = CityCmsSpider(load_source(CAFES).model_copy(update={"labels": _LABELS}))
        request = page.page(page.source.home_url, page.parse_start)
        items = page.receive(
            response_for(request, request.url, 200, {"Content-Type": _HTML}, body), page.parse_start, {}
        )
    else:
        source = load_source(TABLE_FILES)
        layout = {key: text for key, text in source.layout.items() if key in ("body", "link_text")}
        files = CityAttachmentsSpider(source.model_copy(update={"labels": _LABELS, "layout": layout}))
        response = response_for(Request(source.home_url), source.home_url, 200, {}, body)
        context: dict[str, object] = {"context": {"ward_text": None, "updated_text": None}}
        items = files.receive(response, files.parse_file, context)
    for item in items:
        if isinstance(item, ListingItem):
            reading.listings.append({name: str(text) for name, text in item.row.items() if name in FIELDS.values()})
        elif isinstance(item, AccountItem):
            reading.accounts.append(item)
        elif isinstance(item, IssueItem):
            reading.issues.append(item.row)
    return reading


def differences(made: Made, reading: TableReading, name: str) -> tuple[int, int]:
    """Rows that were lost and rows that were invented: listings by their texts, others by what they are."""
    write = printed if name == "PDF" else str
    truth = Counter(tuple(sorted((column, write(text)) for column, text in row.items())) for row in made.listings)
    seen = Counter(tuple(sorted((column, write(text)) for column, text in row.items())) for row in reading.listings)
    expected, counted = made.others, reading.counts
    others = Counter({what: count for what, count in counted.items() if what not in (LISTING, "hidden_content")})
    repeated = others - expected
    # A heading on every page or sheet is one more heading, no row of the list
    repeated.pop("heading", None)
    lost = (truth - seen).total() + (expected - others).total()
    return lost, (seen - truth).total() + repeated.total()
