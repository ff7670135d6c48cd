"""What the search of the site reads, in parts: which activities hold a pair of signs, and what to show of them.

Belongs here: those files. Does not belong here: folding a text (`folded`), lists of numbers (`postings`), searching
(`assets/search.js`).

A library that builds its index in the browser needs the texts of all activities first, and on a phone seconds to
minutes for it. Here the index is made once, for everybody, and a search loads the few parts its signs are in: the same
for two thousand activities and for a hundred thousand. A part is a script that hands over one value, because a page on
a disk may load scripts but must not fetch files.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import polars as pl

from pipelines.normalise.readings import read_aloud
from pipelines.publish.exports.json_text import in_list, plain, quoted, said
from pipelines.publish.exports.people import labels
from pipelines.publish.exports.web_files import IS_ACCURATE
from pipelines.publish.site.folded import SIGNS, folded
from pipelines.publish.site.frame import Site
from pipelines.publish.site.postings import postings
from pipelines.publish.site.shown import AGES, DAY_PARTS, WEEKDAYS

RECORDS: Final = 20
"""Activities whose texts are in one file."""
FILTERED: Final = 20_000
"""Activities whose filters are in one file."""
_POSTINGS = 12_000
"""In one file of pairs, about: 25 kB."""
_FIVE_BITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"
"""Letters alone: digits in a row would look like a telephone number."""
_NAMED = ("name", "kana", "read")
_OTHER = ("venue", "venue_read", "address", "organizer", "target", "ward", "kinds", "when", "fee")
FLAGS = ("is_free", "is_open")


def part(kind: str, name: str | int, value: str) -> str:
    """A file that hands one value to whoever asked for it.

    Args:
        kind: what it is a part of.
        name: of the part.
        value: JSON.
    """
    return f"hiroba_part({said(kind)},{said(str(name))},{value});\n"


def write_search(site: Site, activities: pl.DataFrame, times: pl.DataFrame, first: date, last: date) -> None:
    """Write everything the search reads.

    Args:
        site: the site.
        activities: all, as `shown` gives them, with `number`, in its order.
        times: as `shown.times` gives them.
        first: day of the data.
        last: last day of which the site knows what takes place.
    """
    count = _write_pairs(site, activities)
    _write_records(site, activities)
    _write_points(site, activities)
    for name, rows in enumerate(activities.join(times, on="id", how="left").sort("number").iter_slices(FILTERED)):
        site.write(f"data/f/{name}.js", part("f", name, said("".join(_filters(rows)))))
    site.write(
        "data/about.js",
        part(
            "about", "", said(_about(site, activities.height, count) | {"first_day": str(first), "last_day": str(last)})
        ),
    )


def _about(site: Site, height: int, parts: int) -> dict[str, Any]:
    """What the search has to know first."""
    return {
        "gathered": site.gathered,
        "count": height,
        "pair_parts": parts,
        "records": RECORDS,
        "filtered": FILTERED,
        "wards": list(labels("ward")),
        "kinds": list(labels("kind")),
        "ages": [age.code for age in AGES],
        "signs": ["".join(SIGNS), "".join(SIGNS.values())],
    }


def _write_pairs(site: Site, activities: pl.DataFrame) -> int:
    """The files of pairs; how many there are. A pair lies in the file of its first sign."""
    lists, height = postings(_texts(some) for some in activities.iter_slices(FILTERED))
    count = max(1, -(-height // _POSTINGS))
    files = lists.select(
        "pair",
        file=pl.col("pair").map_elements(ord_of_first, pl.Int64) % count,
        entry=quoted("pair") + pl.lit(':"') + pl.col("named") + pl.lit(" ") + pl.col("other") + pl.lit('"'),
    )
    held = dict(files.sort("pair").group_by("file").agg(pl.col("entry").str.join(",")).iter_rows())
    for name in range(count):
        site.write(f"data/g/{name}.js", part("g", name, "{" + held.get(name, "") + "}"))
    return count


def ord_of_first(pair: str) -> int:
    """The number of the first sign of a pair in Unicode, by which its file is found."""
    return ord(pair[0])


def _texts(activities: pl.DataFrame) -> pl.DataFrame:
    """What is looked for in each activity, folded: what names it, and everything else."""
    df = activities.select("number", "name", "kana", *(name for name in _OTHER if name in activities.columns))
    df = df.with_columns(read=_reading(pl.col("name"), pl.col("kana")), venue_read=_reading(pl.col("venue"), None))
    return df.select(
        "number",
        named=folded(pl.concat_str(_NAMED, separator=" ", ignore_nulls=True)),
        other=folded(pl.concat_str(_OTHER, separator=" ", ignore_nulls=True)),
    )


def _reading(text: pl.Expr, known: pl.Expr | None) -> pl.Expr:
    """How a name may be typed by ear; never shown. Asked only where no list says it."""
    asked = text if known is None else pl.when(known.is_null()).then(text)
    return read_aloud(asked)


def _write_records(site: Site, activities: pl.DataFrame) -> None:
    kinds = labels("kind")
    numbers = pl.col("kind_codes").list.eval(
        pl.element().replace_strict({code: str(place) for place, code in enumerate(kinds)}, return_dtype=pl.String)
    )
    shown = ("id", "name", "kana", "ward", "when", "where", "target", "status")
    cells = [quoted(name).fill_null("0") for name in shown]
    cells += [pl.lit("[") + numbers.list.join(",") + pl.lit("]")]
    cells += [pl.when(name).then(pl.lit("1")).otherwise(pl.lit("0")) for name in FLAGS]
    rows = activities.select(pl.lit("[") + pl.concat_str(cells, separator=",") + pl.lit("]"))
    for name, some in enumerate(rows.to_series().alias("row").to_frame().iter_slices(RECORDS)):
        site.write(f"data/r/{name}.js", part("r", name, some.select(in_list(pl.col("row"))).item()))


def _write_points(site: Site, activities: pl.DataFrame) -> None:
    """Where each activity is, and whether that is where people meet or stands for an area."""
    accurate = pl.col("geo_level_code").replace_strict(IS_ACCURATE, default=False, return_dtype=pl.Int64)
    point = pl.format("[{},{},{}]", plain("lat"), plain("lon"), accurate)
    rows = activities.select(point=pl.when(pl.col("lat").is_not_null()).then(point).otherwise(pl.lit("0")))
    for name, some in enumerate(rows.iter_slices(FILTERED)):
        site.write(f"data/p/{name}.js", part("p", name, some.select(in_list(pl.col("point"))).item()))


def _filters(rows: pl.DataFrame) -> Iterator[str]:
    """Eight letters of five bits per activity, lowest first: ward 5, kinds 15, weekdays 7, times 3, ages 5, others."""
    wards = {code: place + 1 for place, code in enumerate(labels("ward"))}
    kinds = {code: 1 << place for place, code in enumerate(labels("kind"))}
    days = {code: 1 << place for place, code in enumerate(WEEKDAYS)}
    parts = {code: 1 << place for place, code in enumerate(DAY_PARTS)}
    bits = rows.select(
        pl.col("ward_code").replace_strict(wards, default=0, return_dtype=pl.Int64),
        pl.col("kind_codes").list.eval(pl.element().replace_strict(kinds, return_dtype=pl.Int64)).list.sum(),
        pl.col("weekdays").list.eval(pl.element().replace_strict(days, return_dtype=pl.Int64)).list.sum(),
        pl.col("day_parts").list.eval(pl.element().replace_strict(parts, return_dtype=pl.Int64)).list.sum(),
        ages=pl.sum_horizontal(
            pl.col(f"age_{age.code}").cast(pl.Int64) * (1 << place) for place, age in enumerate(AGES)
        ),
        flags=pl.sum_horizontal(pl.col(name).cast(pl.Int64) * (1 << place) for place, name in enumerate(FLAGS)),
    ).fill_null(0)
    for ward, kind, day, time, age, flag in bits.iter_rows():
        all_bits = ward | kind << 5 | day << 20 | time << 27 | age << 30 | flag << 35
        yield "".join(_FIVE_BITS[all_bits >> shift & 31] for shift in range(0, 40, 5))
