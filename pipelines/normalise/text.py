"""Text as people read it (`display`) and text as the matcher compares it (`key`).

Belongs here: cleaning that holds for every field. Does not belong here: what a field means (names, addresses, phones
have their own modules). The raw text is kept by the caller; nothing here can bring it back.
"""

from __future__ import annotations

from unicodedata import east_asian_width

import polars as pl

from pipelines.normalise.text_tables import BLANKS, DASHES, HIRAGANA, RADICALS, RESCUE, RESTORE, VARIANT_KANJI, WAVES

# Controls, format characters (zero width, bidi, soft hyphen, BOM) and private use; white-space controls become a space.
_INVISIBLE = rf"[[\p{{Cc}}\p{{Cf}}\p{{Co}}{BLANKS}]--[\s]]"
_LONG_DASH = f"[{DASHES.replace('-', '')}]"
_DASH = f"[{DASHES}]"

# A dash belongs to a number when a number (or a word that ends one, 10時―12時) stands before it and a digit after it.
_DASH_BETWEEN = rf"([0-9A-Za-z][時分日月年回円番]? ?){_LONG_DASH}+( ?[0-9])"
_MINUS_IN_FRONT = rf"(^|[ (（「:：,、]){_LONG_DASH}([0-9])"

_KANJI = r"[\p{Han}々〆]"
_KANJI_OR_KANA = r"[\p{Han}々〆\p{Hiragana}]"
_COUNTER = "[月所国年条]"
_NUMBER = "[0-9一二三四五六七八九十百数何]"


# Controls, zero width, bidi and private use signs have no place in a text for people (docs/standards.md §4.1)
UNSEEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff]"
_TAGS = (
    "script|iframe|img|a|div|p|b|i|u|s|font|span|style|object|embed|svg|math|br|hr|table|tbody|td|th|tr|ul|ol|li|dl|dt|dd"
    "|h[1-6]|details|summary|form|input|button|select|textarea|video|audio|source|link|meta|base|html|head|body|center"
    "|marquee|noscript|template|strong|em|del|ins|ruby|rt|rp"
)
MARKUP = rf"(?i)<\s*/?\s*(?:{_TAGS})(?:[\s/][^<>]*>|>|[\s/]|$)|<!--|-->|<!\[CDATA\[|<!doctype"
"""An HTML tag, or the beginning of one: what one field opens another must not close. What stands between such signs in
a Japanese listing otherwise (＜第1部＞) is no tag."""


def without_markup(expr: pl.Expr) -> pl.Expr:
    """The text without HTML tags; where nothing else is left, the tag with its signs made harmless.

    Args:
        expr: String column.
    """
    # Twice: what stood around a tag may be one
    plain = expr.str.replace_all(MARKUP, " ").str.replace_all(MARKUP, " ").str.strip_chars()
    harmless = expr.str.replace_all("<", "＜", literal=True).str.replace_all(">", "＞", literal=True)
    return pl.when(~expr.str.contains(MARKUP)).then(expr).when(plain != "").then(plain).otherwise(harmless)


def _replace_each(expr: pl.Expr, table: dict[str, str]) -> pl.Expr:
    """Replace single characters by a table, in one pass."""
    return expr.str.replace_many(list(table), list(table.values()))


def _empty_to_null(expr: pl.Expr) -> pl.Expr:
    # Said once: in `when(expr != "").then(expr)` polars works all that leads to it out twice
    return expr.replace("", None)


