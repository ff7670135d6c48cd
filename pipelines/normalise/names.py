"""Names of activities and groups: the name a person would use, and the legal form.

Belongs here: rules about one name text. Does not belong here: comparing names (`match`), the venue named inside a
name as a value of its own. Word lists are in `name_words.py`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Final

import polars as pl

from pipelines.normalise import name_words as words
from pipelines.normalise.name_areas import AREAS, area_behind, area_in_front, park_behind
from pipelines.normalise.name_brackets import OPENING, SIGNS, TAG_OPENING, without_enclosing, without_halves
from pipelines.normalise.name_edges import (
    as_tags,
    called_between_waves,
    first_of_two,
    lone_wave,
    told_with,
    without_call,
    without_jubilee,
    without_reading,
    without_report_in_front,
    without_subtitle_in_front,
)
from pipelines.normalise.name_quotes import open_quotes
from pipelines.normalise.name_venues import without_named_venue
from pipelines.normalise.per_value import map_expr
from pipelines.normalise.readings import is_said_again
from pipelines.normalise.text import display

_LEGAL: Final = re.compile(words.LEGAL)
_ANY_LEGAL: Final = rf"(?:\({words.LEGAL}\)|{words.LEGAL})"
LEGAL_AT_EDGE: Final = re.compile(rf"^(?:{_ANY_LEGAL}\s*)+|\s*{_ANY_LEGAL}$")
_NORMAL_FORM: Final = [(re.compile(pattern), normal) for normal, pattern in words.LEGAL_FORMS.items()]

_EDITION: Final = re.compile(words.EDITION, re.IGNORECASE)
TAG: Final = re.compile(r"\s*【([^【】]*)】\s*")
NOTICE: Final = re.compile(words.NOTICE)
NOTICE_SIGNS: Final = "募受つ知案開実ま報紹様予日レい※全:か満止期無要不そNn"
"""A notice holds one of these."""
_AT_VENUE: Final = re.compile(
    r"\s*[@＠]\s*(?:[A-Za-z.']+\s)?\S+$|(?<=\S)\s*於\s?[:：]?\s*\S+$|(?:(?<![A-Za-z])\s*(?i:in)\s*|\s+(?i:at)\s+)[^\x00-\x7f]\S*(?:\s\S{0,6}(?:階|室|ホール|ロビー|広場))?$"
)
SUBTITLE: Final = re.compile(
    r"(?<=\S)(?:\s*[〜~][^〜~]+[〜~]|\s+[-－―—─−–‐][^-－―—─−–‐\s]{2,}[-－―—─−–‐]|\s+[-－―—─−–‐]\s[^-－―—─−–‐]{2,}\s[-－―—─−–‐]|[－―—─][^－―—─\s]{2,}[－―—─])$"
)
EDGE_LINES: Final = re.compile(r"^[-－―—─〜~]+(?=.*[-－―—─〜~]$)(.*?)[-－―—─〜~]+$")
_CURLY_QUOTES: Final = re.compile(r"[“”„〝〟\"]")
_EXPLANATION: Final = re.compile(r"\s*\(([^()]*)\)(?=$|[「『])")
_ABBREVIATION: Final = re.compile(r"[A-Za-z0-9.&・\-]+")
_PART_OF_DAY: Final = re.compile(r"(?:昼|夜|朝|夕|夕方|夜間|昼間)の部")
_PART_OF_DAY_BEHIND: Final = re.compile(rf"(?:\s+|(?<=[」』])){_PART_OF_DAY.pattern}$")
_TELLS_APART, _TELLING_TAG = re.compile(words.TELLS_APART), re.compile(words.TELLING_TAG)
# ☆彡 is one sign; ミ is one only behind a star at the end: ドレミ☆, ☆ミニコンサート
DECORATION_IN_FRONT: Final = re.compile(r"^(?:[☆★♪♡♥●○◎◆◇■□▼▽※・!\s]|彡(?=[☆★])|(?<=[☆★])彡)+(?=\S)")
DECORATION_BEHIND: Final = re.compile(r"(?:[☆★♪♬♡♥●◆◇■□▼▽!。、:・\s]|彡(?=[☆★])|(?<=[☆★])彡|(?<=[☆★])ミ(?=\s*$))+$")

CATCH_PHRASE: Final = re.compile(words.CATCH_PHRASE)
_PROGRAMME: Final = re.compile(words.PROGRAMME)
_AUTHORISED: Final = re.compile(rf"^(?:{words.AUTHORISED}|[^\s「『]{{2,20}}[主共]催)\s+(?=\S)")
_PLAZA_IN_FRONT: Final = re.compile(rf"^プラザ(?:{AREAS})(?=[^\s(]{{4}})")
_KIND_ONLY: Final = re.compile(words.KIND_ONLY)
_ENDS_WITH_KIND: Final = re.compile(rf"{words.KIND}$")
_ANNOUNCES: Final = re.compile(words.ANNOUNCES)
_PLACE: Final = re.compile(rf"{words.PLACE_END}$")
# In brackets behind a kind word: a name, no number, place or target
_IS_NAME: Final = re.compile(
    rf"(?!.*(?:\d|対象|向け|無料|要|限定|予約|募集|一緒|毎[週月日]|曜|第[一二三四]|旧|出演|[主共]催|協力|講師|後援|会場|場所|受付|申込|開催|中止|終了|見学|歓迎|[可中制付]$|[〜~]|{words.HOUSE}|{words.PLACE_END}$)).{{2,}}"
)
_SPECIAL: Final = re.compile(r"^(?:特別展|企画展|常設展)(?=\S+展)")
_AREA_AND_COLON: Final = re.compile(r"^[^\s:]{1,4}[区市]\s?:\s*(?=\S)")
_SENTENCE_IN_FRONT: Final = re.compile(r"^[^。「『]{5,}。(?=\S{3,})")
_ANNOUNCED: Final = re.compile(
    rf"^(?:毎(?:週|月)|第[1-5・、,]+)[^はで]{{0,12}}曜日?(?:(?:は|に|開催)\s?|\s)(?:\S*?{words.PLACE_END}(?:で|にて)\s?)?(?=\S{{3,}})"
)
_FACILITY: Final = re.compile(rf"^{words.FACILITY}$")
_FACILITY_BEHIND: Final = re.compile(
    rf"(?<!学園)(?<!学院)(?<!福祉会)(?:\s+|\s*[/／－―◇◆]\s*){words.FACILITY}(?:にて|で)?$"
)
_FACILITY_IN_FRONT: Final = re.compile(
    rf"^{words.FACILITY}(?:\s*[:：/／|◇◆]\s*|\s+|\s*(?=[「『《【☆★]))|^\S{{1,4}}[区市]役所\s*(?=[「『])"
)


def _tags(name: str) -> str:
    """Drop 【…】, unless it holds the name or what tells it from others.

    It holds the name where nothing but a place is left (…センター【プラレールデイ】), and tells apart where only a kind
    word is left (【見本展】ギャラリートーク).
    """
    rest = TAG.sub(" ", name).strip()
    inner = TAG.findall(name)
    if inner and (not rest or _FACILITY.match(rest) or rest[0] in "@＠"):
        return f"{str(inner[-1]).strip()}{rest if rest[:1] in ('@', '＠') else ''}" or rest
    telling = telling_tag(name, rest)
    return rest if telling is None else told_with(telling, rest, name)


def telling_tag(name: str, rest: str) -> str | None:
    """The words of a tag without which two names would be one: 【見本展】ギャラリートーク, 手話講座【夜の部】.

    Args:
        name: a name.
        rest: the same without its tags.
    """
    tags = [str(tag).strip() for tag in TAG.findall(name)]
    if not _KIND_ONLY.fullmatch(rest):
        return next(filter(_TELLING_TAG.fullmatch, tags), None)
    telling = [tag for tag in tags if not _ANNOUNCES.search(tag) and not _PLACE.search(tag) and not _is_edition(tag)]
    return telling[-1] if telling else None


def _is_edition(tag: str) -> bool:
    return not _EDITION.sub("", f"{tag}】").strip("の】 ")


def _explanation(name: str) -> str:
    """Drop a trailing explanation in brackets, unless it tells two courses apart: 手話入門講習会(昼間).

    Behind an abbreviation the brackets hold the name itself: KCP(NPO法人…).
    """
    match = _EXPLANATION.search(name)
    if not match:
        return name
    front = name[: match.start()]
    if _TELLS_APART.search(match[1]) and not (_PART_OF_DAY.fullmatch(match[1]) and _is_called(front)):
        return name
    is_kind = _KIND_ONLY.fullmatch(front + name[match.end() :])
    if is_kind and _IS_NAME.fullmatch(match[1]) and not is_said_again(front, match[1]):
        return name
    if _LEGAL.fullmatch(front.strip()):  # NPO法人(見本の家)
        return name[: match.start()] + match[1]
    return match[1] if _ABBREVIATION.fullmatch(front) and _LEGAL.match(match[1]) else front + name[match.end() :]


def _is_called(front: str) -> bool:
    """手話サークルあじさい, 朗読の会「風」: a name of its own, whenever it meets; others have a 手話講習会 too."""
    return not _ENDS_WITH_KIND.search(front)


def _part_of_day(name: str) -> str:
    """Drop the part of the day behind a name of its own: 朗読サークルこだま 夜の部."""
    part = _PART_OF_DAY_BEHIND.search(name)
    return name[: part.start()] if part and _is_called(name[: part.start()]) else name


def _programme(name: str) -> str:
    """Drop a programme title set off by a space (市民自主学級 …), unless only a place would be left."""
    first, space, rest = name.partition(" ")
    if not space or not _PROGRAMME.search(first) or _FACILITY.match(rest):
        return name
    return _SPECIAL.sub("", name) if _KIND_ONLY.fullmatch(rest) else rest


def _announced(name: str) -> str:
    """Drop the days and the place of a sentence that announces: 毎月第4日曜は見本公園でプレーパーク."""
    return _ANNOUNCED.sub("", name)


def _facility(name: str) -> str:
    """Drop the house set off from what happens there, unless only a programme title would be left: 寺子屋事業."""
    rest = _FACILITY_BEHIND.sub("", _PLAZA_IN_FRONT.sub("", _FACILITY_IN_FRONT.sub("", name)))
    return name if _PROGRAMME.search(rest) or _FACILITY.match(rest) else rest


def _area(name: str) -> str:
    """Drop a town or 地区 in front or behind, set off by a space, when what is left is still a name."""
    area = area_in_front(name)
    if area is not None:
        return name[len(area) :].lstrip()
    area = area_behind(name)
    return name if area is None else name[: -len(area)].rstrip()


def _edition(name: str) -> str:
    """Drop editions and years; what stood apart stays apart, what was one word stays one word."""
    return _EDITION.sub(lambda match: " " if _stands_apart(match[0]) else "", name)


def _stands_apart(edition: str) -> bool:
    return edition[:1].isspace() or "①" <= edition.rstrip()[-1:] <= "⑳"


def _lines(name: str) -> str:
    return EDGE_LINES.sub(r"\1", name)


_KEPT: Final = 50_000
"""Names whose core is kept: an organiser is looked at for what is published of it, and again for what is compared."""
_EDITION_SIGNS: Final = "0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳第元そ出"
# The order matters: tags and notices hide the end of a name, brackets hide a subtitle, and the quotation marks come
# last, because what is inside them is left alone.
# In front of a step: the signs one of which a name must hold for the step to change it.
_STEPS: Final[tuple[tuple[frozenset[str], Callable[[str], str]], ...]] = tuple(
    (frozenset(signs), step)
    for signs, step in (
        (SIGNS, without_halves),
        (OPENING, without_enclosing),
        (f"{TAG_OPENING}(《★☆◆■●♪♬※◎▼*!\\N", as_tags),
        ("@＠iIaA於", lambda name: _AT_VENUE.sub("", name)),
        ("【", _tags),
        ("周記祝", without_jubilee),
        ("んうてで迎れす募", without_call),
        # Decoration hides a legal form
        ("☆★♪♡♥●○◎◆◇■□▼▽※・! ", lambda name: DECORATION_IN_FRONT.sub("", name)),
        ('“”„〝〟"', lambda name: _CURLY_QUOTES.sub("", name)),
        ("報様予日知", without_report_in_front),
        (_EDITION_SIGNS, _edition),
        (NOTICE_SIGNS, lambda name: NOTICE.sub("", name.strip())),
        ("@＠iIaA於", lambda name: _AT_VENUE.sub("", name)),
        (":", lambda name: _AREA_AND_COLON.sub("", name)),
        ("/|", first_of_two),
        ("部", _part_of_day),
        ("(", without_reading),
        ("(", _explanation),
        ("法社)団", lambda name: LEGAL_AT_EDGE.sub("", name.strip())),
        ("〜~", called_between_waves),
        ("〜~-－―—─−–‐", lambda name: SUBTITLE.sub("", name)),
        ("〜~－―—─", without_subtitle_in_front),
        (" ", lambda name: _AUTHORISED.sub("", name)),
        (" 「『《【☆★◇◆プ/／－―:", _facility),
        (" 「『《☆★:：・/|@＠館ー", without_named_venue),
        (" ", _area),
        ("園地", lambda name: name.removesuffix(park_behind(name) or "")),
        (" ", _programme),
        ("-－―—─〜~", _lines),
        ("〜~", lone_wave),
        ("。", lambda name: _SENTENCE_IN_FRONT.sub("", name)),
        ("毎第", _announced),
        ("☆★♪♡♥●○◎◆◇■□▼▽※・! ", lambda name: DECORATION_IN_FRONT.sub("", name)),
        ("☆★♪♬♡♥●◆◇■□▼▽!。、:・ ", lambda name: DECORATION_BEHIND.sub("", name)),
        # を開催します♪, を開催します!(見本公園): what hid the notice is gone
        (NOTICE_SIGNS, lambda name: NOTICE.sub("", name.strip())),
        ("@＠iIaA於", lambda name: _AT_VENUE.sub("", name)),
        ("」』》", open_quotes),
        (_EDITION_SIGNS, _edition),
        ("☆★♪♬♡♥●◆◇■□▼▽!。、:・ ", lambda name: DECORATION_BEHIND.sub("", name)),
        (OPENING, without_enclosing),
        (SIGNS, without_halves),
    )
)


@functools.lru_cache(maxsize=_KEPT)
def _core(name: str) -> str:
    """Take the steps one by one; a step that would leave nothing is not taken."""
    core = " ".join(name.split())
    held = set(core)
    for signs, step in _STEPS:
        if signs.isdisjoint(held):
            continue
        shorter = step(core)
        if shorter == core:
            continue
        shorter = " ".join(shorter.split())
        if any(char.isalnum() for char in shorter):
            core, held = shorter, set(shorter)
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
