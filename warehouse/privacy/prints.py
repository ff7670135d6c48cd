"""Keyed prints of what was seen in pages and is private: enough to know it again, not enough to know it.

Belongs here: what is printed, the print, finding the same thing in any other text. Does not belong here: where prints
and their key are kept (`scrapers.runs.prints`), what a find costs.

The rules that cut a text may have a blind spot. What looks for these prints reads a text in its own, coarser way: any
ten digits with anything but letters between them, anything around an at sign, any run of the letters of names.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from warehouse.privacy.domains import domain_of, is_organisations
from warehouse.privacy.names import names
from warehouse.privacy.patterns import digits_of, mails, mobiles
from warehouse.privacy.signs import INVISIBLE, folded

MAIL, MOBILE, NAME, NAME_START = KINDS = ("mail", "mobile", "name", "name_start")
_HIDDEN = re.compile(f"[{INVISIBLE}]")
_DIGITS = re.compile(r"[+]?\d(?:(?:[^\w]|[ーｰ_]){0,8}\d){9,24}")
_AROUND_AT = re.compile(r"(?<![A-Za-z0-9._%+\-])([A-Za-z0-9._%+\-]+)\s?@\s?([A-Za-z0-9.\-]+\.[A-Za-z]{2,})")
_LETTER = r"一-龠々ヶぁ-んァ-ヶー"
_BEGINS_NAME = re.compile(rf"(?:(?<![{_LETTER}])|(?<=[のは]))(?=[{_LETTER}]{{2}})")
_LETTERS = re.compile(rf"[{_LETTER}]+(?: [{_LETTER}]+)?")
# One of family and given name: 山田 太郎, 山田はなこ, 山田太郎. A family name alone is also that of a place
_FULL = re.compile(
    r"[一-龠々ヶ]{1,4} [一-龠々ヶぁ-んァ-ヶー]{1,5}|[一-龠々ヶ]{2,4}[ぁ-んァ-ヶー]{2,5}|[一-龠々ヶ]{4,6}"
)
_SHORTEST, _LONGEST = 3, 9
_WORD_FROM = 3
"""Texts in which it stands by itself."""
_ENDS_NAME = re.compile(rf"さん|様|氏|先生|殿|まで|へ|宛|[^{_LETTER}]|$")


class Seen(NamedTuple):
    """Prints of what was seen, and the key they were made with.

    Attributes:
        key: secret of this machine.
        prints: kind and print of everything seen.
    """

    key: bytes
    prints: frozenset[tuple[str, str]]

    def spans(self, text: str, domains: frozenset[str] = frozenset()) -> list[tuple[int, int, str]]:
        """Where something seen stands in a text.

        Args:
            text: any text; places are those of the text itself where no sign folds into several.
            domains: mail domains that may be published beside those that are an organisation's by rule.

        Returns:
            Start, end and kind (`mail`, `mobile`, `name`) in order.
        """
        if not self.prints:
            return []
        searched = folded(text)
        return sorted(
            (start, end, kind)
            for kind, value, start, end in (*_contacts(searched), *self._names(searched))
            if (kind, print_of(self.key, kind, value)) in self.prints
            and not (kind == MAIL and _may_stand(domain_of(value), domains))
        )

    def _names(self, searched: str) -> Iterator[tuple[str, str, int, int]]:
        """Candidates: begin like a name that was seen, and end where a name may end."""
        for hit in _BEGINS_NAME.finditer(searched):
            at = hit.start()
            letters = _LETTERS.match(searched, at)
            if letters and (NAME_START, _start_print(self.key, searched[at : at + 2])) in self.prints:
                for end in range(at + _SHORTEST, min(letters.end(), at + _LONGEST) + 1):
                    if _ENDS_NAME.match(searched, end):
                        yield NAME, searched[at:end].replace(" ", ""), at, end


NOTHING_SEEN = Seen(b"", frozenset())


def prints_in(text: str, key: bytes, words: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Kind and print of everything private in a text of a page.

    Args:
        text: as published there.
        key: secret of this machine.
        words: what looks like a name and is a word.
    """
    for spelling in _spellings(text):
        for kind, value in _contacts_of(spelling):
            yield kind, print_of(key, kind, value)
        for name in _full_names(spelling):
            if name not in words:
                yield NAME, print_of(key, NAME, name)
                yield NAME_START, print_of(key, NAME_START, name[:2])


