"""Drills of the clock: leap day, year end, midnight in Tokyo and in London, a clock that jumps.

Belongs here: moments and what must follow from them. Does not belong here: schedules as people write them (tests of
`normalise`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pipelines.ingest.chosen_runs import select_runs
from pipelines.lab.drills.made import flow_tables, one_source, published_files, raw_listings
from pipelines.lab.drills.result import Drill
from pipelines.publish.history import tidy
from pipelines.publish.release import publish, switch
from pipelines.publish.shelf import Shelf
from scrapers.declaration.source import load_source
from scrapers.runs.run import Findings, Outcome, Run, all_runs, finish, gather, next_start, run_id_of
from warehouse.contract import TOKYO, published_tables
from warehouse.storage import read_table

# Night in UTC → day in Tokyo: leap day, the day after, year end, new year, half past midnight in Tokyo
_NIGHTS = {
    datetime(2028, 2, 28, 16, tzinfo=UTC): date(2028, 2, 29),
    datetime(2028, 2, 29, 16, tzinfo=UTC): date(2028, 3, 1),
    datetime(2026, 12, 30, 16, tzinfo=UTC): date(2026, 12, 31),
    datetime(2026, 12, 31, 15, 30, tzinfo=UTC): date(2027, 1, 1),
    datetime(2026, 11, 23, 14, 59, tzinfo=UTC): date(2026, 11, 23),
    datetime(2026, 11, 23, 15, 0, tzinfo=UTC): date(2026, 11, 24),
}
_COUNT = 12


def clocks(folder: Path) -> Iterator[Drill]:
    """Days that are not like others, and clocks that are wrong."""
    yield _days(folder / "days")
    yield jumps(folder / "jumps")


def _days(folder: Path) -> Drill:
    """Two nights in a row around each moment: named after the day in Tokyo, nothing changed, no day in the past."""
    survived, seen = 0, []
    for number, (moment, day) in enumerate(_NIGHTS.items()):
        last = None
        for step in (0, 1):
            started = (moment + timedelta(days=step)).astimezone(TOKYO)
            tables = flow_tables(raw_listings(_COUNT), last, one_source(_COUNT, started))
            files = published_files(tables, folder / f"{number}-{step}")
            made = publish(files, folder / f"{number}-published")
            last = {entry.name: read_table(files[entry.name]) for entry in published_tables()}
            today = day + timedelta(days=step)
            held = last["activity_occurrences"].get_column("held_on").min()
            opened = last["activity_history"].filter(last["activity_history"]["valid_to_on"].is_null())
            is_right = (
                made.folder.name.startswith(f"release-{today:%Y%m%d}T")
                and (held is None or held >= today)  # type: ignore[operator]  # a date
                and opened.height == _COUNT
                and (step == 0 or tables["core__activity_changes"].is_empty())
            )
            survived += bool(is_right)
            seen += [] if is_right else [str(started)]
    sentence = f"合わない夜: {'、'.join(seen)}" if seen else "日付は日本の日、変わったことは 0、過ぎた開催日は 0"
    must = "日本時間の日付で、何も変わらない夜は何も変わらない"
    return Drill("うるう日、年末年始、日本と協定世界時の真夜中", must, 2 * len(_NIGHTS), survived, sentence)


def jumps(folder: Path) -> Drill:
    """A clock that jumps back a day, a year, to 1970, or ahead ten years: the newest run is used, no release goes."""
    source, survived = load_source("sdc_wards"), 0
    steps = (timedelta(days=-1), timedelta(days=-366), timedelta(days=-20_000), timedelta(days=3650))
    files = published_files(flow_tables(raw_listings(3)), folder / "tables")
    model = publish(files, folder / "model").folder
    for number, step in enumerate(steps):
        place = folder / str(number)
        now = datetime(2026, 12, 1, 1, tzinfo=TOKYO)
        for night in range(9):
            clock = now + timedelta(days=night) + (step if night > 6 else timedelta())
            started = next_start(place / "raw", clock)
            made = Run.at(source, "sample", started, place / "raw")
            finish(made, Findings(), Outcome("succeeded", "正常です。"), started)
            # Every night the same release under the name of its run: what is tried is which one stays
            release = place / "published" / "releases" / f"release-{started:%Y%m%dT%H%M%S}-0"
            shutil.copytree(model, release)
            switch(place / "published" / "latest", release)
            tidy(place / "published")
        runs = gather(place / "raw", "raw__runs", all_runs(place / "raw", (source.key,)))
        chosen = select_runs(runs, {source.key: 30}).row(0, named=True)
        left = Shelf(place / "published").all()
        is_newest = chosen["run_id"] == run_id_of(started) == max(path.name for path in made.folder.parent.iterdir())
        survived += is_newest and (place / "published" / "latest").resolve() == left[-1].resolve() and len(left) >= 7
    seen = "いつも最後の取得を使い、latest は最後の公開を指し、直近 7 つの公開は残った"
    must = "後から取得したものが新しい。時計の先走りで過去の公開を失わない"
    return Drill("時計の逆戻り（1日、1年、1970年代）と10年の先走り", must, len(steps), survived, seen)
