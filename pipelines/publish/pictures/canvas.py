"""What every picture is drawn with: the frame with its text alternative, inks, hatchings, texts, ticks.

Belongs here: primitives of SVG. Does not belong here: any one picture.
"""

from __future__ import annotations

import math
from html import escape
from typing import NamedTuple

INK, SOFT, GRID, PAPER = "#1b1b1b", "#5b6670", "#d5dbe1", "#ffffff"
SOLID, MIDDLE, FAINT = "#24527a", "#7fa6c9", "#dbe7f1"
"""Known; at least; perhaps: dark to light, so that they differ on paper without colour as well."""
GREY, GREEN, RED = "#9aa3ab", "#1e7a3c", "#b3261e"
FONT = "'Noto Sans CJK JP','Yu Gothic UI','Meiryo','Hiragino Sans',sans-serif"
"""Every office PC shows Japanese with one of these; no font is embedded."""
_WIDE, _NARROW = 1.0, 0.56
_SIZE = 12


class Picture(NamedTuple):
    """One drawing.

    Attributes:
        width: of the drawing, in its own units.
        height: of the drawing.
        title: what is shown, in a few words.
        told: what it shows, for who cannot see it.
        inside: its parts as SVG.
    """

    width: int
    height: int
    title: str
    told: str
    inside: str

    def svg(self, name: str) -> str:
        """The drawing as an element of a page.

        Args:
            name: unique on the page; Latin letters.
        """
        size = f"viewBox='0 0 {self.width} {self.height}' width='{self.width}' height='{self.height}'"
        return (
            f"<svg xmlns='http://www.w3.org/2000/svg' {size} role='img' aria-labelledby='{name}-t {name}-d'>"
            f"<title id='{name}-t'>{escape(self.title)}</title><desc id='{name}-d'>{escape(self.told)}</desc>"
            f"{_defs(name)}<rect width='{self.width}' height='{self.height}' fill='{PAPER}'/>"
            f'<g font-family="{FONT}" font-size="{_SIZE}" fill="{INK}">{self.inside.replace(_MARK, name)}</g></svg>'
        )


_MARK = "@@"
"""Stands for the name of the drawing in references to hatchings: two drawings on a page must not share them."""


def _defs(name: str) -> str:
    def hatch(kind: str, line: str, back: str, step: int) -> str:
        return (
            f"<pattern id='{name}-{kind}' width='{step}' height='{step}' patternUnits='userSpaceOnUse' "
            f"patternTransform='rotate(45)'><rect width='{step}' height='{step}' fill='{back}'/>"
            f"<line x1='0' y1='0' x2='0' y2='{step}' stroke='{line}' stroke-width='{step // 2}'/></pattern>"
        )

    dots = (
        f"<pattern id='{name}-dots' width='6' height='6' patternUnits='userSpaceOnUse'>"
        f"<rect width='6' height='6' fill='{PAPER}'/><circle cx='3' cy='3' r='1' fill='{SOFT}'/></pattern>"
    )
    return (
        "<defs>"
        + hatch("bound", SOLID, PAPER, 6)
        + hatch("unknown", SOFT, PAPER, 6)
        + hatch("maybe", INK, PAPER, 8)
        + dots
        + "</defs>"
    )


def hatched(kind: str) -> str:
    """Fill of a hatching: `bound`, `unknown`, `maybe` or `dots`."""
    return f"url(#{_MARK}-{kind})"


def rect(x: float, y: float, width: float, height: float, fill: str, more: str = "") -> str:
    """A rectangle; nothing where it has no width or height."""
    if width <= 0 or height <= 0:
        return ""
    return f"<rect x='{x:.1f}' y='{y:.1f}' width='{width:.1f}' height='{height:.1f}' fill='{fill}' {more}/>"


def line(x1: float, y1: float, x2: float, y2: float, ink: str = INK, more: str = "") -> str:
    """A straight line."""
    return f"<line x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}' stroke='{ink}' {more}/>"


def whisker(low: float, high: float, y: float) -> str:
    """A horizontal span with ends."""
    ends = "".join(line(x, y - 4, x, y + 4, INK, "stroke-width='1.5'") for x in (low, high))
    return line(low, y, high, y, INK, "stroke-width='1.5'") + ends


def text(x: float, y: float, said: str, more: str = "") -> str:
    """A text that starts at x; `more` may say otherwise."""
    return f"<text x='{x:.1f}' y='{y:.1f}' {more}>{escape(said)}</text>"


def end(x: float, y: float, said: str, more: str = "") -> str:
    """A text that ends at x."""
    return text(x, y, said, f"text-anchor='end' {more}")


def centred(x: float, y: float, said: str, more: str = "") -> str:
    """A text around x, on a white rim so that it can be read upon lines."""
    rim = f"stroke='{PAPER}' stroke-width='3' paint-order='stroke' stroke-linejoin='round'"
    return text(x, y, said, f"text-anchor='middle' {rim} {more}")


def width_of(said: str, size: float = _SIZE) -> float:
    """About how wide a text is: Japanese signs are square, Latin ones about half."""
    return sum(_WIDE if ord(sign) > 0x2E7F or sign in "〜・×≥▼▽△■□―…" else _NARROW for sign in said) * size


def ticks(most: float, count: int = 4) -> list[float]:
    """Round numbers from 0 to beyond `most`, about so many."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough)
    return [step * number for number in range(math.ceil(most / step - 1e-9) + 1)]


def legend(x: float, y: float, width: float, entries: list[tuple[str, str]]) -> tuple[str, float]:
    """Swatches with what they mean, in as many lines as they need.

    Args:
        x: left edge.
        y: top edge.
        width: to use.
        entries: fill (with further attributes behind a space) and meaning.

    Returns:
        The parts, and the y below them.
    """
    parts, at_x, at_y = [], x, y
    for fill, meaning in entries:
        needs = 22 + width_of(meaning) + 14
        if at_x > x and at_x + needs > x + width:
            at_x, at_y = x, at_y + 20
        parts.append(rect(at_x, at_y, 16, 12, fill, f"stroke='{INK}' stroke-width='0.7'"))
        parts.append(text(at_x + 22, at_y + 11, meaning))
        at_x += needs
    return "".join(parts), at_y + 20
