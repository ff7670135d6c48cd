"""The parts of a name: itself, what it quotes, and what stands aside of it.

Belongs here: marks, brackets, subtitles, venues behind @. Does not belong here: what the parts say (`kind_named`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_QUOTES: Final = dict(zip('「『《〈<“”"', '」』》〉>””"', strict=True))
_BRACKETS: Final = dict(zip("(（[【〔[", ")）]】〕]", strict=True))
_SUBTITLE: Final = re.compile(
    r"(?<=\S)\s*[〜~](?!\d)(?P<behind>[^〜~]+)[〜~]?\s*$|^[〜~](?P<front>[^〜~]+)[〜~](?=\s*\S)"
)
_AT: Final = re.compile(r"\s*[@＠]\s*(?P<venue>\S+)")
_ENCLOSED: Final = re.compile(r"^[「『《〈](?P<all>[^「『《〈」』》〉]+)[」』》〉]$")
_INVITES: Final = re.compile(
    r"歓迎|どうぞ|お気軽|気軽に|募集|無料|ください|下さい|ませんか|お待ち|連れ|どなたでも|誰でも|だれでも|初めて|はじめて|参加"
)
# A bracket that names a place, or tells how to come, is no second name
_VENUE: Final = re.compile(r"(?:室|館|センター|公園|ホール|院|店|園|校|家|会場|ルーム|スペース|プラザ|[0-9]階)$")
_WITH_CARE: Final = re.compile(r"(?:保育|託児)(?:付|つき|あり|有|可|ルーム)")


def parts(name: str) -> tuple[list[str], list[str], list[str]]:
    """Phrases of the name itself, of what it quotes, and of what stands aside: brackets, venue, subtitle.

    Args:
        name: as `text.display` gives it.
    """
    if enclosed := _ENCLOSED.match(name):
        name = enclosed["all"]
    aside: list[str] = []
    if at := _AT.search(name):
        name, aside = name[: at.start()] + name[at.end() :], [at["venue"]]
    main, quoted, brackets = _outside(name)
    subtitle = _SUBTITLE.search(main)
    if subtitle:
        said = subtitle["behind"] or subtitle["front"]
        main = main[: subtitle.start()] + main[subtitle.end() :]
        aside = [said, *aside] if not _INVITES.search(said) else aside
    return (
        _phrases(main),
        [phrase for each in quoted for phrase in _phrases(each)],
        [*aside, *brackets],
    )


def second_names(aside: Iterable[str]) -> list[str]:
    """What stands aside without venues and invitations.

    Args:
        aside: the third of `parts`.
    """
    return [each for each in aside if not any(no.search(each) for no in (_VENUE, _WITH_CARE, _INVITES))]


def _outside(name: str) -> tuple[str, list[str], list[str]]:
    """The name without what stands in marks and brackets, and both of these."""
    outside: list[str] = []
    quoted: list[str] = []
    brackets: list[str] = []
    at = 0
    while at < len(name):
        closing = _QUOTES.get(name[at]) or _BRACKETS.get(name[at])
        end = name.find(closing, at + 1) if closing else -1
        if end < 0:
            outside.append(name[at])
            at += 1
            continue
        (quoted if name[at] in _QUOTES else brackets).append(name[at + 1 : end])
        outside.append("\n")
        at = end + 1
    return "".join(outside), quoted, brackets


def _phrases(text: str) -> list[str]:
    return [part for line in text.split("\n") for part in re.split(r"\s[/／|]\s|[。!?]", line) if part.strip()]
