"""What people decided about pairs of listings: read, checked, and found again after a rename or a new key.

Belongs here: the file `warehouse/judgements/pairs.csv`. Does not belong here: what the engine does with a judgement.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import cast

import polars as pl

from pipelines.match.activity_columns import with_match_columns
from pipelines.match.engine import Judgement, Said
from warehouse.storage import append_csv

COLUMNS = ("decided_on", "decided_by", "said", "left_id", "right_id", "left_print", "right_print", "reason")
"""`decided_by` is an office or a role, never a person's name; `*_print` is the fingerprint of the listing's content."""
_ANSWERS = ("same", "different", "unsure")


class JudgementError(ValueError):
    """The judgements contradict each other or cannot be read; the message is for staff."""


def fingerprints(listings: pl.DataFrame) -> pl.DataFrame:
    """listing_id and print: a hash of what a person would recognise the listing by: name, ward and place.

    A listing that gets a new key keeps its print; one that gets a new name keeps its ID. A judgement holds while either
    stands.
    """
    df = with_match_columns(listings)
    text = pl.concat_str(
        *(pl.col(name).fill_null("") for name in ("match_name", "ward_code", "venue_key", "place_block")),
        separator="\x1f",
    )
    texts = df.select(text).to_series().to_list()
    prints = [hashlib.sha256(each.encode()).hexdigest()[:16] for each in texts]
    return pl.DataFrame({"listing_id": df.get_column("listing_id"), "print": pl.Series(prints, dtype=pl.String)})


def read_judgements(path: Path, listings: pl.DataFrame) -> list[Judgement]:
    """Judgements on listings of today; the later line on one pair holds.

    Args:
        path: the file; one that does not exist holds none.
        listings: rows of `norm__listings`.

    Raises:
        JudgementError: a line cannot be read, or the lines contradict each other.
    """
    if not path.is_file():
        return []
    rows = pl.read_csv(path, infer_schema=False)
    missing = [name for name in COLUMNS if name not in rows.columns]
    if missing:
        raise JudgementError(f"{path} に列 {'、'.join(missing)} がありません。")
    wrong = rows.filter(~pl.col("said").is_in(_ANSWERS) | pl.col("said").is_null())
    if wrong.height:
        raise JudgementError(
            f"{path}: said の値 {wrong.get_column('said')[0]!r} は使えません（same、different、unsure）。"
        )
    known = fingerprints(listings)
    ids = set(known.get_column("listing_id"))
    # A print that two listings share names neither
    single = known.filter(pl.len().over("print") == 1)
    by_print = dict(single.select("print", "listing_id").iter_rows())
    found: dict[tuple[str, str], Said] = {}
    for row in rows.iter_rows(named=True):
        sides = [
            row[f"{side}_id"] if row[f"{side}_id"] in ids else by_print.get(row[f"{side}_print"])
            for side in ("left", "right")
        ]
        if sides[0] and sides[1] and sides[0] != sides[1]:
            left, right = sorted(cast("list[str]", sides))
            found[left, right] = cast("Said", row["said"])
    judgements = [Judgement(left, right, said) for (left, right), said in sorted(found.items())]
    _refuse_contradictions(judgements, path)
    return judgements


def add_judgements(
    path: Path, listings: pl.DataFrame, answers: Iterable[tuple[str, str, str, str]], decided_on: str, office: str
) -> None:
    """Write judgements down, all or none, unless they contradict each other or those that are there.

    Args:
        path: the file; made when it does not exist.
        listings: rows of `norm__listings`.
        answers: listing, other listing, `same`, `different` or `unsure`, and why.
        decided_on: day, ISO.
        office: who decided; an office or a role, never a person's name.

    Raises:
        JudgementError: a listing is not there, or a judgement contradicts others; nothing is written then.
    """
    prints = dict(fingerprints(listings).iter_rows())
    trial = path.with_name(f".{path.name}.trial")
    path.parent.mkdir(parents=True, exist_ok=True)
    trial.unlink(missing_ok=True)
    if path.is_file():
        shutil.copyfile(path, trial)
    try:
        for left, right, said, reason in answers:
            missing = [each for each in (left, right) if each not in prints]
            if missing or left == right:
                wrong = "、".join(missing) or left
                raise JudgementError(f"掲載 {wrong} では判断できません。いまある掲載のIDを二つ指定してください。")
            values = (decided_on, office, said, left, right, prints[left], prints[right], reason)
            append_csv(trial, dict(zip(COLUMNS, values, strict=True)))
        if trial.is_file():
            read_judgements(trial, listings)
            trial.replace(path)
    except JudgementError as error:
        raise JudgementError(str(error).replace(str(trial), str(path))) from error
    finally:
        trial.unlink(missing_ok=True)


def _refuse_contradictions(judgements: list[Judgement], path: Path) -> None:
    """A=B and B=C and A≠C cannot all hold."""
    group: dict[str, set[str]] = {}
    for left, right, said in judgements:
        if said == "same":
            joined = group.get(left, {left}) | group.get(right, {right})
            group.update(dict.fromkeys(joined, joined))
    for left, right, said in judgements:
        if said == "different" and right in group.get(left, ()):
            chain = "、".join(sorted(group[left]))
            raise JudgementError(
                f"{path}: {left} と {right} は「別」とされていますが、「同じ」をつなぐと同じ活動になります（{chain}）。"
                "どれかの判断を改めてください。"
            )
