"""How a release grows: seconds, memory and bytes from the core tables to the finished folder.

Belongs here: the newest tables so many times over, as other cities would have them; each size in a process of its own.
Does not belong here: matching at scale (`scale`).
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl

from dbt_like_sql.loader import models, run
from pipelines.publish import release as release_module
from pipelines.publish.exports import all_files
from pipelines.publish.release import publish
from warehouse.contract import TABLES, published_tables, table
from warehouse.storage import read_table, write_table

SIZES = (2_000, 100_000)
LARGE = (1_000_000,)
IDS = (
    "activity_id",
    "current_activity_id",
    "other_activity_id",
    "listing_id",
    "last_listing_id",
    "cluster_label",
    "organizer_id",
    "current_organizer_id",
    "venue_id",
    "current_venue_id",
)
_SHOWN = 8
_MIB = 1024 * 1024


def growth(tables_dir: Path, sizes: tuple[int, ...]) -> Iterator[str]:
    """For each size: time of every step, highest memory, the largest files.

    Args:
        tables_dir: tables of the newest run.
        sizes: activities.
    """
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            command = [sys.executable, "-m", "pipelines.lab.bench.release", str(tables_dir), str(size), name]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            yield f"{size:,}: 途中で止まりました: {done.stderr[-300:]}"
            continue
        cost = json.loads(done.stdout)
        steps = sorted(cost["seconds"].items(), key=lambda step: -step[1])
        yield (
            f"活動 {cost['activities']:,}: SQL {cost['models']:.1f} 秒、公開 {cost['publish']:.1f} 秒、"
            f"メモリー {cost['mib']:,} MiB、{cost['files']} ファイル {cost['bytes'] / _MIB:,.0f} MiB"
        )
        yield "  " + "、".join(f"{step} {seconds:.1f} 秒" for step, seconds in steps if seconds >= 0.1)
        yield "  " + "、".join(f"{name} {size / _MIB:,.1f} MiB" for name, size in cost["largest"])


def _times_over(tables_dir: Path, size: int, folder: Path) -> dict[str, Path]:
    """Every table that is about activities or listings so often that there are about so many activities."""
    files = {}
    activities = read_table(tables_dir / "core__activities.parquet").height
    copies = max(round(size / activities), 1)
    needed = {name for query in models().values() for name in query.references}
    for name in TABLES:
        path = tables_dir / f"{name}.parquet"
        if name in needed:
            files[name] = folder / f"{name}.parquet"
            df = read_table(path)
            is_about_them = not set(IDS).isdisjoint(table(name).key)
            write_table(table(name), _copied(df, copies) if is_about_them else df, files[name])
    return files


def published_times_over(tables_dir: Path, size: int, folder: Path) -> None:
    """The published tables as files of a folder, so often that there are about so many activities.

    Args:
        tables_dir: tables of the newest run.
        size: activities.
        folder: where they go.
    """
    with tempfile.TemporaryDirectory() as name:
        files = _times_over(tables_dir, size, Path(name))
        for model, query in models().items():
            files[model] = Path(name) / f"{model}.parquet"
            write_table(table(model), run(query, files, table(model)), files[model])
        for entry in published_tables():
            shutil.copyfile(files[entry.name], folder / f"{entry.name}.parquet")


def _copied(df: pl.DataFrame, copies: int) -> pl.DataFrame:
    ids = [name for name in IDS if name in df.columns]
    copied = [df.with_columns(pl.col(ids) + f"{number:04d}") if number else df for number in range(copies)]
    return pl.concat(copied)


def _timed(seconds: dict[str, float], work: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*arguments: Any) -> Any:
        started = perf_counter()
        result = work(*arguments)
        seconds[work.__name__] = perf_counter() - started
        return result

    return timed


def _publish(files: Mapping[str, Path], folder: Path) -> dict[str, Any]:
    every = dict(files)
    started = perf_counter()
    for name, query in models().items():
        every[name] = folder / f"{name}.parquet"
        write_table(table(name), run(query, every, table(name)), every[name])
    made = perf_counter()
    seconds: dict[str, float] = {}
    setattr(all_files, "WRITERS", tuple(_timed(seconds, write) for write in all_files.WRITERS))  # noqa: B010  # for mypy
    for step in ("write_duckdb", "inspect"):
        setattr(release_module, step, _timed(seconds, getattr(release_module, step)))
    release = publish({entry.name: every[entry.name] for entry in published_tables()}, folder / "published")
    sizes = {path.name: path.stat().st_size for path in release.folder.rglob("*") if path.is_file()}
    return {
        "activities": release.activity_count,
        "models": made - started,
        "publish": perf_counter() - made,
        "seconds": seconds,
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "files": len(sizes),
        "bytes": sum(sizes.values()),
        "largest": sorted(sizes.items(), key=lambda each: (-each[1], each[0]))[:_SHOWN],
    }


def main() -> None:
    """Make the tables in a process that ends, then the release in this one, and say what it took."""
    tables_dir, size, folder = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    if len(sys.argv) > 4:
        _times_over(tables_dir, size, folder)
        return
    subprocess.run([sys.executable, "-m", "pipelines.lab.bench.release", *sys.argv[1:4], "tables"], check=True)
    files = {path.stem: path for path in folder.glob("*.parquet")}
    sys.stdout.write(json.dumps(_publish(files, folder)) + "\n")


if __name__ == "__main__":
    main()
