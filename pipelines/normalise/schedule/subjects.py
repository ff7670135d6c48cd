"""A schedule text cut into clauses, and what each of them speaks of: the activity, another offering, a service.

Belongs here: where a clause begins, and the words in front of its days, behind them or in its brackets that name a
subject. Does not belong here: what follows from it (`offerings`).
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.normalise.schedule.fold import APART, BLANK


class Subject(enum.IntEnum):
    """What a clause speaks of; beside a lower one a higher one is not the activity."""

    ACTIVITY = 0
    OFFERING = 1
    SERVICE = 2


_ONE = "[月火水木金土日]"
_ORDINAL = r"(?:第\s?[1-5](?:\s?[・、]\s?第?[1-5])*(?:週の?)?|最終|毎週|毎月|隔週)"
_LISTED = rf"(?:{_ONE}(?:曜日?)?[・、と]\s?(?:{_ORDINAL}\s?)?){{0,6}}{_ONE}(?:曜日?|(?=[はに]))"
DAYS = rf"(?:{_ORDINAL}\s?の?)*(?:{_LISTED}|土日|平日|週末)"
"""Weekdays, with or without their weeks, as a subject: 月・金, 第1土曜, 平日."""
_DATE = r"(?:[0-9]{1,2}月\s?[0-9]{1,2}日|(?<![0-9])[0-9]{1,2}/[0-9]{1,2}(?![0-9])|(?<![0-9月])[0-9]{1,2}日(?=\s?\())"
A_DAY = re.compile(
    rf"毎[週月日朝]|第\s?[1-5](?![0-9回])|隔週|最終{_ONE}|{_ONE}曜|平日|土日|週末|{_DATE}|(?<![一-龠0-9]){_ONE}(?:[・、〜-]{_ONE})+|(?<![一-龠0-9]){_ONE}(?=[\s0-9]|$)"
)
"""A day or a rule."""
DAY_NEXT = (
    rf"(?:毎|第\s?[1-5]|隔週|最終|平日|土日|週末|各週|前日|次回|{_ONE}(?:曜|[・、〜-]{_ONE}|[\s0-9])"
    r"|20[0-9]{2}年|[0-9]{1,2}[月/日])"
)
"""What a day begins with."""
# What an organiser does besides, or for, what takes place; alone it may be the activity
_OTHER = (
    r"(?:(?:個別|個人|電話|対面|面接|法律|なんでも|よろず|健康|育児|子育て|専門|一般|予約)?相談|面談|面接|個別指導|個人(?:レッスン|指導)|マンツーマン|見学|体験|一時預かり|説明会|役員会|理事会|総会"
    r"|(?:運営|実行)?委員会|[一-龠ァ-ヶー]{0,6}会議(?!室)|ミーティング|打ち?合わ?せ|準備会?|仕込み|設営|片付け|リハーサル|スタッフ研修|研修|試合|自主練習?|貸し?出し?)(?!体操|運動|室|者)"
)
_STAFF = (
    r"(?:スタッフ|職員|相談員|担当者?|講師|コーディネーター|保健師|保育士|看護師|管理人)の?"
    r"(?:勤務|在席|在室|在館|常駐|不在|出勤|来館)?"
)
_FOR_IT = (
    r"(?:(?:電話|お?問い?合わ?せ|お?申し?込み?|参加|予約)(?:の)?(?:受付|受け付け)|受付|受け付け|お?申し?込み?|ご?予約|お?問い?合わ?せ|ご?連絡先?|電話(?:番号)?|ダイヤル|TEL|窓口|事務(?:所|局|室)|オフィス|(?:代表)?連絡可能時間"
    rf"|{_STAFF}|[^\s:、。()0-9]{{0,6}}(?:使用|利用)可|送迎車?|(?:送迎)?バス|搬[入出]|撤収|(?:振替|代替)(?=日?[:は]?\s?[月火水木金土日第毎])|補講|抽選(?:結果)?|当選|結果発表|発送|整理券|前売り?券?|チケット|(?:オンライン|アーカイブ)?配信|駐車場|駐輪場|配布|配達|回収|ごみ収集|募集|締め?切り?|〆切|会議室の利用|部屋の利用|貸し?館)"
)
_TAIL = r"会?(?:開始日?|日|時間|日時|開催日|開所日?|期間|締め?切り?|の?受付|の利用|の曜日|当番)?"
_NO_TAIL = r"(?!制|不要|なし|無し|要|優先|者|書|用|先着|でき|可)"
_WORDS = ((Subject.SERVICE, _FOR_IT), (Subject.OFFERING, _OTHER))
_IN_FRONT = tuple(
    (
        subject,
        re.compile(
            rf"[\s・]*(?:※\s?)?(?:[^\s:、。()0-9]{{0,10}}?){word}{_TAIL}{_NO_TAIL}\s?(?=[:はが\s\x03]|{DAY_NEXT})"
        ),
    )
    for subject, word in _WORDS
)
_IN_BRACKETS = tuple((subject, re.compile(rf"{word}{_TAIL}(?:のみ)?")) for subject, word in _WORDS)
# 木曜は面談日です, 月・金は個別相談を行います
_BEHIND = re.compile(
    rf"{DAYS}[はに]、?[^0-9。]{{0,10}}?{_OTHER}{_TAIL}(?:です|のみ|となります|を?(?:行|実施|開催)[^0-9。]*|が?あり(?:ます)?)?\s?$"
)
# 木曜にも開催することがあります, 土日は時々
_AT_TIMES = re.compile(
    rf"\s?{DAYS}(?:に|は|も)[^0-9。]*(?:(?:こと|場合|とき|時|回)[がも]あ[りる]|時々|ときどき|たまに|随時|不定期)"
)
_APPLY_BY = re.compile(
    r"まで(?:に)?[^。]{0,10}(?:お?申し?込|予約|ご?連絡|お?電話|参加表明|ご?注文|提出|返却|お?支払|入金|振込)|から(?:受付|受け付け|予約|申し?込)"
)
# 講師が来るのは第1水曜です; 活動しているのは… speaks of the activity
_CLEFT = re.compile(rf"[^\s。、]*?[^\s。、動催施習]のは、?{DAY_NEXT}")
_HELD = re.compile("(?:活動|開催|実施|練習|開[館室所])(?:する|して(?:いる)?|される)|集まる|集まって|行う|行って")
_BRACKETS, _MASK = re.compile(r"\([^()]*\)"), "\x03"
_LABEL = r"[^\s:、。()0-9〜/・]{1,14}"
_BREAK = re.compile(
    rf"[。\n!※◆◇■□●★☆;|]|[、\s/]\s?(?={_LABEL}:)|[、\s/](?=[^\s:、。()0-9〜/]{{1,14}}?(?<!{_ONE})(?<!曜日)は、?\s?{DAY_NEXT})"
    rf"|[、\s/](?=[^\s:、。()0-9〜/・]{{0,8}}?(?:{_OTHER}|{_FOR_IT}){_TAIL}{_NO_TAIL}(?:[:はが\s\x03]|{DAY_NEXT}))|[、\s/](?={DAYS}(?:は|に)[^0-9\s])"
    r"|(?:(?<=[にを]通知)|(?<=[にを]配布)|(?<=から配布)|(?<=に発[表送]))\s(?=[0-9])"
    r"|[、\s](?=(?:開店|開会|本番|開演|開始)[:は\s]*[0-9]{1,2}[:時])|[、\s](?=[^\s:、。()0-9〜/]{2,10}\s(?:毎[週月]|第\s?[1-5]|平日|[0-9]{1,2}[月/]\s?[0-9]))"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of text with one subject.

    Attributes:
        start: position of its first character.
        end: position behind it.
        says: its words; of the activity without those in brackets, which are clauses of their own.
        subject: what it speaks of.
        is_bracket: it stands in brackets.
    """

    start: int
    end: int
    says: str
    subject: Subject
    is_bracket: bool = False


