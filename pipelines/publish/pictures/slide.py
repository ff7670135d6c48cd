"""A picture on a slide: title, sentence, drawing, where the figures come from; 16 to 9.

Belongs here: that frame. Does not belong here: what is drawn. It is SVG, which office programs insert as it is and keep
sharp: a bitmap could not be looked through for what must not leave, and needs a Japanese font on the server.
"""

from __future__ import annotations

from collections.abc import Callable

from pipelines.publish.pictures import canvas
from pipelines.publish.pictures.canvas import Picture

WIDTH, HEIGHT = 960, 540
_MARGIN, _TOP, _FOOT = 36, 118, 30
_SENTENCE, _TITLE = 16, 24


def slide(draw: Callable[[int], Picture], title: str, sentence: str, foot: str) -> str:
    """The slide as an SVG file.

    Args:
        draw: width → picture.
        title: headline.
        sentence: what it says; up to three lines are shown.
        foot: date, remark and credit.
    """
    room_w, room_h = WIDTH - 2 * _MARGIN, HEIGHT - _TOP - _FOOT
    drawn = draw(720)
    scale = min(room_w / drawn.width, room_h / drawn.height)
    x, y = (WIDTH - drawn.width * scale) / 2, _TOP
    lines = broken(sentence, room_w, _SENTENCE)[:3]
    parts = [canvas.text(_MARGIN, 40, title, f"font-size='{_TITLE}' font-weight='bold'")]
    parts += [
        canvas.text(_MARGIN, 68 + 21 * number, said, f"font-size='{_SENTENCE}'") for number, said in enumerate(lines)
    ]
    parts.append(f"<g transform='translate({x:.1f} {y}) scale({scale:.3f})'>{drawn.inside}</g>")
    small = 7.5
    for number, said in enumerate(broken(foot, room_w, small)[:2]):
        parts.append(canvas.text(_MARGIN, HEIGHT - 18 + 11 * number, said, f"font-size='{small}' fill='{canvas.SOFT}'"))
    return Picture(WIDTH, HEIGHT, title, f"{sentence} {drawn.told}", "".join(parts)).svg("slide")


def broken(said: str, width: float, size: float) -> list[str]:
    """A text in lines that fit a width; Japanese may be broken anywhere but before a closing sign."""
    lines, at = [""], 0.0
    for sign in said:
        wide = canvas.width_of(sign, size)
        if at + wide > width and sign not in "、。）」%":
            lines.append("")
            at = 0.0
        lines[-1] += sign
        at += wide
    return lines
