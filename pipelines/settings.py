"""Settings: the only place that reads environment variables.

Belongs here: what differs between machines. Does not belong here: anything about the data.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(ValueError):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where data go and what is crawled.

    Attributes:
        data_root: `HIROBA_DATA_DIR`, by default `warehouse/data` of the project.
        profile: `HIROBA_PROFILE`: `sample` (default, the embedded city) or `live`.
        contact: `HIROBA_CONTACT`: URL or mail address for the User-Agent; live crawls need it.
        sample_day: `HIROBA_SAMPLE_DAY`: day of the sample city's calendar, e.g. 2026-12-03; by default the first.
    """

    data_root: Path
    profile: str
    contact: str | None
    sample_day: str | None = None

    @property
    def data_dir(self) -> Path:
        """Folder of this profile; sample and live never mix."""
        return self.data_root / self.profile

    @property
    def raw_dir(self) -> Path:
        """Raw tables, one folder per source and run."""
        return self.data_dir / "raw"

    @property
    def archive_dir(self) -> Path:
        """Every fetched body."""
        return self.data_dir / "archive"

    @property
    def tables_dir(self) -> Path:
        """The tables of the flow, one Parquet file each."""
        return self.data_dir / "tables"

    def table_path(self, name: str) -> Path:
        """File of a table of the flow."""
        return self.tables_dir / f"{name}.parquet"

    @property
    def published_dir(self) -> Path:
        """Releases, and `latest`."""
        return self.data_dir / "published"

    @property
    def judgements_dir(self) -> Path:
        """What people decided. Judgements on the sample city are practice and stay beside its data."""
        return ROOT / "warehouse" / "judgements" if self.profile == "live" else self.data_dir / "judgements"

    @property
    def desk_dir(self) -> Path:
        """Workbooks for staff; what they bring back goes into `decisions` in it."""
        return self.data_dir / "desk"

    @property
    def lock_path(self) -> Path:
        """Held while a run writes."""
        return self.data_dir / "run.lock"

    @property
    def dagster_home(self) -> Path:
        """Dagster's own storage (SQLite)."""
        return self.data_root / "dagster"


def load_settings() -> Settings:
    """Settings from the environment.

    Raises:
        SettingsError: `HIROBA_PROFILE` is neither `sample` nor `live`.
    """
    profile = os.environ.get("HIROBA_PROFILE", "sample")
    if profile not in ("sample", "live"):
        raise SettingsError(f"HIROBA_PROFILE は sample か live です（いまは '{profile}'）")
    root = Path(os.environ.get("HIROBA_DATA_DIR", ROOT / "warehouse" / "data")).resolve()
    return Settings(
        root, profile, os.environ.get("HIROBA_CONTACT") or None, os.environ.get("HIROBA_SAMPLE_DAY") or None
    )


def use_dagster_home(settings: Settings) -> None:
    """Point Dagster at our storage, for this process and its children."""
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home)


def use_sample_day(day: str) -> None:
    """Show the sample city as it is on a day, in this process and its children."""
    os.environ["HIROBA_SAMPLE_DAY"] = day
