"""The map: the wards as shapes without tiles, the places as points; nothing is loaded from elsewhere.

Belongs here: shapes and their numbers, drawn for readers without scripts, handed over for the map with them. Does not
belong here: the library that moves it (`assets/leaflet`), which activities are shown (`assets/site.js`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from pipelines.publish.exports.json_text import said
from pipelines.publish.site.frame import Site
from pipelines.publish.site.lists import Choice
from pipelines.publish.site.search_files import part
from pipelines.settings import ROOT

SHAPES = ROOT / "warehouse" / "reference" / "kawasaki" / "ward_boundaries.geojson"
CREDIT = "国土数値情報（行政区域データ N03-2024、国土交通省）を加工して作成（CC BY 4.0）"
WIDTH, _MARGIN = 700, 6
_LATITUDE, _ROCK = 35.57, 0.003
"""Of the city; and degrees below which an outline is a rock in the bay, too far off to draw."""


class Drawn(NamedTuple):
    """A ward as it is drawn: its choice, its outline, and where its name stands."""

    choice: Choice
    path: str
    x: float
    y: float


def write_shapes(site: Site) -> None:
    """Hand the shapes over to the map with scripts.

    Args:
        site: the site.
    """
    site.write("data/shapes.js", part("shapes", "", said(_shapes())))


@cache
def _shapes() -> dict[str, Any]:
    shapes: dict[str, Any] = json.loads(SHAPES.read_text(encoding="utf-8"))
    return shapes


def drawn(wards: Sequence[Choice]) -> tuple[list[Drawn], int]:
    """The wards drawn in their place, and how high the drawing is; `WIDTH` wide.

    Args:
        wards: the choices of the first page.
    """
    by_code: Mapping[str, Choice] = {each.code: each for each in wards}
    outlines = {each["properties"]["ward_code"]: list(_rings(each)) for each in _shapes()["features"]}
    points = [point for rings in outlines.values() for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = (WIDTH - 2 * _MARGIN) / (east - west)
    shapes = []
    for code, rings in outlines.items():
        placed = [[(_MARGIN + (x - west) * scale, _MARGIN + (north - y) * scale) for x, y in ring] for ring in rings]
        longest = max(placed, key=len)
        path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in placed)
        shapes.append(Drawn(by_code[code], path, *_middle(longest)))
    return shapes, round((north - south) * scale + 2 * _MARGIN)


def _rings(feature: Mapping[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """Outlines that are drawn, with a degree east as long as a degree north."""
    shape = feature["geometry"]
    many = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    for polygon in many:
        for ring in polygon:
            if max(x for x, _ in ring) - min(x for x, _ in ring) > _ROCK:
                yield [(x * math.cos(math.radians(_LATITUDE)), y) for x, y in ring]


def _middle(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The centre of an area."""
    area = x_sum = y_sum = 0.0
    for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x * next_y - next_x * y
        area, x_sum, y_sum = area + cross, x_sum + (x + next_x) * cross, y_sum + (y + next_y) * cross
    return round(x_sum / (3 * area), 1), round(y_sum / (3 * area), 1)
