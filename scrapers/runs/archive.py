"""The archive: every fetched body, stored once, before anything reads it.

Belongs here: bodies by content hash, gzip-compressed. Does not belong here: which request brought a body; that is
`raw__fetches`.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

from warehouse.errors import StaffError
from warehouse.storage import write_bytes


class NotArchivedError(StaffError, FileNotFoundError):
    """A body that a run names is not there any more."""


class Archive:
    """A content-addressed folder of compressed bodies."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, body: bytes) -> str:
        """Store a body unless it is there, and return its SHA-256 in hex."""
        digest = hashlib.sha256(body).hexdigest()
        path = self._path(digest)
        if not path.exists():
            # A body that lost its content in a power cut would stand here for ever: it is stored only once
            write_bytes(path, gzip.compress(body, compresslevel=6, mtime=0))
        return digest

    def get(self, digest: str) -> bytes:
        """The body with this hash.

        Raises:
            NotArchivedError: the archive does not hold it.
            ValueError: the file no longer has the content its name promises.
        """
        path = self._path(digest)
        if not path.exists():
            raise NotArchivedError(f"保管庫に本文がありません: {digest}（{path}）")
        try:
            body = gzip.decompress(path.read_bytes())
        except (EOFError, zlib.error, gzip.BadGzipFile):
            body = b""
        if hashlib.sha256(body).hexdigest() != digest:
            raise ValueError(f"保管庫の本文が壊れています: {path}")
        return body

    def holds(self, digest: str) -> bool:
        """Whether a body with this hash is here; that its content is sound, only `get` says."""
        return self._path(digest).exists()

    def drop(self, digest: str) -> None:
        """Take a body away; one that is damaged would otherwise never be stored again."""
        self._path(digest).unlink(missing_ok=True)

    def digests(self) -> Iterator[str]:
        """Hash of every body, in no order."""
        return (path.name.removesuffix(".gz") for path in self._root.glob("*/*.gz"))

    def _path(self, digest: str) -> Path:
        return self._root / digest[:2] / f"{digest}.gz"
