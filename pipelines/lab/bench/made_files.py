"""The readers of tables against files that the programs of a city made, whose every row is known.

Belongs here: reading a made file as a crawl would, and counting rows lost, invented, wrong, and hidden text that came
out. Does not belong here: the files (`tests/fixtures/made_tables`) and what made them (`tests/made_tables`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response

from scrapers.declaration.source import Source
from scrapers.platforms.items import IssueItem, ListingItem
from scrapers.runs.drive import drive, response_for
from scrapers.tables.account import AccountItem

FILES = Path(__file__).parents[3] / "tests" / "fixtures" / "made_tables"
_PAGE = "https://www.city.example.jp/350/page/0000900001.html"
_KINDS = {".pdf": "PDF", ".xlsx": "Excel", ".ods": "Excel", ".docx": "Excel"}
_BODY = re.compile(rb"<body[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)
_DECLARED = re.compile(rb"<meta[^>]*charset=[^>]*>", re.IGNORECASE)
_LINK = r"（(?P<updated_text>[^（）]*時点)）.*\((?P<kind>PDF|Excel)"
_COUNTED = ("section_row", "note_row", "total_row", "repeated_heading", "hidden_content", "not_a_listing")
_CANNOT_HIDE = frozenset(
    {
        "calc.pdf",
        "writer.pdf",
        "chromium.pdf",
        "writer.html",
        "word.html",
        "writer.docx",
        "calc.html",
        "pandas.html",
        "pandas.xlsx",
    }
)
"""Files that hold nothing of a hidden row: paper and Calc's HTML hold what is shown, Word and pandas hide no rows."""
_WAVES = str.maketrans("〜", "～")
_CONTEXT = frozenset({"ward_text", "updated_text", "extra_json"})


@dataclass
class Reading:
    """What came of one made file.

    Attributes:
        shape: folder of the file below `made_tables`.
        maker: name of the file.
        truth: what is known of it.
        listings: rows of `raw__listings` that were read.
        issues: rows of `raw__issues` that were said.
        counts: what became of the rows of its tables.
    """

    shape: str
    maker: str
    truth: dict[str, Any]
    listings: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def is_refused(self) -> bool:
        """Whether the file as a whole was said to be unreadable."""
        return any(row["is_quarantined"] and row["field_name"] == "page" for row in self.issues)

    @property
    def lost(self) -> list[str]:
        """Names of true listings that were not read."""
        return [row["name_text"] for row, read in self._pairs() if read is None]

    @property
    def invented(self) -> list[str]:
        """Names of read listings that are none."""
        known = {id(read) for _, read in self._pairs()}
        return [str(row.get("name_text")) for row in self.listings if id(row) not in known]

    @property
    def wrong(self) -> list[str]:
        """Fields that were read otherwise than they stand in the file, each with both texts."""
        columns = set(self.truth["labels"].values()) - _CONTEXT
        return [
            f"{name}: {row.get(name, '')!r} → {read.get(name, '')!r}"
            for row, read in self._pairs()
            if read is not None
            for name in sorted(columns | row.keys())
            if not (fits if name != "extra_json" else holds)(row.get(name, ""), read.get(name, ""))
        ]

    @property
    def leaked(self) -> list[str]:
        """Hidden texts that came out anywhere."""
        output = json.dumps([self.listings, self.issues], ensure_ascii=False)
        return [text for text in self.truth["hidden"] if text in output]

    @property
    def unaccounted(self) -> list[str]:
        """Kinds of rows that were counted otherwise than they stand in the file."""
        true = Counter(self.truth["account"])
        if self.maker in _CANNOT_HIDE:
            true.pop("hidden_content", None)
        if self.maker.endswith(".pdf"):
            # A heading that comes again on the next page is one more
            true["repeated_heading"] = max(true["repeated_heading"], self.counts["repeated_heading"])
        return [f"{code}: {true[code]} → {self.counts[code]}" for code in _COUNTED if true[code] != self.counts[code]]

    @property
    def is_right(self) -> bool:
        """Whether nothing was lost, invented, wrong, leaked or counted otherwise."""
        return not (self.lost or self.invented or self.wrong or self.leaked or self.unaccounted)

    def _pairs(self) -> list[tuple[dict[str, str], dict[str, Any] | None]]:
        unmatched = list(self.listings)
        pairs: list[tuple[dict[str, str], dict[str, Any] | None]] = []
        for row in self.truth["listings"]:
            read = next((each for each in unmatched if fits(row["name_text"], each.get("name_text", ""))), None)
            if read is not None:
                unmatched = [each for each in unmatched if each is not read]
            pairs.append((row, read))
        return pairs


