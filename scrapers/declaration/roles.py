"""Who comes onto a list, and which kinds it may hold: what people declare and no count can tell.

Belongs here: the words, and what may stand in them. Does not belong here: the declaration itself (`source`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from warehouse.contract import VOCABULARIES

Role = Literal["portal", "feed", "register", "apart", "index"]
"""Who comes onto a list. `portal`: anybody may enter. `feed`: dated entries, of anybody. `register`: a programme lists
what it runs, or who has registered with it. `apart`: a register whose members stand on no other list. `index`: a page
that leads to the lists and holds no listing itself.

People declare it. It must not be learned from the lists: two that share nothing may name different things, or may each
name few of the same. `apart` is what a list is until somebody knows more, as such a list says nothing of those that
nobody lists."""


def strangers_among_kinds(codes: Iterable[str]) -> list[str]:
    """Those of some codes that are no kind of activity."""
    return sorted(set(codes) - set(VOCABULARIES["kind"].values()))
