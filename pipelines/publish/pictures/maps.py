"""Maps without tiles: the wards' outlines filled by a number, 町丁 as circles upon them.

Belongs here: those pictures. Does not belong here: rates and access (`gaps`), sentences, where a point falls
(`outlines`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from pipelines.publish.pictures import canvas
from pipelines.publish.pictures.canvas import Picture
from pipelines.publish.pictures.outlines import Outlines, Place, Ring, large_enough, middle, path_of, projection

_SHADES = (
    (0.67, "#ffffff", "市全体の2/3未満"),
    (0.9, "#e3ecf4", "やや少ない"),
    (1.12, "#b9cfe2", "市全体と同じくらい"),
    (1.5, "#7fa6c9", "やや多い"),
    (math.inf, "#3f729e", "1.5倍以上"),
)
"""Ratio to the whole city, below → fill and meaning: fixed, so that a small difference does not look large."""
_SHARES = ((0.25, canvas.PAPER), (0.5, "#cfd6dc"), (0.75, "#8b959e"), (1.01, "#2b2f33"))
"""Share of residents outside, below → fill of the circle."""
_RADIUS, _LABELLED = 13.0, 20


class Ward(NamedTuple):
    """One area of a ward map.

    Attributes:
        code: of the ward.
        name: as people call it.
        shade: ratio to the whole city that fills it; None for none.
        label: what is written in it.
        word: code of the vocabulary `gap`, or empty.
    """

    code: str
    name: str
    shade: float | None
    label: str
    word: str = ""


class Spot(NamedTuple):
    """One 町丁.

    Attributes:
        name: with its ward.
        lat: degrees.
        lon: degrees.
        outside: residents outside.
        share: of the residents that are outside, 0 to 1.
        is_small: too few residents for the share to be shown.
        rank: in the order of residents outside; None beyond those shown.
    """

    name: str
    lat: float
    lon: float
    outside: int
    share: float
    is_small: bool
    rank: int | None


_SIGNS = {"few": "▼", "maybe_few": "▽", "not_few": "△"}


def ward_map(wards: Sequence[Ward], outlines: Outlines, title: str, unit: str, width: int = 340) -> Picture:
    """The wards, darker where there is more than in the whole city.

    Args:
        wards: one entry per ward.
        outlines: ward code → rings of longitude and latitude.
        title: what is shown.
        unit: of the number.
        width: of the drawing.
    """
    shapes = large_enough(outlines)
    place, height = projection(shapes, width, 22)
    parts = [canvas.text(4, 14, title, "font-weight='bold'")]
    labels = []
    for ward in wards:
        shade = ward.shade
        fill = canvas.hatched("dots") if shade is None else next(fill for below, fill, _ in _SHADES if shade < below)
        tip = f"{ward.name}: {ward.label}{unit}"
        parts.append(_area(shapes.get(ward.code, ()), place, fill, tip))
        x, y = middle(shapes.get(ward.code, ()), place)
        labels.append(canvas.centred(x, y - 1, ward.name.removesuffix("区"), "font-size='11'"))
        labels.append(
            canvas.centred(x, y + 12, f"{ward.label}{_SIGNS.get(ward.word, '')}", "font-size='11' font-weight='bold'")
        )
    told = "、".join(f"{ward.name} {ward.label}{unit}" for ward in wards)
    return Picture(width, height, title, told, "".join(parts + labels))


def town_map(spots: Sequence[Spot], outlines: Outlines, title: str, width: int = 720) -> Picture:
    """町丁 as circles: the larger, the more residents outside; the darker, the larger their share.

    Args:
        spots: 町丁 with a position.
        outlines: of the wards.
        title: what is shown.
        width: of the drawing.
    """
    key = [
        (fill, f"{said}が遠い")
        for (_, fill), said in zip(_SHARES, ("1/4未満", "半数未満", "3/4未満", "3/4以上"), strict=True)
    ]
    shown, top = canvas.legend(8, 6, width - 16, [*key, (canvas.hatched("dots"), "住民が少なく割合は示さない")])
    how = "円が大きいほど会場の遠い住民が多い。番号は多い順"
    shown, top = shown + canvas.text(8, top + 10, how, f"fill='{canvas.SOFT}'"), top + 16
    shapes = large_enough(outlines)
    place, height = projection(shapes, width, int(top))
    parts = [shown, *(_area(rings, place, "#fafbfc", "") for _, rings in sorted(shapes.items()))]
    most = max((spot.outside for spot in spots), default=1) or 1
    scale = width / 720
    for spot in sorted(spots, key=lambda each: (-each.outside, each.name)):
        if spot.outside < 1:
            continue
        x, y = place(spot.lon, spot.lat)
        radius = max(1.2, _RADIUS * scale * math.sqrt(spot.outside / most))
        fill = canvas.hatched("dots") if spot.is_small else next(fill for below, fill in _SHARES if spot.share < below)
        parts.append(
            f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{radius:.1f}' fill='{fill}' fill-opacity='0.9' "
            f"stroke='{canvas.INK}' stroke-width='0.5'>"
            f"<title>{escape(spot.name)}: 遠い住民 {spot.outside:,}人（{spot.share:.0%}）</title></circle>"
        )
    ranked = sorted((spot for spot in spots if spot.rank is not None), key=lambda each: each.rank or 0)
    for spot in ranked[: _LABELLED if width >= 500 else 5]:
        x, y = place(spot.lon, spot.lat)
        parts.append(canvas.centred(x, y + 4, str(spot.rank), "font-size='11' font-weight='bold'"))
    told = "会場の遠い住民が多い順に、" + "、".join(f"{spot.name} {spot.outside:,}人" for spot in ranked[:5])
    return Picture(width, height, title, told if ranked else "会場の遠い住民はいません。", "".join(parts))


def shades() -> list[tuple[str, str]]:
    """Fill and meaning of every shade of a ward map."""
    return [(fill, meaning) for _, fill, meaning in _SHADES]


def _area(rings: Sequence[Ring], place: Place, fill: str, tip: str) -> str:
    name = f"<title>{escape(tip)}</title>" if tip else ""
    rim = f"stroke='{canvas.INK}' stroke-width='0.8'"
    return f"<path d='{path_of(rings, place)}' fill='{fill}' fill-rule='evenodd' {rim}>{name}</path>"
