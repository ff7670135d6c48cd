"""Whether an activity goes on: 休止中, 終了, 再開 as a code.

Belongs here: reading the words of a status cell and of a bracket in the name. Does not belong here: guessing from dates
or from prose; a text that says nothing certain gives null.
"""

from __future__ import annotations

import polars as pl

from pipelines.normalise.text import display

# 再開 counts only as a fact: 再開未定, 再開予定, 再開を検討 say that it has not happened (sources.md §8, Status)
_NOT_YET = r"再開(?:は|時期は|の?時期|日は|を|に)?(?:未定|予定|検討|向け|待ち|のめど)"
_RESUMED = r"再開|活動中|通常どおり|通常通り"
_PAUSED = r"休止|休会|休業中|お休み中|活動を休|活動停止"
_ENDED = r"終了|解散|閉鎖|廃止|閉会|閉店"
_IN_BRACKETS = r"[(（【\[]([^)）】\]]*(?:休止|休会|お休み中|解散|閉鎖|廃止|活動終了|再開)[^)）】\]]*)[)）】\]]"


def activity_status(status_text: pl.Expr, name_text: pl.Expr) -> pl.Expr:
    """Code of the vocabulary `status`, or null when nothing certain is said.

    The status cell outranks the name.

    Args:
        status_text: String column, as published.
        name_text: String column, as published; only words in brackets count.

    Returns:
        String column: `active`, `paused`, `ended` or null.
    """
    return pl.coalesce(_code(display(status_text)), _code(display(name_text).str.extract(_IN_BRACKETS)))


def status_words(status_text: pl.Expr, name_text: pl.Expr) -> pl.Expr:
    """The words `activity_status` reads: the status cell when it says something certain, else the bracket in the name.

    Args:
        status_text: String column, as published.
        name_text: String column, as published.

    Returns:
        String column, or null where neither says anything.
    """
    said = display(status_text)
    return pl.coalesce(pl.when(_code(said).is_not_null()).then(said), display(name_text).str.extract(_IN_BRACKETS))


def _code(text: pl.Expr) -> pl.Expr:
    certain = text.str.replace_all(_NOT_YET, "")
    return (
        pl.when(certain.str.contains(_RESUMED))
        .then(pl.lit("active"))
        .when(certain.str.contains(_ENDED) & certain.str.contains(_PAUSED))
        .then(pl.lit(None, dtype=pl.String))
        .when(certain.str.contains(_ENDED))
        .then(pl.lit("ended"))
        .when(certain.str.contains(_PAUSED))
        .then(pl.lit("paused"))
    )
