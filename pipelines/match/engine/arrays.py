"""Kinds of arrays, for annotations: one entry per record, value or pair.

Belongs here: aliases that more than one module uses. Does not belong here: what one holds, which is said where it is.
"""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Ints = NDArray[np.integer]
"""Of any width: indexes, numbers of values, counts."""
Levels = NDArray[np.int8]
"""The level each pair reaches, as `compare.levels` gives it."""
Hashes = NDArray[np.uint64]
"""All 64 bits count: keys, prints, signatures."""
Floats = NDArray[np.floating]
