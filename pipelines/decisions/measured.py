"""What people said of what was drawn at random: pairs, and activities that have vanished. For measuring alone.

Belongs here: the ledgers of draws and answers, each answer the last on its row. Does not belong here: what is drawn
(`pipelines.audit`), decisions that change anything (`pairs`): an answer here never makes two listings one, or the
measure would measure itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from pipelines.decisions import ledger
from pipelines.decisions.today import Today
from warehouse.contract import table
from warehouse.contract.derived.frames import DTYPES, frame
from warehouse.contract.model import Ledger
from warehouse.contract.tables.decisions import CALL_DRAWS, CALLS, LABEL_DRAWS, LABELS
from warehouse.errors import StaffError

BY_NIGHT = "毎晩の更新"
_WHY = "抽出"


class MeasuredError(StaffError):
    """Answers that cannot be taken; nothing was written."""


def keep_label_draw(folder: Path, draw: str, pairs: pl.DataFrame, prints: Mapping[str, str], day: str) -> None:
    """Write down which pairs were drawn, once: the lists change, the draw does not.

    Args:
        folder: of the ledgers.
        draw: its name.
        pairs: as `audit.pairs.labels_to_ask` gives them.
        prints: listing → its print, to find it again under another key.
        day: of the draw, ISO.

    Raises:
        LedgerError: the ledger cannot be read or written.
    """
    rows = [
        _by_night(draw, day)
        | {name: str(row[name]) for name in ("purpose_code", "stratum", "weight")}
        | {f"{end}_id": row[f"listing_id_{side}"] for end, side in (("left", "a"), ("right", "b"))}
        | {f"{end}_print": prints.get(row[f"listing_id_{side}"]) for end, side in (("left", "a"), ("right", "b"))}
        for row in pairs.iter_rows(named=True)
    ]
    if rows:
        ledger.append(LABEL_DRAWS, folder / LABEL_DRAWS.file, *rows)


def keep_call_draw(folder: Path, draw: str, gone: pl.DataFrame, day: str) -> None:
    """Write down which vanished activities were drawn.

    Args:
        folder: of the ledgers.
        draw: its name.
        gone: as `audit.vanished.calls_to_make` gives them.
        day: of the draw, ISO.

    Raises:
        LedgerError: the ledger cannot be read or written.
    """
    names = ("activity_id", "last_seen_on", "weight")
    rows = [_by_night(draw, day) | {name: str(row[name]) for name in names} for row in gone.iter_rows(named=True)]
    if rows:
        ledger.append(CALL_DRAWS, folder / CALL_DRAWS.file, *rows)


def _by_night(draw: str, day: str) -> dict[str, str | None]:
    return {"decided_on": day, "decided_by": BY_NIGHT, "draw": draw, "reason": _WHY}


def drawn_labels(folder: Path) -> pl.DataFrame:
    """Rows of the ledger of drawn pairs, as texts.

    Args:
        folder: of the ledgers.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    return ledger.read(LABEL_DRAWS, folder / LABEL_DRAWS.file)


def drawn_calls(folder: Path) -> pl.DataFrame:
    """Rows of the ledger of drawn activities, as texts; arguments and errors are those of `drawn_labels`."""
    return ledger.read(CALL_DRAWS, folder / CALL_DRAWS.file)


