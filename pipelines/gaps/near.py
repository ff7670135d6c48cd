"""Distances: points on a plane, 町丁 as discs, venues that may lie a little elsewhere, how likely one is near.

Belongs here: geometry and chances over arrays of points. Does not belong here: which venues and residents (`access`).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from cities.here import here
from pipelines.gaps.chance import Numbers

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

METRES = 111_320.0
"""Per degree of latitude."""
LATITUDE = here().latitude
"""Degrees; of the city, for the width of a degree of longitude. Across the city it errs by less than 0.2 %."""
DISC_M = 265.0
"""Radius of a disc as large as the mean 町丁: residents are spread over it, as outlines of 町丁 are not at hand."""
ERROR_MEDIAN_M, ERROR_P90_M = 169.0, 447.0
"""How far a building lies from the point of its 町丁: measured on 202 facilities (`cities/README.md`)."""
_SPOTS, _RADII, _STEP = 37, 24, 10.0
_SURE = 0.999
_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


def on_plane(lat: Numbers, lon: Numbers) -> Numbers:
    """Degrees → metres east and north, one row per point."""
    found: Numbers = np.column_stack([lon * METRES * np.cos(np.radians(LATITUDE)), lat * METRES])
    return found


def spread_over_discs(centres: Numbers) -> Numbers:
    """Spots spread evenly over a disc around each centre: `_SPOTS` rows per centre, in the order of the centres."""
    number = np.arange(_SPOTS)
    radius, angle = DISC_M * np.sqrt((number + 0.5) / _SPOTS), number * _GOLDEN_ANGLE
    offsets = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    spots: Numbers = (centres[:, None, :] + offsets[None, :, :]).reshape(-1, 2)
    return spots


def per_centre(of_spots: Numbers) -> Numbers:
    """Mean of the spots of each disc."""
    means: Numbers = of_spots.reshape(-1, _SPOTS).mean(axis=1)
    return means


def is_near(spots: Numbers, places: Numbers, distance: float) -> Numbers:
    """1 where a place lies within the distance (m, straight line), else 0."""
    return (nearest(spots, places) <= distance).astype(float)


def nearest(spots: Numbers, places: Numbers) -> Numbers:
    """Metres to the nearest place; infinite where there is none."""
    if not len(places):
        return np.full(len(spots), np.inf)
    return np.asarray(_tree(places).query(spots)[0], dtype=np.float64)


def chance_near(spots: Numbers, places: Numbers, distance: float) -> Numbers:
    """Chance that a place lies within the distance, when each lies off its point as buildings lie off their 町丁.

    Args:
        spots: metres.
        places: points of 町丁, metres, one for each venue.
        distance: metres.
    """
    if not len(places):
        return np.zeros(len(spots))
    reach = distance + float(_errors()[-1])
    pairs = _tree(spots).sparse_distance_matrix(_tree(places), reach, output_type="coo_matrix")
    misses = np.log1p(-np.minimum(_chance_at(distance, pairs.data), _SURE))
    return 1 - np.exp(np.bincount(pairs.row, misses, minlength=len(spots)))


def chance_among(spots: Numbers, facilities: Numbers, distance: float, count: int) -> Numbers:
    """Chance that one of `count` venues is within the distance, each at any of the facilities with equal chance."""
    if not count or not len(facilities):
        return np.zeros(len(spots))
    close = _tree(facilities).query_ball_point(spots, distance, return_length=True)
    return 1 - (1 - np.minimum(np.asarray(close) / len(facilities), _SURE)) ** count


def either(first: Numbers, second: Numbers) -> Numbers:
    """Chance of at least one of two independent things."""
    return 1 - (1 - first) * (1 - second)


@functools.cache
def _errors() -> npt.NDArray[np.float64]:
    """Equally likely distances of a building from the point of its 町丁: log-normal through median and p90."""
    ranks = (np.arange(_RADII) + 0.5) / _RADII
    return np.asarray(ERROR_MEDIAN_M * np.exp(np.log(ERROR_P90_M / ERROR_MEDIAN_M) * ndtri(ranks) / ndtri(0.9)))


def _chance_at(distance: float, apart: Numbers) -> Numbers:
    """Chance that a building whose 町丁's point lies `apart` is within the distance: looked up on a grid."""
    grid = np.arange(0.0, distance + _errors()[-1] + _STEP, _STEP)
    return np.interp(apart, grid, _on_grid(distance, grid))


def _on_grid(distance: float, grid: Numbers) -> Numbers:
    """Of a circle of radius e around a point `apart` away, the share of its rim that lies within the distance."""
    apart, error = np.maximum(grid, 1e-6)[:, None], _errors()[None, :]
    cosine = (apart**2 + error**2 - distance**2) / (2 * apart * error)
    return np.asarray((np.arccos(np.clip(cosine, -1, 1)) / np.pi).mean(axis=1))


def _tree(points: Numbers) -> cKDTree:
    from scipy.spatial import cKDTree  # the night alone measures, but every look at the house would load it

    return cKDTree(points)
