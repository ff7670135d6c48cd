"""Who organises, out of a text that also says who helps: 主催：A 共催：B → A.

Belongs here: the labels of roles in the text of an organiser. Does not belong here: the name itself (`names`), which
names are one organiser (`match`).
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from pipelines.normalise.per_value import map_expr

_ORGANISES: Final = r"主催(?:者|団体|元)?"
_TAKES_PART: Final = (
    r"共催|共同主催|(?:特別)?(?:後援|協力|協賛)|助成|委託元?|受託|監修|主管|事務局|(?:実施|運営)(?:者|団体|機関|主体|協力)?|"
    r"企画(?:・?(?:制作|運営))?|問い?合わ?せ先?"
)
_ROLES: Final = f"{_ORGANISES}|{_TAKES_PART}"
# A role stands in brackets of its own (【主催】) or in front of a colon; 市民主催講座 and 後援会 are parts of names
_ROLE: Final = re.compile(
    rf"(?:[【\[〔](?P<tag>{_ROLES})[】\]〕]\s*:?|(?:^|(?<=[\s、,。;/]))(?P<label>{_ROLES})\s*:)\s*"
)
_IS_ORGANISER: Final = re.compile(_ORGANISES)
# 四季プロジェクト 中村 和子: who is asked for stands behind the organisation; 幸 市民館 is a house, 鷺沼地区 no person
_NO_PERSON: Final = "(?![^ ]*[館会団所校園部課室隊組社院店局区町市台丘]$|[^ ]*[館会団所校園部課室隊組社院店局] )"
_PERSON: Final = re.compile(
    rf"(?:^| ){_NO_PERSON}[一-龥々ヶ]{{1,3}} {_NO_PERSON}[一-龥々ぁ-ん]{{1,3}}$"
    rf"|(?<=[会団社部構ブぶルプトターク]) {_NO_PERSON}[一-龥々]{{2,5}}$"
)
_EDGES: Final = " 、,。;/"


def _organiser(text: str) -> str:
    """What stands behind the first label of an organiser, or in front of the first label of anybody else."""
    roles = list(_ROLE.finditer(text))
    if not roles:
        return text
    ends = [*(each.start() for each in roles[1:]), len(text)]
    parties = [(each["tag"] or each["label"], text[each.end() : end]) for each, end in zip(roles, ends, strict=True)]
    named = [who for role, who in parties if _IS_ORGANISER.fullmatch(role)]
    in_front = text[: roles[0].start()].strip(_EDGES)
    # With helpers alone (協力：A) nobody says who organises; the text stays as it is
    return next((who.strip(_EDGES) for who in named), in_front) or text


def organiser_name(expr: pl.Expr) -> pl.Expr:
    """The organiser a text names, without the label of its role and without those who take part.

    Args:
        expr: String column, cleaned by `text.display`.

    Returns:
        String column of the same length; a text without labels, or with labels of helpers alone, stays as it is.
    """
    return map_expr(expr, _organiser, pl.String)


def without_person(expr: pl.Expr) -> pl.Expr:
    """An organiser without the person who is asked for: 四季プロジェクト 中村 和子 → 四季プロジェクト.

    Args:
        expr: String column, cleaned by `text.display`.

    Returns:
        String column of the same length; null where only a person is named. For matching only: what people see is
        withheld elsewhere (`privacy`).
    """
    return map_expr(expr, lambda text: _PERSON.sub("", text).strip() or None, pl.String)