def display(expr: pl.Expr) -> pl.Expr:
    """Clean a text lightly, so that people can read it and two code points for one sign do not differ.

    NFKC with its known harm undone: circled numbers, enclosed weekdays and fractions stay as they are; CJK radicals
    become ordinary kanji; the wave is always 〜; a dash between numbers is always an ASCII hyphen and any other dash
    stays; invisible characters go; runs of white space are one space. The text is assumed to be free of HTML. A
    leading `＝` becomes `=`: protection against spreadsheet formulas belongs after this step (docs/standards.md §2.1).

    Args:
        expr: String column.

    Returns:
        String column of the same length. Null stays null, a text without visible characters becomes null. Idempotent.
    """
    text = expr.cast(pl.String).str.replace_all(_INVISIBLE, "")
    text = _replace_each(text, {**WAVES, **RADICALS, **RESCUE}).str.normalize("NFKC")
    text = _replace_each(text, RESTORE).str.replace_all(_INVISIBLE, "").str.replace_all(r"\s+", " ").str.strip_chars()
    text = text.str.normalize("NFC")
    # Twice, because neighbours share their digit: in 5－4－11 the first pass takes 5－4 and cannot see the 4 again.
    text = text.str.replace_all(_DASH_BETWEEN, "${1}-${2}").str.replace_all(_DASH_BETWEEN, "${1}-${2}")
    return _empty_to_null(text.str.replace_all(_MINUS_IN_FRONT, "${1}-${2}"))


def _fold_small_ke(text: pl.Expr) -> pl.Expr:
    """Fold ヶ ケ ヵ カ が か where they stand for one thing: 夢見ヶ崎 = 夢見が崎, 1ヵ月 = 1ヶ月 = 1か月."""
    return (
        text.str.replace_all(rf"ニ([ヶケ]{_KANJI})", "二${1}")  # katakana ni written for the kanji 二: ニヶ領
        .str.replace_all(rf"({_NUMBER})[ヶケヵカ個箇]({_COUNTER})", "${1}か${2}")
        .str.replace_all(rf"({_KANJI_OR_KANA})[ヶケヵガ]({_KANJI})", "${1}が${2}")
        .str.replace_all("ヶ", "が")
        .str.replace_all("ヵ", "か")
    )


def _fold_long_mark(text: pl.Expr) -> pl.Expr:
    """Drop ー where Japanese writers are free to.

    That is after ティ/ディ/フィ… (コミュニティー) and at the end of a long loan word (サポーター). Elsewhere it tells
    words apart (ビル / ビール) and stays. A dash after katakana is a mistyped ー.
    """
    return (
        text.str.replace_all(rf"(\p{{Katakana}}){_DASH}(\p{{Katakana}}|[^0-9A-Za-z]|$)", "${1}ー${2}")
        # The kanji of one written for a long mark: サ一クル
        .str.replace_all(r"(\p{Katakana})一([\p{Katakana}ー])", "${1}ー${2}")
        .str.replace_all(r"([テデフウヴ]ィ)ー+", "${1}")
        .str.replace_all(r"([\p{Katakana}ー]{3,}?)ー+([^\p{Katakana}ー]|$)", "${1}${2}")
        .str.replace_all(r"(^|[^\p{Katakana}\p{Hiragana}ー])ー+", "${1}")  # a separator: 18ー16
    )


def key(expr: pl.Expr) -> pl.Expr:
    """Reduce a text to the form in which spellings of one name are equal. For matching only, never shown.

    Lower case, katakana to hiragana, ヶ/ケ/が and ヵ/か folded, variant kanji folded (龍臺寺 = 竜台寺), the optional
    long mark dropped (コミュニティー = コミュニティ), and no spaces, punctuation, brackets or decorations. Circled
    numbers are plain numbers here. Rules: docs/standards.md §2.1, sources §8.

    Args:
        expr: String column, raw or already cleaned by `display`.

    Returns:
        String column of the same length; null when nothing is left. Idempotent.
    """
    text = display(expr).str.normalize("NFKC").str.to_lowercase().str.normalize("NFKC")
    # Spaces and dots go before the rules that look at neighbours; dashes and ー only after the rule that reads them.
    text = _fold_long_mark(text.str.replace_all(rf"[[\p{{P}}\p{{S}}\p{{Z}}\x{{FE00}}-\x{{FE0F}}]--{_DASH}]", ""))
    text = _fold_small_ke(text.str.replace_all(_DASH, ""))
    text = _replace_each(text, {**VARIANT_KANJI, **HIRAGANA}).str.normalize("NFC")
    return _empty_to_null(text.str.replace_all(_INVISIBLE, ""))


def display_width(text: str) -> int:
    """Places a text takes where every character has one or two: Japanese ones have two."""
    return sum(2 if east_asian_width(character) in "FWA" else 1 for character in text)
