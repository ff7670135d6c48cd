"""JSON as expressions: a column of texts, each of them a piece of JSON.

Belongs here: texts, members and lists, safe inside a page. Does not belong here: what a file says (`web_files`,
`linked`).

A large city has a million rows: as Python objects they take ten times as long, and not all fit into memory.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import polars as pl

_CLOSING = "<>&\u2028\u2029"
"""What could close a script, open a comment or end a line of one."""
_ESCAPED = {sign: json.dumps(sign)[1:-1] for sign in ['"', "\\", *map(chr, range(0x20))]}
_ESCAPED |= {sign: f"\\u{ord(sign):04x}" for sign in _CLOSING}


def said(content: object) -> str:
    """JSON that may stand inside a page: nothing in it can close a script or open a comment."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for sign in _CLOSING:
        text = text.replace(sign, _ESCAPED[sign])
    return text


def quoted(text: pl.Expr | str) -> pl.Expr:
    """A text; null stays null.

    Args:
        text: an expression of texts or the name of a column.
    """
    expr = pl.col(text) if isinstance(text, str) else text
    return pl.lit('"') + expr.str.replace_many(list(_ESCAPED), list(_ESCAPED.values())) + pl.lit('"')


def plain(value: pl.Expr | str) -> pl.Expr:
    """A number or a truth; null stays null."""
    return (pl.col(value) if isinstance(value, str) else value).cast(pl.String)


def constant(content: object) -> pl.Expr:
    """What is the same in every row."""
    return pl.lit(said(content))


def with_all(members: Mapping[str, pl.Expr]) -> pl.Expr:
    """An object that has every member, null where nothing is known."""
    return with_known({name: value.fill_null("null") for name, value in members.items()})


def with_known(members: Mapping[str, pl.Expr]) -> pl.Expr:
    """An object of the members that are known."""
    parts = [pl.lit(f"{said(name)}:") + value for name, value in members.items()]
    return pl.lit("{") + pl.concat_str(parts, separator=",", ignore_nulls=True) + pl.lit("}")


def in_list(parts: pl.Expr) -> pl.Expr:
    """A list of what a group says, in its order."""
    return pl.lit("[") + parts.str.join(",") + pl.lit("]")
