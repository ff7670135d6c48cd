"""What is on disk is taken for what today's inputs would give only where it was made of them."""

from pathlib import Path

import polars as pl
import pytest

from pipelines.orchestration import as_made as module
from pipelines.orchestration.as_made import MADE_OF, as_made, made_once, print_of
from pipelines.settings import Settings
from warehouse.contract import table
from warehouse.contract.derived.frames import empty_frame
from warehouse.storage import write_table

NAME = "core__moved_listings"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, "sample", None)


def test_tables_are_taken_as_made_of_the_same_and_of_nothing_else(settings: Settings) -> None:
    path, made_of = settings.table_path(NAME), print_of(pl.DataFrame({"a": [1]}), "told")
    assert as_made(settings, [NAME], made_of) is None
    written = write_table(table(NAME), empty_frame(table(NAME)), path, {MADE_OF: made_of})
    tables = as_made(settings, [NAME], made_of)
    assert tables is not None
    assert tables[0].equals(written)
    assert as_made(settings, [NAME], print_of(pl.DataFrame({"a": [2]}), "told")) is None
    assert as_made(settings, [NAME, "norm__listings"], made_of) is None
    # Whoever writes it anew without saying of what: a listing was taken away, say
    write_table(table(NAME), written, path)
    assert as_made(settings, [NAME], made_of) is None


def test_a_print_tells_values_names_order_and_code(monkeypatch: pytest.MonkeyPatch) -> None:
    df = pl.DataFrame({"a": ["x", None], "b": ["", "y"]})
    others = [
        (df.reverse(),),
        (df.rename({"a": "c"}),),
        (df.with_columns(a=pl.lit("x")),),
        (df, ""),
        (df, "1"),
        (pl.DataFrame({"a": ["x", ""], "b": ["", "y"]}),),
    ]
    prints = {print_of(df), *(print_of(*each) for each in others)}
    assert len(prints) == 1 + len(others)
    assert print_of(df.clone()) in prints
    monkeypatch.setattr(module, "_code", lambda: b"other")
    assert print_of(df) not in prints


def test_a_workbook_is_written_again_when_it_is_of_something_else_or_was_touched(settings: Settings) -> None:
    path, written = settings.desk_dir / "a.xlsx", []

    def write() -> int:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("body", encoding="utf-8")
        written.append(1)
        return 7

    settings.tables_dir.mkdir(parents=True)
    assert [made_once(settings, path, "of", write) for _ in range(2)] == [7, 7]
    assert len(written) == 1
    path.write_text("what a person wrote into it", encoding="utf-8")
    assert made_once(settings, path, "of", write) == 7
    made_once(settings, path, "of another", write)
    path.unlink()
    made_once(settings, path, "of another", write)
    assert len(written) == 4
