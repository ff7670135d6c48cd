"""Every text of the pages of a site, many files at a time: there are as many as activities.

Belongs here: reading those files, and what may run in them: our own scripts as they are in this project, and data in
the one form the scripts take. Does not belong here: what must not be in a text (`outgoing`), other files
(`outgoing_texts`).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple

import polars as pl

from pipelines.publish.outgoing_texts import RUNS, quoted_texts
from pipelines.publish.site.frame import ASSETS
from pipelines.publish.site.widget import EXAMPLES
from pipelines.settings import SITE

_AT_ONCE = 2_000
"""Files read together."""
_UP = r"(?:\.\./)*"
_OURS = (
    rf'<script src="{_UP}assets/[a-z0-9./-]+\.js" defer></script>'
    rf'|<link rel="stylesheet" href="{_UP}assets/[a-z0-9./-]+\.css">'
    rf'|<link rel="icon" href="{_UP}assets/icon\.svg">'
    rf'|<link rel="canonical" href="{_UP}[avo]/[^"/]+/[^"/]+\.html">|<base target="_top">'
)
"""What a page may load: nothing but scripts and looks of the site itself."""
_REFRESH = rf'<meta http-equiv="refresh" content="0; url={_UP}[avo]/[^"/]+/[^"/]+\.html">'
_RUNNING = r'(?i)<(?:script|iframe|object|embed|link|img|base|style|applet)\b|<[^>]*\son[a-z]+\s*=|http-equiv="refresh"'
_TEXT, _SAID, _LINKS = r">([^<>]+)<", r'(?:content|title|alt|aria-label|placeholder)="[^"]*"', r'href="[^"]*"'
_PART = re.compile(r'hiroba_part\("([a-z]+)","[^"]*",(.*)\);\n', re.DOTALL)
_LETTERS = r"^[A-Za-z]* ?[A-Za-z]*$"
"""Numbers of activities and filters, in letters (`site.search_files`)."""
_CODED = ("g", "f")
_EVENT_FOLD = "\r\n "

_Columns = Iterator[tuple[str, pl.Series]]


class Batch(NamedTuple):
    """Some files of one kind, and all their texts as columns."""

    paths: Sequence[Path]
    columns: _Columns


def site_batches(folder: Path) -> Iterator[Batch]:
    """All files of the site of a release, some at a time.

    Args:
        folder: of the release.
    """
    files = sorted((each for each in (folder / SITE).rglob("*") if each.is_file()), key=lambda each: each.suffix)
    for suffix, of_kind in groupby(files, key=lambda each: each.suffix):
        while some := list(islice(of_kind, _AT_ONCE)):
            yield Batch(some, site_columns(suffix, some))


def site_columns(suffix: str, paths: Sequence[Path]) -> _Columns:
    """The texts of files of one kind.

    Args:
        suffix: the end of their names.
        paths: the files.
    """
    if suffix not in _READERS:
        yield "知らない種類のファイル", pl.Series([RUNS])
        return
    yield from _READERS[suffix](paths)


def _pages(paths: Sequence[Path]) -> _Columns:
    pages = pl.Series([path.read_text(encoding="utf-8") for path in paths])
    left = pages.str.replace_all(_OURS, "").str.replace_all(_REFRESH, "")
    if left.str.contains(_RUNNING).any():
        yield "ページ", pl.Series([RUNS])
    texts = _plain(left.str.extract_all(_TEXT), "><")
    yield "本文", texts.filter(~texts.is_in(EXAMPLES))
    yield "本文", _plain(left.str.extract_all(_SAID).list.eval(pl.element().str.extract(r'"([^"]*)"')), "")
    yield "url", _plain(left.str.extract_all(_LINKS).list.eval(pl.element().str.extract(r'"([^"]*)"')), "")


def _plain(found: pl.Series, around: str) -> pl.Series:
    """Texts as people read them, each once."""
    texts = found.explode().drop_nulls().unique()
    texts = texts.str.strip_chars(around) if around else texts
    is_coded = texts.str.contains("&", literal=True)
    decoded = pl.Series([html.unescape(text) for text in texts.filter(is_coded)], dtype=pl.String)
    both = pl.concat([texts.filter(~is_coded).alias(""), decoded.alias("")])
    return both.filter(both.str.contains(r"\S"))


def _scripts(paths: Sequence[Path]) -> _Columns:
    """Our own scripts as they are here; else a value in the form they take, and nothing around it."""
    of_kind: dict[str, list[str]] = {}
    for path in paths:
        if _is_ours(path):
            continue
        part = _PART.fullmatch(path.read_text(encoding="utf-8"))
        if part is None or not _is_json(part[2]):
            yield "スクリプト", pl.Series([RUNS])
        else:
            of_kind.setdefault(part[1], []).append(part[2])
    for kind, values in of_kind.items():
        for place, texts in quoted_texts("", pl.Series(values)):
            yield place, texts.filter(~texts.str.contains(_LETTERS)) if kind in _CODED else texts


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _looks(paths: Sequence[Path]) -> _Columns:
    if not all(_is_ours(path) for path in paths):
        yield "スタイル", pl.Series([RUNS])


def _is_ours(path: Path) -> bool:
    """Whether a file of the site is one of this project, byte for byte."""
    names = path.parts
    own = ASSETS.joinpath(*names[len(names) - names[::-1].index("assets") :]) if "assets" in names else None
    return own is not None and own.is_file() and own.read_bytes() == path.read_bytes()


def _json(paths: Sequence[Path]) -> _Columns:
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    yield from quoted_texts("", pl.Series(lines))


def _lines(paths: Sequence[Path]) -> _Columns:
    texts = [path.read_bytes().decode("utf-8").replace(_EVENT_FOLD, "").splitlines() for path in paths]
    yield "", pl.Series([line for each in texts for line in each], dtype=pl.String)


_READERS: dict[str, Callable[[Sequence[Path]], _Columns]] = {
    ".html": _pages,
    ".js": _scripts,
    ".css": _looks,
    ".svg": _looks,
    ".json": _json,
    ".ics": _lines,
    "": _lines,
}
"""By the end of the name. An unknown kind of file is no file of a site."""
