"""Every table by name.

Belongs here: the list of all tables. Does not belong here: their columns (`flow`, `core`, `estimates`, `gaps`, `trend`,
`published`).
"""

from __future__ import annotations

from warehouse.contract.model import Table
from warehouse.contract.tables.core import CORE
from warehouse.contract.tables.estimates import ESTIMATES
from warehouse.contract.tables.flow import FLOW
from warehouse.contract.tables.gaps import GAPS
from warehouse.contract.tables.published import PUBLISHED
from warehouse.contract.tables.trend import AUDIT, TREND

TABLES: dict[str, Table] = {
    entry.name: entry for entry in (*FLOW, *CORE, *ESTIMATES, *GAPS, *TREND, *AUDIT, *PUBLISHED)
}
"""Name → table, in the order of the flow."""


def table(name: str) -> Table:
    """The declaration of a table.

    Raises:
        KeyError: no such table; the message lists the nearest place to declare one.
    """
    if name not in TABLES:
        raise KeyError(f"表 {name} は約束(warehouse/contract/tables/__init__.py)にありません")
    return TABLES[name]


def published_tables() -> tuple[Table, ...]:
    """The tables that make a release, in declared order."""
    return tuple(entry for entry in TABLES.values() if entry.is_published)
