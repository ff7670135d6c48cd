"""What a name holds besides the name: venue and edition; and the core name with the signs of the source.

Belongs here: the parts that `names` strips, as values of their own. Does not belong here: the core name itself.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import polars as pl

from pipelines.normalise import name_words as words
from pipelines.normalise.names import area_in_front, core_name, legal_form, park_behind
from pipelines.normalise.per_value import map_texts

NAME_SCHEMA: Final = pl.Schema(dict.fromkeys(("core_name", "legal_form", "venue_in_name", "edition"), pl.String))
_EDITION: Final = re.compile(words.EDITION, re.IGNORECASE)
_LEGAL: Final = re.compile(words.LEGAL)
_LIST_OF_DATES: Final = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}(?:[、,・]\s*\d{1,2}/\d{1,2})+")
_VENUES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"[@＠]\s*(?P<venue>[^\s@＠()（）]+)$",
        r"(?:(?<=[^\x00-\x7f])|\s)in\s*(?P<venue>[^\x00-\x7f][^\s]*)$",
        rf"[【(（](?P<venue>[^【】()（）\s]*{words.PLACE_END})[】)）]\s*$",
        rf"^[【](?P<venue>[^【】\s]*{words.PLACE_END})[】]",
        rf"^(?:【[^】]*】)?(?P<venue>{words.FACILITY})(?=[\s「『【☆])",
        rf"[\s](?P<venue>{words.FACILITY})$",
    )
)


def venue_in_name(name: str) -> str | None:
    """The venue that a name carries, set off by @, in, brackets or a space (docs/meaning.md §5).

    Args:
        name: as published.
    """
    name = _LEGAL.sub("", name).strip()
    for pattern in _VENUES:
        found = pattern.search(name)
        if found:
            return found["venue"]
    return park_behind(name) or area_in_front(name)


def edition(name: str) -> str | None:
    """Editions and years as written, separated by ` ; `.

    Args:
        name: as published.
    """
    name = name.replace("【", " ")
    listed = [(found.start(), found[0]) for found in _LIST_OF_DATES.finditer(name)]
    spans = [found.span() for found in _LIST_OF_DATES.finditer(name)]
    for found in _EDITION.finditer(name):
        if not any(start <= found.start() < end or start < found.end() <= end for start, end in spans):
            listed.append((found.start(), found[0]))
    cleaned = (text.strip(" 　()（）").removesuffix("の").removesuffix("版") for _, text in sorted(listed))
    return " ; ".join(dict.fromkeys(text for text in cleaned if text)) or None


def as_written(core: str, name: str) -> str:
    """The core name with the signs of the source: ！ and １ stay wide where the source writes them so.

    Args:
        core: core name, cleaned.
        name: name as published.

    Returns:
        The same name; unchanged when it is no part of the published one sign by sign.
    """
    folded = [unicodedata.normalize("NFKC", sign) for sign in name]
    written, position = [], 0
    for sign in core:
        if sign == " ":
            written.append(sign)
            continue
        try:
            position = folded.index(sign, position)
        except ValueError:
            return core
        wide = name[position]
        written.append(wide if not unicodedata.category(wide).startswith("P") or wide in "！？＆％" else sign)
        position += 1
    return "".join(written)


def read_names(texts: pl.Series) -> pl.DataFrame:
    """Read a column of names.

    Args:
        texts: String column.

    Returns:
        Frame of the same length and order with the columns of `NAME_SCHEMA`; nulls where a name carries no such part.
    """
    df = texts.cast(pl.String).rename("name").to_frame()
    df = df.with_columns(core_name=core_name(pl.col("name")), legal_form=legal_form(pl.col("name")))
    written = [
        None if core is None or name is None else as_written(core, name)
        for core, name in df.select("core_name", "name").iter_rows()
    ]
    return df.with_columns(
        pl.Series("core_name", written, dtype=pl.String),
        map_texts(texts, venue_in_name, pl.String).alias("venue_in_name"),
        map_texts(texts, edition, pl.String).alias("edition"),
    ).select(list(NAME_SCHEMA))
