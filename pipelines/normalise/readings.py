"""How a text is read aloud: にほんごサロン and 日本語サロン are one name.

Belongs here: readings by the dictionary of SudachiPy, town names by the table of towns. Does not belong here:
comparing. Readings are for matching only: 茶論 is read チャロン, which no one would print, but every list that
writes it so agrees.
"""

from __future__ import annotations

import functools
import re
import threading
from itertools import count, takewhile
from unicodedata import normalize

import polars as pl
from sudachipy import Dictionary, Morpheme, MorphemeList, SplitMode

from cities.here import here
from pipelines.normalise.city_tables import towns
from pipelines.normalise.per_value import map_expr
from pipelines.normalise.romaji import in_katakana
from pipelines.normalise.text import key

_WRITTEN = re.compile(r"[\u3005-\u3007\u3400-\u9fffA-Za-z]")
_LATIN, _ACCENT = re.compile(r"[\u00c0-\u024f]"), re.compile(r"[\u0300-\u036f]")
_KANA_RUN = re.compile("(?<![ぁ-ゖー])[ぁ-ゖー]{2,8}(?![ぁ-ゖー])")
"""みんなの食堂にじ: the dictionary takes にじ for two particles; between other signs it is a word."""
_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_LETTERS = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u212a-\u212b]")
"""Without one of these no word is Japanese in Latin letters."""
_LONG = {"う": "おこそとのほもよろごぞどぼぽょうくすつぬふむゆるぐずぶぷゅ", "お": "おこそとのほもよろごぞどぼぽょ"}
"""きょういく is written kyoiku: these signs make the vowel before them long."""
_UNREAD = ("補助記号", "記号", "空白")
"""Parts of speech that the dictionary reads as キゴウ."""
_MEANING = ("名詞", "動詞", "形容詞", "形状詞", "副詞", "感動詞", "代名詞")
"""Parts of speech of words that mean something."""
_KEPT, _SHORT = 50_000, 60
"""Texts whose reading is kept, and signs of the longest of them: names and houses come again, descriptions do not."""
_LONGEST = 2000
"""Signs of a text that are read: a description of a page says who it is about at its beginning."""


@functools.cache
def _dictionary() -> Dictionary:
    return Dictionary()


@functools.cache
def _parts_of_speech(words: tuple[str, ...]) -> frozenset[int]:
    """Numbers of all parts of speech that begin with one of the words: a number is had without making a text."""
    known = takewhile(bool, map(_dictionary().pos_of, count()))
    return frozenset(number for number, part in enumerate(known) if part and part[0] in words)


class _Tokenizers(threading.local):
    """A tokenizer for each thread: polars asks for two columns at one time, and one tokenizer refuses that."""

    def __init__(self) -> None:
        # What is asked of a word, and the normal form, by which the dictionary joins 2,500 to one word; every text is
        # written over the last one
        self.own = _dictionary().tokenizer(SplitMode.C, fields={"pos", "reading_form", "normalized_form"})
        self.words = self.own.tokenize("")


@functools.cache
def _tokenizers() -> _Tokenizers:
    return _Tokenizers()


@functools.cache
def _towns() -> tuple[re.Pattern[str], dict[str, str]]:
    """Towns as the table reads them: 菅 is すげ here, and カン to a dictionary."""
    rows = towns().select("oaza", "oaza_kana").drop_nulls().unique().rows()
    known = {name: kana for name, kana in rows if len(name) > 1} | dict(here().readings)
    return re.compile("|".join(sorted(map(re.escape, known), key=lambda name: (-len(name), name)))), known


def read_aloud(expr: pl.Expr) -> pl.Expr:
    """The reading of a text: kanji as the dictionary reads them, everything else as it stands.

    Args:
        expr: String column, as people read it.

    Returns:
        String column of the same length, katakana where a word was read; null stays null.
    """
    return map_expr(expr, _read, pl.String)


def spoken(expr: pl.Expr) -> pl.Expr:
    """How a text sounds, as it is compared: folded, and long vowels short, because Latin letters seldom write them.

    Args:
        expr: String column, as people read it.
    """
    sound = key(read_aloud(expr))
    for vowel, before in _LONG.items():
        sound = sound.str.replace_all(f"([{before}]){vowel}", "${1}")
    return sound


def words_read(expr: pl.Expr) -> pl.Expr:
    """The words of a text that mean something, as they are read, separated by `;`.

    Args:
        expr: String column, as people read it.

    Returns:
        String column of the same length; null where there is no such word.
    """
    return map_expr(expr, _words, pl.String)


def close_dictionary() -> None:
    """Let go of the dictionary until the next text is read: what was looked into takes 150 MB."""
    for held in (_tokenizers, _dictionary):
        held.cache_clear()


def is_said_again(text: str, other: str) -> bool:
    """Whether two texts are two spellings of one word: にほんごひろば and 日本語広場; the same spelling is none.

    Args:
        text: as people read it.
        other: the same.
    """
    return text != other and _sound(text) == _sound(other)


def _sound(text: str) -> str:
    read = _read(normalize("NFKC", text)).lower()
    return "".join(sign for sign in read.translate(_TO_KATAKANA) if sign.isalnum())


def _words(text: str) -> str | None:
    words = set(_analysed(text)[1] if len(text) <= _SHORT else _analysed.__wrapped__(text)[1])
    words |= {run.translate(_TO_KATAKANA) for run in _KANA_RUN.findall(text)}
    return ";".join(sorted(word for word in words if len(word) > 1)) or None


def _tokens(text: str) -> MorphemeList:
    """The words of a text, until the next text of this thread is asked for."""
    towns, kana = _towns()
    text = "".join(sign for sign in normalize("NFD", text) if not _ACCENT.match(sign)) if _LATIN.search(text) else text
    tokenizers = _tokenizers()
    plain = towns.sub(lambda match: kana[match[0]], text[:_LONGEST])
    return tokenizers.own.tokenize(plain, out=tokenizers.words)


@functools.lru_cache(_KEPT)
def _analysed(text: str) -> tuple[str, tuple[str, ...]]:
    """The reading of a text, and of its words that mean something: names are asked for both."""
    unread, meaning = _parts_of_speech(_UNREAD), _parts_of_speech(_MEANING)
    has_letters = bool(_LETTERS.search(text))
    parts, words = [], []
    for word in _tokens(text):
        part = word.part_of_speech_id()
        if part in unread:
            parts.append(word.surface())
            continue
        reading = _reading(word) if has_letters else word.reading_form()
        parts.append(reading)
        if part in meaning:
            words.append(reading)
    return "".join(parts), tuple(words)


def _read(text: str) -> str:
    if not _WRITTEN.search(text):
        return text
    if len(text) <= _SHORT:
        return _analysed(text)[0]
    unread = _parts_of_speech(_UNREAD)
    words = _tokens(text)
    if not _LETTERS.search(text):  # what every word costs decides what a list of them costs
        return "".join(
            [word.surface() if word.part_of_speech_id() in unread else word.reading_form() for word in words]
        )
    return "".join([word.surface() if word.part_of_speech_id() in unread else _reading(word) for word in words])


def _reading(word: Morpheme) -> str:
    return in_katakana(word.surface()) or word.reading_form()
