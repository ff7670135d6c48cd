"""The night of one city in a process of its own, at most one release of it whoever is killed.

Belongs here: starting it, passing on what it says, knowing whether it has published already. Does not belong here:
Dagster (`location`), what a night does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cities.city import read_city
from cities.here import VARIABLE
from pipelines.publish.shelf import Shelf
from pipelines.settings import ROOT, Settings
from warehouse.lock import is_held
from warehouse.storage import write_text

_BEGUN = "begun_night.json"
_LOOK_AGAIN_SECONDS = 1.0
_HIROBA = "from pipelines.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Night:
    """One night of one city.

    Attributes:
        key: the city.
        data_dir: its data of this profile.
        name: of the night: the same when a run that was killed is run again.
    """

    key: str
    data_dir: Path
    name: str

    def released(self) -> Path | None:
        """The release that this very night has published; None where it has not."""
        begun = self._begun()
        latest = self._shelf.latest()
        if begun.get("night") != self.name or latest is None or latest.name == begun["before"]:
            return None
        return latest

    def latest(self) -> Path | None:
        """What readers of the city see."""
        return self._shelf.latest()

    def wait(self) -> None:
        """Wait while somebody else works on the city: who takes up a night of a slow worker must not fail."""
        while is_held(self.data_dir / "run.lock"):
            time.sleep(_LOOK_AGAIN_SECONDS)

    def begin(self) -> None:
        """Write down, before anything happens, what was published until now; a night that is run again knows it."""
        if self._begun().get("night") != self.name:
            latest = self._shelf.latest()
            told = {"night": self.name, "before": latest.name if latest else None}
            write_text(self.data_dir / _BEGUN, json.dumps(told) + "\n")

    def process(self) -> subprocess.Popen[str]:
        """The night itself; it ends when we are gone, as its standard input closes then."""
        attended = [sys.executable, "-m", "pipelines.orchestration.every_city.attended"]
        return subprocess.Popen(
            [*attended, sys.executable, "-c", _HIROBA, "run"],
            cwd=ROOT,
            env={**os.environ, VARIABLE: self.key},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )

    def lines(self, child: subprocess.Popen[str]) -> Iterator[str]:
        """What it says, as it says it."""
        assert child.stdout is not None
        for line in child.stdout:
            if text := line.rstrip():
                yield text

    @property
    def _shelf(self) -> Shelf:
        return Shelf(self.data_dir / "published")

    def _begun(self) -> dict[str, str | None]:
        path = self.data_dir / _BEGUN
        told: dict[str, str | None] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return told


def night_of(key: str, name: str, settings: Settings) -> Night:
    """The night of a city.

    Args:
        key: the city.
        name: of the night.
        settings: where the data of all cities are.
    """
    return Night(key, read_city(key).home(settings.data_root) / settings.profile, name)
