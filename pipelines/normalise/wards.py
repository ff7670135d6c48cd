"""The wards of the city and how their names are read.

Belongs here: ward codes and texts that hold nothing but a ward. Does not belong here: addresses (`towns.py`).
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from cities.here import here
from pipelines.normalise.text import display

_CITY: Final = here()
# 6-digit 全国地方公共団体コード (docs/standards.md §1.5), always text.
WARDS: Final[dict[str, str]] = {ward.code: ward.name for ward in _CITY.wards}
CODE_OF_WARD: Final[dict[str, str]] = {name: code for code, name in WARDS.items()}
NO_TEXT: Final = r"[^\s\S]"
"""A pattern that matches nothing, in every engine."""
WARD_NAMES: Final = "|".join(map(re.escape, CODE_OF_WARD)) or NO_TEXT
"""For patterns: any ward; nothing in a city that has none."""
PREFECTURE: Final = re.escape(_CITY.prefecture)
CITY: Final = f"(?:{_CITY.county})?{re.escape(_CITY.name)}" if _CITY.county else re.escape(_CITY.name)
"""For patterns: the city as addresses name it."""

# The name without 区 is enough, but where it is that of the city: that is the whole city more often than the ward.
_CODE_OF_TEXT: Final = CODE_OF_WARD | {
    stem: code for name, code in CODE_OF_WARD.items() if (stem := name.removesuffix("区")) != _CITY.stem
}


def ward_code_of(expr: pl.Expr) -> pl.Expr:
    """Read a text that holds a ward and nothing else: 緑区, 緑, 横浜市緑区, 神奈川県横浜市緑区.

    Args:
        expr: String column.

    Returns:
        String column of 6-digit codes; null when the text is null, names no ward, several wards, or only the city.
    """
    name = display(expr).str.replace_all(" ", "").str.replace(rf"^(?:{PREFECTURE})?(?:{CITY})?", "")
    only_city = rf"^(?:{PREFECTURE})?(?:{CITY}|{re.escape(_CITY.stem)})$"
    name = pl.when(display(expr).str.contains(only_city)).then(None).otherwise(name)
    return name.replace_strict(list(_CODE_OF_TEXT), list(_CODE_OF_TEXT.values()), default=None, return_dtype=pl.String)


def ward_in(expr: pl.Expr) -> pl.Expr:
    """The one ward a text names among other words: 緑区ソーシャルデザインセンター.

    Args:
        expr: String column.

    Returns:
        String column of 6-digit codes; null where the text names none or several.
    """
    named = expr.str.extract_all(f"(?:{WARD_NAMES})").list.unique()
    one = pl.when(named.list.len() == 1).then(named.list.first())
    return one.replace_strict(list(CODE_OF_WARD), list(CODE_OF_WARD.values()), default=None, return_dtype=pl.String)
