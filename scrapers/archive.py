"""The archive: every fetched body, stored once, before anything reads it.

Belongs here: bodies by content hash, gzip-compressed. Does not belong here: which request brought a body; that is
`raw__fetches`.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from pathlib import Path

from warehouse.storage import swap_in


class Archive:
    """A content-addressed folder of compressed bodies."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, body: bytes) -> str:
        """Store a body unless it is there, and return its SHA-256 in hex."""
        digest = hashlib.sha256(body).hexdigest()
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.{os.getpid()}.part")
            part.write_bytes(gzip.compress(body, compresslevel=6, mtime=0))
            # A body that lost its content in a power cut would stand here for ever: it is stored only once
            swap_in(part, path)
        return digest

    def get(self, digest: str) -> bytes:
        """The body with this hash.

        Raises:
            FileNotFoundError: the archive does not hold it.
            ValueError: the file no longer has the content its name promises.
        """
        path = self._path(digest)
        if not path.exists():
            raise FileNotFoundError(f"保管庫に本文がありません: {digest}（{path}）")
        body = gzip.decompress(path.read_bytes())
        if hashlib.sha256(body).hexdigest() != digest:
            raise ValueError(f"保管庫の本文が壊れています: {path}")
        return body

    def _path(self, digest: str) -> Path:
        return self._root / digest[:2] / f"{digest}.gz"
