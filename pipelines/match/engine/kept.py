"""A finished match, kept so that the few records that change overnight cost little: history match first.

Belongs here: what is kept of a match, as files that are mapped into memory and never written again. Does not belong
here: matching changed records against it (`rematch`).

A base keeps the keys by which records meet, the values they are compared on, and the groups they are in. What a
value's rarity and an agreement are worth stays as it was when the base was made, so that a night changes nothing but
what its records say; a full match makes a new base.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.match.engine.arrays import Floats, Hashes, Ints, Mask
from pipelines.match.engine.blocking import find_candidates, pack
from pipelines.match.engine.clusters import components
from pipelines.match.engine.identical import twins
from pipelines.match.engine.judgement import Judgement
from pipelines.match.engine.matching import Matched
from pipelines.match.engine.packed import map_arrays, pack_arrays
from pipelines.match.engine.parts import part_counts, single_parts
from pipelines.match.engine.prepare import PER_VALUE, Records, Values, check_ids, least_asked
from pipelines.match.engine.screen import Signature, named_fields, signatures
from pipelines.match.engine.spec import Spec, SpecError
from pipelines.match.engine.weights import Weights

_FACTS, _ARRAYS = "base.json", "base.arrays"
_FORMAT = 3
"""Changes with what the files hold: a folder of another one is matched anew."""


@dataclass(frozen=True, slots=True)
class Base:
    """What is kept.

    Attributes:
        records: the records as they were compared.
        prints: id_print (ascending) and print of every record, as `prints` gives them (uint64), and its place (int32).
        weights: the model that decided.
        index: sorted keys of every step of blocking, as `find_candidates` gives them.
        singles: field whose parts are keys → packed keys of the parts that one record alone has.
        known: field → hashes of its values in ascending order (uint64), and the number of the value of each (int32).
        signatures: field that names the thing → signatures of the records.
        near: number of the group of likely pairs of every record: nothing outside it bears on its cluster; int32.
        left: first records of all pairs inside such groups; int32.
        right: second ones.
        probability: of these pairs; 1.0 where a person said `same`.
        apart: pairs that a rule or a person keeps apart.
        likely: pairs that the model alone takes for the same.
        labels: for every record the smallest index of its cluster; int32.
        judgements: what people had said.
    """

    records: Records
    prints: pl.DataFrame
    weights: Weights
    index: list[Hashes]
    singles: dict[str, Hashes]
    known: dict[str, tuple[Hashes, Ints]]
    signatures: dict[str, list[Signature]]
    near: Ints
    left: Ints
    right: Ints
    probability: Floats
    apart: Mask
    likely: Mask
    labels: Ints
    judgements: list[Judgement]


def base_of(matched: Matched, df: pl.DataFrame, spec: Spec, judgements: Iterable[Judgement] = ()) -> Base | None:
    """Keep a finished match.

    None where one record speaks for many that are the same (`twins`), or candidates compete (`rivals`) and one that
    changes bears on pairs of records that did not: they are matched anew every time.

    Args:
        matched: the result of `engine.match`.
        df: the records it was made of.
        spec: its spec.
        judgements: what people had said.
    """
    records, pairs = matched.records, matched.candidates
    if matched.weights.is_contested or (twins(records, spec, ()) != np.arange(len(records.ids))).any():
        return None
    index: list[Hashes] = []
    find_candidates(records, spec, lambda left, _: np.zeros(len(left), dtype=bool), index)
    never = (matched.rule >= 0) | matched.is_stranger
    apart = (matched.judged < 0) | (never & (matched.judged == 0))
    chance = np.where(matched.judged > 0, 1.0, matched.probability)
    joined = (chance >= spec.threshold) & ~apart
    near = components(len(records.ids), pairs.left[joined], pairs.right[joined]).astype(np.int32)
    inner = np.flatnonzero(near[pairs.left] == near[pairs.right])
    for values in records.fields.values():
        for name in PER_VALUE:
            values.of_each(name)
    blocked = dict.fromkeys(block.parts_of for block in spec.blocks if block.parts_of)
    return Base(
        records,
        prints(df, spec).select("id_print", "print", place=pl.int_range(pl.len(), dtype=pl.Int32)).sort("id_print"),
        matched.weights,
        index,
        {name: pack(single_parts(records.fields[name])) for name in blocked},
        {name: _known(values) for name, values in records.fields.items()},
        {name: signatures(records.fields[name]) for name in named_fields(spec)},
        near,
        pairs.left[inner],
        pairs.right[inner],
        chance[inner],
        apart[inner],
        (~never & (matched.probability >= spec.threshold))[inner],
        matched.labels.astype(np.int32),
        list(judgements),
    )


def prints(df: pl.DataFrame, spec: Spec) -> pl.DataFrame:
    """Fingerprints of the records: two that are equal are taken for the same, being of 64 bits.

    Args:
        df: records, in any order.
        spec: the spec.

    Returns:
        id (sorted), id_print (uint64, of the ID), print (uint64, of the fields that are compared), row (of `df`).

    Raises:
        SpecError: an ID is missing or stands twice.
    """
    lists = [name for name in spec.fields if df.schema[name] == pl.List]
    told = df.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join(";")) if lists else df
    fields = [*spec.fields, *([spec.source] if spec.source else [])]
    ids = told.get_column(spec.id).cast(pl.String)
    columns = {
        "id": ids,
        "id_print": ids.hash(seed=0),
        "print": told.select(list(dict.fromkeys(fields))).hash_rows(seed=0),
        "row": np.arange(len(ids), dtype=np.int32),
    }
    printed = pl.DataFrame(columns)
    if not ids.is_sorted():
        printed = printed.sort("id")
    ids, id_prints = printed.get_column("id"), printed.get_column("id_print")
    if ids.null_count() or (id_prints == id_prints.shift(1)).any():
        check_ids(ids, spec.id)
    return printed


def _known(values: Values) -> tuple[Hashes, Ints]:
    hashes = values.folded.hash(seed=0).to_numpy()
    order = np.argsort(hashes, kind="stable")
    return hashes[order], order.astype(np.int32)


def spec_print(spec: Spec) -> str:
    """Changes when anything of a spec, of the files, or of the library that makes the prints, changes."""
    # The order of a set is another one in every process
    text = f"{_FORMAT} {pl.__version__} {replace(spec, folded=frozenset())!r} {sorted(spec.folded)}"
    return hashlib.sha256(text.encode()).hexdigest()


def save(base: Base, spec: Spec, folder: Path) -> None:
    """Write a base, whole or not at all.

    Args:
        base: the base.
        spec: its spec.
        folder: replaced when it is there.
    """
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    places = pack_arrays(_arrays(base), part / _ARRAYS)
    for name, values in base.records.fields.items():
        values.folded.alias("text").to_frame().write_ipc(part / f"{name}.folded.arrow", compression="uncompressed")
        if values.words is not None:
            values.words.alias("text").to_frame().write_ipc(part / f"{name}.words.arrow", compression="uncompressed")
    base.records.ids.alias("text").to_frame().write_ipc(part / "ids.arrow", compression="uncompressed")
    facts = {
        "spec": spec_print(spec),
        "prior": base.weights.prior,
        "grams": {name: values.gram for name, values in base.records.fields.items()},
        "signatures": {name: len(each) for name, each in base.signatures.items()},
        "index": len(base.index),
        "said": base.judgements,
        "arrays": places,
    }
    (part / _FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    part.replace(folder)


def _arrays(base: Base) -> dict[str, NDArray[Any]]:
    """Every array with its name in the folder."""
    plain = ("near", "left", "right", "probability", "apart", "likely", "labels")
    arrays: dict[str, NDArray[Any]] = {name: getattr(base, name) for name in plain}
    arrays |= {name: base.prints.get_column(name).to_numpy() for name in base.prints.columns}
    if base.records.sources is not None:
        arrays["sources"] = base.records.sources
    arrays |= {f"index.{number}": each for number, each in enumerate(base.index)}
    arrays |= {f"{name}.singles": each for name, each in base.singles.items()}
    for name, values in base.records.fields.items():
        arrays |= {f"{name}.codes": values.codes, f"{name}.counts": values.counts}
        arrays |= {f"{name}.{fact}": values.of_each(fact) for fact in PER_VALUE}
        arrays |= {f"{name}.hashes": base.known[name][0], f"{name}.numbered": base.known[name][1]}
        if name in base.singles or "parts" in values.derived:
            arrays[f"{name}.parts"] = part_counts(values)
    for name, signed in base.signatures.items():
        for number, (signs, sizes) in enumerate(signed):
            arrays |= {f"{name}.signs.{number}": signs, f"{name}.lengths.{number}": sizes}
    for number, (m, u) in enumerate(zip(base.weights.m, base.weights.u, strict=True)):
        arrays |= {f"m.{number}": m, f"u.{number}": u}
    return arrays


def load(folder: Path, spec: Spec) -> Base | None:
    """Read a base; None where there is none, or it was made for another spec.

    Args:
        folder: as `save` wrote it.
        spec: the spec of today.

    Raises:
        SpecError: the folder holds something that is no base.
    """
    path = folder / _FACTS
    if not path.is_file():
        if folder.exists() and any(folder.iterdir()):
            raise SpecError(f"{folder} は照合の控えではありません。空のフォルダーか、新しい名前を指定してください。")
        return None
    facts = json.loads(path.read_text(encoding="utf-8"))
    if facts["spec"] != spec_print(spec):
        return None
    arrays = map_arrays(folder / _ARRAYS, facts["arrays"])

    def texts(name: str) -> pl.Series:
        return pl.read_ipc(folder / f"{name}.arrow").get_column("text")

    def values(name: str, kind: str) -> Values:
        words = texts(f"{name}.words") if (folder / f"{name}.words.arrow").is_file() else None
        names = [*PER_VALUE, *(["parts"] if f"{name}.parts" in arrays else [])]
        derived = {fact: arrays[f"{name}.{fact}"] for fact in names}
        codes, counts = arrays[f"{name}.codes"], arrays[f"{name}.counts"]
        return Values(
            kind, codes, texts(f"{name}.folded"), words, counts, facts["grams"][name], least_asked(spec, name), derived
        )

    numbers = range(len(spec.comparisons))
    return Base(
        Records(
            texts("ids"),
            {name: values(name, kind) for name, kind in spec.fields.items()},
            arrays.get("sources"),
        ),
        pl.DataFrame({name: arrays[name] for name in ("id_print", "print", "place")}),
        Weights(tuple(arrays[f"m.{n}"] for n in numbers), tuple(arrays[f"u.{n}"] for n in numbers), facts["prior"]),
        [arrays[f"index.{number}"] for number in range(facts["index"])],
        {block.parts_of: arrays[f"{block.parts_of}.singles"] for block in spec.blocks if block.parts_of},
        {name: (arrays[f"{name}.hashes"], arrays[f"{name}.numbered"]) for name in spec.fields},
        {
            name: [(arrays[f"{name}.signs.{n}"], arrays[f"{name}.lengths.{n}"]) for n in range(count)]
            for name, count in facts["signatures"].items()
        },
        arrays["near"],
        arrays["left"],
        arrays["right"],
        arrays["probability"],
        arrays["apart"],
        arrays["likely"],
        arrays["labels"],
        [Judgement(*each) for each in facts["said"]],
    )
