"""What of a schedule nobody read, and whether it may change what was read.

Belongs here: the words left over, the signs of a day, a time or a condition among them. Does not belong here: reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.normalise.schedule.fold import APART, BLANK

# Words around a rule that say nothing more than the rule does
_FRAME = re.compile(
    r"(?:(?<=[\s\x01◆◇■※:(])|^)(?:開催|実施|活動|営業|開館|開室|開所|利用|定例)?(?:日時|日程|日にち|日|曜日|時間帯?|期間|ひにち|にちじ|とき|じかん)(?=[\s:は◆◇■\x01]|$)|"
    r"(?:(?:どちらも|いずれも|両方とも|ともに)\s?)?毎[月週年](?=[\s\x01の、)]|$)|(?<=\x01)(?:日|曜日?)(?![一-龠])|(?<=\x01)(?:のみ|だけ)(?=[\s)、。\x01]|の|開催|実施|営業|開[館室所園]|活動|$)|"
    r"(?<=\x01)\s?[にでをはの]?\s?(?:開催|実施|開館|開室|開所|活動|営業|集合|開始|開演|開講|スタート|終了|終演|閉会|解散)(?!日|時)(?:します|しています|中|です)?|"
    r"(?:開演|開始|開会)(?=\x01)|(?<=\x01)(?:です|ます)|(?:午前|午後|夜|昼|朝)の部|(?:午前|午後)(?=\x01)|第\s?[0-9]+[回部期]"
)
_PUNCTUATION = re.compile(r"[\s・、。,./:;()「」『』\-〜~※◆◇■□●○★☆*|＊→⇒&=+!?！？\x01]+")
_LETTER = re.compile(r"[^\s\x01()、。・:〜./-]")
_PARTICLES = re.compile(r"(?:の|は|も|に|と|で|を|が|及び|および|より|から|まで)+")
# A day, a time or a condition in what is left: then what was read may not be all
_MATTERS = re.compile(
    r"(?<!\S)[0-9]{1,2}(?!\S)|[月火水木金土日]曜|(?<![一-龠ぁ-んァ-ヶー])[月火水木金土日]{1,7}(?=[\s・、)]|$)|[0-9]\s?(?:月|日|時(?!間)|:|/\s?[0-9]|週)|第\s?[1-5](?=[\s・、とは週月火水木金土日]|$)|毎[日週月年朝]|平日|週末|祝|"
    r"[のが]ある|でない|[奇偶]数月|週に?\s?(?:[1-7]\s)?[2-7]\s?[回日]|[0-9]\s?(?:にち|じ|しゅう)|がつ|よう[び日]|最終|初日|翌|隔|除|のみ|だけ|限[りる定]|休|場合|とき(?!め)|原則|当面|ほぼ|予定|要確認|未定|変更|以外|中止|延期|順延|臨時|不定|随時|以降|"
    r"は、?\s?(?:午前|午後|朝|昼|夕方|夜)|程度|いずれか|または|又は|もしくは|など|等$|ただし|但し|異な|相談|調整|要問|問い?合わ?せ|確認|季|雨|荒天|年末|年始|盆|学期|閉|まで|から|変動|変わ|流動|不規則|都合|〃|々|同上|"
    r"(?i:\b(?:tbd|tba|tentative|subject|except|unless|only|if|not|no|may|holiday|closed|mon|tue|wed|thu|fri|sat|sun|months?\b|"
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b))"
)
# 木曜会:第2・第4木曜 begins with a name, not with a day
_NAME_IN_FRONT = re.compile(r"[月火水木金土日]曜(?:会|クラブ|サークル)\s?(?=:)")
_HARMLESS = re.compile(
    r"奇数月(?:は|\s)\S+\s偶数月(?:は|\s)\S+|偶数月(?:は|\s)\S+\s奇数月(?:は|\s)\S+|(?:好きな|お好きな)[^\s]{0,6}から|(?:小学|中学|[0-9一二三四五六]年)[^\s]{0,6}(?:から|まで)|[0-9]+(?:歳|才|か月|名|人|組|円|階|F)[^\s]{0,4}(?:から|まで|程度|のみ|など)|"
    r"(?:[0-9]+\s)?[0-9]+(?:歳|才|か月|年生|名|人)(?:児|以上|以下|未満)?(?!\s?[〜-])|第[1-9](?:会場|会議室|集会室|体育室|研修室|学習室|保育室|和室|公園|ホール|ビル)|"
    r"(?:どなた|誰)でも|(?:お?昼の?)?休憩(?:時間)?(?:あり|有り)|(?<![要応])(?:相談(?:会|日|室|窓口)|(?:健康|子育て|育児|個別|法律|税務|よろず|電話|対面)相談)|[0-9]+日(?:間|目)|無料|なくなり次第|[0-9]+時間|お?誕生日会?|(?:受付|会場|集合場所|場所|定員|対象|参加費)"
)


@dataclass(frozen=True, slots=True)
class Leftover:
    """The words of a text that no reader took.

    Attributes:
        words: separated by spaces; empty when all was read.
        is_clear: nothing among them that may be a day, a time or a condition of the rule itself; what was set apart
            belongs to another clause and does not count.
        is_all_read: nothing was set apart either.
    """

    words: str
    is_clear: bool
    is_all_read: bool

    @classmethod
    def of(cls, folded: str, rest: str) -> Leftover:
        """Compare a text with what its readers left.

        Args:
            folded: the folded text.
            rest: the same text, `BLANK` where something was read, `APART` where something was set apart.
        """
        name = _NAME_IN_FRONT.match(folded)
        behind_name = rest[name.end() :] if name else rest
        if APART not in rest:
            words = _words(rest)
            is_clear = not _matters(_words(behind_name) if name else words)
            return cls(words, is_clear, is_clear)
        unread = "".join(char if sign == APART else sign for char, sign in zip(folded, rest, strict=True))
        return cls(_words(unread), not _matters(_words(behind_name.replace(APART, BLANK))), is_all_read=False)


def _words(unread: str) -> str:
    if not _LETTER.search(unread):
        return ""
    phrases = _PUNCTUATION.split(_FRAME.sub(BLANK, unread))
    return " ".join(part for part in phrases if part and not _PARTICLES.fullmatch(part))


def _matters(words: str) -> bool:
    return bool(words) and bool(_MATTERS.search(_HARMLESS.sub(" ", words)))
