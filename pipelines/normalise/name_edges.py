"""What lists put before and behind a name to announce it: tags of every form, jubilees, subtitles in front.

Belongs here: bringing the many brackets and stars of a tag to one form, and what stands before a name without being
one. Does not belong here: the order of the steps and what a tag may hold (`names`), editions (`name_parts`).
"""

from __future__ import annotations

import re
from typing import Final

from pipelines.normalise import name_words as words
from pipelines.normalise.name_areas import is_area
from pipelines.normalise.name_brackets import SIGNS, TAG_CLOSING, TAG_OPENING, is_paired

# Also as published, wide
_OPEN: Final = re.escape(f"{TAG_OPENING}［｛＜")
_CLOSE: Final = re.escape(f"{TAG_CLOSING}］｝＞")
_INNER: Final = rf"[^{_OPEN}{_CLOSE}「」【】]{{1,20}}"
_TAG_IN_FRONT: Final = re.compile(rf"^\s*[{_OPEN}]\s*({_INNER}?)\s*[{_CLOSE}](?=\s*\S)")
_BRACKETS_BEHIND: Final = re.compile(rf"(?<=[^\s{_CLOSE}])\s*[{_OPEN}]\s*({_INNER}?)\s*[{_CLOSE}]\s*$")
_SIGNS: Final = "★☆◆■●♪♬※◎▼＊*!！"
# A call ends where a bracket does: 【会員募集！】 is a tag, and its half would be left
_NO_BRACKET: Final = rf"（）［］｛｝＜＞{re.escape(SIGNS)}"
_WORD: Final = rf"[^{_NO_BRACKET}{_SIGNS}]{{0,14}}?"
_CALL: Final = rf"{_WORD}(?:{words.CALLS}){_WORD}"
_CALL_IN_BRACKETS: Final = rf"[^{_NO_BRACKET}]{{0,14}}?(?:{words.CALLS})[^{_NO_BRACKET}]{{0,14}}?"
# Online or not, free or not: behind a name that may tell one course from another
_CALL_BEHIND: Final = re.compile(
    rf"(?<=[^\s(（])\s*(?:[(（](?P<brackets>(?!オンライン|[無有]料){_CALL_IN_BRACKETS})[)）]"
    rf"|(?P<sign>[{_SIGNS}])+\s*(?P<stars>{_WORD}(?:{words.CALLS}|随時|歓迎){_WORD})\s*(?P=sign)+)\s*$"
)
_SHOUT: Final = re.compile(
    rf"^\s*(?:[\\＼](?P<slashes>{_CALL}|[^/／]{{0,6}}(?:祝|周年)[^/／]{{0,8}})[/／]|(?P<shout>{_WORD}(?:募集中?|急募|受付中|ください|お待ちしています|御礼))[!！]+|(?P<new>NEW)\s)\s*(?=\S)"
)
_HOUSE_IN_FRONT: Final = re.compile(rf"^\s*[(（]({words.FACILITY})[)）]\s*(?=\S)")
_ROUND_IN_FRONT: Final = re.compile(r"^\s*[(（]([^()（）]{1,20})[)）]\s*(?=\S)")
_HOUSE_BEHIND: Final = re.compile(rf"(?<=\S)\s*《({words.FACILITY})》$")
_CALL_IN_FRONT: Final = re.compile(
    rf"^\s*(?:[(（《](?P<brackets>{_CALL_IN_BRACKETS})[)）》]|(?P<sign>[{_SIGNS}])+\s*(?P<stars>{_CALL})\s*(?P=sign)+)(?=\s*\S)"
)
_JUBILEE: Final = re.compile(
    r"^(?=[^!！\s「『【]*(?:周年|記念|祝))(?:祝\s*|おかげさまで|創立|設立|創設|開設|開館|結成|発足|誕生|第?(?:\d+|[一二三四五六七八九十]{1,3})回)*(?:\d+周年)?(?:記念|達成)?"
    r"(?:[!！]+\s*|(?<=[記念周年])\s+)(?=\S{3,})"
)
_JUBILEE_CALLED: Final = re.compile(r"^\S{0,8}?\d+周年(?:記念)?[!！♪☆★]+\s*(?=\S{3,})")
_JUBILEE_BEHIND: Final = re.compile(r"(?<=[^\s」』》]{3})\s?祝?\d+周年(?:記念)?[!！♪☆★]*$")
# 一緒に歌いませんか？ コーラス…, メンバー募集☆…, 誰でも来てね♪…
_CALL_TO_JOIN: Final = re.compile(
    r"^[^「『《!！?？♪☆★・]{2,16}(?:ませんか[?？]|(?:ましょう|(?:来|き)て(?:ね|よ|ください)|おいで(?:よ|ね)?|歓迎|集まれ|待ってます|募集(?:中)?)[!！♪☆★]+|(?<=募集)・)[!！♪☆★]*\s*(?=[^\s(（]{4})"
)
_SUBTITLE: Final = re.compile(r"^(?:[〜~][^〜~]{2,}[〜~]|[－―—─][^－―—─]{2,}[－―—─])\s*(?=[^\s〜~－―—─].*)")
_KIND_ONLY: Final = re.compile(words.KIND_ONLY)
_PARTICLE: Final = re.compile(r"[のをがにはでと](?![ぁ-ん])")
# A kind word and a short word between waves: 絵本の店〜ぽぽ〜; a subtitle has more to say
_CALLED: Final = re.compile(rf"^(.*(?:{words.KIND}|店))\s*[〜~]([ぁ-んァ-ヶー]{{2,6}})[〜~]$")
_SAYS_MORE: Final = re.compile("[をでにへと]|[うよねた]$")

