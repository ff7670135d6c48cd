"""Open Referral HSDS 3 as a Tabular Data Package: `hsds/*.csv` and their descriptor (docs/standards.md §1.1).

Belongs here: which published value stands in which field of HSDS. Does not belong here: a value HSDS needs and nobody
knows: what it cannot hold is left out and counted in the descriptor.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.normalise.schedule.notation import BYDAY, part
from pipelines.publish.exports.display import factual_line, schedule_shown
from pipelines.publish.exports.hsds_schema import FIELDS, PATHS, REQUIRED
from pipelines.publish.exports.people import LICENCE, TITLE_EN, Tables, labelled
from warehouse.contract import LICENCE_URL, VOCABULARIES
from warehouse.contract.derived.text_form import as_text

FOLDER = "hsds"
_SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "hiroba.invalid")
"""All our UUIDs are UUIDv5 of our own IDs in this space: the same thing has the same UUID in every release."""
_SEED = hashlib.sha1(_SPACE.bytes, usedforsecurity=False)
_VARIANT = {f"{digit:x}": f"{digit & 3 | 8:x}" for digit in range(16)}
"""The digit that says which kind of UUID it is. Every activity has ten: `uuid` takes thrice as long."""
_STATUS = {"paused": "temporarily closed", "ended": "defunct"}
_NOBODY = "organiser-not-stated"
_TAXONOMY = "activity-kinds"


def identifier(kind: str, key: str) -> str:
    """The UUID of a thing of ours.

    Args:
        kind: its object in HSDS.
        key: our ID of it.
    """
    seen = _SEED.copy()
    seen.update(f"{kind}/{key}".encode())
    sha1 = seen.hexdigest()
    return f"{sha1[:8]}-{sha1[8:12]}-5{sha1[13:16]}-{_VARIANT[sha1[16]]}{sha1[17:20]}-{sha1[20:32]}"


def write_hsds(tables: Tables, folder: Path, note: str) -> None:
    """Write one CSV per object and `datapackage.json`.

    Args:
        tables: published tables by name.
        folder: release folder.
        note: remark for sample data, or empty.
    """
    (folder / FOLDER).mkdir()
    objects = _objects(tables)
    for name, df in objects.items():
        df.sort("id").write_csv(folder / FOLDER / PATHS[name])
    package = _package(objects, tables, note)
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / FOLDER / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _ids(kind: str, *columns: str) -> pl.Expr:
    key = pl.concat_str(columns, separator="/") if len(columns) > 1 else pl.col(columns[0])
    return key.map_elements(lambda text: identifier(kind, text), return_dtype=pl.String)


def _objects(tables: Tables) -> dict[str, pl.DataFrame]:
    services = _services(tables)
    locations, addresses = _places(tables)
    at = tables["activities"].drop_nulls("venue_id").select("activity_id", "venue_id")
    known = locations.select(location_id="id")
    links = at.select(
        id=_ids("service_at_location", "activity_id"),
        service_id=_ids("service", "activity_id"),
        location_id=_ids("location", "venue_id"),
    ).join(known, on="location_id", how="semi")
    found = {
        "organization": _organizations(tables),
        "service": services,
        "location": locations,
        "service_at_location": links,
        "address": addresses,
        "phone": _phones(tables),
        "schedule": _schedules(tables),
        "cost_option": _costs(tables),
        **_kinds(tables),
    }
    return {name: _in_shape(name, df) for name, df in found.items()}


def _in_shape(name: str, df: pl.DataFrame) -> pl.DataFrame:
    """Only rows that have everything HSDS requires, in the order of its fields."""
    return df.select(column for column in FIELDS[name] if column in df.columns).drop_nulls(REQUIRED[name])


def _organizations(tables: Tables) -> pl.DataFrame:
    df = tables["organisers"].select(
        "name",
        id=_ids("organization", "organizer_id"),
        description=pl.format(
            "{}で活動する団体。この一覧に活動 {} 件。",
            pl.coalesce(labelled("ward_code", "ward"), pl.lit("川崎市")),
            "activity_count",
        ),
    )
    nobody = {
        "name": "（主催の記載なし）",
        "id": identifier("organization", _NOBODY),
        "description": "掲載に主催者が書かれていない活動のための行 / Stands for organisers that are not stated.",
    }
    return pl.concat([df, pl.DataFrame([nobody]).select(df.columns)])


def _services(tables: Tables) -> pl.DataFrame:
    months = ("age_min_months", "age_max_months")
    ages = [(pl.col(name) / 12).round(2).alias(name) for name in months]
    organiser = pl.when(pl.col("organizer_id").is_not_null()).then(_ids("organization", "organizer_id"))
    return (
        tables["activities"]
        .with_columns(ages)
        .select(
            "name",
            "url",
            id=_ids("service", "activity_id"),
            organization_id=organiser.otherwise(pl.lit(identifier("organization", _NOBODY))),
            description=factual_line(),
            email="mail",
            status=pl.col("status_code").replace_strict(_STATUS, default="active", return_dtype=pl.String),
            application_process="entry",
            fees_description="fee",
            eligibility_description="target",
            minimum_age="age_min_months",
            maximum_age="age_max_months",
        )
    )


def _places(tables: Tables) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Locations are venues; an address without town or postal code is no address of HSDS."""
    venues = tables["venues"]
    locations = venues.select(
        "name",
        id=_ids("location", "venue_id"),
        location_type=pl.lit("physical"),
        latitude="lat",
        external_identifier="venue_id",
        longitude="lon",
        external_identifier_type=pl.lit("hiroba venue_id"),
    )
    codes = tables["activities"].drop_nulls(["venue_id", "postcode"]).group_by("venue_id").agg(pl.col("postcode").min())
    one = tables["activities"].group_by("venue_id").agg(pl.col("postcode").drop_nulls().n_unique())
    certain = codes.join(one.filter(pl.col("postcode") == 1), on="venue_id", how="semi")
    addresses = venues.join(certain, on="venue_id").select(
        id=_ids("address", "venue_id"),
        location_id=_ids("location", "venue_id"),
        address_1=pl.concat_str("town", pl.col("block").fill_null("")),
        city=pl.lit("川崎市"),
        region=labelled("ward_code", "ward"),
        state_province=pl.lit("神奈川県"),
        postal_code="postcode",
        country=pl.lit("JP"),
        address_type=pl.lit("physical"),
    )
    return locations, addresses


