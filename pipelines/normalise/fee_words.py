"""Words of fee texts, as regular expressions over folded text (NFKC).

Belongs here: words. Does not belong here: what is done about them (`fee_items`, `fees`).
"""

from __future__ import annotations

from typing import Final

_NO_CHARGE: Final = (
    r"(?:^材|資|飲|食|原|肥|給|史|燃|衣|塗|染|香|味|無|有)料|[消実自]費|別料金|(?:時|世|年|現|近|古|次|前|後|[0-9])代"
)
_NAMED: Final = (
    r"入会金|協力金|会費|月謝|料金|費用|木戸銭|代金|(?:入場|入館|入園|観覧|前売|当日|チケット|拝観)券"
    r"|(?:お茶|おやつ|お菓子|テキスト|ドリンク|キット|バス|レッスン)(?:代|料)"
    r"|(?i:admission|entrance|participation|materials?|insurance|membership)(?:\s+fees?)?|(?i:fees?|price|cost)\b"
)
_ANY_LABEL: Final = r"[一-龠々ァ-ヶー]{1,6}?(?:費|料金|(?<![無有])料|代)(?![理金表行替用謝わ役費代])"
LABEL: Final = f"(?:{_NAMED}|{_ANY_LABEL})"
"""What an amount is for: 参加費, 材料費, 受講料. Words that only end like one are taken out by `IS_NO_LABEL`."""
NAMED_LABEL: Final = f"(?:{_NAMED})"
"""The same where no 費, 料 or 代 stands in the text: looking for any word that ends so takes long."""
IS_NO_LABEL: Final = rf"(?:{_NO_CHARGE})$"
EASY: Final = {
    "ざいりょうひ": "材料費",
    "さんかひ": "参加費",
    "かいひ": "会費",
    "ほけんりょう": "保険料",
    "にゅうじょうりょう": "入場料",
    "まいつき": "毎月",
    "かい ": "回 ",
}
"""Words of easy Japanese."""
ENROLMENT: Final = r"入会金|入会費|入会料|登録料|登録費|入学金|事務手数料|年会費(?=は?(?:無料|不要|なし))"
TICKET: Final = r"前売|当日|チケット|入場券|観覧券"
GATE: Final = r"入園|入館|入場|観覧|鑑賞|拝観|チケット"

WHO: Final = (
    r"(?:大人|おとな|成人|小人|こども|子ども|子供|児童|幼児|乳児|園児|生徒|学生|小学[1-6一-六]?年?生?|中学生?|中高生|高校生?|大学生?|小中学?生?"
    r"|一般|非?会員|シニア|シルバー|高齢者?|[0-9]+(?:歳|才|か月|ヶ月)(?:児)?|未就[学園]児?|就学前|障(?:害|がい|碍)者?|介[助護]者|付き?添い?|保護者"
    r"|(?:[市区町村県]内)?在[住勤学]者?|[市区][民内外](?!館|講)|団体|男性|女性|外国人|早割|初回|[0-9一二]回目|見学|お子(?:様|さん)|生活保護"
    r"|(?i:adults?|child(?:ren)?|kids?|students?|members?|seniors?|under\s[0-9]+))"
)
QUALIFIES: Final = (
    rf"{WHO}(?:の?(?:方|人|方々|部)|名様?|等|など|及び|以下|以上|未満|まで|のみ|だけ|の場合|児|者|様|手帳"
    r"|[0-9]|なら|とその|同伴|\s|・|[(),:/]|で|は|が|も|に限り)*$"
)
"""The end of the words in front of 無料: free for them only."""
EVERYBODY: Final = (
    r"(?:大人も|子どもも|こどもも|どなたで?も|誰で?も|だれでも|みんな|全員|すべて|全て|全部|いずれも|どちらも|とも(?:に)?|皆さん"
    r"|(?i:everyone|all))"
)

