"""Settings: the only place that reads environment variables, but for the city (`cities.here`), which is needed sooner.

Belongs here: what differs between machines. Does not belong here: anything about the data.
"""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cities.here import here
from warehouse.errors import StaffError

ROOT = Path(__file__).resolve().parent.parent
_JUDGEMENTS = ROOT / "warehouse" / "judgements"
UI_PORT = 3000
LOCATION = "hiroba"  # name of the code location in workspace.yaml
OFFICE = "データ担当"  # who decides when nobody says otherwise: an office, never a person's name
SITE = "site"  # folder of a release
FORMS_ROOT = "/decide"
"""Path of the forms in which people decide, beside the UI."""
NIGHTLY_CRON = "0 1 * * *"
_PREFIX = "HIROBA_"
_NAMES = (
    "HIROBA_CITY", "HIROBA_CONTACT", "HIROBA_CORRECTION_URL", "HIROBA_DATA_DIR", "HIROBA_FILES_URL",
    "HIROBA_NIGHTLY_CRON", "HIROBA_NOTIFY_FROM", "HIROBA_NOTIFY_MAIL", "HIROBA_NOTIFY_WEBHOOK", "HIROBA_PROFILE",
    "HIROBA_SAMPLE_DAY", "HIROBA_SMTP", "HIROBA_UI_URL",
)  # fmt: skip
# It goes into a header of every request: nothing that could end the line, nothing that leads nowhere
_CONTACT = re.compile(r"https?://[!-~]+|[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")


class SettingsError(StaffError):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class Notify:
    """Where messages to people go, beside the log that gets all of them.

    Attributes:
        mail: `HIROBA_NOTIFY_MAIL`: address that gets them.
        sender: `HIROBA_NOTIFY_FROM`: address they come from.
        smtp: `HIROBA_SMTP`: `smtp://host:25`, `smtp+starttls://user:password@host:587` or `smtps://…`.
        webhook: `HIROBA_NOTIFY_WEBHOOK`: URL that takes `{"text": …}`.
    """

    mail: str | None = None
    sender: str | None = None
    smtp: str = field(default="smtp://localhost:25", repr=False)  # it may hold a password
    webhook: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Addresses:
    """How people reach what we serve; for links.

    Attributes:
        ui_url: `HIROBA_UI_URL`: the Dagster UI; by default where `hiroba ui` has it.
        files_url: `HIROBA_FILES_URL`: the folders `published` and `desk`.
    """

    ui_url: str = f"http://127.0.0.1:{UI_PORT}"
    files_url: str = f"http://127.0.0.1:{UI_PORT + 1}"

    @property
    def desk(self) -> str:
        """Folder of the workbooks; its own page is the entrance."""
        return f"{self.files_url}/desk"

    @property
    def runs(self) -> str:
        """Page of all runs."""
        return f"{self.ui_url}/runs"

    def job(self, name: str) -> str:
        """Page of a job."""
        return f"{self.ui_url}/locations/{LOCATION}/jobs/{name}"

    def job_form(self, name: str) -> str:
        """Where the fields of a job that has some are filled in."""
        return f"{self.job(name)}/playground"

    def form(self, name: str) -> str:
        """Page of one decision, beside the UI."""
        return f"{self.ui_url}{FORMS_ROOT}/{name}"

    def run(self, run_id: str) -> str:
        """Page of a run."""
        return f"{self.runs}/{run_id}"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where data go, what is crawled, and how people reach it and are reached.

    Attributes:
        data_root: `HIROBA_DATA_DIR`, by default `warehouse/data` of the project.
        profile: `HIROBA_PROFILE`: `sample` (default, the embedded city) or `live`.
        contact: `HIROBA_CONTACT`: URL or mail address for the User-Agent; live crawls need it.
        sample_day: `HIROBA_SAMPLE_DAY`: day of the sample city's calendar, e.g. 2026-12-03; by default the first.
        nightly_cron: `HIROBA_NIGHTLY_CRON`: when the nightly refresh starts, in Asia/Tokyo; by default at 1:00.
        addresses: for links.
        notify: where messages go.
        correction_url: `HIROBA_CORRECTION_URL`: where readers of the site tell a mistake; `{id}` is the activity.
    """

    data_root: Path
    profile: str
    contact: str | None
    sample_day: str | None = None
    nightly_cron: str = NIGHTLY_CRON
    addresses: Addresses = Addresses()
    notify: Notify = Notify()
    correction_url: str | None = None

    @property
    def data_dir(self) -> Path:
        """Folder of this city and profile; cities never mix, nor do sample and live."""
        return here().home(self.data_root) / self.profile

    @property
    def raw_dir(self) -> Path:
        """Raw tables, one folder per source and run."""
        return self.data_dir / "raw"

    @property
    def declared_dir(self) -> Path:
        """The last sound declaration of every source."""
        return self.data_dir / "declared"

    @property
    def archive_dir(self) -> Path:
        """Every fetched body."""
        return self.data_dir / "archive"

    @property
    def validators_dir(self) -> Path:
        """What every page was known by when it was last fetched; its body is in the archive."""
        return self.data_dir / "validators"

    @property
    def old_cache_dir(self) -> Path:
        """Where bodies stood before they were read from the archive alone; a folder of an older version."""
        return self.data_dir / "httpcache"

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
        return here().home(_JUDGEMENTS) if self.profile == "live" else self.data_dir / "judgements"

    @property
    def pairs_path(self) -> Path:
        """What people said of pairs of listings."""
        return self.judgements_dir / "pairs.csv"

    @property
    def corrections_path(self) -> Path:
        """Values that people know better than the lists."""
        return self.judgements_dir / "corrections.csv"

    @property
    def moves_path(self) -> Path:
        """Every listing that ever came back under another key; a judgement on the old key holds for the new one."""
        return self.judgements_dir / "moved_listings.csv"

    @property
    def desk_dir(self) -> Path:
        """Workbooks for staff; what they bring back goes into `decisions` in it."""
        return self.data_dir / "desk"

    @property
    def decisions_dir(self) -> Path:
        """Where staff put workbooks with answers."""
        return self.desk_dir / "decisions"

    @property
    def refused_path(self) -> Path:
        """Workbooks that came back and could not be taken, with what is wrong in them."""
        return self.data_dir / "refused_workbooks.json"

    @property
    def incidents_path(self) -> Path:
        """Incidents that are open: what was told once is not told again."""
        return self.data_dir / "incidents.json"

    @property
    def notices_path(self) -> Path:
        """Every message that was ever sent."""
        return self.data_dir / "notices.log"

    @property
    def lock_path(self) -> Path:
        """Held while a run writes."""
        return self.data_dir / "run.lock"

    @property
    def dagster_home(self) -> Path:
        """Dagster's own storage (SQLite)."""
        return here().home(self.data_root) / "dagster"