def label_sample(folder: Path, today: Today, bridge: pl.DataFrame) -> pl.DataFrame:
    """Every drawn pair with what was said of it, and whether it is one activity now.

    Args:
        folder: of the ledgers.
        today: where listings are.
        bridge: `activity_id`, `listing_id`, `source_key` of today.

    Returns:
        Rows of `audit__label_sample`, sorted by key. `is_joined` is null where one of the listings is gone.

    Raises:
        LedgerError: a ledger cannot be read.
    """
    said = _answers(ledger.read(LABELS, folder / LABELS.file), ("draw", "left_id", "right_id"))
    own = {row["listing_id"]: row["activity_id"] for row in bridge.iter_rows(named=True)}
    rows: list[dict[str, object]] = []
    for row in drawn_labels(folder).iter_rows(named=True):
        now = [today.find(row[f"{end}_id"], row[f"{end}_print"])[0] for end in ("left", "right")]
        activities = [own.get(each) for each in now]
        lists = row["stratum"].split(" × ")
        rows.append(
            {name: row[name] for name in ("draw", "purpose_code", "stratum")}
            | {"listing_id_a": row["left_id"], "listing_id_b": row["right_id"], "weight": float(row["weight"])}
            | {"source_key_a": lists[0], "source_key_b": lists[-1]}
            | {"label_said_code": said.get((row["draw"], row["left_id"], row["right_id"]))}
            | {"is_joined": None if None in activities else activities[0] == activities[1]}
        )
    declared = table("audit__label_sample")
    return frame(declared, rows).unique(declared.key, keep="first").sort(declared.key)


def call_sample(folder: Path) -> pl.DataFrame:
    """Every drawn activity with what was found out.

    Args:
        folder: of the ledgers.

    Returns:
        Rows of `audit__call_sample`, sorted by key.

    Raises:
        LedgerError: a ledger cannot be read.
    """
    said = _answers(ledger.read(CALLS, folder / CALLS.file), ("draw", "activity_id"))
    declared = table("audit__call_sample")
    rows = drawn_calls(folder).select(
        "draw",
        "activity_id",
        pl.col("last_seen_on").str.to_date(),
        pl.col("weight").cast(DTYPES["number"]),
    )
    answers = [said.get(key) for key in rows.select("draw", "activity_id").iter_rows()]
    told = rows.with_columns(pl.Series("call_said_code", answers, dtype=pl.String))
    return told.select(declared.column_names).unique(declared.key, keep="first").sort(declared.key)


def _answers(df: pl.DataFrame, key: tuple[str, ...]) -> dict[tuple[str, ...], str]:
    """The last answer on each: the file only ever grows."""
    return {tuple(row[name] for name in key): row["said"] for row in df.iter_rows(named=True)}


def take_labels(folder: Path, answers: Iterable[Mapping[str, str]], day: str, office: str) -> int:
    """Write answers on drawn pairs down, all or none.

    Args:
        folder: of the ledgers.
        answers: `draw`, `left_id`, `right_id`, `said`, `reason` of each.
        day: today, ISO.
        office: who answered; an office or a role, never a person's name.

    Returns:
        How many were written; what was said before in the same words is not said again.

    Raises:
        MeasuredError: an answer is on a pair that was not drawn.
        LedgerError: the ledger cannot be read or written.
    """
    drawn = drawn_labels(folder)
    known: set[tuple[str, ...]] = set(drawn.select("draw", "left_id", "right_id").iter_rows())
    return _take(folder / LABELS.file, LABELS, ("draw", "left_id", "right_id"), known, answers, day, office)


def take_calls(folder: Path, answers: Iterable[Mapping[str, str]], day: str, office: str) -> int:
    """Write down what calls found; arguments, result and errors are those of `take_labels`."""
    known: set[tuple[str, ...]] = set(drawn_calls(folder).select("draw", "activity_id").iter_rows())
    return _take(folder / CALLS.file, CALLS, ("draw", "activity_id"), known, answers, day, office)


def _take(
    path: Path,
    of: Ledger,
    key: tuple[str, ...],
    known: set[tuple[str, ...]],
    answers: Iterable[Mapping[str, str]],
    day: str,
    office: str,
) -> int:
    with ledger.held(of, path) as own:
        before = _answers(ledger.read(of, path), key)
        rows: list[dict[str, str | None]] = []
        for answer in answers:
            place = tuple(answer[name] for name in key)
            if place not in known:
                raise MeasuredError(
                    f"{'、'.join(place)} は抽出したものにありません。出力されたファイルに答えてください。"
                )
            if before.get(place) != answer["said"]:
                who = {"decided_on": day, "decided_by": office, "reason": answer["reason"]}
                rows.append({**dict(zip(key, place, strict=True)), "said": answer["said"], **who})
        ledger.add(own, of, rows)
    return len(rows)
