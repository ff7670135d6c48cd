"""Every text of every kind of file that leaves.

Belongs here: reading those files, all texts as columns, quickly, and one by one with their places. Does not belong
here: what must not be in them (`outgoing`).
"""

from __future__ import annotations

import csv
import html
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

import duckdb
import polars as pl
from parsel import Selector

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
RUNS = "<script>"
"""Stands for something that would run or load: found like markup."""
_CHECKSUM = re.compile(r"^[0-9a-f]{64}(?=  )", re.MULTILINE)
"""In front of a file's name in SHA256SUMS: one in fifty releases has eleven digits in a row in one of them."""
_AT_ONCE, _LINES = 1 << 24, 10_000
"""Bytes and lines of a file in memory at a time: of a large city not all of it fits."""
_SMALL = 1 << 20
"""Bytes of a compressed table up to which it is read at once."""
_TEXTS = (pl.String(), pl.List(pl.String))
_SAID_IN_DUCKDB = """
SELECT comment FROM duckdb_tables() UNION ALL SELECT comment FROM duckdb_columns()
UNION ALL SELECT unnest([comment, sql]) FROM duckdb_views() WHERE NOT internal
"""
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
"""A text in JSON, and nothing else there: no line of a text ends inside of it."""
_IN_SHEET = re.compile(r'>([^<>]+)<|="([^"]*)"')
_NUMBER = re.compile(r"<v>[^<]*</v>")
_ROW_ENDS = b"</row>"
_CELL = r'^="[A-Z]{0,3}[0-9]{0,7}"$'
"""The place of a cell and its style, which every cell has."""

_Places = Iterator[tuple[str, str]]
_Columns = Iterator[tuple[str, pl.Series]]


class Reader(NamedTuple):
    """How a kind of file is read.

    Attributes:
        columns: all its texts, with their place where a column is one.
        places: the same one by one with their places; None where the columns are as good.
    """

    columns: Callable[[Path], _Columns]
    places: Callable[[Path], _Places] | None = None


def frame_texts(df: pl.DataFrame) -> _Columns:
    """Every column of texts that are not ours alone.

    Args:
        df: a table.
    """
    for column, kind in df.schema.items():
        if kind in _TEXTS and column not in _OURS:
            values = df.get_column(column)
            yield from _column(f"列 {column}", values if kind == pl.String else values.explode())


def _parquet_columns(path: Path) -> _Columns:
    notes = pl.read_parquet_metadata(path)
    yield "ファイルの説明", _series([text for name, text in notes.items() if name != "ARROW:schema"])
    wanted = [name for name, kind in pl.read_parquet_schema(path).items() if kind in _TEXTS and name not in _OURS]
    # One by one: of a large city not all columns fit into memory
    some = [wanted] if path.stat().st_size <= _SMALL else [[name] for name in wanted]
    for columns in filter(None, some):
        yield from frame_texts(pl.read_parquet(path, columns=columns))


def _duckdb_columns(path: Path) -> _Columns:
    with duckdb.connect(str(path), read_only=True) as con:
        yield "説明", _series([text for (text,) in con.sql(_SAID_IN_DUCKDB).fetchall() if text])
        # A view shows what tables hold, and what its own words add
        of_tables = "NOT internal AND table_oid IN (SELECT table_oid FROM duckdb_tables())"
        texts = f"data_type IN ('VARCHAR', 'VARCHAR[]') AND {of_tables}"
        columns = con.sql(
            f"SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE {texts}"  # noqa: S608
        ).fetchall()
        selects: dict[str, list[str]] = {}
        for table, column, kind in columns:
            if column not in _OURS:
                text = f'unnest("{column}")' if kind.endswith("[]") else f'"{column}"'
                select = f'SELECT DISTINCT \'{table}.{column}\' AS place, {text} AS text FROM "{table}" WHERE "{column}" IS NOT NULL'  # noqa: E501, S608  # names of the file itself
                selects.setdefault(table, []).append(select)
        for of_table in selects.values():  # one question per table: asking costs more than what a column answers
            answer = pl.DataFrame(con.sql(" UNION ALL ".join(of_table)))
            for (place,), rows in answer.partition_by("place", as_dict=True).items():
                yield from _column(str(place), rows.get_column("text"))


def _xlsx_columns(path: Path) -> _Columns:
    for place, part in _parts(path):
        texts = _series([_NUMBER.sub("", part)]).str.extract_all(_IN_SHEET.pattern).explode().drop_nulls().unique()
        texts = texts.filter(~texts.str.contains(_CELL))
        yield place, _series([html.unescape(text.strip('="<>')) for text in texts])


def _xlsx_places(path: Path) -> _Places:
    """Every text and attribute of every part: cells, names of sheets, properties, links, remarks, page headers."""
    for place, part in _parts(path):
        texts = _IN_SHEET.findall(_NUMBER.sub("", part))
        yield from ((place, html.unescape("".join(each))) for each in texts)


