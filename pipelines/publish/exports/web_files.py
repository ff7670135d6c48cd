"""JSON for the web team, JSON-LD for search engines, GeoJSON for maps.

Belongs here: those three. Does not belong here: calendars, spreadsheets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.publish.exports.credit import credited
from pipelines.publish.exports.csv_files import REDIRECTS
from pipelines.publish.exports.display import factual_line, next_days, sort_key
from pipelines.publish.exports.json_text import constant, in_list, plain, quoted, said, with_all
from pipelines.publish.exports.left_out import LeftOut
from pipelines.publish.exports.linked import CONTEXT, dataset, linked, page
from pipelines.publish.exports.linked import NAME as LINKED
from pipelines.publish.exports.people import in_labels, labelled, pages, state
from pipelines.publish.exports.tables import Tables, scanned
from warehouse.contract import LICENCE, LICENCE_URL

LIST, MAP = "activities.json", "activities.geojson"
_TEXTS = ("venue", "address", "target", "fee", "entry", "organizer", "phone", "url", "schedule", "schedule_sentence")
IS_ACCURATE = {"facility": True, "town": False}
"""Whether a point is where people meet, or stands for an area."""
_NEXT_DAYS = 5
_PART, _SLICE = 50_000, 5_000
"""Activities in memory, and those of them that are JSON, at a time, whatever the size of the city."""


def write_web(tables: Tables, folder: Path, note: str) -> list[LeftOut]:
    """Write the three files.

    Args:
        tables: published tables by name.
        folder: release folder.
        note: remark for sample data, or empty.

    Returns:
        Activities whose rules one of them could not hold.
    """
    missing: list[LeftOut] = []
    release = tables["release"].row(0, named=True)
    about = {
        "profile": release["profile_code"],
        "release_id": release["release_id"],
        "as_of": release["as_of_at"].isoformat(),
        "note": note or None,
    }
    about |= {"licence": LICENCE, "licence_url": LICENCE_URL, "attribution": credited(tables)}
    head = {**about, "redirects": REDIRECTS, "gone": _gone(tables), "count": _height(tables)}
    entry = dataset(release, note, credited(tables))
    with (
        _opened(folder / LIST, head, "activities") as listed,
        _opened(folder / MAP, {"type": "FeatureCollection", **about}, "features") as mapped,
        _opened(folder / LINKED, {"@context": CONTEXT}, "@graph", entry) as graph,
    ):
        for df, days in _parts(tables):
            for part in df.iter_slices(_SLICE):
                shown = _with_days(part, days)
                listed(shown.select(_shown()).to_series())
                mapped(shown.filter(pl.col("lat").is_not_null()).select(_feature()).to_series())
                nodes, without = linked(part, days)
                graph(nodes)
                missing += without
    return missing


def as_json(tables: Tables) -> Iterator[tuple[str, str]]:
    """Every activity alone, as it stands in the list: its ID and its JSON, by ID.

    Args:
        tables: published tables by name.
    """
    for df, days in _parts(tables, "id"):
        for part in df.iter_slices(_SLICE):
            yield from _with_days(part, days).select("id", said=_shown()).iter_rows()


@contextmanager
def _opened(
    path: Path, head: dict[str, Any], name: str, first: object | None = None
) -> Iterator[Callable[[pl.Series], None]]:
    """An object with its members and one long list, a row per line: never all rows at once in memory."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(said(head)[:-1] + f',"{name}":[')
        between = "\n"

        def write(rows: Iterable[str]) -> None:
            nonlocal between
            if text := ",\n".join(rows):
                file.write(between + text)
                between = ",\n"

        if first is not None:
            write([said(first)])
        yield write
        file.write("\n]}\n")


def _height(tables: Tables) -> int:
    rows: int = scanned(tables, "activities").select(pl.len()).collect().item()
    return rows


def _parts(tables: Tables, order_by: str = "sort_key") -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """What a list page shows, in its order or by ID, some activities at a time with their next days."""
    view, led = _view(tables), pages(tables)
    sources = tables["sources"].select("source_key", "source_name", "attribution")
    source = {"source": quoted("source_name"), "url": quoted("page_url"), "credit": quoted("attribution")}
    order = view.select("sort_key", "id").sort(order_by, "id").select("id").collect()
    for ids in order.iter_slices(_PART):
        its = ids.select(activity_id="id")
        listed = (
            led.join(its, on="activity_id", how="semi", maintain_order="left")
            .join(sources, on="source_key", how="left", maintain_order="left")
            .group_by(id="activity_id", maintain_order=True)
            .agg(
                listed_on=in_list(with_all(source)),
                subject_of=in_list(page("page_url")),
                page=pl.col("page_url").first(),
            )
        )
        held = scanned(tables, "activity_occurrences").join(its.lazy(), on="activity_id", how="semi").collect()
        # First those alone, then in order: the other way round every activity is in memory
        some = view.join(ids.lazy(), on="id", how="semi").collect()
        shown = ids.join(some, on="id", how="left", maintain_order="left")
        yield shown.join(listed, on="id", how="left", maintain_order="left"), next_days(held, _NEXT_DAYS)


