"""Cities that nobody has: a folder each as `hiroba new-city` makes it, with a list of made activities on a saved page.

Belongs here: making them, in a copy of the package of cities that is used in its place. Does not belong here: what is
measured with them (`every_city`, `deploy/many`).
"""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from cities.nation import towns_of
from pipelines.settings import ROOT

LISTINGS = 60
_TOWNS = ROOT / "cities" / "towns.parquet"
_LEAST_TOWNS = 20
_KINDS = (
    "体操教室",
    "子育てサロン",
    "囲碁クラブ",
    "認知症カフェ",
    "おもちゃ病院",
    "花壇の会",
    "日本語教室",
    "朗読の会",
)
_DAYS = ("毎週月曜", "毎週水曜", "毎月第1土曜", "毎月第2・第4金曜", "毎週火・木曜")
_HOURS = ("9時30分～11時", "10時～12時", "13時30分～15時", "18時～20時")
_FEES = ("無料", "1回100円", "月500円")
_HEAD = ("名称", "開催日時", "会場", "所在地", "対象", "参加費", "主催", "連絡先")
_CREATE = (
    "import json, sys\nfrom cities.new_city import create\nfor key, code in json.load(sys.stdin): create(key, code)"
)
_SOURCE = """\
# 作った市の一覧（測るためのもの。実在しない）
key = "{key}_list"
name = "活動の一覧（{name}）"
owner = "{name}市民活動課"
platform = "city_cms"
role = "register"
about = ["community"]
home_url = "https://{host}/list.html"
start_urls = ["https://{host}/list.html"]
hosts = ["{host}"]
licence = "作った一覧"
attribution = "作った一覧"
id_prefix = "{letters}x"
key_fields = ["name_text", "venue_text"]
kind = "community"
pace = "static"
daily_requests = 20
max_age_days = 30
status = "active"

[expected]
minimum = {low}
maximum = {high}
origin = "作った掲載の数の半分から二倍まで"

[layout]
body = ".main_naka_kiji .mol_contents"
updated = "time.updated::attr(datetime)"

[labels.fields]
"名称" = "name_text"
"開催日時" = "schedule_text"
"会場" = "venue_text"
"所在地" = "address_text"
"対象" = "target_text"
"参加費" = "fee_text"
"主催" = "organizer_text"
"連絡先" = "phone_text"
"""


def make_cities(folder: Path, count: int, listings: int = LISTINGS) -> tuple[list[str], dict[str, str]]:
    """Make so many cities.

    Args:
        folder: where the package of cities and the data of all of them go.
        count: how many.
        listings: on the list of each.

    Returns:
        Their keys, and the environment in which a process finds them.
    """
    package = folder / "cities"
    package.mkdir()
    for path in (ROOT / "cities").iterdir():
        if path.name != "__pycache__":
            (package / path.name).symlink_to(path)
    environment = os.environ | {
        "PYTHONPATH": str(folder),
        "PYTHONSAFEPATH": "1",  # else the package of the checkout stands before ours
        "HIROBA_DATA_DIR": str(folder / "data"),
        "HIROBA_PROFILE": "sample",
    }
    codes = _codes(count)
    made = {f"{first}{second}made": code for (first, second), code in zip(_letters(), codes, strict=False)}
    told = json.dumps(list(made.items()))
    subprocess.run([sys.executable, "-c", _CREATE], input=told, text=True, env=environment, cwd=folder, check=True)
    for key, code in made.items():
        _write_list(package / key, key, code, listings)
    return list(made), environment


def _letters() -> Iterator[tuple[str, str]]:
    """Two letters each: what stands in front of the IDs of a city."""
    letters = "abcdefghijlmnopqrstuvwxyz"  # without k: the default city has it
    return ((first, second) for first in letters for second in letters)


def _codes(count: int) -> list[str]:
    """Municipalities without wards, with enough towns that have points, spread over the country: as most are."""
    points = pl.scan_parquet(_TOWNS).drop_nulls("lat").filter(pl.col("ward_code").is_null())
    towns = points.group_by("city_code").len().filter(pl.col("len") >= _LEAST_TOWNS)
    every = towns.sort("city_code").collect().get_column("city_code").to_list()
    return every[:: max(len(every) // count, 1)][:count]


def _write_list(folder: Path, key: str, code: str, listings: int) -> None:
    towns = towns_of(code).drop_nulls("lat")
    name, host = towns.item(0, "city"), f"www.{key}.example"
    source = folder / "sources" / f"{key}_list"
    source.mkdir()
    facts = {"key": key, "name": name, "host": host, "letters": key[:2], "low": listings // 2, "high": listings * 2}
    (source / "source.toml").write_text(_SOURCE.format(**facts), encoding="utf-8")
    site = folder / "sample_pages" / host
    site.mkdir(parents=True)
    (site / "list.html").write_text(_page(name, towns, listings), encoding="utf-8")


def _page(name: str, towns: pl.DataFrame, listings: int) -> str:
    rows = [_HEAD, *(_row(towns, number) for number in range(listings))]
    cells = [
        "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row)
        for row, tag in zip(rows, ["th"] + ["td"] * listings, strict=True)
    ]
    table = "".join(f"<tr>{each}</tr>" for each in cells)
    dated = "<time class='updated' datetime='2026-11-20'></time>"
    body = f"<h1>{name}の活動の一覧</h1>{dated}<div class='mol_contents'><table>{table}</table></div>"
    page = f"<title>一覧</title><div class='main_naka_kiji'>{body}</div>"
    return f"<!doctype html><html lang='ja'><meta charset='utf-8'>{page}</html>"


def _row(towns: pl.DataFrame, number: int) -> tuple[str, ...]:
    town = towns.row(number * 7 % towns.height, named=True)
    place = f"{town['prefecture']}{town['county'] or ''}{town['city']}{town['ward'] or ''}{town['oaza']}"
    place += f"{town['chome']}丁目" if town["chome"] else ""
    kind = _KINDS[number % len(_KINDS)]
    group = f"{town['oaza']}{kind}{number // len(_KINDS) + 1}"
    when = f"{_DAYS[number % len(_DAYS)]} {_HOURS[number // 3 % len(_HOURS)]}"
    return (
        group, when, f"{town['oaza']}会館", place, "どなたでも", _FEES[number % len(_FEES)], f"{group}の会",
        f"0120-000-{number:03d}",
    )  # fmt: skip
