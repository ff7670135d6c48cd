"""A source as its `source.toml` declares it, and the list of all of them.

Belongs here: reading and checking the declarations. Does not belong here: fetching or parsing a page.
Folder = key = spider name; adding a folder adds a source.
"""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from warehouse.contract import VOCABULARIES, table

SOURCES_DIR = Path(__file__).parent / "sources"
_LISTING_FIELDS = frozenset(table("raw__listings").optional)


class SourceError(ValueError):
    """A source is declared wrongly, or there is none of that name."""


class Expected(BaseModel):
    """Band of listings in a healthy run, and where the band comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minimum: Annotated[int, Field(ge=0)]
    maximum: Annotated[int, Field(ge=0)]
    origin: Annotated[str, Field(min_length=10)]


class Labels(BaseModel):
    """Which label of the page is which column.

    Attributes:
        fields: label → column of `raw__listings`; several labels may mean one column.
        keep: labels known to have no column; kept in `extra_json` without a remark.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: dict[str, str] = {}
    keep: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fields_exist(self) -> Labels:
        strangers = sorted(set(self.fields.values()) - _LISTING_FIELDS)
        if strangers:
            raise ValueError(f"no such column in raw__listings: {', '.join(strangers)}")
        return self


class Source(BaseModel):
    """One source of listings.

    Attributes:
        key: name of folder and spider.
        name: Japanese name, for staff.
        owner: who answers for the list.
        platform: module of `scrapers.platforms` that reads it.
        role: `list`, or `index`: a page that leads to the lists and holds no listing itself.
        home_url: page a reader starts at.
        start_urls: where the crawl starts.
        hosts: the only hosts that may be asked, redirects included.
        id_prefix: three letters in front of its listing IDs; never changed.
        key_fields: the fewest raw columns that identify a listing; empty where the platform has an own id.
        kind: kind of every listing of this source, or None where lookups.csv decides by category.
        pace: `static` 3 s or `dynamic` 5 s between requests in live mode (DESIGN rule 10).
        daily_requests: most requests a run may send.
        verified_on: day the URLs and selectors were last checked on the live site; None refuses live mode.
        is_enabled: the kill switch.
        every_days: the nightly schedule asks again when the last healthy run is this many days old.
        max_age_days: how long the last healthy run may stand in for a bad one.
        layout: selectors and patterns of the platform.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: str
    owner: str
    platform: Literal[
        "city_cms",
        "city_attachments",
        "city_sections",
        "city_prose",
        "city_links",
        "city_index",
        "genki365",
        "wordpress",
        "json_api",
    ]
    role: Literal["list", "index"] = "list"
    home_url: str
    start_urls: tuple[str, ...]
    hosts: tuple[str, ...]
    licence: str
    attribution: str
    id_prefix: Annotated[str, Field(pattern=r"^[a-z]{3}$")]
    key_fields: tuple[str, ...] = ()
    kind: str | None = None
    pace: Literal["static", "dynamic"]
    daily_requests: Annotated[int, Field(gt=0)]
    verified_on: date | None = None
    is_enabled: bool = True
    every_days: Annotated[int, Field(gt=0)] = 1
    max_age_days: Annotated[int, Field(gt=0)]
    expected: Expected
    layout: dict[str, str] = {}
    labels: Labels = Labels()

    @model_validator(mode="after")
    def _names_exist(self) -> Source:
        strangers = sorted(set(self.key_fields) - _LISTING_FIELDS)
        if strangers:
            raise ValueError(f"key_fields: no such column in raw__listings: {', '.join(strangers)}")
        if self.kind is not None and self.kind not in VOCABULARIES["kind"].values():
            raise ValueError(f"kind: {self.kind} is not in the vocabulary kind")
        return self

    def selector(self, name: str) -> str:
        """Selector or pattern `name` of the layout table.

        Raises:
            SourceError: `source.toml` lacks it.
        """
        if name not in self.layout:
            raise SourceError(f"{self.key}: source.toml の [layout] に {name} がありません")
        return self.layout[name]

    def lookups(self) -> dict[tuple[str, str], str]:
        """(column, raw value) → code, from `lookups.csv` of this source; empty when it has none."""
        path = SOURCES_DIR / self.key / "lookups.csv"
        if not path.is_file():
            return {}
        with path.open(encoding="utf-8", newline="") as file:
            return {(row["field_name"], row["raw_text"]): row["code"] for row in csv.DictReader(file)}


@cache
def load_source(key: str) -> Source:
    """The source declared in `scrapers/sources/<key>/source.toml`.

    Raises:
        SourceError: there is none, it is not valid, or its key is not the name of its folder.
    """
    path = SOURCES_DIR / key / "source.toml"
    if not path.is_file():
        raise SourceError(f"情報源「{key}」はありません。あるのは: {', '.join(source_keys())}")
    source = read_source(path)
    if source.key != key:
        raise SourceError(f"{key}/source.toml: key は '{key}' である必要があります（いまは '{source.key}'）")
    return source


def read_source(path: Path) -> Source:
    """The source that a `source.toml` anywhere declares.

    Raises:
        SourceError: it is not valid.
    """
    try:
        return Source.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise SourceError(f"{path.parent.name}/{path.name} が正しくありません: {error}") from error


def source_keys() -> tuple[str, ...]:
    """Keys of all sources, sorted."""
    return tuple(sorted(path.parent.name for path in SOURCES_DIR.glob("*/source.toml")))
