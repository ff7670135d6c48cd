"""入口 (index.html): the first page of the day, in Japanese: how it went, what to open, what to press.

Belongs here: that page. Does not belong here: the night's report (`publish.exports.report_file`), Dagster, where its
facts come from (`orchestration.entrance`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from pipelines.watch.incidents import Incident
from warehouse.storage import write_text

NAME = "index.html"
TEMPLATES = Path(__file__).parent
_ADDRESS = re.compile(r"https?://[^\s、。（）「」<>\"']+")


@dataclass(frozen=True, slots=True)
class Button:
    """A job as staff know it: what it is called, what it does, its page."""

    label: str
    more: str
    url: str


@dataclass(frozen=True, slots=True)
class Running:
    """An update that is going on.

    Attributes:
        label: what staff call it.
        since: when it began.
        done: steps that have ended.
        planned: steps it has; None when that is not known.
        url: its page.
    """

    label: str
    since: str
    done: int
    planned: int | None
    url: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """An incident with the buttons that help."""

    incident: Incident
    buttons: Sequence[Button]


@dataclass(frozen=True, slots=True)
class Entrance:
    """What stands on the page.

    Attributes:
        lead: the night in one line; None before the first release.
        written_at: the moment the page shows.
        released_at: when the data of the release were gathered, or empty.
        is_sample: whether the data are the sample city's.
        next_run: when the next night begins, in words.
        rolled_back: that an older release is shown, in words, or empty.
        running: updates that are going on.
        troubles: what is wrong now.
        undelivered: one sentence per message that did not reach everybody.
        waiting_count: pairs that wait for an answer; None before the first release.
        daily: jobs for every day.
        deciding: forms in which people decide.
        rare: jobs that change what is published, or are hardly ever needed.
        sources: jobs that refresh one source.
        ui_url: the Dagster UI.
        files_url: the folders `published` and `desk`.
    """

    lead: str | None
    written_at: str
    released_at: str
    is_sample: bool
    next_run: str
    rolled_back: str
    running: Sequence[Running]
    troubles: Sequence[Trouble]
    undelivered: Sequence[str]
    waiting_count: int | None
    daily: Sequence[Button]
    deciding: Sequence[Button]
    rare: Sequence[Button]
    sources: Sequence[Button]
    ui_url: str
    files_url: str


def write_entrance(path: Path, entrance: Entrance) -> None:
    """Write the page.

    Args:
        path: the file to replace.
        entrance: what stands on it.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["linked"] = linked
    page = environment.get_template("entrance.html.j2").render(now=entrance)
    write_text(path, page + "\n")


def linked(text: str) -> Markup:
    """A text as HTML, its addresses as links.

    Args:
        text: plain text.
    """
    parts, end = list[Markup](), 0
    for found in _ADDRESS.finditer(text):
        address = escape(found[0])
        parts += [escape(text[end : found.start()]), Markup('<a href="{0}">{0}</a>').format(address)]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