def load_settings() -> Settings:
    """Settings from the environment.

    Raises:
        SettingsError: a variable has a value that cannot be used, or there is no such setting.
    """
    given = {name: text for name in os.environ if name.startswith(_PREFIX) and (text := os.environ[name].strip())}
    for name in sorted(given):
        if name not in _NAMES:
            close = difflib.get_close_matches(name, _NAMES, n=1) or _NAMES
            raise SettingsError(
                f"{name} という設定はありません。{'、'.join(close)} のことですか。名前を直すか消してください。"
            )
    profile = given.get("HIROBA_PROFILE", "sample")
    if profile not in ("sample", "live"):
        raise SettingsError(f"HIROBA_PROFILE は sample か live です（いまは '{profile}'）。")
    contact = given.get("HIROBA_CONTACT")
    if contact and not _CONTACT.fullmatch(contact):
        raise SettingsError(
            f"HIROBA_CONTACT は https:// で始まるURLかメールアドレスです（いまは '{contact}'）。"
            "サイトの管理者が連絡できるものを書いてください。"
        )
    correction = given.get("HIROBA_CORRECTION_URL")
    if correction and not re.fullmatch(r"https://[!-~]+", correction):
        raise SettingsError(
            f"HIROBA_CORRECTION_URL は https:// で始まるURLです（いまは '{correction}'）。{{id}} は活動の番号。"
        )
    day = given.get("HIROBA_SAMPLE_DAY")
    if day and not _is_day(day):
        raise SettingsError(f"HIROBA_SAMPLE_DAY は 2026-11-23 のような日付です（いまは '{day}'）。")
    root = Path(given.get("HIROBA_DATA_DIR", ROOT / "warehouse" / "data")).resolve()
    if root.exists() and not root.is_dir():
        raise SettingsError(f"HIROBA_DATA_DIR の {root} はフォルダーではありません。別の場所を書いてください。")
    cron = given.get("HIROBA_NIGHTLY_CRON", NIGHTLY_CRON)
    addresses = Addresses(**_given(given, ui_url="HIROBA_UI_URL", files_url="HIROBA_FILES_URL"))
    names = {"mail": "NOTIFY_MAIL", "sender": "NOTIFY_FROM", "smtp": "SMTP", "webhook": "NOTIFY_WEBHOOK"}
    notify = Notify(**_given(given, **{attribute: _PREFIX + name for attribute, name in names.items()}))
    return Settings(root, profile, contact, day, cron, addresses, notify, correction)


def _given(given: dict[str, str], **names: str) -> dict[str, str]:
    """What is set of some attributes; the others have their default."""
    return {attribute: given[name] for attribute, name in names.items() if name in given}


def use_ui_port(port: int) -> None:
    """Links of this process and its children lead to the UI on this port, and to the files on the next.

    Settings that were loaded before do not know.
    """
    os.environ.setdefault("HIROBA_UI_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("HIROBA_FILES_URL", f"http://127.0.0.1:{port + 1}")
    os.environ["DAGSTER_IS_DEV_CLI"] = "1"  # as `dagster dev` tells its children: this is no production


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def use_dagster_home(settings: Settings) -> None:
    """Point Dagster at our storage, for this process and its children."""
    os.environ["DAGSTER_HOME"] = str(settings.dagster_home)


def use_sample_day(day: str) -> None:
    """Show the sample city as it is on a day, in this process and its children."""
    os.environ["HIROBA_SAMPLE_DAY"] = day


def use_little() -> None:
    """One thread for polars, and no memory kept that it let go of: few listings take less of all then.

    Holds for this process until polars is imported, and for its children; whoever set either keeps it.
    """
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:100,muzzy_decay_ms:0")
