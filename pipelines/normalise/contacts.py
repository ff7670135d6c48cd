"""Pages on social networks.

Belongs here: finding them in a text. Does not belong here: telephone numbers (`phones`), mail addresses (`mails`), the
spelling of a web address (`urls`).
"""

from __future__ import annotations

import re

import polars as pl

from pipelines.normalise.per_value import map_texts
from pipelines.normalise.urls import canonical_url

_SNS = re.compile(
    r"https?://(?:[a-z0-9\-]+\.)?(?:instagram\.com|facebook\.com|fb\.com|twitter\.com|x\.com|line\.me|lin\.ee|youtube\.com|"
    r"youtu\.be|tiktok\.com|note\.com|ameblo\.jp|threads\.net)/[^\s<>\"「」（）()、。，]+",
    re.IGNORECASE,
)
_MAY_LINK = "(?i)https?://"
_MOST = 10  # a page with more addresses than this is no listing


def sns_pages(texts: pl.Series) -> pl.Series:
    """Pages on social networks that a text links to.

    Args:
        texts: String column.

    Returns:
        List(String) column: canonical addresses in the order of the text, each once; null where none.
    """
    linking = texts.cast(pl.String).str.contains(_MAY_LINK).fill_null(value=False)
    pages = map_texts(
        texts.cast(pl.String).set(~linking, None),
        lambda text: [match[0] for match in _SNS.finditer(text[:10_000])][:_MOST],
        pl.List(pl.String),
    )
    rows = pl.DataFrame({"row": pl.int_range(len(texts), eager=True), "url": pages}).explode("url").drop_nulls()
    rows = rows.with_columns(url=canonical_url(rows.get_column("url"))).drop_nulls().unique(maintain_order=True)
    joined = rows.group_by("row", maintain_order=True).agg("url")
    every = pl.DataFrame({"row": pl.int_range(len(texts), eager=True)})
    return every.join(joined, on="row", how="left", maintain_order="left").get_column("url")
