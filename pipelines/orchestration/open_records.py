"""Dagster's records of a run in SQLite, without opening a file anew for every event.

Belongs here: that storage and the instance that uses it. Does not belong here: forgetting old runs (`old_runs`); the
storage of the UI, which looks at many runs at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine


class OpenEventLog(SqliteEventLogStorage):
    """Dagster's own, its files kept open: it opens and closes one for each of a night's 5,000 reads and writes.

    Who closes a file last also moves what was written to its place and waits for the disk: that was two thirds of what
    a night cost beside its work.
    """

    def __init__(self, base_dir: str) -> None:
        super().__init__(base_dir)
        self._engines: dict[str, Engine] = {}

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            if shard not in self._engines:
                patience = {"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
                self._engines[shard] = create_engine(self.conn_string_for_shard(shard), connect_args=patience)
            if shard not in self._initialized_dbs:
                self._initdb(self._engines[shard])
                self._initialized_dbs.add(shard)
            with self._engines[shard].connect() as connection, connection.begin():
                yield connection

    def dispose(self) -> None:
        """Close the files."""
        super().dispose()
        for engine in self._engines.values():
            engine.dispose()


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
