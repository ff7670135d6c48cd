"""A run whose file is damaged costs its source that run."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scrapers.declaration.source import load_source
from scrapers.runs.damaged import set_aside
from scrapers.runs.retention import prune
from scrapers.runs.run import PARTITION_TABLES, Findings, Outcome, Run, all_runs, finish, gather
from warehouse.contract import KEPT_DAYS, TOKYO

FIRST = datetime(2026, 1, 1, 1, tzinfo=TOKYO)
KEYS = ("kawasaki_city_cafes", "sdc_wards")


def run(raw_dir: Path, key: str, day: int) -> Path:
    made = Run.at(load_source(key), "sample", FIRST + timedelta(days=day), raw_dir)
    finish(made, Findings(), Outcome("succeeded", "説明。"), FIRST)
    return made.folder


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def spoil(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[4:80] = b"\xff" * 76
    path.write_bytes(body)


def lose(path: Path) -> None:
    path.unlink()


# A folder without `raw__runs` is no finished run, and no damaged one
@pytest.mark.parametrize(
    ("name", "harm"),
    [(name, harm) for name in PARTITION_TABLES for harm in (cut, spoil, lose) if (name, harm) != ("raw__runs", lose)],
)
def test_a_damaged_run_is_set_aside_and_told_and_the_others_are_read(
    tmp_path: Path, name: str, harm: Callable[[Path], None]
) -> None:
    for key in KEYS:
        run(tmp_path, key, 0)
    folder = run(tmp_path, KEYS[0], 1)
    harm(folder / f"{name}.parquet")
    (said,) = set_aside(tmp_path)
    assert KEYS[0] in said
    assert name in said
    assert not folder.exists()
    assert (folder.parent / f"damaged-{folder.name}").is_dir(), "nothing is thrown away"
    runs = all_runs(tmp_path, KEYS)
    assert runs.height == 2
    assert gather(tmp_path, "raw__runs", runs).height == 2
    assert list(set_aside(tmp_path)) == []


def test_a_damaged_run_goes_when_its_like_go(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    old, young = run(raw, KEYS[0], 0), run(raw, KEYS[0], KEPT_DAYS)
    run(raw, KEYS[0], KEPT_DAYS + 5)
    for folder in (old, young):
        cut(folder / "raw__listings.parquet")
    assert len(list(set_aside(raw))) == 2
    prune(raw, tmp_path / "archive", tmp_path / "validators")
    assert [path.name for path in raw.glob("*/damaged-*")] == [f"damaged-{young.name}"]
