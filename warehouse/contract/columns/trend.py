"""The columns of growth and of what people are asked to measure us by.

Belongs here: columns that only the tables of `tables.trend`, the log of releases and the ledgers of answers have, and
the cells of ward and kind, which `gaps` has too. Does not belong here: other columns (`columns`).
"""

from __future__ import annotations

from warehouse.contract.columns.declare import listed as _listed
from warehouse.contract.columns.declare import other as _other
from warehouse.contract.columns.declare import text as _text

# What counts
_text("stock_code", "続いている活動として数えるか", "Whether it counts as an activity that goes on", vocabulary="stock")
_other("is_counted", "boolean", "活動の数に入れるか", "Counted among the activities that go on: alive or undated")
_other("alive_on", "date", "続いているしるしのいちばん新しい日", "Day of the newest sign of life")
_text("alive_evidence_code", "続いているしるし", "What the sign of life is", vocabulary="alive_evidence")
_text("ward_cell", "区のコード（区がわからないものは none、全市は all）", "Ward; none: unknown, all: the city")
_text(
    "kind_cell",
    "種類のコード（種類がわからないものは none、全種類は all）",
    "Kind; none where unknown, all for every kind",
)
_other("stock_size", "integer", "続いている活動の数", "Activities that go on, as counted then")

# How it was made
_text(
    "resolver_version",
    "同じかどうか・どう読むかを決めるものすべての指紋",
    "Print of everything that decides sameness and typing: the three below together",
)
_text("reader_version", "ページの読み方の指紋", "Print of parsers, rules of reading and declared sources")
_text("matcher_version", "まとめ方の指紋", "Print of weights, thresholds, specs and rules of matching")
_text("judgements_version", "人の判断の指紋", "Print of what people decided about pairs and values")
_text("definition_version", "数え方の版", "Version of the definition of what counts")

# Lists of a release
_text("role_code", "一覧に載るのはだれか", "Who comes onto the list, as people declared it", vocabulary="role")
_listed(
    "about_codes",
    "一覧が載せる種類の一覧（空はどの種類も）",
    "Kinds the list may hold; null for any",
    vocabulary="kind",
)
_text("list_change_code", "前の公開からの一覧の増減", "What became of the list since then", vocabulary="list_change")

# Growth
_text("cause_code", "数が変わったわけ", "Why the number changed", vocabulary="growth_cause")
_text(
    "last_ward_cell", "前に数えていた区（数えていなければ空）", "Ward it was counted in; null where it was not counted"
)
_text("last_kind_cell", "前に数えていた種類", "Kind it was counted in; null where it was not counted")
_text("period_code", "何からの変化か", "Since when the change is counted", vocabulary="growth_period")
_text("from_release_id", "比べる公開", "Release the change is counted from")
_other("change_count", "integer", "増減した数", "Change in the number of activities")
_other("concerned_count", "integer", "かかわる活動の数", "Activities concerned")
_other("real_low", "number", "そのうち本当の増減（95%の下端）", "Lower end (95 %) of what of it is real growth")
_other("real_high", "number", "そのうち本当の増減（95%の上端）", "Upper end (95 %) of what of it is real growth")
_other("month_on", "date", "月の最後の公開の日", "Day of the last release of the month")
_text("series_basis_code", "数の出どころ", "Where the number comes from", vocabulary="series_basis")
_other("apparent_count", "integer", "見かけの増減", "Change that is no growth: method, lists, newly seen, edits")
_other("from_on", "date", "数え始めた日", "Day the change is counted from")
_other("history_days", "integer", "記録のある日数", "Days of history the sentence rests on", unit="days")
_text("growth_word_code", "増えている・減っていると言えるか", "What may be said", vocabulary="growth_word")
_other(
    "growth_low",
    "number",
    "1年あたりの増減の下端（95%、言えないときは空）",
    "Lower end (95 %) of growth a year",
    unit="%",
)
_other("growth_high", "number", "1年あたりの増減の上端", "Upper end (95 %) of growth a year", unit="%")
_text("sentence_ja", "増減についての一文", "What may be said, as a sentence in Japanese")
_other("restated_on", "date", "読み直した日", "Day on which it was read anew")

# What people are asked
_text("draw", "抽出の回（四半期か年度）", "Which draw: a quarter or a fiscal year, e.g. 2026Q4")
_text("purpose_code", "何を測るための組か", "What the pair measures", vocabulary="label_purpose")
_text("stratum", "層（情報源の組）", "Stratum the pair was drawn from: its two lists")
_other("weight", "number", "1件が代表する件数", "How many the drawn one stands for")
_text("source_key_a", "小さいほうの掲載の情報源", "Source of the smaller listing ID")
_text("source_key_b", "大きいほうの掲載の情報源", "Source of the larger listing ID")
_text(
    "label_said_code", "組についての答え（まだなければ空）", "What a person said; null before", vocabulary="label_said"
)
_other("is_joined", "boolean", "いま一つの活動にまとめているか", "Both are one activity now; null where one is gone")
_text(
    "call_said_code", "見えなくなった活動についての答え（まだなければ空）", "What was found out", vocabulary="call_said"
)
_other("last_seen_on", "date", "最後に一覧にあった日", "Last day on which a list showed it")
