"""When the first page of the day is written, and from what.

Belongs here: jobs, release and incidents brought together. Does not belong here: the page (`desk.entrance`), what goes
on in Dagster (`going_on`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import dagster as dg

from pipelines.decisions.accepted_runs import acceptable_lists
from pipelines.decisions.addresses import addresses_path, usable_addresses, waiting_addresses
from pipelines.desk.entrance import NAME, Button, Entrance, Trouble, write_entrance
from pipelines.desk.files_page import NAME as FILES
from pipelines.desk.files_page import write_files_page
from pipelines.desk.waiting_pairs import waiting_count
from pipelines.ingest.usable_sources import taking_part
from pipelines.orchestration.assets.decided import ACCEPT, CLICKS, RELEASES, ROLL_BACK
from pipelines.orchestration.forms import lists, mail_domains, new_pages, pairs, releases, removals, values, workbooks
from pipelines.orchestration.going_on import next_run, running, shown_time
from pipelines.orchestration.jobs import NAMES, NIGHTLY, REBUILD, REFRESH
from pipelines.publish.exports.report_file import lead
from pipelines.publish.shelf import Shelf, moment_of
from pipelines.settings import Settings
from pipelines.watch.incident_memory import open_incidents, undelivered
from pipelines.watch.incidents import CORRECTIONS, RELEASE, Incident
from scrapers.declaration.declarations import participants
from warehouse.contract import TOKYO
from warehouse.storage import read_table

_OF_LEAD = ("release", "sources", "activity_changes")
NEW_PAGE, WORKBOOK = "use_new_page", "hand_in_workbook"
_RARE = (ROLL_BACK, RELEASES)
_CORRECT = "correct_value"
_OWN_FORMS = {
    NEW_PAGE: new_pages.FORM,
    ACCEPT: lists.FORM,
    WORKBOOK: workbooks.FORM,
    "judge_pair": pairs.FORM,
    _CORRECT: values.FORM,
    "accept_mail_domain": mail_domains.FORM,
    "remove_listing": removals.FORM,
    RELEASES: releases.ACCEPT,
    ROLL_BACK: releases.ROLL_BACK,
}
"""Clicks that have a form of ours, with choices; the Dagster UI has them as fields to write in."""


class _Helped(NamedTuple):
    """Sources that a form helps: those to accept, those with a new page."""

    acceptable: Collection[str]
    moved: Collection[str]


def refresh_entrance(settings: Settings, instance: dg.DagsterInstance | None = None) -> None:
    """Write the page, and the one of the files, as things are now.

    Args:
        settings: where everything is.
        instance: Dagster's records: what runs, whether the clock is on; without them the page says neither.
    """
    now, shelf, path = datetime.now(TOKYO), Shelf(settings.published_dir), settings.incidents_path
    moved = {each.key for each in usable_addresses(settings, waiting_addresses(settings))}
    release = shelf.latest()
    moment = moment_of(release) if release else None
    buttons, helped = _buttons(settings), _Helped({each.key for each in acceptable_lists(settings)}, moved)
    of_source = {f"{REFRESH}{key}" for key in participants()}
    decided = [click.name for click in CLICKS if click.name not in _RARE]
    labels = {name: ja for name, (ja, _) in NAMES.items()}
    entrance = Entrance(
        lead=_lead(release) if release else None,
        written_at=shown_time(now),
        released_at=shown_time(moment) if moment else "",
        is_sample=settings.profile == "sample",
        next_run=next_run(settings, now, instance),
        rolled_back=_rolled_back(shelf, release),
        running=list(running(instance, settings, labels)) if instance else [],
        troubles=[Trouble(each, _helping(each, buttons, settings, helped)) for each in open_incidents(path)],
        undelivered=undelivered(path),
        waiting_count=waiting_count(settings),
        daily=[buttons[name] for name in NAMES if name not in (*of_source, *decided, *_RARE)],
        deciding=[buttons[name] for name in _OWN_FORMS if name not in _RARE],
        rare=[buttons[name] for name in _RARE],
        sources=[buttons[name] for name in NAMES if name in of_source],
        ui_url=settings.addresses.ui_url,
        files_url=settings.addresses.files_url,
    )
    write_entrance(settings.desk_dir / NAME, entrance)
    write_files_page(settings.desk_dir / FILES, release, settings.addresses.files_url)


def entrance_state(settings: Settings, instance: dg.DagsterInstance) -> str:
    """What the page shows, short: as long as it stays the same, the page need not be written again.

    Args:
        settings: where everything is.
        instance: Dagster's records.
    """
    page = settings.desk_dir / NAME
    files = (
        page,
        settings.incidents_path,
        settings.pairs_path,
        settings.table_path("match__queue"),
        addresses_path(settings),
    )
    stamps = [path.stat().st_mtime_ns if path.is_file() else 0 for path in files]
    release = Shelf(settings.published_dir).latest()
    going = [(each.url, each.done) for each in running(instance, settings, {})]
    clock = next_run(settings, datetime.now(TOKYO), instance)
    return repr((stamps, release.name if release else "", going, clock))


def _buttons(settings: Settings) -> dict[str, Button]:
    """Job → its button."""
    to, of_source = settings.addresses, {f"{REFRESH}{key}": each.source.name for key, each in participants().items()}
    pages = {name: to.job(name) for name in NAMES} | {click.name: to.job_form(click.name) for click in CLICKS}
    buttons = {
        name: Button(of_source.get(name, ja), "" if name in of_source else more, pages[name])
        for name, (ja, more) in NAMES.items()
    }
    own = {name: Button(form.title, form.more, to.form(form.name)) for name, form in _OWN_FORMS.items()}
    return buttons | own


def _helping(incident: Incident, buttons: dict[str, Button], settings: Settings, helped: _Helped) -> Sequence[Button]:
    """What a person can press about an incident, the likeliest first."""
    if incident.key == RELEASE:
        return [
            Button("動かした記録", "", settings.addresses.runs),
            buttons[NIGHTLY],
            buttons[REBUILD],
            buttons[RELEASES],
        ]
    if incident.key == CORRECTIONS:
        return [buttons[_CORRECT]]
    source, again = taking_part(settings).get(incident.key), buttons.get(f"{REFRESH}{incident.key}")
    if source is None or again is None:
        return []
    accept = [buttons[ACCEPT]] if incident.key in helped.acceptable else []
    use = [replace(buttons[NEW_PAGE], url=f"{buttons[NEW_PAGE].url}?source={incident.key}")]
    page = Button("一覧のページを開く", "", source.source.home_url)
    return [*(use if incident.key in helped.moved else []), page, *accept, Button("この一覧だけ再取得", "", again.url)]


def _lead(release: Path) -> str:
    return lead({name: read_table(release / f"{name}.parquet") for name in _OF_LEAD})


def _rolled_back(shelf: Shelf, release: Path | None) -> str:
    """That people see an older release than the last one."""
    every = shelf.as_published()
    if release is None or not every or every[-1].name == release.name:
        return ""
    last = moment_of(every[-1])
    newest = f"{shown_time(last)} の公開" if last else "新しい公開"
    return f"{newest}から、前の公開に戻してあります。次の更新で、また新しい公開になります。"
