"""Vocabularies of people and gaps: age groups, whose figures, how sure a gap is, how near a place is.

Belongs here: codes and labels, as in `vocabularies`, which holds all others and the index.
"""

from __future__ import annotations

from warehouse.contract.model import Code, Vocabulary

ALL, NONE = "all", "none"
"""In a cell: the whole city or all kinds together; no known ward or kind."""

AGE_GROUPS = Vocabulary(
    "age_group",
    "年齢の区分",
    "Age group",
    (
        Code("all", "全年齢", "All ages"),
        Code("0_4", "0〜4歳", "0 to 4"),
        Code("5_14", "5〜14歳", "5 to 14"),
        Code("0_14", "0〜14歳", "0 to 14"),
        Code("15_64", "15〜64歳", "15 to 64"),
        Code("65_over", "65歳以上", "65 and over"),
    ),
)
POPULATION_BASES = Vocabulary(
    "population_basis",
    "人口の出どころ",
    "Where a number of people comes from",
    (
        Code("census_2025_preliminary", "国勢調査2025年速報", "Census 2025, preliminary"),
        Code("ipss_2023_projection", "将来推計人口（2023年推計）", "Projection of 2023 by IPSS"),
        Code("census_2020", "国勢調査2020年", "Census 2020"),
        Code("census_2020_imputed", "国勢調査2020年（不詳補完）", "Census 2020, unknown ages imputed"),
        Code(
            "census_2020_scaled",
            "国勢調査2020年（不詳補完の0〜14歳に合わせた値）",
            "Census 2020, scaled to imputed 0 to 14",
        ),
    ),
)
GAPS = Vocabulary(
    "gap",
    "ほかの区とくらべて少ないか（言えることだけ）",
    "Whether there is less than elsewhere, as far as it can be said",
    (
        Code("few", "少ない", "Fewer: holds against all cells of the map (false discovery 10 %)"),
        Code("maybe_few", "少ないかもしれない", "Maybe fewer: outside 95 % of what chance and spread give"),
        Code("not_different", "違うとは言えない", "Cannot be said to differ"),
        Code("not_few", "少なくはない", "Above 95 % of what chance and spread give"),
        Code("too_small", "少数のため判断しない", "Too few expected to judge"),
        Code("list_is_old", "一覧が古いため判断しない", "A list that feeds it is old: not judged"),
    ),
)
NEARNESS = Vocabulary(
    "nearness",
    "歩いて行けるか",
    "Whether a place lies within walking distance",
    (
        Code("near", "近くにある", "A place whose building is known lies within the distance"),
        Code("maybe", "近くにあるかもしれない", "Only places known to the town may lie within it"),
        Code("none", "近くに見つからない", "No place with a known position lies within it"),
        Code("unknown", "位置がわからない", "Its own position is not known"),
    ),
)
GAP_VOCABULARIES = (AGE_GROUPS, POPULATION_BASES, GAPS, NEARNESS)
"""All of this module, in the order of their tables."""
