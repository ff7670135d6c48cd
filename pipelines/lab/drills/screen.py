"""Drill of the screen: a run that a person ends with the button of the Dagster UI.

Belongs here: a real `hiroba ui`, asked as its own pages ask it. Does not belong here: signals and kills (`rivals`).
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from dagster_graphql import DagsterGraphQLClient

from pipelines.lab.drills.result import Drill
from pipelines.lab.drills.rivals import command_line, gone, hiroba
from pipelines.lab.drills.whole import is_whole
from pipelines.orchestration.jobs import NIGHTLY

_PATIENCE = 300.0
_LOOK = 0.2


def terminated(data: Path) -> Drill:
    """Start 毎晩の更新 on the screen, end it while it crawls, then make a release.

    Args:
        data: a data folder with crawls of the sample city and a release.
    """
    latest = data / "sample" / "published" / "latest"
    before = latest.resolve()
    with _screen(data) as client:
        run = client.submit_job_execution(NIGHTLY)
        crawls = _crawls(data)
        client.terminate_run(run)
        is_gone = gone(crawls)
        status = _ended(client, run)
    is_kept = latest.resolve() == before and is_whole(latest)
    again = hiroba(data, "run", "--from-archive")
    again.communicate(timeout=_PATIENCE)
    survived = status == "CANCELED" and is_gone and is_kept and again.returncode == 0 and is_whole(latest)
    seen = (
        f"回は {status}、取得の子は{'終わった' if is_gone else '残った'}、"
        f"latest は{'前のまま' if is_kept else '変わった'}、次の更新は終了 {again.returncode}"
    )
    must = "取得の子も終わり、latest は前のまま、次の更新がそのまま通る"
    return Drill("画面の中止ボタン（毎晩の更新の取得中に）", must, 1, int(survived), seen)


@contextmanager
def _screen(data: Path) -> Iterator[DagsterGraphQLClient]:
    port = _free_port()
    ui = hiroba(data, "ui", "--port", str(port))
    try:
        _until_open(ui, f"http://127.0.0.1:{port}/server_info")
        yield DagsterGraphQLClient("127.0.0.1", port_number=port)
    finally:
        os.killpg(ui.pid, signal.SIGTERM)
        try:
            ui.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(ui.pid, signal.SIGKILL)
            ui.communicate()


def _until_open(ui: subprocess.Popen[str], url: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while ui.poll() is None and time.monotonic() < deadline:
        try:
            requests.get(url, timeout=5).raise_for_status()
        except requests.RequestException:
            time.sleep(_LOOK)
        else:
            return
    raise OSError(f"the UI did not open within {_PATIENCE:.0f} s: {url}")


def _crawls(data: Path) -> list[int]:
    """Crawls on this data folder, once there are some."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        pids = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
        crawls = [pid for pid in pids if "scrapers.crawl.runner" in (line := command_line(pid)) and str(data) in line]
        if crawls:
            return crawls
        time.sleep(_LOOK)
    return []


def _ended(client: DagsterGraphQLClient, run: str) -> str:
    deadline = time.monotonic() + _PATIENCE
    status = ""
    while time.monotonic() < deadline:
        status = client.get_run_status(run).value
        if status in ("SUCCESS", "FAILURE", "CANCELED"):
            break
        time.sleep(_LOOK)
    return status


def _free_port() -> int:
    """A port that is free, and the one after it too."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            if two.connect_ex(("127.0.0.1", port + 1)):
                return port
