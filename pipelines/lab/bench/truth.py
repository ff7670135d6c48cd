"""The known answers of the sample city, and the hand-labelled real pairs, joined with the listings of a run.

Belongs here: which listing is which activity in truth. Does not belong here: figures (`bench`, `match`).
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import polars as pl

from cities.kawasaki.sample_city.unlisted import unlisted
from cities.kawasaki.sample_city.world import World, build_world, truth_frame
from scrapers.declaration.source import load_source, source_keys
from warehouse.contract import VOCABULARIES

LABELS = Path(__file__).parents[3] / "scrapers" / "sample_city" / "data" / "real_pairs.csv"
Pair = tuple[str, str]


def with_truth(listings: pl.DataFrame, world: World | None = None) -> pl.DataFrame:
    """listing_id, source_key, place, entity_id and real_row_id of the listings the truth knows.

    Args:
        listings: rows of `norm__listings`.
        world: the city they were read from; that of the first day when None.
    """
    answers = truth(world).select("site", "place", "entity_id", "real_row_id")
    known = placed(listings).select("listing_id", "source_key", "place")
    return known.join(answers, left_on=["source_key", "place"], right_on=["site", "place"], how="inner")


def nowhere_listed() -> pl.DataFrame:
    """kind_code and ward_code of the activities of the sample city that no list names, one row each."""
    wards = {code.ja: code.code for code in VOCABULARIES["ward"].codes}
    return pl.DataFrame(
        [(each.kind, wards[each.ward]) for each in unlisted()], schema=["kind_code", "ward_code"], orient="row"
    )


def real_ids(known: pl.DataFrame) -> dict[str, str]:
    """Row of the hand-labelled set → listing ID."""
    return dict(known.filter(pl.col("real_row_id").is_not_null()).select("real_row_id", "listing_id").iter_rows())


def open_pairs(known: pl.DataFrame) -> set[Pair]:
    """Pairs of real listings that people could not decide (label `unsure`)."""
    ids = real_ids(known)
    rows = pl.read_csv(LABELS).filter(pl.col("label") == "unsure").select("left", "right").iter_rows()
    return {ordered(ids[left], ids[right]) for left, right in rows if left in ids and right in ids}


def pairs_within(df: pl.DataFrame, column: str) -> set[Pair]:
    """All pairs of listings that share a value of a column."""
    groups = df.group_by(column).agg("listing_id").get_column("listing_id")
    return {ordered(*pair) for members in groups for pair in combinations(members, 2)}


def ordered(left: str, right: str) -> Pair:
    """The pair with the smaller ID first."""
    return (left, right) if left < right else (right, left)


def placed(df: pl.DataFrame) -> pl.DataFrame:
    """With `place`: the record key, numbered where several listings of a source share it."""
    return _numbered(df.sort("source_key", "page_url", "position"), "source_key", "record_key")


def truth(world: World | None = None) -> pl.DataFrame:
    """Truth with `place`: the own id of the site, or the key fields joined as a spider joins them.

    Args:
        world: the city; that of the first day when None.
    """
    answers = truth_frame(world or build_world())
    parts = []
    for (site,), group in answers.partition_by("site", as_dict=True).items():
        if site not in source_keys():
            continue
        fields_ = load_source(str(site)).key_fields
        joined = pl.concat_str([pl.col(name).fill_null("") for name in fields_], separator=" | ") if fields_ else None
        parts.append(group.with_columns(_key=pl.col("record_key") if joined is None else joined))
    ordered = pl.concat(parts).sort("site", pl.col("record_key").cast(pl.Int64, strict=False), "record_key")
    return _numbered(ordered, "site", "_key").drop("_key")


def _numbered(df: pl.DataFrame, source: str, key: str) -> pl.DataFrame:
    ordinal = pl.int_range(pl.len()).over(source, key).cast(pl.String)
    return df.with_columns(place=pl.concat_str(pl.col(key), pl.lit(" #"), ordinal))
