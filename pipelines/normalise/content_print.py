"""What a listing is recognised by when it comes back under another key.

Belongs here: the hash of its content. Does not belong here: which old listing is which new one (`core.rekey`,
`decisions.pairs`).
"""

from __future__ import annotations

import hashlib

import polars as pl

from pipelines.normalise.comparable import with_match_columns


def fingerprints(listings: pl.DataFrame) -> pl.DataFrame:
    """listing_id and print: a hash of what a person would recognise the listing by: name, ward and place.

    A listing that gets a new key keeps its print; one that gets a new name keeps its ID. A judgement holds while either
    stands.
    """
    df = with_match_columns(listings)
    text = pl.concat_str(
        *(pl.col(name).fill_null("") for name in ("match_name", "ward_code", "venue_key", "place_block")),
        separator="\x1f",
    )
    texts = df.select(text).to_series().to_list()
    prints = [hashlib.sha256(each.encode()).hexdigest()[:16] for each in texts]
    return pl.DataFrame({"listing_id": df.get_column("listing_id"), "print": pl.Series(prints, dtype=pl.String)})
