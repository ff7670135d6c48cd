"""What Dagster loads where one machine keeps many cities: `dagster code-server start -m` this module.

Belongs here: assembly only. Does not belong here: what is assembled (`location`); several machines (`deploy/many`).
"""

import dagster as dg

from pipelines.orchestration.every_city.location import build_defs
from pipelines.settings import load_settings


@dg.definitions
def defs() -> dg.Definitions:
    """All cities on this machine: the settings are read once per process."""
    return build_defs(load_settings())