def _phones(tables: Tables) -> pl.DataFrame:
    parts = [
        tables["activities"]
        .drop_nulls(column)
        .select(
            id=_ids(column, "activity_id"),
            service_id=_ids("service", "activity_id"),
            number=column,
            type=pl.lit(kind),
        )
        for column, kind in (("phone", "voice"), ("fax", "fax"))
    ]
    return pl.concat(parts)


def _schedules(tables: Tables) -> pl.DataFrame:
    """Rules as columns; a list of dates is one schedule per date, because HSDS repeats only weekly or monthly."""
    df = tables["activity_schedules"].with_columns(day=pl.col("schedule_days").cast(pl.List(pl.String))).explode("day")
    df = df.with_columns(_day=pl.col("day").fill_null("-"), _number=pl.col("schedule_number").cast(pl.String))
    sentence = tables["activities"].select(
        "activity_id", description=pl.coalesce("schedule_sentence", schedule_shown())
    )
    rule = pl.col("schedule_rrule")
    freq = part(rule, "FREQ")
    is_daily = freq == "DAILY"
    return df.join(sentence, on="activity_id").select(
        "description",
        id=_ids("schedule", "activity_id", "_number", "_day"),
        service_id=_ids("service", "activity_id"),
        dtstart="day",
        until="day",
        timezone=pl.lit(9),
        count=part(rule, "COUNT").cast(pl.Int64),
        freq=pl.when(is_daily).then(pl.lit("WEEKLY")).otherwise(freq),
        interval=part(rule, "INTERVAL").cast(pl.Int64),
        byday=pl.when(is_daily).then(pl.lit(",".join(BYDAY))).otherwise(part(rule, "BYDAY")),
        bymonthday=part(rule, "BYMONTHDAY"),
        opens_at=as_text("session_start"),
        closes_at=as_text("session_end"),
        notes=as_text("exceptions"),
    )


def _costs(tables: Tables) -> pl.DataFrame:
    df = tables["activities"].drop_nulls("fee_yen_min")
    return df.select(
        id=_ids("cost_option", "activity_id"),
        service_id=_ids("service", "activity_id"),
        option=labelled("fee_unit_code", "fee_unit"),
        currency=pl.lit("JPY"),
        amount="fee_yen_min",
        amount_description="fee",
    )


def _kinds(tables: Tables) -> dict[str, pl.DataFrame]:
    vocabulary = VOCABULARIES["kind"]
    taxonomy = identifier("taxonomy", _TAXONOMY)
    terms = [
        {
            "id": identifier("taxonomy_term", code.code),
            "code": code.code,
            "name": code.ja,
            "description": code.en,
            "taxonomy": vocabulary.en,
            "language": "ja",
            "taxonomy_id": taxonomy,
        }
        for code in vocabulary.codes
    ]
    attributes = (
        tables["activities"]
        .drop_nulls("kind_code")
        .select(
            id=_ids("attribute", "activity_id"),
            link_id=_ids("service", "activity_id"),
            taxonomy_term_id=_ids("taxonomy_term", "kind_code"),
            link_type=pl.lit("kind"),
            link_entity=pl.lit("service"),
        )
    )
    return {
        "taxonomy": pl.DataFrame([{"id": taxonomy, "name": vocabulary.ja, "description": vocabulary.en}]),
        "taxonomy_term": pl.DataFrame(terms),
        "attribute": attributes,
    }


def _package(objects: Mapping[str, pl.DataFrame], tables: Tables, note: str) -> dict[str, Any]:
    without = tables["venues"].height - objects["address"].height
    nameless = tables["activities"].get_column("organizer_id").null_count()
    release = tables["release"].row(0, named=True)
    return {
        "name": "kawasaki-community-activities-hsds",
        "title": f"{TITLE_EN} (HSDS 3)",
        "description": (
            f"{note}An activity is a service. `active` means that a list carries it; nobody has confirmed more. "
            f"{without} of {tables['venues'].height} locations have no address here, because their postal code is not "
            f"certain; {nameless} services stand under the organisation for organisers that are not stated. Ages are "
            "years; a fee is the lowest one."
        ),
        "profile": "tabular-data-package",
        "version": release["release_id"].removeprefix("release-"),
        "licenses": [{"name": "CC-BY-4.0", "title": LICENCE, "path": LICENCE_URL}],
        "resources": [_resource(name, df, objects) for name, df in objects.items()],
    }


def _resource(name: str, df: pl.DataFrame, objects: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    keys = [
        {"fields": column, "reference": {"resource": column.removesuffix("_id"), "fields": "id"}}
        for column in df.columns
        if column.endswith("_id") and column.removesuffix("_id") in objects
    ]
    fields = [FIELDS[name][column] | {"name": column} for column in df.columns]
    for field in fields:
        required = {"required": True} if field["name"] in REQUIRED[name] else {}
        unique = {"unique": True} if field["name"] == "id" else {}
        if required or unique or "constraints" in field:
            field["constraints"] = {**field.get("constraints", {}), **required, **unique}
    return {
        "name": name,
        "path": PATHS[name],
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": "id", "foreignKeys": keys},
    }
