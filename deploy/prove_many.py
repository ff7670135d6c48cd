"""Do nights of many cities run on several machines, and does a worker that dies lose nothing? `make many`.

Starts a Redis and a PostgreSQL of its own, the code server, the daemon, two workers; makes eight cities (nobody has
them), asks for the night of each, kills one worker in the middle of one, and looks at what was published: every city
once. Needs Debian's redis-server and postgresql, and an environment with both lock files. Prints one line per thing
that was seen; ends with an error at the first that is not as it should be.

Belongs here: that proof. Does not belong here: how a process is started (`proof.stage`), the cities (`made_cities`).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from proof.stage import (
    BIN,
    HERE,
    free_port,
    login_of,
    number,
    postgres,
    process,
    proved,
    run,
    say,
    wait_for,
)

from pipelines.lab.bench.made_cities import make_cities
from pipelines.orchestration.every_city.location import JOB

CITIES = int(sys.argv[1]) if len(sys.argv) > 1 else 8
PATIENCE = 240
"""Seconds after which a night whose worker died goes to another one; in production it is hours."""
_WORKERS = ("one", "two")


def prove(folder: Path, stack: ExitStack) -> None:
    """Everything, one thing after the other."""
    url = stack.enter_context(postgres(folder))
    keys, environment = make_cities(folder, CITIES)
    broker = _redis(folder, stack)
    home = folder / "dagster"
    home.mkdir()
    text = (HERE / "dagster.yaml").read_text(encoding="utf-8")
    (home / "dagster.yaml").write_text(
        text.replace("max_concurrent_runs: 1", "max_concurrent_runs: 4"), encoding="utf-8"
    )
    environment |= login_of(url) | {"DAGSTER_HOME": str(home), "DAGSTER_LOGS_DIR": str(folder / "logs")}
    environment |= {"NIGHTS_BROKER": broker, "NIGHTS_PATIENCE": str(PATIENCE)}
    environment["PYTHONPATH"] += f"{os.pathsep}{HERE / 'many'}"
    port = free_port()
    code = [BIN / "dagster", "code-server", "start", "-m", "location", "-h", "127.0.0.1", "-p", port]
    here = {"cwd": folder, "env": environment}
    stack.enter_context(process(folder / "code.log", *code, **here))
    check = [str(BIN / "dagster"), "api", "grpc-health-check", "--port", str(port)]
    wait_for(
        "コードサーバー", lambda: subprocess.run(check, capture_output=True, check=False, **here).returncode == 0, 240
    )
    workspace = folder / "workspace.yaml"
    server = {"host": "127.0.0.1", "port": port, "location_name": "every_city"}
    workspace.write_text(json.dumps({"load_from": [{"grpc_server": server}]}), encoding="utf-8")
    stack.enter_context(process(folder / "daemon.log", BIN / "dagster-daemon", "run", "-w", workspace, **here))
    workers = {name: _worker(folder, stack, name, here) for name in _WORKERS}
    for key in keys:
        words = ["job", "launch", "-w", workspace, "-j", JOB, "--tags", json.dumps({"dagster/partition": key})]
        run(BIN / "dagster", *words, **here)
    say(f"{CITIES} 市の更新を頼んだ（broker: Redis、worker: {len(workers)}）")
    _kill_in_the_middle(folder / "data", workers["one"], keys)
    done = "SELECT count(*) FROM runs WHERE status = 'SUCCESS'"
    seconds = wait_for(f"{CITIES} 市の更新", lambda: _failed(url) or number(url, done) >= CITIES)
    if failed := _failed(url):
        raise SystemExit(f"×   失敗した更新 {failed}")
    say(f"そのあと {seconds:.0f} 秒で {CITIES} 市すべての更新が成功")
    _published_once(folder / "data", keys)
    _shared(url)


def _redis(folder: Path, stack: ExitStack) -> str:
    port = free_port()
    words = ["--port", port, "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no"]
    stack.enter_context(process(folder / "redis.log", "redis-server", *words))
    ping = ["redis-cli", "-p", str(port), "ping"]
    wait_for("Redis", lambda: b"PONG" in subprocess.run(ping, capture_output=True, check=False).stdout, 30)
    return f"redis://127.0.0.1:{port}/0"


def _worker(folder: Path, stack: ExitStack, name: str, here: dict[str, object]) -> subprocess.Popen[bytes]:
    words = [
        "-A",
        "dagster_celery.app",
        "worker",
        "-n",
        f"{name}@%h",
        "-Q",
        "dagster",
        "--concurrency",
        "1",
        "-O",
        "fair",
    ]
    return stack.enter_context(process(folder / f"worker_{name}.log", BIN / "celery", *words, **here))


def _kill_in_the_middle(data: Path, worker: subprocess.Popen[bytes], keys: list[str]) -> None:
    """Kill a worker with everything it runs, once a night of it has its pages and has published nothing."""

    def under_way() -> list[str]:
        nights = _nights()
        return [
            key
            for key in keys
            if list((data / key / "sample" / "raw").glob("*/*/raw__listings.parquet"))
            and any(_is_below(pid, worker.pid) for pid, of in nights.items() if of == key)
        ]

    wait_for("更新の途中", under_way, 900)
    (key, *_) = under_way()
    before = len(list((data / key / "sample" / "published" / "releases").glob("release-*")))
    os.killpg(worker.pid, signal.SIGKILL)
    gone = wait_for("殺した worker の更新が止まる", lambda: key not in _nights().values(), 60)
    say(f"worker を一つ、{key} の更新の途中で kill -9（公開 {before}）。その更新も {gone:.0f} 秒で止まった")


def _nights() -> dict[int, str]:
    """Process → the city it works for: by the variable that every process of a night has."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
            _, is_one, rest = path.read_bytes().partition(b"\0HIROBA_CITY=")
            if is_one:
                found[int(path.parent.name)] = rest.partition(b"\0")[0].decode()
    return found


