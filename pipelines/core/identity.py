"""Activity IDs: minted once, inherited from release to release, never forgotten.

Belongs here: which cluster carries which ID. Does not belong here: how clusters come about. A cluster's label is never
an ID: it changes with its smallest listing, an ID does not.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict

import polars as pl

from cities.here import here
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_PREFIX = f"{here().id_letters}a_"


def identify(
    clusters: pl.DataFrame, last_bridge: pl.DataFrame, last_redirects: pl.DataFrame, prefix: str = _PREFIX
) -> pl.DataFrame:
    """Give every cluster its activity ID and say what became of every ID ever published.

    A cluster inherits the ID with which it shares most listings; of several clusters that share with one ID the one
    with most keeps it, ties go to the smaller ID and label. A cluster that inherits none is given a new ID.

    Args:
        clusters: rows of `match__clusters`.
        last_bridge: `activity_id`, `listing_id` of the last release; empty at the first.
        last_redirects: `activity_id`, `current_activity_id` of the last release; empty at the first.
        prefix: with which new IDs begin.

    Returns:
        Rows of `core__activity_identity`, sorted by key.
    """
    label_of = dict(clusters.select("listing_id", "cluster_label").iter_rows())
    shared = _shared(label_of, last_bridge)
    heir = _inherit(shared)
    retired = set(last_redirects.filter(pl.col("current_activity_id").is_null()).get_column("activity_id"))
    taken = (set(last_redirects.get_column("activity_id")) - retired) | set(heir.values())
    rows: list[dict[str, object]] = []
    current: dict[str, str] = {}
    for label in sorted(set(label_of.values())):
        activity_id = heir.get(label) or _mint(label, taken, prefix)
        taken.add(activity_id)
        current[label] = activity_id
        identity = "kept" if label in heir else "new"
        rows.append(_row(activity_id, identity, activity_id, label))
    return frame(table("core__activity_identity"), rows + _gone(current, shared, last_redirects)).sort("activity_id")


def _shared(label_of: dict[str, str], last_bridge: pl.DataFrame) -> dict[str, Counter[str]]:
    """Old activity ID → how many of its listings each cluster holds now."""
    shared: dict[str, Counter[str]] = defaultdict(Counter)
    for activity_id, listing in last_bridge.select("activity_id", "listing_id").iter_rows():
        if listing in label_of:
            shared[activity_id][label_of[listing]] += 1
    return shared


def _inherit(shared: dict[str, Counter[str]]) -> dict[str, str]:
    claims = sorted(
        (-count, activity_id, label) for activity_id, labels in shared.items() for label, count in labels.items()
    )
    heir: dict[str, str] = {}
    given: set[str] = set()
    for _, activity_id, label in claims:
        if activity_id not in given and label not in heir:
            heir[label] = activity_id
            given.add(activity_id)
    return heir


def _mint(label: str, taken: set[str], prefix: str) -> str:
    """A new opaque ID; an ID that has retired may return with the very listing it was minted for, no other may."""
    attempt = 0
    while True:
        basis = label if attempt == 0 else f"{label}\x1f{attempt}"
        minted = prefix + base64.b32encode(hashlib.sha256(basis.encode()).digest())[:10].decode().lower()
        if minted not in taken:
            return minted
        attempt += 1


def _gone(
    current: dict[str, str], shared: dict[str, Counter[str]], last_redirects: pl.DataFrame
) -> list[dict[str, object]]:
    """Rows of the IDs that name no cluster any more: merged into another, or retired."""
    alive = set(current.values())
    before = dict(last_redirects.select("activity_id", "current_activity_id").iter_rows())
    successor = {
        activity_id: current[min(labels, key=lambda label: (-labels[label], label))]
        for activity_id, labels in shared.items()
    }
    rows = []
    for activity_id in sorted(set(before) - alive):
        target = before[activity_id]
        heir = target if target in alive else successor.get(target or activity_id)
        rows.append(_row(activity_id, "merged" if heir else "retired", heir, None))
    return rows


def _row(activity_id: str, identity: str, current_id: str | None, label: str | None) -> dict[str, object]:
    return {
        "activity_id": activity_id,
        "identity_code": identity,
        "current_activity_id": current_id,
        "cluster_label": label,
    }