_LONE_WAVE: Final = re.compile(r"^([^〜~]*)\s[〜~]\s*(?=[^〜~\d][^〜~]*$)")
_SUBTITLE_BEHIND: Final = re.compile(r"(?<=\S)\s*[〜~][^〜~]{3,}(?:[にでをへとて]|よう|ましょう)$")

_TWO_NAMES: Final = re.compile(r"^(\S.{2,}?)\s[/|]\s(\S.+)$")
_NO_NAME: Final = re.compile(
    rf"(?:{_CALL}|{words.FACILITY}|\S*[市区町村]|(?:{words.EDITION})|{words.KIND_ONLY}|{words.LEGAL}|[\d\W]+)$",
    re.IGNORECASE,
)
_HOUSE: Final = re.compile(rf"{words.FACILITY}$")
_NO_TITLE: Final = re.compile(rf"{words.CATCH_PHRASE}|{words.PROGRAMME}")

# 9月の様子と10月の予定 ひろば, 活動予定（12月）ひろば
_TOLD_OF: Final = r"(?:ご?報告|様子|予定表?|日程表?|スケジュール|お知らせ)"
_REPORT_IN_FRONT: Final = re.compile(
    rf"^(?:\d{{1,2}}月(?:号|度)?の?)?(?:活動)?の?{_TOLD_OF}(?:と(?:\d{{1,2}}月の?)?(?:活動)?の?{_TOLD_OF})?(?:\s?\(\d{{1,2}}月\)\s*|\s+)(?=\S{{3,}})"
)

_READING: Final = re.compile(r"(?<=\S)\([ぁ-んー]{1,12}\)(?=\S)")
_KANJI: Final = re.compile("[一-龠]")


def as_tags(name: str) -> str:
    """One form for what announces: [見本会館]体操の会, ★会員募集★…, (予約制)… → 【見本会館】体操の会, 【会員募集】….

    Brackets of these forms behind a name are brackets like any: 広場〔毎月第2土曜〕 → 広場(毎月第2土曜).

    Args:
        name: as published or cleaned.
    """
    name = _HOUSE_IN_FRONT.sub(r"【\1】", _SHOUT.sub("", _TAG_IN_FRONT.sub(r"【\1】", name)))
    name = _ROUND_IN_FRONT.sub(lambda match: f"【{match[1]}】" if is_area(match[1]) else match[0], name)
    call = _CALL_IN_FRONT.match(name)
    if call:
        name = f"【{call['brackets'] or call['stars']}】{name[call.end() :].lstrip()}"
    behind = _CALL_BEHIND.search(name)
    if behind:
        name = f"{name[: behind.start()]}【{behind['brackets'] or behind['stars']}】"
    name = _HOUSE_BEHIND.sub(r"【\1】", name)
    return _BRACKETS_BEHIND.sub(r"(\1)", name)


def without_jubilee(name: str) -> str:
    """Drop 祝10周年！ and 創立30周年記念 in front, unless only a kind word would be left: 記念 コンサート.

    Args:
        name: a name.
    """
    rest = _JUBILEE_BEHIND.sub("", _JUBILEE_CALLED.sub("", _JUBILEE.sub("", name)))
    return name if _KIND_ONLY.fullmatch(rest) else rest


def without_call(name: str) -> str:
    """Drop a sentence in front that calls people: 一緒に歌いませんか？ コーラスゆり.

    Args:
        name: a name.
    """
    rest = _CALL_TO_JOIN.sub("", name)
    return name if _KIND_ONLY.fullmatch(rest) else rest


def without_subtitle_in_front(name: str) -> str:
    """Drop 〜歌って健康〜 in front, unless only a kind word would be left.

    Args:
        name: a name.
    """
    rest = _SUBTITLE.sub("", name)
    return name if _KIND_ONLY.fullmatch(rest) or _PARTICLE.match(rest) else rest


def called_between_waves(name: str) -> str:
    """Take the waves from a short name behind a kind word: 絵本の店〜ぽぽ〜.

    Args:
        name: a name.
    """
    called = _CALLED.match(name)
    return f"{called[1]} {called[2]}" if called and not _SAYS_MORE.search(called[2]) else name


def lone_wave(name: str) -> str:
    """A wave that nothing closes: drop the slogan behind it, or take it for a space between two halves.

    Args:
        name: a name.
    """
    rest = _SUBTITLE_BEHIND.sub("", name)
    return _LONE_WAVE.sub(r"\1 ", name) if rest == name else rest


def told_with(telling: str, rest: str, name: str) -> str:
    """A kind word and what tells it from others, in the order of the name: オレンジカフェ【すみれ】.

    Args:
        telling: the words of the tag.
        rest: the name without tags.
        name: the name.
    """
    return f"{rest} {telling}" if name.endswith(f"{telling}】") else f"{telling} {rest}"


def without_report_in_front(name: str) -> str:
    """Drop what a page tells in front of a name: 9月の様子と10月の予定 あおぞらひろば.

    Args:
        name: a name.
    """
    return _REPORT_IN_FRONT.sub("", name)


def without_reading(name: str) -> str:
    """Drop the reading of a sign within a name: 三井○(まる)カフェ.

    Args:
        name: a name.
    """
    return _READING.sub(lambda match: " " if _KANJI.match(name, match.end()) else "", name)


def first_of_two(name: str) -> str:
    """The first of two names set apart by a stroke: 見本合唱団 / 歌の会.

    Args:
        name: a name; a house, a call and a kind word alone before the stroke are no names, and a house behind it is
            where it takes place.
    """
    two = _TWO_NAMES.match(name)
    if not two or not is_paired(two[1]):
        return name
    is_no_name = _NO_NAME.match(two[1]) or _NO_TITLE.search(two[1]) or is_area(two[1])
    return name if is_no_name or _HOUSE.match(two[2]) else two[1]
