"""`hiroba match`: tables in files, clusters out.

Belongs here: reading records, listings and labels; writing the result. Does not belong here: matching.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import polars as pl

from pipelines.match.activities import activities_spec, activities_weights
from pipelines.match.engine.judgement import Judgement, Said
from pipelines.match.engine.kept import base_of, load, save
from pipelines.match.engine.matching import Matched, match
from pipelines.match.engine.rematch import rematch
from pipelines.match.engine.spec import Spec, SpecError
from pipelines.match.engine.spec_file import load_spec
from pipelines.match.entities import with_groups
from pipelines.normalise.comparable import with_name_once, with_own_columns
from pipelines.normalise.listings import SourceRule, normalise
from pipelines.normalise.rules_print import rules_print
from warehouse.contract import table
from warehouse.contract.derived.frames import frame

_MOST_CHANGED = 0.1
"""Share of records that may have changed since the match that is kept; beyond it all are matched anew."""
_NAMELESS = "名称なし"
_ONE_FILE = "file"
# Key of a listing in JSON Lines → column of `raw__listings`
_RAW = {
    "name": "name_text",
    "kana": "kana_text",
    "category_text": "category_text",
    "ward": "ward_text",
    "address_text": "address_text",
    "venue_text": "venue_text",
    "schedule_text": "schedule_text",
    "target_text": "target_text",
    "fee_text": "fee_text",
    "org_phone_text": "phone_text",
    "url": "url_text",
    "organizer_text": "organizer_text",
    "snippet": "description_text",
}
_FOUNDED = re.compile(r"設立年月日[ 　:：]*([^|]{4,20})")


def match_files(
    records: Path | None,
    spec_file: Path | None,
    listings: Path | None,
    labels: Path | None,
    out: Path,
    pairs: Path | None,
    history: Path | None = None,
) -> str:
    """Match a file and write the clusters (record_id, cluster_id), and the pairs when asked.

    Args:
        records: table, with `spec_file`; or `listings`.
        spec_file: spec of the table.
        listings: JSON Lines.
        labels: labelled pairs.
        out: clusters.
        pairs: where pairs go too.
        history: folder where the match is kept; the next one looks only at what has changed since.

    Returns:
        A sentence with the counts.

    Raises:
        SpecError: a file, the spec or the labels cannot be used.
    """
    if (listings is None) == (records is None) or (records is None) != (spec_file is None):
        raise SpecError("--listings か、--records と --spec の組のどちらかを指定してください。")
    examples = _labels(labels) if labels else []
    if listings is not None:
        spec, weights, typed = activities_spec(), activities_weights(), _listings(listings, history)
        df = _together(typed)
    else:
        spec, weights, typed = load_spec(cast("Path", spec_file)), None, None
        df = _records(cast("Path", records))
    base = load(history, spec) if history is not None and not examples and pairs is None else None
    if base is not None:
        increment = rematch(base, df, spec)
        if increment.changed_count + increment.gone_count <= _MOST_CHANGED * len(base.records.ids):
            increment.clusters.write_parquet(out)
            changes = f"変わった {increment.changed_count} 件と、なくなった {increment.gone_count} 件だけを照合しました"
            return f"{_counted(increment.clusters)}（{changes}）。{out} に書きました。"
    matched = match(df, spec, weights=weights, labels=examples, is_every_pair_weighed=pairs is not None)
    if history is not None and (base := base_of(matched, df, spec)) is not None:
        save(base, spec, history)
        if typed is not None:
            part = history / "typed.part"
            typed.write_parquet(part)
            part.replace(_typed_file(history))
    return _written(matched, spec, out, pairs)


def _counted(clusters: pl.DataFrame) -> str:
    return f"{clusters.height} 件 → {clusters.get_column('cluster_id').n_unique()} 件"


def _written(matched: Matched, spec: Spec, out: Path, pairs: Path | None) -> str:
    clusters = matched.clusters()
    clusters.write_parquet(out)
    if pairs is not None:
        matched.pairs(spec).write_parquet(pairs)
    left_out = int(matched.candidates.report.get_column("left_out_pairs").sum())
    common = f"、ありふれた値のほかに重なりがなく比べなかった組 {left_out}" if left_out else ""
    return f"{_counted(clusters)}（比べた組 {len(matched.candidates.left)}{common}）。{out} に書きました。"


def _records(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise SpecError(
            f"{path} を表として読めません（{error}）。Parquet か、見出しのある UTF-8 の CSV にしてください。"
        ) from error


def _labels(path: Path) -> list[Judgement]:
    df = _records(path)
    missing = [name for name in ("left", "right", "label") if name not in df.columns]
    if missing:
        raise SpecError(f"{path} に列 {'、'.join(missing)} がありません（left、right、label の3列が要ります）。")
    wrong = df.filter(~pl.col("label").is_in(["same", "different", "unsure"]))
    if wrong.height:
        raise SpecError(
            f"{path}: label の値 {wrong.get_column('label')[0]!r} は使えません（same、different、unsure）。"
        )
    texts = df.select(pl.col("left", "right", "label").cast(pl.String))
    ends = pl.concat_list("left", "right").list.sort()
    both = texts.group_by(ends.alias("ends")).agg(pl.col("label").n_unique()).filter(pl.col("label") > 1)
    if both.height:
        twice = "と".join(both.get_column("ends").sort()[0])
        raise SpecError(f"{path}: {twice} の判定が二通りあります。どちらか一つにしてください。")
    rows = texts.iter_rows()
    return [Judgement(left, right, cast("Said", label)) for left, right, label in rows]


def read_listings(path: Path) -> pl.DataFrame:
    """Listings as `gold/listings.jsonl` has them, normalised, with `listing_id` = `row_id`."""
    return _together(_listings(path, None))


def _together(typed: pl.DataFrame) -> pl.DataFrame:
    """Listings with what only all of them together tell."""
    df = with_groups(with_name_once(typed))
    # A row without a name is compared by everything else, and joined to nothing by a name it does not have
    named = pl.col("name_text") != _NAMELESS
    return df.with_columns(
        pl.when(named).then(name).alias(name)
        for name in ("full_name", "match_name", "name_once", "stem", "sound", "words", "words_here")
    )


def _listings(path: Path, history: Path | None) -> pl.DataFrame:
    """What every listing tells by itself; those written as they were in the match that is kept are not read again."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SpecError(f"{path} を JSON Lines として読めません（{error}）。") from error
    if any(not isinstance(row, dict) or not row.get("row_id") for row in rows):
        raise SpecError(f"{path}: どの行にも row_id が要ります。")
    raw = frame(table("raw__listings"), [_raw(row, number) for number, row in enumerate(rows, start=1)])
    return _typed(raw, history)


