"""About twenty rough features of a pair of listings: what anybody would think of in an afternoon.

Belongs here: the features a boosted classifier gets beside our own evidence. Does not belong here: the classifier
(`peers`), whose answers are compared (`beside`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

from pipelines.match.engine.arrays import Floats, Ints, Mask

_RATIOS: tuple[tuple[str, Callable[..., float]], ...] = (
    ("match_name", fuzz.ratio),
    ("match_name", fuzz.partial_ratio),
    ("full_name", fuzz.token_set_ratio),
    ("sound", fuzz.ratio),
    ("sound", fuzz.partial_ratio),
    ("organizer_key", fuzz.ratio),
    ("organizer_key", fuzz.partial_ratio),
    ("venue_key", fuzz.ratio),
    ("venue_key", fuzz.partial_ratio),
    ("context", fuzz.token_set_ratio),
)
_EQUAL = ("town", "place_block", "ward_code", "phone", "url_key", "days_said", "weekdays_said", "fee_yen_min")
_SIZED = "match_name"
_NEAR = "start_said"


def rough_features(listings: pl.DataFrame, left: Ints, right: Ints) -> pl.DataFrame:
    """The features of pairs; missing where a side says nothing.

    Args:
        listings: with the columns the spec of activities speaks of.
        left: rows of the first listings.
        right: rows of the second ones.

    Returns:
        One row per pair, columns `f_…`.
    """
    features: dict[str, Floats] = {}
    for name, scorer in _RATIOS:
        a, b, known = _both(listings, name, left, right)
        alike = cpdist(a.to_list(), b.to_list(), scorer=scorer, dtype=np.float32)
        features[f"f_{name}_{scorer.__name__}"] = np.where(known, alike, np.float32(np.nan))
    for name in _EQUAL:
        a, b, known = _both(listings, name, left, right)
        features[f"f_{name}_same"] = np.where(known, (a == b).to_numpy(), np.float32(np.nan))
    a, b, _ = _both(listings, _SIZED, left, right)
    sizes = a.str.len_chars().to_numpy().astype(np.float32), b.str.len_chars().to_numpy().astype(np.float32)
    features["f_shorter"], features["f_sizes_apart"] = np.minimum(*sizes), np.abs(sizes[0] - sizes[1])
    numbers = listings.get_column(_NEAR).cast(pl.Float32, strict=False).to_numpy()
    features["f_start_apart"] = np.abs(numbers[left] - numbers[right])
    return pl.DataFrame(features)


def _both(listings: pl.DataFrame, name: str, left: Ints, right: Ints) -> tuple[pl.Series, pl.Series, Mask]:
    column = listings.get_column(name)
    texts = column.cast(pl.List(pl.String)).list.join(";") if column.dtype == pl.List else column.cast(pl.String)
    known = (texts.is_not_null() & (texts != "")).fill_null(value=False).to_numpy()
    texts = texts.fill_null("")
    return texts.gather(left), texts.gather(right), known[left] & known[right]
