"""Bars that end where knowledge ends: listed, at least, perhaps.

Belongs here: that picture. Does not belong here: estimating (`pipelines.estimate`), sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipelines.publish.pictures import canvas
from pipelines.publish.pictures.canvas import Picture

_ROW, _BAR, _PLAIN_LABEL = 30, 16, 150


class Bar(NamedTuple):
    """One stratum.

    Attributes:
        label: as people call it.
        listed: different activities on the lists.
        lower: at least so many exist; None where it cannot be said.
        upper: a rough upper end; None where there is none.
        why: why it cannot be estimated, a few words; empty where it can.
    """

    label: str
    listed: int
    lower: int | None = None
    upper: int | None = None
    why: str = ""

    def said(self) -> str:
        """The numbers of the bar in words."""
        if self.lower is None:
            return f"{self.listed:,} 以上（推計不可）"
        top = f"〜{self.upper:,}" if self.upper is not None else " 以上（上限不明）"
        return f"{self.listed:,} → {self.lower:,}{top}"


def interval_bars(bars: Sequence[Bar], title: str, width: int = 720) -> Picture:
    """Solid to what is listed, hatched to the lower bound, faint to the upper end.

    What cannot be estimated is a solid bar with a grey ≥: at least so many, nobody can say how many more.

    Args:
        bars: in the order to show.
        title: what is shown.
        width: of the drawing; below 500 the labels stand above the bars.
    """
    is_narrow = width < 500
    left, row = (8, _ROW + 16) if is_narrow else (_PLAIN_LABEL + 60, _ROW)
    most = max((max(bar.listed, bar.lower or 0, bar.upper or 0) for bar in bars), default=1)
    marks = canvas.ticks(most, 3 if is_narrow else 5)
    room = width - left - (16 if is_narrow else 170)

    def at(value: float) -> float:
        return left + room * value / marks[-1]

    key = [
        (canvas.SOLID, "一覧にある（重複を除く）"),
        (canvas.hatched("bound"), "少なくともここまで"),
        (canvas.FAINT, "ここまでありうる（目安）"),
    ]
    shown, top = canvas.legend(8, 6, width - 16, key)
    parts = [shown]
    bottom = top + 8 + row * len(bars)
    for mark in marks:
        parts.append(canvas.line(at(mark), top + 4, at(mark), bottom, canvas.GRID))
        parts.append(canvas.centred(at(mark), bottom + 16, f"{mark:,.0f}", f"fill='{canvas.SOFT}'"))
    for number, bar in enumerate(bars):
        y = top + 8 + row * number + (16 if is_narrow else 4)
        label = (8, y - 4) if is_narrow else (left - 10, y + 13)
        parts.append(canvas.text(*label, bar.label) if is_narrow else canvas.end(*label, bar.label))
        parts.append(_bar(bar, y, at))
        said = (width - 8, y - 4) if is_narrow else (width - 6, y + 13)
        parts.append(canvas.end(*said, bar.said(), f"fill='{canvas.INK if bar.lower is not None else canvas.SOFT}'"))
    told = "、".join(f"{bar.label}: {bar.said()}{f'（{bar.why}）' if bar.why else ''}" for bar in bars)
    return Picture(width, int(bottom + 28), title, told or "示すものがありません。", "".join(parts))


def _bar(bar: Bar, y: float, at: Callable[[float], float]) -> str:
    rim = f"stroke='{canvas.SOLID}' stroke-width='0.8'"
    parts = []
    if bar.lower is not None and bar.upper is not None:
        parts.append(canvas.rect(at(bar.lower), y, at(bar.upper) - at(bar.lower), _BAR, canvas.FAINT, rim))
    if bar.lower is not None:
        parts.append(canvas.rect(at(bar.listed), y, at(bar.lower) - at(bar.listed), _BAR, canvas.hatched("bound"), rim))
    parts.append(canvas.rect(at(0), y, at(bar.listed) - at(0), _BAR, canvas.SOLID))
    if bar.lower is None:
        parts.append(canvas.text(at(bar.listed) + 4, y + 13, "≥", f"fill='{canvas.SOFT}' font-weight='bold'"))
    elif bar.upper is None:
        parts.append(canvas.text(at(bar.lower) + 4, y + 13, "→", f"fill='{canvas.SOFT}' font-weight='bold'"))
    return "".join(parts)
