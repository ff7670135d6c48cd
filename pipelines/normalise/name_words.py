"""Word lists of `names.py`, as regular expressions over display text (NFKC: brackets and digits are half-width).

Belongs here: words. Does not belong here: what is done about them.
"""

from __future__ import annotations

from typing import Final

# Normal form → spellings (docs/meaning.md §5). The order is that of the vocabulary.
LEGAL_FORMS: Final[dict[str, str]] = {
    "NPO法人": r"(?:認定)?(?:特例認定)?(?:NPO法人|NOP法人|(?:特定)?非営利活動法人|(?:\(|^)(?:特非|NPO)\))",
    "一般社団法人": r"一般社団法人|(?:\(|^)一社\)",
    "一般財団法人": r"一般財団法人|(?:\(|^)一財\)",
    "公益財団法人": r"公益財団法人|(?:\(|^)公財\)",
    "公益社団法人": r"公益社団法人|(?:\(|^)公社\)",
    "社会福祉法人": r"社会福祉法人|(?:\(|^)社福\)|\(福\)",
    "学校法人": r"学校法人|\(学\)",
    "医療法人": r"医療法人(?:社団|財団)?|\(医\)",
    "株式会社": r"株式会社|\(株\)",
    "有限会社": r"有限会社|\(有\)",
    "合同会社": r"合同会社",
    "任意団体": r"任意団体",
}
LEGAL: Final = f"(?:{'|'.join(LEGAL_FORMS.values())})"

_YEAR: Final = (
    r"(?:(?:令和|平成)\s*(?:\d{1,2}|元)年?度?|20\d\d年度?(?<=[年度])|(?<![A-Za-z])[RH]\d{1,2}(?:年度?)?(?![\dA-Za-z]))"
)
# 第14回, 令和8年度, (令和8年度), R8, Vol.6, #3, and dates or months that set one edition apart. A date stands alone
# or in a list: the 1/2 of 1/2成人式 is none.
EDITION: Final = (
    rf"\(?第\s*\d+\s*[回期弾]\)?|\({_YEAR}\)|{_YEAR}(?:の|版)?|\s*(?<![A-Za-z])vol\.?\s*\d+|\s*#\d+$"
    r"|(?:^|\s)\d{1,2}/\d{1,2}(?:(?:[、,・]\s*\d{1,2}/\d{1,2})+|(?=\s))|(?:^|\s)\d{1,2}月の"
)

# What an announcement adds to a name.
NOTICE: Final = (
    r"\s*\(?(?:追加|参加者|受講生|受講者|会員|ボランティア|出演者|出店者)*(?:募集中?|受付中|参加者募集中?)[!。]*\)?$"
    r"|(?:の(?:実施|開催|募集))?について$|(?:の(?:お知らせ|ご案内|案内|開催))$|を?開催(?:します|しました|中)?[!。]*$"
)

# Words in brackets without which two courses would look like one.
TELLS_APART: Final = r"[昼夜]|午前|午後|初級|中級|上級|入門|基礎|応用|前期|後期|[AB]コース|[一二三12３]部|対象外"

# Houses in which activities take place, as they stand in front of a name.
# 地区 of the city that are no 町, as centres write them in front of a course.
AREAS: Final = (
    "大師",
    "田島",
    "稲田",
    "生田",
    "橘",
    "柿生",
    "岡上",
    "向丘",
    "日吉",
    "御幸",
    "住吉",
    "玉川",
    "大戸",
    "丸子",
)

# Kinds of house that an authority puts in front of the house's own name.
AUTHORISED: Final = r"(?:川崎市)?(?:認可|認定|小規模)(?:外)?(?:保育[所園]|こども園)"

FACILITY: Final = (
    r"(?:[^\s「」『』【】()]*?(?:こども文化センター|文化会館|市民館|図書館|スポーツセンター|老人いこいの家|福祉センター|分館"
    r"|出張所|保育園|小学校|中学校|高等学校|町内会館|自治会館|ふるさと館|ミュージアム|公園)|プラザ[^\s「」『』【】()]{2}|[^\s「」『』【】()]*?駅前スペース)"
)

# What the name of a place ends with.
PLACE_END: Final = (
    r"(?:公園|広場|会館|集会所|センター|ホール|市民館|図書館|小学校|中学校|小|館|寺|神社|いこいの家|保育園|校庭)"
)

# A title of the programme or the announcement, not of the activity.
PROGRAMME: Final = r"(?:事業|学級|プログラム|イベント|企画|シリーズ)$"

# A sentence that calls people, or says for whom and for how much.
CATCH_PHRASE: Final = (
    r"[!?。]$|(?:知ろう|つくろう|作ろう|やろう|なろう|[学まな]ぼう|遊ぼう|あそぼう|[行い]こう|歩こう|話そう|楽しもう|たのしもう"
    r"|[しみべめえ]よう)[^ァ-ヶ]{0,5}$|ましょう|ませんか|(?:向け|対象)(?:\s|$)|(?:無料|ワンコイン)$"
)
