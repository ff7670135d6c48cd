"""Saving a page as a case, without private contacts and without a request.

Belongs here: finding the page (a file, or the newest archived run that holds it), masking, writing the case. Does not
belong here: fetching; servers are asked only by the careful crawler.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response, TextResponse

from scrapers.authoring.cases import Capture, cases_dir, cases_of, read_page, response_of, write_json
from scrapers.authoring.unread import is_unread, labels_of, why_unread
from scrapers.declaration.known_lists import known_lists
from scrapers.declaration.source import Source
from scrapers.runs.drive import drive, response_for
from warehouse.errors import StaffError
from warehouse.privacy.masking import mask, mask_json
from warehouse.storage import read_table

if TYPE_CHECKING:
    from scrapers.runs.archive import Archive

CONTENT_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


# Besides the type of the body: WordPress counts its pages in a header
_KEPT_HEADERS = ("Content-Type", "X-WP-TotalPages")
_LONGEST_NAME = 40
_UNMASKED = (".pdf", ".xlsx")


class CaptureError(StaffError):
    """A page cannot be saved as a case."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A page as it was found."""

    body: bytes
    headers: dict[str, str]
    status: int = 200

    @property
    def content_type(self) -> str:
        """Its declared type; HTML when nothing is declared."""
        return self.headers.get("Content-Type", CONTENT_TYPES[".html"])


@dataclass(frozen=True, slots=True)
class Places:
    """Where archived runs are."""

    raw_dir: Path
    archive: Archive


def take(source_key: str, url: str, file: Path | None, places: Places) -> Taken:
    """The page from a file or, without one, from the newest archived run of the source that holds it.

    Raises:
        CaptureError: neither has it, or the file is of an unknown kind.
    """
    if file is not None:
        kind = CONTENT_TYPES.get(file.suffix.lower())
        if kind is None:
            raise CaptureError(f"{file.name}: 拡張子は {'、'.join(sorted(CONTENT_TYPES))} のどれかにしてください")
        return Taken(file.read_bytes(), {"Content-Type": kind})
    for rows in _runs(source_key, places):
        for row in rows:
            if url in (row["request_url"], row["response_url"]) and row["body_sha256"]:
                sent = json.loads(row["headers_json"])
                headers = {name: sent[name] for name in _KEPT_HEADERS if name in sent}
                return Taken(places.archive.get(row["body_sha256"]), headers, row["http_status"])
    raise CaptureError(
        f"{url} は手元にありません。hiroba run で取得してからもう一度か、保存したファイルを --from で渡してください"
    )


def capture(source: Source, url: str, taken: Taken, captured_on: date, places: Places) -> list[str]:
    """Write a case from a page and say in Japanese what was done; the same address replaces its earlier case.

    Raises:
        CaptureError: it is not known how to read the page, or private contacts cannot be masked in it.
    """
    parser, context = _way_to(source, url, places)
    body, mobiles, mails = _masked(taken, url)
    digest = hashlib.sha256(body).hexdigest()
    lists = [asdict(each) for each in known_lists(but=source.key)] if source.role == "index" else None
    note = Capture(url, taken.status, taken.headers, captured_on.isoformat(), digest, parser, context, lists)
    reading = read_page(source, note, body)
    unmasked = mask_json(json.dumps([reading, context], ensure_ascii=False))
    if unmasked.mobiles or unmasked.mails:
        raise CaptureError(
            "伏せられない形の携帯番号か個人のメールがあります。手で消したファイルを --from で渡してください"
        )
    folder = cases_dir(source.key) / case_name(url)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("page.*"):
        old.unlink()
    (folder / f"page{_suffix(taken.content_type)}").write_bytes(body)
    write_json(folder / "capture.json", note.row())
    lines = [
        f"保存しました: {folder}",
        _said_of_masking(taken, mobiles, mails),
        "個人の名前は機械では見つけられません。ページにあれば消し、hiroba check-source --update を実行してください。",
    ]
    if is_unread(source, reading):
        # What nobody could read is not what is expected
        (folder / "expected.json").unlink(missing_ok=True)
        labels = labels_of(response_for(Request(url), url, taken.status, taken.headers, body))
        unread = f"まだ読めていません（掲載 {len(reading['listings'])} 件）。expected.json は読めてから作ります。"
        return [*lines, unread, *why_unread(source, reading, labels)]
    write_json(folder / "expected.json", reading)
    count, issues, following = (len(reading[name]) for name in ("listings", "issues", "leads_to"))
    read = f"読み取り: 掲載 {count} 件、読めなかったもの {issues} 件、次のページ {following} 件。expected.json を確認。"
    return [*lines, read]


