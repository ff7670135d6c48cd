"""The tables of how many activities there are.

Belongs here: estimates, why one is missing, the value of lists; each is published as it is. Does not belong here: the
meaning of a column (`columns.estimates`).
"""

from __future__ import annotations

from warehouse.contract.model import define, same

ESTIMATES = (
    define(
        "estimate__strata",
        "活動がいくつあるか（市全体・種類・区・区の中の種類）",
        "How many activities there are: in the city, of a kind, in a ward, of a kind in a ward",
        "stratum_id",
        "stratum_code listed_count different_count at_least_count is_imprecise label_count method_version as_of_at "
        "counted_unit stock_rule frame_rule",
        "kind_code ward_code middle_count upper_count estimate_reason_code speaking_source_keys recall precision",
    ),
    define(
        "estimate__reasons",
        "推計できない・幅が広いわけ（数ごとに、すべて）",
        "Every reason why a number is missing or wide",
        "stratum_id estimate_reason_code",
        stratum_id="estimate__strata.stratum_id",
    ),
    define(
        "estimate__list_value",
        "一覧1つの値打ち（なくなると何が失われ、何が言えなくなるか）",
        "What a list is worth: what would be lost, and could not be said, without it",
        "source_key",
        "listed_count share_count lost_stock_count",
        "at_least_change_count width_change_count silenced_kind_codes",
    ),
)
_BY_NAME = {entry.name: entry for entry in ESTIMATES}
PUBLISHED_ESTIMATES = (
    same("estimates", _BY_NAME["estimate__strata"]),
    same("estimate_reasons", _BY_NAME["estimate__reasons"], stratum_id="estimates.stratum_id"),
    same("list_value", _BY_NAME["estimate__list_value"], source_key="sources.source_key"),
)