def _is_below(pid: int, above: int) -> bool:
    while pid > 1:
        if pid == above:
            return True
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            return False
    return False


def _failed(url: str) -> int:
    return number(url, "SELECT count(*) FROM runs WHERE status IN ('FAILURE', 'CANCELED')")


def _published_once(data: Path, keys: list[str]) -> None:
    """Every city has one release, whole, and nothing half made beside it."""
    for key in keys:
        releases = data / key / "sample" / "published" / "releases"
        names = sorted(path.name for path in releases.iterdir())
        if len(names) != 1 or names[0].startswith("."):
            raise SystemExit(f"×   {key}: 公開 {names}")
        done = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=releases / names[0], check=False)
        if done.returncode or (data / key / "sample" / "published" / "latest").resolve().name != names[0]:
            raise SystemExit(f"×   {key}: {names[0]} が欠けているか、latest が指していない")
    say(f"{len(keys)} 市とも公開はちょうど一つ、全部のファイルが SHA256SUMS と合う")


def _shared(url: str) -> None:
    """Both workers took part, and the night of the dead one was taken up."""
    handed = "FROM event_logs WHERE event LIKE '%in celery worker%'"
    taken = number(url, f"SELECT count(*) {handed}")
    workers = sum(number(url, f"SELECT count(*) {handed} AND event LIKE '%{name}@%'") > 0 for name in _WORKERS)
    if workers < len(_WORKERS) or taken <= CITIES:
        raise SystemExit(f"×   worker に渡った回数 {taken}、動いた worker {workers}")
    say(f"worker に渡った回数 {taken}（{CITIES} 市と、取り直した {taken - CITIES} 回）、二つの worker が動いた")


def main() -> int:
    """Prove it."""
    started = time.monotonic()
    code = proved(("redis-server", "redis-cli", "sha256sum"), prove)
    if code == 0:
        say(f"全部で {time.monotonic() - started:.0f} 秒")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
