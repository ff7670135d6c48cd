"""The production set-up, started: database, code server, daemon, both webservers, nginx.

Belongs here: which process runs with which variables, in which order. Does not belong here: how one is started
(`stage`), what is proved.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from proof.door import NAME, Door
from proof.stage import (
    BIN,
    HERE,
    ROOT,
    STAFF,
    VIEW_PASSWORD,
    folders,
    free_port,
    login_of,
    postgres,
    process,
    site,
    unit_command,
    wait_for,
)


@dataclass(frozen=True)
class Started:
    """Everything is up.

    Attributes:
        door: the site.
        url: of the database.
        data: where data go.
        environment: of the processes that write.
    """

    door: Door
    url: str
    data: Path
    environment: dict[str, str]


def start(folder: Path, stack: ExitStack) -> Started:
    """Start everything of `deploy/` on free ports; it ends with the stack."""
    url = stack.enter_context(postgres(folder))
    home, data, logs = folder / "dagster", folder / "data", folder / "logs"
    for path in (home, data, logs):
        path.mkdir()
    folders(data)
    shutil.copyfile(HERE / "dagster.yaml", home / "dagster.yaml")
    ports = {name: free_port() for name in ("code", "web", "view", "https", "http")}
    files = f"https://{NAME}"
    environment = {
        **os.environ,
        "DAGSTER_HOME": str(home),
        "HIROBA_PROFILE": "sample",
        "HIROBA_DATA_DIR": str(data),
        **login_of(url),
        "DAGSTER_LOGS_DIR": str(logs),
        "DAGSTER_CODE_HOST": "127.0.0.1",
        "HIROBA_UI_URL": files,
        "HIROBA_FILES_URL": f"{files}/files",
        "HIROBA_NIGHTLY_CRON": "*/2 * * * *",
    }
    workspace = folder / "workspace.yaml"
    text = (HERE / "workspace.yaml").read_text(encoding="utf-8")
    workspace.write_text(text.replace("4000", str(ports["code"])), encoding="utf-8")
    here = {"cwd": ROOT, "env": environment}
    command = unit_command("code", workspace, "4000", str(ports["code"]))
    stack.enter_context(process(folder / "code.log", *command, **here))
    check = [str(BIN / "dagster"), "api", "grpc-health-check", "--port", str(ports["code"])]
    wait_for("コードサーバー", lambda: subprocess.run(check, capture_output=True, check=False, **here).returncode == 0)
    own = folder / "view"
    own.mkdir()
    shutil.copyfile(HERE / "dagster.yaml", own / "dagster.yaml")
    # What its env file has: another user of the database, no place of data, nobody to tell
    viewing = {name: value for name, value in environment.items() if name != "HIROBA_DATA_DIR"}
    viewing |= {"PGUSER": "hiroba_view", "PGPASSWORD": VIEW_PASSWORD, "DAGSTER_HOME": str(own)}
    viewing |= {"DAGSTER_LOGS_DIR": str(own / "logs")}
    for unit, old, port, variables in (
        ("web", "3000", "web", environment),
        ("daemon", "", "", environment),
        ("view", "3010", "view", viewing),
    ):
        command = unit_command(unit, workspace, old, str(ports.get(port, "")))
        stack.enter_context(process(folder / f"{unit}.log", *command, cwd=ROOT, env=variables))
    for port in ("web", "view"):
        prefix = "/view" if port == "view" else ""
        address = f"http://127.0.0.1:{ports[port]}{prefix}/server_info"
        asked = urllib.request.Request(address, headers={"Host": NAME})
        wait_for(port, lambda asked=asked: urllib.request.urlopen(asked, timeout=5), 240)
    stack.enter_context(process(folder / "nginx.log", "nginx", "-c", site(folder, data, ports)))
    door = Door(ports["https"], folder / "tls" / "fullchain.pem")
    wait_for("nginx", lambda: door.get("/server_info", STAFF)[0] == 200, 30)
    return Started(door, url, data, environment)
