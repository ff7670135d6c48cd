"""Dagster resources: the sample city, Great Expectations, the tables on disk and the lock on them.

Belongs here: what assets share. Does not belong here: assets, or anything pure.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

import dagster as dg
import polars as pl
from pydantic import PrivateAttr

from cities.here import here
from pipelines.normalise.readings import close_dictionary
from pipelines.orchestration.as_made import OF_FILES
from pipelines.orchestration.folders import prepare_rooms
from pipelines.orchestration.lineage import lineage_of
from pipelines.orchestration.previews import counts, first_rows
from pipelines.orchestration.staff_errors import in_words
from pipelines.settings import ROOT, Settings
from scrapers.declaration.declarations import participants
from warehouse.contract import TOKYO, table
from warehouse.expectations.validator import Validator
from warehouse.lock import AlreadyRunningError, run_lock
from warehouse.storage import read_table, write_table


class SampleCity(dg.ConfigurableResource["SampleCity"]):
    """The sample city on loopback while a run crawls it; nothing in live mode."""

    settings: dg.ResourceDependency[Settings]
    _port: int | None = PrivateAttr(default=None)
    _sources: frozenset[str] | None = PrivateAttr(default=None)

    @property
    def port(self) -> int | None:
        """Port of the sample city; None in live mode."""
        return self._port

    def has(self, source_key: str) -> bool:
        """Whether there is anything to crawl of a source: the sample city has pages of its own sources only."""
        return self._sources is None or source_key in self._sources

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["SampleCity"]:
        """Run the sample city for as long as the run needs it."""
        if self.settings.profile != "sample":
            yield self
            return
        with sample_city(self.settings.sample_day) as (self._port, self._sources):
            yield self


class Expectations(dg.ConfigurableResource["Expectations"]):
    """Great Expectations in a process of its own: it takes memory, so it is there only around its one question."""

    _validator: Validator | None = PrivateAttr(default=None)
    _ends: ExitStack = PrivateAttr(default_factory=ExitStack)

    def get_ready(self) -> Validator:
        """The process, started now if it is not: it loads beside whatever comes next."""
        if self._validator is None:
            self._validator = self._ends.enter_context(Validator.started())
        return self._validator

    def end(self) -> None:
        """Let the process go: what it was to be asked was asked."""
        self._ends.close()
        self._validator = None

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Expectations"]:
        """Outlive no run."""
        try:
            yield self
        finally:
            self.end()


class ParquetTables(dg.ConfigurableIOManager):
    """Every asset is a table, every table one Parquet file; nothing else passes between steps.

    Whatever writes tables needs this resource, so it is also what holds the lock of the data folder.
    """

    settings: dg.ResourceDependency[Settings]

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["ParquetTables"]:
        """Hold the lock for as long as the run lasts.

        Raises:
            dagster.Failure: another run is writing; the message says since when.
        """
        try:
            prepare_rooms(self.settings)
            with run_lock(self.settings.lock_path, datetime.now(TOKYO)):
                yield self
        except AlreadyRunningError as error:
            raise dg.Failure(description=str(error), allow_retries=False) from error

    def handle_output(self, context: dg.OutputContext, obj: pl.DataFrame) -> None:
        """Write a table, refused when it breaks its contract."""
        name = context.asset_key.path[-1]
        path = self.settings.table_path(name)
        with in_words():
            notes = {"hiroba.profile": self.settings.profile}
            told = context.output_metadata.items()
            notes |= {each: str(value.value) for each, value in told if each.startswith(OF_FILES)}
            written = write_table(table(name), obj, path, notes)
        close_dictionary()  # whichever step read with it
        context.add_output_metadata(
            {
                "dagster/row_count": written.height,
                "はじめの行": dg.MetadataValue.md(first_rows(table(name), written)),
                **{title: dg.MetadataValue.md(text) for title, text in counts(written, _source_names()).items()},
                "ファイル": dg.MetadataValue.path(str(path)),
                **lineage_of(name),
            }
        )

    def load_input(self, context: dg.InputContext) -> pl.DataFrame:
        """Read the table of the upstream asset."""
        return read_table(self.settings.table_path(context.asset_key.path[-1]))


def run_started_at(context: dg.AssetExecutionContext | dg.OpExecutionContext) -> datetime:
    """When this Dagster run started: the same moment for every source of a night."""
    record = context.instance.get_run_record_by_id(context.run.run_id)
    started = record.start_time if record and record.start_time else None
    return datetime.fromtimestamp(int(started), TOKYO) if started else datetime.now(TOKYO).replace(microsecond=0)


@contextmanager
def sample_city(day: str | None) -> Iterator[tuple[int, frozenset[str]]]:
    """The sample city in a process of its own; it ends when its standard input closes, so it cannot outlive us.

    Yields:
        Its port, and the sources it has pages of.
    """
    command = [sys.executable, "-m", *_replica(), *(["--day", day] if day else [])]
    pipe = subprocess.PIPE
    # A session of its own: Ctrl-C is for us, and we end the city by closing its input
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, start_new_session=True) as city:
        assert city.stdin is not None and city.stdout is not None
        try:
            line = city.stdout.readline()
            if not line:
                raise dg.Failure(f"見本の市を始められません。HIROBA_SAMPLE_DAY（いまは '{day}'）を確かめてください")
            answer = json.loads(line)
            yield int(answer["port"]), frozenset(answer["sources"])
        finally:
            city.stdin.close()


def _replica() -> list[str]:
    """What serves the sites of the city: its own replica, or the pages that were saved of them.

    Raises:
        dagster.Failure: the city has neither.
    """
    if (here().folder / "sample_city").is_dir():
        return [f"cities.{here().key}.sample_city"]
    pages = here().folder / "sample_pages"
    if pages.is_dir():
        return ["scrapers.saved_pages", str(pages)]
    place = f"cities/{here().key}/sample_pages"
    raise dg.Failure(
        f"{here().name}の見本がありません。{place}/サイト名/ にページを保存するか、live で動かしてください"
    )


def _source_names() -> dict[str, str]:
    return {key: each.source.name for key, each in participants().items()}
