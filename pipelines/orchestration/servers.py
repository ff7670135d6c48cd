"""The processes of the UI on one's own machine: `python -m pipelines.orchestration.servers`; they end together.

Belongs here: starting and ending them, and the files behind their links. Does not belong here: what each does
(`webserver`, `file_server`, Dagster); production, where systemd or compose starts them (`deploy/`); anything that takes
memory to import: this process stays as long as they do, and only waits.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from pipelines.orchestration.file_server import serve_files
from pipelines.settings import ROOT, load_settings

_LOOK_SECONDS = 0.5
_GOODBYE_SECONDS = 30
_LOCATION = "hiroba"


def become_servers(port: int) -> None:
    """Go on as the process that serves the UI: what was loaded to begin is not kept while it is served.

    Args:
        port: of the web server, on loopback.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "pipelines.orchestration.servers", str(port)])  # noqa: S606  # ourselves


def serve_ui(port: int) -> str:
    """Serve the UI until somebody ends it, or one of its processes ends by itself.

    The code server restarts what loads our code when that dies.

    Args:
        port: of the web server, on loopback.

    Returns:
        Empty when it was ended; otherwise which process ended by itself.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    settings = load_settings()
    serve_files(settings.data_dir, port + 1, settings.addresses)
    own, dagster = [sys.executable, "-m"], [sys.executable, "-m", "dagster"]
    # Each thread of a server would keep a heap of its own: half of what they hold would be empty
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    entrance = subprocess.Popen([*own, "pipelines.orchestration.first_page"], cwd=ROOT)
    try:
        with _workspace() as (code, workspace):
            server = ["code-server", "start", "--socket", str(code), "--location-name", _LOCATION]
            server += ["--module-name", "pipelines.definitions", "--working-directory", str(ROOT)]
            server += ["--use-python-environment-entry-point", "--log-level", "warning"]
            screen = ["pipelines.orchestration.webserver", "--port", str(port), "--workspace", str(workspace)]
            daemon = ["dagster._daemon", "run", "--workspace", str(workspace), "--log-level", "warning"]
            first = {"読み込み": [*dagster, *server], "画面": [*own, *screen]}
            # Clocks and sensors can wait: whoever opens the UI waits for the screen
            return _together(first, {"見張り": [*own, *daemon]}, port)
    except KeyboardInterrupt:
        return ""
    finally:
        _end([entrance])


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Being asked to end is like Ctrl-C: the children are ended first."""
    raise KeyboardInterrupt


@contextmanager
def _workspace() -> Iterator[tuple[Path, Path]]:
    """The socket of the code server, and the file that leads to it."""
    with tempfile.TemporaryDirectory() as folder:
        code, path = Path(folder) / "code", Path(folder) / "workspace.yaml"
        told = {"load_from": [{"grpc_server": {"socket": str(code), "location_name": _LOCATION}}]}
        path.write_text(json.dumps(told), encoding="utf-8")  # JSON is YAML
        yield code, path


def _together(first: dict[str, list[str]], then: dict[str, list[str]], port: int) -> str:
    """Run commands until one of them ends; its name.

    Args:
        first: started at once.
        then: started when somebody answers on the port.
        port: of the web server.
    """
    children: dict[str, subprocess.Popen[bytes]] = {}
    waiting = [first, then]
    try:
        while True:
            if waiting and (len(waiting) > 1 or _answers(port)):
                for name, command in waiting.pop(0).items():
                    children[name] = subprocess.Popen(command, cwd=ROOT)
            time.sleep(_LOOK_SECONDS)
            if ended := [name for name, child in children.items() if child.poll() is not None]:
                return ended[0]
    finally:
        _end(children.values())


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _end(children: Collection[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + _GOODBYE_SECONDS
    for child in children:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    ended = serve_ui(int(sys.argv[1]))
    if ended:
        sys.stderr.write(f"{ended}のプロセスが終わったので、閉じました。理由は上にあります。\n")
        sys.exit(1)
