"""The foreground server: `python -m cities.kawasaki.sample_city`.

What belongs here: start, the one line that tells the port and whose pages there are, the end of the process. What does
not: routes, flaws.
"""

import argparse
import datetime as dt
import json
import os
import signal
import sys
import threading

from cities.kawasaki.sample_city.calendar import faults_on, world_on
from cities.kawasaki.sample_city.server import SampleCity
from cities.kawasaki.sample_city.world import FIRST_DAY, REPLICAS


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
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    def watch_parent() -> None:
        # An orphan must not outlive its parent: the read ends when the parent's end of the pipe is gone.
        # Read past the buffer, whose lock a waiting thread would still hold when the interpreter shuts down.
        while os.read(sys.stdin.fileno(), 1024):
            pass
        stop.set()

    with SampleCity(world, faults_on(given.day)) as city:
        sys.stdout.write(json.dumps({"port": city.port, "sources": REPLICAS}) + "\n")
        sys.stdout.flush()
        watcher = threading.Thread(target=watch_parent, daemon=True)
        watcher.start()
        stop.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
