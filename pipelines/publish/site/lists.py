"""Lists without a search: the first page, one list per ward and kind and for both, some activities a page.

Belongs here: those pages. Does not belong here: a card (`cards`), pages of one thing (`pages`, `places`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from pipelines.publish.exports.people import NO_WARD
from pipelines.publish.site.frame import Site
from warehouse.contract import VOCABULARIES

A_PAGE = 100
"""Activities on one page of a list."""
NONE = "none"
"""In addresses, for what is not known."""
NO_KIND = "種類不明"


@dataclass(frozen=True, slots=True)
class Choice:
    """A ward or kind a reader can choose: code, what it is called, how many activities, its page, its English name."""

    code: str
    label: str
    count: int
    page: str
    english: str = ""


def choices(activities: pl.DataFrame) -> tuple[list[Choice], list[Choice]]:
    """Wards and kinds, those without an activity too; what is not known last, where there is any.

    Args:
        activities: as `shown` gives them.
    """
    wards = dict(activities.group_by(pl.col("ward_code").fill_null(NONE)).len().iter_rows())
    kinds = dict(activities.select(kind=_kinds()).explode("kind").group_by("kind").len().iter_rows())
    return (
        _choices("ward", wards, NO_WARD) if VOCABULARIES["ward"].codes else [],
        _choices("kind", kinds, NO_KIND),
    )


def _choices(name: str, counts: Mapping[str, int], unknown: str) -> list[Choice]:
    """What a vocabulary offers; its name is that of the folder too."""
    codes = [(code.code, code.ja, code.en) for code in VOCABULARIES[name].codes]
    codes += [(NONE, unknown, "Not known")] if counts.get(NONE) else []
    return [Choice(code, ja, counts.get(code, 0), f"{name}/{code}.html", en) for code, ja, en in codes]


def _kinds() -> pl.Expr:
    """What an activity is listed under; it may be nothing."""
    return pl.when(pl.col("kind_codes").list.len() == 0).then(pl.lit([NONE])).otherwise("kind_codes")


def write_lists(site: Site, activities: pl.DataFrame, card_of: Mapping[str, str]) -> None:
    """Write the lists of wards, of kinds, and of each kind in each ward.

    Args:
        site: the site.
        activities: all, in the order of the site.
        card_of: ID → card.
    """
    wards, kinds = choices(activities)
    ward = pl.col("ward_code").fill_null(NONE)
    rows = activities.select("number", "id", ward=ward, kind=_kinds())
    of_kind = rows.explode("kind")
    grouped = of_kind.partition_by("ward", "kind", as_dict=True)
    in_both = {key: group["id"].to_list() for key, group in grouped.items()}
    for choice in wards:
        ids = rows.filter(pl.col("ward") == choice.code)["id"].to_list()
        more = [
            Choice(each.code, each.label, len(in_both[choice.code, each.code]), _both(choice, each), each.english)
            for each in kinds
            if (choice.code, each.code) in in_both
        ]
        _write_list(site, choice.page, choice.label, ids, card_of, more, [])
    for choice in kinds:
        ids = of_kind.filter(pl.col("kind") == choice.code)["id"].to_list()
        more = [
            Choice(each.code, each.label, len(in_both[each.code, choice.code]), _both(each, choice), each.english)
            for each in wards
            if (each.code, choice.code) in in_both
        ]
        _write_list(site, choice.page, choice.label, ids, card_of, more, [])
    for one in wards:
        for other in kinds:
            if both := in_both.get((one.code, other.code)):
                title = f"{one.label}の「{other.label}」"
                _write_list(site, _both(one, other), title, both, card_of, [], [one, other])


def _both(ward: Choice, kind: Choice) -> str:
    return f"ward/{ward.code}-{kind.code}.html"


def _write_list(
    site: Site,
    page: str,
    title: str,
    ids: list[str],
    card_of: Mapping[str, str],
    more: list[Choice],
    above: list[Choice],
) -> None:
    """A list over as many pages as it takes."""
    count = max(1, -(-len(ids) // A_PAGE))
    names = [page, *(page.replace(".html", f"-{number}.html") for number in range(2, count + 1))]
    for number, name in enumerate(names):
        some = ids[number * A_PAGE : (number + 1) * A_PAGE]
        site.page(
            name,
            "list.html.j2",
            title=title,
            count=len(ids),
            first=number * A_PAGE + 1,
            last=number * A_PAGE + len(some),
            cards="".join(card_of[id_] for id_ in some),
            more=more if number == 0 else [],
            above=above,
            before=names[number - 1] if number else None,
            after=names[number + 1] if number + 1 < count else None,
            widget=page.removesuffix(".html").replace("/", "-"),
        )
