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
    r"(?:の(?:自然|環境|緑|花|景観))?を(?:愛|育|そだて|守|まもる|まもり|見守|みまも|慈|いつくし|きれいに|美し|楽し|たのし|つく|作|創|保|残"
    r"|再生|甦|よみがえ|復活|取り戻|とりもど|考え|支え|応援|大切|よく|良く|いか|生か|活か|はぐく|つな|親し|掃|清|みが)"
    r"|[でと](?:遊|あそ)"
)
# 森を元気にする会: whatever they do with it, save what is done there and is no care (川を歩く, 花を活ける)
_DEALT_WITH: Final = re.compile(
    r"を(?!描|えが|撮|写|詠|よむ|歌|うた|歩|あるく|あるこ|走|登|のぼ|上|越|渡|活け|生け|いけ|編|織|飾|贈|染|食|飲)"
    r"\S{1,12}?(?:会|隊|仲間|なかま|クラブ|つどい|集い|ネットワーク|プロジェクト|グループ)"
)
# A bracket that names a place, or tells how to come, is no second name
_VENUE: Final = re.compile(r"(?:室|館|センター|公園|ホール|院|店|園|校|家|会場|ルーム|スペース|プラザ|[0-9]階)$")
_WITH_CARE: Final = re.compile(r"(?:保育|託児)(?:付|つき|あり|有|可|ルーム)")
_AND_OLDER: Final = re.compile(r"以上|(?:から|[〜~])(?:大人|おとな|高齢|シニア|どなた|誰)|[もと](?:大人|おとな)")
_DECIDING: Final = frozenset({"head", "topic", "people"})
_FORMS: Final = frozenset({"form", "help", "making", "looking"})
_LESSONS: Final = frozenset({"lesson", "making"})
_ENDS_IN_A_SHAPE: Final = ("の会", "クラブ", "サークル", "教室")
_SHAPES: Final = _FORMS | _LESSONS | {"head"}


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


_HEAD, _TOPIC, _PEOPLE, _PLACE, _FORM, _HELP, _HINT, _HOUSE = 8, 7, 6, 5, 4, 3, 2, 1
_CERTAIN: Final = _PEOPLE
_RANKS: Final = {
    "head": _HEAD,
    "topic": _TOPIC,
    "looking": _TOPIC,
    "people": _PEOPLE,
    "form": _FORM,
    "lesson": _FORM,
    "making": _FORM,
    "help": _HELP,
    "house": _HOUSE,
}
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
    return _hinted(next((each for each in found if each), None), _best(aside), _best(_second_names(aside)))


def _hinted(own: list[_Said] | None, aside: list[_Said] | None, second: list[_Said] | None) -> Named:
    """What a name says that is only hinted at: a bracket that says more than it decides (町会（緑化活動）)."""
    if own and second and _outweighs(second[0], own[0]):
        return _named(second, own)._replace(certain=())
    weak = own or aside
    return _named(weak, [])._replace(certain=()) if weak else _NOTHING


def _outweighs(second: _Said, own: _Said) -> bool:
    is_specific = second.rank >= _TOPIC or (second.word.kind == "childcare" and second.rank >= _CERTAIN)
    return is_specific or own.rank <= _HELP < _FORM <= second.rank < _CERTAIN


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
    return (
        _phrases(main),
        [phrase for each in quoted for phrase in _phrases(each)],
        [each for each in (*aside, *brackets) if not _is_named_house(each)],
    )


def _is_named_house(text: str) -> bool:
    """サロン元住吉, カフェ○○ in brackets: the form stands before the name, so it is where one meets."""
    words = words_in(text)
    if not words or words[0].start or words[0].kind != "cafe":
        return False
    if any(word.strength in _SHAPES | _DECIDING for word in words[1:]):
        return False
    return words[0].strength in _SHAPES and bool(text[words[0].end :].strip())


def _second_names(aside: Iterable[str]) -> list[str]:
    """What stands aside without venues and invitations."""
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


