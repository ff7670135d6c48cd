"""Saved pages with what a source's spider reads from them: the proof that a source is declared rightly.

Belongs here: the files of a case, reading one offline, the differences in words. Does not belong here: how a page comes
to be saved (`capture`). One folder per case: the page, `capture.json` (where it comes from and which parser reads it)
and `expected.json`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response

from scrapers.declaration import source as declared
from scrapers.declaration.known_lists import KnownList
from scrapers.declaration.source import Source
from scrapers.platforms.items import IssueItem, ListingItem
from scrapers.platforms.registry import spider_class
from scrapers.runs.drive import response_for
from scrapers.tables.account import AccountItem, said
from warehouse.contract.columns import COLUMNS

_TESTS = Path(__file__).parents[2] / "tests"
CASES_DIR = _TESTS / "fixtures" / "sources" if _TESTS.is_dir() else None
"""Beside the tests of a checkout; an installed package has none and keeps the cases of a source in its folder."""
_ISSUE_KEY = ("page_url", "position", "field_name", "reason_code")
_LISTING_KEY = ("page_url", "record_key")

Reading = dict[str, list[Any]]
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Capture:
    """What `capture.json` holds.

    Attributes:
        url: address of the page.
        status: HTTP status of the answer.
        headers: only those that decide how the body is read, such as `Content-Type`.
        captured_on: day it was saved.
        sha256: hash of the saved, masked page.
        parser: method of the spider that reads it.
        context: what the spider knows about the page from the page that led to it.
        lists: of a page of links, the lists that were declared when it was saved (fields of `KnownList`).
    """

    url: str
    status: int
    headers: dict[str, str]
    captured_on: str
    sha256: str
    parser: str = "parse_start"
    context: dict[str, Any] = field(default_factory=dict)
    lists: list[dict[str, Any]] | None = None

    def row(self) -> dict[str, Any]:
        """What goes into the file."""
        return {name: value for name, value in asdict(self).items() if name != "lists" or value is not None}


@dataclass(frozen=True, slots=True)
class Case:
    """One saved page of a source."""

    folder: Path
    page: Path
    capture: Capture

    @property
    def name(self) -> str:
        """Name of its folder."""
        return self.folder.name

    def expected(self) -> Reading | None:
        """What the spider should read, or None before that has been written."""
        path = self.folder / "expected.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def cases_dir(key: str) -> Path:
    """Where the cases of a source are."""
    return CASES_DIR / key if CASES_DIR is not None else declared.SOURCES_DIR / key / "cases"


def cases_of(key: str) -> list[Case]:
    """The cases of a source by name.

    Raises:
        FileNotFoundError: a folder does not hold exactly one page.
    """
    cases = []
    for path in sorted(cases_dir(key).glob("*/capture.json")):
        pages = sorted(path.parent.glob("page.*"))
        if len(pages) != 1:
            raise FileNotFoundError(f"{path.parent} の page.* は 1 つのはずですが {len(pages)} つあります")
        cases.append(Case(path.parent, pages[0], Capture(**json.loads(path.read_text(encoding="utf-8")))))
    return cases


def response_of(case: Case, request: Request) -> Response:
    """The saved answer."""
    return response_for(request, case.capture.url, case.capture.status, case.capture.headers, case.page.read_bytes())


def read_case(source: Source, case: Case) -> Reading:
    """What the source's spider reads from the saved page: `listings`, `issues`, and the addresses it `leads_to`."""
    return read_page(source, case.capture, case.page.read_bytes())


def read_page(source: Source, capture: Capture, body: bytes) -> Reading:
    """What the source's spider reads from one page; the pages it asks for next are named, not read."""
    reading: Reading = {"issues": [], "leads_to": [], "listings": []}
    for result in _results(source, capture, body):
        if isinstance(result, Request):
            reading["leads_to"].append(result.url)
        elif isinstance(result, ListingItem):
            reading["listings"].append({name: text for name, text in result.row.items() if name != "body_sha256"})
        elif isinstance(result, IssueItem) and result.row not in reading["issues"]:
            reading["issues"].append(result.row)
    return reading


