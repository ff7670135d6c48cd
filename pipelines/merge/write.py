"""The merged release: Parquet, one DuckDB file, what the columns mean, and what it is.

Belongs here: those files. Does not belong here: what is in the tables (`parts`, `border`).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import polars as pl

from pipelines.merge.border import NEAR_KM, same_across
from pipelines.merge.parts import CITY, OWN_IDS, MergeError, Part, merged_tables, read_parts
from pipelines.publish.duckdb_file import release_file
from pipelines.publish.markdown import plain
from pipelines.publish.outgoing import inspect
from pipelines.publish.release import DUCKDB_NAME, entry_of, settle, sums_of
from warehouse.contract import LICENCE, LICENCE_URL
from warehouse.permissions import make_folder
from warehouse.storage import ROW_GROUP, Found, files_under

SAME_TABLE = "same_across_cities"
_ABOUT = {
    "cities": ("市区町村1つとその公開", "One municipality and its release"),
    SAME_TABLE: (
        "市の境をまたいで同じ活動の組（どちらの市の行も消さない）",
        "Two activities of two cities that are one; neither row is taken away",
    ),
}
_WORDS = {
    CITY: ("市区町村のコード（6桁）", "Municipality as 6-digit local government code"),
    "other_city_id": ("相手の市区町村のコード", "Municipality of the other activity"),
    "other_activity_id": ("同じ活動の、相手の市でのID", "ID of the same activity in the other city"),
    "activity_id": ("活動のID", "Activity"),
    "probability": ("同じである確率", "Probability that they are one"),
    "distance_km": ("会場の間の距離（どちらかに場所がなければ空）", "Between the two places; null where one has none"),
    "message_ja": ("見分けたわけ", "Why, in Japanese"),
    "name": ("市区町村の名前", "Name of the municipality"),
    "prefecture": ("都道府県", "Prefecture"),
    "release_id": ("もとの公開の回", "Its release"),
    "as_of": ("いつ時点のデータか", "Moment its data describe"),
    "activity_count": ("活動の数", "Activities"),
    "listing_count": ("掲載の数", "Listings"),
}
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent),
    undefined=jinja2.StrictUndefined,
    autoescape=False,  # noqa: S701  # Markdown; `outgoing` looks for markup in the finished file
    trim_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it: the folder, cities, activities, pairs across a border, and how many activities that leaves."""

    folder: Path
    city_count: int
    activity_count: int
    pair_count: int
    distinct_count: int

    def sentences(self) -> Iterator[str]:
        """For staff."""
        yield (
            f"{self.city_count} 市区町村の公開をまとめました: 活動 {self.activity_count:,}、"
            f"市の境をまたいで同じもの {self.pair_count:,} 組（一つと数えれば活動 {self.distinct_count:,}）"
        )
        yield f"公開フォルダー: {self.folder}"


