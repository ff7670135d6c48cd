"""The columns of activities, of what happens to them, and of a release.

Belongs here: columns that no table before `core__` has. Does not belong here: other columns (`columns`).
"""

from __future__ import annotations

from warehouse.contract.columns.declare import listed as _listed
from warehouse.contract.columns.declare import other as _other
from warehouse.contract.columns.declare import text as _text

# Activities and the release
_text("activity_id", "活動のID（ずっと変わらない）", "Opaque ID, minted once and inherited")
_text("current_activity_id", "いまの活動のID", "ID that stands for it today; null when it has ended")
_text("identity_code", "IDの由来", "What happened to the ID in this release", vocabulary="identity")
_text("redirect_code", "活動IDの行き先", "What the ID stands for today", vocabulary="redirect")
_other("held_on", "date", "開催日", "Day on which the activity takes place")
_text("value_text", "公開する値", "Published value as text")
_text(
    "source_text",
    "掲載のままの文字（公開できないものを含むときは空）",
    "The words of the page the value was read from; null where they hold what must not be published",
)
_text("said_text", "この掲載の値", "What the listing says")
_other("said_count", "integer", "この値の掲載の数", "Listings of the activity that say so")
_text("proposed_text", "公開している値（提案）", "What is published instead, and proposed to the owner")
_other("proposed_count", "integer", "公開している値の掲載の数", "Listings of the activity that say what is published")
_text("rule_code", "値の選び方", "How the value was chosen", vocabulary="survivorship_rule")
_other("agreeing_count", "integer", "同じ値の掲載数", "Listings with the same value")
_listed("disagreeing_listing_ids", "違う値の掲載のIDの一覧", "Listings with another value")
_other("disagreeing_count", "integer", "違う値の掲載数", "Listings with another value")
_other("source_count", "integer", "載っている情報源の数", "Sources that list the activity")
_text("other_source_key", "相手の情報源", "The other source of the pair")
_other("activity_count", "integer", "活動の数", "Activities")
_other("shared_activity_count", "integer", "両方に載る活動の数", "Activities listed by both sources")
_other("only_here_count", "integer", "この情報源だけに載る活動の数", "Activities that no other source lists")
_other(
    "lost_activity_count",
    "integer",
    "この情報源がなければ失われる活動の数",
    "Activities that would be lost without the source",
)
_other(
    "lost_value_count",
    "integer",
    "この情報源がなければ、残る活動から失われる値の数",
    "Values that would be lost without the source, of activities that other sources list too",
)
_other("telling_source_count", "integer", "この項目を載せている情報源の数", "Sources that tell the field at all")
_other("first_published_on", "date", "はじめて公開した日", "Day of the first release that held the activity")
_other("last_changed_on", "date", "内容が最後に変わった日", "Day of the release that last showed another content")
_other("last_published_on", "date", "最後に公開した日", "Last day on which the activity was published")
_other("not_seen_days", "integer", "見えない日数", "Days since the activity was last published", unit="days")
_other("row_count", "integer", "行数", "Rows")
_text("release_id", "公開の回", "Release")
_text("previous_release_id", "前の公開の回", "The release this one is compared with; null at the first")
_text("contact", "問い合わせ先（URLかメール）", "Where to ask for correction or removal; null in the sample")
_text(
    "correction_url",
    "違うことを知らせる先（URL、{id} は活動のID）",
    "Where readers say that something is wrong; {id} stands for the activity. Null where none is set",
)
_other("as_of_at", "timestamp", "いつ時点のデータか", "Moment the data describe: start of the newest run used")
_text("contract_version", "約束の版", "Version of the contract")
_text("code", "コード", "Code")
_text("label_ja", "日本語の名前", "Label in Japanese")
_text("label_en", "英語の名前", "Label in English")
_text("vocabulary_name", "語彙の名前", "Name of the vocabulary")
_other("ordinal", "integer", "並び順", "Order, from 1")
_text("table_name", "表の名前", "Table")
_text("column_name", "列の名前", "Column")
_text("column_type", "列の型", "Type of the column")
_text(
    "replaced_by", "なくなる予定の列の代わり", "What to read instead of a column that will go; null for one that stays"
)
_text("refers_to", "参照先（表.列）", "table.column whose values the column holds")
_text("unit", "単位", "Unit")
_text("description_ja", "説明（日本語）", "Description in Japanese")
_text("description_en", "説明（英語）", "Description in English")
_other("is_key", "boolean", "行を決める列か", "Part of the key")
_other("is_nullable", "boolean", "空があり得るか", "Whether null (unknown) may occur")
