"""Column lineage of the tables that are not made by SQL, from the page's text to the activity.

Belongs here: our tables of origins as Dagster shows them. Does not belong here: the origins (`normalise.origins`,
`core.survivorship`, `core.activity_listings`), SQL models (`assets.published`).
"""

from collections.abc import Mapping, Sequence

import dagster as dg

from pipelines.core.activity_listings import TAKEN
from pipelines.core.survivorship import PARTS, RULES
from pipelines.normalise.origins import read_from
from warehouse.contract import table

_LISTINGS, _RAW = "norm__listings", "raw__listings"


def lineage_of(name: str) -> dict[str, dg.TableColumnLineage]:
    """Metadata with the column lineage of a table; empty where columns are not taken over one by one.

    Args:
        name: of the table.
    """
    if name == _LISTINGS:
        return _metadata({column: [(_RAW, text) for text in texts] for column, texts in read_from().items()})
    if name == "core__activity_listings":
        return _metadata({column: [(taken, column)] for taken, columns in TAKEN.items() for column in columns})
    if name == "core__activities":
        chosen = {field: column for field, (column, _) in RULES.items()}
        parts = {part: part for names in PARTS.values() for part in names}
        origins = {**chosen, **parts, "organizer_id": "organizer", "venue_id": "venue"}
        held = table(name).column_names
        return _metadata({column: [(_LISTINGS, origins[column])] for column in origins if column in held})
    return {}


def _metadata(origins: dict[str, list[tuple[str, str]]]) -> dict[str, dg.TableColumnLineage]:
    return {"dagster/column_lineage": lineage(origins)}


def lineage(origins: Mapping[str, Sequence[tuple[str, str]]]) -> dg.TableColumnLineage:
    """Column lineage as Dagster takes it.

    Args:
        origins: column → (table, column) pairs it is made from.
    """
    deps = {
        column: [dg.TableColumnDep(dg.AssetKey(name), origin) for name, origin in pairs]
        for column, pairs in origins.items()
    }
    return dg.TableColumnLineage(deps)
