"""README.ja.md, README.en.md, CHANGELOG.md: what a release says to somebody who opens it for the first time.

Belongs here: their facts, all from the published tables and the contract. Does not belong here: their wording
(`readme.ja.md.j2`, `readme.en.md.j2`, `changelog.md.j2`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import polars as pl

from cities.here import here
from pipelines.publish.exports.answers import answers, first_to_try
from pipelines.publish.exports.people import LICENCE, ODS, TITLE_EN, TITLE_JA, Tables
from pipelines.publish.exports.terms_files import PURPOSE, removal
from warehouse.contract import KEPT_DAYS, VOCABULARIES, published_tables
from warehouse.contract.derived.deprecations import DEPRECATIONS
from warehouse.contract.derived.dictionary import dictionary_markdown

_NAMES = {"README.ja.md": "readme.ja.md.j2", "README.en.md": "readme.en.md.j2", "CHANGELOG.md": "changelog.md.j2"}
_LOGGED = 100
"""Releases in the change log; `activity_change_log` has them all."""
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent),
    undefined=jinja2.StrictUndefined,
    autoescape=False,  # noqa: S701  # Markdown; `outgoing` looks for markup in the finished file
    trim_blocks=True,
    lstrip_blocks=True,
)
"""Read once per process."""


def write_readmes(tables: Tables, folder: Path, note: str) -> None:
    """Write the three documents and the dictionary as Markdown and CSV.

    Args:
        tables: published tables by name.
        folder: release folder; the DuckDB file is in it, and the questions are asked of it.
        note: remark for sample data, or empty.
    """
    told = answers(folder / "hiroba.duckdb")
    facts = {**_facts(tables), "note": note, "answers": told, "tried": first_to_try(told)}
    for name, template in _NAMES.items():
        text = _TEMPLATES.get_template(template).render(facts)
        (folder / name).write_text(text.rstrip() + "\n", encoding="utf-8")
    (folder / "data_dictionary.md").write_text(dictionary_markdown(), encoding="utf-8")
    tables["data_dictionary"].write_csv(folder / "data_dictionary.csv", include_bom=True)


def _facts(tables: Tables) -> dict[str, Any]:
    activities, release = tables["activities"], tables["release"].row(0, named=True)
    count = max(activities.height, 1)
    known = {
        "full": int((activities.get_column("schedule_completeness_code") == "full").sum()),
        "point": activities.get_column("lat").drop_nulls().len(),
        "organizer": activities.get_column("organizer").drop_nulls().len(),
        "confirmed": activities.get_column("updated_date").drop_nulls().len(),
        "stale": activities.get_column("stale_since").drop_nulls().len(),
    }
    return {
        "title_ja": TITLE_JA,
        "title_en": TITLE_EN,
        "short_en": here().short_en,
        "letters": here().id_letters,
        "ods": ODS,
        "licence": LICENCE,
        "purpose": PURPOSE,
        "removal": removal(release["contact"]),
        "kept_days": KEPT_DAYS,
        "release": release,
        "gathered": f"{release['as_of_at']:%Y-%m-%d %H:%M}",
        "known": known,
        "share": {name: f"{value / count:.0%}" for name, value in known.items()},
        "kinds": _counts(activities, "kind"),
        "wards": _counts(activities, "ward"),
        "sources": [_source(row) for row in tables["sources"].sort("source_key").iter_rows(named=True)],
        "unread_ja": _unread(tables),
        "tables": published_tables(),
        "deprecations": DEPRECATIONS,
        "log": _log(tables),
        "disagreement_count": tables["disagreements"].height,
    }


def _source(row: dict[str, Any]) -> dict[str, Any]:
    codes = {code.code: code for code in VOCABULARIES["selection"].codes}
    code = codes[row["selection_code"]]
    age = "" if row["started_at"] is None else f"{row['started_at']:%Y-%m-%d %H:%M}"
    return row | {"selection_ja": code.ja, "selection_en": code.en, "read_at": age}


def _counts(activities: pl.DataFrame, vocabulary: str) -> list[tuple[str, str, int]]:
    """Japanese label, English label, activities; in the order of the vocabulary."""
    counts = dict(activities.group_by(f"{vocabulary}_code").len().iter_rows())
    rows = [(code.ja, code.en, counts.get(code.code, 0)) for code in VOCABULARIES[vocabulary].codes]
    return [*rows, ("不明", "not known", counts.get(None, 0))]


def _unread(tables: Tables) -> list[tuple[str, int]]:
    labels = {code.code: code.ja for code in VOCABULARIES["reason"].codes}
    counts = tables["quarantine_counts"].group_by("reason_code").agg(pl.col("row_count").sum()).sort("reason_code")
    return [(labels[code], count) for code, count in counts.iter_rows()]


def _log(tables: Tables) -> list[dict[str, Any]]:
    """Every release, newest first, with how many activities each kind of change concerns."""
    codes = VOCABULARIES["change"].codes
    grouped = tables["activity_change_log"].group_by("release_id", "change_code").agg(pl.col("activity_id").n_unique())
    counts = {(release, code): count for release, code, count in grouped.iter_rows()}
    releases = []
    for row in (
        tables["release_log"].sort("as_of_at", "release_id", descending=True).head(_LOGGED).iter_rows(named=True)
    ):
        changed = [(code, counts[key]) for code in codes if (key := (row["release_id"], code.code)) in counts]
        releases.append(row | {"changes": [(code.ja, code.en, count) for code, count in changed]})
    return releases
