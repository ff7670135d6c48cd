"""The foreground server: `python -m cities.kawasaki.sample_city`.

What belongs here: which day is shown. What does not: routes, flaws, the life of the server.
"""

import argparse
import datetime as dt
import sys

from cities.kawasaki.sample_city.calendar import faults_on, world_on
from cities.kawasaki.sample_city.server import SampleCity
from cities.kawasaki.sample_city.world import FIRST_DAY, REPLICAS
from scrapers.loopback.server import serve


def main() -> int:
    """Serves the sample city of a day until a signal arrives or standard input is closed.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="python -m cities.kawasaki.sample_city", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="seed of the generated world")
    parser.add_argument("--day", type=dt.date.fromisoformat, default=FIRST_DAY, help="day of the calendar")
    given = parser.parse_args()
    try:
        world = world_on(given.day, given.seed)
    except ValueError as error:
        parser.error(str(error))
    serve(SampleCity(world, faults_on(given.day)), REPLICAS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
