"""The tables of people and gaps.

Belongs here: populations, rates, access; each is published as it is, without its prefix. Does not belong here: the
meaning of a column (`columns.gaps`).
"""

from __future__ import annotations

from warehouse.contract.model import define

GAPS = (
    define(
        "gaps__populations",
        "区と年齢ごとの人口（出どころと時点ごと）",
        "People of a ward by age, basis and day",
        "ward_cell age_group_code population_basis_code population_on",
        "population_count",
    ),
    define(
        "gaps__rates",
        "区・活動の種類・対象の年齢ごとの、人口あたりの活動の数と、少ないと言えるか",
        "Activities per people of a ward, kind and target age, and whether they are fewer than elsewhere",
        "age_group_code kind_cell ward_cell",
        "stock_count anyone_count unstated_count no_ward_share",
        "population_basis_code population_on population_count rate rate_low rate_high smooth_rate expected_count "
        "funnel_low funnel_high extra_spread q_value gap_code no_point_share",
    ),
    define(
        "gaps__access",
        "区ごとの、歩いて行けるところに会場がある住民の割合",
        "Share of the residents of a ward with a venue within walking distance",
        "age_group_code ward_cell",
        "distance_m resident_count is_age_assumed share_known share_with_towns share_with_all known_venue_count "
        "town_venue_count unlocated_venue_count unstated_count",
    ),
    define(
        "gaps__town_access",
        "町丁ごとの、歩いて行けるところに会場がない住民",
        "Residents of a town without a venue within walking distance",
        "age_group_code ward_code town",
        "distance_m resident_count is_age_assumed share_known share_with_towns share_with_all outside_low "
        "outside_high is_small lat lon",
        "outside_rank",
    ),
    define(
        "gaps__school_access",
        "市立の小中学校と、いちばん近い子どもの居場所",
        "Schools of the city and the nearest place for children",
        "ward_code school",
        "school_type distance_m nearness_code",
        "lat lon nearest_m near_probability",
    ),
)
