"""Does the production set-up work? `make prove`, on a machine with PostgreSQL, nginx and openssl.

Starts everything of this folder on free ports: a PostgreSQL cluster of its own, the code server, the daemon, both
webservers, nginx with its example and a certificate made for the day; logs in as staff would, lets the real scheduler
run two nights, makes a back-up and restores it. Needs an environment with both lock files; `HIROBA_PROFILE=sample`.
Prints one line per thing that was seen; ends with an error at the first that is not as it should be.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from stage import (
    BIN,
    HERE,
    POSTGRES,
    ROOT,
    STAFF,
    VIEWER,
    free_port,
    login_of,
    number,
    postgres,
    process,
    run,
    say,
    site,
    tell_logs,
    unit_command,
    wait_for,
)

NIGHTS = int(sys.argv[1]) if len(sys.argv) > 1 else 2


class Door:
    """The site as a browser sees it."""

    def __init__(self, port: int, certificate: Path) -> None:
        self.base = f"https://127.0.0.1:{port}"
        self.context = ssl.create_default_context(cafile=str(certificate))
        self.context.check_hostname = False

    def get(self, path: str, login: tuple[str, str] | None, body: object = None) -> tuple[int, str]:
        """Status and text of an answer; redirects are followed."""
        request = urllib.request.Request(self.base + path, None if body is None else json.dumps(body).encode())
        request.add_header("Host", "hiroba.example.lg.jp")
        if body is not None:
            request.add_header("Content-Type", "application/json")
        if login:
            request.add_header("Authorization", "Basic " + base64.b64encode(":".join(login).encode()).decode())
        try:
            with urllib.request.urlopen(request, timeout=60, context=self.context) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    def launch(self, prefix: str, login: tuple[str, str], job: str) -> dict[str, object]:
        """What the button does."""
        query = (
            "mutation($p: ExecutionParams!) { launchPipelineExecution(executionParams: $p) "
            "{ __typename ... on LaunchRunSuccess { run { runId } } } }"
        )
        selector = {"repositoryLocationName": "hiroba", "repositoryName": "__repository__", "jobName": job}
        variables = {"p": {"selector": selector, "runConfigData": {}}}
        _, text = self.get(f"{prefix}/graphql", login, {"query": query, "variables": variables})
        return dict(json.loads(text)["data"]["launchPipelineExecution"])


def prove(folder: Path, stack: ExitStack) -> None:
    """Everything, one thing after the other."""
    url = stack.enter_context(postgres(folder))
    home, data, logs = folder / "dagster", folder / "data", folder / "logs"
    for path in (home, data, logs):
        path.mkdir()
    shutil.copyfile(HERE / "dagster.yaml", home / "dagster.yaml")
    ports = {name: free_port() for name in ("code", "web", "view", "https", "http")}
    files = f"https://127.0.0.1:{ports['https']}"
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
    for unit, old, port in (
        ("web", "3000", "web"),
        ("view", "3010", "view"),
        ("daemon", "", ""),
    ):
        command = unit_command(unit, workspace, old, str(ports.get(port, "")))
        stack.enter_context(process(folder / f"{unit}.log", *command, **here))
    for port in ("web", "view"):
        prefix = "/view" if port == "view" else ""
        address = f"http://127.0.0.1:{ports[port]}{prefix}/server_info"
        wait_for(port, lambda address=address: urllib.request.urlopen(address, timeout=5), 120)
    stack.enter_context(process(folder / "nginx.log", "nginx", "-c", site(folder, data, ports)))
    door = Door(ports["https"], folder / "tls" / "fullchain.pem")
    wait_for("nginx", lambda: door.get("/server_info", STAFF)[0] == 200, 30)
    logins(door)
    nights(door, url, data)
    viewers(door)
    back_up(folder, environment, url)


def logins(door: Door) -> None:
    """Nobody without a login; each login its own door."""
    seen = [
        door.get(path, login)[0] for path in ("/server_info", "/view/server_info") for login in (None, STAFF, VIEWER)
    ]
    assert seen == [401, 200, 401, 401, 401, 200], seen
    say("ログインなしは 401、担当者は担当者の画面だけ、見るだけの人は見るだけの画面だけ")


def nights(door: Door, url: str, data: Path) -> None:
    """The real scheduler, with a short cron."""
    query = "mutation($s: ScheduleSelector!) { startSchedule(scheduleSelector: $s) { __typename } }"
    selector = {"repositoryLocationName": "hiroba", "repositoryName": "__repository__", "scheduleName": "nightly"}
    _, text = door.get("/graphql", STAFF, {"query": query, "variables": {"s": selector}})
    assert "ScheduleStateResult" in text, text
    sql = "SELECT count(*) FROM runs WHERE pipeline_name = 'nightly_refresh' AND status = 'SUCCESS'"
    seconds = wait_for("二晩の更新", lambda: number(url, sql) >= NIGHTS)
    releases = [path.name for path in (data / "sample" / "published" / "releases").glob("release-*")]
    # The second night comes on the same day: nothing is due, and the same data are the same release
    assert releases
    ticks = number(url, "SELECT count(*) FROM job_ticks WHERE status = 'SUCCESS'")
    events = number(url, "SELECT count(*) FROM event_logs")
    seen = f"公開 {len(releases)}、起動 {ticks} 回、記録 {events:,} 行"
    say(f"本物のスケジューラーが {NIGHTS} 晩動いた（{seconds:.0f} 秒）: {seen}")

    status, text = door.get("/files/published/latest/report.html", STAFF)
    assert status == 200 and "夜の報告" in text
    # Written by the sensor that looks at every night once it has ended
    wait_for("入口", lambda: "ひろば 入口" in door.get("/", STAFF)[1], 180)
    assert door.get("/files/raw/", STAFF)[0] == 404
    say("入口と夜の報告は nginx から開き、生のページは出ない")


def viewers(door: Door) -> None:
    """Who may only look cannot start anything."""
    refused = door.launch("/view", VIEWER, "rematch_all")["__typename"]
    assert refused == "UnauthorizedError", refused
    accepted = door.launch("", STAFF, "import_decisions")["__typename"]
    assert accepted == "LaunchRunSuccess", accepted
    say("見るだけの画面からは動かせず、担当者の画面からは動かせる")


def back_up(folder: Path, environment: dict[str, str], url: str) -> None:
    """A back-up that was never restored is none."""
    target = folder / "backup"
    path = f"{POSTGRES}:{os.environ['PATH']}"
    run(HERE / "backup.sh", ROOT, target, env={**environment, "PATH": path})
    run(POSTGRES / "psql", url, "-c", "CREATE DATABASE restored")
    other = url.rpartition("/")[0] + "/restored"
    (dump,) = target.glob("dagster-*.dump")
    run(POSTGRES / "pg_restore", "-d", other, dump)
    counted = [number(each, "SELECT count(*) FROM runs WHERE status = 'SUCCESS'") for each in (url, other)]
    assert counted[1] >= NIGHTS, counted
    latest = target / "data" / "sample" / "published" / "latest" / "manifest.json"
    assert latest.is_file() and list(target.glob("judgements-*.tar.gz"))
    say(f"控えから戻せた: 成功した更新 {counted[1]} 回、公開、人の判断")


def main() -> int:
    """Prove it."""
    missing = [name for name in ("nginx", "openssl", "rsync") if shutil.which(name) is None]
    if missing or not (POSTGRES / "initdb").exists():
        print(f"足りません: {'、'.join(missing) or 'PostgreSQL'}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="hiroba-") as folder, ExitStack() as stack:
        try:
            prove(Path(folder), stack)
        finally:
            if sys.exc_info()[0] is not None:
                tell_logs(Path(folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
