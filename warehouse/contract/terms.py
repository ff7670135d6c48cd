"""What holds for the dataset as a whole: its version, its licence, its clock, how long it is kept.

Belongs here: facts that no single table owns. Does not belong here: tables (`tables`), what a release holds.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

CONTRACT_VERSION = "0.10.0"
LICENCE, LICENCE_URL = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
"""Of the compilation; each source has its own terms."""
TOKYO = ZoneInfo("Asia/Tokyo")
"""The zone of every moment and every day."""
KEPT_DAYS = 90
"""Whole releases and the runs they are made of are kept so long, counts and changes for ever (docs/standards.md §3.1:
what slipped through goes)."""
KEPT_ALWAYS = 7
"""The newest stay whatever their dates say: a clock that jumps ahead for a night must not cost the past."""
