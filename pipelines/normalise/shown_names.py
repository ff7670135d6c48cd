"""The name people know a group or activity by: as published, without what only announces or adorns it.

Belongs here: which steps of `names` a name goes through before it is shown. Does not belong here: the core name, which
also loses places, houses, programmes and quotation marks so that two spellings of one name meet in matching.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import polars as pl

from pipelines.normalise import name_words as words
from pipelines.normalise import names
from pipelines.normalise.name_brackets import OPENING, SIGNS, TAG_OPENING, without_enclosing, without_halves
from pipelines.normalise.name_edges import (
    as_tags,
    called_between_waves,
    told_with,
    without_jubilee,
    without_subtitle_in_front,
)
from pipelines.normalise.per_value import map_expr
from pipelines.normalise.text import display

_EDITION_AT_EDGE: Final = re.compile(rf"^(?:{words.EDITION})\s*|\s*(?:{words.EDITION})$", re.IGNORECASE)
_ENCLOSED: Final = re.compile(r"^(?:[「『《]([^「『《」』》]+)[」』》]|[“”„〝\"]([^“”„〝〟\"]+)[”“〟\"])$")
_CALLED: Final = re.compile(r"^(.+?)\s*[「『《]([^「『《」』》]+)[」』》]$")
_HOUSE_IN_FRONT: Final = re.compile(rf"^({words.FACILITY})\s")
_OPEN_SLOGAN: Final = re.compile(r"^([^〜~]{3,}?)\s*[〜~]\s*([^〜~]{4,})$")
_SAYS_WHAT: Final = re.compile(rf"[0-9A-Za-z「」『』()（）・]|{words.KIND}$|の[部巻]$")
_COURSE: Final = re.compile(r"(?:講座|講演会|講習会|学級|教室)$")
_ONLY_A_VENUE: Final = re.compile(rf"(?:[@＠]\s*|(?i:in)\s*(?=[^\x00-\x7f]))\S+$|{words.FACILITY}$")
_PLACE_IN_TAG: Final = re.compile(rf"(?:{words.PLACE_END}|スペース|プラザ(?:.{{2}})?|ラウンジ|ルーム)$")


def _tags(name: str) -> str:
    """Drop 【…】 unless it holds the place (寺子屋【見本会館】 is one of many) or the name (【上映会】@見本館)."""
    rest = names.TAG.sub(lambda tag: tag[0] if _PLACE_IN_TAG.search(tag[1]) else " ", name).strip()
    if _ONLY_A_VENUE.match(rest):
        return names.TAG.sub(r" \1 ", name).strip()
    courses = [without for tag in names.TAG.findall(name) if _COURSE.search(without := _without_edition(str(tag)))]
    telling = names.telling_tag(name, rest) or next((course for course in courses if course not in rest), None)
    return rest if telling is None else told_with(telling, rest, name)


def _without_edition(tag: str) -> str:
    return _EDITION_AT_EDGE.sub("", tag.strip()).strip()


def _quotes(name: str) -> str:
    """Open the marks that enclose the whole name, and those behind a catch phrase; all others belong to the name."""
    enclosed, called = _ENCLOSED.match(name), _CALLED.match(name)
    if enclosed:
        return enclosed[1] or enclosed[2]
    house = called and _HOUSE_IN_FRONT.match(called[1])
    if called and house and names.CATCH_PHRASE.search(called[1]):
        return f"{house[1]} {called[2]}"  # the same is held in other houses
    return called[2] if called and names.CATCH_PHRASE.search(called[1]) else name


def _without_open_slogan(name: str) -> str:
    """Drop what a wave begins and nothing ends: …を守る会〜出入り自由; not what says more of the kind or the group."""
    slogan = _OPEN_SLOGAN.match(name)
    return slogan[1] if slogan and not _SAYS_WHAT.search(slogan[2]) else name


# What stands outside hides the edges of what stands inside. In front of a step: signs one of which a name must hold for
# the step to change it.
_STEPS: Final[tuple[tuple[frozenset[str], Callable[[str], str]], ...]] = tuple(
    (frozenset(signs), step)
    for signs, step in (
        (SIGNS, without_halves),
        (OPENING, without_enclosing),
        (f"{TAG_OPENING}(《★☆◆■●♪♬※◎▼*!\\N", as_tags),
        ("【", _tags),
        ("周記祝", without_jubilee),
        (names.NOTICE_SIGNS, lambda name: names.NOTICE.sub("", name)),
        ("0123456789元一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", lambda name: _EDITION_AT_EDGE.sub("", name)),
        ("法会団()", lambda name: names.LEGAL_AT_EDGE.sub("", name)),
        ("〜~", called_between_waves),
        ("〜~", _without_open_slogan),
        ("〜~-－―—─−–‐", lambda name: names.SUBTITLE.sub("", name)),
        ("〜~－―—─", without_subtitle_in_front),
        ("-－―—─〜~", lambda name: names.EDGE_LINES.sub(r"\1", name)),
        ("☆★♪♡♥●○◎◆◇■□▼▽※・! ", lambda name: names.DECORATION_IN_FRONT.sub("", name)),
        ("☆★♪♬♡♥●◆◇■□▼▽!。、:・ ", lambda name: names.DECORATION_BEHIND.sub("", name)),
        ('」』》”“〟"', _quotes),
    )
)
_MOST_LAYERS: Final = 4


def _shown(name: str) -> str:
    """Take the steps until none finds anything more; a step that would leave nothing is not taken."""
    shown = " ".join(name.split())
    held = set(shown)
    for _ in range(_MOST_LAYERS):
        before = shown
        for signs, step in _STEPS:
            if signs.isdisjoint(held):
                continue
            shorter = " ".join(step(shown).split())
            if shorter != shown and any(char.isalnum() for char in shorter):
                shown, held = shorter, set(shorter)
        if shown == before:
            break
    return shown


def shown_name(expr: pl.Expr) -> pl.Expr:
    """The name as people know it.

    Removed: tags 【…】 that name no place, notices (募集中, の実施について), editions and years, legal forms, slogans
    〜…〜 and decoration at the ends, quotation marks around the whole. Kept: towns, houses, programmes, explanations in
    brackets, 「…」 behind a kind word.

    Args:
        expr: String column with names, raw or cleaned by `display`.

    Returns:
        String column of the same length; null only where the display name is null.
    """
    return map_expr(display(expr), _shown, pl.String)
