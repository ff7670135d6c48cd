"""The whole site, in the order in which its parts need one another.

Belongs here: that order, and the pages there is one of. Does not belong here: how a part is made.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from pipelines.gaps import reference
from pipelines.normalise.occurrences import OCCURRENCE_DAYS
from pipelines.publish.exports.credit import credited
from pipelines.publish.exports.tables import Tables
from pipelines.publish.exports.terms_files import PURPOSE, removal
from pipelines.publish.site import shown
from pipelines.publish.site.cards import cards
from pipelines.publish.site.changes_page import changes
from pipelines.publish.site.data_page import downloads
from pipelines.publish.site.days import write_days
from pipelines.publish.site.frame import ASSETS, Site
from pipelines.publish.site.lists import choices, write_lists
from pipelines.publish.site.moved import write_moved
from pipelines.publish.site.pages import write_activities
from pipelines.publish.site.places import write_places
from pipelines.publish.site.search_files import write_search
from pipelines.publish.site.ward_map import WIDTH, drawn, write_shapes
from pipelines.publish.site.widget import EXAMPLES, write_widgets
from pipelines.settings import SITE
from warehouse.contract import LICENCE, LICENCE_URL

FIRST_PAGE = f"{SITE}/index.html"
_ALONE = ("map", "removal", "easy", "en", "404")
_SOON = 12
"""Activities on the first page before anybody has searched."""


def write_site(tables: Tables, folder: Path, note: str) -> None:
    """Write the site of a release.

    Args:
        tables: published tables by name.
        folder: release folder; what else it holds is there already, for the page on the data.
        note: remark for sample data, or empty.
    """
    release = tables["release"].row(0, named=True)
    gathered = release["as_of_at"].strftime(shown.DAY)
    names = frozenset(path.name for path in folder.iterdir())
    site = Site(folder / SITE, note, gathered, release["release_id"], LICENCE, names)
    shutil.copytree(ASSETS, site.folder / "assets")
    numbered = shown.ordered(tables)
    # In the order of the site whatever the plan does
    activities = numbered.join(shown.shown(tables).collect(), on="id", how="left", maintain_order="left")
    card_of, days = cards(activities), shown.upcoming(tables)
    first = shown.gathered_on(tables)
    last = first + timedelta(days=OCCURRENCE_DAYS - 1)
    write_search(site, activities, shown.times(tables), first, last)
    write_shapes(site)
    week = write_days(site, tables, activities, first, last)
    write_lists(site, activities, card_of)
    write_widgets(site, activities, card_of)
    write_places(site, tables, activities, card_of)
    report = release["correction_url"]
    write_activities(site, tables, activities, days, report)
    write_moved(site, tables)
    wards, kinds = choices(activities)
    shapes, height = drawn(wards)
    soon = activities.join(days, on="id").sort("next_day", "number").head(_SOON)
    common = {
        "wards": wards,
        "kinds": kinds,
        "count": activities.height,
        "shapes": shapes,
        "width": WIDTH,
        "height": height,
        "map_credit": reference.outline_credit(),
        "purpose": PURPOSE,
        "removal": removal(release["contact"]),
        "report": report,
        "licence_url": LICENCE_URL,
    }
    site.page("index.html", "index.html.j2", soon="".join(card_of[id_] for id_ in soon["id"]), **common)
    site.page("calendar.html", "calendar.html.j2", week=week, **common)
    site.page("changes.html", "changes.html.j2", changes=changes(tables), **common)
    site.page(
        "data.html",
        "data.html.j2",
        files=downloads(folder),
        examples=EXAMPLES,
        sources=credited(tables),
        **common,
    )
    for name in _ALONE:
        site.page(f"{name}.html", f"{name}.html.j2", **common)
