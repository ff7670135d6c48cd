"""How a worker takes nights: one at a time, told off only when it is done; read by dagster-celery under this name.

Belongs here: settings of Celery. Does not belong here: what a night does.
"""

from __future__ import annotations

import os

broker_url = result_backend = os.environ["NIGHTS_BROKER"]
worker_prefetch_multiplier = 1
# A worker that dies has not done what it took: somebody else takes it up again. That a city is published once a night,
# whoever takes it up, is seen to by the night itself
task_acks_late = True
task_reject_on_worker_lost = True
# So long Redis waits for a worker before it gives a night to another one: longer than the longest night
broker_transport_options = {"visibility_timeout": int(os.environ.get("NIGHTS_PATIENCE", "21600"))}
