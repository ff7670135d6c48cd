"""Why a number changed: from the last number to this one, cause by cause; what only looks like growth is grey.

Belongs here: that picture. Does not belong here: finding causes, sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from pipelines.publish.pictures import canvas
from pipelines.publish.pictures.canvas import Picture

Nature = Literal["total", "apparent", "real", "unknown"]
_ROW, _BAR = 30, 16
_ROUND = 0.5


class Step(NamedTuple):
    """One block.

    Attributes:
        label: cause, or the name of a total.
        change: how many more or fewer; of a total the number itself.
        nature: a total, only apparent, real, or not known to be either.
        low: lower end of what of it is real; None where nothing is uncertain.
        high: upper end.
    """

    label: str
    change: int
    nature: Nature
    low: float | None = None
    high: float | None = None

    def said(self) -> str:
        """The block in words."""
        if self.nature == "total":
            return f"{self.change:,}"
        span = "" if self.low is None or self.high is None else f"（本当の増減 {self.low:+,.0f}〜{self.high:+,.0f}）"
        return f"{self.change:+,}{span}" if self.change else f"±0{span}"


def waterfall(steps: Sequence[Step], title: str, width: int = 720) -> Picture:
    """Rows from the first number to the last, each starting where the one before ended.

    Args:
        steps: totals and changes, in order; the changes between two totals add up to their difference.
        title: what is shown.
        width: of the drawing; below 500 the labels stand above the bars.
    """
    is_narrow = width < 500
    left, row = (8, _ROW + 16) if is_narrow else (230, _ROW)
    right = 16 if is_narrow else 190
    spans = _spans(steps)
    ends = [value for span in spans for value in span]
    low, high = _window(ends, [step for step in steps if step.nature != "total"])

    def at(value: float) -> float:
        return left + (width - left - right) * (value - low) / ((high - low) or 1)

    key = [
        (canvas.GREY, "見かけの増減"),
        (canvas.GREEN, "本当の増"),
        (canvas.RED, "本当の減"),
        (canvas.hatched("unknown"), "どちらかわからない"),
    ]
    shown, top = canvas.legend(8, 6, width - 16, key)
    parts = [shown]
    for number, (step, (start, stop)) in enumerate(zip(steps, spans, strict=True)):
        y = top + 8 + row * number + (16 if is_narrow else 4)
        parts.append(_labelled(step, y, left, width, is_narrow=is_narrow))
        first = max(start, low)
        parts.append(_block(step, at(min(first, stop)), at(max(first, stop)), y))
        if step.low is not None and step.high is not None:
            parts.append(canvas.whisker(at(start + step.low), at(start + step.high), y + _BAR / 2))
        if number + 1 < len(steps):
            parts.append(canvas.line(at(stop), y + _BAR, at(stop), y + row, canvas.SOFT, "stroke-dasharray='2 2'"))
    bottom = top + 12 + row * len(steps)
    if low > 0:
        parts.append(canvas.text(left, bottom + 10, f"横軸は {low:,.0f} から", f"fill='{canvas.SOFT}' font-size='11'"))
    told = "、".join(f"{step.label}: {step.said()}" for step in steps)
    return Picture(width, int(bottom + 20), title, told, "".join(parts))


def _spans(steps: Sequence[Step]) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    at = 0.0
    for step in steps:
        start, at = (0.0, float(step.change)) if step.nature == "total" else (at, at + step.change)
        spans.append((start, at))
    return spans


def _window(ends: Sequence[float], changes: Sequence[Step]) -> tuple[float, float]:
    """The part of the axis that shows the changes: totals are long, changes are short."""
    levels = [value for value in ends if value > 0] or [0.0, 1.0]
    swing = max((abs(step.change) + abs(step.high or 0) for step in changes), default=0) or 1
    low = min(levels) - 2 * swing
    return (low if low > _ROUND * min(levels) else 0.0), max(levels) + swing


def _labelled(step: Step, y: float, left: float, width: int, *, is_narrow: bool) -> str:
    bold = "font-weight='bold'" if step.nature == "total" else ""
    if is_narrow:
        return canvas.text(8, y - 4, step.label, bold) + canvas.end(width - 8, y - 4, step.said(), bold)
    return canvas.end(left - 10, y + 13, step.label, bold) + canvas.end(width - 6, y + 13, step.said(), bold)


def _block(step: Step, start: float, stop: float, y: float) -> str:
    rim = f"stroke='{canvas.INK}' stroke-width='0.7'"
    fill = {
        "total": canvas.SOLID,
        "apparent": canvas.GREY,
        "real": canvas.GREEN if step.change >= 0 else canvas.RED,
        "unknown": canvas.hatched("unknown"),
    }[step.nature]
    wide = max(stop - start, 1.5)
    sign = ""
    if step.nature == "real" and wide > 14:  # green and red are one grey on paper
        sign = canvas.text(
            start + wide / 2,
            y + 13,
            "＋" if step.change > 0 else "－",
            "text-anchor='middle' fill='#fff' font-weight='bold'",
        )
    return canvas.rect(start, y, wide, _BAR, fill, rim) + sign
