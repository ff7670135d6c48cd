"""Columns that will go: announced in one release at least, with what stands in their place.

Belongs here: the announcements. Does not belong here: the check that nothing goes unannounced
(`pipelines.core.schema_gate`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deprecation:
    """A published column that readers should stop using.

    Attributes:
        table: published table.
        column: the column that will go.
        replaced_by: what to read instead.
        since: contract version that announced it.
    """

    table: str
    column: str
    replaced_by: str
    since: str


DEPRECATIONS: tuple[Deprecation, ...] = (
    Deprecation("overlap", "only_here_count", "lost_activity_count", since="0.4.0"),
    # Lists and times that were text
    Deprecation("activities", "schedule_rrule", "schedule_rrules", since="0.7.0"),
    Deprecation("activities", "schedule_dates", "schedule_days", since="0.7.0"),
    Deprecation("activities", "start_time", "session_starts", since="0.7.0"),
    Deprecation("activities", "end_time", "session_ends", since="0.7.0"),
    Deprecation("activities", "schedule_exceptions", "exceptions", since="0.7.0"),
    Deprecation("activities", "target_groups", "target_group_codes", since="0.7.0"),
    Deprecation("activities", "sns", "sns_urls", since="0.7.0"),
    Deprecation("activity_schedules", "schedule_dates", "schedule_days", since="0.7.0"),
    Deprecation("activity_schedules", "weekday_codes", "weekdays", since="0.7.0"),
    Deprecation("activity_schedules", "start_time", "session_start", since="0.7.0"),
    Deprecation("activity_schedules", "end_time", "session_end", since="0.7.0"),
    Deprecation("activity_schedules", "schedule_exceptions", "exceptions", since="0.7.0"),
    Deprecation("activity_occurrences", "start_time", "session_start", since="0.7.0"),
    Deprecation("activity_occurrences", "end_time", "session_end", since="0.7.0"),
    Deprecation("activity_values", "disagreeing_listings", "disagreeing_listing_ids", since="0.7.0"),
    Deprecation("organisers", "other_names", "spellings", since="0.7.0"),
    Deprecation("venues", "other_names", "spellings", since="0.7.0"),
)


def replacement(table: str, column: str) -> str | None:
    """What stands in the place of a column that will go; None for one that stays."""
    return next((each.replaced_by for each in DEPRECATIONS if (each.table, each.column) == (table, column)), None)
