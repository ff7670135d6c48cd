"""Which lists name an activity, as counts: a bit per list, a cell per kind, ward and set of lists.

Belongs here: lists with their roles, the counts of a kind. Does not belong here: what is estimated from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
OPEN_ROLES = frozenset({"portal", "feed"})
APART = "apart"
_MOST_LISTS = 14
"""Lists of one kind that keep a bit of their own; the smallest ones that say nothing of others share the last bit."""


@dataclass(frozen=True, slots=True)
class ListFacts:
    """One list, as people declared it.

    Attributes:
        key: its name.
        role: `portal`, `feed`, `register` or `apart` (`scrapers.declaration.roles.Role`).
        about: kinds it may hold.
    """

    key: str
    role: str
    about: frozenset[str]

    def is_open(self, kind: str) -> bool:
        """Whether anybody with an activity of this kind may come onto it."""
        return self.role in OPEN_ROLES and kind in self.about

    def is_apart(self, kind: str) -> bool:
        """Whether its entries of this kind stand on no other list by their nature."""
        return self.role == APART or kind not in self.about


@dataclass(frozen=True, slots=True)
class Histories:
    """The counts of one kind.

    Attributes:
        kind: its code; None for the activities without one.
        lists: the lists that name any of them; bit `i` of a mask is `lists[i]`.
        wards: codes of the wards, None last for unknown.
        masks: sets of lists, every part of every set that occurs among them, ascending.
        seen: activities by mask and ward, as the matcher joined them.
        joined: pairs of listings that were joined, by ward.
        listings: listings of all of them.
    """

    kind: str | None
    lists: tuple[ListFacts, ...]
    wards: tuple[str | None, ...]
    masks: Ints
    seen: Floats
    joined: Floats
    listings: int

    @property
    def sizes(self) -> Ints:
        """Lists in every mask."""
        return np.bitwise_count(self.masks).astype(np.int64)


def histories(stock: pl.DataFrame, lists: Sequence[ListFacts], wards: Sequence[str]) -> list[Histories]:
    """Count the stock, kind by kind.

    Args:
        stock: one row per activity: `kind_code`, `ward_code` (both may be null), `source_keys` (a list, each once) and
            `listing_count`.
        lists: every list that occurs.
        wards: codes of all wards.

    Returns:
        One per kind that occurs, by code, the one without a kind last.

    Raises:
        ValueError: a list occurs that is not among `lists`.
    """
    known = {each.key: each for each in sorted(lists, key=lambda each: each.key)}
    named = set(stock.get_column("source_keys").explode().drop_nulls())
    if named - set(known):
        raise ValueError(f"lists without a role: {sorted(named - set(known))}")
    return list(_by_kind(stock, known, (*sorted(wards), None)))


def _by_kind(stock: pl.DataFrame, known: dict[str, ListFacts], wards: tuple[str | None, ...]) -> Iterator[Histories]:
    kinds = sorted(stock.get_column("kind_code").unique(), key=lambda kind: (kind is None, kind or ""))
    for kind in kinds:
        rows = stock.filter(pl.col("kind_code").eq_missing(pl.lit(kind, pl.String)))
        yield _counted(kind, rows, known, wards)


def _counted(
    kind: str | None, rows: pl.DataFrame, known: dict[str, ListFacts], wards: tuple[str | None, ...]
) -> Histories:
    bits = _bits(kind, rows, known)
    own: dict[int, ListFacts] = {}
    for key, bit in sorted(bits.items()):
        own[bit] = known[key] if bit not in own else ListFacts("", APART, frozenset())
    value = {key: 1 << bit for key, bit in bits.items()}
    cells = rows.select(
        mask=pl.col("source_keys")
        .list.eval(pl.element().replace_strict(value, return_dtype=pl.Int64).unique().sum())
        .list.first(),
        ward="ward_code",
        pairs=pl.col("listing_count") * (pl.col("listing_count") - 1) // 2,
    )
    masks = _closed(cells.get_column("mask").unique().to_list())
    place = {mask: row for row, mask in enumerate(masks.tolist())}
    column = {ward: number for number, ward in enumerate(wards)}
    seen, joined = np.zeros((len(masks), len(wards))), np.zeros(len(wards))
    for mask, ward, count, pairs in cells.group_by("mask", "ward").agg(pl.len(), pl.col("pairs").sum()).iter_rows():
        seen[place[mask], column[ward]] += count
        joined[column[ward]] += pairs
    return Histories(
        kind,
        tuple(own[bit] for bit in sorted(own)),
        wards,
        masks,
        seen,
        joined,
        int(rows.get_column("listing_count").sum()),
    )


def _bits(kind: str | None, rows: pl.DataFrame, known: dict[str, ListFacts]) -> dict[str, int]:
    """List → its bit. Where there are more than a mask can hold, the smallest that are not open share the last one."""
    counts = dict(rows.select(pl.col("source_keys").explode().alias("key")).group_by("key").len().iter_rows())
    order = sorted(counts, key=lambda key: (not known[key].is_open(kind or ""), -counts[key], key))
    kept = sorted(order[: _MOST_LISTS - 1])
    return {key: kept.index(key) if key in kept else len(kept) for key in order}


def _closed(masks: Sequence[int]) -> Ints:
    """The masks, every part of them, and every pair of lists."""
    closed: set[int] = set()
    for mask in masks:
        part = mask
        while part:
            closed.add(part)
            part = (part - 1) & mask
    single = [mask for mask in closed if mask.bit_count() == 1]
    closed.update(one | other for one in single for other in single)
    return np.array(sorted(closed), dtype=np.int64)
