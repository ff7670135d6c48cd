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
    r"(?:(?:令和|平成)\s*(?:\d{1,2}|元)年?度?|20\d\d年度?(?<=[年度])(?!問題|代)"
    r"|(?<![A-Za-z])[RH]\d{1,2}(?:年度?)?(?![\dA-Za-z]))"
)
_NTH: Final = r"第\s*(?:\d+|[一二三四五六七八九十]{1,3})\s*[回期弾夜](?!廊|戦|数)"
_BREAK: Final = r"(?=$|[\s「『《(\[〜~】])"
_WEEKDAY: Final = r"(?:\([月火水木金土日祝・]+\)|[月火水木金土日]曜日?)"
_SEASON: Final = r"(?:春|夏|秋|冬|新春)?"
# 第14回, 令和8年度, (令和8年度), R8, Vol.6, #3, and dates or months that set one edition apart. A date stands alone
# or in a list: the 1/2 of 1/2成人式 is none.
_EDITIONS: Final = (
    rf"\({_NTH}\)|{_NTH}|\({_YEAR}\)|{_YEAR}(?:の|版)?"
    r"|\s*(?<![A-Za-z])vol\.?\s*\d+|\s*(?<![A-Za-z])(?:part|パート|シーズン|season)\.?\s*\d+"
    rf"|\s*#\d+{_BREAK}|(?<=\s)No\.\s*\d+{_BREAK}|\s*その[\d一二三四五①-⑳]{_BREAK}"
    # A year as a mark: フェスタ2026, 2026フェスタ
    rf"|(?<![\d.,/年度~〜\-s])\s?20[12]\d{_SEASON}{_BREAK}|\(20[12]\d\)"
    r"|^20[12]\d(?=\s?[^\s\d年円歩人名件個m㎞kK.,/~〜\-])\s?"
    # What numbers the meetings of a series: ②, (2), [2回目]
    rf"|\s*[①-⑳]{_BREAK}|^[①-⑳]\s*|(?<=[会座室習ー])[①-⑳]\s*|\s*[(\[【〔〈]\s*\d{{1,2}}\s*(?:回目?)?\s*[)\]】〕〉]{_BREAK}|(?<!\d)\d{{1,2}}回目{_BREAK}"
    # Months and days
    r"|(?:^|\s)\d{1,2}/\d{1,2}(?:(?:[、,・]\s*\d{1,2}/\d{1,2})+|(?=\s))"
    r"|(?:^|(?<=[\s】]))\d{1,2}月(?:の|号|分|\s|(?=[「『】])|(?=定例|例会|[一-龠](?<![日人生入期分中上下末以限開初半度例号頃前後場病豪革王危]))"
    r"|(?=[ぁ-んァ-ヶ])(?!から|より|まで|[にがでもを]|は(?!じ)))|\(\d{1,2}月(?:号|分|度)?\)"
    rf"|^\d{{1,2}}月\d{{1,2}}日{_WEEKDAY}?\s|^\d{{1,2}}(?:/|月)\d{{1,2}}日?{_WEEKDAY}\s*"
    rf"|\(\d{{1,2}}(?:/|月)\d{{1,2}}日?{_WEEKDAY}?\)"
)
EDITION: Final = rf"(?=[\s(\[【〔〈第令平RHrh0-9０-９vVpPsSパシ#NnそＲＨ①-⑳])(?:{_EDITIONS})"
"""The first sign in front: most places of a name can be passed over at once."""

# What an announcement adds to a name.
NOTICE: Final = (
    r"\s*\(?(?:追加|参加者|受講生|受講者|会員|出演者|出店者)*(?:募集中?|受付中|参加者募集中?)[!。]*\)?$"
    r"|(?:を|、(?:[月火水木金土日]曜日?)?)?(?:やります|やってます|始めます|はじめます|開きます|ひらきます|始まります|おこないます|行います)(?:[!。].*)?$"
    r"|(?:の(?:実施|開催|募集))?について$|(?:(?:開催|実施)?の(?:お知らせ|ご案内|案内|開催))$|(?:を|初)?(?:開催(?:します|しました|中)?|(?<=を)実施(?:します|しました))[!。]*$"
)

# Words in brackets without which two courses would look like one.
TELLS_APART: Final = (
    r"[昼夜]|午前|午後|初級|中級|上級|入門|基礎|応用|前期|後期|[前後]編|[前後]半|[AB]コース|[一二三12３]部|対象外"
    r"|^(?:[A-Z](?:コース|クラス|グループ|班|組|日程)?|[月火水木金土日](?:曜日?)?(?:の?部|クラス|コース|班)?|[甲乙東西南北朝夕男女]"
    r"|低学年|高学年|[0-9]+(?:歳児?|年生)(?:クラス)?|[1-9一二三四](?:組|班|部))$"
)

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