def account_of(source: Source, case: Case) -> str | None:
    """What became of every row of the tables on a saved page, in one Japanese line; None when it has no table."""
    results = _results(source, case.capture, case.page.read_bytes())
    return said(result for result in results if isinstance(result, AccountItem))


def _results(source: Source, capture: Capture, body: bytes) -> Iterable[object]:
    """Whatever the source's spider yields for one page."""
    lists = None if capture.lists is None else tuple(map(_known, capture.lists))
    spider = spider_class(source)(source=source, lists=lists)
    request = spider.page(capture.url, getattr(spider, capture.parser), **capture.context)
    response = response_for(request, capture.url, capture.status, capture.headers, body)
    assert request.callback is not None
    results: Iterable[object] = request.callback(response, **request.cb_kwargs)
    return results


def check(source: Source, case: Case) -> list[str]:
    """Every difference between a case and what is read now, each as a Japanese line; empty when there is none."""
    expected = case.expected()
    if expected is None:
        return ["expected.json がありません（--update で作り、目で確かめてください）"]
    lines = list(differences(expected, read_case(source, case)))
    if hashlib.sha256(case.page.read_bytes()).hexdigest() != case.capture.sha256:
        lines.append("保存したページが書き換えられています（わざとなら --update）")
    return lines


def differences(expected: Reading, read: Reading) -> Iterator[str]:
    """What was expected and not read, read and not expected, or read otherwise."""
    yield from _row_differences("掲載", _LISTING_KEY, expected["listings"], read["listings"])
    yield from _row_differences("読めなかったもの", _ISSUE_KEY, expected["issues"], read["issues"])
    for url in sorted(set(expected["leads_to"]) - set(read["leads_to"])):
        yield f"次のページへ進みません: {url}"
    for url in sorted(set(read["leads_to"]) - set(expected["leads_to"])):
        yield f"予定にないページへ進みます: {url}"


def update(source: Source, case: Case) -> None:
    """Take what is read now, and the page as it is now, as right."""
    digest = hashlib.sha256(case.page.read_bytes()).hexdigest()
    write_json(case.folder / "capture.json", {**case.capture.row(), "sha256": digest})
    write_json(case.folder / "expected.json", read_case(source, case))


def write_json(path: Path, value: object) -> None:
    """JSON with sorted keys and readable Japanese."""
    path.write_text(json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n", encoding="utf-8")


def _known(given: dict[str, Any]) -> KnownList:
    return KnownList(given["key"], given["name"], tuple(given["urls"]), given["is_expected"])


def _row_differences(what: str, key: tuple[str, ...], expected: list[Row], read: list[Row]) -> Iterator[str]:
    before, now = _by_key(key, expected), _by_key(key, read)
    for name, row in before.items():
        if name not in now:
            yield f"{what} {_title(row)}: なくなりました"
            continue
        other = now[name]
        for column in sorted(row.keys() | other.keys()):
            if row.get(column) != other.get(column):
                yield (
                    f"{what} {_title(row)} の{_column_ja(column)}: "
                    f"予定 {_quoted(row.get(column))}、読み取り {_quoted(other.get(column))}"
                )
    for name, row in now.items():
        if name not in before:
            yield f"{what} {_title(row)}: 予定にありません"


def _by_key(key: tuple[str, ...], rows: list[Row]) -> dict[tuple[object, ...], Row]:
    """Rows by key; the same key again gets a number."""
    keyed: dict[tuple[object, ...], Row] = {}
    for row in rows:
        values = tuple(row.get(name) for name in key)
        number = sum(1 for name in keyed if name[:-1] == values)
        keyed[(*values, number)] = row
    return keyed


def _title(row: Row) -> str:
    """Row number and name of a listing; row number, field and reason of an issue."""
    named = row.get("name_text") or f"{row.get('field_name')} {row.get('reason_code')}"
    return f"{row.get('position')}「{named}」"


def _column_ja(column: str) -> str:
    known = COLUMNS.get(column)
    return f"「{known.ja}」" if known is not None else f"「{column}」"


def _quoted(value: object) -> str:
    return "なし" if value is None else f"「{value}」"
