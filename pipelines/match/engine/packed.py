"""Many arrays in one file that is mapped into memory: opening hundreds of files takes longer than a night's match.

Belongs here: where an array stands in the file. Does not belong here: what the arrays are (`kept`).
"""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ALIGNED = 64
"""Bytes of which the place of an array is a multiple."""

Places = dict[str, tuple[str, int, int]]
"""Name of an array → its type, where it begins (in bytes), how many numbers it has."""


def pack_arrays(arrays: Mapping[str, NDArray[Any]], path: Path) -> Places:
    """Write arrays of one dimension.

    Args:
        arrays: by name.
        path: the file, which must not be there.

    Returns:
        Where each of them stands: without it nothing can be read.
    """
    places: Places = {}
    with path.open("xb") as file:
        for name, array in arrays.items():
            file.write(bytes(-file.tell() % _ALIGNED))
            places[name] = (array.dtype.str, file.tell(), len(array))
            file.write(np.ascontiguousarray(array).data)
    return places


def map_arrays(path: Path, places: Places) -> dict[str, NDArray[Any]]:
    """The arrays; nothing is read before it is looked at.

    Args:
        path: the file.
        places: as `pack_arrays` gave them.
    """
    with path.open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return {
        name: np.frombuffer(content, dtype=kind, count=count, offset=start)
        for name, (kind, start, count) in places.items()
    }
