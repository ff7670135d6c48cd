"""What kind of activity a name says.

Belongs here: the grammar of names: the head noun decides, what is done goes before the form it has, a nickname and a
venue say nothing. Does not belong here: the words (`kind_words`), what a source says (`kinds`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from pipelines.normalise.kind_words import Word, words_in
from warehouse.contract import VOCABULARIES

_ORDER: Final = VOCABULARIES["kind"].values()
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
# 花壇を見守る, 森を愛する, 川で遊ぶ: what is cared for, and not the caring, says what it is
_CARED_FOR: Final = re.compile(
    r"(?:の(?:自然|環境|緑|花|景観))?を(?:愛|育|そだて|守|まもる|まもり|見守|みまも|慈|いつくし|きれいに|美し|楽し|つく|作|創|保|残"
    r"|再生|甦|よみがえ|復活|取り戻|とりもど|考え|支え|応援|大切|よく|良く|いか|生か|活か|はぐく|つな|親し|掃|清|みが)"
    r"|[でと](?:遊|あそ)"
)
_AND_OLDER: Final = re.compile(r"以上|(?:から|[〜~])(?:大人|おとな|高齢|シニア|どなた|誰)|[もと](?:大人|おとな)")
_DECIDING: Final = frozenset({"head", "topic", "people"})
_SHAPES: Final = frozenset({"form", "lesson", "head"})


class Named(NamedTuple):
    """What a text says.

    Attributes:
        kind: main kind, or None.
        others: further kinds, in the order of the vocabulary.
        certain: the kinds that the head noun or what is done says; none where only a form, a venue or a bracket says
            the main one.
    """

    kind: str | None
    others: tuple[str, ...] = ()
    certain: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether the main kind is said and not only hinted at."""
        return bool(self.certain)

    @property
    def every(self) -> tuple[str, ...]:
        """All kinds, the main one first."""
        return (self.kind, *self.others) if self.kind else ()


class _Said(NamedTuple):
    """A word of a name with its rank; the greater says more."""

    rank: int
    word: Word


_HEAD, _TOPIC, _PEOPLE, _PLACE, _FORM, _HINT, _HOUSE = 7, 6, 5, 4, 3, 2, 1
_CERTAIN: Final = _PEOPLE
_RANKS: Final = {"head": _HEAD, "topic": _TOPIC, "people": _PEOPLE, "form": _FORM, "lesson": _FORM, "house": _HOUSE}
_NOTHING: Final = Named(None)


@functools.lru_cache(maxsize=50_000)
def kind_named(name: str) -> Named:
    """The kind that a name says.

    Args:
        name: as `text.display` gives it.
    """
    main, quoted, aside = _parts(name)
    found = [_best(phrases) for phrases in (main, quoted)]
    certain = [each for each in found if each and each[0].rank >= _CERTAIN]
    if certain:
        # In front of a nickname stands what is done; what is quoted says more than whom it is for
        best = certain[0] if certain[0][0].rank > _PEOPLE else max(certain, key=lambda each: each[0].rank)
        return _named(best, [] if certain[0][0].rank > _PEOPLE else [said for each in certain for said in each])
    weak = next((each for each in (*found, _best(aside)) if each), None)
    return _named(weak, [])._replace(certain=()) if weak else _NOTHING


def kind_told(text: str) -> Named:
    """The kind that prose says: only where all that is done in it is of one kind.

    Args:
        text: as `text.display` gives it.
    """
    kinds = {word.kind for word in words_in(text) if word.strength in {"head", "topic"}}
    return Named(kinds.pop()) if len(kinds) == 1 else _NOTHING


def kind_of_people(text: str) -> str | None:
    """The kind that a text on who may come says: only where all of them are of one kind.

    Args:
        text: as `text.display` gives it.
    """
    people = [word for word in words_in(text) if word.strength == "people"]
    kinds = {word.kind for word in people if not _AND_OLDER.match(text, word.end)}
    return kinds.pop() if len(kinds) == 1 else None


