"""Drill of hostile texts: every kind in every field; what is published is well-formed and harmless.

Belongs here: the texts, and readers of every published format that are not ours. Does not belong here: cleaning.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from zipfile import ZipFile

import duckdb
import icalendar
import openpyxl
import polars as pl
from parsel import Selector
from scrapy.http import HtmlResponse

from pipelines.lab.drills.made import SOURCE, flow_tables, published_files, raw_listings
from pipelines.lab.drills.result import Drill
from pipelines.publish.release import publish
from pipelines.settings import SITE
from scrapers.declaration.source import Source
from scrapers.platforms.items import ListingItem, listing
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_TEXTS = {
    "数式": '=HYPERLINK("http://x")の会',
    "数式2": "+1の会",
    "数式3": "@SUM(A1)の会",
    "スクリプト": "<script>alert(1)</script>の会",
    "右から左": "右から\u202e左の会",
    "ゼロ幅": "ゼロ\u200b幅の会",
    "NUL": "NUL\x00の会",
    "BOM": "\ufeffBOMの会",
    "1MBのセル": "長い会" * 350_000,
    "私用領域": "私用\ue000の会",
    "リンク": "javascript:alert(1)",
    "片割れの代用文字": "片割れ\ud800の会",
    "改行と区切り": 'a",b\r\n,;\tの会',
    "タグの初め": "会 <b ",
    "タグの終わり": "大人 > 子の会",
    "スクリプトの終わり": "会</script ",
    "コメントの初め": "会<!--",
    "ほかの字体の番号": "連絡 𝟎𝟗𝟎-𝟎𝟎𝟎𝟎-𝟖𝟕𝟔𝟓 の会",
    "ICSの注入": "会\r\nBEGIN:VEVENT\r\nSUMMARY:x",
}
_FIELDS = tuple(name for name in table("raw__listings").optional if name not in ("extra_json", "updated_text"))
_OWN_SCRIPT = re.compile(r"(?:\.\./){0,2}assets/[a-z0-9./-]+\.js")
"""What a page of the site may load; that these files are ours byte for byte, the last look at a release sees to."""
_BAD = "\x00\u202e\u200b\ufeff\ue000"


def texts(folder: Path, *, is_full: bool) -> Drill:
    """Put each text into each field: the spiders' door takes it, the release is made, every reader can read it.

    Args:
        folder: an empty folder.
        is_full: a release per field; else one release with three fields.
    """
    fields = _FIELDS if is_full else ("name_text", "schedule_text", "url_text")
    survived, wrong = 0, []
    for field in fields:
        raw = pl.concat([_through_the_door(field, number, text) for number, text in enumerate(_TEXTS.values())])
        place = folder / field
        try:
            release = publish(published_files(flow_tables(raw), place / "tables"), place / "published")
        except (ValueError, pl.exceptions.PolarsError) as error:
            wrong.append(f"{field}: {str(error)[:120]}")
            continue
        paths = release.folder.rglob("*")
        problems = [f"{field} {path.name}: {problem}" for path in paths for problem in _problems(path)]
        wrong += problems[:2]
        survived += 0 if problems else len(_TEXTS)
    seen = " / ".join(wrong[:4]) if wrong else "どの読み手でも開け、実行されるもの・見えない文字は 0"
    must = "公開したファイルはどれも正しい形で、開いても何も起きない"
    kinds = "・".join(_TEXTS)
    return Drill(f"害のある文字（{kinds}）をすべての項目に", must, len(fields) * len(_TEXTS), survived, seen)


def _through_the_door(field: str, number: int, text: str) -> pl.DataFrame:
    """A raw listing made as a spider makes it."""
    row = raw_listings(1, key=f"h{number}-").row(0, named=True)
    given = {name: value for name, value in row.items() if name.endswith("_text") and value} | {field: text}
    response = HtmlResponse(f"https://x.example/{number}", body=b"x")
    source = SimpleNamespace(key=SOURCE, key_fields=(), labels=SimpleNamespace(fields={}, keep=()))
    item = listing(cast(Source, source), response, 1, given, record_key=f"h{number}")
    assert isinstance(item, ListingItem)
    return frame(table("raw__listings"), [{"source_key": SOURCE, "run_id": "r1", **item.row}])


def _problems(path: Path) -> list[str]:
    reader = _READERS.get(path.suffix)
    return reader(path) if reader and path.is_file() else []


def _csv(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    wrong = [] if len({len(row) for row in rows}) == 1 else ["列の数がそろわない"]
    # What Excel opens by a double click is guarded; the plain file keeps the values as they are
    guarded = path.name == "activities_ja.csv"
    return wrong + ["数式で始まるセル" for row in rows[1:] for cell in row if guarded and cell[:1] in tuple("=+-@\t")]


def _json(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    json.loads(text)
    wrong = ["見えない文字"] if any(sign in text for sign in _BAD) else []
    # What goes into a page must not end the script it stands in
    is_for_pages = path.name in ("activities.json", "activities.jsonld", "activities.geojson")
    return wrong + (["閉じられるスクリプト"] if is_for_pages and "<" in text else [])


def _ics(path: Path) -> list[str]:
    events = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    return ["注入された予定" for event in events if str(event.get("SUMMARY")) == "x"]


def _xlsx(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    wrong = ["数式のセル" for cell in cells if cell.data_type == "f"]
    with ZipFile(path) as packed:
        return wrong + ["マクロなど" for name in packed.namelist() if not name.endswith((".xml", ".rels"))]


def _html(path: Path) -> list[str]:
    page = Selector(path.read_text(encoding="utf-8"))
    own = page.css("script[src]") if SITE in path.parts else []
    is_own = all(_OWN_SCRIPT.fullmatch(each.attrib["src"]) and not each.css("::text").get() for each in own)
    is_more = len(page.css("script, iframe, img")) > len(own)
    return ["動くもの"] if is_more or not is_own or page.xpath("//@*[starts-with(name(), 'on')]") else []


def _parquet(path: Path) -> list[str]:
    df = pl.read_parquet(path).select(pl.col(pl.String))
    text = "".join("".join(df.get_column(name).drop_nulls()) for name in df.columns)
    return ["見えない文字"] if any(sign in text for sign in _BAD) else []


def _duckdb(path: Path) -> list[str]:
    with duckdb.connect(str(path), read_only=True) as con:
        rows = con.sql("SELECT url FROM activities WHERE url IS NOT NULL").fetchall()
    return ["http/https でないリンク" for (url,) in rows if not url.startswith(("http://", "https://"))]


_READERS: dict[str, Callable[[Path], list[str]]] = {
    ".csv": _csv,
    ".json": _json,
    ".geojson": _json,
    ".jsonld": _json,
    ".ics": _ics,
    ".xlsx": _xlsx,
    ".html": _html,
    ".parquet": _parquet,
    ".duckdb": _duckdb,
}
