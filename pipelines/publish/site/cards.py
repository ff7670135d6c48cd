"""A card: an activity as it stands in a list.

Belongs here: that piece of HTML, made once for every list the activity stands in. Does not belong here: lists
(`lists`); the same card made by the search (`assets/site.js`).
"""

from __future__ import annotations

import polars as pl

from pipelines.publish.site.frame import address, escaped

_MARKS = {"is_free": "無料", "is_open": "申込み不要"}


def cards(activities: pl.DataFrame) -> dict[str, str]:
    """ID → its card; `ROOT_MARK` stands for the way up.

    Args:
        activities: as `shown` gives them.
    """
    where = pl.concat_str("ward", "where", separator=" ", ignore_nulls=True)
    marks = [pl.when(name).then(pl.lit(f'<span class="mark">{text}</span>')) for name, text in _MARKS.items()]
    status = pl.when(pl.col("status").is_not_null()).then(_in('<span class="mark is-off">{}</span>', escaped("status")))
    line = pl.concat_str(
        _in('<span class="kind">{}</span>', escaped("kinds").replace("", None)), *marks, status, ignore_nulls=True
    )
    card = pl.concat_str(
        pl.lit('<li class="card"><h3><a href="') + address("a", "id") + '">' + escaped("name") + "</a></h3>",
        _in('<p class="when">{}</p>', escaped("when")),
        _in('<p class="where">{}</p>', escaped(where).replace("", None)),
        _in('<p class="who">対象: {}</p>', escaped("target")),
        _in('<p class="marks">{}</p>', line.replace("", None)),
        pl.lit("</li>"),
        ignore_nulls=True,
    )
    return dict(activities.select("id", card=card).iter_rows())


def _in(around: str, inner: pl.Expr) -> pl.Expr:
    """Something in its element; nothing where there is nothing."""
    before, after = around.split("{}")
    return pl.lit(before) + inner + pl.lit(after)
