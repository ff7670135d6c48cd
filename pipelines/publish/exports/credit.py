"""Whose data a file holds and on what terms, in the forms that files need.

Belongs here: credit lines and the licence, taken from the published sources. Does not belong here: the terms of one
source (`source.toml`), the layout of a file.
"""

from __future__ import annotations

import polars as pl

from pipelines.publish.exports.tables import Tables, scanned
from warehouse.contract import LICENCE, LICENCE_URL

TERMS = f"この一覧の利用条件: {LICENCE}（{LICENCE_URL}）"


def credited(tables: Tables) -> list[dict[str, str]]:
    """Every source with what has to be shown for it: source, url, licence, credit.

    Args:
        tables: published tables by name.
    """
    shown = {"source": "source_name", "url": "home_url", "licence": "licence", "credit": "attribution"}
    return tables["sources"].sort("source_key").select(**shown).to_dicts()


def credit_per_activity(tables: Tables) -> pl.DataFrame:
    """activity_id and credit: the credit lines of the sources it is listed by, so that a copied row keeps them.

    Args:
        tables: published tables by name.
    """
    credit = tables["sources"].select("source_key", "attribution")
    listed = scanned(tables, "activity_listings").select("activity_id", "source_key").unique().collect()
    listed = listed.join(credit, on="source_key")
    return listed.group_by("activity_id").agg(credit=pl.col("attribution").sort_by("source_key").str.join(" / "))
