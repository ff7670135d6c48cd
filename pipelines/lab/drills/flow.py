"""Drill of a source that moves house: all its keys and addresses change in one night.

Belongs here: tables in, tables out. Does not belong here: files, crawls.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl

from cities.kawasaki.sample_city.vocabulary import GROUP_LISTS
from cities.kawasaki.sample_city.world import World, build_world
from pipelines.lab.drills.made import SOURCE, Night, flow_tables, one_source, published_files
from pipelines.lab.drills.result import Drill
from pipelines.normalise.listings import SourceRule
from scrapers.declaration.source import load_source
from warehouse.contract import published_tables, table
from warehouse.contract.derived.frames import frame
from warehouse.storage import read_table

_FEW = 60


def rekeyed(*, is_full: bool) -> Drill:
    """Give every listing of a source another key and address: its activities keep their IDs.

    Args:
        is_full: each source of the sample city with keys of its own, whole; else one of them in part.
    """
    world = build_world()
    sites = ("ouen_navi", "fukumimi") if is_full else ("fukumimi",)
    counts = [_moved(world, site, None if is_full else _FEW) for site in sites]
    count, changed, new = map(sum, zip(*counts, strict=True))
    is_kept = changed <= 0.01 * count and new <= 0.01 * count
    return Drill(
        f"情報源の番号とURLがすべて変わる（{'・'.join(sites)}）",
        "IDの変わる活動が 1% 以下、誤った「新規」が 1% 以下",
        len(sites),
        len(sites) if is_kept else 0,
        f"活動 {count} 件のうちIDが変わったもの {changed}、誤った新規 {new}",
    )


def _moved(world: World, site: str, most: int | None) -> tuple[int, int, int]:
    """Activities of the site, how many of them lost their ID, how many new IDs came up."""
    listed = {**{key: world.of(key)[:most] for key in GROUP_LISTS}}
    raw = pl.concat([_raw(key, entries) for key, entries in listed.items()])
    night = _night(tuple(listed), raw.height)
    first = flow_tables(raw, None, night)
    with tempfile.TemporaryDirectory() as name:
        files = published_files(first, Path(name))
        last = {entry.name: read_table(files[entry.name]) for entry in published_tables()}
    is_site = pl.col("source_key") == site
    other = raw.with_columns(
        record_key=pl.when(is_site).then(pl.format("new-{}", "record_key")).otherwise("record_key"),
        page_url=pl.when(is_site).then(pl.format("https://new.example/{}", "record_key")).otherwise("page_url"),
    )
    second = flow_tables(other, last, night)
    before = last["activity_listings"].filter(is_site).get_column("activity_id").unique()
    now = second["core__activities"].get_column("activity_id")
    changes = second["core__activity_changes"]
    added = changes.filter(pl.col("change_code").is_in(["added", "split"])).height
    return before.len(), before.filter(~before.is_in(now.implode())).len(), added


def _raw(key: str, entries: tuple[object, ...]) -> pl.DataFrame:
    names = set(table("raw__listings").optional)
    rows: list[dict[str, object]] = []
    for number, entry in enumerate(entries):
        texts = {name: getattr(entry, name, None) for name in names}
        if not texts["name_text"]:
            continue
        record = getattr(entry, "record_key", str(number))
        place = {"source_key": key, "run_id": "r1", "page_url": f"https://{key}.example/{record}", "position": 1}
        rows.append(texts | place | {"body_sha256": "0", "record_key": record})
    return frame(table("raw__listings"), rows)


def _night(keys: tuple[str, ...], count: int) -> Night:
    """A night in which these sources are well."""
    night = one_source(count)
    frames = [night.runs, night.selected, night.sources]
    every = [pl.concat([df.with_columns(source_key=pl.lit(key)) for key in sorted(keys)]) for df in frames]
    loaded = {key: load_source(key) for key in keys}
    rules = {key: SourceRule(source.id_prefix, source.kind, source.lookups()) for key, source in loaded.items()}
    return Night(every[0], every[1], every[2], rules | {SOURCE: SourceRule(SOURCE)})