HOUSE: Final = (
    r"こども文化センター|文化会館|市民館|図書館|スポーツセンター|老人いこいの家|いこいの家|福祉センター|学習センター|文化センター|交流センター|コミュニティセンター|分館|地区会館"
    r"|出張所|保育園|幼稚園|小学校|中学校|高等学校|町内会館|自治会館|町会会館|集会所|公民館|児童館|児童センター|体育館|ふるさと館|ミュージアム|公園|緑地"
)
FACILITY: Final = (
    rf"(?:[^\s「」『』【】()（）@＠]*?(?:{HOUSE})|プラザ[^\s「」『』【】()（）@＠]{{2}}|[^\s「」『』【】()（）@＠]*?駅前スペース"
    r"|[^\s「」『』【】()（）@＠]{2,8}会館)"
)
HOUSE_WITH_NAME: Final = rf"[^\s、。,!?「」『』【】()でにはをの]{{2,10}}?(?:{HOUSE})"
"""A house with a name of its own within a sentence; a house alone (公園で遊ぼう) is any."""

# What the name of a place ends with.
PLACE_END: Final = (
    r"(?:公園|広場|会館|集会所|センター|ホール|市民館|図書館|小学校|中学校|小|館|寺|神社|いこいの家|保育園|幼稚園|こども園|校庭|緑地|区役所|支所"
    r"|出張所|ハウス|スタジオ|ギャラリー|劇場|教会|プラザ)"
)
ROOM: Final = r"(?:\s?(?:第?\d?(?:会議室|集会室|和室|体育室|ホール|ロビー|広間|多目的室|学習室)|\d+階|[前内]|体育館))?"

# A title of the programme or the announcement, not of the activity.
PROGRAMME: Final = r"(?:事業|学級|プログラム|イベント|企画|シリーズ)$"

# A sentence that calls people, or says for whom and for how much.
CATCH_PHRASE: Final = (
    r"[!?。]$|(?:知ろう|つくろう|作ろう|やろう|なろう|[学まな]ぼう|遊ぼう|あそぼう|[行い]こう|歩こう|話そう|楽しもう|たのしもう"
    r"|[しみべめえ]よう)[^ァ-ヶ]{0,5}$|ましょう|ませんか|(?:向け|対象)(?:\s|$)|(?:無料|ワンコイン)$"
)

# What an activity is, in one word. At the end of a name or of what stands before 「…」 it belongs to the name.
KIND: Final = (
    r"(?:会|カフェ|Caf[eé]|サロン|さろん|サークル|教室|講座|クラブ|くらぶ|クラス|食堂|キッチン|ひろば|広場|ヒロバ|ネットワーク|マルシェ|まつり|祭り?"
    r"|フェスタ?|フェスティバル|ウォーク|ウォーキング|劇団|劇場|合唱団|楽団|文庫|病院|塾|寺子屋|スクール|学校|コンサート|ライブ|ワークショップ|セミナー"
    r"|フォーラム|シンポジウム|ツアー|デイ|タイム|バザー|夜市|体操|ヨガ|グループ|プロジェクト|プレーパーク|ボランティア|展|講演|上映|体験|相談|トーク|ショー"
    r"|レッスン|キャンプ|喫茶|居場所|茶論|運動)"
)
_MODIFIER: Final = (
    r"(?:ミニ|ギャラリー|アーティスト|作家|学芸員|特別|記念|関連|公開|基調|対話型?|定期|合同|オープン|オープニング|チャリティー?|ロビー|ファミリー|親子|子ども"
    r"|こども|子育て|大人|シニア|市民|区民|地域|初心者|入門|初級|体験|無料|春|夏|秋|冬|新春|年末|休み|クリスマス|の|音楽|映画|交流|相談|説明|講演|上映|鑑賞"
    r"|見学|報告|発表|展示|ふれあい|いきいき|おしゃべり|高齢者|認知症|健康|介護|多世代|朗読|おはなし|お話|お茶|座談|懇談|パネル|スライド|トーク|ガイド|ワーク|季節)"
)
KIND_ONLY: Final = rf"{_MODIFIER}*{KIND}"
"""A name that any other could have: ギャラリートーク, ミニコンサート, 秋のコンサート."""

# A tag that only announces; the words of any other tag may tell two names apart.
ANNOUNCES: Final = (
    r"募集|受付|予約|要|先着|毎[週月]|曜|申込|終了|中止|延期|開催|無料|有料|参加|満員|満席|残席"
    r"|NEW|new|お知らせ|注目|急募|オンライン|対象|限定|[市区町村]$|連携|共催|主催|事業"
)
# How the press goes on behind a name it has quoted.
HEADLINE_END: Final = (
    r"(?:[がはをに].{1,14}|初?開催|\d+(?:周年|年|回)(?:記念)?|(?:が|を)?(?:オープン|スタート)|始動|始まる"
    r"|開(?:始|店|設|講|幕|館)|誕生|発足)(?:します|しました)?!?$"
)
