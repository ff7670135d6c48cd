"""The list of one ward or kind inside somebody else's page: a frame, or a script that brings its own looks.

Belongs here: the pages and data of both. Does not belong here: the script (`assets/widget.js`).
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from pipelines.publish.exports.json_text import said
from pipelines.publish.site.frame import Site
from pipelines.publish.site.lists import Choice, choices
from pipelines.publish.site.search_files import part
from warehouse.contract import VOCABULARIES

_OF = "ward" if VOCABULARIES["ward"].codes else "kind"
_FIRST = VOCABULARIES[_OF].codes[0]
_SIZE = 'width="100%" height="600"'
EXAMPLES = (
    f'<iframe src="…/site/widget/{_OF}-{_FIRST.code}.html" title="{_FIRST.ja}の地域活動" {_SIZE}></iframe>',
    '<script src="…/site/assets/widget.js" data-list="kind-exercise" defer></script>',
)
"""What somebody copies into a page: told to readers, run by nobody here."""
_SHOWN = 50
"""Activities in a frame; behind them a link leads to the list."""


def write_widgets(site: Site, activities: pl.DataFrame, card_of: Mapping[str, str]) -> None:
    """Write the frames, and the same lists for the script.

    Args:
        site: the site.
        activities: all, in the order of the site.
        card_of: ID → card.
    """
    wards, kinds = choices(activities)
    for choice in wards:
        ward = None if choice.code == "none" else choice.code
        _write(site, choice, activities.filter(pl.col("ward_code").eq_missing(pl.lit(ward))), card_of)
    for choice in kinds:
        held = pl.col("kind_codes").list
        _write(
            site,
            choice,
            activities.filter(held.contains(choice.code) | (held.len() == 0) & (choice.code == "none")),
            card_of,
        )


def _write(site: Site, choice: Choice, rows: pl.DataFrame, card_of: Mapping[str, str]) -> None:
    name = choice.page.removesuffix(".html").replace("/", "-")
    some = "".join(card_of[id_] for id_ in rows.head(_SHOWN)["id"])
    site.page(f"widget/{name}.html", "widget.html.j2", of=choice, cards=some, left=max(rows.height - _SHOWN, 0))
    shown = rows.head(_SHOWN).select("id", "name", "when", "where", "kinds")
    told = {
        "label": choice.label,
        "page": choice.page,
        "count": rows.height,
        "rows": [list(row) for row in shown.iter_rows()],
    }
    site.write(f"widget/{name}.js", part("widget", name, said(told)))
