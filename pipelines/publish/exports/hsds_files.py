"""Open Referral HSDS 3 as a Tabular Data Package: `hsds/*.csv` and their descriptor (docs/standards.md §1.1).

Belongs here: which published value stands in which field of HSDS. Does not belong here: a value HSDS needs and nobody
knows: what it cannot hold is left out and counted in the descriptor.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from cities.here import here
from pipelines.normalise.schedule.notation import BYDAY, part
from pipelines.publish.exports.display import factual_line
from pipelines.publish.exports.hsds_ids import identifier, ids
from pipelines.publish.exports.hsds_package import Shape, resource
from pipelines.publish.exports.hsds_schema import FIELDS, PATHS, REQUIRED
from pipelines.publish.exports.people import DATASET, LICENCE, TITLE_EN, labelled
from pipelines.publish.exports.tables import Tables, scanned
from warehouse.contract import LICENCE_URL, VOCABULARIES
from warehouse.contract.derived.text_form import as_text

FOLDER = "hsds"
_STATUS = {"paused": "temporarily closed", "ended": "defunct"}
_NOBODY = "organiser-not-stated"
_NOT_IN_HSDS = r"BYMONTH=|INTERVAL="
_PERIOD = r"^period=(\d{4}-\d\d-\d\d)?/(\d{4}-\d\d-\d\d)?$"
_TAXONOMY = "activity-kinds"


def write_hsds(tables: Tables, folder: Path, note: str) -> None:
    """Write one CSV per object and `datapackage.json`.

    Args:
        tables: published tables by name.
        folder: release folder.
        note: remark for sample data, or empty.
    """
    (folder / FOLDER).mkdir()
    shapes = {}
    for name, make in _OBJECTS.items():  # one by one: of a large city not all fit into memory
        df = _in_shape(name, make(tables)).sort("id")
        df.write_csv(folder / FOLDER / PATHS[name])
        shapes[name] = Shape(df.columns, df.height)
    package = _package(shapes, tables, note)
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / FOLDER / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _activities(tables: Tables, *columns: str) -> pl.DataFrame:
    return scanned(tables, "activities").select(columns).collect()


def _links(tables: Tables) -> pl.DataFrame:
    """Activities at their venue."""
    known = tables["venues"].select("venue_id")
    at = _activities(tables, "activity_id", "venue_id").join(known, on="venue_id", how="semi", maintain_order="left")
    return at.select(
        id=ids("service_at_location", "activity_id"),
        service_id=ids("service", "activity_id"),
        location_id=ids("location", "venue_id"),
    )


def _in_shape(name: str, df: pl.DataFrame) -> pl.DataFrame:
    """Only rows that have everything HSDS requires, in the order of its fields."""
    return df.select(column for column in FIELDS[name] if column in df.columns).drop_nulls(REQUIRED[name])


def _organizations(tables: Tables) -> pl.DataFrame:
    df = tables["organisers"].select(
        "name",
        id=ids("organization", "organizer_id"),
        description=pl.format(
            "{}で活動する団体。この一覧に活動 {} 件。",
            pl.coalesce(labelled("ward_code", "ward"), pl.lit(here().name)),
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
    organiser = pl.when(pl.col("organizer_id").is_not_null()).then(ids("organization", "organizer_id"))
    return (
        scanned(tables, "activities")
        .with_columns(ages)
        .select(
            "name",
            "url",
            id=ids("service", "activity_id"),
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
        .collect()
    )


def _locations(tables: Tables) -> pl.DataFrame:
    return tables["venues"].select(
        "name",
        id=ids("location", "venue_id"),
        location_type=pl.lit("physical"),
        latitude="lat",
        external_identifier="venue_id",
        longitude="lon",
        external_identifier_type=pl.lit("hiroba venue_id"),
    )


def _addresses(tables: Tables) -> pl.DataFrame:
    """Locations are venues; an address without town or postal code is no address of HSDS."""
    known = _activities(tables, "venue_id", "postcode").drop_nulls()
    codes = known.group_by("venue_id").agg(pl.col("postcode").min(), _count=pl.col("postcode").n_unique())
    certain = codes.filter(pl.col("_count") == 1)
    return (
        tables["venues"]
        .join(certain, on="venue_id")
        .select(
            id=ids("address", "venue_id"),
            location_id=ids("location", "venue_id"),
            address_1=pl.concat_str("town", pl.col("block").fill_null("")),
            city=pl.lit(here().name),
            region=labelled("ward_code", "ward"),
            state_province=pl.lit(here().prefecture),
            postal_code="postcode",
            country=pl.lit("JP"),
            address_type=pl.lit("physical"),
        )
    )


def _phones(tables: Tables) -> pl.DataFrame:
    parts = [
        _activities(tables, "activity_id", column)
        .drop_nulls(column)
        .select(
            id=ids(column, "activity_id"),
            service_id=ids("service", "activity_id"),
            number=column,
            type=pl.lit(kind),
        )
        for column, kind in (("phone", "voice"), ("fax", "fax"))
    ]
    return pl.concat(parts)


def _schedules(tables: Tables) -> pl.DataFrame:
    """Rules as columns; a list of dates is one schedule per date, because HSDS repeats only weekly or monthly.

    HSDS has no months of a year, and an interval counts from a first day: rules with months, and those of which nobody
    knows the first day (隔週), would say more days than there are. They stand in `description` alone.
    """
    df = tables["activity_schedules"].with_columns(day=pl.col("schedule_days").cast(pl.List(pl.String))).explode("day")
    df = df.with_columns(_day=pl.col("day").fill_null("-"), _number=pl.col("schedule_number").cast(pl.String))
    sentence = scanned(tables, "activities").select(
        "activity_id", description=pl.coalesce("schedule_sentence", "schedule")
    )
    rule = pl.col("schedule_rrule")
    rule = pl.when(~rule.str.contains(_NOT_IN_HSDS)).then(rule)
    period = pl.col("exceptions").list.eval(pl.element().str.extract(_PERIOD, 0).drop_nulls()).list.first()
    freq = part(rule, "FREQ")
    is_daily = freq == "DAILY"
    return df.join(sentence.collect(), on="activity_id").select(
        "description",
        id=ids("schedule", "activity_id", "_number", "_day"),
        service_id=ids("service", "activity_id"),
        valid_from=period.str.extract(_PERIOD, 1),
        valid_to=period.str.extract(_PERIOD, 2),
        dtstart="day",
        until="day",
        timezone=pl.lit(9),
        count=part(rule, "COUNT").cast(pl.Int64),
        freq=pl.when(is_daily).then(pl.lit("WEEKLY")).otherwise(freq),
        byday=pl.when(is_daily).then(pl.lit(",".join(BYDAY))).otherwise(part(rule, "BYDAY")),
        bymonthday=part(rule, "BYMONTHDAY"),
        opens_at=as_text("session_start"),
        closes_at=as_text("session_end"),
        notes=as_text("exceptions"),
    )


def _costs(tables: Tables) -> pl.DataFrame:
    df = _activities(tables, "activity_id", "fee_unit_code", "fee_yen_min", "fee").drop_nulls("fee_yen_min")
    return df.select(
        id=ids("cost_option", "activity_id"),
        service_id=ids("service", "activity_id"),
        option=labelled("fee_unit_code", "fee_unit"),
        currency=pl.lit("JPY"),
        amount="fee_yen_min",
        amount_description="fee",
    )


def _taxonomy(_tables: Tables) -> pl.DataFrame:
    kinds = VOCABULARIES["kind"]
    return pl.DataFrame([{"id": identifier("taxonomy", _TAXONOMY), "name": kinds.ja, "description": kinds.en}])


def _terms(_tables: Tables) -> pl.DataFrame:
    terms = [
        {
            "id": identifier("taxonomy_term", code.code),
            "code": code.code,
            "name": code.ja,
            "description": code.en,
            "taxonomy": VOCABULARIES["kind"].en,
            "language": "ja",
            "taxonomy_id": identifier("taxonomy", _TAXONOMY),
        }
        for code in VOCABULARIES["kind"].codes
    ]
    return pl.DataFrame(terms)


def _attributes(tables: Tables) -> pl.DataFrame:
    """The main kind, and below it the further ones."""
    df = _activities(tables, "activity_id", "kind_code", "other_kind_codes").drop_nulls("kind_code")
    main = df.select("activity_id", term="kind_code", id=ids("attribute", "activity_id"))
    others = df.drop("kind_code").rename({"other_kind_codes": "term"}).explode("term").drop_nulls("term")
    return pl.concat([main, others.with_columns(id=ids("attribute", "activity_id", "term"))]).select(
        "id",
        link_id=ids("service", "activity_id"),
        taxonomy_term_id=ids("taxonomy_term", "term"),
        link_type=pl.lit("kind"),
        link_entity=pl.lit("service"),
    )


_OBJECTS: dict[str, Callable[[Tables], pl.DataFrame]] = {
    "organization": _organizations,
    "service": _services,
    "location": _locations,
    "service_at_location": _links,
    "address": _addresses,
    "phone": _phones,
    "schedule": _schedules,
    "cost_option": _costs,
    "taxonomy": _taxonomy,
    "taxonomy_term": _terms,
    "attribute": _attributes,
}


def _package(shapes: Mapping[str, Shape], tables: Tables, note: str) -> dict[str, Any]:
    without = tables["venues"].height - shapes["address"].height
    nameless = _activities(tables, "organizer_id").to_series().null_count()
    release = tables["release"].row(0, named=True)
    return {
        "name": f"{DATASET}-hsds",
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
        "resources": [resource(name, shapes) for name in shapes],
    }
