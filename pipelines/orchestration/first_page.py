"""Write the first page of the day as things are when the UI begins: `python -m pipelines.orchestration.first_page`.

Belongs here: that one call, as a program of its own. Does not belong here: what stands on the page (`entrance`).
"""

from __future__ import annotations

import os

import dagster as dg

from pipelines.orchestration.entrance import refresh_entrance
from pipelines.settings import load_settings

_BEHIND = 10
"""Beside the processes of the UI it comes second: the page of the last time is there."""

if __name__ == "__main__":
    os.nice(_BEHIND)
    with dg.DagsterInstance.get() as instance:
        refresh_entrance(load_settings(), instance)
