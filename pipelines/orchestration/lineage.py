"""Column lineage of the tables that are not made by SQL, from the page's text to the activity.

Belongs here: our tables of origins as Dagster shows them. Does not belong here: the origins (`normalise.origins`,
`core.survivorship`), SQL models (`assets.published`).
"""

import dagster as dg

from pipelines.core.survivorship import PARTS, RULES
from pipelines.normalise.origins import read_from

_LISTINGS, _RAW = "norm__listings", "raw__listings"


def lineage_of(name: str) -> dict[str, dg.TableColumnLineage]:
    """Metadata with the column lineage of a table; empty where columns are not taken over one by one.

    Args:
        name: of the table.
    """
    if name == _LISTINGS:
        return _metadata(_RAW, {column: list(texts) for column, texts in read_from().items()})
    if name == "core__activities":
        chosen = {field: [column] for field, (column, _) in RULES.items()}
        parts = {part: [part] for names in PARTS.values() for part in names}
        return _metadata(_LISTINGS, {**chosen, **parts, "organizer_id": ["organizer"], "venue_id": ["venue"]})
    return {}


def _metadata(upstream: str, origins: dict[str, list[str]]) -> dict[str, dg.TableColumnLineage]:
    deps = {
        column: [dg.TableColumnDep(dg.AssetKey(upstream), each) for each in found] for column, found in origins.items()
    }
    return {"dagster/column_lineage": dg.TableColumnLineage(deps)}
