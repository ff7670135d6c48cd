"""What a run ends with: a summary a person can use.

Belongs here: the text of the summary, from the published tables alone. Does not belong here: printing it (`cli`).
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from cities.here import here
from pipelines.normalise.text import display_width
from pipelines.publish.release import DUCKDB_NAME, SAMPLE_NOTE
from pipelines.publish.shelf import Shelf
from pipelines.publish.site.write import FIRST_PAGE
from warehouse.contract import label_ja
from warehouse.storage import read_table


def summarise(published_dir: Path) -> str:
    """Summary of the release that `latest` points to.

    Raises:
        FileNotFoundError: nothing has been published yet.
    """
    link = Shelf(published_dir).link
    latest = link.resolve()  # once: every figure is of one release
    release = read_table(latest / "release.parquet").row(0, named=True)
    lines = [SAMPLE_NOTE] if release["profile_code"] == "sample" else []
    lines += ["", *_sources(latest), "", *_duplicates(latest, release), "", *_quarantine(latest)]
    file = (link / DUCKDB_NAME).absolute()
    by = "ward" if here().wards else "kind"
    query = f"FROM activities a LEFT JOIN codes_{by} c ON a.{by}_code = c.code SELECT c.label_ja, count(*) GROUP BY ALL"
    lines += [
        "",
        f"公開  {latest}",
        f"試す  .venv/bin/python -c \"import duckdb; duckdb.connect('{file}', read_only=True).sql('{query}').show()\"",
    ]
    lines += [f"見る  {(link / FIRST_PAGE).absolute()}（ブラウザーで開くと、活動をさがすサイト）"]
    return "\n".join(lines)


def _sources(latest: Path) -> list[str]:
    runs = read_table(latest / "source_runs.parquet")
    shown = read_table(latest / "sources.parquet").join(
        runs.select("source_key", "fetched_count", "quarantined_count"), on="source_key", how="left"
    )
    rows: list[tuple[str, ...]] = [("情報源", "ページ", "掲載", "隔離", "結果")]
    for row in shown.sort("source_key").iter_rows(named=True):
        verdict = label_ja("run_verdict", row["newest_verdict_code"])
        using = "" if row["selection_code"] == "newest" else f"（{label_ja('selection', row['selection_code'])}）"
        counts = (str(row[name]) for name in ("fetched_count", "listing_count", "quarantined_count"))
        rows.append((row["source_name"], *counts, verdict + using))
    return _aligned(rows)


def _duplicates(latest: Path, release: dict[str, int]) -> list[str]:
    activities = read_table(latest / "activities.parquet")
    together = activities.filter(pl.col("listing_count") > 1)
    listings, count = release["listing_count"], release["activity_count"]
    merged = f"重複 {listings - count:,} 件を {together.height:,} の活動にまとめました"
    return [f"掲載 {listings:,} 件 → 活動 {count:,} 件（{merged}）"]


def _quarantine(latest: Path) -> list[str]:
    counts = read_table(latest / "quarantine_counts.parquet")
    lines = []
    for is_quarantined, title in ((True, "隔離した行・ページ"), (False, "読み取れなかった項目")):
        group = (
            counts.filter(pl.col("is_quarantined") == is_quarantined)
            .group_by("reason_code")
            .agg(pl.col("row_count").sum())
        )
        parts = [f"{label_ja('reason', code)} {count}" for code, count in group.sort("reason_code").iter_rows()]
        lines.append(f"{title}: {'、'.join(parts) or 'なし'}")
    return lines


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """Columns padded by display width: Japanese characters take two places."""
    widths = [max(display_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0] + " " * (widths[0] - display_width(row[0]))]
        cells += [
            " " * (width - display_width(cell)) + cell for cell, width in zip(row[1:-1], widths[1:-1], strict=True)
        ]
        lines.append("  ".join([*cells, row[-1]]))
    return lines
