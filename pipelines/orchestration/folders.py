"""The folders of an installation, and who may read which.

Belongs here: which folder is of which kind, and what must stand in one before Dagster comes. Does not belong here: what
a kind means (`warehouse.permissions`); anything that takes time to import: every command begins here.
"""

from __future__ import annotations

import shutil

from pipelines.settings import ROOT, Settings
from warehouse.permissions import PASSAGE, PRIVATE, SHARED, make_folder, settle_folder

_DAGSTER = ROOT / "pipelines" / "orchestration"
CLI_CONFIG = "dagster-cli.yaml"


def prepare_rooms(settings: Settings) -> None:
    """Make the folders that a run needs; those of an older installation are closed to others or taken away, once.

    Args:
        settings: where they are.

    Raises:
        OSError: a folder cannot be made.
    """
    make_folder(settings.data_root.parent)
    kinds = {
        settings.data_root: PASSAGE,
        settings.data_dir.parent: PASSAGE,  # of a city that is not the default
        settings.data_dir: PASSAGE,
        settings.raw_dir: PRIVATE,
        settings.archive_dir: PRIVATE,
        settings.validators_dir: PRIVATE,
        settings.tables_dir: PRIVATE,
        settings.published_dir: SHARED,
        settings.published_dir / "releases": SHARED,
        settings.desk_dir: SHARED,
        settings.decisions_dir: SHARED,
    }
    for path, kind in kinds.items():
        settle_folder(path, kind)
    # Scrapy's own cache of earlier versions: every body a second time, for ever, outside every rule on what is kept
    shutil.rmtree(settings.old_cache_dir, ignore_errors=True)
    # Made by those who need them: ledgers of the live city are in the checkout, Dagster may have its storage elsewhere
    for path in (settings.judgements_dir, settings.dagster_home):
        if path.is_dir():
            settle_folder(path, PRIVATE)


def prepare_dagster_home(settings: Settings) -> None:
    """Make Dagster's storage folder with our configuration in it."""
    make_folder(settings.dagster_home)
    for name in ("dagster.yaml", CLI_CONFIG):
        shutil.copyfile(_DAGSTER / name, settings.dagster_home / name)
    # The UI would greet staff with an English dialog that asks for their mail address; this file says it has been seen
    seen = settings.dagster_home / ".nux" / "nux.yaml"
    seen.parent.mkdir(exist_ok=True)
    seen.write_text("seen: 1\n", encoding="utf-8")
