"""What the bench of the site asks, and the plain server it asks it of."""

import csv
import re
import urllib.request
from collections import Counter
from pathlib import Path

from pipelines.lab.bench.site import HALVES, QUERIES
from pipelines.lab.bench.site_outside import plain_server


def test_the_searches_are_a_hundred_half_of_them_kept_back_and_each_says_what_is_right() -> None:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert Counter(row["half"] for row in rows) == dict.fromkeys(HALVES, 50)
    assert len({row["query"] for row in rows}) == 100
    # A pattern that everything fits, or that stands for nothing, would make every search right or none
    assert [
        row for row in rows if re.search(row["right"], "") or not re.search(r"[ぁ-んァ-ヶ一-龠]", row["right"])
    ] == []


def test_a_plain_server_gives_files_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("あ", encoding="utf-8")
    with plain_server(tmp_path) as base, urllib.request.urlopen(f"{base}/a.html", timeout=10) as answer:
        assert answer.read().decode() == "あ"
