"""The UUIDs of HSDS: the same thing has the same one in every release.

Belongs here: how one is made of an ID of ours. Does not belong here: which things there are (`hsds_files`).
"""

from __future__ import annotations

import hashlib
import uuid

import polars as pl

_SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "hiroba.invalid")
"""All our UUIDs are UUIDv5 of our own IDs in this space: the same thing has the same UUID in every release."""
_SEED = hashlib.sha1(_SPACE.bytes, usedforsecurity=False)
_VARIANT = {f"{digit:x}": f"{digit & 3 | 8:x}" for digit in range(16)}
"""The digit that says which kind of UUID it is. Every activity has ten: `uuid` takes thrice as long."""


def identifier(kind: str, key: str) -> str:
    """The UUID of a thing of ours.

    Args:
        kind: its object in HSDS.
        key: our ID of it.
    """
    seen = _SEED.copy()
    seen.update(f"{kind}/{key}".encode())
    sha1 = seen.hexdigest()
    return f"{sha1[:8]}-{sha1[8:12]}-5{sha1[13:16]}-{_VARIANT[sha1[16]]}{sha1[17:20]}-{sha1[20:32]}"


def ids(kind: str, *columns: str) -> pl.Expr:
    """The UUIDs of things of ours, as a column.

    Args:
        kind: their object in HSDS.
        columns: our ID of each; where it takes several columns, they are joined.
    """
    key = pl.concat_str(columns, separator="/") if len(columns) > 1 else pl.col(columns[0])
    return key.map_elements(lambda text: identifier(kind, text), return_dtype=pl.String)