def words_in(texts: Sequence[str]) -> frozenset[str]:
    """What stands where a name stands in one text, and by itself in several others: a word, not a person.

    A print is looked for in everything that leaves; a word among them would be cut out of every listing that says it.

    Args:
        texts: all texts of a run.
    """
    plain = [folded(text) for text in texts]
    marked = Counter(name for text in plain for name in set(_full_names(text)))
    joined = [text.replace(" ", "") for text in plain] if marked else []
    shown = {name: sum(name in text for text in joined) for name in marked}
    return frozenset(name for name, count in shown.items() if count - marked[name] >= _WORD_FROM)


def _spellings(text: str) -> set[str]:
    return {_HIDDEN.sub("", unicodedata.normalize("NFKC", html.unescape(text))), folded(text)}


def print_of(key: bytes, kind: str, value: str) -> str:
    """The print of a value.

    Args:
        key: secret of this machine; without it nobody can try out numbers.
        kind: one of `KINDS`.
        value: in its plain form.
    """
    return hashlib.blake2b(f"{kind}\x1f{value}".encode(), key=key, digest_size=16).hexdigest()


_STARTS: dict[tuple[bytes, str], str] = {}
"""Prints of two signs: a city has some ten thousand pairs, each hashed once."""


def _start_print(key: bytes, pair: str) -> str:
    if (key, pair) not in _STARTS:
        if len(_STARTS) > 200_000:
            _STARTS.clear()
        _STARTS[key, pair] = print_of(key, NAME_START, pair)
    return _STARTS[key, pair]


def _contacts_of(text: str) -> Iterator[tuple[str, str]]:
    yield from ((MOBILE, digits_of(text[start:end])) for start, end in mobiles(text))
    yield from ((MAIL, mail) for _, _, mail in mails(text))
    # Days and times in a row make eleven digits too: what is no number in the page must not be one in a release
    yield from ((kind, value) for kind, value, _, _ in _contacts(text) if kind == MAIL)


def _full_names(text: str) -> Iterator[str]:
    """Names of family and given name, without the space between them."""
    for start, end in names(text, is_sure=True):
        name = text[start:end].replace(" ", "")
        if _FULL.fullmatch(text[start:end]) and len(name) >= _SHORTEST:
            yield name


def _contacts(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Whatever might be a mobile number or an address, with its place."""
    for hit in _DIGITS.finditer(text):
        for value, start, end in _numbers(hit[0]):
            yield MOBILE, value, hit.start() + start, hit.start() + end
    for hit in _AROUND_AT.finditer(text) if "@" in text else ():
        yield MAIL, f"{hit[1]}@{hit[2]}".lower(), *hit.span()


def _numbers(run: str) -> Iterator[tuple[str, int, int]]:
    """Every eleven digits of a run of digits that could be a mobile number, also behind +81."""
    places = [at for at, sign in enumerate(run) if sign.isdecimal()]
    digits = "".join(run[at] for at in places)
    for hit in re.finditer(r"(?=(?P<plain>0[6-9]0\d{8})|(?P<abroad>810?[6-9]0\d{8}))", digits):
        plain = hit["plain"] or hit["abroad"]
        yield "0" + plain[-10:], places[hit.start()], places[hit.start() + len(plain) - 1] + 1


def _may_stand(domain: str, domains: frozenset[str]) -> bool:
    return is_organisations(domain) or domain in domains