def _parts(name: str) -> tuple[list[str], list[str], list[str]]:
    """Phrases of the name itself, of what it quotes, and of what stands aside: brackets, venue, subtitle."""
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
    return _phrases(main), [phrase for each in quoted for phrase in _phrases(each)], [*aside, *brackets]


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


def _phrase(phrase: str) -> list[_Said]:
    """What the words of a phrase say, what says most first."""
    words = [word for word in words_in(phrase) if word.strength != "mask"]
    words = _without_nickname(words)
    said = [each for at, word in enumerate(words) if (each := _said(phrase, words, at))]
    return sorted(said, key=lambda each: (-each.rank, -each.word.start))


def _without_nickname(words: list[Word]) -> list[Word]:
    """What follows a form and has none itself is a nickname: 体操クラブ たんぽぽ, 防災炊き出しけん玉."""
    end = max((word.end for word in words if word.strength in _SHAPES), default=0)
    if not any(word.strength in _DECIDING for word in words if word.end <= end):
        return words
    return [word for word in words if word.end <= end]


def _said(phrase: str, words: list[Word], at: int) -> _Said | None:
    word = words[at]
    follower = words[at + 1] if at + 1 < len(words) else None
    if word.strength == "place":
        rank = _place(phrase, words, at, follower)
    elif word.strength in {"hint", "toy"}:
        rank = _HINT if _is_followed(phrase, word, follower) else None
    else:
        rank = _RANKS[word.strength]
    return _Said(rank, word) if rank and word.kind else None


def _place(phrase: str, words: list[Word], at: int, follower: Word | None) -> int | None:
    """A place says what is done where somebody cares for it, and hints at it where a group or nothing follows."""
    word = words[at]
    is_long = word.end - word.start > 1
    # 用水宿河原堀を愛する会: the name of the place may go on
    is_of_a_longer_name = is_long and all(each.strength in {"form", "place"} for each in words[at + 1 :])
    if _CARED_FOR.match(phrase, word.end) or (is_of_a_longer_name and _CARED_FOR.search(phrase, word.end)):
        return _HEAD
    if follower and follower.strength == "form" and _is_joined(phrase, word, follower):
        return _PLACE
    return _HOUSE if is_long and not phrase[word.end :].strip() else None


def _is_followed(phrase: str, word: Word, follower: Word | None) -> bool:
    """A hint needs its form beside it; what is also a nickname needs one that teaches or tries it."""
    wanted = {"lesson"} if word.strength == "toy" else {"form", "lesson"}
    return follower is not None and follower.strength in wanted and _is_joined(phrase, word, follower)


def _is_joined(phrase: str, word: Word, follower: Word) -> bool:
    return phrase[word.end : follower.start].strip() in {"", "の"}


def _best(phrases: list[str]) -> list[_Said] | None:
    """All that is said, what decides first: the phrase that says most; of equals the later, as within a phrase."""
    said = [each for phrase in phrases if (each := _phrase(phrase))]
    if not said:
        return None
    best = max(enumerate(said), key=lambda each: (each[1][0].rank, each[0]))[1]
    return [*best, *(each for phrase in said if phrase is not best for each in phrase)]


def _named(best: list[_Said], said: Iterable[_Said]) -> Named:
    kind = best[0].word.kind
    is_certain = best[0].rank >= _CERTAIN
    least = _FORM if is_certain else best[0].rank
    every = [each for each in (*best, *said) if each.rank >= least]
    also = {code for each in every for code in (each.word.kind, *each.word.others)} - {kind, ""}
    certain = {code for each in every if each.rank >= _CERTAIN for code in (each.word.kind, *each.word.others)}
    others = tuple(code for code in _ORDER if code in also)
    return Named(kind, others, tuple(code for code in _ORDER if code in certain))