def _view(tables: Tables) -> pl.LazyFrame:
    """Labels beside codes, and a key to sort by."""
    return scanned(tables, "activities").select(
        "name",
        "kana",
        "lat",
        "lon",
        "geo_level_code",
        "ward_code",
        "kind_code",
        "other_kind_codes",
        "status_code",
        "fee_type_code",
        "schedule_rrules",
        "exceptions",
        "town",
        "block",
        "postcode",
        *_TEXTS,
        id="activity_id",
        sort_key=sort_key(),
        summary=factual_line(),
        ward=labelled("ward_code", "ward"),
        kind=labelled("kind_code", "kind"),
        other_kinds=in_labels("other_kind_codes", "kind", "、"),
        status=state(),
        geo_level=labelled("geo_level_code", "geo_level"),
        is_complete=pl.col("schedule_completeness_code") == "full",
        updated=pl.col("updated_date"),
        confirmed_at=pl.col("fetched_at").dt.strftime("%Y-%m-%dT%H:%M:%S%:z"),
        stale_since=pl.col("stale_since").cast(pl.String),
    )


_LIST_FIELDS = (
    "id",
    "name",
    "kana",
    "sort_key",
    "ward_code",
    "ward",
    "kind_code",
    "kind",
    "other_kind_codes",
    "other_kinds",
    "status_code",
    "status",
    "summary",
    "schedule",
    "schedule_sentence",
    "is_complete",
    "venue",
    "address",
    "lat",
    "lon",
    "geo_level_code",
    "target",
    "fee",
    "entry",
    "organizer",
    "phone",
    "url",
    "updated",
    "confirmed_at",
    "stale_since",
)


_PLAIN = ("is_complete", "lat", "lon")
"""No texts."""


def _with_days(part: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Activities with their next days as JSON, and the first one in words."""
    day = in_list(with_all({name: quoted(name) for name in ("date", "start", "end", "text")}))
    some = days.join(part.select("id"), on="id", how="semi", maintain_order="left")
    upcoming = some.group_by("id", maintain_order=True).agg(next_days=day, next_day=pl.col("text").first())
    return part.join(upcoming, on="id", how="left", maintain_order="left")


def _value(name: str) -> pl.Expr:
    if name == "other_kind_codes":  # codes need no escaping
        codes = pl.col(name).fill_null([]).list.eval(pl.format('"{}"', pl.element()))
        return pl.format("[{}]", codes.list.join(","))
    return plain(name) if name in _PLAIN else quoted(name)


def _shown() -> pl.Expr:
    listed = {name: pl.col(name).fill_null("[]") for name in ("next_days", "listed_on")}
    return with_all({name: _value(name) for name in _LIST_FIELDS} | listed)


def _feature() -> pl.Expr:
    kinds = ("kind", "kind_code", "other_kinds", "other_kind_codes")
    shown = ("id", "name", "ward", *kinds, "venue", "schedule", "status", "url", "geo_level_code")
    accurate = pl.col("geo_level_code").replace_strict(IS_ACCURATE, return_dtype=pl.Boolean)
    properties = {
        **{name: _value(name) for name in (*shown, "geo_level")},
        "is_accurate": plain(accurate),
        "next_day": quoted("next_day"),
        "page": quoted("page"),
    }
    point = {"type": constant("Point"), "coordinates": pl.format("[{},{}]", plain("lon"), plain("lat"))}
    feature = {"type": constant("Feature"), "id": quoted("id")}
    return with_all({**feature, "geometry": with_all(point), "properties": with_all(properties)})


def _gone(tables: Tables) -> list[dict[str, Any]]:
    """Activities that went while releases are kept, so that old pages can say so or lead on."""
    stones = tables["activity_tombstones"].select(
        "name",
        "not_seen_days",
        id="activity_id",
        became="current_activity_id",
        last_published_on=pl.col("last_published_on").cast(pl.String),
        why=labelled("change_code", "change"),
    )
    return stones.sort("id").to_dicts()