def merge(folders: Sequence[Path], out: Path) -> Merged:
    """Make one release of several; none of them is changed.

    Args:
        folders: the releases.
        out: folder to make; it must not exist.

    Raises:
        MergeError: they do not fit together, or the folder is there.
        OutgoingError: a file holds what must not leave.
    """
    parts = read_parts(folders)
    if out.exists():
        raise MergeError(f"{out} はもうあります。消すか、ほかのフォルダーを --out に書いてください。")
    tables = merged_tables(parts)
    same = same_across(tables["activities"])
    tables[SAME_TABLE] = same
    tables["data_dictionary"] = _described(tables)
    activities = tables["activities"].height
    merged = Merged(out, len(parts), activities, same.height, activities - _superfluous(same))
    part = out.with_name(f".{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    make_folder(part)
    _fill(part, parts, tables, merged)
    inspect(part)
    settle(part, out)
    return merged


def _superfluous(same: pl.DataFrame) -> int:
    """How many activities are there once more: of a group that is one, all but one."""
    group: dict[str, str] = {}

    def first(each: str) -> str:
        while (up := group.get(each, each)) != each:
            each = up
        return each

    for one, other in same.select("activity_id", "other_activity_id").iter_rows():
        group[first(other)] = first(one)
    return sum(each != up for each, up in group.items())


def _described(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The dictionary with the two tables that only a merged release has."""
    said = tables["data_dictionary"]
    empty = dict.fromkeys(said.columns)
    rows = [
        empty
        | {"table_name": name, "column_name": column, "ordinal": ordinal, "is_key": column in _keys(name)}
        | {"column_type": "text" if dtype == pl.String else "integer" if dtype.is_integer() else "number"}
        | {
            "is_nullable": column == "distance_km",
            "description_ja": _WORDS[column][0],
            "description_en": _WORDS[column][1],
        }
        | {"unit": "km" if column == "distance_km" else None}
        for name in _ABOUT
        for ordinal, (column, dtype) in enumerate(tables[name].schema.items(), start=1)
    ]
    known = said.filter(~pl.col("table_name").is_in(list(_ABOUT)))
    return pl.concat([known, pl.DataFrame(rows, schema=said.schema)]).sort("table_name", "ordinal")


def _keys(name: str) -> tuple[str, ...]:
    return (CITY,) if name == "cities" else ("activity_id", "other_activity_id")


def _fill(folder: Path, parts: Sequence[Part], tables: Mapping[str, pl.DataFrame], merged: Merged) -> None:
    note = str(parts[0].manifest["note"] or "")
    for name, df in tables.items():
        _ordered(name, df).write_parquet(folder / f"{name}.parquet", compression="zstd", row_group_size=ROW_GROUP)
    _write_duckdb(folder, tables, note)
    tables["data_dictionary"].write_csv(folder / "data_dictionary.csv")
    (folder / "ATTRIBUTION").write_text("\n\n".join(_credits(parts)), encoding="utf-8")
    (folder / "README.md").write_text(_readme(parts, merged, note), encoding="utf-8")
    manifest = {
        **{name: parts[0].manifest[name] for name in ("profile", "note", "contract_version")},
        "release_id": f"merged-{_digest(parts)}",
        "as_of": max(part.manifest["as_of"] for part in parts),
        "cities": [part.city | {name: part.manifest[name] for name in ("release_id", "as_of")} for part in parts],
        "rows": {name: df.height for name, df in tables.items()},
        "same_across_cities": {"pairs": merged.pair_count, "distinct_activities": merged.distinct_count},
        "files": [entry_of(found, folder) for found in files_under(folder)],
    }
    path = folder / "manifest.json"
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    entries: list[dict[str, Any]] = [*manifest["files"], entry_of(Found(str(path), path.stat().st_size), folder)]
    (folder / "SHA256SUMS").write_text(sums_of(entries), encoding="utf-8")


def _ordered(name: str, df: pl.DataFrame) -> pl.DataFrame:
    """Rows of a city together: who asks for one reads a piece of the file."""
    order = [column for column in (CITY, "ward_code", "kind_code", OWN_IDS.get(name)) if column in df.columns]
    return df.sort(order, nulls_last=True, maintain_order=True) if name in OWN_IDS else df


def _write_duckdb(folder: Path, tables: Mapping[str, pl.DataFrame], note: str) -> None:
    described = tables["data_dictionary"].select("table_name", "column_name", "description_ja", "description_en")
    with release_file(folder / DUCKDB_NAME) as con:
        for name in tables:
            con.execute("BEGIN")
            con.read_parquet(str(folder / f"{name}.parquet")).create(name)
            about = " / ".join(_ABOUT.get(name, (name, "see data_dictionary")))
            con.execute(f"COMMENT ON TABLE \"{name}\" IS '{_literal(note + about)}'")
            for _, column, ja, en in described.filter(table_name=name).iter_rows():
                con.execute(f'COMMENT ON COLUMN "{name}"."{column}" IS \'{_literal(f"{ja} / {en}")}\'')
            con.execute("COMMIT")


def _literal(text: str) -> str:
    return text.replace("'", "''")


def _credits(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        path = part.folder / "ATTRIBUTION"
        yield f"■ {part.city['name']}\n{path.read_text(encoding='utf-8') if path.is_file() else ''}"


def _digest(parts: Sequence[Part]) -> str:
    """Of what was merged: the same releases make the same one."""
    sums = b"".join((part.folder / "SHA256SUMS").read_bytes() for part in parts)
    return hashlib.sha256(sums).hexdigest()[:12]


def _readme(parts: Sequence[Part], merged: Merged, note: str) -> str:
    template = _TEMPLATES.get_template("readme.md.j2")
    facts = {"column": CITY, "table": SAME_TABLE, "near": NEAR_KM, "licence": LICENCE, "licence_url": LICENCE_URL}
    return template.render(parts=parts, merged=merged, note=note, plain=plain, **facts)
