"""The published tables.

Belongs here: what a release holds. Does not belong here: the meaning of a column (`fields`), the SQL that fills it.
"""

from __future__ import annotations

from warehouse.contract.model import define
from warehouse.contract.tables_flow import FACTS

PUBLISHED = (
    define(
        "activities",
        "活動1つ（重複をまとめたもの）",
        "One activity, duplicates brought together",
        "activity_id",
        "name listing_count source_count profile_code",
        f"{FACTS} organizer organizer_id venue_id founded founded_date stale_since staleness_code",
        organizer_id="organisers.organizer_id",
        venue_id="venues.venue_id",
    ),
    define(
        "organisers",
        "主催団体1つ（書き方の違いをまとめたもの）",
        "One organiser, spellings brought together",
        "organizer_id",
        "name other_names listing_count activity_count",
        "ward_code phone",
    ),
    define(
        "venues",
        "会場1つ（書き方の違いをまとめたもの）",
        "One venue, spellings brought together",
        "venue_id",
        "name other_names listing_count activity_count",
        "ward_code town block facility lat lon",
    ),
    define(
        "activity_listings",
        "活動と掲載の対応",
        "Bridge: which listings an activity consists of, and the page each stands on",
        "activity_id listing_id",
        "source_key record_key page_url name body_sha256 content_print",
        "organizer_id venue_id",
        activity_id="activities.activity_id",
        source_key="sources.source_key",
    ),
    define(
        "activity_occurrences",
        "これから開催される日1日（日時が確かな活動だけ）",
        "One day on which an activity takes place in the coming weeks; only where the schedule is certain",
        "activity_id held_on",
        "",
        "start_time end_time",
        activity_id="activities.activity_id",
    ),
    define(
        "activity_values",
        "活動の1項目の値とその出どころ",
        "One published value: where it comes from, how it was chosen, how many listings agree",
        "activity_id field_name",
        "value_text listing_id source_key page_url rule_code agreeing_count disagreeing_count",
        activity_id="activities.activity_id",
        source_key="sources.source_key",
    ),
    define(
        "activity_redirects",
        "これまでに公開した活動IDの行き先",
        "Every activity ID ever published and the ID that stands for it today",
        "activity_id",
        "redirect_code",
        "current_activity_id",
        current_activity_id="activities.activity_id",
    ),
    define(
        "activity_changes",
        "前の公開から変わったこと（1件に1つの理由）",
        "One change since the last release, with one cause",
        "activity_id change_code field_name",
        "",
        "old_text new_text other_activity_id",
        other_activity_id="activities.activity_id",
    ),
    define(
        "activity_history",
        "活動がいつからいつまでどんな内容だったか（どの日にもさかのぼれる）",
        "Every activity as it was published, from day to day",
        "activity_id valid_from_on",
        "activity_json",
        "valid_to_on",
    ),
    define(
        "overlap",
        "情報源どうしの重なり（相手が同じ情報源の行は、その情報源の合計）",
        "Source by source: activities listed by both; the row of a source with itself holds its total",
        "source_key other_source_key",
        "shared_activity_count only_here_count",
        source_key="sources.source_key",
        other_source_key="sources.source_key",
    ),
    define(
        "sources",
        "情報源1つといまの状態",
        "One source with what is shown of it today",
        "source_key",
        "source_name owner home_url licence attribution selection_code newest_verdict_code message_ja listing_count "
        "activity_count",
        "run_id started_at age_days stale_since",
    ),
    define(
        "source_runs",
        "情報源1つの1回の取得（最新の分）",
        "The newest attempt to read each source, healthy or not",
        "source_key run_id",
        "run_verdict_code started_at finished_at request_count fetched_count failed_count listing_count "
        "quarantined_count message_ja",
        source_key="sources.source_key",
    ),
    define(
        "quarantine_counts",
        "読み取れなかったもの・隔離したものの数",
        "How many rows, pages and fields were not understood, by source, field and reason",
        "source_key field_name reason_code is_quarantined",
        "row_count",
        source_key="sources.source_key",
    ),
    *(
        define(
            f"codes_{vocabulary}",
            f"コード表: {ja}",
            f"Codes of the vocabulary {vocabulary}",
            "code",
            "ordinal label_ja label_en",
        )
        for vocabulary, ja in (
            ("ward", "区"),
            ("kind", "活動の種類"),
            ("npo_field", "特定非営利活動の20分野"),
            ("target_group", "対象者"),
            ("capacity_unit", "定員の単位"),
            ("geo_level", "位置の細かさ"),
            ("status", "活動状況"),
            ("address_level", "住所の細かさ"),
            ("schedule_completeness", "日時がどこまで読めたか"),
            ("fee_type", "費用の種類"),
            ("fee_unit", "費用の単位"),
            ("run_verdict", "取得の結果"),
            ("selection", "どの取得を使うか"),
            ("reason", "読み取れなかった理由"),
            ("redirect", "活動IDの行き先"),
            ("change", "変わったこと"),
            ("staleness", "古い内容のまま見せているわけ"),
            ("survivorship_rule", "値の選び方"),
            ("profile", "データの出所"),
        )
    ),
    define(
        "data_dictionary",
        "公開する列1つの説明",
        "One published column, described",
        "table_name column_name",
        "ordinal column_type is_key is_nullable description_ja description_en",
        "unit vocabulary_name",
    ),
    define(
        "release",
        "この公開",
        "This release (one row)",
        "release_id",
        "profile_code as_of_at contract_version activity_count listing_count",
    ),
)