FREE: Final = (
    r"無料|無償|タダ|ただ(?=です|$|[\s。、!()])|むりょう|ムリョウ|(?<![0-9,.])0\s?(?:円|えん)(?!\s?[~\-から])|[¥\\]\s?0(?![0-9,.])|(?<![a-zA-Z])(?i:free(?:\s+of\s+charge)?|no\s+(?:charge|fee)|at\s+no\s+cost)"
    r"(?![a-zA-Z]|\s?(?i:wi-?fi|time|talk|space|market|school|parking|drink))"
    r"|お?(?:金|かね)は\s?(?:いりません|要りません|かかりません)"
)
FREE_OF_LABEL: Final = (
    r"(?:特に)?(?:なし|無し|ありません|ございません)|無(?![料償])|不要|いりません|要りません"
    r"|いただきません|頂きません|かかりません|必要(?:ありません|なし|ない)"
)
"""Said of what is named in front, or as the whole text."""
NOT_FREE: Final = (
    r"無料(?:では(?:ありません|ない|なく)|で(?:ない|なく)|以外)"
    r"|無料(?=(?:駐車|Wi-?Fi|休憩|送迎|貸出|レンタル|配布|相談))"
)
IN_PRINCIPLE: Final = r"(?:原則|基本)(?:的に)?(?:として)?(?:は|、)?\s?$"

CHARGE: Final = (
    r"有料|別料金|実費|ワンコイン|会費制|カンパ|投げ銭|投銭|自費"
    r"|(?:LABEL|(?<!整理)(?<!招待)(?<!引換)(?<!参加)券).{0,8}?(?:必要|いります|要します|かか|いただ|頂[きく]|別|徴収|あり|有り|のみ|だけ|集金|負担|発生|支払|お?払|購入)"
    r"|要\s?・?(?:LABEL)|別途\s?(?:LABEL)|(?:LABEL)\s?(?:は|が)?\s?要(?![予申事相問])"
)
"""Something costs, without saying how much; LABEL stands for `LABEL`."""

NOT_TAKING_PART: Final = (
    r"販売|物販|売店|キッチンカー|グッズ|商品販売|お買い物|お土産|駐車|駐輪|キャンセル|取消|通信[費料]|インターネット|パケット"
    r"|振込|送料|託児|保育[料費]|一時預|(?:交通費|昼食[代費]?|弁当[代費]?)(?=.{0,6}(?:自己|各自|別))|飲食(?:代|費|物)?(?:は|の|を|も)?(?:除|別|有料|実費|各自|販売)"
    r"|(?:飲食|軽食|喫茶|ドリンク|飲み物|食べ物)(?:代|費)?(?:は|が|も)?(?:別|有料|販売|各自)?(?:料金)?"
    r"|(?:主催者?|[当本]会|当館|事務局|センター|[市区]|協会)(?:が|で|の|にて)?\s?(?:全額)?負担"
)
"""What somebody buys beside taking part, or what others pay."""
CONDITIONAL: Final = (
    r"希望|任意|歓迎|寄付|カンパ|投げ銭|投銭|場合|必要な方|必要に応じ|利用者|ご?利用の方|レンタル|貸出|貸し出し|オプション|別売|により(?:異な|変|違)|によって|ものが|ものも|一部"
    r"|ブース|ワークショップ|ゲーム|縁日|コーナー|体験(?:は|料)|(?:部品|修理|交換)[代費]?|種目|メニュー|飲食|飲み物|ドリンク|喫茶|軽食"
    r"|おかわり|ことがあ|(?i:optional|if\s)"
)
"""Not everybody pays it."""
INCLUDED_BEHIND: Final = r"^(?:程度|分|相当)?\)?\s?(?:を|が|は|も)?\s?(?:含|込|こみ)"
INCLUDED_BEFORE: Final = r"(?:うち|内訳|(?<![案ご室園館場県市区国町村])内)[、:]?[^、。]{0,8}$"
ADDED: Final = r"別途|別に|プラス|のほか|の他に|ほかに|他に|加えて|\+|(?i:plus)"
INCREASE: Final = r"^\s?(?:ずつ)?\s?(?:増し?|アップ|UP|加算)"
CONDITION: Final = r"^\s?(?:未満|以上|以下|を超え|を下回)(?:の場合|の方|の時|のとき|る|で|お)"
EXTRA_ONE: Final = r"追加|増える|増す|増すごと|延長"
REDUCTION: Final = r"^\s?(?:分)?(?:を|の|ずつ)?\s?(?:引き?|割引|オフ|OFF|off|値引|キャッシュバック|返金|割(?!り))"
