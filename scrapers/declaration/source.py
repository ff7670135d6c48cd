"""A source as its `source.toml` declares it, and the list of all of them.

Belongs here: reading and checking the declarations. Does not belong here: fetching or parsing a page.
Folder = key = spider name; adding a folder adds a source.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from cities.here import here
from scrapers.declaration.labels import LISTING_FIELDS, Expected, Labels
from scrapers.declaration.layouts import LAYOUTS, Layout, Url
from scrapers.declaration.lookups import LookupsError, read_lookups
from scrapers.declaration.mistakes import in_sentences, shown
from scrapers.declaration.roles import Role, strangers_among_kinds
from warehouse.contract import VOCABULARIES
from warehouse.errors import StaffError

SOURCES_DIR = here().sources
DECLARATION, LOOKUPS = "source.toml", "lookups.csv"
TO_CHECK = "要確認"
"""Stands where somebody has to decide; never in what is published."""
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_MOST_DAYS = 3660
_Days = Annotated[int, Field(gt=0, le=_MOST_DAYS)]
_Text = Annotated[str, Field(min_length=1, max_length=500)]


class SourceError(StaffError):
    """A source is declared wrongly, or there is none of that name."""


class Source(BaseModel):
    """One source of listings.

    Attributes:
        key: name of folder and spider.
        name: Japanese name, for staff.
        owner: who answers for the list.
        platform: module of `scrapers.platforms` that reads it.
        role: who comes onto the list, which no count can tell (`parts.Role`).
        home_url: page a reader starts at.
        start_urls: where the crawl starts.
        hosts: the only hosts that may be asked, redirects included.
        id_prefix: three letters in front of its listing IDs; never changed.
        key_fields: the fewest raw columns that identify a listing; empty where the platform has an own id.
        kind: kind of every listing of this source, or None where lookups.csv decides by category.
        about: kinds it may hold; empty for any, or for `kind` alone where that is given (see `may_hold`).
        pace: `static` 3 s or `dynamic` 5 s between requests in live mode (docs/design.md rule 10).
        daily_requests: most requests a run may send.
        verified_on: day the URLs and selectors were last checked on the live site; None refuses live mode.
        status: `draft` takes part in nothing, but can be crawled and checked by hand; `paused` is not crawled for now;
            `retired` not any more. The last good listings of the latter two stay up to `max_age_days`.
        every_days: the nightly schedule asks again when the last healthy run is this many days old.
        max_age_days: how long the last healthy run may stand in for a bad one.
        layout: selectors and patterns of the platform.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: _Text
    owner: _Text
    platform: str
    role: Role = "apart"
    home_url: Url
    start_urls: Annotated[tuple[Url, ...], Field(min_length=1)]
    hosts: Annotated[tuple[str, ...], Field(min_length=1)]
    licence: _Text
    attribution: _Text
    id_prefix: Annotated[str, Field(pattern=r"^[a-z]{3}$")]
    key_fields: tuple[str, ...] = ()
    kind: str | None = None
    about: tuple[str, ...] = ()
    pace: Literal["static", "dynamic"]
    daily_requests: Annotated[int, Field(gt=0, le=100_000)]
    verified_on: date | None = None
    status: Literal["draft", "active", "paused", "retired"] = "active"
    every_days: _Days = 1
    max_age_days: _Days
    expected: Expected
    layout: Annotated[dict[str, Any], Field(validate_default=True)] = {}
    labels: Labels = Labels()
    _lookups: dict[tuple[str, str], str] | None = PrivateAttr(default=None)
    _declared: Source | None = PrivateAttr(default=None)
    _addresses: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _has_a_status(cls, data: Any) -> Any:
        if isinstance(data, dict) and "is_enabled" in data:
            raise ValueError(
                'is_enabled はもう使いません。status = "active"（取得する）、"paused"（休む）、"retired"（終わった）、'
                '"draft"（準備中）のどれかに書き直してください'
            )
        return data

    @field_validator("platform")
    @classmethod
    def _platform_exists(cls, platform: str) -> str:
        if platform not in LAYOUTS:
            raise ValueError(f"ありません。{'、'.join(LAYOUTS)} から選んでください")
        return platform

    @field_validator("hosts")
    @classmethod
    def _hosts_are_bare(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        strangers = [host for host in hosts if _HOST.fullmatch(host) is None]
        if strangers:
            raise ValueError(
                f"「{strangers[0]}」はサイトの名前ではありません。www.example.jp のように小文字で書いてください"
            )
        return hosts

    @field_validator("layout")
    @classmethod
    def _layout_fits(cls, layout: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        model = LAYOUTS.get(info.data.get("platform", ""))
        if model is not None:
            model.model_validate(layout)
        return layout

    @model_validator(mode="after")
    def _names_exist(self) -> Source:
        strangers = sorted(set(self.key_fields) - LISTING_FIELDS)
        if strangers:
            raise ValueError(f"key_fields: raw__listings に {'、'.join(strangers)} の列はありません。直してください")
        for name, codes in (("kind", (self.kind,) if self.kind is not None else ()), ("about", self.about)):
            if strangers := strangers_among_kinds(codes):
                known = "、".join(VOCABULARIES["kind"].values())
                raise ValueError(
                    f"{name}: 「{shown(strangers[0])}」は種類の語彙にありません。{known} のどれかにしてください"
                )
        if self.about and self.kind is not None and self.kind not in self.about:
            raise ValueError(f"about に kind の「{self.kind}」がありません。足してください")
        return self

    @model_validator(mode="after")
    def _is_finished(self) -> Source:
        texts = {name: getattr(self, name) for name in ("name", "owner", "licence", "attribution")}
        open_ones = [name for name, text in texts.items() if TO_CHECK in text]
        if open_ones and self.status != "draft":
            how = f'確かめて書き直すか、status = "draft" のままにしてください（いまは "{self.status}"）'
            raise ValueError(f"{'、'.join(open_ones)} に「{TO_CHECK}」が残っています。{how}")
        return self

    @model_validator(mode="after")
    def _asks_only_its_hosts(self) -> Source:
        asked = [("start_urls", url) for url in self.start_urls]
        asked += [(f"layout.{name}", url) for name, url in self.layout.items() if is_address(url)]
        for name, url in asked:
            host = urlsplit(url).hostname
            if host not in self.hosts:
                raise ValueError(
                    f"{name}: 「{shown(url)}」のサイト {host} が hosts にありません。どちらかを直してください"
                )
        return self

    def selector(self, name: str) -> str:
        """Selector or pattern `name` of the layout table.

        Raises:
            SourceError: `source.toml` lacks it.
        """
        if name not in self.layout:
            raise SourceError(f"{self.key}: source.toml の [layout] に {name} がありません")
        return str(self.layout[name])

    def may_hold(self) -> tuple[str, ...]:
        """The kinds it may hold, in the order of the vocabulary; others are missing there by the nature of the list."""
        own = self.about or ((self.kind,) if self.kind is not None else ())
        return tuple(code for code in VOCABULARIES["kind"].values() if not own or code in own)

    def may_ask(self, url: str) -> bool:
        """Whether an address is on one of the hosts of this source."""
        return is_address(url) and urlsplit(url).hostname in self.hosts

    def moved(self, home_url: str, start_urls: tuple[str, ...]) -> Source:
        """The same list at another address (`addresses.at_new_address`)."""
        copy = self.model_copy(update={"home_url": home_url, "start_urls": start_urls})
        copy._declared = self
        return copy

    def knowing(self, addresses: Mapping[str, str]) -> Source:
        """The page of links with the addresses that people have said lists are at."""
        copy = self.model_copy()
        copy._addresses = addresses
        return copy

    def asked_at(self, urls: Container[str]) -> Source:
        """The source as it was when a run asked these addresses: where its list is now, or where it was."""
        if self._declared is None or any(url in urls for url in self.start_urls):
            return self
        return self._declared

    @property
    def addresses(self) -> Mapping[str, str]:
        """Of a page of links: source → where a person has said that its list is."""
        return self._addresses

    def lookups(self) -> dict[tuple[str, str], str]:
        """(column, raw value) → code, from the `lookups.csv` that was read with the declaration; empty without one."""
        return dict(self._lookups or {})


@cache
def load_source(key: str) -> Source:
    """The source declared in `sources/<key>/source.toml` of the city.

    Raises:
        SourceError: there is none, it is not valid, or its key is not the name of its folder.
    """
    path = SOURCES_DIR / key / DECLARATION
    if key not in source_keys():
        raise SourceError(f"情報源「{key}」はありません。あるのは: {', '.join(source_keys())}")
    source = read_source(path)
    if source.key != key:
        raise SourceError(f"{key}/source.toml: key はフォルダーの名前「{key}」にしてください（いまは「{source.key}」）")
    return source


def read_source(path: Path) -> Source:
    """The source that a `source.toml` anywhere declares, with the `lookups.csv` beside it.

    Raises:
        SourceError: one of the two is not valid; the message says file, key, value and what to do.
    """
    place = f"{path.parent.name}/{path.name}"
    try:
        source = parse_source(path.read_text(encoding="utf-8-sig"), place)
    except UnicodeDecodeError as error:
        raise SourceError(f"{place}: UTF-8 で保存し直してください（{error.start} バイト目が読めません）") from error
    except OSError as error:
        raise SourceError(
            f"{place}: 読めません（{error.strerror}）。ファイルとフォルダーの権限を確かめてください"
        ) from error
    try:
        source._lookups = read_lookups(path.with_name(LOOKUPS))
    except LookupsError as error:
        raise SourceError(str(error)) from error
    return source


def parse_source(text: str, place: str) -> Source:
    """The source that the text of a `source.toml` declares.

    Raises:
        SourceError: it is not valid.
    """
    data: dict[str, Any] = {}
    try:
        data = tomllib.loads(text)
        return Source.model_validate(data)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        how = 'その行の " " や [ ] の閉じ忘れを確かめてください'
        raise SourceError(f"{place} が正しくありません: TOML として読めません（{error}）。{how}") from error
    except ValidationError as error:
        layout = LAYOUTS.get(str(data.get("platform")), Layout).model_fields
        known = (*Source.model_fields, *Expected.model_fields, *Labels.model_fields, *layout)
        raise SourceError(in_sentences(place, error, known)) from error


def source_keys() -> tuple[str, ...]:
    """Keys of all sources, sorted; a folder that nobody can look into is one, or its listings would seem to be gone."""
    return tuple(sorted(folder.name for folder in SOURCES_DIR.iterdir() if folder.is_dir() and _declares(folder)))


def _declares(folder: Path) -> bool:
    try:
        return any(entry.name == DECLARATION for entry in folder.iterdir())
    except OSError:
        return True


def is_address(value: object) -> bool:
    """Whether a value of a layout is an address, which belongs to one site only."""
    return isinstance(value, str) and value.startswith(("http://", "https://"))
