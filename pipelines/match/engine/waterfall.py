"""The evidence of a pair as a picture: from what was expected before comparing to the sum that decides.

Belongs here: one SVG that needs nothing else. Does not belong here: evidence itself (`engine`), lines for the terminal
(`cli.explain`).
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from pipelines.match.engine.spec import Spec

_ROW, _LEFT, _WIDE, _RIGHT = 22, 130, 420, 70
_FOR, _AGAINST, _SUM = "#2b6cb0", "#c05621", "#4a5568"
_FURTHEST = 20.0
"""Bits at either end; what goes beyond is drawn at the edge, with its figure."""


def waterfall_svg(pair: Mapping[str, object], spec: Spec) -> str:
    """A bar for every aspect, in bits, each starting where the last one ended.

    Args:
        pair: a row of `match__pairs`: `prior_bits`, a `…_bits` per aspect (None: not known), `probability`.
        spec: the spec the pair was compared with.
    """
    rows, total = [], float(str(pair["prior_bits"]))
    rows.append(("比べる前の見込み", 0.0, total, f"{total:+.1f}", _SUM))
    for aspect, (first, *_) in spec.aspects.items():
        figure, label = pair[f"{aspect}_bits"], spec.comparisons[first].label
        if figure is None:
            rows.append((label, total, total, "不明", _SUM))
            continue
        bits = float(str(figure))
        rows.append((label, total, total + bits, f"{bits:+.1f}", _FOR if bits > 0 else _AGAINST))
        total += bits
    chance = float(str(pair["probability"]))
    rows.append(("合計", 0.0, total, f"{total:+.1f} → 見込み {chance:.1%}", _SUM))
    width, height = _LEFT + _WIDE + _RIGHT + 90, _ROW * (len(rows) + 1)
    middle = _place(0)
    drawn = "".join(_bar(number, *row) for number, row in enumerate(rows))
    described = escape("、".join(f"{label} {figure}" for label, _, _, figure, _ in rows), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{described}" font-family="sans-serif" font-size="13">'
        f'<line x1="{middle:.0f}" x2="{middle:.0f}" y1="0" y2="{height - _ROW}" stroke="#a0aec0"/>{drawn}'
        f'<text x="{_LEFT}" y="{height - 6}" fill="{_AGAINST}">← 別の活動</text>'
        f'<text x="{_LEFT + _WIDE}" y="{height - 6}" fill="{_FOR}" text-anchor="end">同じ活動 →</text></svg>'
    )


def _place(bits: float) -> float:
    inside = max(-_FURTHEST, min(_FURTHEST, bits))
    return _LEFT + _WIDE * (inside + _FURTHEST) / (2 * _FURTHEST)


def _bar(number: int, label: str, start: float, end: float, figure: str, colour: str) -> str:
    left, right = sorted((_place(start), _place(end)))
    top = _ROW * number + 4
    return (
        f'<text x="{_LEFT - 8}" y="{top + 12}" text-anchor="end">{escape(label)}</text>'
        f'<rect x="{left:.1f}" y="{top}" width="{max(right - left, 1):.1f}" height="{_ROW - 8}" fill="{colour}"/>'
        f'<text x="{right + 6:.1f}" y="{top + 12}">{escape(figure)}</text>'
    )
