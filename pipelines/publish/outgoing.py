"""The last look at a release before anybody sees it: nothing personal, nothing harmful, in any file.

Belongs here: reading every kind of file that leaves and looking for what must not be in it. Does not belong here:
cutting it out (`normalise.privacy`): what is found here is a fault, and the release does not happen.
"""

from __future__ import annotations

import csv
import html
import json
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl
from parsel import Selector

from pipelines.normalise.harms import JUDGED, Guard, label
from warehouse.errors import StaffError

_LINK = re.compile(r"\s*(?:javascript|data|vbscript|file):", re.IGNORECASE)
_OURS = frozenset(
    {
        "activity_id",
        "listing_id",
        "disagreeing_listing_ids",
        "organizer_id",
        "venue_id",
        "body_sha256",
        "content_print",
        "sha256",
        "id",
    }
)
"""Hashes and IDs of our own making: letters and digits that mean nothing."""
_RUNS = "<script>"
"""Stands for something that would run or load: found like markup."""
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A hash of one of our IDs; its digits are no telephone number."""
_CHECKSUM = re.compile(r"^[0-9a-f]{64}(?=  )", re.MULTILINE)
"""In front of a file's name in SHA256SUMS: one in fifty releases has eleven digits in a row in one of them."""
_NAME = "personal_name"
_JOINS = re.compile(r"。|[ 　][/／][ 　]|\\n|\n|\t")
"""What our own files put between two values."""
_SHOWN = 20
_MOST_KNOWN = 1_000_000
_AT_ONCE = 10_000
"""Texts remembered at a time; most stand in many files."""


class Finding(NamedTuple):
    """One thing that must not leave: file, place in it, what kind of thing. Never the thing itself."""

    file: str
    place: str
    kind: str


class OutgoingError(StaffError):
    """A release holds what must not leave; the message is for staff and does not repeat it."""

    def __init__(self, findings: list[Finding]) -> None:
        """Say where.

        Args:
            findings: what was found.
        """
        self.findings = findings
        lines = [f"- {each.file} {each.place}: {each.kind}" for each in findings[:_SHOWN]]
        more = f"\nほか {len(findings) - _SHOWN} か所" if len(findings) > _SHOWN else ""
        super().__init__(
            f"公開してはいけないものが {len(findings)} か所に見つかったので公開しませんでした。\n"
            + "\n".join(lines)
            + more
            + "\nすること: その掲載の元のページを確かめ、normalise/privacy.py の規則か removals.csv に加えてください。"
        )


def inspect(folder: Path, guard: Guard = JUDGED) -> None:
    """Look at every file of a release.

    Args:
        folder: the finished folder, before the switch.
        guard: what may leave; without it whose a mail address is has been judged before.

    Raises:
        OutgoingError: something must not leave.
    """
    findings = []
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        name = str(path.relative_to(folder))
        findings += _findings(name, _texts(path), guard)
    if findings:
        raise OutgoingError(findings)


def findings_in(name: str, df: pl.DataFrame, guard: Guard = JUDGED) -> list[Finding]:
    """What must not leave, in a table on its way into a release.

    Args:
        name: of the table.
        df: the table.
        guard: what may leave.
    """
    return _findings(name, _frame_texts(df), guard)


@lru_cache(1)
def _known(_guard: Guard) -> dict[str, tuple[tuple[str, ...], bool]]:
    """Kinds of the texts looked at so far, and whether each is a link that runs: most stand in many files."""
    return {}


