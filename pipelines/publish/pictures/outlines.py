"""Outlines of areas on a plane: which rings are drawn, where a point of them falls, how a path is written.

Belongs here: that geometry, for every map that is drawn. Does not belong here: fills and labels (`maps`), links
(`site.ward_map`). Longitudes shrink by the cosine of the latitude: a plane is enough for a city.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from pipelines.gaps.near import LATITUDE

Ring = Sequence[tuple[float, float]]
Outlines = Mapping[str, Sequence[Ring]]
Place = Callable[[float, float], tuple[float, float]]
"""From longitude and latitude to a point of the drawing."""
_LEAST_PART = 0.002
"""Of the largest ring; smaller islands are not drawn, they would make the map half as large."""
_MARGIN = 8


def large_enough(outlines: Outlines) -> dict[str, list[Ring]]:
    """The outlines without rings so small that nobody would see them.

    Args:
        outlines: area → rings of longitude and latitude.
    """
    least = _LEAST_PART * max(abs(_twice_area(ring)) for rings in outlines.values() for ring in rings)
    return {code: [ring for ring in rings if abs(_twice_area(ring)) >= least] for code, rings in outlines.items()}


def projection(outlines: Outlines, width: int, top: int = 0) -> tuple[Place, int]:
    """Where a point falls, and how high the drawing is.

    Args:
        outlines: all of them fit into the drawing.
        width: of the drawing.
        top: what is kept free above the map.
    """
    corners = [corner for rings in outlines.values() for ring in rings for corner in ring]
    west, east = min(lon for lon, _ in corners), max(lon for lon, _ in corners)
    south, north = min(lat for _, lat in corners), max(lat for _, lat in corners)
    squeeze = math.cos(math.radians(LATITUDE))
    scale = (width - 2 * _MARGIN) / ((east - west) * squeeze)

    def place(lon: float, lat: float) -> tuple[float, float]:
        return _MARGIN + (lon - west) * squeeze * scale, top + _MARGIN + (north - lat) * scale

    return place, int(top + 2 * _MARGIN + (north - south) * scale)


def path_of(rings: Sequence[Ring], place: Place) -> str:
    """The rings as the `d` of an SVG path; filled even-odd, so their winding does not matter.

    Args:
        rings: of one area.
        place: answer of `projection`.
    """
    drawn = ("L".join(f"{x:.1f} {y:.1f}" for x, y in (place(*corner) for corner in ring)) for ring in rings)
    return "".join(f"M{points}Z" for points in drawn)


def middle(rings: Sequence[Ring], place: Place) -> tuple[float, float]:
    """Centre of gravity of the largest ring, where a name may stand.

    Args:
        rings: of one area.
        place: answer of `projection`.
    """
    largest = max(rings, key=lambda ring: abs(_twice_area(ring)), default=())
    area, x, y = _twice_area(largest), 0.0, 0.0
    for (x1, y1), (x2, y2) in pairwise(largest):
        cross = x1 * y2 - x2 * y1
        x, y = x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return place(x / (3 * area), y / (3 * area)) if area else (0.0, 0.0)


def _twice_area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
