"""The numbers as rows: for every kind, ward and kind in a ward, and for the city, with the reason where one is missing.

Belongs here: which quantile is which number, reasons, whole numbers that add up. Does not belong here: the draws
themselves (`draws`), tables of the release.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipelines.estimate.draws import Draws, KindDraws
from pipelines.estimate.hidden import DARROCH, POISSON2
from pipelines.estimate.histories import Floats
from pipelines.estimate.speaking import open_pairs

CITY, KIND, WARD, CELL = "city", "kind", "ward", "kind_ward"
UNKNOWN = "unknown"
CERTAIN, MIDDLE_CURVE = 0.05, 0.7
"""The lower end trusts the curvature as far as it is certain: its lower 5 % end, by the smaller of the two models."""
AT_LEAST_QUANTILE = 0.025
UPPER_QUANTILES = {CITY: 0.95, WARD: 0.975, KIND: 0.975, CELL: 0.99}
MOST_TIMES = 5.0
"""An upper end of more than so many times what is listed says nothing, and is not given."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """One row: what is known of the number of activities of a kind, in a ward, of both, in the city.

    Attributes:
        code: `city`, `kind`, `ward` or `kind_ward`.
        kind, ward: None where all are meant, and for those of which it is not known; `stratum_id` tells which.
        listed: activities as the matcher joined them.
        different: activities listed once its errors are undone.
        at_least: how many there are at least, seen or not.
        middle: about how many, by the curvature; None where no list speaks.
        upper: how many at most, if visibility varies as far as the lists let think; a rough guide.
        reasons: why a number is missing or no more than what is listed.
        sources: lists that speak of what nobody lists.
    """

    code: str
    kind: str | None
    ward: str | None
    listed: int
    different: int
    at_least: int
    middle: int | None
    upper: int | None
    reasons: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def stratum_id(self) -> str:
        """Its name: one text for kind and ward."""
        kind, ward = self.kind or UNKNOWN, self.ward or UNKNOWN
        return {CITY: CITY, KIND: f"kind:{kind}", WARD: f"ward:{ward}", CELL: f"kind:{kind}/ward:{ward}"}[self.code]

    @property
    def is_imprecise(self) -> bool:
        """Whether the interval is wider than the number, or has no upper end."""
        return self.upper is None or self.upper - self.at_least > self.different


@dataclass(frozen=True, slots=True)
class _Made:
    """Draws of one stratum; row 0 is the best guess."""

    listed: float
    different: Floats
    at_least: Floats
    middle: Floats | None
    upper: Floats | None
    reasons: tuple[str, ...]
    sources: tuple[str, ...]


def strata(draws: Draws) -> list[Stratum]:
    """All strata, the city first, then kinds, wards and cells.

    Args:
        draws: of all kinds.
    """
    kinds = draws.kinds
    if not kinds:
        return []
    wards = kinds[0].of.wards
    cells = [[_cell(each, column, draws) for column in range(len(wards))] for each in kinds]
    by_kind = [_sum(row, each) for row, each in zip(cells, kinds, strict=True)]
    too_wide = [_is_too_wide(made, KIND, made.different[0]) for made in by_kind]
    cells = [[_open_ended(each) if wide else each for each in row] for row, wide in zip(cells, too_wide, strict=True)]
    by_kind = [_open_ended(each) if wide else each for each, wide in zip(by_kind, too_wide, strict=True)]
    by_ward = [_together([row[column] for row in cells]) for column in range(len(wards))]
    city = _together(by_kind)
    whole = _whole(cells)
    rows = [_row(CITY, None, None, city, int(whole.sum()))]
    rows += [
        _row(KIND, each.of.kind, None, made, int(whole[number].sum()))
        for number, (each, made) in enumerate(zip(kinds, by_kind, strict=True))
    ]
    rows += [_row(WARD, None, ward, by_ward[column], int(whole[:, column].sum())) for column, ward in enumerate(wards)]
    for number, each in enumerate(kinds):
        rows += [
            _row(CELL, each.of.kind, ward, cells[number][c], int(whole[number, c])) for c, ward in enumerate(wards)
        ]
    # A city without wards has no other areas than itself
    return rows if len(wards) > 1 else [each for each in rows if each.code in (CITY, KIND)]


def _cell(of: KindDraws, ward: int, draws: Draws) -> _Made:
    listed, hidden, scope = of.listed[:, ward], of.at_least[:, ward], of.scope[:, ward]
    certain = max(_quantile(draws.curvature, CERTAIN), 1.0)
    middle = listed + scope * draws.curvature**MIDDLE_CURVE if of.has_scope else None
    upper = listed + scope * draws.curvature**DARROCH if of.has_scope else None
    return _Made(
        float(of.of.seen[:, ward].sum()),
        listed,
        listed + hidden * certain**POISSON2,
        middle,
        upper,
        _reasons(of, draws),
        _sources(of),
    )


def _is_too_wide(made: _Made, code: str, different: float) -> bool:
    """Whether there is an upper end, and one that says nothing."""
    return made.upper is not None and _quantile(made.upper, UPPER_QUANTILES[code]) > MOST_TIMES * max(different, 1.0)


def _open_ended(made: _Made) -> _Made:
    return replace(made, middle=None, upper=None, reasons=(*made.reasons, "upper_too_wide"))


def _reasons(of: KindDraws, draws: Draws) -> tuple[str, ...]:
    """Why a kind has no lower end beyond what is listed."""
    if of.at_least.any():
        return ()
    if of.of.kind is None:
        return ("no_kind",)
    if len(open_pairs(of.of).pairs) == 0:
        return ("one_open_list",)
    return ("lists_avoid",) if draws.avoided and not of.speaking.pairs else ("too_few_shared",)


def _sources(of: KindDraws) -> tuple[str, ...]:
    if not of.at_least.any():
        return ()
    return tuple(sorted({of.of.lists[bit].key for pair in of.speaking.pairs for bit in pair}))


def _sum(cells: Sequence[_Made], of: KindDraws) -> _Made:
    """A kind: the sum of its cells."""
    made = _added(cells)
    return made if of.has_scope else replace(made, middle=None, upper=None)


def _together(parts: Sequence[_Made]) -> _Made:
    """Kinds together: of those without a middle and an upper end as large a part is held to be hidden as of others."""
    made = _added(parts)
    with_upper = [each for each in parts if each.upper is not None]
    if not with_upper:
        return replace(made, middle=None, upper=None)
    known = _added(with_upper)
    rest = made.different - known.different
    base = np.maximum(known.different, 1e-9)
    assert known.middle is not None and known.upper is not None  # `with_upper` has both
    reasons = ("some_kinds_without",) if any(each.reasons for each in parts if each.different[0] > 0) else ()
    return replace(
        made,
        middle=known.middle + rest * known.middle / base,
        upper=known.upper + rest * known.upper / base,
        reasons=reasons,
    )


def _added(parts: Sequence[_Made]) -> _Made:
    def total(name: str) -> Floats:
        summed: Floats = np.sum([part for each in parts if (part := getattr(each, name)) is not None], axis=0)
        return summed

    return _Made(
        sum(each.listed for each in parts),
        total("different"),
        total("at_least"),
        total("middle"),
        total("upper"),
        tuple(sorted({reason for each in parts for reason in each.reasons})),
        tuple(sorted({source for each in parts for source in each.sources})),
    )


def _row(code: str, kind: str | None, ward: str | None, made: _Made, different: int) -> Stratum:
    at_least = max(different, int(np.floor(_quantile(made.at_least, AT_LEAST_QUANTILE))))
    reasons = made.reasons
    upper = middle = None
    if _is_too_wide(made, code, different):
        reasons = (*reasons, "upper_too_wide")
    elif made.upper is not None and made.middle is not None:
        upper = max(at_least, int(np.ceil(_quantile(made.upper, UPPER_QUANTILES[code]))))
        middle = min(max(at_least, round(_quantile(made.middle, 0.5))), upper)
    elif not made.reasons:
        reasons = (*reasons, "too_few_shared")
    row = Stratum(code, kind, ward, round(made.listed), different, at_least, middle, upper, reasons, made.sources)
    return replace(row, reasons=(*reasons, "imprecise")) if row.is_imprecise and upper is not None else row


def _quantile(draws: Floats, share: float) -> float:
    return float(np.quantile(draws[1:], share))


def _whole(cells: Sequence[Sequence[_Made]]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Different activities as whole numbers that add up: kinds to the city, cells to their kind."""
    guess = np.array([[each.different[0] for each in row] for row in cells])
    kinds = _rounded(guess.sum(axis=1), round(guess.sum()))
    return np.array([_rounded(row, int(total)) for row, total in zip(guess, kinds, strict=True)], dtype=np.int64)


def _rounded(parts: Floats, total: int) -> Floats:
    """Whole parts of a whole: the largest remainders are rounded up."""
    down = np.floor(parts)
    missing = total - int(down.sum())
    order = np.argsort(-(parts - down), kind="stable")
    for place in list(_some(order.tolist(), missing)):
        down[place] += 1
    return down


def _some(places: Sequence[int], count: int) -> Iterator[int]:
    yield from places[: max(count, 0)]


def listed_only(draws: Draws) -> list[Stratum]:
    """The strata when nothing is known of the matcher: what is listed, and no more.

    Args:
        draws: made with any labels; only what was seen is read.
    """
    rows = []
    for each in strata(draws):
        rows.append(
            replace(
                each,
                different=each.listed,
                at_least=each.listed,
                middle=None,
                upper=None,
                sources=(),
                reasons=("matcher_unknown",),
            )
        )
    return rows