def clauses_of(text: str) -> Iterator[Clause]:
    """The clauses of a text in its order, those in brackets behind the one they stand in.

    Args:
        text: a folded text.
    """
    masked = _BRACKETS.sub(lambda bracket: _MASK * len(bracket[0]), text)
    for start, end in _cut(masked, 0, len(masked)):
        inside = list(_BRACKETS.finditer(text, start, end))
        subject = _subject(masked[start:end]) or max((_named_in(each[0]) for each in inside), default=Subject.ACTIVITY)
        says = masked[start:end] if subject == Subject.ACTIVITY else text[start:end]
        yield Clause(start, end, says, subject)
        for bracket in inside if subject == Subject.ACTIVITY else ():
            for first, last in _cut(text, bracket.start() + 1, bracket.end() - 1):
                yield Clause(first, last, text[first:last], _subject(text[first:last]), is_bracket=True)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    breaks = [found.span() for found in _BREAK.finditer(text, start, end)]
    edges = [start, *(edge for span in breaks for edge in span), end]
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if first < last and text[first:last].strip(f" {BLANK}{APART}{_MASK}"):
            yield first, last


def _subject(says: str) -> Subject:
    for subject, label in _IN_FRONT:
        if label.match(says):
            return subject
    if _APPLY_BY.search(says):
        return Subject.SERVICE
    is_cleft = _CLEFT.match(says) and not _HELD.search(says)
    return Subject.OFFERING if is_cleft or _AT_TIMES.match(says) or _BEHIND.search(says) else Subject.ACTIVITY


def _named_in(bracket: str) -> Subject:
    """9:00〜17:00(電話受付): what the words in front speak of."""
    inner = bracket[1:-1].strip()
    return next((subject for subject, word in _IN_BRACKETS if word.fullmatch(inner)), Subject.ACTIVITY)