def made_files() -> Iterator[str]:
    """Every made file: rows, listings read, lost, invented, wrong fields, hidden texts that came out."""
    paths = all_files()
    if not paths:
        yield f"{FILES} がありません（配布物ではなく、リポジトリの中で実行してください）"
        return
    total: Counter[str] = Counter()
    for path in paths:
        reading = read_file(path)
        rows = len(reading.truth["listings"])
        figures = {
            "掲載": rows,
            "読めた": len(reading.listings) - len(reading.invented),
            "失われた": len(reading.lost),
            "作られた": len(reading.invented),
            "違う項目": len(reading.wrong),
            "漏れた": len(reading.leaked),
            "数え違い": len(reading.unaccounted),
        }
        total.update(figures)
        total["ファイル"] += 1
        total["すべて正しい"] += reading.is_right
        refused = "（読めないと報告）" if reading.is_refused else ""
        yield f"{reading.shape}/{reading.maker}: " + "、".join(f"{k} {v}" for k, v in figures.items()) + refused
    yield "合計: " + "、".join(f"{name} {number:,}" for name, number in total.items())


def all_files() -> list[Path]:
    """All made files, those kept for the last check included."""
    return sorted(
        path
        for path in FILES.glob("**/*.*")
        if path.parent.joinpath("truth.json").is_file() and path.name != "truth.json"
    )


def read_file(path: Path) -> Reading:
    """Read one made file the way a crawl would: HTML as the body of a page, everything else as its attachment."""
    truth = json.loads(path.with_name("truth.json").read_text(encoding="utf-8"))
    if path.name in truth["unmarked"]:
        truth = _as_shown(truth)
    reading = Reading(path.parent.relative_to(FILES).as_posix(), path.name, truth)
    body = path.read_bytes()
    page = _page_with(body) if path.suffix == ".html" else _page_linking(path)

    def answer(request: Request) -> Response:
        is_page = request.url == _PAGE
        kind = "text/html" if is_page else "application/octet-stream"
        return response_for(request, request.url, 200, {"Content-Type": kind}, page if is_page else body)

    for item in drive(declared(truth, is_page=path.suffix == ".html"), answer):
        if isinstance(item, ListingItem):
            reading.listings.append(item.row)
        elif isinstance(item, IssueItem):
            reading.issues.append(item.row)
        elif isinstance(item, AccountItem):
            reading.counts.update(item.counts)
    return reading


def declared(truth: dict[str, Any], *, is_page: bool) -> Source:
    """The declaration staff would write for a made table."""
    layout = {"body": ".mol_contents"} | ({"updated": "time::attr(datetime)"} if is_page else {"link_text": _LINK})
    layout |= {} if is_page else truth["layout"]
    return Source.model_validate(
        {
            "key": "made_table",
            "name": "試験用の表",
            "owner": "試験",
            "platform": "city_cms" if is_page else "city_attachments",
            "home_url": _PAGE,
            "start_urls": [_PAGE],
            "hosts": ["www.city.example.jp"],
            "licence": "試験用",
            "attribution": "試験用",
            "id_prefix": "mad",
            "key_fields": ["name_text"],
            "kind": "cafe",
            "pace": "static",
            "daily_requests": 5,
            "max_age_days": 5,
            "expected": {"minimum": 0, "maximum": 500, "origin": "試験用の表に合わせた幅"},
            "layout": layout,
            "labels": {"fields": truth["labels"], "keep": truth["keep"]},
        }
    )


def _as_shown(truth: dict[str, Any]) -> dict[str, Any]:
    """The truth of a file whose program lost the line through struck-out words: there they are text like any other."""
    struck = {(entry["name_text"], entry["column"]): entry["text"] for entry in truth["struck"]}
    listings = [
        {column: text + struck.get((row["name_text"], column), "") for column, text in row.items()}
        for row in truth["listings"]
    ]
    words = "".join(struck.values())
    return truth | {"listings": listings, "hidden": [text for text in truth["hidden"] if text not in words]}


def fits(true: str, read: str) -> bool:
    """Whether a text was read as it stands: white space is free, but a typed line break stays some gap.

    ～ may come as 〜: fonts draw both with one glyph, Chromium's PDF names that glyph 〜 and says ～ only in an
    `/ActualText`, which pdfplumber does not read. The normalisers take both for the same.
    """
    parts = [r"\s*".join(re.escape(sign) for sign in "".join(part.split())) for part in true.split("\n")]
    return re.fullmatch(r"\s*" + r"[\s～]+".join(parts) + r"\s*", read.translate(_WAVES)) is not None


def holds(true: str, read: str) -> bool:
    """Whether a text stands somewhere in what was read."""
    return true in read


def _page_with(document: bytes) -> bytes:
    """A page of the CMS whose body is the document's; it says of its encoding what the document says."""
    body = _BODY.search(document)
    if body is None:
        raise ValueError("made HTML without a body")
    declared_as = _DECLARED.search(document)
    return (
        b"<!DOCTYPE html><html><head>"
        + (declared_as[0] if declared_as else b"")
        + b'</head><body><time datetime="2026-11-01"></time><div class="mol_contents">'
        + body[1]
        + b"</div></body></html>"
    )


def _page_linking(path: Path) -> bytes:
    link = f'<a href="../cmsfiles/contents/1/{path.name}">一覧（11月1日時点）({_KINDS[path.suffix]}, 30KB)</a>'
    head = '<!DOCTYPE html><html><head><meta charset="UTF-8"></head>'
    return f'{head}<body><div class="mol_contents">{link}</div></body></html>'.encode()
