"""Listings to match, group and publish, made from the few values a test is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from warehouse.contract import table
from warehouse.contract.frames import frame

Make = Callable[..., pl.DataFrame]


@pytest.fixture(scope="session")
def listings() -> Make:
    """Rows of `norm__listings`; what a row does not give is null, its name 中原ひろば体操."""

    def make(*rows: dict[str, Any]) -> pl.DataFrame:
        return frame(table("norm__listings"), [_listing(row) for row in rows])

    return make


@pytest.fixture(scope="session")
def clusters() -> Make:
    """Rows of `match__clusters` from groups of listing IDs."""

    def make(*groups: set[str] | list[str]) -> pl.DataFrame:
        rows: list[dict[str, object]] = [
            {"listing_id": listing, "cluster_label": min(group), "cluster_size": len(group)}
            for group in groups
            for listing in group
        ]
        return frame(table("match__clusters"), rows)

    return make


def _listing(row: dict[str, Any]) -> dict[str, Any]:
    name = row.get("name", "中原ひろば体操")
    names = dict.fromkeys(("name_text", "name", "core_name", "shown_name", "name_key"), name)
    place = {"source_key": "ouen_navi", "run_id": "r1", "page_url": "http://127.0.0.1/1", "position": 1}
    return {**place, **names, "record_key": row["listing_id"], "body_sha256": "0", **row}
