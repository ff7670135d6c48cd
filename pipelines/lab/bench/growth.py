"""Growth beside the truth: what the sample city says happened, and what the releases say of it.

Belongs here: a few nights of the calendar, causes set against what is true, the count that a reader would have compared
instead. Does not belong here: the nights themselves (`lab.drills.nights`), the causes (`pipelines.trend`).
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl

from cities.kawasaki.sample_city.calendar import LAST_DAY
from cities.kawasaki.sample_city.vocabulary import FEED
from cities.kawasaki.sample_city.world import FIRST_DAY, World
from pipelines.lab.bench.truth import with_truth
from pipelines.lab.drills.nights import Small, crawl, publish_night
from pipelines.trend.bridge import REAL, Period, nights_of, periods, settled
from warehouse.contract import label_ja
from warehouse.storage import read_table

DAYS = (FIRST_DAY, dt.date(2026, 12, 31), dt.date(2027, 1, 31), LAST_DAY)
_CAME, _WENT = ("born", "newly_listed"), ("ended", "delisted")
_OPEN = {
    **dict.fromkeys(_CAME, ("appeared_unknown",)),
    **dict.fromkeys(_WENT, ("vanished_unknown", "missing")),
}
"""True cause → what may be said where nothing tells which."""
_UNDECIDED = {code for codes in _OPEN.values() for code in codes}
_NONE = "-"


class Judged(NamedTuple):
    """Activities by true cause: said rightly, left open because nothing tells, said wrongly.

    Where nothing happened, a cause that is no growth (split, edited, seen again) is right: the number changed, and the
    release says that it is the lists. What stands on the feed of events alone may be no activity that goes on, and is
    judged only where something is said of it.
    """

    right: Counter[str]
    left_open: Counter[str]
    wrong: Counter[str]


class Known(NamedTuple):
    """What a few nights have left: the city, its releases, entity of every activity that was ever published."""

    small: Small
    published: Path
    entity: dict[str, str]
    problems: list[str]


def growth() -> Iterator[str]:
    """Lines: the truth, the count, the causes beside the truth."""
    with tempfile.TemporaryDirectory() as folder:
        yield from figures(lived(Path(folder), DAYS), DAYS)


def lived(folder: Path, days: tuple[dt.date, ...]) -> Known:
    """Publish the small city on some days.

    Args:
        folder: an empty folder.
        days: of the calendar, in order.
    """
    small, entity = Small(), dict[str, str]()
    problems: list[str] = []
    for day in days:
        crawl(small, day, folder)
        problems += publish_night(small, day, folder)
        listings = read_table(folder / "tables" / "norm__listings.parquet")
        bridge = read_table(folder / "published" / "latest" / "activity_listings.parquet")
        known = with_truth(listings, small.world(day)).join(bridge, on="listing_id").group_by("activity_id")
        entity |= dict(known.agg(pl.col("entity_id").mode().min()).iter_rows())
    return Known(small, folder / "published", entity, problems)


def figures(known: Known, days: tuple[dt.date, ...]) -> Iterator[str]:
    """What came of it.

    Args:
        known: as `lived` gives it.
        days: the same days.
    """
    latest = (known.published / "latest").resolve()
    log, releases = (read_table(latest / f"{name}.parquet") for name in ("growth_log", "release_log"))
    first, last = releases.row(0, named=True), releases.row(-1, named=True)
    (period,) = (each for each in periods(releases, last["release_id"]) if each.code == "all")
    ends = known.small.world(days[0]), known.small.world(days[-1])
    truth = true_causes(*ends, days[0])
    said = said_causes(log, releases, period, known.entity)
    judged = judge(truth, said, events_alone(*ends))
    yield f"{days[0]} から {days[-1]} まで（{len(days)} 回の公開、小さい見本の市。掲載 {first['listing_count']} 件）"
    for problem in known.problems:
        yield f"  公開の検査: {problem}"
    real = Counter(truth.values())
    net = real["born"] - real["ended"] - real["paused"]
    yield (
        f"本当のこと: 始まった {real['born']}、終わった {real['ended']}、休止した {real['paused']}（差 {net:+d}）。"
        f"前からあり載った {real['newly_listed']}、続いているのに一覧から消えた {real['delisted']}"
    )
    rows, listed = (last[name] - first[name] for name in ("activity_count", "listing_count"))
    yield f"件数を比べると: 掲載 {listed:+d}、活動 {rows:+d}、数える活動 {last['stock_size'] - first['stock_size']:+d}"
    yield "本当の理由              正しい  決めない  誤り"
    for code in sorted({*judged.right, *judged.left_open, *judged.wrong}):
        counts = (each[code] for each in (judged.right, judged.left_open, judged.wrong))
        yield f"{_label(code)}  " + "  ".join(f"{count:>6}" for count in counts)
    total = [sum(each.values()) for each in judged]
    yield f"合計: 正しい {total[0]}、わからないので決めない {total[1]}、誤り {total[2]}"
    (line,) = read_table(latest / "growth.parquet").filter(ward_cell="all", kind_cell="all")["sentence_ja"]
    yield f"公開の一文: {line}"


def _label(code: str) -> str:
    return {"delisted": "一覧から消えた（続いている）", _NONE: "何もない"}.get(code) or label_ja("growth_cause", code)


def true_causes(first: World, last: World, since: dt.date) -> dict[str, str]:
    """Entity → what truly happened to it between two days; `delisted` where it goes on without a listing.

    Args:
        first: the city on the first day.
        last: the city on the last day.
        since: the first day.
    """
    listed = [{entry.entity_id for entry in world.entries} for world in (first, last)]
    truth: dict[str, str] = {}
    for change in last.happened:
        name = change.entity_id
        if change.day <= since or not name:
            continue
        if change.kind == "start" and change.fact and name in listed[1]:
            truth[name] = "born" if change.fact == "born" else "newly_listed"
        elif change.kind == "end" and change.fact and name in listed[0] - listed[1]:
            truth[name] = "ended" if change.fact == "ended" else "delisted"
        elif change.kind in ("pause", "close"):
            truth[name] = "paused" if change.kind == "pause" else "ended"
        elif change.kind == "resume":
            truth.pop(name, None)
    return truth


def said_causes(log: pl.DataFrame, releases: pl.DataFrame, period: Period, entity: dict[str, str]) -> dict[str, str]:
    """Entity → what the releases say of it over a period; an activity the truth does not know is its own entity.

    Args:
        log: rows of `growth_log`.
        releases: rows of `release_log`.
        period: which.
        entity: activity → entity.
    """
    rows = settled(nights_of(log, releases, period), period)
    changing = rows.filter(pl.col("ward_cell").is_null() != pl.col("last_ward_cell").is_null())
    return {entity.get(name, name): code for name, code in changing.select("activity_id", "cause_code").iter_rows()}


def events_alone(*worlds: World) -> set[str]:
    """Entities that stand on the feed of events and nowhere else."""
    entries = [entry for world in worlds for entry in world.entries]
    return {each.entity_id for each in entries if each.site == FEED} - {
        each.entity_id for each in entries if each.site != FEED
    }


def judge(truth: dict[str, str], said: dict[str, str], events: set[str]) -> Judged:
    """Set one beside the other.

    Args:
        truth: as `true_causes` gives it.
        said: as `said_causes` gives it.
        events: as `events_alone` gives it.
    """
    judged = Judged(Counter(), Counter(), Counter())
    for name in sorted(truth.keys() | said.keys()):
        true, told = truth.get(name, _NONE), said.get(name, _NONE)
        if name in events and told == _NONE:
            continue
        is_right = true == told or (true == _NONE and told not in {*REAL, *_CAME, *_UNDECIDED})
        place = judged.right if is_right else judged.left_open if told in _OPEN.get(true, ()) else judged.wrong
        place[true] += 1
    return judged
