"""The columns of people, rates, gaps and access.

Belongs here: columns that only the tables of `tables.gaps` have. Does not belong here: other columns
(`columns`), the cells that growth has as well (`trend`).
"""

from __future__ import annotations

from warehouse.contract.columns.declare import other as _other
from warehouse.contract.columns.declare import text as _text

# People
_text("age_group_code", "年齢の区分", "Age group", vocabulary="age_group")
_text("population_basis_code", "人口の出どころ", "Where the number of people comes from", vocabulary="population_basis")
_other("population_on", "date", "人口の時点", "Day the number of people is of")
_other("population_count", "integer", "人口（人）", "People")

# Rates
_other(
    "stock_count",
    "integer",
    "続いている活動の数（その年齢を対象とするもの、だれでもよいものを含む。一度だけの催しは含まない）",
    "Activities that go on and are for the age group, those for anyone among them; no single events",
)
_other("anyone_count", "integer", "そのうち、だれでもよい活動の数", "Those of them that are for anyone")
_other(
    "unstated_count",
    "integer",
    "対象が書かれておらず数えていない活動の数",
    "Activities of the area and kind that say of no age whom they are for: not counted",
)
_other("rate", "number", "人口1万人あたりの活動の数", "Activities per 10,000 people", unit="per 10,000 people")
_other(
    "rate_low",
    "number",
    "1万人あたりの数の下限（95%、偶然のばらつきだけを見込む）",
    "Lower exact (Gamma) limit of the rate, 95 %: chance of counting alone",
    unit="per 10,000 people",
)
_other(
    "rate_high",
    "number",
    "1万人あたりの数の上限（95%、偶然のばらつきだけを見込む）",
    "Upper exact (Gamma) limit of the rate, 95 %: chance of counting alone",
    unit="per 10,000 people",
)
_other(
    "smooth_rate",
    "number",
    "1万人あたりの数を市全体に寄せてならした値（地図の色分け用）",
    "Rate drawn towards the city's (empirical Bayes), for colouring maps only",
    unit="per 10,000 people",
)
_other(
    "expected_count",
    "number",
    "ほかの区と同じ割合なら見込まれる数",
    "Activities if there were as many per person as in the rest of the city",
)
_other(
    "funnel_low",
    "integer",
    "ふつうに起こる数の下限（95%、区ごとのばらつきも見込む）",
    "Lower 95 % prediction limit of the count, extra spread between areas included",
)
_other(
    "funnel_high",
    "integer",
    "ふつうに起こる数の上限（95%、区ごとのばらつきも見込む）",
    "Upper 95 % prediction limit of the count, extra spread between areas included",
)
_other(
    "extra_spread",
    "number",
    "偶然では説明できない区ごとのばらつき（割合の標準偏差）",
    "Spread between areas that chance does not explain: standard deviation of the ratio to what is expected",
)
_other(
    "q_value",
    "number",
    "偽の発見の割合（この値以下をすべて「違う」としたとき）",
    "False discovery rate at which the cell would be told",
)
_text("gap_code", "少ないと言えるか", "Whether there is less, as far as it can be said", vocabulary="gap")
_other(
    "no_ward_share",
    "number",
    "同じ種類・年齢の活動のうち、区がわからず数に入らない割合（0〜1）",
    "Share of the activities of the kind and age in the city that name no ward and so count nowhere",
)
_other(
    "no_point_share",
    "number",
    "そのうち位置がわからない活動の割合（0〜1）",
    "Share of them whose position is not known",
)

# Access
_other(
    "distance_m", "integer", "歩いて行ける距離とみなす直線の距離", "Straight line taken as walking distance", unit="m"
)
_other("resident_count", "integer", "対象の年齢の住民（人）", "Residents of the age group")
_other(
    "is_age_assumed",
    "boolean",
    "町丁の年齢を区の割合で置いたか（町丁ごとの実数ではない）",
    "Whether the age of a town is that of its ward: no count of its own",
)
_other(
    "share_known",
    "number",
    "距離内に会場がある住民の割合（建物の位置がわかる会場だけ。0〜1）",
    "Share of residents within the distance of a venue whose building is known",
)
_other(
    "share_with_towns",
    "number",
    "同（町丁までわかる会場も、位置のずれを見込んで加える）",
    "The same with venues known to the town, smeared by the measured error of such points",
)
_other(
    "share_with_all",
    "number",
    "同（位置のわからない会場も、同じ区の施設のどこかにあるとして加える）",
    "The same with venues of no known position put on random facilities of their ward",
)
_other("known_venue_count", "integer", "建物の位置がわかる会場の数", "Venues whose building is known")
_other("town_venue_count", "integer", "町丁までわかる会場の数", "Venues known to the town")
_other("unlocated_venue_count", "integer", "位置がわからない会場の数", "Venues of no known position")
_other(
    "outside_low",
    "integer",
    "距離内に会場がない住民（少なく見た場合。人）",
    "Residents outside, counted with all venues",
)
_other(
    "outside_high",
    "integer",
    "距離内に会場がない住民（建物の位置がわかる会場だけで見た場合。人）",
    "Residents outside, counted with venues known to the building",
)
_other("outside_rank", "integer", "距離内に会場がない住民の多い順（20位まで）", "Order by residents outside, first 20")
_other("is_small", "boolean", "少人数のため割合を色分けに使わないか", "Too few residents for the share to be coloured")

# Schools
_text("school", "学校名", "School of the city")
_text("school_type", "学校の種類", "小学校 or 中学校")
_other(
    "nearest_m",
    "integer",
    "建物の位置がわかる、いちばん近い子どもの居場所までの直線距離",
    "Straight line to the nearest place for children whose building is known",
    unit="m",
)
_other(
    "near_probability",
    "number",
    "町丁までわかる会場も入れたとき、距離内に1つはある見込み（0〜1）",
    "Chance that one lies within the distance, venues known to the town included",
)
_text("nearness_code", "歩いて行けるか", "Whether a place lies within walking distance", vocabulary="nearness")
