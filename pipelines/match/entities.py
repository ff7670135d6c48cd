"""Organisers and venues that listings name, matched by the same engine as activities.

Belongs here: columns in and out. Does not belong here: the engine, IDs (`core.identity`).
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

import polars as pl

from cities.here import here
from pipelines.match.engine.compare import LONG
from pipelines.match.engine.matching import match
from pipelines.match.engine.model_file import read_weights
from pipelines.match.engine.spec import Spec
from pipelines.match.engine.spec_file import load_spec
from pipelines.match.engine.weights import Weights
from pipelines.normalise.names import legal_form
from pipelines.normalise.text import key
from pipelines.normalise.wards import WARD_NAMES
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_CITY, _ROOM = rf"^{re.escape(here().name)}立?", r"(?:[ 　]|[(（〜]).*$"
# 緑区役所 and 緑区民館 are names; before another name (緑区御幸公園) the ward only says where it is
_WARD = rf"^(?:{WARD_NAMES})([^役民].{{3,}})$"
_SPOT = r"の[^の]*の?(?:エリア|付近|周辺|一角|あたり|辺り|沿い)$"
_SHORTEST = 4
_NOWHERE = "nowhere"
_SPECS = Path(__file__).parent / "specs"


@functools.cache
def entity_spec(entity: str) -> Spec:
    """The spec of `organisers` or `venues`."""
    return load_spec(_SPECS / f"{entity}.toml")


@functools.cache
def entity_weights(entity: str) -> Weights:
    """The model every night judges with; `hiroba bench learn` makes it."""
    return read_weights(entity_spec(entity), weights_file(entity))


def weights_file(entity: str) -> Path:
    """Where the model of `organisers` or `venues` is kept."""
    return _SPECS / f"{entity}.weights.json"


def organiser_records(listings: pl.DataFrame) -> pl.DataFrame:
    """Listings that name an organiser, with the columns of the spec."""
    named = listings.filter(pl.col("organizer_key").is_not_null())
    return _placed(named.with_columns(legal_form=legal_form(pl.col("organizer"))), "organizer_key", "legal_form")


def venue_records(listings: pl.DataFrame) -> pl.DataFrame:
    """Listings that name a venue, with the columns of the spec."""
    named = listings.filter(pl.col("venue_key").is_not_null())
    head = (
        pl.col("venue").str.replace(_CITY, "").str.replace(_ROOM, "").str.replace(_SPOT, "").str.replace(_WARD, "${1}")
    )
    written = pl.when(head.str.len_chars() >= _SHORTEST).then(head).otherwise("venue")
    # A venue that is known is called by its own name, however many words a list puts around it
    records = named.with_columns(
        venue_name=key(pl.coalesce("facility", written)), place_block=pl.concat_str("town", "block", separator=" ")
    )
    return _placed(records, "venue_name")


def _placed(records: pl.DataFrame, name: str, *more: str) -> pl.DataFrame:
    """The ward of a long name also where a listing leaves it out, if all that name one name the same.

    A name that stands in two wards stays without: whose it is, nobody knows. One that no listing places anywhere is in
    one place all the same, which is written as a ward of its own.
    """
    wards = pl.col("ward_code").drop_nulls().unique().over(name, *more, mapping_strategy="join").list
    known = pl.when(wards.len() == 0).then(pl.lit(_NOWHERE)).when(wards.len() == 1).then(wards.first())
    is_long = pl.col(name).str.len_chars() >= LONG
    return records.with_columns(ward_code=pl.coalesce("ward_code", pl.when(is_long).then(known)))


def match_organisers(listings: pl.DataFrame) -> pl.DataFrame:
    """Which listings name the same organiser.

    Args:
        listings: rows of `norm__listings`.

    Returns:
        Rows of `match__organisers`: listings without an organiser are not in it.
    """
    return _clusters(organiser_records(listings), "organisers")


def match_venues(listings: pl.DataFrame) -> pl.DataFrame:
    """Which listings name the same venue.

    Args:
        listings: rows of `norm__listings`.

    Returns:
        Rows of `match__venues`: listings without a venue are not in it.
    """
    return _clusters(venue_records(listings), "venues")


def with_groups(
    listings: pl.DataFrame, organisers: pl.DataFrame | None = None, venues: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Add `organizer_group` and `venue_group`: what is written differently and is one organiser, one venue, is equal.

    Args:
        listings: rows of `norm__listings`, other columns beside them allowed.
        organisers: rows of `match__organisers`; matched here when None.
        venues: rows of `match__venues`; matched here when None.
    """
    organisers = match_organisers(listings) if organisers is None else organisers
    venues = match_venues(listings) if venues is None else venues
    for name, clusters in (("organizer_group", organisers), ("venue_group", venues)):
        groups = clusters.select("listing_id", pl.col("cluster_label").alias(name))
        listings = listings.join(groups, on="listing_id", how="left", maintain_order="left")
    return listings


def _clusters(named: pl.DataFrame, entity: str) -> pl.DataFrame:
    clusters = match(named, entity_spec(entity), weights=entity_weights(entity)).clusters()
    df = clusters.select(listing_id="record_id", cluster_label="cluster_id").with_columns(
        cluster_size=pl.len().over("cluster_label").cast(pl.Int64)
    )
    declared = table(f"match__{entity}")
    return pl.concat([frame(declared, []), df.select(declared.column_names)]).sort("listing_id")
