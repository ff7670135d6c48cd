"""What a night costs without its crawl: this build and another one in turns, on the same archive.

Belongs here: copies of the archive, runs of builds side by side, what they took, whether their releases are the same
bytes. Does not belong here: watching a process (`watched`); figures of the crawl (`throughput`, `nights`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from pipelines.lab.bench.watched import Stage, Watched, stages, watch
from pipelines.settings import ROOT, Settings
from warehouse.errors import StaffError

_KEPT = ("archive", "raw", "declared", "judgements", "validators")
"""What a night starts from; everything else is made by it."""
_NOT_BYTES = ("hiroba.duckdb", "manifest.json", "SHA256SUMS")
"""DuckDB writes other bytes for the same tables, and two files hold its sum; its tables are compared as Parquet."""
_SHOWN = 12


class NoArchiveError(StaffError):
    """There is nothing to make a night from."""


class NoBuildError(StaffError):
    """There is no build at the place that was told."""


class _Night(NamedTuple):
    watched: Watched
    byte_count: int
    prints: dict[str, str]


def night(settings: Settings, times: int, against: str | None, *, is_profiled: bool) -> Iterator[str]:
    """A line per build, their ratio, whether their releases are the same; on demand a table of stages.

    Args:
        settings: whose archive is used; nothing of it is changed.
        times: how often each build runs.
        against: another checkout with its environment, or a commit of this repository, which is built first.
        is_profiled: whether to tell what each stage took.

    Raises:
        NoArchiveError: nothing was crawled yet.
        NoBuildError: there is no such checkout and no such commit.
    """
    if not any(settings.raw_dir.glob("*/r*")):
        raise NoArchiveError("取得した一覧がまだありません。先に hiroba run を実行してください。")
    with _build(against) as other:
        builds = {"いま": ROOT} if other is None else {"相手": other, "いま": ROOT}
        nights: dict[str, list[_Night]] = {name: [] for name in builds}
        for _ in range(times):
            for name, checkout in builds.items():
                nights[name].append(_run(settings, checkout, is_profiled=is_profiled))
    for name, of_build in nights.items():
        yield _costs(name, of_build)
        if is_profiled:
            yield from _profile([each.watched for each in of_build])
    if other is not None:
        yield _ratio(nights["相手"], nights["いま"])
        yield from _differing(nights["相手"][-1].prints, nights["いま"][-1].prints)


@contextmanager
def _build(against: str | None) -> Iterator[Path | None]:
    """The checkout of the other build; one of a commit is made, and taken away afterwards."""
    if against is None or (Path(against) / ".venv" / "bin" / "hiroba").is_file():
        yield None if against is None else Path(against).resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "build"
        added = subprocess.run(
            ["git", "worktree", "add", "--quiet", "--detach", str(place), against], cwd=ROOT, check=False
        )
        if added.returncode:
            raise NoBuildError(f"{against} は、環境のあるチェックアウトでも、このリポジトリのコミットでもありません。")
        try:
            subprocess.run([sys.executable, "bootstrap.py"], cwd=place, check=True)
            yield place
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(place)], cwd=ROOT, check=True)


def _run(settings: Settings, checkout: Path, *, is_profiled: bool) -> _Night:
    """One night of a build on a copy of the archive, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        for name in _KEPT:
            place = settings.data_dir / name
            if place.is_dir():
                shutil.copytree(place, data / settings.profile / name)
        environment = {**os.environ, "HIROBA_DATA_DIR": str(data), "HIROBA_PROFILE": settings.profile}
        command = [str(checkout / ".venv" / "bin" / "hiroba"), "run", "--from-archive"]
        watched = watch(command, checkout, environment, data / "dagster" if is_profiled else None)
        release = (data / settings.profile / "published" / "latest").resolve()
        files = {str(path.relative_to(release)): path for path in sorted(release.rglob("*")) if path.is_file()}
        prints = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
        return _Night(watched, sum(path.stat().st_size for path in files.values()), prints)


def _costs(name: str, nights: list[_Night]) -> str:
    cpu, wall, mib = _medians(nights)
    return (
        f"{name}: CPU {cpu:.1f} 秒、経過 {wall:.1f} 秒、メモリー {mib:,.0f} MiB"
        f"、公開 {nights[-1].byte_count / 2**20:.1f} MiB、{len(nights)} 回の中央値"
    )


def _medians(nights: list[_Night]) -> tuple[float, float, float]:
    of = [each.watched for each in nights]
    return (
        median(each.cpu_seconds for each in of),
        median(each.wall_seconds for each in of),
        median(each.tree_mib for each in of),
    )


def _ratio(other: list[_Night], own: list[_Night]) -> str:
    cpu, wall, mib = (now / then for then, now in zip(_medians(other), _medians(own), strict=True))
    return f"相手に対する比: CPU {cpu:.2f}、経過 {wall:.2f}、メモリー {mib:.2f}"


def _differing(other: dict[str, str], own: dict[str, str]) -> Iterator[str]:
    every = (other.keys() | own.keys()) - set(_NOT_BYTES)
    wrong = sorted(name for name in every if other.get(name) != own.get(name))
    shown = f": {'、'.join(wrong[:_SHOWN])}" if wrong else ""
    yield f"公開したファイル {len(every)}（{'・'.join(_NOT_BYTES)} を除く）のうち、バイトが違うもの {len(wrong)}{shown}"


def _profile(of: list[Watched]) -> Iterator[str]:
    """Medians over all nights, the stages that take most first."""
    yield f"  {'段階':<34} {'CPU 秒':>7} {'経過 秒':>7} {'MiB':>6}"
    tables = [{each.name: each for each in stages(watched)} for watched in of]
    medians = []
    for name in dict.fromkeys(name for table in tables for name in table):
        rows = [table[name] for table in tables if name in table]
        cpu, wall = median(row.cpu_seconds for row in rows), median(row.wall_seconds for row in rows)
        medians.append(Stage(name, cpu, wall, median(row.mib for row in rows)))
    for name, cpu, wall, mib in sorted(medians, key=lambda row: -row.cpu_seconds):
        yield f"  {name:<34} {cpu:>7.2f} {wall:>7.2f} {mib:>6.0f}"