def _parts(path: Path) -> Iterator[tuple[str, str]]:
    """The parts of a workbook, sheets by some rows at a time; what would run stands for itself."""
    with zipfile.ZipFile(path) as book:
        for name in sorted(book.namelist()):
            if not name.endswith((".xml", ".rels")):
                yield name, f">{html.escape(RUNS)}<"  # a macro, a picture, an embedded file: none of them is ours
                continue
            with book.open(name) as file:
                for body in _by_rows(file):
                    if re.search(r"<f[ >]", body):
                        yield f"{name} の数式", f">{html.escape(RUNS)}<"
                    yield name, body


def _by_rows(file: IO[bytes]) -> Iterator[str]:
    tail = b""
    while some := file.read(_AT_ONCE):
        rows, ends, tail = (tail + some).rpartition(_ROW_ENDS)
        yield (rows + ends).decode("utf-8")
    yield tail.decode("utf-8")


def _csv_columns(path: Path) -> _Columns:
    rows = pl.scan_csv(path, has_header=False, infer_schema=False)
    for batch in rows.collect_batches(chunk_size=_LINES):
        yield from ((f"列 {column.name}", column) for column in batch.iter_columns())


def _csv_places(path: Path) -> _Places:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.reader(file), start=1):
            yield from ((f"{number} 行", cell) for cell in row if cell)


def _json_columns(path: Path) -> _Columns:
    for batch in pl.scan_lines(path).collect_batches(chunk_size=_LINES):
        yield from quoted_texts("", batch.to_series())


def _column(place: str, texts: pl.Series) -> _Columns:
    """A column of texts; one of JSON as the texts in it, which stand in other columns as well."""
    if place.endswith("_json"):
        yield from quoted_texts(place, texts)
    else:
        yield place, texts


def quoted_texts(place: str, lines: pl.Series) -> _Columns:
    """Every text in JSON, each once.

    Args:
        place: where they stand.
        lines: of JSON; no text goes over two of them.
    """
    quoted = lines.str.extract_all(QUOTED.pattern).explode().drop_nulls().unique()
    is_plain = ~quoted.str.contains("\\", literal=True)
    yield place, quoted.filter(is_plain).str.strip_chars('"')
    yield place, _series([json.loads(text) for text in quoted.filter(~is_plain)])


def _json_places(path: Path) -> _Places:
    """A row that stands on a line of its own is read alone: of a large city not all rows fit into memory."""
    others = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = line.strip().removesuffix(",")
            if row.startswith("{") and row.endswith("}"):
                yield from _leaves(json.loads(row))
            else:
                others.append(line)
    if others:
        yield from _leaves(json.loads("".join(others)))


def _leaves(value: object) -> list[tuple[str, str]]:
    """Every text in it, with the name it stands under."""
    leaves: list[tuple[str, str]] = []
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        place, each = waiting.pop()
        if isinstance(each, str):
            leaves.append((place, each))
        elif isinstance(each, dict):
            waiting += [(str(key), inner) for key, inner in each.items() if key not in _OURS]
        elif isinstance(each, list):
            waiting += [(place, inner) for inner in each]
    return leaves


def _html_columns(path: Path) -> _Columns:
    """What a page says, without its tags; a page that runs or loads something has no place in a release."""
    page = Selector(path.read_text(encoding="utf-8"))
    if page.css("script, iframe, object, embed, link, img") or page.xpath("//@*[starts-with(name(), 'on')]"):
        yield "ページ", _series([RUNS])
    texts = page.xpath("//text()[not(parent::style)] | //@title").getall()
    yield "本文", _series([text for text in texts if text.strip()])
    yield "url", _series(page.xpath("//@href").getall())


def _line_columns(path: Path) -> _Columns:
    yield "", _series([line for _, line in _line_places(path)])


def _line_places(path: Path) -> _Places:
    """Lines of a text; a long line of a calendar goes on behind a space."""
    text = path.read_bytes().decode("utf-8").replace("\r\n ", "").replace("\r\n", "\n")
    lines = enumerate(_CHECKSUM.sub("", text).split("\n"), start=1)
    yield from ((f"{number} 行", line) for number, line in lines if line)


def _series(texts: list[str]) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


READERS = {
    ".parquet": Reader(_parquet_columns),
    ".duckdb": Reader(_duckdb_columns),
    ".xlsx": Reader(_xlsx_columns, _xlsx_places),
    ".csv": Reader(_csv_columns, _csv_places),
    **dict.fromkeys((".html", ".svg"), Reader(_html_columns)),
    **dict.fromkeys((".json", ".jsonld", ".geojson"), Reader(_json_columns, _json_places)),
    **dict.fromkeys((".ics", ".md", ".yaml", ".sql", ""), Reader(_line_columns, _line_places)),
}
"""By the end of the name. An unknown kind of file is no file of a release."""
