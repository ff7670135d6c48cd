"""The processes of the UI on one's own machine: code server, web server, daemon; they end together.

Belongs here: starting and ending them. Does not belong here: what each does (`webserver`, Dagster); production, where
systemd or compose starts them (`deploy/`).
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import dagster as dg
import yaml
from dagster._cli.proxy_server_manager import ProxyServerManager
from dagster._core.workspace.load_target import WorkspaceFileTarget

from pipelines.settings import ROOT

_LOOK_SECONDS = 1.0
_GOODBYE_SECONDS = 30


def serve_ui(port: int) -> str:
    """Serve the UI until somebody ends it, or one of its processes ends by itself.

    The code server is restarted by Dagster when it dies.

    Args:
        port: of the web server, on loopback.

    Returns:
        Empty when it was ended; otherwise which process ended by itself.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with _workspace() as workspace:
            own = ["-m", "pipelines.orchestration.webserver", "--port", str(port), "--workspace", str(workspace)]
            daemon = ["-m", "dagster._daemon", "run", "--workspace", str(workspace), "--log-level", "warning"]
            return _together({"画面": [sys.executable, *own], "見張り": [sys.executable, *daemon]})
    except KeyboardInterrupt:
        return ""


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Being asked to end is like Ctrl-C: the children are ended first."""
    raise KeyboardInterrupt


@contextmanager
def _workspace() -> Iterator[Path]:
    """A code server on a socket of its own, and the file that leads to it."""
    target = WorkspaceFileTarget([str(ROOT / "workspace.yaml")])
    with (
        dg.DagsterInstance.get() as instance,
        ProxyServerManager(instance, target, code_server_log_level="WARNING") as manager,
        tempfile.TemporaryDirectory() as folder,
    ):
        path = Path(folder) / "workspace.yaml"
        path.write_text(yaml.safe_dump({"load_from": list(manager.get_code_server_specs())}), encoding="utf-8")
        yield path


def _together(commands: dict[str, list[str]]) -> str:
    """Run commands until one of them ends; its name."""
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            children[name] = subprocess.Popen(command, cwd=ROOT)
        while not (ended := [name for name, child in children.items() if child.poll() is not None]):
            time.sleep(_LOOK_SECONDS)
        return ended[0]
    finally:
        _end(children.values())


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
