"""Names of activities and groups: the name a person would use, and the legal form.

Belongs here: rules about one name text. Does not belong here: comparing names (`match`), the venue named inside a
name as a value of its own. Word lists are in `name_words.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import polars as pl

from pipelines.normalise import name_words as words
from pipelines.normalise.per_value import map_expr
from pipelines.normalise.text import display
from pipelines.normalise.town_table import begins_with_town, is_town

_LEGAL: Final = re.compile(words.LEGAL)
LEGAL_AT_EDGE: Final = re.compile(rf"^{words.LEGAL}\s*|\s*{words.LEGAL}$")
_NORMAL_FORM: Final = [(re.compile(pattern), normal) for normal, pattern in words.LEGAL_FORMS.items()]

_EDITION: Final = re.compile(words.EDITION, re.IGNORECASE)
TAG: Final = re.compile(r"\s*【([^【】]*)】\s*")
NOTICE: Final = re.compile(words.NOTICE)
_AT_VENUE: Final = re.compile(r"\s*[@＠]\s*\S+$|(?:\s|(?<=[^\x00-\x7f]))in\s*[^\x00-\x7f]\S*$")
SUBTITLE: Final = re.compile(r"(?<=\S)\s*[〜~][^〜~]+[〜~]$")
EDGE_LINES: Final = re.compile(r"^[-－―—─〜~]+(?=.*[-－―—─〜~]$)(.*?)[-－―—─〜~]+$")
_CURLY_QUOTES: Final = re.compile(r"[“”„〝〟\"]")
_EXPLANATION: Final = re.compile(r"\s*\(([^()]*)\)(?=$|[「『])")
_ABBREVIATION: Final = re.compile(r"[A-Za-z0-9.&・\-]+")
_TELLS_APART: Final = re.compile(words.TELLS_APART)
DECORATION_IN_FRONT: Final = re.compile(r"^[☆★♪♡♥●○◎◆◇■□▼▽※・!\s]+(?=\S)")
DECORATION_BEHIND: Final = re.compile(r"[☆★♪♬♡♥●◆◇■□▼▽!。・\s]+$")

_QUOTED: Final = re.compile(r"^(.*?)\s*[「『《](.+)[」』》]$")
_OPENING: Final = re.compile(r"[「『《]")
_CLOSING: Final = re.compile(r"[」』》]")
CATCH_PHRASE: Final = re.compile(words.CATCH_PHRASE)
_PROGRAMME: Final = re.compile(words.PROGRAMME)
_AUTHORISED: Final = re.compile(rf"^{words.AUTHORISED}\s+(?=\S)")
_SHORTEST_NAME: Final = 4
_SEAM: Final = re.compile(r"[\u3041-\u30ffA-Za-z](?=[\u4e00-\u9fff])")
_FACILITY: Final = re.compile(rf"^{words.FACILITY}$")
_FACILITY_BEHIND: Final = re.compile(rf"\s+{words.FACILITY}$")
_FACILITY_IN_FRONT: Final = re.compile(rf"^{words.FACILITY}(?:\s+|\s*(?=[「『《【☆★]))")


def _tags(name: str) -> str:
    """Drop 【…】, unless nothing but a place is left: then the tag holds the name (…センター【プラレールデイ】)."""
    rest = TAG.sub(" ", name).strip()
    inner = TAG.findall(name)
    if inner and (not rest or _FACILITY.match(rest)):
        return str(inner[-1]).strip() or rest
    return rest


def _explanation(name: str) -> str:
    """Drop a trailing explanation in brackets, unless it tells two courses apart: 手話入門講習会(昼間).

    Behind an abbreviation the brackets hold the name itself: KCP(NPO法人…).
    """
    found = _EXPLANATION.search(name)
    if not found or _TELLS_APART.search(found[1]):
        return name
    front = name[: found.start()]
    return found[1] if _ABBREVIATION.fullmatch(front) and _LEGAL.match(found[1]) else front + name[found.end() :]


def _programme(name: str) -> str:
    """Drop a programme title set off by a space (市民自主学級 …), unless only a place would be left."""
    first, space, rest = name.partition(" ")
    return rest if space and _PROGRAMME.search(first) and not _FACILITY.match(rest) else name


def _facility(name: str) -> str:
    """Drop the house set off from what happens there, unless only a programme title would be left: 寺子屋事業."""
    rest = _FACILITY_BEHIND.sub("", _FACILITY_IN_FRONT.sub("", name))
    return name if _PROGRAMME.search(rest) else rest


def _area(name: str) -> str:
    """Drop a town or 地区 in front, set off by a space, when what is left is still a name: 菅 いけばな体験教室."""
    area = area_in_front(name)
    return name if area is None else name[len(area) :].lstrip()


def area_in_front(name: str) -> str | None:
    """The town or 地区 in front of a name, set off by a space; None when too little would be left for a name.

    Args:
        name: a name.
    """
    area, *rest = name.split(maxsplit=1)[:2] or [""]
    is_area = area in words.AREAS or is_town(area)
    return area if rest and is_area and len(rest[0]) >= _SHORTEST_NAME else None


def park_behind(name: str) -> str | None:
    """A park at the end of a name that begins with its town: プレイグリーンパーク王禅寺ふるさと公園.

    Args:
        name: a name; the park must follow kana or letters, so that the seam is certain.
    """
    for seam in _SEAM.finditer(name):
        park = name[seam.end() :]
        if park.endswith("公園") and seam.end() >= _SHORTEST_NAME and begins_with_town(park):
            return park
    return None


def _edition(name: str) -> str:
    """Drop editions and years; what stood apart stays apart, what was one word stays one word."""
    return _EDITION.sub(lambda found: " " if found[0][:1].isspace() else "", name)


def _quotes(name: str) -> str:
    """Open the quotation marks at the end of a name.

    Alone they only enclose it. Behind a kind word they hold the second half (認知症カフェ「ひこうき雲」), behind a
    catch phrase or a programme title they hold the whole name. Marks inside a name (シニアの「ちから」ネットワーク)
    belong to it.
    """
    found = _QUOTED.match(name)
    if not found or _OPENING.search(found[2]) or _CLOSING.search(found[2]):
        return name
    front = found[1].rstrip()
    if not front or CATCH_PHRASE.search(front) or _PROGRAMME.search(front):
        return found[2]
    return f"{front} {found[2]}"


def _lines(name: str) -> str:
    return EDGE_LINES.sub(r"\1", name)


# The order matters: tags and notices hide the end of a name, brackets hide a subtitle, and the quotation marks come
# last, because what is inside them is left alone.
# In front of a step: the signs one of which a name must hold for the step to change it; "" where any name may change.
_STEPS: Final[tuple[tuple[frozenset[str], Callable[[str], str]], ...]] = tuple(
    (frozenset(signs), step)
    for signs, step in (
        ("@＠i", lambda name: _AT_VENUE.sub("", name)),
        ("【", _tags),
        ('“”„〝〟"', lambda name: _CURLY_QUOTES.sub("", name)),
        ("", _edition),
        ("", lambda name: NOTICE.sub("", name.strip())),
        ("(", _explanation),
        ("", lambda name: LEGAL_AT_EDGE.sub("", name.strip())),
        ("〜~", lambda name: SUBTITLE.sub("", name)),
        (" ", lambda name: _AUTHORISED.sub("", name)),
        (" 「『《【☆★", _facility),
        (" ", _area),
        ("園", lambda name: name.removesuffix(park_behind(name) or "")),
        (" ", _programme),
        ("-－―—─〜~", _lines),
        ("☆★♪♡♥●○◎◆◇■□▼▽※・! ", lambda name: DECORATION_IN_FRONT.sub("", name)),
        ("☆★♪♬♡♥●◆◇■□▼▽!。・ ", lambda name: DECORATION_BEHIND.sub("", name)),
        ("@＠i", lambda name: _AT_VENUE.sub("", name)),
        ("」』》", _quotes),
        ("", _edition),
        ("☆★♪♬♡♥●◆◇■□▼▽!。・ ", lambda name: DECORATION_BEHIND.sub("", name)),
    )
)


def _core(name: str) -> str:
    """Take the steps one by one; a step that would leave nothing is not taken."""
    core = " ".join(name.split())
    for signs, step in _STEPS:
        if signs and signs.isdisjoint(core):
            continue
        shorter = step(core)
        if shorter == core:
            continue
        shorter = " ".join(shorter.split())
        if any(char.isalnum() for char in shorter):
            core = shorter
    return core


def _legal(name: str) -> str | None:
    """The one legal form a name carries; None when it carries none or two different ones."""
    forms = {normal for pattern, normal in _NORMAL_FORM if pattern.search(name)}
    return forms.pop() if len(forms) == 1 else None


def core_name(expr: pl.Expr) -> pl.Expr:
    """The name a person would use (docs/meaning.md §5).

    Removed: tags 【…】, enclosing quotation marks, decoration at the ends, subtitles 〜…〜, editions and years (第14回,
    令和8年度, Vol.6), legal forms, notices (募集中, の実施について), trailing explanations in brackets, a facility,
    programme title or catch phrase in front. Kind words stay: 認知症カフェ「ひこうき雲」 → 認知症カフェ ひこうき雲.

    Args:
        expr: String column with names, raw or cleaned by `display`.

    Returns:
        String column of the same length. Where stripping would leave nothing the display name is the core name; null
        only where the display name is null.
    """
    return map_expr(display(expr), _core, pl.String)


def legal_form(expr: pl.Expr) -> pl.Expr:
    """The legal form in a name, in its normal form: NOP法人, 特定非営利活動法人 → NPO法人; （一社） → 一般社団法人.

    Args:
        expr: String column with names.

    Returns:
        String column of the same length; one of the keys of `name_words.LEGAL_FORMS`, or null.
    """
    return map_expr(display(expr), lambda name: _legal(name) if _LEGAL.search(name) else None, pl.String)