def _phrase(phrase: str) -> list[_Said]:
    """What the words of a phrase say, what says most first."""
    words = [word for word in words_in(phrase) if word.strength != "mask"]
    words = _without_nickname(phrase, words)
    said = [each for at, word in enumerate(words) if (each := _said(phrase, words, at))]
    said.sort(key=lambda each: (-each.rank, -each.word.start))
    return _of_whom(phrase, said)


def _of_whom(phrase: str, said: list[_Said]) -> list[_Said]:
    """Where mothers and babies meet over tea is theirs, whatever the place is called: プレママの茶話会."""
    if not said or said[0].word.kind != "cafe":
        return said
    theirs = [
        each
        for each in said
        if each.word.kind == "childcare" and each.rank >= _CERTAIN and not _AND_OLDER.match(phrase, each.word.end)
    ]
    return [*theirs, *(each for each in said if each not in theirs)]


def _without_nickname(phrase: str, words: list[Word]) -> list[Word]:
    """What follows a form and has none itself is a nickname: 体操クラブ たんぽぽ, 防災炊き出しけん玉."""
    shapes = (word for word in words if word.strength in _SHAPES or phrase.endswith(_ENDS_IN_A_SHAPE, 0, word.end))
    end = max((word.end for word in shapes), default=0)
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
    elif word.strength == "material":
        rank = _PEOPLE if any(each.strength == "making" for each in words) else None
    else:
        rank = _RANKS[word.strength]
    return _Said(rank, word) if rank and word.kind else None


def _place(phrase: str, words: list[Word], at: int, follower: Word | None) -> int | None:
    """A place says what is done where somebody cares for it, and hints at it where a group or nothing follows."""
    word = words[at]
    is_long = word.end - word.start > 1
    # 用水宿河原堀を愛する会: the name of the place may go on
    is_of_a_longer_name = is_long and all(each.strength in {*_FORMS, "place"} for each in words[at + 1 :])
    if _CARED_FOR.match(phrase, word.end) or (is_of_a_longer_name and _CARED_FOR.search(phrase, word.end)):
        return _HEAD
    if _DEALT_WITH.match(phrase, word.end):
        return _TOPIC
    if follower and follower.strength in _FORMS and _is_joined(phrase, word, follower):
        return _HEAD if follower.strength == "looking" else _PLACE
    return _HOUSE if is_long and not phrase[word.end :].strip() else None


def _is_followed(phrase: str, word: Word, follower: Word | None) -> bool:
    """A hint needs its form beside it; what is also a nickname needs one that teaches or tries it."""
    wanted = _LESSONS if word.strength == "toy" else _FORMS | _LESSONS
    return follower is not None and follower.strength in wanted and _is_joined(phrase, word, follower)


def _is_joined(phrase: str, word: Word, follower: Word) -> bool:
    return phrase[word.end : follower.start].strip() in {"", "の", "・"}


def _best(phrases: list[str]) -> list[_Said] | None:
    """All that is said, what decides first: the phrase that says most; of equals the later, as within a phrase."""
    said = [each for phrase in phrases if (each := _phrase(phrase))]
    if not said:
        return None
    best = max(enumerate(said), key=lambda each: (each[1][0].rank, each[0]))[1]
    return [*best, *(each for phrase in said if phrase is not best for each in phrase)]


def _named(best: list[_Said], said: Iterable[_Said]) -> Named:
    kind = best[0].word.kind
    least = min(_HELP, best[0].rank)
    every = [each for each in (*best, *said) if each.rank >= least]
    also = {code for each in every for code in (each.word.kind, *each.word.others)} - {kind, ""}
    certain = {code for each in every if each.rank >= _CERTAIN for code in (each.word.kind, *each.word.others)}
    others = tuple(code for code in _ORDER if code in also)
    return Named(kind, others, tuple(code for code in _ORDER if code in certain))
