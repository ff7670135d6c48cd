"""When the first page of the day is written, and from what.

Belongs here: jobs, release and incidents brought together. Does not belong here: the page (`desk.entrance`).
"""

from __future__ import annotations

from pipelines.desk.entrance import NAME, Button, write_entrance
from pipelines.orchestration.assets.decided import CLICKS
from pipelines.orchestration.jobs import NAMES, REFRESH
from pipelines.publish.exports.report_file import lead
from pipelines.publish.shelf import Shelf
from pipelines.settings import Settings
from pipelines.watch.incident_memory import open_incidents, undelivered
from scrapers.declaration.declarations import participants
from warehouse.storage import read_table

_OF_LEAD = ("release", "sources", "activity_changes")


def refresh_entrance(settings: Settings) -> None:
    """Write the page as things are now."""
    to, release = settings.addresses, Shelf(settings.published_dir).latest()
    conclusion = lead({name: read_table(release / f"{name}.parquet") for name in _OF_LEAD}) if release else None
    of_source = {f"{REFRESH}{key}": each.source.name for key, each in participants().items()}
    pages = {name: to.job(name) for name in NAMES} | {click.name: to.job_form(click.name) for click in CLICKS}
    buttons = [Button(ja, more, pages[name]) for name, (ja, more) in NAMES.items() if name not in of_source]
    sources = [Button(ja, "", pages[name]) for name, ja in of_source.items()]
    path = settings.incidents_path
    write_entrance(
        settings.desk_dir / NAME,
        conclusion,
        open_incidents(path),
        undelivered(path),
        buttons,
        sources,
        to.ui_url,
        to.files_url,
    )
