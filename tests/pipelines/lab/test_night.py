"""What a night costs is what its processes took, shared among its stages."""

import os
import sys
from pathlib import Path

import pytest

from pipelines.lab.bench.night import NoArchiveError, _differing, night
from pipelines.lab.bench.watched import BrokenNightError, Moment, Watched, stages, watch
from pipelines.settings import Settings

_BUSY = "import time\nuntil = time.process_time() + {seconds}\nwhile time.process_time() < until: pass\n"


def _watched(code: str, tmp_path: Path) -> Watched:
    return watch([sys.executable, "-c", code], tmp_path, os.environ, None)


def test_children_count_as_well_and_memory_is_that_of_all(tmp_path: Path) -> None:
    child = _BUSY.format(seconds=0.5) + "kept = b'x' * 60_000_000; time.sleep(0.5)"
    own = f"import subprocess, sys; kept = b'x' * 60_000_000; subprocess.run([sys.executable, '-c', {child!r}])"
    seen = _watched(own, tmp_path)
    assert 0.5 <= seen.cpu_seconds < 3
    assert seen.wall_seconds > 0.9
    assert seen.tree_mib > 120
    assert seen.moments[-1].cpu_seconds == seen.cpu_seconds


def test_what_a_broken_build_said_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenNightError, match="no page today"):
        _watched("raise SystemExit('no page today')", tmp_path)


def test_every_second_belongs_to_one_stage() -> None:
    moments = [Moment(at / 5, at / 10, 100 if at == 10 else 50) for at in range(1, 21)]
    seen = Watched(2.0, 4.0, 100, moments, [("read", 1.0, 2.0), ("match", 2.0, 3.0)])
    found = {each.name: each for each in stages(seen)}
    assert found["read"].cpu_seconds == pytest.approx(0.5)
    assert (found["read"].mib, found["match"].wall_seconds) == (100, pytest.approx(1.0))
    assert sum(each.cpu_seconds for each in found.values()) == pytest.approx(2.0)
    assert sum(each.wall_seconds for each in found.values()) == pytest.approx(4.0)


def test_bytes_are_compared_but_for_the_files_that_are_never_the_same() -> None:
    own = {"a.csv": "1", "b.csv": "2", "manifest.json": "3"}
    (said,) = _differing({"a.csv": "1", "b.csv": "9", "c.csv": "4", "manifest.json": "5"}, own)
    assert said.endswith("バイトが違うもの 2: b.csv、c.csv")


def test_without_an_archive_there_is_no_night(tmp_path: Path) -> None:
    with pytest.raises(NoArchiveError):
        list(night(Settings(tmp_path, "sample", None), 1, None, is_profiled=False))
