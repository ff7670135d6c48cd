"""The closed vocabularies: every code that may appear in a `_code` column, with its labels.

Belongs here: codes and labels. Does not belong here: how a code is chosen (normalise), or spellings that map to a code
(`lookups.csv` of a source).
"""

from __future__ import annotations

from cities.here import here
from warehouse.contract.model import Code, Vocabulary
from warehouse.contract.vocabularies.changes import CHANGES, IDENTITIES, REDIRECTS, STALENESS
from warehouse.contract.vocabularies.estimates import ESTIMATES
from warehouse.contract.vocabularies.gaps import GAP_VOCABULARIES
from warehouse.contract.vocabularies.people import NPO_FIELDS, TARGET_GROUPS
from warehouse.contract.vocabularies.reasons import REASONS, RULES
from warehouse.contract.vocabularies.times import DAY_PARTS, FREQUENCIES
from warehouse.contract.vocabularies.trend import AUDIT_VOCABULARIES, TREND_VOCABULARIES

_WARDS = Vocabulary(
    "ward",
    "区（全国地方公共団体コード6桁）",
    "Ward as 6-digit local government code",
    tuple(Code(ward.code, ward.name, ward.en) for ward in here().wards),
)
"""Those of the city; none where it has none."""

_KINDS = Vocabulary(
    "kind",
    "活動の種類",
    "Kind of activity",
    (
        Code("cafe", "居場所・カフェ", "Places to be, dementia and community cafés"),
        Code("exercise", "体操・健康づくり", "Exercise, health, sport"),
        Code("childcare", "子育て・遊び場", "Families with small children, play parks"),
        Code("children", "子ども・青少年", "Children and young people"),
        Code("green", "緑・環境", "Greenery and environment"),
        Code("learning", "学び・寺子屋", "Learning"),
        Code("culture", "文化・芸術・趣味", "Culture, arts, hobbies"),
        Code("welfare", "福祉・見守り・ボランティア", "Welfare, neighbourly help, volunteering"),
        Code("intercultural", "多文化・国際", "Intercultural life, international help"),
        Code("safety", "防災・防犯", "Disaster prevention and safety"),
        Code("community", "交流・まちづくり", "Community and neighbourhood"),
        Code("civic", "人権・くらし・市民活動の支援", "Rights, everyday life, support of civic activity"),
    ),
)

_KIND_EVIDENCE = Vocabulary(
    "kind_evidence",
    "種類の根拠（強い順）",
    "What a kind was read from, the strongest first",
    (
        Code("name", "名称が言っている", "The head noun of the name, or what it says is done"),
        Code("dedicated_list", "その種類だけの一覧にある", "A list of one kind"),
        Code("category", "くわしい分類", "A specific category"),
        Code("words", "名称のほかの言葉", "Other words of the name"),
        Code("prose", "説明文", "The description"),
        Code("broad_category", "大まかな分類", "A broad category of a portal"),
        Code("people", "対象", "Who may take part"),
    ),
    is_published=False,
)

_CATEGORY_STRENGTHS = Vocabulary(
    "category_strength",
    "分類がどこまで種類を言うか",
    "How much a category of a source says of the kind",
    (
        Code("specific", "何をするかを言う（体操、手話）", "Says what is done"),
        Code("broad", "分野を言う（福祉・医療・保健）", "Names a field; so is a category of which nothing is stated"),
        Code("form", "形や集まり方だけを言う（学び・講座）", "Names a form or a way of meeting"),
    ),
    is_published=False,
)

_WARD_METHODS = Vocabulary(
    "ward_method",
    "区の決め方",
    "How the ward was decided",
    (
        Code("stated", "掲載に区名がある", "The listing names the ward"),
        Code("town", "町名から決まる", "The town lies in one ward only"),
        Code("venue", "会場から決まる", "The venue is a known facility, or called after a town of one ward"),
    ),
    is_published=False,
)

_COMPLETENESS = Vocabulary(
    "schedule_completeness",
    "日時がどこまで読めたか",
    "How much of a schedule is known",
    (
        Code("full", "曜日や日付と、開始・終了の時刻がわかる", "Days and both times are known"),
        Code("partial", "一部だけわかる", "Something is missing or not anchored"),
        Code("text_only", "いつかはわからない", "No day at all"),
    ),
)

_FEE_TYPES = Vocabulary(
    "fee_type",
    "費用の種類",
    "Whether taking part costs something",
    (
        Code("free", "無料", "Everybody takes part for nothing"),
        Code("paid", "有料", "Everybody pays"),
        Code("mixed", "一部有料", "Some people or parts are free"),
        Code("unknown", "書かれていない", "No fee in the text"),
    ),
)

_FEE_UNITS = Vocabulary(
    "fee_unit",
    "費用の単位",
    "What a fee is for",
    (
        Code("per_session", "1回", "Each time"),
        Code("per_person", "1人", "Each person"),
        Code("per_family", "1組・1家族", "Each family or group"),
        Code("per_month", "1か月", "Each month"),
        Code("per_year", "1年", "Each year"),
        Code("other", "その他（1杯、全回など）", "Something else"),
    ),
)

