"""What the report knows beside the published tables: past nights, how full the lists are, checks with their figures.

Belongs here: these facts of one night, for the file that is kept with its release. Does not belong here: the page
(`publish.exports.report_file`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.normalise.privacy import without_personal_data
from warehouse.storage import write_text

_NIGHTS = 30
_FIELDS = ("ward_code", "address", "venue", "schedule", "target", "fee", "phone", "url", "organizer")
"""What people look for in a listing."""
_LONGEST = 400


def night_facts(
    runs: pl.DataFrame, listings: pl.DataFrame, queue: pl.DataFrame, checks: Iterable[Mapping[str, Any]], due: list[str]
) -> dict[str, Any]:
    """The facts.

    Args:
        runs: rows of `raw__runs`.
        listings: rows of `norm__listings`.
        queue: rows of `match__queue`.
        checks: asset, name, passed and said of every check of the night.
        due: corrections that somebody should look at, one sentence each.

    Returns:
        `nights` (source → day, listings, whether healthy), `fills` (source → field → share), `checks`,
        `questions`, `corrections`; plain JSON, in a fixed order.
    """
    return {
        "nights": {
            str(key[0]): _nights(own) for key, own in sorted(runs.partition_by("source_key", as_dict=True).items())
        },
        "fills": {
            str(key[0]): _fills(own) for key, own in sorted(listings.partition_by("source_key", as_dict=True).items())
        },
        "checks": sorted(
            ({**check, "said": without_personal_data(str(check["said"]))[:_LONGEST]} for check in checks),
            key=lambda check: (check["passed"], check["name"], check["asset"]),
        ),
        "questions": queue.height,
        "corrections": [without_personal_data(line) for line in due],
    }


def _nights(own: pl.DataFrame) -> list[tuple[str, int, bool]]:
    recent = own.sort("run_id").tail(_NIGHTS).select("started_at", "listing_count", "run_verdict_code")
    return [(f"{day:%m-%d}", count, verdict == "succeeded") for day, count, verdict in recent.iter_rows()]


def _fills(own: pl.DataFrame) -> dict[str, float]:
    return {name: round(1 - own.get_column(name).null_count() / own.height, 4) for name in _FIELDS}


def write_night(path: Path, facts: Mapping[str, Any]) -> None:
    """Write the facts as JSON.

    Args:
        path: the file to replace.
        facts: as `night_facts` gives them.
    """
    write_text(path, json.dumps(facts, ensure_ascii=False, indent=1) + "\n")
