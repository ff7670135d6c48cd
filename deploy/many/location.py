"""All cities, each night wherever a worker is free: what the code server loads where there are several machines.

Belongs here: the executor. Does not belong here: what is executed (`pipelines.orchestration.every_city`), what a worker
is set to (`dagster_celery_config`).
"""

from __future__ import annotations

import dagster as dg
from dagster_celery import celery_executor

from pipelines.orchestration.every_city.location import build_defs
from pipelines.settings import load_settings

_BROKER = {"env": "NIGHTS_BROKER"}
_EXECUTOR = celery_executor.configured({"broker": _BROKER, "backend": _BROKER})
defs: dg.Definitions = build_defs(load_settings(), _EXECUTOR)
