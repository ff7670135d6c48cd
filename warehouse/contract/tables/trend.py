"""The tables of growth, and of what people are asked to measure us by.

Belongs here: what counts, which lists there were, why the number changed; drawn pairs and calls. Does not belong here:
the meaning of a column (`columns.trend`). What begins with `trend__` is published as it is, under the name in
`PUBLISHED_AS`; what begins with `audit__` never is.
"""

from __future__ import annotations

from warehouse.contract.model import define

TREND = (
    define(
        "trend__activity_stock",
        "活動1つを、続いている活動として数えるか",
        "Whether an activity counts as one that goes on, and its newest sign of life",
        "activity_id",
        "stock_code is_counted ward_cell kind_cell",
        "alive_on alive_evidence_code",
        activity_id="core__activities.activity_id",
    ),
    define(
        "trend__release_lists",
        "公開ごとの情報源: あったか、健全だったか、載せる範囲は（ずっと残す）",
        "Every list of every release: its health, its scope, what became of it; kept for ever",
        "release_id source_key",
        "selection_code newest_verdict_code list_change_code listing_count",
        "run_id role_code about_codes",
    ),
    define(
        "trend__activity_sources_history",
        "活動がいつからいつまでどの情報源にあったか（ずっと残す）",
        "Which lists an activity stood on, from day to day; kept for ever",
        "activity_id source_key valid_from_on",
        "",
        "valid_to_on",
    ),
    define(
        "trend__growth_log",
        "公開ごとに、数の変わった活動とそのわけ（値は含まない。ずっと残す）",
        "Every activity that made the number change, release by release, with one cause; kept for ever",
        "release_id activity_id cause_code",
        "changed_on",
        "last_ward_cell last_kind_cell ward_cell kind_cell founded_date",
    ),
    define(
        "trend__growth_bridge",
        "前の公開・先月・1年前・記録のはじめからの増減とそのわけ（足すと増減になる）",
        "Why the number of activities changed since an earlier release: adds up to the change exactly",
        "period_code cause_code ward_cell kind_cell",
        "from_release_id release_id change_count concerned_count real_low real_high",
    ),
    define(
        "trend__series",
        "月ごとの活動の数と、そのうち本当の増減（すべて同じ方法で）",
        "The number of activities month by month, all by one method, and what of each change is real",
        "month_on ward_cell kind_cell",
        "release_id resolver_version series_basis_code stock_size change_count apparent_count real_low real_high",
    ),
    define(
        "trend__growth",
        "増えている・減っていると言えるか（全市、区ごと、種類ごと）",
        "What may be said of growth, for the city, every ward and every kind",
        "ward_cell kind_cell",
        "from_on history_days growth_word_code change_count apparent_count real_low real_high sentence_ja",
        "growth_low growth_high",
    ),
    define(
        "trend__restated",
        "前の公開をいまの方法で読み直した数（古い数も残す）",
        "An earlier release read and matched as later: older figures stay beside it",
        "release_id resolver_version ward_cell kind_cell",
        "stock_size restated_on",
    ),
)
AUDIT = (
    define(
        "audit__label_sample",
        "照合を測るために抽出した掲載の組と、人の答え",
        "Pairs drawn at random to measure matching, with what people said",
        "draw purpose_code listing_id_a listing_id_b",
        "source_key_a source_key_b stratum weight",
        "label_said_code is_joined",
    ),
    define(
        "audit__call_sample",
        "終わったかどうかを確かめるために抽出した、見えなくなった活動と、人の答え",
        "Vanished activities drawn at random to be called, with what was found out",
        "draw activity_id",
        "last_seen_on weight",
        "call_said_code",
    ),
)
PUBLISHED_AS = {entry.name: entry.name.removeprefix("trend__") for entry in TREND} | {
    "trend__restated": "trend_restated"
}
