"""Telephone and fax numbers in a text, and the one number that may be shown.

Belongs here: finding numbers, what kind they are, whether they may be published. Does not belong here: which field of a
listing holds the contact. A number without area code is not completed: 044 is never guessed (docs/standards.md §2.1).
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypedDict

import phonenumbers
import polars as pl

from pipelines.normalise.per_value import map_rows, map_texts
from warehouse.contract.derived.frames import dtypes


class Phone(TypedDict):
    """One number, see `numbers_as_written`."""

    e164: str
    type: str
    is_publishable: bool


PHONE_DTYPE: Final = pl.List(pl.Struct({"e164": pl.String, "type": pl.String, "is_publishable": pl.Boolean}))

_Type = phonenumbers.PhoneNumberType
_JAPAN: Final = 81
# So many digits of a national number decide its kind and its groups; a test asks the library whether that holds.
_DECIDING: Final = 6
_GROUPS: Final = 3
_FILLER: Final = "1"
_NO_DIGIT: Final = re.compile(r"\D")
# Kinds that are not here (premium rate, pager) are not emitted: the vocabulary has no word for them.
_TYPES: Final[dict[int, str]] = {
    _Type.FIXED_LINE: "fixed",
    _Type.MOBILE: "mobile",
    _Type.TOLL_FREE: "tollfree",
    _Type.VOIP: "voip",
    _Type.UAN: "uan",
}

_FOLDED: Final = re.compile("[0-9-]+")
"""Texts in which there is nothing to fold: nearly all of some lists."""
_DASHES: Final = str.maketrans(dict.fromkeys("−‐‑‒–—―─ー", "-"))
# NFKC would glue ①044 to 1044.
_CIRCLED: Final = re.compile("[①-⑳]")
# Only a number written with dots throughout: in 03-3581-4321・4322 the dot lists a second, shortened number.
_DOTTED: Final = re.compile(r"(?<!\d)(0\d{1,4})\s*[・.]\s*(\d{1,4})\s*[・.]\s*(\d{3,4})(?!\d)")
_BRACKETED: Final = re.compile(r"\(\s*(\d{2,5})\s*\)\s*-?\s*(?=\d)")
_SPACED_DASH: Final = re.compile(r"(?<=\d)\s*-\s*(?=\d)")
_WAVED: Final = re.compile(r"(?<!\d)(0\d{1,4})[~〜](\d{1,4})[~〜](\d{4})(?!\d)")
_FAX_WORD: Final = r"(?:FAX|Fax|fax|ファックス|ファクス|ファクシミリ)"
# 044-200-2111・FAX2112: the head holds for the fax too
_FAX_TAIL: Final = re.compile(
    rf"(?P<head>0\d{{1,4}}-\d{{1,4}}-)(?P<first>\d{{4}})(?P<between>\s*[・/、,]?\s*{_FAX_WORD}\s*:?\s*)(?P<tail>\d{{4}})(?![\d\-])"
)
_SAME_FAX: Final = re.compile(
    rf"(?<=\d)\s*[、・,/]?\s*({_FAX_WORD}\s*[はもと:]?\s*(?:同番号|同じ(?:番号)?|同上|共通|兼用?|共用))"
)
_EXTENSION: Final = re.compile(r"[(\[]?\s*(?:内線|ext\.?)\s*(?:番号)?\s*[:]?\s*[\d,、・\-]+\s*[)\]]?", re.IGNORECASE)
_NUMBER: Final = (
    r"(?<![\d\-])(?:(?:\+81[\- ]?\(?0?\)?[\- ]?\d{1,4}|0\d{1,4})[\- ]\d{1,4}[\- ]\d{3,4}|0\d{9,10}"
    r"|0\d{1,4}-\d{1,4}-\d{5}|0\d{2,3}-\d{6,7}|0\d{4,6}-\d{4}|0\d{2,3}-\d{2,4}-\d{1,2})(?![\d\-])"
)
# Without an area code, and not the end of a date or of another number
_LOCAL: Final = r"(?<![\d\-/.])\d{1,4}-\d{4}(?![\d\-/]|\s?年)"
_CANDIDATE: Final = re.compile(f"{_NUMBER}|{_LOCAL}")
_OF_SOMETHING_ELSE: Final = re.compile(
    r"(?:〒|郵便番号|(?:会員|登録|法人|口座|受付|整理|許可|認証|管理|事業所|予約|受験|団体|ID)(?:番号|No\.?)?|日付?|開催日|番号)\s*[:]?\s*$"
)
_OF_A_PHONE: Final = re.compile(rf"(?:電話|でんわ|携帯|連絡先|(?i:tel)|{_FAX_WORD})\s*の?\s*番号")
# 044-200-2111・2112, 044-200-2111〜3: a bare tail repeats the head
_TAIL: Final = re.compile(
    r"\s*(?:(?:[・/,、]|または|又は)\s*-?(\d{3,4})|[~〜]\s*(\d{1,4}))(?!\s*[\d:.\-]|\s*[名人時円階号回月日年歳分番個組室])"
)
# A table program takes the leading zero away: 449353113, 449353113.0
_WITHOUT_ZERO: Final = re.compile(r"\s*([1-9]\d{8,9}|[1-9]\d{0,3}-\d{1,4}-\d{4})(?:\.0)?\s*")
# 080-0123-4567 is valid only as the toll-free 0800-123-4567; as it is grouped it is a mistyped mobile.
_WRITTEN_AS_MOBILE: Final = re.compile(r"(?:\+81\D*0?|0)[789]0\D")
_BRACKET_IN_FRONT: Final = re.compile(r"\)\s*$")
_NOTE_BEHIND: Final = re.compile(r"\s*\((?![TtFf]\)\s*\d)([^()\d]*)\)")

_FAX: Final = re.compile(r"fax|📠|ふぁっ?くす|ファク[スシ]|ファックス|f(?=\s*[:])|\(f\)|(?<![a-z])f\s?$", re.IGNORECASE)
_ALSO_TEL: Final = re.compile(r"兼|共用|共通|同じ|同番|も可|と?も同")
_TEL: Final = re.compile(r"tel|電話|でんわ|☎|📞|(?<![a-z])t(?=\s*[:])|\(t\)|(?<![a-z])t\s?$", re.IGNORECASE)
_PRIVATE: Final = re.compile(r"自宅|個人(?!情報)|携帯|ケータイ|けいたい|(?:代表者?|会長|世話人)宅|(?<![皆客])様")


@dataclass(frozen=True)
class _Labels:
    """What the words around a number say about it."""

    is_tel: bool
    is_fax: bool
    is_private: bool

    @classmethod
    def of(cls, words: str) -> _Labels | None:
        """Read labels; None when the words hold none, so that a number takes over the labels of the one before it."""
        if not words:
            return None
        is_fax = bool(_FAX.search(words))
        is_tel = bool(_TEL.search(words)) or (is_fax and bool(_ALSO_TEL.search(words)))
        labels = cls(is_tel, is_fax, bool(_PRIVATE.search(words)))
        return labels if labels.is_tel or labels.is_fax or labels.is_private else None


def _fold(text: str) -> str:
    """Bring the many ways of writing one number to hyphens: 044(733)9675, 044・951・3940, 03 - 0123 - 4567."""
    folded = unicodedata.normalize("NFKC", _CIRCLED.sub(" ", text)).translate(_DASHES)
    folded = _DOTTED.sub(r"\1-\2-\3", _EXTENSION.sub(" ", folded))
    if "~" in folded or "〜" in folded:
        folded = _WAVED.sub(r"\1-\2-\3", folded)
    folded = _BRACKETED.sub(lambda match: f"{_hyphen_before(folded, match.start())}{match[1]}-", folded)
    folded = _SPACED_DASH.sub("-", folded)
    if _FAX.search(folded):
        folded = _SAME_FAX.sub(r"(\1)", _FAX_TAIL.sub(r"\g<head>\g<first>\g<between>\g<head>\g<tail>", folded))
    return folded


def _hyphen_before(text: str, position: int) -> str:
    """A hyphen for a bracket that stands inside a number, nothing for one that opens it."""
    return "-" if text[:position].rstrip(" -")[-1:].isdigit() and text[position - 1] != "-" else ""


def _numbers(text: str) -> Iterator[tuple[str, _Labels]]:
    """Every candidate in a folded text with the labels that hold for it."""
    current = _Labels(is_tel=True, is_fax=False, is_private=False)
    end_of_last = 0
    for match in _CANDIDATE.finditer(text):
        front = text[end_of_last : match.start()]
        if _OF_SOMETHING_ELSE.search(_OF_A_PHONE.sub("", front)) and _look_up(match[0]) is None:
            continue
        labels = _Labels.of(front)
        current = labels or current
        note = _NOTE_BEHIND.match(text, match.end())
        if note and labels and _BRACKET_IN_FRONT.search(front) and text[note.end() :].lstrip()[:1].isdigit():
            note = None  # (電話)044-… (FAX)044-…: labels stand before their numbers
        # A note holds for its number only: 044-733-9676(FAX) says nothing about the next one.
        own = _Labels.of(note[1]) if note else None
        end_of_last = note.end() if note else match.end()
        for number in _with_tails(text, match, end_of_last):
            yield number, own or current


def _with_tails(text: str, match: re.Match[str], position: int) -> Iterator[str]:
    """A number, and the further ones of which only the last digits are written."""
    yield match[0]
    while tail := _TAIL.match(text, position):
        digits = tail[1] or tail[2]
        if len(digits) > len(match[0].rpartition("-")[2]):
            return
        yield match[0][: -len(digits)] + digits
        position = tail.end()


def _look_up(candidate: str) -> tuple[str, str] | None:
    """E.164 form and kind of a valid number."""
    digits = _NO_DIGIT.sub("", candidate)
    # +81 (0)44 and 044 are the same number
    national = (digits[2:] if candidate.startswith("+") else digits).removeprefix("0")
    numbering = _numbering(national[:_DECIDING], len(national))
    if numbering is None or (numbering[0] != "mobile" and _WRITTEN_AS_MOBILE.match(candidate)):
        return None
    return f"+{_JAPAN}{national}", numbering[0]


@functools.lru_cache(maxsize=50_000)
def _numbering(front: str, length: int) -> tuple[str, tuple[int, ...]] | None:
    """Kind, and how the digits are grouped, of the numbers that begin alike: the numbering plan looks no further.

    Asking the library once per front makes a million distinct numbers as cheap as one office's.

    Args:
        front: the first digits of the national number, without the leading 0.
        length: number of digits of the national number.

    Returns:
        The kind and the lengths of the groups (3, 3, 4), leading 0 included; None when there are no such numbers.
    """
    if not front or front.startswith("0"):
        return None
    number = phonenumbers.PhoneNumber(country_code=_JAPAN, national_number=int(front.ljust(length, _FILLER)))
    # The type of an impossible number is UNKNOWN, so this is the check of validity as well.
    kind = _TYPES.get(phonenumbers.number_type(number))
    if kind is None:
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL).split("-")
    # No exchange begins with 0 (総務省 電気通信番号計画); the library knows the area code only
    if kind == "fixed" and len(written) == _GROUPS and written[1][0] == "0":
        return None
    return kind, tuple(len(group) for group in written)


def _national(e164: str) -> str:
    """The form with the area code, 044-200-1234."""
    national = e164.removeprefix(f"+{_JAPAN}")
    numbering = _numbering(national[:_DECIDING], len(national))
    assert numbering is not None, e164
    ends = list(itertools.accumulate(numbering[1]))
    return "-".join(f"0{national}"[end - size : end] for end, size in zip(ends, numbering[1], strict=True))


def _types(kind: str, labels: _Labels) -> Iterator[str]:
    if labels.is_tel or not labels.is_fax:
        yield kind
    if labels.is_fax:
        yield "fax"


def _all_numbers(text: str) -> list[Phone]:
    """Every number of a text, also those that are none without an area code."""
    folded = text if _FOLDED.fullmatch(text) else _fold(text)
    bare = _WITHOUT_ZERO.fullmatch(folded)
    phones: dict[tuple[str, str], Phone] = {}
    for candidate, labels in _numbers(f"0{bare[1]}" if bare else folded):
        number = _look_up(candidate)
        if number is None and bare:
            continue
        as_written = "mobile" if _WRITTEN_AS_MOBILE.match(candidate) else "fixed"
        e164, kind = number or ("", as_written)
        is_publishable = bool(e164) and kind != "mobile" and not labels.is_private
        for name in _types(kind, labels):
            phone = Phone(e164=e164, type=name, is_publishable=is_publishable)
            known = phones.setdefault((e164 or candidate, name), phone)
            # Said to be private once is private: the stricter reading wins.
            known["is_publishable"] &= phone["is_publishable"]
    return list(phones.values())


def _public(text: str) -> tuple[str | None, str | None, bool]:
    phones = [phone for phone in _all_numbers(text) if phone["e164"]]
    # A private line does not become public by being listed a second time as a fax.
    private = {phone["e164"] for phone in phones if not phone["is_publishable"]}
    open_ones = [phone for phone in phones if phone["e164"] not in private]
    phone, fax = (
        next((phone["e164"] for phone in open_ones if (phone["type"] == "fax") == is_fax), None)
        for is_fax in (False, True)
    )
    return phone and _national(phone), fax and _national(fax), bool(phones)


def numbers_as_written(text: pl.Series) -> pl.Series:
    """Find every telephone and fax number of a text (docs/meaning.md §6, docs/standards.md §3.1).

    Labels before a number or in brackets behind it decide between telephone and fax; 電話・ファックス before one
    number gives two entries. A number without a label follows the one before it. Extensions are dropped; dates, post
    codes and numbers of members are no telephone numbers.

    Args:
        text: String column.

    Returns:
        Column of `PHONE_DTYPE`, same length, in the order of the text, without repetitions. `e164` is +81…, and null
        where the number is no valid one: without an area code, impossible; `type` is fixed, mobile, tollfree, voip,
        uan (0570) or fax; `is_publishable` is false for mobiles and for numbers labelled 自宅, 個人, 携帯. Null stays
        null; a text without a number gives an empty list.
    """

    def read(each: str) -> list[dict[str, object]]:
        return [{**phone, "e164": phone["e164"] or None} for phone in _all_numbers(each)]

    return map_texts(text, read, PHONE_DTYPE)


def public_phones(text: pl.Series) -> pl.DataFrame:
    """The first telephone and the first fax number of a text that may be shown.

    Args:
        text: String column.

    Returns:
        Frame of the same length and order: phone and fax (String) in GIF 445 form (044-200-1234), or null; has_number
        (Boolean), whether any valid number stands in the text.
    """
    return map_rows(text, _public, {**dtypes(("phone", "fax")), "has_number": pl.Boolean()})
