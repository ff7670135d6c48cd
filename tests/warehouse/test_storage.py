"""A table is read whole, also while it is being replaced."""

import shutil
import threading
from pathlib import Path

import polars as pl

from warehouse.storage import read_table, swap_in


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
