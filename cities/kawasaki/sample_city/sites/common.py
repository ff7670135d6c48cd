"""What the four sites share.

What belongs here: the shape of a site, the template environment, small helpers. What does not: any site's layout.
"""

import datetime as dt
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

import jinja2

from cities.kawasaki.sample_city.canaries import AUTHOR, REMARK
from scrapers.loopback.answers import HTML, JSON, PUBLISHED, Page

__all__ = ["HTML", "JSON", "PUBLISHED", "Page"]

T = TypeVar("T")


class Site(Protocol):
    """A web site: a host and its pages."""

    host: str

    def page(self, path: str, query: Mapping[str, str]) -> Page | None:
        """Renders one page.

        Args:
            path: Percent-decoded path.
            query: Parameters; of a repeated one, the last.

        Returns:
            The page, or None when there is none at this path.
        """
        ...


@cache
def environment() -> jinja2.Environment:
    """Opens the templates.

    Returns:
        An environment that escapes every value and fails on a misspelt one.
    """
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent.parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.globals.update(author=AUTHOR, remark=REMARK)
    return templates


def render(template: str, modified: dt.date = PUBLISHED, **values: object) -> Page:
    """Renders an HTML page.

    Args:
        template: File name under `templates`.
        modified: Day of the last change.
        **values: What the template shows.

    Returns:
        The page.
    """
    return Page(environment().get_template(template).render(**values).encode(), modified=modified)


def page_of(rows: tuple[T, ...], number: int, size: int) -> tuple[tuple[T, ...], int]:
    """Cuts one page out of a list.

    Args:
        rows: The whole list.
        number: Page number from 1.
        size: Rows per page.

    Returns:
        The rows of that page, none beyond the last, and the number of pages.
    """
    return rows[(number - 1) * size : number * size], math.ceil(len(rows) / size)


def japanese_date(day: dt.date) -> str:
    """Writes a date as pages do.

    Args:
        day: The date.

    Returns:
        For example 2026年11月16日.
    """
    return f"{day.year}年{day.month}月{day.day}日"


def page_number(text: str) -> int:
    """Reads a page number.

    Args:
        text: Digits.

    Returns:
        The number, or 0 when the text is no page number.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
