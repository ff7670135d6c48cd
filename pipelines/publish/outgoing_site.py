"""Every text of the pages of a site, many files at a time: there are as many as activities.

Belongs here: reading those files, and what may run in them: our own scripts as they are in this project, and data in
the one form the scripts take. Does not belong here: what must not be in a text (`outgoing`), other files
(`outgoing_texts`).
"""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import polars as pl

from pipelines.publish.outgoing_texts import QUOTED, RUNS
from pipelines.publish.site.frame import ASSETS
from pipelines.publish.site.widget import EXAMPLES
from pipelines.settings import SITE
from warehouse.storage import Found, files_under, read_whole

_AT_ONCE = 1 << 26
"""Bytes of files read together, whatever the size of the city."""
_UP = r"(?:\.\./)*"
_OURS = (
    rf'script src="{_UP}assets/[a-z0-9./-]+\.js" defer>'
    rf'|link rel="stylesheet" href="{_UP}assets/[a-z0-9./-]+\.css">'
    rf'|link rel="icon" href="{_UP}assets/icon\.svg">'
    rf'|link rel="canonical" href="{_UP}[avo]/[^"/]+/[^"/]+\.html">|base target="_top">'
    rf'|meta http-equiv="refresh" content="0; url={_UP}[avo]/[^"/]+/[^"/]+\.html">'
)
"""What a page may load: nothing but scripts and looks of the site itself."""
_RUNNING = r'(?i)^(?:script|iframe|object|embed|link|img|base|style|applet)\b|^[^>]*\son[a-z]+\s*=|http-equiv="refresh"'
_TAG, _BEHIND = r"^([^>]*>)", r"^[^>]*>((?s:.*))$"
_SAID, _LINKS = r' (?:content|title|alt|aria-label|placeholder)="[^"]*"', r' href="[^"]*"'
_PART = re.compile(r'hiroba_part\("([a-z]+)","[^"]*",(.*)\);\n', re.DOTALL)
_LETTERS = r"^[A-Za-z]* ?[A-Za-z]*$"
"""Numbers of activities and filters, in letters (`site.search_files`)."""
_CODED = ("g", "f")
_EVENT_FOLD = "\r\n "

_Columns = Iterator[tuple[str, pl.Series]]


class Batch(NamedTuple):
    """Some files of one kind, and all their texts as columns."""

    paths: Sequence[str]
    columns: _Columns


def site_batches(folder: Path) -> Iterator[Batch]:
    """All files of the site of a release, some at a time.

    Args:
        folder: of the release.
    """
    site = folder / SITE
    files = sorted(files_under(site) if site.is_dir() else (), key=_kind_first)
    for kind, of_kind in groupby(files, key=_kind_first):
        for _, some in groupby(of_kind, key=_batch_by_size()):
            paths = [found.path for found in some]
            yield Batch(paths, site_columns(kind, paths))


def kind_of(path: str) -> str:
    """The end of a file's name; a name without a dot has none.

    Args:
        path: of the file.
    """
    return os.path.splitext(path)[1]  # noqa: PTH122  # a hundred thousand times


def _kind_first(found: Found) -> str:
    return kind_of(found.path)


def _batch_by_size() -> Callable[[Found], int]:
    """Which batch a file belongs to: files one after the other, about as many bytes in each."""
    sizes = 0

    def batch(found: Found) -> int:
        nonlocal sizes
        sizes += found.size
        return sizes // _AT_ONCE

    return batch


def site_columns(suffix: str, paths: Sequence[str]) -> _Columns:
    """The texts of files of one kind.

    Args:
        suffix: the end of their names.
        paths: the files.
    """
    if suffix not in _READERS:
        yield "知らない種類のファイル", pl.Series([RUNS])
        return
    yield from _READERS[suffix](paths)


