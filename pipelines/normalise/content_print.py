"""What a listing is recognised by when it comes back under another key.

Belongs here: the hash of its content. Does not belong here: which old listing is which new one (`core.rekey`,
`decisions.pairs`).
"""

from __future__ import annotations

import hashlib

import polars as pl

from pipelines.normalise.comparable import with_match_name


def content_prints(listings: pl.DataFrame) -> pl.Series:
    """`content_print` of listings: a hash of what a person recognises one by, its name, ward and place.

    A listing that gets a new key keeps its print; one that gets a new name keeps its ID. A judgement holds while either
    stands.

    Args:
        listings: typed values of listings, as they may be published.
    """
    df = with_match_name(listings)
    text = pl.concat_str(
        *(pl.col(name).fill_null("") for name in ("match_name", "ward_code", "venue_key", "place_block")),
        separator="\x1f",
    )
    texts = df.select(text).to_series().to_list()
    return pl.Series([hashlib.sha256(each.encode()).hexdigest()[:16] for each in texts], dtype=pl.String)
