"""Which rules read a text: a value that is kept is worth nothing under other ones.

Belongs here: the hash of all that decides a reading. Does not belong here: what is kept, and where.
"""

from __future__ import annotations

import functools
import hashlib
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable

_ROOMS = ("pipelines.normalise", "warehouse.contract", "warehouse.privacy")
_LIBRARIES = ("jaconv", "polars", "phonenumbers", "sudachidict-core", "sudachipy", "tldextract")


@functools.cache
def rules_print() -> str:
    """Changes when the code, the tables or the libraries behind a typed value change."""
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    for room in _ROOMS:
        _add(files(room), digest)
    return digest.hexdigest()[:16]


def _add(place: Traversable, digest: hashlib._Hash) -> None:
    for each in sorted(place.iterdir(), key=lambda entry: entry.name):
        if each.is_dir():
            if each.name != "__pycache__":
                _add(each, digest)
        else:
            digest.update(each.name.encode())
            digest.update(each.read_bytes())
