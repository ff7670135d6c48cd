"""Small pictures as SVG: lines over nights, bars. They need no script, no font and no network.

Belongs here: from numbers to SVG text. Does not belong here: which numbers; pages and UIs that show them.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

_INK, _GRID, _LINE, _BAD = "#1b1b1b", "#d5dbe1", "#2b5c8a", "#b3261e"
_FONT = "font-family='Noto Sans CJK JP,Hiragino Sans,Yu Gothic,sans-serif'"


class Point(NamedTuple):
    """One night: its label, the number, and whether all was well."""

    label: str
    value: int
    is_good: bool = True


def nights_line(
    points: Sequence[Point], title: str, width: int = 560, height: int = 150, *, is_titled: bool = True
) -> str:
    """A number over nights; nights that went wrong are red squares, so that colour alone says nothing.

    Args:
        points: oldest first, at least one.
        title: what is shown; also the text alternative.
        width: pixels.
        height: pixels.
        is_titled: whether the title stands in the picture.

    Returns:
        An `<svg>` element.
    """
    most = max(point.value for point in points) or 1
    left, right, top, bottom = 48, 12, 26 if is_titled else 10, 24
    step = (width - left - right) / max(len(points) - 1, 1)
    places = [
        (left + step * number, top + (height - top - bottom) * (1 - point.value / most))
        for number, point in enumerate(points)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    marks = "".join(_mark(x, y, point) for (x, y), point in zip(places, points, strict=True))
    base, first, last = height - bottom, points[0], points[-1]
    end = (
        f"<text x='{width - right}' y='{height - 7}' text-anchor='end'>{escape(last.label)}</text>"
        if len(points) > 1
        else ""
    )
    inside = (
        f"<line x1='{left}' y1='{top}' x2='{width - right}' y2='{top}' stroke='{_GRID}'/>"
        f"<line x1='{left}' y1='{base}' x2='{width - right}' y2='{base}' stroke='{_GRID}'/>"
        f"<text x='{left - 6}' y='{top + 4}' text-anchor='end'>{most:,}</text>"
        f"<text x='{left - 6}' y='{base + 4}' text-anchor='end'>0</text>"
        f"<text x='{left}' y='{height - 7}'>{escape(first.label)}</text>{end}"
        f"<polyline points='{line}' fill='none' stroke='{_LINE}' stroke-width='2'/>{marks}"
    )
    alternative = f"{title}: {first.label} {first.value:,}、{last.label} {last.value:,}"
    return _svg(width, height, title if is_titled else "", alternative, inside)


def _mark(x: float, y: float, point: Point) -> str:
    tooltip = f"<title>{escape(point.label)}: {point.value:,}{'' if point.is_good else '（不調）'}</title>"
    if point.is_good:
        return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' fill='{_LINE}'>{tooltip}</circle>"
    return f"<rect x='{x - 4:.1f}' y='{y - 4:.1f}' width='8' height='8' fill='{_BAD}'>{tooltip}</rect>"


def bars(values: Sequence[tuple[str, int]], title: str, width: int = 560) -> str:
    """Horizontal bars with their numbers.

    Args:
        values: label and number, in the order to show.
        title: what is shown; also the text alternative.
        width: pixels.

    Returns:
        An `<svg>` element.
    """
    row, left, top = 20, 200, 24
    most = max((value for _, value in values), default=1) or 1
    parts = []
    for number, (label, value) in enumerate(values):
        y, length = top + row * number, (width - left - 60) * value / most
        parts.append(
            f"<text x='{left - 6}' y='{y + 13}' text-anchor='end'>{escape(label)}</text>"
            f"<rect x='{left}' y='{y + 3}' width='{length:.1f}' height='13' fill='{_LINE}'/>"
            f"<text x='{left + length + 5:.1f}' y='{y + 13}'>{value:,}</text>"
        )
    return _svg(width, top + row * len(values) + 6, title, title, "".join(parts))


def _svg(width: int, height: int, title: str, alternative: str, inside: str) -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}' "
        f"role='img' aria-label='{escape(alternative, quote=True)}'><rect width='{width}' height='{height}' "
        f"fill='#fff'/><g {_FONT} font-size='11' fill='{_INK}'><text x='4' y='14' font-weight='bold'>{escape(title)}"
        f"</text>{inside}</g></svg>"
    )


def as_markdown(svg: str, alternative: str) -> str:
    """The picture inside a Markdown text, as a data URI."""
    coded = base64.b64encode(svg.encode()).decode()
    return f"![{alternative}](data:image/svg+xml;base64,{coded})"
