"""Many cities in one run: what their nights take together, each in its own process as `every_city` starts them.

Belongs here: that. Does not belong here: making the cities (`made_cities`), the night of one (`night`).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

from pipelines.lab.bench.made_cities import make_cities
from pipelines.orchestration.every_city.night import night_of
from pipelines.settings import load_settings

COUNTS = (1, 8, 64)
_AT_ONCE = 2


def cities(counts: tuple[int, ...]) -> Iterator[str]:
    """For each number of cities: seconds, memory, releases and rows, and how the work grows.

    Args:
        counts: of cities.
    """
    last: tuple[int, float] | None = None
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="hiroba-") as name:
            keys, environment = make_cities(Path(name), count)
            command = [sys.executable, "-m", "pipelines.lab.bench.every_city", *keys]
            done = subprocess.run(command, env=environment, cwd=name, capture_output=True, text=True, check=False)
        if done.returncode:
            yield f"{count} 市: 途中で止まりました: {done.stderr[-300:]}"
            continue
        cost = json.loads(done.stdout)
        grown = f"、{count / last[0]:g} 倍の市で CPU {cost['cpu'] / last[1]:.1f} 倍" if last else ""
        yield (
            f"{count} 市（{_AT_ONCE} 市ずつ）: 公開 {cost['releases']}、掲載 {cost['rows']:,}、"
            f"経過 {cost['wall']:.0f} 秒、"
            f"CPU {cost['cpu']:.0f} 秒（1 市 {cost['cpu'] / count:.1f} 秒）、一つのプロセスの最大 {cost['mib']} MiB、"
            f"データ {cost['bytes'] / count / 2**20:.1f} MiB/市{grown}"
        )
        last = count, cost["cpu"]
        for key, said in cost["failed"].items():
            yield f"  {key}: 公開していません: {said}"


def main(keys: list[str]) -> None:
    """Run the nights of cities that this process finds, and say what they took."""
    started = perf_counter()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        ended = dict(zip(keys, pool.map(_night, keys), strict=True))
    rows = [each for each in ended.values() if isinstance(each, int)]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    data = load_settings().data_root
    told = {
        "releases": len(rows),
        "rows": sum(rows),
        "failed": {key: said for key, said in ended.items() if isinstance(said, str)},
        "wall": perf_counter() - started,
        "cpu": used.ru_utime + used.ru_stime,
        "mib": used.ru_maxrss // 1024,
        "bytes": sum(path.lstat().st_size for path in data.rglob("*") if path.is_file() and not path.is_symlink()),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def _night(key: str) -> int | str:
    """Listings of the release that a city has published; what its night said last where it has not."""
    night = night_of(key, "bench", load_settings())
    night.begin()
    with night.process() as child:
        said = list(night.lines(child))
        assert child.stdin is not None
        child.stdin.close()
    release = night.released()
    if release is None:
        return said[-1] if said else ""
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    return int(manifest["rows"]["activity_listings"])


if __name__ == "__main__":
    main(sys.argv[1:])
