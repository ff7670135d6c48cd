"""volume.html, 「数・伸び・すきま」: how many, growing or not, where less; its pictures also as slides.

Belongs here: that page and the slides beside it. Does not belong here: rows (`volume_rows`), sentences (`volume_said`),
drawing (`publish.pictures`), its looks (`volume.html.j2`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import jinja2
from markupsafe import Markup

from pipelines.gaps import reference
from pipelines.publish.exports import volume_rows as rows
from pipelines.publish.exports import volume_said as said
from pipelines.publish.exports.people import Tables, labels
from pipelines.publish.exports.volume_growth import growth
from pipelines.publish.pictures.canvas import Picture
from pipelines.publish.pictures.funnel import funnel
from pipelines.publish.pictures.interval_bars import interval_bars
from pipelines.publish.pictures.maps import shades, town_map, ward_map
from pipelines.publish.pictures.slide import slide
from pipelines.publish.pictures.waterfall import waterfall
from warehouse.contract.vocabularies.gaps import ALL

NAME, TITLE = "volume.html", "数・伸び・すきま"
SLIDES = "slides"
"""Folder of the same pictures, each as large as a slide; office programs take SVG as it is."""
_WIDE, _NARROW = 900, 356
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined
)


class Figure(NamedTuple):
    """One picture of the page.

    Attributes:
        name: Latin, unique.
        title: what is shown.
        sentence: what it says, one or two sentences.
        draw: width → the picture.
    """

    name: str
    title: str
    sentence: str
    draw: Callable[[int], Picture]

    def both(self) -> Markup:
        """For a desk and for a telephone; the page shows one of them."""
        wide, narrow = self.draw(_WIDE).svg(f"{self.name}-w"), self.draw(_NARROW).svg(f"{self.name}-n")
        return Markup(f"<div class='wide'>{wide}</div><div class='narrow'>{narrow}</div>")  # noqa: S704  # our own SVG


def write_volume(tables: Tables, folder: Path, note: str) -> None:
    """Write the page and the slides.

    Args:
        tables: published tables by name.
        folder: release folder.
        note: remark for sample data, or empty.
    """
    release = tables["release"].row(0, named=True)
    as_of = f"{release['as_of_at']:%Y-%m-%d}"
    figures = _figures(tables)
    ages = labels("age_group")
    cells = {age: rows.cells(tables, age) for age in rows.AGES}
    schools = rows.far_schools(tables)
    page = _TEMPLATES.get_template("volume.html.j2").render(
        title=TITLE,
        as_of=as_of,
        release_id=release["release_id"],
        note=note,
        figures=figures,
        bars=rows.bars(tables),
        matrix=_matrix(cells[ALL]),
        wards_ja=list(labels("ward").values()),
        ages=ages,
        ward_maps=[_ward_map(tables, age) for age in rows.AGES],
        shades=shades(),
        told=[(age, cell) for age, of in cells.items() for cell in rows.told(of, "few", "maybe_few")],
        near={age: rows.near(tables, age) for age in rows.NEAR_AGES},
        far={age: rows.far_towns(tables, age) for age in rows.NEAR_AGES},
        schools=schools,
        school_sentence=said.of_schools(schools, _school_distance(tables), tables["school_access"].height),
        growth_sentence=growth(tables).sentence,
        slides=SLIDES,
        credit=reference.credit(),
    )
    (folder / NAME).write_text(page + "\n", encoding="utf-8")
    (folder / SLIDES).mkdir()
    foot = f"{as_of}　{note}　{reference.credit()}" if note else f"{as_of}　{reference.credit()}"
    for figure in figures.values():
        drawn = slide(figure.draw, figure.title, figure.sentence, foot)
        (folder / SLIDES / f"{figure.name}.svg").write_text(drawn + "\n", encoding="utf-8")


def _figures(tables: Tables) -> dict[str, Figure]:
    """The pictures by name; one that has nothing to show is left out."""
    found = [_count(tables), _growth(tables), _gaps(tables), *(_near(tables, age) for age in rows.NEAR_AGES)]
    return {figure.name: figure for figure in found if figure is not None}


def _count(tables: Tables) -> Figure | None:
    bars, whole = rows.bars(tables), rows.whole(tables)
    if not bars or whole is None:
        return None
    title = "種類ごとの活動の数"
    sentence = said.of_count(whole, rows.unplaced(tables))
    return Figure("count", title, sentence, lambda width: interval_bars(bars, title, width))


def _growth(tables: Tables) -> Figure | None:
    told = growth(tables)
    if not told.steps:
        return None
    return Figure("growth", told.title, told.sentence, lambda width: waterfall(told.steps, told.title, width))


def _gaps(tables: Tables) -> Figure | None:
    cells = rows.cells(tables, ALL)
    dots = rows.dots(cells)
    if not dots:
        return None
    title, spread = "区と種類ごとの数と、人口から見込まれる数", rows.spread(tables, ALL)
    return Figure("gaps", title, said.of_gaps(cells), lambda width: funnel(dots, spread, title, width))


def _near(tables: Tables, age: str) -> Figure | None:
    spots, near = rows.spots(tables, age), rows.near(tables, age)
    if not spots or not near:
        return None
    age_ja = labels("age_group")[age]
    title = f"{near[0]['distance_m']}m以内に会場がない{age_ja}の住民"
    outlines = reference.outlines()
    name = "near" + age.replace("_", "")
    return Figure(name, title, said.of_access(near, age_ja), lambda width: town_map(spots, outlines, title, width))


def _ward_map(tables: Tables, age: str) -> dict[str, Markup | str]:
    wards = rows.wards(tables, age)
    title = f"{labels('age_group')[age]} 1万人あたり"
    if not wards:
        return {"svg": "", "basis": "", "title": title}
    drawn = ward_map(wards, reference.outlines(), title, "件")
    svg = Markup(drawn.svg(f"wards{age.replace('_', '')}"))  # noqa: S704  # our own SVG
    return {"svg": svg, "basis": rows.basis(tables, age), "title": title}


def _matrix(cells: list[rows.Cell]) -> list[tuple[str, list[rows.Cell]]]:
    kinds = list(dict.fromkeys(cell.kind for cell in cells))
    return [(kind, [cell for cell in cells if cell.kind == kind]) for kind in kinds]


def _school_distance(tables: Tables) -> int:
    distances = tables["school_access"].get_column("distance_m")
    return int(distances[0]) if distances.len() else 0
