"""Dagster's records of a run in SQLite, without opening a file or waiting for the disk anew for every event.

Belongs here: that storage and the instance that uses it. Does not belong here: forgetting old runs (`old_runs`); the
storage of the UI, which looks at many runs at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import dagster as dg
from dagster._core.events import EVENT_TYPE_TO_PIPELINE_RUN_STATUS
from dagster._core.events.log import EventLogEntry
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine, event

_MOST_SECONDS = 0.5
_UNREAD = frozenset(
    {
        dg.DagsterEventType.STEP_INPUT,
        dg.DagsterEventType.LOADED_INPUT,
        dg.DagsterEventType.HANDLED_OUTPUT,
    }
)
"""That a table of ours was read from or written to its file: no page but the raw log shows it, and the file tells."""
_AT_ONCE = frozenset(EVENT_TYPE_TO_PIPELINE_RUN_STATUS) | {dg.DagsterEventType.STEP_FAILURE}
"""What must be on disk whatever happens next."""


class OpenEventLog(SqliteEventLogStorage):
    """Dagster's own, its files kept open and written to some moments at a time.

    Dagster opens and closes a file for each of a night's 5,000 reads and writes, and each of its 1,000 events is two or
    three transactions of its own. Here events wait for the next one that comes half a second later, for a question to
    the records, for a failure or the end of the run, and are written in one transaction. A process that is killed loses
    what waits: events of steps that ended within half a second, never their tables.
    """

    def __init__(self, base_dir: str) -> None:
        self._engines: dict[str, Engine] = {}
        self._has: dict[str, bool] = {}
        self._waiting: list[EventLogEntry] = []
        self._written_at = monotonic()
        self._writing: dict[str, Connection] | None = None
        self._ends = ExitStack()
        self._lock = threading.RLock()
        super().__init__(base_dir)

    def store_event(self, event: EventLogEntry) -> None:
        """Let an event wait, or write all that wait.

        Args:
            event: to be stored; those nobody reads are not.
        """
        kind = event.dagster_event.event_type if event.dagster_event else None
        if kind in _UNREAD:
            return
        with self._lock:
            self._waiting.append(event)
            if kind in _AT_ONCE or monotonic() - self._written_at >= _MOST_SECONDS:
                self._write()

    def _write(self) -> None:
        """Write all that wait, by Dagster's own statements, in one transaction for each file."""
        events, self._waiting = self._waiting, []
        with ExitStack() as self._ends:
            self._writing = {}
            try:
                for each in events:
                    super().store_event(each)
            finally:
                self._writing = None
        self._written_at = monotonic()

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._lock:
            if self._writing is not None:
                if shard not in self._writing:
                    self._writing[shard] = self._ends.enter_context(self._opened(shard))
                yield self._writing[shard]
                return
            if self._waiting:
                self._write()
            with self._opened(shard) as connection:
                yield connection

    @contextmanager
    def _opened(self, shard: str) -> Iterator[Connection]:
        """A transaction on a file that stays open."""
        if shard not in self._engines:
            patience = {"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
            engine = create_engine(self.conn_string_for_shard(shard), connect_args=patience)
            event.listen(engine, "connect", _without_waiting)
            self._engines[shard] = engine
        if shard not in self._initialized_dbs:
            self._initdb(self._engines[shard])
            self._initialized_dbs.add(shard)
        with self._engines[shard].connect() as connection, connection.begin():
            yield connection

    def has_table(self, table_name: str) -> bool:
        """Asked for every event that has tags: looked up once."""
        if table_name not in self._has:
            self._has[table_name] = super().has_table(table_name)
        return self._has[table_name]

    def has_secondary_index(self, name: str) -> bool:
        """Asked whenever an asset is looked up: one that is there stays."""
        if not self._has.get(name):
            self._has[name] = super().has_secondary_index(name)
        return self._has[name]

    def _has_asset_key_col_on_connection(self, conn: Connection, column_name: str) -> bool:
        """Asked for every event of an asset: looked up once."""
        if column_name not in self._has:
            self._has[column_name] = super()._has_asset_key_col_on_connection(conn, column_name)
        return self._has[column_name]

    def dispose(self) -> None:
        """Write what waits and close the files."""
        with self._lock:
            if self._waiting:
                self._write()
        super().dispose()
        for engine in self._engines.values():
            engine.dispose()


def _without_waiting(connection: Any, _record: object) -> None:
    """No wait for the disk after every transaction: a power cut may lose the last events, never the file.

    Args:
        connection: of `sqlite3`; its file is in WAL mode, where that holds.
        _record: SQLAlchemy's own.
    """
    connection.execute("PRAGMA synchronous=NORMAL")


class OpenStorage(DagsterSqliteStorage):
    """Dagster's own storage with an event log that stays open."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = OpenEventLog(self._event_log_storage._base_dir)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> OpenStorage:
        """Dagster's own way to make one."""
        return cls.from_local(inst_data=inst_data, **config_value)


def open_instance(home: Path, config: str) -> dg.DagsterInstance:
    """The instance of a process that runs one job, on the same files the UI shows.

    Args:
        home: Dagster's storage folder.
        config: name of the configuration in it.
    """
    storage = {"module": __name__, "class": OpenStorage.__name__, "config": {"base_dir": str(home)}}
    overrides = {"storage": {"custom": storage}}
    return dg.DagsterInstance.from_ref(InstanceRef.from_dir(str(home), config_filename=config, overrides=overrides))
