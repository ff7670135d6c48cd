"""Saved pages as sites: the first part of a path is the host, the rest the address of the page.

Belongs here: that. Does not belong here: which city, which sources (`__main__`).
"""

from __future__ import annotations

import mimetypes
import urllib.parse
from pathlib import Path

from scrapers.declaration.declarations import participants
from scrapers.loopback.answers import HTML, Answer, Page, finished

_INDEX = "index.html"
_PLAIN = "text/plain; charset=UTF-8"
_MAY_ALL = b"User-agent: *\nAllow: /\n"
_TYPES = {".html": HTML, ".txt": _PLAIN, ".json": "application/json; charset=UTF-8", ".csv": "text/csv; charset=UTF-8"}


class SavedPages:
    """Finds the file that answers a request; `list.html?page=2` is the file `list.html@page=2`."""

    def __init__(self, folder: Path) -> None:
        """The pages of a folder.

        Args:
            folder: holds one folder per host.
        """
        self._sites = {each.name: each for each in folder.resolve().iterdir() if each.is_dir()}

    def answer(self, host: str, target: str) -> Answer:
        """The saved page, or that there is none."""
        site = self._sites.get(host.split(":")[0].lower())
        if site is None:
            return finished(Page("このサイトは保存されていません。".encode(), _PLAIN, 421))
        parts = urllib.parse.urlsplit(target)
        path = urllib.parse.unquote(parts.path).lstrip("/")
        name = path + _INDEX if path.endswith("/") or not path else path
        name += f"@{urllib.parse.unquote(parts.query)}" if parts.query else ""
        file = (site / name).resolve()
        if file.is_relative_to(site) and file.is_file():
            return finished(Page(file.read_bytes(), _type(path or _INDEX)))
        if path == "robots.txt":
            return finished(Page(_MAY_ALL, _PLAIN))
        return finished(Page("このページは保存されていません。".encode(), _PLAIN, 404))


def _type(path: str) -> str:
    suffix = Path(path).suffix if not path.endswith("/") else ".html"
    return _TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")


def sources_in(folder: Path) -> tuple[str, ...]:
    """Keys of the sources of the city of which every host was saved.

    Args:
        folder: holds one folder per host.
    """
    declared = participants()
    return tuple(key for key, each in declared.items() if all((folder / host).is_dir() for host in each.source.hosts))