def _typed(raw: pl.DataFrame, history: Path | None) -> pl.DataFrame:
    """The listings, with `raw_print`: it tells whether one is written as it was."""
    texts = [*_RAW.values(), "founded_text", "source_key"]
    raw = raw.with_columns(raw_print=raw.select("record_key", *texts).hash_rows(seed=0))
    if history is None or not _typed_file(history).is_file():
        return _read(raw)
    known = pl.read_parquet(_typed_file(history))
    same = ["record_key", "raw_print"]
    return pl.concat([known.join(raw, on=same, how="semi"), _read(raw.join(known, on=same, how="anti"))])


def _read(raw: pl.DataFrame) -> pl.DataFrame:
    rules = {list_: SourceRule("fl", "community") for list_ in raw.get_column("source_key").unique()}
    typed = normalise(raw.drop("raw_print"), rules).listings
    df = with_own_columns(typed.with_columns(listing_id="record_key"), raw)
    is_listed = pl.col("source_key") != _ONE_FILE
    df = df.with_columns(source_key=pl.when(is_listed).then("source_key").otherwise("listing_id"))
    prints = raw.select("page_url", "raw_print")
    return df.join(prints, on="page_url", how="left", maintain_order="left")


def _typed_file(history: Path) -> Path:
    """Where the listings of a match are kept; under other rules they are read anew. May be deleted at any time."""
    return history / f"typed-{rules_print()}.parquet"


def _raw(row: dict[str, object], number: int) -> dict[str, object]:
    texts = {column: _text(row.get(key)) for key, column in _RAW.items()}
    texts["name_text"] = texts["name_text"] or _NAMELESS
    founded = _FOUNDED.search(texts["description_text"] or "")
    empty = dict.fromkeys(table("raw__listings").optional)
    place = {
        "source_key": _list_of(row),
        "run_id": "r1",
        "page_url": f"{number:09d}",
        "position": number,
        "body_sha256": "0",
    }
    return empty | texts | place | {"record_key": str(row["row_id"]), "founded_text": founded and founded[1]}


def _list_of(row: dict[str, object]) -> str:
    """The list a row is from; rows of a file that tells none may be from any."""
    name = _text(row.get("list_name")) or _text(row.get("source_kind"))
    return _ONE_FILE if name is None else f"{name} {urlsplit(_text(row.get('source_url')) or '').netloc}".rstrip()


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)
