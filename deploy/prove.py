"""Does the production set-up work? `make prove`, on a machine with PostgreSQL, nginx and openssl.

Starts everything of this folder on free ports: a PostgreSQL cluster of its own, the code server, the daemon, both
webservers, nginx with its examples and certificates made for the day; logs in as staff would, lets the real scheduler
run two nights, asks for the site as citizens do, makes a back-up and restores it. Needs an environment with both lock
files; `HIROBA_PROFILE=sample`.
Prints one line per thing that was seen; ends with an error at the first that is not as it should be.

Belongs here: the order of the proof. Does not belong here: a look (`proof/`).
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

from proof.access import guessers, logins, strangers, viewers
from proof.files import hardened, readers
from proof.nights import back_up, nights
from proof.public import citizens
from proof.stage import proved
from proof.start import start

NIGHTS = int(sys.argv[1]) if len(sys.argv) > 1 else 2


def prove(folder: Path, stack: ExitStack) -> None:
    """Everything, one thing after the other."""
    up = start(folder, stack)
    logins(up.door)
    strangers(up.door)
    nights(up.door, up.url, up.data, NIGHTS)
    readers(up.door, up.data)
    citizens(folder, up.data)
    viewers(up.door)
    back_up(folder, up.environment, up.url, NIGHTS)
    guessers(up.door)
    hardened()


def main() -> int:
    """Prove it."""
    return proved(("nginx", "openssl", "rsync"), prove)


if __name__ == "__main__":
    raise SystemExit(main())
