"""Bounds of a healthy day: read, proposed from healthy releases, accepted by a person.

Belongs here: the files `sample.toml` and `live.toml` of a city and what is proposed for them. Does not belong here:
figures (`measures`), the verdict (`suite`). A bound is a band, never an exact count, and has an origin (docs/design.md
rule 8).
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cities.here import here
from warehouse.errors import StaffError
from warehouse.storage import write_text

_FEWER, _MORE = 0.8, 2.0
"""Standards §4: a minimum 10 to 20 % below a healthy run, a maximum at about twice of it."""
_RARE = 20
"""In a cell with fewer activities than this, a handful that come or go are no sign of anything."""


class Bound(NamedTuple):
    """Lowest and highest healthy value, either may be None, and where they come from."""

    minimum: float | None
    maximum: float | None
    origin: str


class BoundsError(StaffError):
    """A file of bounds cannot be used; the message is for staff."""


def path_of(profile: str) -> Path:
    """The file of a profile: what is healthy in the sample city says nothing of the city."""
    return here().folder / "expectations" / f"{profile}.toml"


def read_bounds(path: Path) -> dict[str, Bound]:
    """Figure → bound, in the order of the file.

    Raises:
        BoundsError: the file is no TOML, or a bound has no origin or is no band.
    """
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BoundsError(f"{path.name} を読めません: {error}") from error
    bounds = {name: Bound(row.get("minimum"), row.get("maximum"), row.get("origin", "")) for name, row in rows.items()}
    for name, (low, high, origin) in bounds.items():
        is_band = (low is not None or high is not None) and (low is None or high is None or low < high)
        if not is_band or not origin:
            raise BoundsError(f"{path.name} の [{name}]: minimum < maximum の幅と origin（数の出どころ）が要ります。")
    return bounds


def propose(days: Sequence[Mapping[str, float]], origin: str) -> dict[str, Bound]:
    """A bound for every figure that all healthy releases have.

    Args:
        days: figures of each healthy release.
        origin: which releases these were.
    """
    names = [name for name in (days[0] if days else {}) if all(name in day for day in days)]
    bands = {name: _band(name, [day[name] for day in days], origin) for name in names}
    return {name: bound for name, bound in bands.items() if bound is not None}


def _band(name: str, seen: list[float], origin: str) -> Bound | None:
    group = name.partition(".")[0]
    low, high = min(seen), max(seen)
    reason = f"{origin}で {low:.4g}〜{high:.4g}。下は2割減、上は2倍"
    if group == "cell" and low < _RARE:
        return None
    if group in ("rows", "cell"):
        return Bound(math.floor(low * _FEWER), math.ceil(high * _MORE), reason)
    if group == "fill":
        return Bound(_rounded(low * _FEWER), None, f"{origin}で {low:.4g}〜{high:.4g}。下は2割減")
    if group in ("added", "not_seen"):
        return Bound(
            None, max(_rounded(high * _MORE), 0.05), f"{origin}で {low:.4g}〜{high:.4g}。上は2倍、少なくとも5%"
        )
    if group == "listings_per_activity":
        # Its lowest value is 1, where nothing was brought together: the band is about what is above
        return Bound(_rounded(1 + (low - 1) * _FEWER), _rounded(1 + (high - 1) * _MORE), reason)
    return Bound(_rounded(low * _FEWER), min(_rounded(high * _MORE + 0.01), 1.0), reason)


def _rounded(value: float) -> float:
    return math.floor(value * 1000) / 1000


def write_bounds(path: Path, bounds: Mapping[str, Bound]) -> None:
    """Replace the file."""
    lines = [
        "# 健全な日のめやす（幅）。hiroba bounds が提案し、人が認めたもの。",
        "# minimum を割れば公開を止め、maximum を越えれば知らせる。",
    ]
    for name, bound in bounds.items():
        lines += ["", f"[{json.dumps(name)}]"]
        ends = (("minimum", bound.minimum), ("maximum", bound.maximum))
        lines += [f"{end} = {value}" for end, value in ends if value is not None]
        lines.append(f"origin = {json.dumps(bound.origin, ensure_ascii=False)}")
    write_text(path, "\n".join(lines) + "\n")
