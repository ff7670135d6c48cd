"""Drill of a hundred nights: the sample calendar day by day, from its pages to a release.

Belongs here: the nights and what must hold over all of them. Real: the pages of the day with their flaws, the spiders,
the verdicts, runs on disk, the choice of runs, every step of the flow, every SQL model and check, the gate of
difference, the privacy scan, the release with all its files, tidying, its feed of changes and its history. Not in it,
so that it takes minutes: HTTP, Dagster, the figures of a healthy day, most of the listings (a small city with
everything that the calendar changes).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from cities.kawasaki.sample_city.calendar import LAST_DAY, faults_on, world_on
from cities.kawasaki.sample_city.server import Router
from cities.kawasaki.sample_city.world import FIRST_DAY, REPLICAS, World
from dbt_like_sql.loader import checks, run
from pipelines.core.changes import apply_changes
from pipelines.core.diff_gate import judge_diff
from pipelines.core.rekey import moved
from pipelines.core.remembered import as_of
from pipelines.ingest.chosen_runs import select_runs
from pipelines.lab.bench.changes import state
from pipelines.lab.bench.layout import answer_from
from pipelines.lab.drills.made import Night, flow_tables, published_files
from pipelines.lab.drills.result import Drill
from pipelines.normalise.listings import SourceRule
from pipelines.publish.history import tidy
from pipelines.publish.release import publish
from pipelines.publish.shelf import Shelf, as_written
from scrapers.declaration.labels import Expected
from scrapers.declaration.source import Source, load_source
from scrapers.runs.drive import drive
from scrapers.runs.retention import prune
from scrapers.runs.run import Findings, Run, all_runs, finish, gather, last_healthy
from scrapers.runs.verdicts import verdict
from warehouse.contract import TABLES, TOKYO, published_tables, table
from warehouse.contract.derived.frames import dtypes, frame
from warehouse.storage import read_table

_KEPT = 25
"""Listings of a site that are read besides those that something happens to."""
_MOST_BYTES = 16 * 1024**2
"""Room that one more night may take, while no old one goes yet."""
_ONE_O_CLOCK = dt.time(1, tzinfo=TOKYO)


@dataclass(slots=True)
class _Seen:
    """What the nights have shown so far."""

    published: int = 0
    wrong: list[str] = field(default_factory=list)
    ever: set[str] = field(default_factory=set)
    kept: int = 0
    unchanged: int = 0
    told: int = 0
    states: dict[dt.date, pl.DataFrame] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)
    releases_left: list[int] = field(default_factory=list)


def nights(folder: Path, count: int) -> Drill:
    """Publish one night of the calendar after the other.

    Args:
        folder: an empty folder.
        count: how many nights, from the first day on.
    """
    seen, before = _Seen(), dict[str, str]()
    small = Small()
    for offset in range(min(count, (LAST_DAY - FIRST_DAY).days + 1)):
        day = FIRST_DAY + dt.timedelta(days=offset)
        crawl(small, day, folder)
        seen.wrong += [f"{day}: {problem}" for problem in publish_night(small, day, folder)]
        seen.published += (folder / "published" / "latest").exists()
        _remember(seen, day, folder / "published" / "latest")
        bridge = read_table(folder / "published" / "latest" / "activity_listings.parquet")
        now = dict(bridge.select("listing_id", "activity_id").iter_rows())
        seen.unchanged += len(before.keys() & now.keys())
        seen.kept += sum(before[listing] == now[listing] for listing in before.keys() & now.keys())
        seen.ever |= set(now.values())
        seen.sizes.append(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()))
        seen.releases_left.append(len(Shelf(folder / "published").all()))
        before = now
    return _judged(seen, folder)


def _remember(seen: _Seen, day: dt.date, latest: Path) -> None:
    """What was published on a day, and whether the changes of that day lead to it from the day before."""
    now, changes = state(latest), read_table(latest / "activity_changes.parquet")
    if before := [*seen.states.values()][-1:]:
        seen.told += apply_changes(before[0], changes).equals(now)
    seen.states[day] = now


def _judged(seen: _Seen, folder: Path) -> Drill:
    redirects = as_written(Shelf(folder / "published").latest(), "activity_redirects")
    assert redirects is not None
    lost = len(seen.ever - set(redirects.get_column("activity_id")))
    kept = seen.kept / seen.unchanged if seen.unchanged else 1.0
    grown = max((after - now for now, after in zip(seen.sizes, seen.sizes[1:], strict=False)), default=0)
    is_bounded = grown <= _MOST_BYTES and max(seen.releases_left) <= 92
    passed = seen.published - len({line.split(": ")[0] for line in seen.wrong})
    history = read_table(folder / "published" / "latest" / "activity_history.parquet")
    known = sum(as_of(history, day, then.schema).equals(then) for day, then in seen.states.items())
    is_true = seen.told == len(seen.states) - 1 and known == len(seen.states)
    if kept < 0.999 or not is_bounded or not is_true:
        passed = 0
    sentence = (
        f"誤った公開 {len(seen.wrong)}、差分 {seen.told}/{len(seen.states) - 1}、履歴 {known}/{len(seen.states)} 日、"
        f"変わらない掲載のID {kept:.3%} を保った、"
        f"公開したID {len(seen.ever)} 件のうち行き先のないもの {lost}、"
        f"一晩に増えた量は最大 {grown / 1024**2:.1f} MB、残した公開は最大 {max(seen.releases_left)}"
    )
    sentence += f"（{seen.wrong[0]}）" if seen.wrong else ""
    return Drill(
        f"見本の暦の {seen.published} 夜を続けて（始まり、移動、改名、番号替え、終わり、止まる情報源）",
        "誤った公開 0、差分と履歴がどの夜も言い当てる、変わらない活動のIDを99.9%以上保つ、"
        "出したIDはすべて行き先がある、増える量に限りがある",
        seen.published,
        passed,
        sentence,
        lost,
    )


class Small:
    """The sample city with few listings, and what was read of it: a site without news reads as the day before."""

    def __init__(self) -> None:
        last = world_on(LAST_DAY)
        self._touched = {change.entity_id for change in last.happened}
        first = world_on(FIRST_DAY)
        sites = dict.fromkeys(entry.site for entry in first.entries)
        some = {entry.entity_id for site in sites for entry in first.of(site)[:_KEPT]}
        self._entities = self._touched | some
        self._known: dict[tuple[object, ...], Findings] = {}
        self.sources = {key: _with_band(load_source(key), self.read(load_source(key), FIRST_DAY)) for key in REPLICAS}

    def world(self, day: dt.date) -> World:
        """What the small city lists on a day, and everything that has happened by then."""
        world = world_on(day)
        return replace(world, entries=tuple(e for e in world.entries if e.entity_id in self._entities), first=None)

    def read(self, source: Source, day: dt.date) -> Findings:
        """What the spider of a source reads on a day."""
        world, faults = self.world(day), faults_on(day)
        site = (world.of(source.key), tuple(world.moved.items()), tuple(world.editions.items()), faults)
        if (source.key, *site) not in self._known:
            findings, answer = Findings(), answer_from(Router(world, faults))
            moment = dt.datetime.combine(FIRST_DAY, _ONE_O_CLOCK)

            def noted(request):  # type: ignore[no-untyped-def]  # Scrapy's request and response
                response = answer(request)
                row = {"sequence": len(findings.fetches) + 1, "request_url": request.url, "fetched_at": moment}
                findings.fetches.append(row | {"http_status": response.status, "response_url": response.url})
                return response

            for item in drive(source, noted):
                findings.add(item)
            self._known[(source.key, *site)] = findings
        return self._known[(source.key, *site)]


def _with_band(source: Source, findings: Findings) -> Source:
    count = len(findings.listings)
    band = Expected(minimum=int(count * 0.8), maximum=max(count * 2, 1), origin="小さい見本の市の最初の日")
    return source.model_copy(update={"expected": band})


def crawl(small: Small, day: dt.date, folder: Path) -> None:
    """Read every source of the small city as it is on a day; the runs are on disk then."""
    started = dt.datetime.combine(day, _ONE_O_CLOCK)
    for source in small.sources.values():
        findings = small.read(source, day)
        run = Run.at(source, "sample", started, folder / "raw")
        outcome = verdict(source, findings, stopped=None, healthy=last_healthy(run.folder.parent, run.run_id))
        finish(run, findings, outcome, started + dt.timedelta(minutes=5))


def publish_night(small: Small, day: dt.date, folder: Path) -> Iterator[str]:
    """From the runs on disk to a release; yields what is wrong with it."""
    raw, published = folder / "raw", folder / "published"
    runs = gather(raw, "raw__runs", all_runs(raw, tuple(small.sources)))
    selected = select_runs(runs, {key: source.max_age_days for key, source in small.sources.items()})
    last = _last(published)
    rules = {key: SourceRule(s.id_prefix, s.kind, s.lookups(), day) for key, s in small.sources.items()}
    night = Night(runs, selected, _declared(small), rules, _roles(small))
    tables = flow_tables(gather(raw, "raw__listings", selected), last, night)
    files = published_files(tables, folder / "tables")
    everything = {name: folder / "tables" / f"{name}.parquet" for name in TABLES}
    for query in checks().values():
        violations = run(query, everything)
        if violations.height:
            yield f"{query.name} {violations.height} 行"
    if last:
        before = moved(last["activity_listings"].select("activity_id", "listing_id"), tables["core__moved_listings"])
        now = read_table(files["activity_listings"]).select("activity_id", "listing_id")
        judged = judge_diff(before, now, tables["core__activity_changes"])
        if not judged.is_passed:
            yield judged.sentence
    release = publish(files, published)
    tidy(published)
    prune(raw, folder / "archive", folder / "validators")
    if release.listing_count == 0 or release.folder.name[8:16] != f"{day:%Y%m%d}":
        yield f"公開 {release.folder.name} の日付か件数がおかしい"


def _last(published: Path) -> dict[str, pl.DataFrame]:
    if not (published / "latest").exists():
        return {}
    return {entry.name: read_table(published / "latest" / f"{entry.name}.parquet") for entry in published_tables()}


def _roles(small: Small) -> pl.DataFrame:
    rows = [(key, source.role, list(source.about) or None) for key, source in small.sources.items()]
    return pl.DataFrame(rows, schema=dtypes(("source_key", "role_code", "about_codes")), orient="row")


def _declared(small: Small) -> pl.DataFrame:
    names = ("owner", "home_url", "licence", "attribution")
    rows: list[dict[str, object]] = [
        {"source_key": key, "source_name": source.name} | {name: getattr(source, name) for name in names}
        for key, source in small.sources.items()
    ]
    return frame(table("core__sources"), rows)