def _findings(name: str, texts: Iterator[tuple[str, str]], guard: Guard) -> list[Finding]:
    found, known = [], _known(guard)
    for place, text in texts:
        seen = known.get(text)
        if seen is None:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            seen = known[text] = tuple(_kinds(text, guard)), _LINK.match(text) is not None
        kinds, is_link = seen
        if is_link and "url" in place.lower():
            kinds = (*kinds, "http/https でないリンク")
        found += [Finding(name, place, kind) for kind in kinds]
    return found


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Every text of a file with its place. An unknown kind of file is no file of a release."""
    readers = {".parquet": _parquet_texts, ".duckdb": _duckdb_texts, ".xlsx": _xlsx_texts, ".csv": _csv_texts}
    readers |= {".html": _html_texts}
    readers |= dict.fromkeys((".json", ".jsonld", ".geojson"), _json_texts)
    readers |= dict.fromkeys((".ics", ".md", ".yaml", ".sql", ""), _lines)
    if path.suffix not in readers:
        raise OutgoingError([Finding(path.name, "", f"知らない種類のファイル {path.suffix}")])
    return readers[path.suffix](path)


def _parquet_texts(path: Path) -> Iterator[tuple[str, str]]:
    notes = pl.read_parquet_metadata(path)
    yield from (("ファイルの説明", text) for name, text in notes.items() if name != "ARROW:schema")
    yield from _frame_texts(pl.read_parquet(path))


def _frame_texts(df: pl.DataFrame) -> Iterator[tuple[str, str]]:
    for column in df.select(pl.col(pl.String, pl.List(pl.String))).columns:
        if column not in _OURS:
            values = df.get_column(column)
            texts = values if values.dtype == pl.String else values.explode()
            yield from ((f"列 {column}", text) for text in texts.drop_nulls().unique().sort())


def _duckdb_texts(path: Path) -> Iterator[tuple[str, str]]:
    with duckdb.connect(str(path), read_only=True) as con:
        comments = con.sql("SELECT comment FROM duckdb_tables() UNION ALL SELECT comment FROM duckdb_columns()")
        yield from (("説明", text) for (text,) in comments.fetchall() if text)
        texts = "data_type IN ('VARCHAR', 'VARCHAR[]') AND NOT internal"
        columns = con.sql(
            f"SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE {texts}"  # noqa: S608
        ).fetchall()
        asked: dict[str, list[str]] = {}
        for table, column, kind in columns:
            if column not in _OURS:
                text = f'unnest("{column}")' if kind.endswith("[]") else f'"{column}"'
                said = f'SELECT DISTINCT \'{table}.{column}\', {text} FROM "{table}" WHERE "{column}" IS NOT NULL'  # noqa: S608  # names of the file itself
                asked.setdefault(table, []).append(said)
        for parts in asked.values():  # one question per table: asking costs more than what a column answers
            answer = con.execute(" UNION ALL ".join(parts))
            while some := answer.fetchmany(_AT_ONCE):
                yield from some


def _xlsx_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Every text and attribute of every part: cells, names of sheets, properties, links, remarks, page headers."""
    with zipfile.ZipFile(path) as book:
        for name in sorted(book.namelist()):
            if not name.endswith((".xml", ".rels")):
                yield name, _RUNS  # a macro, a picture, an embedded file: none of them is ours
                continue
            body = book.read(name).decode("utf-8")
            if re.search(r"<f[ >]", body):
                yield f"{name} の数式", _RUNS
            parts = re.findall(r'>([^<>]+)<|="([^"]*)"', re.sub(r"<v>[^<]*</v>", "", body))
            yield from ((name, html.unescape("".join(part))) for part in parts)


def _csv_texts(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.reader(file), start=1):
            yield from ((f"{number} 行", cell) for cell in row if cell)


def _json_texts(path: Path) -> Iterator[tuple[str, str]]:
    """A row that stands on a line of its own is read alone: of a large city not all rows fit into memory."""
    rest = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = line.strip().removesuffix(",")
            if row.startswith("{") and row.endswith("}"):
                yield from _leaves(json.loads(row))
            else:
                rest.append(line)
    if rest:
        yield from _leaves(json.loads("".join(rest)))


def _leaves(value: object) -> list[tuple[str, str]]:
    """Every text in it, with the name it stands under. A list and not one by one: files hold a million of them."""
    found: list[tuple[str, str]] = []
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        place, each = waiting.pop()
        if isinstance(each, str):
            found.append((place, each))
        elif isinstance(each, dict):
            waiting += [(str(key), inner) for key, inner in each.items() if key not in _OURS]
        elif isinstance(each, list):
            waiting += [(place, inner) for inner in each]
    return found


def _html_texts(path: Path) -> Iterator[tuple[str, str]]:
    """What a page says, without its tags; a page that runs or loads something has no place in a release."""
    page = Selector(path.read_text(encoding="utf-8"))
    if page.css("script, iframe, object, embed, link, img") or page.xpath("//@*[starts-with(name(), 'on')]"):
        yield "ページ", _RUNS
    yield from (
        ("本文", text) for text in page.xpath("//text()[not(parent::style)] | //@title").getall() if text.strip()
    )
    yield from (("url", link) for link in page.xpath("//@href").getall())


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Lines of a text; a long line of a calendar goes on behind a space."""
    text = path.read_bytes().decode("utf-8").replace("\r\n ", "").replace("\r\n", "\n")
    lines = enumerate(_CHECKSUM.sub("", text).split("\n"), start=1)
    yield from ((f"{number} 行", line) for number, line in lines if line)


def _kinds(text: str, guard: Guard) -> Iterator[str]:
    if _UUID.fullmatch(text):
        return
    for kind in guard.kinds(text):
        # A line made of several values: 講師。川崎 names nobody, and every value was looked at alone
        parts = _JOINS.split(text) if kind == _NAME else [text]
        if any(kind in guard.kinds(part) for part in parts):
            yield label(kind)
