"""A table is read whole, also while it is being replaced."""

import shutil
import threading
from pathlib import Path

import polars as pl

from warehouse.storage import files_under, read_table, read_whole, swap_in


def test_a_table_that_is_replaced_meanwhile_is_read_as_it_was_or_as_it_is(tmp_path: Path) -> None:
    sizes = (1, 3_000)
    for size in sizes:
        pl.DataFrame({"number": range(size), "text": ["会" * (each % 90) for each in range(size)]}).write_parquet(
            tmp_path / f"{size}.parquet"
        )
    path, stop = tmp_path / "table.parquet", threading.Event()
    shutil.copy(tmp_path / "1.parquet", path)

    def replace() -> None:
        while not stop.is_set():
            for size in sizes:
                part = tmp_path / ".part"
                shutil.copy(tmp_path / f"{size}.parquet", part)
                swap_in(part, path)

    writer = threading.Thread(target=replace)
    writer.start()
    try:
        seen = {read_table(path).height for _ in range(1_000)}
    finally:
        stop.set()
        writer.join()
    assert seen <= set(sizes)


def test_files_are_found_in_the_order_of_their_paths_and_nothing_outside(tmp_path: Path) -> None:
    for name in ("a/b/c.html", "a-b.html", "a/b.html", "z", "a/あ.json"):
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x").write_text("x", encoding="utf-8")
    (tmp_path / "own" / "out").symlink_to(tmp_path / "other")
    found = list(files_under(tmp_path / "own"))
    assert [Path(each.path) for each in found] == sorted(p for p in (tmp_path / "own").rglob("*") if p.is_file())
    assert [each.size for each in found] == [len(read_whole(each.path)) for each in found]
