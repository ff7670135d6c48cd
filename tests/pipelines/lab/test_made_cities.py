"""Made cities: whole, found by a process that has nothing of them in its checkout, each with letters of its own."""

import json
import subprocess
import sys
from pathlib import Path

from pipelines.lab.bench.made_cities import make_cities

LOOK = """
import json, sys
from cities.city import read_city
from cities.here import here
from pipelines.orchestration.as_made import print_of
from pipelines.settings import load_settings
from pipelines.trend.resolver import version
from scrapers.declaration.declarations import declarations
from scrapers.runs.as_read import _code
_code()
letters = [read_city(key).id_letters for key in sys.argv[1:]]
problems = {key: each.problem for key, each in declarations().items()}
told = {"here": here().key, "letters": letters, "problems": problems, "made_of": print_of("x")}
print(json.dumps(told | {"method": version(load_settings()).reader_version, "data": str(load_settings().data_dir)}))
"""


def test_a_process_finds_made_cities_whole_and_knows_what_they_were_made_of(tmp_path: Path) -> None:
    keys, environment = make_cities(tmp_path, 3, listings=5)
    told = []
    for key in keys[:2]:
        done = subprocess.run(
            [sys.executable, "-c", LOOK, *keys],
            env=environment | {"HIROBA_CITY": key},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        told.append(json.loads(done.stdout))
    assert [each["here"] for each in told] == keys[:2]
    assert len(set(told[0]["letters"])) == 3
    assert told[0]["problems"] == {f"{keys[0]}_list": None}, "its own list, and nothing wrong with it"
    assert told[0]["data"] == str(tmp_path / "data" / keys[0] / "sample")
    assert told[0]["method"] != told[1]["method"], "another city is read by another declaration"
    page = (tmp_path / "cities" / keys[0] / "sample_pages" / f"www.{keys[0]}.example" / "list.html").read_text()
    assert page.count("<tr>") == 6
