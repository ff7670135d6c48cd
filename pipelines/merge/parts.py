"""The releases that are merged: whose they are, and whether they can stand beside each other.

Belongs here: reading and refusing. Does not belong here: what they share (`border`), files (`write`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.errors import StaffError
from warehouse.storage import read_table

CITY = "city_id"
"""Column of every merged row: whose release it comes from."""
OWN_IDS = {
    "activities": "activity_id",
    "organisers": "organizer_id",
    "venues": "venue_id",
    "activity_listings": "listing_id",
}
"""Table → its IDs, which no two cities may share."""
_CODES, _DICTIONARY = "codes_", "data_dictionary"
_SHOWN = 3


class MergeError(StaffError):
    """Releases cannot be merged; the message says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """The release of one city.

    Attributes:
        folder: where it is.
        manifest: what it says of itself.
        city: `id` (6-digit code), `key`, `name`, `prefecture`.
    """

    folder: Path
    manifest: dict[str, Any]
    city: dict[str, str]

    def table(self, name: str) -> pl.DataFrame:
        """A table of it, as it was written."""
        return read_table(self.folder / f"{name}.parquet")


def read_parts(folders: Sequence[Path]) -> list[Part]:
    """The releases in the order of their cities' codes, once it is sure that they can be merged.

    Args:
        folders: a release each; `latest` leads to one.

    Raises:
        MergeError: one is no release, or they do not fit together.
    """
    parts = sorted(map(_part, folders), key=lambda part: part.city["id"])
    if len(parts) < 2:
        raise MergeError("まとめるには、市区町村の公開を二つ以上書いてください（例: published/latest を二つ）。")
    _one(
        parts, "contract_version", "約束の版", "古いほうの市で hiroba run をし直して、同じ版の公開をまとめてください。"
    )
    _one(
        parts, "profile", "データの出所", "見本（sample）と本物（live）はまとめられません。どちらかにそろえてください。"
    )
    for city, count in Counter(part.city["id"] for part in parts).items():
        if count > 1:
            same = "、".join(str(part.folder) for part in parts if part.city["id"] == city)
            raise MergeError(f"市区町村 {city} の公開が {count} つあります（{same}）。一つだけにしてください。")
    for name, column in OWN_IDS.items():
        _apart(parts, name, column)
    return parts


def _part(folder: Path) -> Part:
    folder = folder.resolve()
    path = folder / "manifest.json"
    if not path.is_file():
        raise MergeError(
            f"{folder} は公開のフォルダーではありません（manifest.json がない）。published/latest を書いてください。"
        )
    manifest = json.loads(path.read_text(encoding="utf-8"))
    if "city" not in manifest:
        raise MergeError(
            f"{folder} の manifest.json に city がありません（古い公開です）。hiroba run で作り直してください。"
        )
    return Part(folder, manifest, manifest["city"])


def _one(parts: list[Part], name: str, what: str, todo: str) -> None:
    said = {str(part.manifest[name]) for part in parts}
    if len(said) > 1:
        each = "、".join(f"{part.city['name']} {part.manifest[name]}" for part in parts)
        raise MergeError(f"{what}が合いません（{each}）。{todo}")


def _apart(parts: list[Part], name: str, column: str) -> None:
    """No ID of two cities, or nobody could tell whose it is."""
    ids = pl.concat(part.table(name).select(column, _city=pl.lit(part.city["name"])) for part in parts)
    shared = (
        ids.group_by(column).agg(pl.col("_city").unique().sort()).filter(pl.col("_city").list.len() > 1).sort(column)
    )
    if shared.height:
        shown = "、".join(shared.get_column(column).head(_SHOWN))
        cities = "と".join(shared.get_column("_city")[0])
        raise MergeError(
            f"{cities} に同じ {column} が {shared.height} 件あります（{shown} など）。"
            "cities/<市>/city.toml の id_letters を市ごとに違うものにして、公開し直してください。"
        )


def merged_tables(parts: Sequence[Part]) -> dict[str, pl.DataFrame]:
    """Every table of the releases with all cities' rows and the city in front; lists of codes once, without it.

    Args:
        parts: as `read_parts` gives them.
    """
    names = dict.fromkeys(parts[0].table(_DICTIONARY).get_column("table_name"))
    names.pop(_DICTIONARY)
    merged = {name: _codes(parts, name) if name.startswith(_CODES) else _rows(parts, name) for name in names}
    merged[_DICTIONARY] = _dictionary(parts[0].table(_DICTIONARY), merged)
    merged["cities"] = pl.DataFrame([_city(part) for part in parts])
    return merged


def _rows(parts: Sequence[Part], name: str) -> pl.DataFrame:
    every = [part.table(name).select(pl.lit(part.city["id"]).alias(CITY), pl.all()) for part in parts]
    return pl.concat(every)


def _codes(parts: Sequence[Part], name: str) -> pl.DataFrame:
    """A list of codes over all cities, those of the first in front: only that of wards differs."""
    every = reduce(lambda one, other: pl.concat([one, other]), (part.table(name) for part in parts))
    once = every.unique("code", keep="first", maintain_order=True)
    return once.with_columns(ordinal=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))


def _dictionary(said: pl.DataFrame, merged: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """What the releases say of their columns, and the column that came in front of them."""
    empty = dict.fromkeys(said.columns)
    own = [
        empty
        | {"table_name": name, "column_name": CITY, "ordinal": 0, "column_type": "text", "is_key": name not in OWN_IDS}
        | {"is_nullable": False, "description_ja": "市区町村のコード（6桁）", "refers_to": f"cities.{CITY}"}
        | {"description_en": "Municipality as 6-digit local government code"}
        for name, df in merged.items()
        if CITY in df.columns
    ]
    return pl.concat([said, pl.DataFrame(own, schema=said.schema)]).sort("table_name", "ordinal")


def _city(part: Part) -> dict[str, object]:
    rows = part.manifest["rows"]
    return {
        CITY: part.city["id"],
        "name": part.city["name"],
        "prefecture": part.city["prefecture"],
        "release_id": part.manifest["release_id"],
        "as_of": part.manifest["as_of"],
        "activity_count": rows["activities"],
        "listing_count": rows["activity_listings"],
    }
