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
import pwd
import shutil
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from stage import (
    AS_ROOT,
    BIN,
    HERE,
    NGINX_USER,
    POSTGRES,
    ROOT,
    STAFF,
    VIEW_PASSWORD,
    VIEWER,
    admin_of,
    folders,
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

    def get(
        self, path: str, login: tuple[str, str] | None, body: object = None, more: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Status and text of an answer; redirects are followed."""
        request = urllib.request.Request(self.base + path, None if body is None else json.dumps(body).encode())
        request.add_header("Host", "hiroba.example.lg.jp")
        for name, value in (more or {}).items():
            request.add_header(name, value)
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
    folders(data)
    shutil.copyfile(HERE / "dagster.yaml", home / "dagster.yaml")
    ports = {name: free_port() for name in ("code", "web", "view", "https", "http")}
    files = "https://hiroba.example.lg.jp"
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
        asked = urllib.request.Request(address, headers={"Host": "hiroba.example.lg.jp"})
        wait_for(port, lambda asked=asked: urllib.request.urlopen(asked, timeout=5), 240)
    stack.enter_context(process(folder / "nginx.log", "nginx", "-c", site(folder, data, ports)))
    door = Door(ports["https"], folder / "tls" / "fullchain.pem")
    wait_for("nginx", lambda: door.get("/server_info", STAFF)[0] == 200, 30)
    logins(door)
    strangers(door)
    nights(door, url, data)
    readers(door, data)
    viewers(door)
    back_up(folder, environment, url)
    guessers(door)
    hardened()


def strangers(door: Door) -> None:
    """Pages of other sites press no button, and no other name is answered."""
    query = {"query": "{ version }"}
    us, them = "https://hiroba.example.lg.jp", "https://evil.example"
    socket = {"Upgrade": "websocket", "Connection": "Upgrade"}
    seen = [
        door.get("/graphql", STAFF, query, {"Origin": us, "Sec-Fetch-Site": "same-origin"})[0],
        door.get("/graphql", STAFF, query, {"Origin": them})[0],
        door.get("/graphql", STAFF, query, {"Sec-Fetch-Site": "same-site"})[0],
        door.get("/graphql", STAFF, None, {"Origin": them, **socket})[0],
        door.get("/graphql?query=mutation%7B__typename%7D", STAFF)[0],
        door.get("/server_info", STAFF, None, {"Host": "evil.example"})[0],
    ]
    if seen != [200, 403, 403, 403, 405, 421]:
        raise SystemExit(f"×   ほかのサイト: {seen}")
    say("ほかのサイトのページからは動かせず（WebSocket も）、ほかの名前では開かない")


def readers(door: Door, data: Path) -> None:
    """What nginx reads as its own user: what it must, and nothing else of the data."""
    own = data / "sample"
    (own / "desk" / "decisions").mkdir(exist_ok=True)
    (own / "desk" / "decisions" / "page.html").write_text("<script>1</script>", encoding="utf-8")
    (own / "desk" / "out").symlink_to("/etc/passwd")
    if AS_ROOT:
        os.chown(own / "desk" / "out", pwd.getpwnam("nobody").pw_uid, -1, follow_symlinks=False)
    paths = (
        "published/latest/manifest.json",
        "published/",
        "desk/確認待ち.xlsx",
        "desk/decisions/page.html",
        "desk/out",
    )
    seen = [door.get(f"/files/{urllib.parse.quote(path)}", STAFF)[0] for path in paths]
    if seen[:4] != [200, 200, 200, 404] or (AS_ROOT and seen[4] not in (403, 404)):
        raise SystemExit(f"×   nginx の読めるもの: {dict(zip(paths, seen, strict=True))}")
    said = f"nginx が開くもの {seen}"
    if AS_ROOT:
        user = pwd.getpwnam(NGINX_USER)
        private = [path for path in own.rglob("*") if not {"published", "desk"} & set(path.relative_to(own).parts[:1])]
        probe = "import os,sys; print(sum(os.access(p, os.R_OK) for p in sys.stdin.read().splitlines()))"
        names = "\n".join(map(str, private))
        more = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}
        done = run("/usr/bin/python3", "-c", probe, input=names, **more)
        if not private or done.stdout.strip() != "0":
            raise SystemExit(f"×   {NGINX_USER} が読める、読めてはいけないもの: {done.stdout}")
        said += f"、{NGINX_USER} は生のページや台帳など {len(private):,} 件のどれも読めない"
    say(said)


def guessers(door: Door) -> None:
    """Whoever tries passwords is slowed down and then told to stop; the others go on."""
    wrong = ("staff", "guess")
    with ThreadPoolExecutor(16) as pool:
        seen = list(pool.map(lambda _: door.get("/server_info", wrong)[0], range(40)))
    if not seen.count(429) or set(seen) - {401, 429} or door.get("/server_info", STAFF)[0] != 200:
        raise SystemExit(f"×   パスワードを試す相手: {seen}")
    say(f"パスワードを 40 回試すと {seen.count(429)} 回は 429、正しいログインは通る")


def hardened() -> None:
    """The score systemd itself gives, where its program is there."""
    if shutil.which("systemd-analyze") is None:
        say("systemd-analyze がないので、unit の点は見ていない")
        return
    scores = {}
    for unit in sorted((HERE / "systemd").glob("*.service")):
        done = run("systemd-analyze", "security", "--offline=yes", "--no-pager", unit)
        scores[unit.stem] = float(done.stdout.rpartition(": ")[2].split()[0])
    if max(scores.values()) > 3.0:
        raise SystemExit(f"×   systemd-analyze security: {scores}")
    say(f"systemd-analyze security: どの unit も {max(scores.values())} 以下")


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
    day = f"data-{datetime.now().astimezone():%Y%m%d}"
    variables = {**environment, "PATH": f"{POSTGRES}:{os.environ['PATH']}"}
    run(HERE / "backup.sh", ROOT, target, env=variables)
    run(POSTGRES / "createdb", "--maintenance-db", admin_of(url), "--owner", "hiroba", "restored")
    other = url.rpartition("/")[0] + "/restored"
    (dump,) = target.glob("dagster-*.dump")
    run(POSTGRES / "pg_restore", "-d", other, dump)
    counted = [number(each, "SELECT count(*) FROM runs WHERE status = 'SUCCESS'") for each in (url, other)]
    latest = target / day / "sample" / "published" / "latest" / "manifest.json"
    if counted[1] < NIGHTS or not latest.is_file() or not list(target.glob("judgements-*.tar.gz")):
        raise SystemExit(f"×   控え: 成功した更新 {counted}、{latest}")
    say(f"控えから戻せた: 成功した更新 {counted[1]} 回、公開、人の判断")

    latest.unlink()
    broken = subprocess.run(
        [HERE / "backup.sh", ROOT, target], env={**variables, "PGPASSWORD": "wrong"}, capture_output=True, check=False
    )
    if not broken.returncode or not latest.is_file():
        raise SystemExit(
            f"×   失敗した控え: 終了 {broken.returncode}、データは{'ある' if latest.is_file() else 'ない'}"
        )
    say("データベースの控えに失敗すると失敗として終わり、データは写されている")


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
