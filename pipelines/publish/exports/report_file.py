"""report.html: what the night was like, on one page that needs nothing else.

Belongs here: that page from its figures. Does not belong here: the figures (`report_figures`), its looks
(`report.html.j2`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
import polars as pl

from pipelines.publish.exports import report_figures as figures
from pipelines.publish.exports.left_out import LeftOut
from pipelines.publish.exports.people import TITLE_JA, Tables, labels

NAME, FACTS = "report.html", "night.json"
"""The page; the facts of the night it needs beside the published tables (`pipelines.publish.night_facts`)."""
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined
)
"""Read once per process."""


def write_report(tables: Tables, folder: Path, note: str, missing: Sequence[LeftOut] = ()) -> None:
    """Write the page.

    Args:
        tables: published tables by name.
        folder: release folder; `night.json` in it is used when it is there.
        note: remark for sample data, or empty.
        missing: activities that a file of the release could not hold.
    """
    release = tables["release"].row(0, named=True)
    night = _night(folder / FACTS)
    sizes = tables["activities"]
    together = sizes.filter(pl.col("listing_count") > 1)
    heat_names, heat = figures.overlap(tables)
    kinds, wards = figures.wards(tables)
    page = _TEMPLATES.get_template("report.html.j2").render(
        title=f"{TITLE_JA} 更新の報告",
        as_of=f"{release['as_of_at']:%Y-%m-%d %H:%M}",
        release_id=release["release_id"],
        note=note,
        lead=lead(tables),
        sources=figures.sources(tables, night),
        to_dos=figures.to_dos(tables, night, missing),
        changes=figures.changes(tables),
        merged=together.height,
        merged_listings=together.get_column("listing_count").sum(),
        shared=sizes.filter(pl.col("source_count") > 1).height,
        biggest=figures.biggest(tables),
        heat_names=heat_names,
        heat=heat,
        kinds=kinds,
        wards=wards,
        history=figures.history(tables),
        checks=figures.checks(tables, night),
        quarantine=figures.quarantine(tables),
    )
    (folder / NAME).write_text(page + "\n", encoding="utf-8")


def _night(path: Path) -> dict[str, Any]:
    nothing: dict[str, Any] = {"nights": {}, "fills": {}, "checks": [], "questions": None, "corrections": []}
    return nothing | json.loads(path.read_text(encoding="utf-8")) if path.is_file() else nothing


def without_texts(facts: str) -> str:
    """The facts of a night without its sentences, which may name a listing that has been taken away since.

    Args:
        facts: text of `night.json`.
    """
    night = json.loads(facts)
    night |= {"corrections": [], "checks": [check | {"said": ""} for check in night["checks"]]}
    return json.dumps(night, ensure_ascii=False, indent=1) + "\n"


def lead(tables: Tables) -> str:
    """The night in one line."""
    release = tables["release"].row(0, named=True)
    bad = [row["source_name"] for row in figures.verdicts(tables) if not row["is_good"]]
    new = tables["activity_changes"].filter(pl.col("change_code") == "added").height
    gone = figures.gone(tables)
    counts = f"掲載 {release['listing_count']:,} 件、{labels('change')['added']} {new:,} 件、なくなった {gone:,} 件"
    sentence = f"活動 {release['activity_count']:,} 件を公開しました（{counts}）。"
    if not bad:
        return sentence + "すべての情報源が正常です。"
    return sentence + f"確かめてほしい情報源が {len(bad)} 件あります: {'、'.join(bad)}。前の内容を載せています。"