def _said_of_masking(taken: Taken, mobiles: int, mails: int) -> str:
    if _suffix(taken.content_type) in _UNMASKED:
        return "PDF と Excel の中は伏せられません。開いて、携帯番号や個人のメールがないか確かめてください。"
    return f"携帯番号 {mobiles} 件と個人のメール {mails} 件を伏せました。"


def case_name(url: str) -> str:
    """A short folder name for an address: the readable end of it, and a hash because that end is not unique."""
    parts = urlsplit(url)
    words = re.findall(r"[A-Za-z0-9_]+", re.sub(r"%[0-9A-Fa-f]{2}", "", f"{parts.path} {parts.query}"))
    while len("-".join(words)) > _LONGEST_NAME and len(words) > 1:
        words = words[1:]
    readable = "-".join(words)[:_LONGEST_NAME].lower()
    return f"{readable or 'page'}-{hashlib.sha256(url.encode()).hexdigest()[:6]}"


def _suffix(content_type: str) -> str:
    plain = content_type.split(";")[0].strip().lower()
    suffixes = [suffix for suffix, kind in CONTENT_TYPES.items() if kind == plain]
    if not suffixes:
        raise CaptureError(f"「{plain}」のページは保存できません（html、json、pdf、xlsx だけ）")
    return suffixes[0]


def _masked(taken: Taken, url: str) -> tuple[bytes, int, int]:
    """The body without private contacts. PDF and Excel stay as they are; `capture` refuses what is read from them."""
    response = response_for(Request(url), url, taken.status, taken.headers, taken.body)
    if _suffix(taken.content_type) in _UNMASKED or not isinstance(response, TextResponse):
        return taken.body, 0, 0
    try:
        text = taken.body.decode(response.encoding)
        masked = mask_json(text) if _suffix(taken.content_type) == ".json" else mask(text)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CaptureError(f"本文が読めないため、個人の連絡先を伏せられません（{error}）") from error
    if masked.text == text:
        return taken.body, 0, 0
    return masked.text.encode(response.encoding), masked.mobiles, masked.mails


def _way_to(source: Source, url: str, places: Places) -> tuple[str, dict[str, Any]]:
    """Which parser reads the page and what it must know: found by following the pages at hand from the start.

    Raises:
        CaptureError: no page at hand leads to it.
    """
    rows = next(_runs(source.key, places), [])
    archived = {row["request_url"]: row for row in rows if row["body_sha256"]}
    asked_as = {row["response_url"]: row["request_url"] for row in rows if row["body_sha256"]}
    saved = {case.capture.url: case for case in cases_of(source.key)}
    requests: list[Request] = []

    def answer(request: Request) -> Response | None:
        if request.url in (url, asked_as.get(url)):
            requests.append(request)
        if request.url in saved:
            return response_of(saved[request.url], request)
        row = archived.get(request.url)
        if requests or row is None:
            return None
        body = places.archive.get(row["body_sha256"])
        return response_for(request, row["response_url"], row["http_status"], json.loads(row["headers_json"]), body)

    for _ in drive(source, answer):
        if requests:
            break
    if not requests:
        raise CaptureError(
            f"{url} へ進む道が分かりません。start_urls の住所か、先に保存した一覧ページにリンクのある住所にしてください"
        )
    return requests[0].cb_kwargs["parser"].__name__, requests[0].cb_kwargs["context"]


def _runs(source_key: str, places: Places) -> Iterator[list[dict[str, Any]]]:
    """Rows of `raw__fetches` of every archived run of a source (`*`: of all sources), newest run first."""
    paths = places.raw_dir.glob(f"{source_key}/r*/raw__fetches.parquet")
    for path in sorted(paths, key=lambda path: path.parent.name, reverse=True):
        yield read_table(path).sort("sequence").to_dicts()
