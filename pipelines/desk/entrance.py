"""入口 (index.html): the first page of the day, in Japanese: how it went, what to open, what to press.

Belongs here: that page. Does not belong here: the night's report (`publish.exports.report_file`), Dagster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2

from pipelines.watch.incidents import Incident
from warehouse.storage import write_text

NAME = "index.html"


@dataclass(frozen=True, slots=True)
class Button:
    """A job as staff know it: what it is called, what it does, its page."""

    label: str
    more: str
    url: str


def write_entrance(
    path: Path,
    lead: str | None,
    incidents: Sequence[Incident],
    undelivered: Sequence[str],
    buttons: Sequence[Button],
    sources: Sequence[Button],
    ui_url: str,
    files_url: str,
) -> None:
    """Write the page.

    Args:
        path: the file to replace.
        lead: the night in one line; None before the first release.
        incidents: what is wrong now.
        undelivered: one sentence per message that did not reach everybody.
        buttons: jobs.
        sources: jobs that refresh one source.
        ui_url: the Dagster UI.
        files_url: the folders `published` and `desk`.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined
    )
    page = environment.get_template("entrance.html.j2").render(
        lead=lead,
        incidents=incidents,
        undelivered=undelivered,
        buttons=buttons,
        sources=sources,
        ui_url=ui_url,
        files_url=files_url,
    )
    write_text(path, page + "\n")
