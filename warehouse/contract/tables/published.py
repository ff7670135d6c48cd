"""The published tables.

Belongs here: what a release holds. Does not belong here: the meaning of a column (`columns`), the SQL that fills it.
A table that is a core table says so, and is described there.
"""

from __future__ import annotations

from dataclasses import replace

from warehouse.contract.derived.deprecations import DEPRECATIONS
from warehouse.contract.model import Table, code_list, define, same
from warehouse.contract.tables.core import CORE
from warehouse.contract.tables.estimates import PUBLISHED_ESTIMATES
from warehouse.contract.tables.flow import FACTS
from warehouse.contract.tables.gaps import GAPS
from warehouse.contract.tables.trend import PUBLISHED_AS, TREND
from warehouse.contract.terms import KEPT_DAYS
from warehouse.contract.vocabularies import VOCABULARIES

_CORE = {entry.name: entry for entry in (*CORE, *GAPS)}


_IN_A_RELEASE = {
    "trend__activity_stock": {"activity_id": "activities.activity_id"},
    "trend__release_lists": {"release_id": "release_log.release_id"},
    "trend__growth_log": {"release_id": "release_log.release_id"},
}


def _with_announced(entry: Table) -> Table:
    """The table with its columns that will go, behind the others, as empty or full as what is read instead."""
    going = [each for each in DEPRECATIONS if each.table == entry.name and each.column not in entry.column_names]
    optional = tuple(each.column for each in going if each.replaced_by in entry.optional)
    required = tuple(each.column for each in going if each.column not in optional)
    return replace(entry, required=entry.required + required, optional=entry.optional + optional)


def _asked_by(order: str, name: str, ja: str, en: str, *columns: str, **references: str) -> Table:
    """A table whose rows lie in the order in which readers ask for them."""
    return replace(define(name, ja, en, *columns, **references), order=tuple(order.split()))


_PUBLISHED = (
    _asked_by(
        "ward_code kind_code",
        "activities",
        "活動1つ（重複をまとめたもの）",
        "One activity, duplicates brought together",
        "activity_id",
        "name listing_count source_count profile_code",
        f"{FACTS} organizer organizer_id venue_id founded founded_date stale_since staleness_code updated_date "
        "fetched_at first_published_on last_changed_on is_ended",
        organizer_id="organisers.organizer_id",
        venue_id="venues.venue_id",
    ),
    same("organisers", _CORE["core__organisers"]),
    same("venues", _CORE["core__venues"]),
    same(
        "activity_listings",
        _CORE["core__activity_listings"],
        activity_id="activities.activity_id",
        source_key="sources.source_key",
        organizer_id="organisers.organizer_id",
        venue_id="venues.venue_id",
    ),
    same("activity_schedules", _CORE["core__activity_schedules"], activity_id="activities.activity_id"),
    same("activity_occurrences", _CORE["core__occurrences"], activity_id="activities.activity_id"),
    define(
        "activity_values",
        "活動の1項目の値とその出どころ",
        "One published value: where it comes from, how it was chosen, how many listings agree",
        "activity_id field_name listing_id",
        "value_text source_key page_url rule_code agreeing_count disagreeing_count telling_source_count",
        "source_text fetched_at disagreeing_listing_ids",
        activity_id="activities.activity_id",
        source_key="sources.source_key",
    ),
    define(
        "disagreements",
        "公開している値と食い違う掲載の値（情報源の担当ごとに確かめてほしいもの）",
        "What a listing says that contradicts what is published: to be checked by the owner of the source",
        "activity_id field_name listing_id",
        "owner source_key page_url said_text said_count proposed_text proposed_count",
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
    same("activity_changes", _CORE["core__activity_changes"], other_activity_id="activity_redirects.activity_id"),
    same(
        "activity_change_log",
        _CORE["core__activity_change_log"],
        release_id="release_log.release_id",
        activity_id="activity_redirects.activity_id",
    ),
    define(
        "activity_tombstones",
        f"この{KEPT_DAYS}日に見えなくなった・統合された活動",
        f"Activities that are gone, for {KEPT_DAYS} days: what they were and where they lead",
        "activity_id",
        "redirect_code name last_published_on not_seen_days",
        "change_code current_activity_id ward_code kind_code",
        activity_id="activity_redirects.activity_id",
        current_activity_id="activities.activity_id",
    ),
    same("activity_history", _CORE["core__activity_history"], activity_id="activity_redirects.activity_id"),
    *(
        define(
            f"{entity}_redirects",
            f"これまでに公開した{ja}のIDの行き先",
            f"Every {en} ID ever published and the ID that stands for it today",
            name,
            "redirect_code",
            f"current_{name}",
            **{f"current_{name}": f"{table}.{name}"},
        )
        for entity, name, table, ja, en in (
            ("organiser", "organizer_id", "organisers", "主催団体", "organiser"),
            ("venue", "venue_id", "venues", "会場", "venue"),
        )
    ),
    define(
        "overlap",
        "情報源どうしの重なりと、なければ失われるもの（相手が同じ情報源の行は、その情報源だけのこと）",
        "Source by source: activities listed by both, and what would be lost without them; the row of a source with "
        "itself is about that source alone",
        "source_key other_source_key",
        "shared_activity_count lost_activity_count lost_value_count only_here_count",
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
    *PUBLISHED_ESTIMATES,
    *(same(entry.name.removeprefix("gaps__"), entry) for entry in GAPS),
    *(same(PUBLISHED_AS[entry.name], entry, **_IN_A_RELEASE.get(entry.name, {})) for entry in TREND),
    *(code_list(each) for each in VOCABULARIES.values() if each.is_published),
    same("data_dictionary", _CORE["core__dictionary"]),
    define(
        "release",
        "この公開",
        "This release (one row)",
        "release_id",
        "profile_code as_of_at contract_version activity_count listing_count",
        "previous_release_id contact correction_url",
    ),
    same("release_log", _CORE["core__release_log"]),
)

PUBLISHED = tuple(map(_with_announced, _PUBLISHED))
