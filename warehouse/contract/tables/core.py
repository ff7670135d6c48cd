"""The core tables: what a release is made from.

Belongs here: identities, activities, what is known of them, what changed. Does not belong here: the tables they come
from (`flow`), the published ones (`published`).
"""

from __future__ import annotations

from warehouse.contract.model import define
from warehouse.contract.tables.flow import FACTS

CORE = (
    define(
        "core__listing_entities",
        "掲載の主催団体と会場",
        "The organiser and the venue a listing names",
        "listing_id",
        "",
        "organizer_id venue_id",
        listing_id="norm__listings.listing_id",
    ),
    *(
        define(
            f"core__{entity}_identity",
            f"{ja}のID1つ（過去に公開したものを含む）",
            f"One {en} ID, every one ever published included",
            name,
            "identity_code",
            f"current_{name} cluster_label",
        )
        for entity, name, ja, en in (
            ("organiser", "organizer_id", "主催団体", "organiser"),
            ("venue", "venue_id", "会場", "venue"),
        )
    ),
    define(
        "core__activity_identity",
        "活動のID1つ（過去に公開したものを含む）",
        "One activity ID, every one ever published included",
        "activity_id",
        "identity_code",
        "current_activity_id cluster_label",
    ),
    define(
        "core__activities",
        "活動1つ",
        "One activity: the deduplicated thing",
        "activity_id",
        "name listing_count source_count",
        f"{FACTS} organizer organizer_id venue_id founded founded_date stale_since staleness_code",
    ),
    define(
        "core__organisers",
        "主催団体1つ（書き方の違いをまとめたもの。掲載が名を挙げても、活動がほかの団体を採れば活動の数は0）",
        "One organiser any listing names, spellings brought together; no activities where its listings are outvoted",
        "organizer_id",
        "name spellings listing_count activity_count",
        "ward_code phone",
    ),
    define(
        "core__venues",
        "会場1つ（書き方の違いをまとめたもの。掲載が名を挙げても、活動がほかの会場を採れば活動の数は0）",
        "One venue any listing names, spellings brought together; no activities where its listings are outvoted",
        "venue_id",
        "name spellings listing_count activity_count",
        "ward_code town block facility lat lon",
    ),
    define(
        "core__page_fetches",
        "掲載ページ1つをいつ取得したか",
        "When the page of a listing was fetched in the run that is used",
        "source_key run_id page_url",
        "fetched_at",
    ),
    define(
        "core__activity_listings",
        "活動と掲載の対応",
        "Bridge: which listings an activity consists of, and the page each stands on",
        "activity_id listing_id",
        "source_key record_key page_url name body_sha256 content_print",
        "organizer_id venue_id updated_date fetched_at",
        listing_id="norm__listings.listing_id",
    ),
    define(
        "core__moved_listings",
        "情報源で番号・URLが変わった掲載",
        "A listing that came back under another key",
        "last_listing_id",
        "listing_id",
    ),
    define(
        "core__activity_changes",
        "前の公開から変わったこと（1件に1つの理由）",
        "One change since the last release, with one cause",
        "activity_id change_code field_name",
        "",
        "old_text new_text other_activity_id activity_json",
    ),
    define(
        "core__activity_change_log",
        "これまでのすべての公開で変わったこと（値は含まない。ずっと残す）",
        "Every change of every release, without values; kept for ever",
        "release_id activity_id change_code field_name",
        "changed_on",
        "other_activity_id",
    ),
    define(
        "core__release_log",
        "これまでのすべての公開とその件数（ずっと残す）",
        "Every release with its counts; kept for ever",
        "release_id",
        "as_of_at contract_version activity_count listing_count",
        "stock_size resolver_version reader_version matcher_version judgements_version definition_version",
    ),
    define(
        "core__activity_schedules",
        "活動の日時の規則1つ（曜日・日付と時刻）",
        "One rule (or list of dates) of an activity with its time",
        "activity_id schedule_number",
        "schedule_completeness_code",
        "schedule_rrule schedule_days weekdays session_start session_end exceptions",
        activity_id="core__activities.activity_id",
    ),
    define(
        "core__disagreements",
        "公開している値と食い違う掲載の値",
        "What a listing says that contradicts what is published",
        "activity_id field_name listing_id",
        "source_key page_url said_text said_count proposed_text proposed_count",
        activity_id="core__activities.activity_id",
        listing_id="norm__listings.listing_id",
    ),
    define(
        "core__activity_history",
        "活動がいつからいつまでどんな内容だったか（どの日にもさかのぼれる）",
        "Every activity as it was published, from day to day",
        "activity_id valid_from_on",
        "activity_json",
        "valid_to_on",
    ),
    define(
        "core__occurrences",
        "これから開催される日1日（日が確かなものだけ。時刻がわからないものは空）",
        "One day on which an activity takes place in the coming weeks; only where the schedule is certain",
        "activity_id held_on schedule_number",
        "",
        "session_start session_end",
        activity_id="core__activities.activity_id",
    ),
    define(
        "core__activity_values",
        "活動の1項目の値とその出どころ",
        "One field of one activity: value, where it comes from, who disagrees",
        "activity_id field_name listing_id",
        "value_text rule_code agreeing_count disagreeing_count telling_source_count",
        "source_text disagreeing_listing_ids",
        listing_id="norm__listings.listing_id",
    ),
    define(
        "core__sources",
        "情報源1つ（source.toml から）",
        "One source, from its source.toml",
        "source_key",
        "source_name owner home_url licence attribution",
        "expected_min expected_max",
    ),
    define(
        "core__codes",
        "コード1つ（全語彙）",
        "One code of one vocabulary, from the contract",
        "vocabulary_name code",
        "ordinal label_ja label_en",
    ),
    define(
        "core__dictionary",
        "公開する列1つの説明",
        "One published column, described",
        "table_name column_name",
        "ordinal column_type is_key is_nullable description_ja description_en",
        "unit vocabulary_name replaced_by refers_to",
    ),
    define(
        "core__release",
        "この公開",
        "This release (one row)",
        "release_id",
        "profile_code as_of_at contract_version",
        "previous_release_id contact correction_url",
    ),
)
