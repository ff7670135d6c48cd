"""Words and signs by which people mark rows and cells of a table.

Belongs here: notes, totals, ditto marks, headings of a part of a list. Does not belong here: labels of one source
(`source.toml`).
"""

from __future__ import annotations

import re
import unicodedata

from warehouse.contract import VOCABULARIES, label_ja

_WARDS = tuple(label_ja("ward", code) for code in VOCABULARIES["ward"].values())
_DITTO = re.compile(r"[〃々仝″”“\"]+|同上|上に同じ|同じく|〃\s*〃")
_NOTE = re.compile(
    r"[※＊*注]\s*\d*[)）:：.．、]|[※＊*]|[（(【\[［]\s*注\s*\d*\s*[)）】\]］]|(?:備考|注意|注釈|補足|お知らせ|出典|問い?合わ?せ先?)\s*[:：]|注\d"
)
_PROSE = re.compile(r".*(?:。|ください|ます|です|ません|ありません)[）)]?$", re.DOTALL)
_TOTAL = r"(?:総合計|合計数|合計|小計|総計|総数|累計|計)"
_TOTAL_CELL = re.compile(rf"[〔【(\[]?(?:.{{0,8}}[区域部地] ?)?{_TOTAL}(?:\([^()]*\))?[:〕】)\]]?")
_TOTAL_LINE = re.compile(rf"(?:.{{0,8}}[区域部地] ?)?{_TOTAL}[ :]*[\d,]+ *\S{{0,4}}(?:.{{0,20}})")
_AMOUNT = re.compile(r"[\d,.]+ *(?:件|か所|ヶ所|カ所|箇所|団体|名|人|回|所|組|円|会場|か寺|校)?(?:\(.*\))?|[-―ー]")
_AREA = re.compile(r".{1,20}(?:区|地区|地域|エリア|町|丁目|方面|圏域|管内|支所|周辺|沿線)内?|.{1,20}の部")
_BRACKETED = re.compile(r"[【〈《≪＜<\[［〔〖].{1,40}[】〉》≫＞>\]］〕〗]")
_SIGNED = re.compile(r"[■□◆◇●▼▽▶►◉♦]\s*.{1,40}")
_LONGEST_HEADING = 40
SECOND_LABELS = frozenset(
    re.findall(
        r"\S+",
        """
        日 日付 日時 曜日 時間 時刻 時間帯 開始 終了 開始時間 終了時間 開始時刻 終了時刻 回数 頻度 週 月 電話 電話番号
        TEL FAX ファックス メール 氏名 名称 名前 住所 所在地 場所 会場 施設名 料金 金額 定員 人数 対象 年齢
        """,
    )
)
"""What may stand in the second row of a heading although the source does not know it."""


def squashed(text: str) -> str:
    """A label without white space: 名　称 and a label broken over two lines are the same label."""
    return re.sub(r"\s+", "", text)


def is_ditto(text: str) -> bool:
    """Whether a cell only says that it is as the one above."""
    return _DITTO.fullmatch(text.strip()) is not None


def is_note(text: str) -> bool:
    """Whether a text that stands alone in its row is a remark."""
    plain = text.strip()
    return _NOTE.match(plain) is not None or (not is_bracketed(plain) and _PROSE.fullmatch(plain) is not None)


def starts_as_note(text: str) -> bool:
    """Whether a text begins with the sign of a remark."""
    return _NOTE.match(text.strip()) is not None


def is_total(texts: list[str]) -> bool:
    """Whether the texts of a row are a total: the word and amounts, in one cell or in several."""
    plain = [unicodedata.normalize("NFKC", re.sub(r"\s+", "", text)) for text in texts]
    if len(plain) == 1 and _TOTAL_LINE.fullmatch(plain[0]):
        return True
    words = [text for text in plain if not _AMOUNT.fullmatch(text)]
    return len(words) == 1 and _TOTAL_CELL.fullmatch(words[0]) is not None


def is_bracketed(text: str) -> bool:
    """Whether the whole text stands in brackets or behind a sign, as a heading does."""
    plain = text.strip()
    return _BRACKETED.fullmatch(plain) is not None or _SIGNED.fullmatch(plain) is not None


def is_area(text: str) -> bool:
    """Whether a text that stands alone names a part of the city."""
    plain = text.strip()
    return _AREA.fullmatch(plain) is not None or plain in _WARDS


def is_section(text: str) -> bool:
    """Whether a text that stands alone, not merged, is a heading of the rows below it."""
    return len(text) <= _LONGEST_HEADING and (is_bracketed(text) or is_area(text))


def ward_in(text: str) -> str | None:
    """The one ward a text names, or None when it names none or several."""
    wards = [ward for ward in _WARDS if ward in text]
    return wards[0] if len(wards) == 1 else None


def names_wards(text: str) -> bool:
    """Whether a text names a ward, or several."""
    return any(ward in text for ward in _WARDS)