def _pages(paths: Sequence[str]) -> _Columns:
    """Cut at every sign <: what is left are tags with the text behind each, most of which stand on many pages."""
    found: set[str] = set()
    for path in paths:
        found.update(read_whole(path).decode("utf-8").split("<"))
    pieces = pl.Series(list(found), dtype=pl.String)
    tags, texts = pieces.str.extract(_TAG), pieces.str.extract(_BEHIND).fill_null(pieces)
    left = pieces.filter(~pieces.str.contains(rf"^(?:{_OURS})\s*$"))
    is_cut = tags.str.count_matches('"') % 2 == 1  # a sign < inside of a value: no page of ours has one
    if left.str.contains(_RUNNING).any() or is_cut.any():
        yield "ページ", pl.Series([RUNS])
    plain = _plain(texts)
    yield "本文", plain.filter(~plain.is_in(EXAMPLES))
    yield "本文", _plain(_values(tags, _SAID))
    yield "url", _plain(_values(tags, _LINKS))


def _values(tags: pl.Series, wanted: str) -> pl.Series:
    """The values of attributes."""
    some = tags.filter(tags.str.contains(wanted).fill_null(value=False))
    return some.str.extract_all(wanted).explode().str.extract(r'"([^"]*)"')


def _plain(found: pl.Series) -> pl.Series:
    """Texts as people read them, each once."""
    texts = found.drop_nulls().str.strip_chars().unique()
    is_coded = texts.str.contains("&", literal=True)
    decoded = pl.Series([html.unescape(text) for text in texts.filter(is_coded)], dtype=pl.String)
    both = pl.concat([texts.filter(~is_coded).alias(""), decoded.alias("")])
    return both.filter(both != "")


def _scripts(paths: Sequence[str]) -> _Columns:
    """Our own scripts as they are here; else a value in the form they take, and nothing around it."""
    of_kind: dict[str, set[str]] = {}
    for path in paths:
        if _is_ours(path):
            continue
        part = _PART.fullmatch(read_whole(path).decode("utf-8"))
        if part is None or not _is_json(part[2]):
            yield "スクリプト", pl.Series([RUNS])
        else:
            of_kind.setdefault(part[1], set()).update(_texts_in(part[2]))
    for kind, found in of_kind.items():
        texts = pl.Series(list(found), dtype=pl.String)
        yield "", texts.filter(~texts.str.contains(_LETTERS)) if kind in _CODED else texts


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _looks(paths: Sequence[str]) -> _Columns:
    if not all(_is_ours(path) for path in paths):
        yield "スタイル", pl.Series([RUNS])


def _is_ours(path: str) -> bool:
    """Whether a file of the site is one of this project, byte for byte."""
    names = path.split("/")
    own = ASSETS.joinpath(*names[len(names) - names[::-1].index("assets") :]) if "assets" in names else None
    return own is not None and own.is_file() and own.read_bytes() == read_whole(path)


def _json(paths: Sequence[str]) -> _Columns:
    found: set[str] = set()
    for path in paths:
        text = read_whole(path).decode("utf-8")
        if not _is_json(text):
            yield "JSON", pl.Series([RUNS])
        found.update(_texts_in(text))
    yield "", pl.Series(list(found), dtype=pl.String)


def _texts_in(text: str) -> Iterable[str]:
    """The texts in JSON: without an escape in it, what stands between every other pair of quotes."""
    if "\\" not in text:
        return text.split('"')[1::2]
    found: list[str] = []
    for line in text.split("\n"):
        found += map(json.loads, QUOTED.findall(line)) if "\\" in line else line.split('"')[1::2]
    return found


def _lines(paths: Sequence[str]) -> _Columns:
    found: set[str] = set()
    for path in paths:
        found.update(read_whole(path).decode("utf-8").replace(_EVENT_FOLD, "").splitlines())
    yield "", pl.Series(list(found), dtype=pl.String)


_READERS: dict[str, Callable[[Sequence[str]], _Columns]] = {
    ".html": _pages,
    ".js": _scripts,
    ".css": _looks,
    ".svg": _looks,
    ".json": _json,
    ".ics": _lines,
    "": _lines,
}
"""By the end of the name. An unknown kind of file is no file of a site."""
