"""The seven wards and how their names are read.

Belongs here: ward codes and texts that hold nothing but a ward. Does not belong here: addresses (`towns.py`).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from pipelines.normalise.text import display

# 6-digit 全国地方公共団体コード (docs/standards.md §1.5), always text.
WARDS: Final[dict[str, str]] = {
    "141313": "川崎区",
    "141321": "幸区",
    "141330": "中原区",
    "141348": "高津区",
    "141356": "多摩区",
    "141364": "宮前区",
    "141372": "麻生区",
}
CODE_OF_WARD: Final[dict[str, str]] = {name: code for code, name in WARDS.items()}

# The name without 区 is enough, but for 川崎: that is the whole city more often than the ward.
_CODE_OF_TEXT: Final = CODE_OF_WARD | {
    name.removesuffix("区"): code for name, code in CODE_OF_WARD.items() if name != "川崎区"
}


def ward_code_of(expr: pl.Expr) -> pl.Expr:
    """Read a text that holds a ward and nothing else: 宮前区, 宮前, 川崎市宮前区, 神奈川県川崎市宮前区.

    Args:
        expr: String column.

    Returns:
        String column of 6-digit codes; null when the text is null, names no ward, several wards, or only 川崎.
    """
    name = display(expr).str.replace_all(" ", "").str.replace(r"^(?:神奈川県)?(?:川崎市)?", "")
    name = pl.when(display(expr).str.contains(r"^(?:神奈川県)?川崎市?$")).then(None).otherwise(name)
    return name.replace_strict(list(_CODE_OF_TEXT), list(_CODE_OF_TEXT.values()), default=None, return_dtype=pl.String)


def ward_in(expr: pl.Expr) -> pl.Expr:
    """The one ward a text names among other words: 中原区ソーシャルデザインセンター.

    Args:
        expr: String column.

    Returns:
        String column of 6-digit codes; null where the text names none or several.
    """
    named = expr.str.extract_all(f"(?:{'|'.join(CODE_OF_WARD)})").list.unique()
    one = pl.when(named.list.len() == 1).then(named.list.first())
    return one.replace_strict(list(CODE_OF_WARD), list(CODE_OF_WARD.values()), default=None, return_dtype=pl.String)
