"""Quotation marks in names: what they enclose, and whether the words around them belong to the name.

Belongs here: 「…」, 『…』, 《…》 and what the press writes around them. Does not belong here: all other parts of a name
(`names`).
"""

from __future__ import annotations

import re
from typing import Final

from pipelines.normalise import name_words as words
from pipelines.normalise.kind_words import words_in
from pipelines.normalise.name_venues import is_place

_QUOTED: Final = re.compile(r"^(.*?)\s*[「『《](.+)[」』》]$")
_BRACKETS_BEHIND: Final = re.compile(r"^(.*[」』》])\s*(\([^()]*\))$")
_LAST_QUOTED: Final = re.compile(r"^(.*[」』》].*\S)\s*[「『《]([^「『《」』》]+)[」』》]$")
_IN_A_HEADLINE: Final = re.compile(rf"^(.*?)\s*[「『《]([^「『《」』》]+)[」』》]\s*{words.HEADLINE_END}")
_IN_A_SENTENCE: Final = re.compile(
    rf"^([^「『《」』》]*{words.KIND})\s*[「『《]([^「『《」』》]+)[」』》](?=[がはをにでの]).{{1,24}}(?:ます|ました|です)[!。]*$"
)
_AT_A_PLACE: Final = re.compile(
    rf"^(?P<place>[^\s「『《」』》、。!?]{{2,10}}?)(?:にて|で)(?P<front>[^「『《」』》]*)[「『《](?P<name>[^「『《」』》]+)[」』》]\s*(?P<behind>|{words.HEADLINE_END})$"
)
_POSSESSED: Final = re.compile(r"^([^「『《」』》\s]+の)[「『《]([^「『《」』》]+)[」』》](?=\s|$)")
# 初心者のための「はじめてのスマホ」
_MEANT_FOR: Final = re.compile(
    r"^[^「『《」』》]+(?:のための?|に贈る|におくる)\s*[「『《](?P<name>[^「『《」』》]+)[」』》]$"
)
_HIRAGANA: Final = re.compile("[ぁ-ん]")
_BETWEEN: Final = re.compile(
    rf"^([^「『《」』》]*{words.KIND})\s*[「『《]([^「『《」』》]+)[」』》]\s*((?![のをがにはでと])\S{{0,4}}(?:{words.KIND}|公演))$"
)
_ALTERNATIVE: Final = re.compile(r"(?<=[」』》])\s*/\s.+$")
_OPENING: Final = re.compile(r"[「『《]")
_CLOSING: Final = re.compile(r"[」』》]")
_HAS_KIND: Final = re.compile(rf"^{words.KIND}|{words.KIND}$")
_SAYS_KIND: Final = re.compile(rf"(?![会展塾]){words.KIND}|{words.KIND}$")
_ENDS_WITH_KIND: Final = re.compile(rf"{words.KIND}$")
_KIND_ONLY: Final = re.compile(rf"{words.KIND_ONLY}$")
_PARTICLE_AND_BREAK: Final = re.compile(r"^.*[をにがへ]\s+(?=\S)")
_CLAUSE: Final = re.compile(words.CLAUSE)
_ENDS_WITH_DECORATION: Final = re.compile(r"(?:[♪♬☆★♡♥…]|\.{3}|ながら)$")
_NO_TITLE: Final = re.compile(rf"(?:{words.CATCH_PHRASE}|{words.PROGRAMME}|主催$|[^ぁ-ん](?:で|にて)$)")


def open_quotes(name: str) -> str:
    """Open the quotation marks of a name.

    Alone they only enclose it. Behind a kind word they hold the second half (認知症カフェ「ひこうき雲」), behind a
    catch phrase, a programme title or a line of the press they hold the whole name. Marks inside a name
    (シニアの「ちから」ネットワーク) belong to it.

    Args:
        name: a name without tags and editions.
    """
    if (told := _told_of_a_place(name)) is not None:
        return told
    if (meant := _MEANT_FOR.match(name)) and _is_a_name(meant["name"]):
        return meant["name"]
    name = _POSSESSED.sub(r"\1\2", _ALTERNATIVE.sub("", name))
    behind = _BRACKETS_BEHIND.match(name)
    if behind:
        return f"{open_quotes(behind[1])}{behind[2]}"
    between = _BETWEEN.match(name)  # 写真クラブ「光と影」例会
    if between:
        return " ".join(between.groups())
    sentence = _IN_A_SENTENCE.match(name)  # 編み物クラブ「糸車」が新しくなりました
    if sentence:
        return _joined(sentence[1], sentence[2])
    line = _IN_A_HEADLINE.match(name)
    if line and _SAYS_KIND.search(line[2]) and not _KIND_ONLY.match(line[2]):
        return _joined(line[1], line[2]) if _ENDS_WITH_KIND.search(line[1]) else line[2]
    quoted = _QUOTED.match(name)
    if not quoted:
        return name
    if _OPENING.search(quoted[2]) or _CLOSING.search(quoted[2]):
        last = _LAST_QUOTED.match(name)
        return f"{last[1]} {last[2]}" if last and _ENDS_WITH_KIND.search(last[1]) else name
    return _joined(quoted[1], quoted[2])


def _told_of_a_place(name: str) -> str | None:
    """The quoted name of a line that says where: 生田緑地で「ほたるの国」今年も, 片平で10年目の「かたひら夜話」."""
    line = _AT_A_PLACE.match(name)
    if line is None or not is_place(line["place"]) or _KIND_ONLY.match(line["name"]):
        return None
    is_named_by_kind = _ENDS_WITH_KIND.search(line["front"]) or _ENDS_WITH_KIND.search(line["behind"])
    return None if is_named_by_kind else line["name"]


def _is_a_name(quoted: str) -> bool:
    """やさしいスマホ教室 is a name whoever it is for; 手話教室 is what others have as well."""
    own = _ENDS_WITH_KIND.sub("", quoted)
    return own == quoted or (bool(_HIRAGANA.search(own)) and not _KIND_ONLY.match(quoted))


def _joined(front: str, inner: str) -> str:
    front = front.rstrip()
    if _ENDS_WITH_KIND.search(front):
        front = _PARTICLE_AND_BREAK.sub("", front)
    return inner if not front or _is_no_name(front, inner) else f"{front} {inner}"


def _is_no_name(front: str, inner: str) -> bool:
    """Whether what stands before 「…」 only praises, sorts or explains what they hold."""
    if _NO_TITLE.search(front):
        return True
    if _ENDS_WITH_DECORATION.search(front):
        return not _KIND_ONLY.match(inner)
    if _CLAUSE.search(front):
        return not _KIND_ONLY.match(inner)
    if _ENDS_WITH_KIND.search(front) or _says_what_is_done(front):
        return False
    return bool(_HAS_KIND.search(inner)) and not _KIND_ONLY.match(inner)


def _says_what_is_done(front: str) -> bool:
    """自主保育「もぐらの会」, コーラス「ひばり会」: all of it is the word for what they do, which others do as well."""
    known = words_in(front)
    return len(known) == 1 and (known[0].start, known[0].end) == (0, len(front)) and known[0].strength == "topic"
