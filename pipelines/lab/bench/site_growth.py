"""How the site grows: seconds, memory, files and bytes for the city as it is and for a hundred thousand activities.

Belongs here: making it of the newest tables so many times over, each size in its own process. Does not belong here:
what readers get (`site`), the other files of a release (`release`).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

from pipelines.lab.bench.chromium import found_browser
from pipelines.lab.bench.release import published_times_over
from pipelines.lab.bench.site import waited
from pipelines.normalise.harms import JUDGED
from pipelines.publish.exports.tables import TableFiles
from pipelines.publish.outgoing import findings_in_site
from pipelines.publish.release import SAMPLE_NOTE
from pipelines.publish.site.write import write_site
from pipelines.settings import SITE

_MIB = 1024 * 1024


def growth(tables_dir: Path, sizes: tuple[int, ...]) -> Iterator[str]:
    """For each size: how long the site takes and what comes of it.

    Args:
        tables_dir: tables of the newest run.
        sizes: activities.
    """
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            published_times_over(tables_dir, size, Path(name))
            command = [sys.executable, "-m", "pipelines.lab.bench.site_growth", name]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            searched = waited(Path(name) / "release" / SITE) if found_browser() and not done.returncode else ""
        if done.returncode:
            yield f"{size:,}: 途中で止まりました: {done.stderr[-300:]}"
            continue
        cost = json.loads(done.stdout)
        yield (
            f"サイトを作る（活動 {cost['activities']:,}）: {cost['seconds']:.1f} 秒（CPU {cost['cpu']:.1f} 秒）、"
            f"メモリー {cost['mib']:,} MiB、{cost['files']:,} ファイル {cost['bytes'] / _MIB:,.0f} MiB、"
            f"最後の確かめ {cost['scan']:.1f} 秒"
        )
        if searched:
            yield searched


def main() -> None:
    """Make the site of the tables in a folder, and say what it took."""
    folder = Path(sys.argv[1])
    tables = TableFiles({path.stem: path for path in folder.glob("*.parquet")})
    release = folder / "release"
    release.mkdir()
    started, cpu = perf_counter(), process_time()
    write_site(tables, release, SAMPLE_NOTE)
    made, used = perf_counter(), process_time()
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    findings = findings_in_site(release, JUDGED)
    scanned = perf_counter()
    if findings:
        raise ValueError(f"{len(findings)} か所に公開してはいけないものがあります: {findings[0]}")
    sizes = [path.stat().st_size for path in (release / SITE).rglob("*") if path.is_file()]
    cost = {"seconds": made - started, "cpu": used - cpu, "scan": scanned - made, "mib": mib}
    cost |= {"files": len(sizes), "bytes": sum(sizes), "activities": tables["activities"].height}
    sys.stdout.write(json.dumps(cost) + "\n")


if __name__ == "__main__":
    main()
