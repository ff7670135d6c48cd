"""What can be wrong with a web site, switchable per address.

What belongs here: the kinds of flaw and what each does to an answer. What does not: the answer itself (see `sites`)
and how it travels (see `server`).
"""

import gzip
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, get_args

from cities.kawasaki.sample_city.documents import PDF, XLSX
from cities.kawasaki.sample_city.hostile import deep_json, hostile_pdf, many_pages, zip_bomb
from cities.kawasaki.sample_city.mutations import mutate
from cities.kawasaki.sample_city.sites.common import HTML, JSON, Page, render
from cities.kawasaki.sample_city.world import FAILING_GROUP, GARBLED_NAME, RETIRED_GROUP

Kind = Literal[
    "status_500",
    "status_404",
    "truncated",
    "wrong_encoding",
    "empty_table",
    "login_page",
    "nameless",
    "headings_gone",
    "redirect_offsite",
    "redirect_password",
    "claims_pages",
    "oversize",
    "bomb",
    "slow",
    "fifth_gone",
    "half_gone",
    "rows_twice",
    "huge",
    "zip_bomb",
    "many_pages",
    "hostile_pdf",
    "deep_json",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

_KEPT_SHARE = 0.6
_TOO_MUCH = 40 * 1024 * 1024
_HUGE = 200 * 1024 * 1024
_ROWS = re.compile(r"<tr>(?:(?!</tr>).)*?<td.*?</tr>\n?|<dt>.*?</dd>\n?|<article.*?</article>\n?", re.DOTALL)
_TITLE = re.compile(r"<title>[^<]*? \| ")
_HEADING = re.compile(r'(<h1 class="(?:group-name|entry-title)">).*?(</h1>)', re.DOTALL)
# The name is always the first cell of a row of the city's table, which has neither classes nor row headings.
_FIRST_CELL = re.compile(r"(<tr><td>).*?(</td>)", re.DOTALL)
_CITY_TABLE = re.compile(r'<div class="mol_tableblock">.*?</div>', re.DOTALL)


@dataclass(frozen=True)
class Fault:
    """One flaw of one or several addresses.

    Attributes:
        host: Host it holds for.
        path_regex: Searched in the percent-decoded path, with `?` and the decoded query behind it when there is one.
        kind: What is wrong.
        seconds: How long a `slow` answer takes to start.
    """

    host: str
    path_regex: str
    kind: Kind
    seconds: float = 2.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of fault: {self.kind!r}")

    def concerns(self, host: str, target: str) -> bool:
        """Tells whether the flaw shows at an address.

        Args:
            host: Host of the request.
            target: Decoded path, with `?` and the query when there is one.

        Returns:
            True when it does.
        """
        return host == self.host and re.search(self.path_regex, target) is not None


# A group that fails, one that is gone but still listed, and a page that lies about its encoding.
DEFAULT_FAULTS: tuple[Fault, ...] = (
    Fault("kawasaki.genki365.net", rf"^/{FAILING_GROUP}/", "status_500"),
    Fault("kawasaki.genki365.net", rf"^/{RETIRED_GROUP}/", "status_404"),
    Fault("k-fukumimi.com", rf"^/group/{GARBLED_NAME.core}/$", "wrong_encoding"),
)


def _rewritten(page: Page, change: Callable[[str], str]) -> Page:
    """Changes the text of a page; a file has none."""
    if page.content_type not in (HTML, JSON):
        return page
    return replace(page, body=change(page.body.decode()).encode())


def _events(page: Page, change: Callable[[list[dict[str, object]]], list[dict[str, object]]]) -> Page:
    answer = json.loads(page.body)
    answer["event_data"] = change(answer["event_data"])
    return replace(page, body=json.dumps(answer, ensure_ascii=False).encode())


def _status_500(_page: Page) -> Page:
    return replace(
        render("message.html.j2", title="500 Internal Server Error", text="しばらくお待ちください。"), status=500
    )


def _status_404(_page: Page) -> Page:
    return not_found()


def _truncated(page: Page) -> Page:
    return replace(page, body=page.body[: int(len(page.body) * _KEPT_SHARE)])


def _wrong_encoding(page: Page) -> Page:
    # The header and the page go on saying UTF-8; signs that cp932 lacks become references, as editors write them.
    return mutate(page, "lying_encoding")


def _empty_table(page: Page) -> Page:
    if page.content_type == JSON:
        return _events(page, lambda _records: [])
    return _rewritten(page, lambda text: _ROWS.sub("", text))


def _login_page(_page: Page) -> Page:
    return render("login.html.j2")


def _blank_first_cells(table: re.Match[str]) -> str:
    return _FIRST_CELL.sub(r"\1\2", table[0])


def _blank_names(text: str) -> str:
    text = _HEADING.sub(r"\1\2", _TITLE.sub("<title> | ", text))
    return _CITY_TABLE.sub(_blank_first_cells, text)


def _nameless(page: Page) -> Page:
    if page.content_type == JSON:
        return _events(page, lambda records: [{**entry, "title": ""} for entry in records])
    return _rewritten(page, _blank_names)


def _redirect_offsite(_page: Page) -> Page:
    return Page(b"", status=302, location="http://elsewhere.example/")


def _redirect_password(_page: Page) -> Page:
    return Page(b"", status=302, location="https://staff:himitsu@www.city.kawasaki.jp/350/")


def _claims_pages(page: Page) -> Page:
    return replace(page, body=re.sub(rb'("total_pages": *)\d+', rb"\g<1>50000000", page.body))


def _oversize(page: Page) -> Page:
    return replace(page, body=page.body + b" " * _TOO_MUCH)


def _bomb(page: Page) -> Page:
    """A small answer that unpacks to much."""
    return replace(page, body=gzip.compress(page.body + b" " * _TOO_MUCH, compresslevel=1, mtime=0), encoding="gzip")


# In the order in which they are applied: first what needs readable text, then bytes, then what replaces the answer.
_EFFECTS: dict[Kind, Callable[[Page], Page]] = {
    "empty_table": _empty_table,
    "nameless": _nameless,
    "headings_gone": partial(mutate, name="headings_gone"),
    "fifth_gone": partial(mutate, name="fifth_gone"),
    "half_gone": partial(mutate, name="half_gone"),
    "rows_twice": partial(mutate, name="rows_twice"),
    "wrong_encoding": _wrong_encoding,
    "truncated": _truncated,
    "oversize": _oversize,
    "bomb": _bomb,
    "huge": lambda page: replace(page, padding=_HUGE),
    "zip_bomb": lambda _page: Page(zip_bomb(), XLSX),
    "many_pages": lambda _page: Page(many_pages(), PDF),
    "hostile_pdf": lambda _page: Page(hostile_pdf(), PDF),
    "deep_json": lambda _page: Page(deep_json(), JSON),
    "login_page": _login_page,
    "redirect_offsite": _redirect_offsite,
    "redirect_password": _redirect_password,
    "claims_pages": _claims_pages,
    "status_404": _status_404,
    "status_500": _status_500,
}


def not_found() -> Page:
    """Writes the page for an address that does not exist.

    Returns:
        A page with status 404.
    """
    return replace(render("message.html.j2", title="404 Not Found", text="ページが見つかりません。"), status=404)


def distort(page: Page, faults: Iterable[Fault]) -> Page:
    """Applies flaws to an answer.

    Args:
        page: The sound answer.
        faults: The flaws that concern it; `slow` does not change an answer.

    Returns:
        The answer that goes out.
    """
    kinds = {fault.kind for fault in faults}
    for kind, effect in _EFFECTS.items():
        if kind in kinds:
            page = effect(page)
    return page


def delay(faults: Iterable[Fault]) -> float:
    """Adds up how long an answer is held back.

    Args:
        faults: The flaws that concern it.

    Returns:
        Seconds.
    """
    return sum(fault.seconds for fault in faults if fault.kind == "slow")
