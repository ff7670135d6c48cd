"""The columns of how many activities there are.

Belongs here: columns that only the tables of `tables.estimates` have. Does not belong here: other columns (`columns`).
"""

from __future__ import annotations

from warehouse.contract.columns.declare import listed as _listed
from warehouse.contract.columns.declare import other as _other
from warehouse.contract.columns.declare import text as _text

_text(
    "stratum_id",
    "何についての数か（city、kind:exercise、ward:コード、kind:exercise/ward:コード など。わからないものは unknown）",
    "What the number is about: city, kind:…, ward:…, kind:…/ward:…; unknown for what has no kind or ward",
)
_text(
    "stratum_code", "市全体・種類・区・区の中の種類のどれか", "City, kind, ward, kind in a ward", vocabulary="stratum"
)
_other(
    "listed_count",
    "integer",
    "一覧に載っている活動の数（続いているもの。照合のまま）",
    "Activities of the stock on at least one list, as the matcher joined them",
)
_other(
    "different_count",
    "integer",
    "載っている、ちがう活動の数（照合の見落としと誤りを取り除いたもの）",
    "Different activities on at least one list: missed and wrong joins of the matcher undone",
)
_other(
    "at_least_count",
    "integer",
    "少なくともいくつあるか（どの一覧にもないものを含む。だれでも載れる一覧の重なりから）",
    "At least so many exist, those on no list included: lower 95 % end, from lists that anybody may enter",
)
_other(
    "middle_count",
    "integer",
    "中ほどの見込み（見つけやすさのばらつきの仮定による目安）",
    "About so many: a guide that rests on how visibility varies",
)
_other(
    "upper_count",
    "integer",
    "多くてもこのくらい（見つけやすさが大きくばらつくとした目安）",
    "Upper end if visibility varies much (Darroch's model): a rough guide",
)
_other(
    "is_imprecise",
    "boolean",
    "精度低（幅が数より広い、または上限がない）",
    "The interval is wider than the number, or has no upper end",
)
_text(
    "estimate_reason_code",
    "推計できない・幅が広いわけ（いちばん重いもの。すべては estimate_reasons）",
    "Why a number is missing or wide: the weightiest reason; all of them in estimate_reasons",
    vocabulary="estimate_reason",
)
_listed(
    "speaking_source_keys",
    "載っていない活動について語ってよい一覧（重なりを見た一覧）",
    "Lists whose overlap tells of what nobody lists",
)
_other(
    "recall",
    "number",
    "照合の再現率（同じ活動の掲載の組のうち、まとめたものの割合。0〜1）",
    "Share of true pairs that the matcher joins, from pairs people judged",
)
_other(
    "precision",
    "number",
    "照合の適合率（まとめた組のうち、正しいものの割合。0〜1）",
    "Share of joined pairs that are right, from pairs people judged",
)
_other("label_count", "integer", "人が確かめた組の数", "Pairs that people judged")
_text("method_version", "推計の方法の版", "Version of the method of estimation")
_text("counted_unit", "何を1つと数えるか", "What is counted as one")
_text("stock_rule", "どの活動を数に入れるか", "Which activities are counted")
_text("frame_rule", "どこまでの活動についての数か", "Of which activities the number speaks")
_other(
    "share_count",
    "number",
    "載っている活動のうちこの一覧の分（同じ活動を載せる一覧で等分。合計は載っている数）",
    "The list's part of what is listed (Shapley): every activity is shared evenly among the lists that name it",
)
_other(
    "lost_stock_count",
    "integer",
    "この一覧がなくなると、ただちに失われる続いている活動の数",
    "Activities of the stock on no other list: lost at once without it",
)
_other(
    "at_least_change_count",
    "integer",
    "この一覧がないときの「少なくとも」の増減",
    "Change of the city's at_least_count without the list",
)
_other(
    "width_change_count",
    "integer",
    "この一覧がないときの幅（上限−少なくとも）の増減",
    "Change of the width of the city's interval without the list",
)
_listed(
    "silenced_kind_codes",
    "この一覧がないと推計できなくなる種類",
    "Kinds that cannot be estimated without the list",
    vocabulary="kind",
)
