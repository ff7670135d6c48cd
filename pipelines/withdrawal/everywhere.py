"""A listing somebody asked to take away, taken out of everything we keep, in one step.

Belongs here: working tables, and the order in which everything is gone through. Does not belong here: workbooks,
reports and logs (`files`), releases (`publish.removal`), runs and bodies (`scrapers.runs.withdrawn`), the ledger.

What is taken away too much comes back with the next run, as all of it is made anew; what stays too long may hurt. So a
row or a file goes when it holds the number of the listing, its activity, or a text that no other listing has.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines.normalise.listings import listing_id
from pipelines.publish.exports.report_file import FACTS, without_texts
from pipelines.publish.removal import scrub
from pipelines.settings import Settings
from pipelines.withdrawal.files import OwnWords, take_from_files
from scrapers.declaration.source import SourceError, load_source
from scrapers.runs.damaged import MARK
from scrapers.runs.withdrawn import Withdrawn, naming, raw_rows, withdraw
from warehouse.contract import TABLES, table
from warehouse.storage import read_table, write_table, write_text

_TEXTS = [name for name in table("raw__listings").optional if name not in ("updated_text", "extra_json")]
_NOT_ITS_OWN = {"source_key", "run_id", "page_url", "body_sha256", "content_print", "position"}
_CODES = ("codes_", "core__codes", "core__dictionary", "data_dictionary")


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """What was done.

    Attributes:
        releases: releases that were made anew, or taken away because they are of an older contract.
        rows: rows of raw listings that are gone, over all runs.
        tables: working tables that lost rows.
        files: workbooks and reports that are gone or lost lines; the next run writes them anew.
        bodies: archived pages that are gone.
        kept: what still shows a listing, and why, one sentence each.
    """

    releases: tuple[str, ...]
    rows: int
    tables: tuple[str, ...]
    files: tuple[str, ...]
    bodies: int
    kept: tuple[str, ...]

    def sentences(self) -> Iterator[str]:
        """What was done beside the releases, and what stays, for staff."""
        yield (
            f"手元からも消しました: 取得の記録 {self.rows} 行、保管庫のページ {self.bodies}、表 {len(self.tables)}、"
            f"机のファイルと記録 {'、'.join(self.files) or 'なし'}（どれも次の更新で作り直します）"
        )
        for line in self.kept:
            yield f"残るもの: {line}"


def scrub_everywhere(settings: Settings, removals: pl.DataFrame) -> Scrubbed:
    """Take listings out of releases and of everything that releases are made from; the caller holds the lock.

    Args:
        settings: where the data are.
        removals: requests: `listing_id`, `source_key`, `content_print`.
    """
    # Before: a release knows which activities are touched
    working = scrub_working(settings, removals)
    done = scrub(settings.published_dir, removals)
    return Scrubbed(tuple(done), working.rows, working.tables, working.files, working.bodies, working.kept)


def scrub_working(settings: Settings, removals: pl.DataFrame) -> Scrubbed:
    """As `scrub_everywhere`, without the releases."""
    if removals.is_empty():
        return Scrubbed((), 0, (), (), 0, ())
    ids = set(removals.get_column("listing_id").drop_nulls())
    for source in removals.get_column("source_key").unique():
        # Nobody can read them to take one listing out
        for folder in settings.raw_dir.glob(f"{source}/{MARK}*"):
            shutil.rmtree(folder)
    gone, kept = _raw(settings.raw_dir, removals)
    words = _words(settings, ids, gone)
    taken = withdraw(settings.data_dir, gone, _entrances(removals))
    tables = tuple(_tables(settings, removals, words, taken))
    files, waiting = take_from_files(settings, words)
    shared = [
        f"保管庫 {digest[:12]}…: ほかの掲載も載っているページなので、取得の記録と同じ期間残ります"
        for digest in sorted({*taken.kept, *naming(settings.data_dir, taken.rows)})
    ]
    shutil.rmtree(settings.old_cache_dir, ignore_errors=True)
    return Scrubbed((), taken.rows.height, tables, files, len(taken.dropped), (*kept, *shared, *waiting))


def _raw(raw_dir: Path, removals: pl.DataFrame) -> tuple[dict[Path, pl.DataFrame], list[str]]:
    """Rows of every run that are one of the listings.

    Where several rows share a key, their numbers depend on one another: taking one out would give its number to the
    next, which would then be taken for it. Such a row stays in the run.
    """
    gone: dict[Path, pl.DataFrame] = {}
    kept = []
    asked = dict(removals.group_by("source_key").agg(pl.col("listing_id").unique()).iter_rows())
    for run, df in (each for source in sorted(asked) for each in raw_rows(raw_dir, source)):
        rows = _named(df, run.parent.name, set(asked[run.parent.name]))
        if rows.filter("_is_one").height:
            gone[run] = rows.filter("_is_one").drop("_is_one")
        if rows.filter(~pl.col("_is_one")).height:
            kept.append(f"取得 {run.parent.name}/{run.name}: 同じ鍵の掲載がほかにもあるので、取得の記録には残ります")
    return gone, kept


def _named(df: pl.DataFrame, source: str, ids: set[str]) -> pl.DataFrame:
    """Rows of `raw__listings` that are one of the listings.

    `_is_one`: whether the row alone has its key: however often it is shown, all texts are the same, and once a page.
    """
    prefixes = {each.partition("_")[0] for each in ids}
    keys = df.filter(pl.col("source_key") == source).get_column("record_key").unique()
    own = [key for key in keys if not ids.isdisjoint(listing_id(prefix, source, key) for prefix in prefixes)]
    rows = df.filter(pl.col("record_key").is_in(own), source_key=source)
    texts = pl.struct(*_TEXTS, "extra_json").n_unique().over("record_key") == 1
    return rows.with_columns(_is_one=texts & (pl.len().over("record_key", "page_url") == 1))


def _words(settings: Settings, ids: set[str], gone: dict[Path, pl.DataFrame]) -> OwnWords:
    """What only these listings say, and the activities they belong to."""
    own: set[str] = set()
    others: set[str] = set()
    # On most nights nothing has come back: then there are only numbers to look for
    for run, df in raw_rows(settings.raw_dir) if gone else ():
        rows = gone.get(run)
        own |= _said(rows) if rows is not None else set()
        others |= _said(df if rows is None else df.join(rows, on=["page_url", "position"], how="anti"))
    path = settings.table_path("norm__listings")
    if path.is_file():
        df = read_table(path)
        is_gone = pl.col("listing_id").is_in(list(ids))
        own |= _said(df.filter(is_gone))
        others |= _said(df.filter(~is_gone))
    touched: set[str] = set()
    for name in ("activity_listings", "core__activity_values"):
        if settings.table_path(name).is_file():
            rows = read_table(settings.table_path(name)).filter(pl.col("listing_id").is_in(list(ids)))
            touched |= set(rows.get_column("activity_id"))
    return OwnWords(tuple(sorted(ids | touched)), tuple(sorted(own - others)))


def _said(df: pl.DataFrame) -> set[str]:
    """Every text of raw or typed listings, and every cell that has no column."""
    names = [name for name in df.select(pl.col(pl.String)).columns if name not in _NOT_ITS_OWN]
    texts = {text for name in names if not name.endswith("_code") for text in df.get_column(name).drop_nulls().unique()}
    extra: Iterable[str] = df.get_column("extra_json").drop_nulls() if "extra_json" in df.columns else ()
    cells = map(json.loads, extra)
    return texts | {str(text) for each in cells for text in each.values()}


def _entrances(removals: pl.DataFrame) -> set[str]:
    entrances: set[str] = set()
    for key in removals.get_column("source_key").drop_nulls().unique():
        try:
            source = load_source(key)
        except SourceError:
            continue
        entrances |= {*source.start_urls, source.home_url, *map(str, dict(source.layout).values())}
    return entrances


def _tables(settings: Settings, removals: pl.DataFrame, words: OwnWords, taken: Withdrawn) -> Iterator[str]:
    """Working tables that lost rows."""
    for path in sorted(settings.tables_dir.glob("*.parquet")):
        if path.stem not in TABLES or path.stem.startswith(_CODES):
            continue
        before = read_table(path)
        after = _left(path.stem, before, removals, words, taken)
        if after.height < before.height:
            metadata = pl.read_parquet_metadata(path)
            profile = {name: text for name, text in metadata.items() if name == "hiroba.profile"}
            write_table(table(path.stem), after, path, profile)
            yield path.stem
    facts = settings.tables_dir / FACTS
    if facts.is_file():
        write_text(facts, without_texts(facts.read_text(encoding="utf-8")))


_TAKEN_UP = ("norm__listings", "raw__listings", "raw__issues")
_AS_THEY_ARE = ("raw__runs", "raw__selected_runs")


def _left(name: str, df: pl.DataFrame, removals: pl.DataFrame, words: OwnWords, taken: Withdrawn) -> pl.DataFrame:
    """What is left of a table. Raw and typed listings are where the next release may begin: no row too many goes."""
    if name in _AS_THEY_ARE:
        return df
    if name == "raw__fetches":
        return df.filter(~pl.col("body_sha256").is_in(list(taken.dropped)).fill_null(value=False))
    if name not in _TAKEN_UP:
        return df.filter(~words.hit(df))
    if name == "norm__listings":
        return df.join(removals, on="listing_id", how="anti")
    remaining = df.join(taken.rows, on=["source_key", "run_id", "page_url", "position"], how="anti")
    if name == "raw__listings":
        for (source,), asked in removals.drop_nulls("listing_id").partition_by("source_key", as_dict=True).items():
            again = _named(remaining, str(source), set(asked.get_column("listing_id"))).filter("_is_one")
            remaining = remaining.join(again, on=["source_key", "page_url", "position"], how="anti")
    return remaining
