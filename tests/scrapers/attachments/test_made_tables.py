"""The readers judged by files that real programs made: no row lost, invented or wrong, nothing hidden read.

The files are made by `tests/made_tables/make.py`; those below `kept` were never used to tune a reader.
"""

from pathlib import Path

import pytest

from pipelines.lab.bench.made_files import FILES, all_files, fits, read_file

REFUSED = {".ods", ".docx"}
PATHS = [path for path in all_files() if path.suffix not in REFUSED]
pytestmark = pytest.mark.usefixtures("files_opened_here")


def name_of(path: Path) -> str:
    return path.relative_to(FILES).as_posix()


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_every_row_of_a_real_file_is_read_or_counted(path: Path) -> None:
    reading = read_file(path)
    assert reading.lost == []
    assert reading.invented == []
    assert reading.wrong == []
    assert reading.leaked == []
    assert reading.unaccounted == []


@pytest.mark.parametrize("path", [path for path in all_files() if path.suffix in REFUSED], ids=name_of)
def test_a_file_of_another_kind_is_a_sentence_that_says_what_to_do(path: Path) -> None:
    reading = read_file(path)
    assert reading.listings == []
    (said,) = [row for row in reading.issues if row["reason_code"] == "broken_attachment"]
    assert said["is_quarantined"]
    assert "Excel（.xlsx）か PDF" in said["detail_text"]


def test_there_are_files_of_ten_shapes_and_four_makers_each() -> None:
    makers: dict[str, int] = {}
    for path in all_files():
        makers[name_of(path.parent)] = makers.get(name_of(path.parent), 0) + 1
    own = [count for shape, count in makers.items() if not shape.startswith("kept/")]
    assert len(own) >= 10
    assert min(makers.values()) >= 4
    assert sum(path.stat().st_size for path in all_files()) < 6_000_000


@pytest.mark.parametrize(
    ("true", "read", "is_same"),
    [
        ("044-000-1000\n044-000-1200", "044-000-1000044-000-1200", False),
        ("044-000-1000\n044-000-1200", "044-000-1000 044-000-1200", True),
        ("見本町三丁目", "見本町三 丁目", True),
        ("10:00～11:30", "10:00〜11:30", True),
        ("見本町", "見本町2", False),
    ],
)
def test_what_counts_as_the_same_text(true: str, read: str, is_same: bool) -> None:
    assert fits(true, read) is is_same
