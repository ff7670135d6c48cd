"""What kind of activity a name says.

Belongs here: the grammar of names: the head noun decides, what is done goes before the form it has, a nickname and a
venue say nothing. Does not belong here: the parts of a name
(`kind_parts`), the words (`kind_words`), what a source says (`kinds`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from pipelines.normalise.kind_parts import parts, second_names
from pipelines.normalise.kind_words import Word, words_in
from warehouse.contract import VOCABULARIES

_ORDER: Final = VOCABULARIES["kind"].values()
# 花壇を見守る, 森を愛する, 川で遊ぶ: what is cared for, and not the caring, says what it is
_CARED_FOR: Final = re.compile(
    r"(?:の(?:自然|環境|緑|花|景観))?を(?:愛|育|そだて|守|まもる|まもり|見守|みまも|慈|いつくし|きれいに|美し|楽し|たのし|つく|作|創|保|残"
    r"|再生|甦|よみがえ|復活|取り戻|とりもど|考え|支え|応援|大切|よく|良く|いか|生か|活か|はぐく|つな|親し|掃|清|みが)"
    r"|[でと](?:遊|あそ)|に(?:親し|したし|ふれ|触れ|学ぶ|学ぼ)"
)
# 森を元気にする会: whatever they do with it, save what is done there and is no care (川を歩く, 花を活ける)
_DEALT_WITH: Final = re.compile(
    r"を(?!描|えが|撮|写|詠|よむ|歌|うた|歩|あるく|あるこ|走|登|のぼ|上|越|渡|活け|生け|いけ|編|織|飾|贈|染|食|飲)"
    r"\S{1,12}?(?:会|隊|仲間|なかま|クラブ|つどい|集い|ネットワーク|プロジェクト|グループ)"
)
# カフェで使える英会話, 災害の備えを歌で: where or with what it is done, and what is done stands elsewhere
_BY_MEANS: Final = re.compile(r"で(?![すんしあきの])")
# 障害者のためのパソコン, 外国人向け防災訓練: whom it is for, whatever the word says by itself
_FOR_WHOM: Final = re.compile(r"(?:さん|たち|の(?:方|かた|皆さん|みなさん))?(?:のため|の為|向け|むけ|対象|による)")
_AND_OLDER: Final = re.compile(r"以上|(?:から|[〜~])(?:大人|おとな|高齢|シニア|どなた|誰)|[もと](?:大人|おとな)")
_MEANT: Final = frozenset({"welfare", "intercultural"})
_DECIDING: Final = frozenset({"head", "topic", "people"})
_FORMS: Final = frozenset({"form", "help", "making", "looking"})
_CARED_ABOUT: Final = frozenset({"place", "living"})
_LESSONS: Final = frozenset({"lesson", "making"})
_ENDS_IN_A_SHAPE: Final = ("の会", "クラブ", "サークル", "教室")
_OF_A_PROPER_NAME: Final = ("会", "町会", "自治会", "町内会")
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
    main, quoted, aside = parts(name)
    aside = [each for each in aside if not _is_named_house(each)]
    found = [_best(phrases) for phrases in (main, quoted)]
    certain = [each for each in found if each and each[0].rank >= _CERTAIN]
    if certain:
        # In front of a nickname stands what is done; what is quoted says more than whom it is for
        best = certain[0] if certain[0][0].rank > _PEOPLE else max(certain, key=lambda each: each[0].rank)
        return _named(best, [] if certain[0][0].rank > _PEOPLE else [said for each in certain for said in each])
    return _hinted(next((each for each in found if each), None), _best(aside), _best(second_names(aside)))


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
    words = words_in(text)
    done = {word.kind for word in words if word.strength in {"head", "topic"}}
    # Who is meant says it where nothing that is done is named: 視覚障害者の集まり
    people = {word.kind for word in words if word.strength == "people" and word.kind in _MEANT} if not done else set()
    return next((Named(each.pop()) for each in (done, people) if len(each) == 1), _NOTHING)


def kind_of_people(text: str) -> str | None:
    """The kind that a text on who may come says: only where all of them are of one kind.

    Args:
        text: as `text.display` gives it.
    """
    people = [word for word in words_in(text) if word.strength == "people"]
    kinds = {word.kind for word in people if not _AND_OLDER.match(text, word.end)}
    return kinds.pop() if len(kinds) == 1 else None


def _is_named_house(text: str) -> bool:
    """サロン元住吉, カフェ○○ in brackets: the form stands before the name, so it is where one meets."""
    words = words_in(text)
    if not words or words[0].start or words[0].kind != "cafe":
        return False
    if any(word.strength in _SHAPES | _DECIDING for word in words[1:]):
        return False
    return words[0].strength in _SHAPES and bool(text[words[0].end :].strip())


def _phrase(phrase: str) -> list[_Said]:
    """What the words of a phrase say, what says most first."""
    words = [word for word in words_in(phrase) if word.strength != "mask"]
    words = _without_nickname(phrase, words)
    said = [each for at, word in enumerate(words) if (each := _said(phrase, words, at))]
    said = [_in_its_place(phrase, each, said) for each in said]
    said.sort(key=lambda each: (-each.rank, -each.word.start))
    return _of_whom(phrase, said)


def _in_its_place(phrase: str, each: _Said, said: list[_Said]) -> _Said:
    """Where or with what something is done, and whom it is for, go behind what is done there."""
    if not any(other.rank >= _TOPIC and other.word.start > each.word.start for other in said):
        return each
    if phrase.startswith("の", each.word.end):  # プレーパークの草刈り隊: the latter governs
        each = _Said(min(each.rank, _TOPIC), each.word)
    if _BY_MEANS.match(phrase, each.word.end):
        return _Said(min(each.rank, _HELP), each.word)
    return _Said(min(each.rank, _PEOPLE), each.word) if _FOR_WHOM.match(phrase, each.word.end) else each


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
    end = max((word.end for word in shapes if not _BY_MEANS.match(phrase, word.end)), default=0)
    if not any(word.strength in _DECIDING for word in words if word.end <= end):
        end = _before_a_space(phrase, words) or len(phrase)
    return [word for word in words if word.end <= end]


def _before_a_space(phrase: str, words: list[Word]) -> int | None:
    """Where what is done ends before a space, and more than words of what is done stands behind: 太極拳 どろんこ組."""
    space = phrase.find(" ")
    ahead = any(word.end == space and word.strength in {"head", "topic"} for word in words)
    behind = [word for word in words if word.start > space]
    if not ahead or any(word.strength in _SHAPES for word in behind):
        return None
    is_told = sum(word.end - word.start for word in behind) >= len(phrase[space:].replace(" ", ""))
    return None if is_told else space


def _said(phrase: str, words: list[Word], at: int) -> _Said | None:
    word = words[at]
    follower = words[at + 1] if at + 1 < len(words) else None
    if word.strength in _CARED_ABOUT:
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
    is_of_a_longer_name = is_long and all(each.strength in {*_FORMS, *_CARED_ABOUT} for each in words[at + 1 :])
    if _CARED_FOR.match(phrase, word.end) or (is_of_a_longer_name and _CARED_FOR.search(phrase, word.end)):
        return _HEAD
    if _DEALT_WITH.match(phrase, word.end):
        return _TOPIC
    if follower and follower.strength in _FORMS and _is_joined(phrase, word, follower):
        if follower.strength == "looking":
            return _HEAD
        # 緑丘会, 野川自治会: the last letter of a proper name
        is_a_name = word.strength == "living" or (not is_long and phrase.startswith(_OF_A_PROPER_NAME, word.end))
        return None if is_a_name else _PLACE
    # A place and nothing else is a nickname: ほたる, せせらぎ
    if word.strength == "living":
        return None
    return _HOUSE if is_long and phrase[: word.start].strip() and not phrase[word.end :].strip() else None


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