_GEO_LEVELS = Vocabulary(
    "geo_level",
    "位置の細かさ",
    "What a point stands for",
    (
        Code("facility", "施設の位置", "Public facility"),
        Code("town", "町丁目の代表点（建物の位置ではない）", "Representative point of a town"),
    ),
)

_CAPACITY_UNITS = Vocabulary(
    "capacity_unit",
    "定員の単位",
    "What a capacity counts",
    (Code("person", "人", "Persons"), Code("family", "組・家族", "Groups or families")),
)

_ADDRESS_LEVELS = Vocabulary(
    "address_level",
    "住所の細かさ",
    "Finest known part of the address",
    (
        Code("block", "番地まで", "Block number"),
        Code("chome", "丁目まで", "Chome"),
        Code("town", "町名まで", "Town"),
        Code("ward", "区まで", "Ward"),
        Code("none", "読み取れない", "Nothing certain"),
    ),
)

_VERDICTS = Vocabulary(
    "run_verdict",
    "取得の結果",
    "Outcome of reading one source once",
    (
        Code("succeeded", "成功", "Read, amount as expected"),
        Code("fewer", "少ない", "Read, but fewer rows than the expected band"),
        Code("empty", "0件", "Read, but no row at all"),
        Code("layout_changed", "ページの形が変わった", "Read, but not what the last healthy run looked like"),
        Code("gone", "ページがない", "The list is no longer at its address"),
        Code("failed", "失敗", "Could not be read"),
        Code("blocked", "中断（サイトの不調・拒否）", "Stopped for the day: three failures in a row, or refused"),
        Code("not_configured", "未設定", "Its declaration is wrong, or the live address has not been verified"),
        Code("paused", "休止中", "The source is switched off for now"),
        Code("retired", "終了", "The source is switched off for good"),
    ),
)

_SELECTIONS = Vocabulary(
    "selection",
    "どの取得を使うか",
    "Which run of a source is used",
    (
        Code("newest", "今回の取得", "The newest run"),
        Code("last_good", "前回までの正常な取得", "An older healthy run, because the newest is not healthy"),
        Code("expired", "期限を過ぎた取得", "The last healthy run, too old for its source: shown and marked"),
        Code("none", "使える取得なし", "No healthy run yet, or the list has ended"),
    ),
)

_STATUSES = Vocabulary(
    "status",
    "活動状況",
    "Whether the activity goes on, as far as a listing says so",
    (
        Code("active", "活動中（再開を含む）", "Goes on, or has resumed"),
        Code("paused", "休止中", "Paused"),
        Code("ended", "終了", "Has ended"),
    ),
)

_DECISIONS = Vocabulary(
    "decision",
    "同じ活動かどうか",
    "Is it the same activity?",
    (Code("same", "同じ", "Same activity"), Code("different", "別", "Different activities")),
    is_published=False,
)

_DECIDERS = Vocabulary(
    "decider",
    "判定したもの",
    "What decided",
    (
        Code("person", "人の判断", "A person's judgement"),
        Code("rule", "明示の規則", "A written hard rule"),
        Code("model", "証拠の重み", "The evidence and its weights"),
    ),
    is_published=False,
)

_PROFILES = Vocabulary(
    "profile",
    "データの出所",
    "Where the data come from",
    (
        Code("sample", "見本の市（本物ではない）", "The embedded sample city: not the city's data"),
        Code("live", "実際のサイト", "The live sites"),
    ),
)

VOCABULARIES: dict[str, Vocabulary] = {
    vocabulary.name: vocabulary
    for vocabulary in (
        _WARDS,
        _KINDS,
        NPO_FIELDS,
        TARGET_GROUPS,
        _CAPACITY_UNITS,
        _GEO_LEVELS,
        _STATUSES,
        _ADDRESS_LEVELS,
        _COMPLETENESS,
        FREQUENCIES,
        DAY_PARTS,
        _FEE_TYPES,
        _FEE_UNITS,
        _VERDICTS,
        _SELECTIONS,
        REASONS,
        REDIRECTS,
        CHANGES,
        STALENESS,
        *ESTIMATES,
        RULES,
        _PROFILES,
        *GAP_VOCABULARIES,
        *TREND_VOCABULARIES,
        _WARD_METHODS,
        _KIND_EVIDENCE,
        _CATEGORY_STRENGTHS,
        _DECISIONS,
        _DECIDERS,
        IDENTITIES,
        *AUDIT_VOCABULARIES,
    )
}
"""Name → vocabulary; those that are published in the order of their tables."""


def label_ja(vocabulary: str, code: str) -> str:
    """Japanese label of a code.

    Raises:
        KeyError: the vocabulary or the code does not exist.
    """
    for entry in VOCABULARIES[vocabulary].codes:
        if entry.code == code:
            return entry.ja
    raise KeyError(f"{vocabulary}: {code}")
