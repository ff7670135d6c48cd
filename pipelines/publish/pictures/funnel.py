"""Counts beside what is expected, with the limits between which they are ordinary.

Belongs here: that picture. Does not belong here: the limits (`gaps.chance`), sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

import numpy as np

from pipelines.gaps import chance
from pipelines.publish.pictures import canvas
from pipelines.publish.pictures.canvas import Picture

_At = Callable[[float, float], tuple[float, float]]
_STEPS = 80
_OUTER = 0.998
_TOLD = ("few", "maybe_few", "not_few")
_NAMED = 12
"""Labels beyond so many would lie over each other."""


class Dot(NamedTuple):
    """One cell.

    Attributes:
        label: what it is, in a few signs.
        expected: how many it would have like the rest of the city.
        stock: how many it has.
        word: code of the vocabulary `gap`.
    """

    label: str
    expected: float
    stock: int
    word: str


def funnel(dots: Sequence[Dot], spread: float, title: str, width: int = 720) -> Picture:
    """Every cell as a mark; limits of 95 % and 99.8 % around what is expected.

    Args:
        dots: cells of one map that are judged.
        spread: between areas beyond chance (`gaps.chance.extra_spread`).
        title: what is shown.
        width: of the drawing.
    """
    height, left, bottom, top, right = int(width * 0.55) + 60, 46, 44, 48, 18
    most_x = max((dot.expected for dot in dots), default=10.0) * 1.06
    most_y = max(max((dot.stock for dot in dots), default=10), most_x) * 1.05
    marks_x, marks_y = canvas.ticks(most_x), canvas.ticks(most_y)

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            left + (width - left - right) * x / marks_x[-1],
            height - bottom - (height - top - bottom) * y / marks_y[-1],
        )

    parts = [_axes(marks_x, marks_y, at, width, height)]
    means = np.linspace(0.5, marks_x[-1], _STEPS)
    for level, more in ((chance.LEVEL, ""), (_OUTER, "stroke-dasharray='5 4'")):
        limits = chance.funnel(means, spread, level)
        for values in limits:
            points = " ".join(
                f"{x:.1f},{y:.1f}" for x, y in (at(m, min(v, marks_y[-1])) for m, v in zip(means, values, strict=True))
            )
            parts.append(f"<polyline points='{points}' fill='none' stroke='{canvas.SOFT}' {more}/>")
    straight = min(marks_x[-1], marks_y[-1])
    parts.append(canvas.line(*at(0, 0), *at(straight, straight), canvas.INK, "stroke-width='0.8'"))
    ordered = sorted(dots, key=lambda dot: (dot.word in _TOLD, dot.label))
    parts += [
        mark(*at(dot.expected, dot.stock), dot.word, f"{dot.label}: {dot.stock}（見込み {dot.expected:.1f}）")
        for dot in ordered
    ]
    labelled = _TOLD if width >= 500 else _TOLD[:2]
    named = [dot for dot in ordered if dot.word in labelled][-_NAMED:]
    for dot in named:
        x, y = at(dot.expected, dot.stock)
        fits = x + 10 + canvas.width_of(dot.label, 11) < width
        parts.append(
            (canvas.text if fits else canvas.end)(x + 8 if fits else x - 8, y + 4, dot.label, "font-size='11'")
        )
    signs = "　▼ 少ない　▽ 少ないかもしれない　△ 少なくはない　● そのほか"
    inside = (
        f"実線: 95%の幅　破線: 99.8%の幅　斜めの線: 見込みどおり{signs}" if width >= 500 else "実線95%・破線99.8%の幅"
    )
    parts.append(canvas.text(8, 16, inside, f"fill='{canvas.SOFT}' font-size='11'"))
    lines = [f"{dot.label}: {dot.stock}件（見込み{dot.expected:.1f}件）" for dot in named]
    told = f"{len(dots)}の組み合わせのうち、幅の外にあるもの: " + ("、".join(lines) or "なし")
    return Picture(width, height, title, told, "".join(parts))


def mark(x: float, y: float, word: str, tooltip: str) -> str:
    """The sign of a word: shape and fill both tell it."""
    down, up = f"M{x - 6:.1f} {y - 5:.1f}h12l-6 11z", f"M{x - 5:.1f} {y + 5:.1f}h10l-5 -10z"
    dot = f"M{x - 3:.1f} {y:.1f}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z"
    drawn = {
        "few": (down, canvas.RED, 1.0),
        "maybe_few": (down, canvas.PAPER, 1.5),
        "not_few": (up, canvas.GREY, 1.0),
    }
    path, fill, rim = drawn.get(word, (dot, canvas.MIDDLE, 0.5))
    return (
        f"<path d='{path}' fill='{fill}' stroke='{canvas.INK}' stroke-width='{rim}'>"
        f"<title>{escape(tooltip)}</title></path>"
    )


def _axes(marks_x: list[float], marks_y: list[float], at: _At, width: int, height: int) -> str:
    parts = []
    for value in marks_y:
        x, y = at(0, value)
        parts.append(canvas.line(x, y, width - 18, y, canvas.GRID))
        parts.append(canvas.end(x - 5, y + 4, f"{value:,.0f}", f"fill='{canvas.SOFT}' font-size='11'"))
    for value in marks_x:
        x, y = at(value, 0)
        parts.append(canvas.line(x, 48, x, y, canvas.GRID))
        parts.append(
            canvas.text(x, y + 15, f"{value:,.0f}", f"text-anchor='middle' fill='{canvas.SOFT}' font-size='11'")
        )
    parts.append(canvas.end(width - 18, height - 10, "ほかの区と同じ割合なら見込まれる数 →"))
    parts.append(canvas.text(8, 36, "↑ いまの数"))
    return "".join(parts)
