"""What every page of a source was known by when it was last fetched: one small file of JSON lines per source.

Belongs here: that file. Does not belong here: bodies, which are in the archive and nowhere else; when a page may stand
in for an answer (`crawl.nightly_cache`).

A line is written as soon as its answer is there, so that a crawl that is interrupted does not ask for everything again;
the last line of a page counts. It is text without any code in it: who can write into a back-up must not run anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scrapers.runs.archive import Archive
from warehouse.permissions import make_folder
from warehouse.storage import write_text


class Known(BaseModel):
    """A page as it was last fetched.

    Attributes:
        request: Scrapy's fingerprint of the request.
        url: address of the answer.
        headers: those that are kept (`scrapers.platforms.kept_of_answer`).
        body_sha256: its body in the archive.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    request: Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]
    url: Annotated[str, Field(pattern=r"^https?://")]
    headers: dict[str, str]
    body_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def path_of(folder: Path, source_key: str) -> Path:
    """File of a source."""
    return folder / f"{source_key}.jsonl"


def read_known(path: Path) -> dict[str, Known]:
    """Request → page; a line that a killed crawl left half written, or that somebody changed, is passed over.

    Args:
        path: file of a source; one that does not exist knows no page.
    """
    if not path.is_file():
        return {}
    known: dict[str, Known] = {}
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            page = Known.model_validate_json(line)
        except ValidationError:
            continue
        known[page.request] = page
    return known


def add_known(path: Path, page: Known) -> None:
    """Write down one page."""
    make_folder(path.parent)
    with path.open("a", encoding="utf-8") as file:
        # A line of its own also after a half one
        file.write(f"\n{_line(page)}\n")


def write_known(path: Path, pages: Iterable[Known]) -> None:
    """Replace the file by one line per page."""
    write_text(path, "".join(f"{_line(page)}\n" for page in sorted(pages, key=lambda page: page.url)))


def forget(folder: Path, archive: Archive) -> None:
    """Pages whose body the archive no longer holds are not known any more: the next request asks for everything.

    Args:
        folder: files of all sources.
        archive: every body that is kept.
    """
    for path in sorted(folder.glob("*.jsonl")):
        known = read_known(path).values()
        write_known(path, (page for page in known if archive.holds(page.body_sha256)))


def _line(page: Known) -> str:
    return json.dumps(page.model_dump(), ensure_ascii=False, sort_keys=True)
