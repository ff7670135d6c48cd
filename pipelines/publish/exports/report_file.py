"""report.html: what the night was like, on one page that needs nothing else.

Belongs here: figures of that page. Does not belong here: its looks (`report.html.j2`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import polars as pl

from pipelines.publish.exports.people import NO_WARD, Tables, labels
from warehouse.contract.fields import COLUMNS

NAME = "report.html"
_GOOD = "succeeded"
_MOST_ROWS = 40


def write_report(tables: Tables, folder: Path, note: str) -> None:
    """Write the page.

    Args:
        tables: published tables by name.
        folder: release folder.
        note: remark for sample data, or empty.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined
    )
    release = tables["release"].row(0, named=True)
    sources, changes = _sources(tables), _changes(tables)
    names, heat = _overlap(tables)
    kinds, wards = _wards(tables)
    sizes = tables["activities"]
    page = environment.get_template("report.html.j2").render(
        title="川崎市の地域活動 夜の報告",
        as_of=f"{release['as_of_at']:%Y-%m-%d %H:%M}",
        release_id=release["release_id"],
        note=note,
        lead=_lead(release, sources, changes),
        sources=sources,
        changes=changes,
        merged=sizes.filter(pl.col("listing_count") > 1).height,
        merged_listings=sizes.filter(pl.col("listing_count") > 1).get_column("listing_count").sum(),
        shared=sizes.filter(pl.col("source_count") > 1).height,
        heat_names=names,
        heat=heat,
        kinds=kinds,
        wards=wards,
        quarantine=_quarantine(tables),
    )
    (folder / NAME).write_text(page + "\n", encoding="utf-8")


def _lead(release: dict[str, Any], sources: list[dict[str, Any]], changes: list[tuple[str, int]]) -> str:
    """The night in one line."""
    bad = [row["source_name"] for row in sources if not row["is_good"]]
    new = dict(changes).get(labels("change")["added"], 0)
    counts = f"掲載 {release['listing_count']:,} 件、新しい活動 {new:,} 件"
    said = f"活動 {release['activity_count']:,} 件を公開しました（{counts}）。"
    if not bad:
        return said + "すべての情報源が正常です。"
    return said + f"確かめてほしい情報源が {len(bad)} 件あります: {'、'.join(bad)}。前の内容を載せています。"


def _sources(tables: Tables) -> list[dict[str, Any]]:
    verdicts, selections = labels("run_verdict"), labels("selection")
    rows = []
    for row in tables["sources"].sort("source_key").iter_rows(named=True):
        verdict = row["newest_verdict_code"]
        said = {"verdict": verdicts[verdict], "selection": selections[row["selection_code"]]}
        rows.append(row | said | {"is_good": verdict == _GOOD})
    return sorted(rows, key=lambda row: row["is_good"])


def _changes(tables: Tables) -> list[tuple[str, int]]:
    counts = dict(tables["activity_changes"].group_by("change_code").len().iter_rows())
    return [(label, counts[code]) for code, label in labels("change").items() if code in counts]


def _overlap(tables: Tables) -> tuple[list[str], list[tuple[str, list[tuple[int, float]]]]]:
    names = dict(tables["sources"].sort("source_key").select("source_key", "source_name").iter_rows())
    shared = {
        (row["source_key"], row["other_source_key"]): row["shared_activity_count"]
        for row in tables["overlap"].iter_rows(named=True)
    }
    most = max((count for (left, right), count in shared.items() if left != right), default=1)
    rows = []
    for left in names:
        counts = [shared.get((left, right), 0) for right in names]
        shades = [0.0 if left == right else _shade(count, most) for right, count in zip(names, counts, strict=True)]
        rows.append((names[left], list(zip(counts, shades, strict=True))))
    return list(names.values()), rows


def _wards(tables: Tables) -> tuple[list[str], list[tuple[str, list[tuple[int, float]], int]]]:
    kinds = labels("kind")
    grouped = tables["activities"].group_by("ward_code", "kind_code").len()
    counts = {(ward, kind): count for ward, kind, count in grouped.iter_rows()}
    most = max(counts.values(), default=1)
    rows = []
    for ward, label in [*labels("ward").items(), (None, NO_WARD)]:
        cells = [counts.get((ward, kind), 0) for kind in kinds]
        total = sum(count for (its, _), count in counts.items() if its == ward)
        rows.append((label, [(count, _shade(count, most)) for count in cells], total))
    return list(kinds.values()), rows


def _shade(count: int, most: int) -> float:
    return round(min(count / max(most, 1), 1.0) * 0.9, 2)


def _quarantine(tables: Tables) -> list[dict[str, Any]]:
    names = dict(tables["sources"].select("source_key", "source_name").iter_rows())
    reasons = labels("reason")
    df = tables["quarantine_counts"].sort("is_quarantined", "row_count", "source_key", descending=[True, True, False])
    return [
        row
        | {
            "source_name": names.get(row["source_key"], row["source_key"]),
            "reason": reasons[row["reason_code"]],
            "field": COLUMNS[row["field_name"]].ja if row["field_name"] in COLUMNS else row["field_name"],
        }
        for row in df.head(_MOST_ROWS).iter_rows(named=True)
    ]
