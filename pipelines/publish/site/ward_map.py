"""The map of the site: the wards as shapes without tiles, drawn for readers without scripts, handed over with them.

Belongs here: which ward is which choice, and where its name stands. Does not belong here: the shapes
(`gaps.reference`), their geometry (`pictures.outlines`), the library that moves the map (`assets/leaflet`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cities.here import here
from pipelines.gaps.reference import outlines, ward_shapes
from pipelines.publish.exports.json_text import said
from pipelines.publish.pictures.outlines import large_enough, middle, path_of, projection
from pipelines.publish.site.frame import Site
from pipelines.publish.site.lists import Choice
from pipelines.publish.site.search_files import part

WIDTH = 700


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
    site.write("data/shapes.js", part("shapes", "", said(ward_shapes() | _box())))


def _box() -> dict[str, list[float]]:
    """Where the map begins in a city without outlines, as GeoJSON says it."""
    south, west, north, east = here().box
    return {} if outlines() else {"bbox": [west, south, east, north]}


def drawn(wards: Sequence[Choice]) -> tuple[list[Drawn], int]:
    """The wards drawn in their place, and how high the drawing is; `WIDTH` wide.

    Args:
        wards: the choices of the first page.
    """
    if not outlines():  # nobody has put them down, or there are no wards
        return [], 0
    by_code: Mapping[str, Choice] = {each.code: each for each in wards}
    shapes = large_enough(outlines())
    place, height = projection(shapes, WIDTH)
    areas = []
    for code, rings in shapes.items():
        x, y = middle(rings, place)
        areas.append(Drawn(by_code[code], path_of(rings, place), round(x, 1), round(y, 1)))
    return areas, height
