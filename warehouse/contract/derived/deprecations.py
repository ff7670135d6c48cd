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
)


def replacement(table: str, column: str) -> str | None:
    """What stands in the place of a column that will go; None for one that stays."""
    return next((each.replaced_by for each in DEPRECATIONS if (each.table, each.column) == (table, column)), None)
