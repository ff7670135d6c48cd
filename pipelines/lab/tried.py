"""A source that takes part in nothing yet, taken through the whole flow from its saved pages: what would be published.

Belongs here: that trial. Does not belong here: saving pages (`scrapers.authoring`), values beside their texts
(`pipelines.ingest.read_back`), a night.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from pipelines.ingest.read_back import beside
from pipelines.lab.drills.made import SOURCE, flow_tables, one_source, published_files
from pipelines.normalise.listings import SourceRule
from pipelines.publish.release import publish
from scrapers.authoring.cases import cases_of, read_case
from scrapers.declaration.source import SourceError, load_source
from warehouse.contract import label_ja, table
from warehouse.contract.derived.frames import frame


def tried(key: str, folder: Path) -> Iterator[str]:
    """Take the saved pages of a source through the flow, say what every listing became, publish into a folder.

    Args:
        key: the source; a draft too.
        folder: where a release of these listings alone is made, to look at; it must not exist.

    Raises:
        SourceError: there is no such source, or none of its pages has a listing.
    """
    source = load_source(key)
    rows = [row for case in cases_of(key) for row in read_case(source, case)["listings"]]
    if not rows:
        raise SourceError(f"{key}: 保存したページから掲載を読めません。hiroba check-source {key} で確かめてください")
    if folder.exists():
        raise SourceError(f"{folder} はもうあります。消すか、ほかのフォルダーを --out に書いてください")
    raw = frame(
        table("raw__listings"), [row | {"source_key": SOURCE, "run_id": "r1", "body_sha256": "0"} for row in rows]
    )
    now = datetime.now(UTC)
    night = one_source(raw.height, now)
    names = night.sources.with_columns(source_name=pl.lit(source.name), owner=pl.lit(source.owner))
    rule = SourceRule(source.id_prefix, source.kind, source.lookups(), now.date())
    tables = flow_tables(raw, night=night._replace(sources=names, rules={SOURCE: rule}))
    for row in tables["norm__listings"].sort("position", "record_key").iter_rows(named=True):
        yield f"■ {row['name']}"
        yield from beside(row)
    issues = tables["norm__issues"].group_by("reason_code", "field_name").len().sort("len", descending=True)
    for reason, field, count in issues.iter_rows():
        yield f"△ {label_ja('reason', reason)}: {field} {count} 件"
    release = publish(published_files(tables, folder / "files"), folder)
    yield f"掲載 {raw.height} 件から活動 {release.activity_count} 件になります。試しの公開: {release.folder}"
