"""What each platform must be told in `[layout]` of a `source.toml`: one frozen model per platform.

Belongs here: which settings a platform has, which of them it cannot do without, and whether a selector or a pattern can
be used at all. Does not belong here: using them (the platform's spider), the rest of a declaration
(`scrapers.declaration.source`). This module imports nothing of ours but the contract, so that a declaration is checked
without loading a spider.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Literal
from urllib.parse import urlsplit

from parsel import Selector
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator

from warehouse.contract import table

LONGEST_PATTERN = 1000
_COLUMNS = frozenset(table("raw__listings").optional)


@cache
def _usable_selector(css: str) -> str:
    try:
        Selector(text="<html></html>").css(css)
    except (SyntaxError, ValueError, RuntimeError) as error:
        # cssselect says SyntaxError and RuntimeError; a namespace nobody declared comes as a ValueError of the XPath
        raise ValueError(f"CSS セレクターとして読めません（{error}）。書き方を直してください") from error
    return css


@cache
def _usable_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"正規表現として読めません（{error}）。( ) や [ ] の閉じ忘れを直してください") from error
    return pattern


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_address = False
    if not is_address:
        raise ValueError("ページの住所ではありません。https:// か http:// で始めてください")
    return url


Url = Annotated[str, AfterValidator(_web_address)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Css = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_usable_selector)]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PATTERN), AfterValidator(_usable_pattern)]
Labels = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
"""Labels with a space between them."""


def groups_of(pattern: str) -> frozenset[str]:
    """Names of the groups of a pattern that compiles."""
    return frozenset(re.compile(pattern).groupindex)


class Layout(BaseModel):
    """What all layouts share: nothing unknown, nothing changed later."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _OnCityPage(Layout):
    """A page of the city's CMS: only what stands in the body root is read."""

    body: Css
    updated: Css


class CityCmsLayout(_OnCityPage):
    """Tables on a page of the city.

    Attributes:
        link_column: label of the column whose link is the listing's own page.
        orientation: where the labels stand: on top (`horizontal`), on the left (`vertical`); without it, where they
            are found.
        ignore_tables: pattern of tables that are no list: of the heading above them or of their first row.
    """

    link_column: Text | None = None
    orientation: Literal["horizontal", "vertical"] | None = None
    ignore_tables: Pattern | None = None


class CityAttachmentsLayout(Layout):
    """Tables in files that a page of the city links to.

    Attributes:
        link_text: pattern of the text of a link to a file; its groups are `updated_text` and `kind`.
        name_from: `title` when the name stands only above the table.
        fill_down: labels of columns with merged cells.
        parallel: labels of columns that list several activities line by line.
        orientation: as for tables on a page.
        ignore_tables: pattern of tables or sheets that are no list: of the sheet's name or of the first row.
    """

    body: Css
    link_text: Pattern
    name_from: Literal["title"] | None = None
    fill_down: Labels | None = None
    parallel: Labels | None = None
    orientation: Literal["horizontal", "vertical"] | None = None
    ignore_tables: Pattern | None = None

    @model_validator(mode="after")
    def _groups(self) -> CityAttachmentsLayout:
        _must_name("link_text", self.link_text, {"updated_text", "kind"})
        return self


class CitySectionsLayout(_OnCityPage):
    """Headings with lines of label and value.

    Attributes:
        name: the name on a page of its own.
    """

    name: Css


class CityProseLayout(_OnCityPage):
    """Besides `body` and `updated` any number of patterns, each under a key that begins with `pattern_`.

    Attributes:
        required: columns without which a paragraph is no listing.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    required: Labels
    __pydantic_extra__: dict[str, Pattern]

    @model_validator(mode="after")
    def _patterns(self) -> CityProseLayout:
        patterns = self.model_extra or {}
        strangers = sorted(name for name in patterns if not name.startswith("pattern_"))
        if strangers:
            raise ValueError(
                f"{'、'.join(strangers)} という設定はありません。文の型なら pattern_ で始め、違うなら消してください"
            )
        if not patterns:
            raise ValueError("文の型がありません。pattern_ で始まる設定を 1 つ以上足してください")
        for name, pattern in patterns.items():
            _must_be_columns(name, pattern)
        given = frozenset[str]().union(*map(groups_of, patterns.values()))
        lacking = [column for column in self.required.split() if column not in given]
        if lacking:
            raise ValueError(f"required の {'、'.join(lacking)} を読み取る pattern_ がありません。足してください")
        return self


class CityLinksLayout(_OnCityPage):
    """Items of lists of links.

    Attributes:
        item: pattern of the text of an item; its groups are columns of `raw__listings`.
    """

    item: Pattern

    @model_validator(mode="after")
    def _groups(self) -> CityLinksLayout:
        _must_name("item", self.item, {"name_text"})
        _must_be_columns("item", self.item)
        return self


class CityIndexLayout(Layout):
    """A page that leads to the lists.

    Attributes:
        ignore: pattern of links that lead to no list.
    """

    body: Css
    ignore: Pattern


class Genki365Layout(Layout):
    """A tenant of genki365.

    Attributes:
        group_id: pattern of the id in a group's address; every tenant has its own.
        group_link: links of the list.
        about_page: file name of a group's page.
        next_page: link to the next page of the list.
        row: rows of a group's table.
        name: the group's name.
    """

    group_id: Pattern
    group_link: Css
    about_page: Text
    next_page: Css
    row: Css
    name: Css


class WordPressLayout(Layout):
    """Posts of a WordPress site.

    Attributes:
        rest: first page of the REST interface, when the site opens it.
        post_link: links of the archive.
        next_page: link to the next page of the archive.
        name: the post's title.
        updated: when it was changed.
        fields: its definition list.
    """

    rest: Url | None = None
    post_link: Css
    next_page: Css
    name: Css
    updated: Css
    fields: Css


class JsonApiLayout(Layout):
    """A paged JSON interface.

    Attributes:
        page: parameter and key of the page's number.
        total_pages: key of how many there are.
        records: key of the array of records.
    """

    page: Text
    total_pages: Text
    records: Text


LAYOUTS: dict[str, type[Layout]] = {
    "city_cms": CityCmsLayout,
    "city_attachments": CityAttachmentsLayout,
    "city_sections": CitySectionsLayout,
    "city_prose": CityProseLayout,
    "city_links": CityLinksLayout,
    "city_index": CityIndexLayout,
    "genki365": Genki365Layout,
    "wordpress": WordPressLayout,
    "json_api": JsonApiLayout,
}
"""Platform (module of `scrapers.platforms`) → what its layout may hold."""


def _must_name(setting: str, pattern: str, wanted: set[str]) -> None:
    lacking = sorted(wanted - groups_of(pattern))
    if lacking:
        raise ValueError(f"{setting} に (?P<{lacking[0]}>…) がありません。足してください（いまは「{pattern}」）")


def _must_be_columns(setting: str, pattern: str) -> None:
    strangers = sorted(groups_of(pattern) - _COLUMNS)
    if strangers:
        raise ValueError(f"{setting} の (?P<{strangers[0]}>…) は raw__listings の列ではありません。直してください")
