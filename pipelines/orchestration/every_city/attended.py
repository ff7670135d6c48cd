"""A command that ends when whoever started it is gone: `python -m pipelines.orchestration.every_city.attended WORDS`.

Belongs here: that. Does not belong here: which command. A worker that is killed takes nobody along by itself: its night
would go on, hold the lock of the city, and be in the way of the next one.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

_GRACE_SECONDS = 20.0
"""A night that is interrupted ends its crawls and writes down what it has."""


def main(words: list[str]) -> int:
    """Run the command for as long as standard input is open.

    Args:
        words: the command.

    Returns:
        How it ended.
    """
    # Who was started in the background has it ignored, and so would the command
    signal.signal(signal.SIGINT, signal.default_int_handler)
    child = subprocess.Popen(words, stdin=subprocess.DEVNULL, start_new_session=True)
    threading.Thread(target=_until_alone, args=(child,), daemon=True).start()
    return child.wait()


def _until_alone(child: subprocess.Popen[bytes]) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        child.wait(_GRACE_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
