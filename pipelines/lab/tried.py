"""A source that takes part in nothing yet, taken through the whole flow from its saved pages: what would be published.

Belongs here: that trial, and its values in words beside the raw ones. Does not belong here: saving pages
(`scrapers.authoring`), a night.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from pipelines.lab.drills.made import SOURCE, flow_tables, one_source, published_files
from pipelines.normalise.listings import SourceRule
from pipelines.publish.release import publish
from scrapers.authoring.cases import cases_of, read_case
from scrapers.declaration.source import SourceError, load_source
from warehouse.contract import label_ja, table
from warehouse.contract.columns import COLUMNS
from warehouse.contract.derived.frames import frame

_READ = {
    "name_text": ("name", "organizer"),
    "ward_text": ("ward_code",),
    "schedule_text": ("schedule_sentence",),
    "venue_text": ("venue", "facility"),
    "address_text": ("address",),
    "fee_text": ("fee_type_code", "fee_yen_min", "fee_yen_max"),
    "target_text": ("target_group_codes", "age_min_months"),
    "phone_text": ("phone", "fax"),
    "status_text": ("status_code",),
}
"""What a page says → what is made of it."""


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
        yield from _beside(row)
    issues = tables["norm__issues"].group_by("reason_code", "field_name").len().sort("len", descending=True)
    for reason, field, count in issues.iter_rows():
        yield f"△ {label_ja('reason', reason)}: {field} {count} 件"
    release = publish(published_files(tables, folder / "files"), folder)
    yield f"掲載 {raw.height} 件から活動 {release.activity_count} 件になります。試しの公開: {release.folder}"


def _beside(row: dict[str, object]) -> Iterator[str]:
    """What the page says, and behind an arrow what is made of it."""
    for raw, columns in _READ.items():
        if row.get(raw) is None:
            continue
        made = [
            f"{COLUMNS[name].ja.partition('（')[0]}={_said(name, row[name])}"
            for name in columns
            if row[name] is not None
        ]
        yield f"  {row[raw]}  →  {'、'.join(made) or '（読めません）'}"


def _said(name: str, value: object) -> str:
    vocabulary = COLUMNS[name].vocabulary
    if vocabulary is None:
        return str(value)
    codes = value if isinstance(value, list) else [value]
    return "・".join(label_ja(vocabulary, str(code)) for code in codes)
