"""The pieces `prove.py` starts: a PostgreSQL cluster, nginx with its example, processes that end with their block.

Belongs here: how each is started and waited for. Does not belong here: what is proved.
"""

from __future__ import annotations

import os
import pwd
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BIN = Path(sys.executable).parent
POSTGRES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/bin"), key=lambda path: path.parent.name)
STAFF, VIEWER = ("staff", "staff-password"), ("viewer", "viewer-password")
PATIENCE = 1800.0


def say(line: str) -> None:
    """One thing that was seen."""
    print(f"ok  {line}", flush=True)


def wait_for(what: str, ready: Callable[[], object], seconds: float = PATIENCE) -> float:
    """Wait until something is so; the seconds it took."""
    started = time.monotonic()
    while True:
        try:
            if ready():
                return time.monotonic() - started
        except OSError:
            pass
        if time.monotonic() - started > seconds:
            raise SystemExit(f"×   {what}: {seconds:.0f} 秒待っても来ません")
        time.sleep(0.5)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(*command: object, **more: object) -> subprocess.CompletedProcess[str]:
    """Run a command that must succeed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload]
    if done.returncode:
        raise SystemExit(f"×   {command[0]}: {done.stdout}{done.stderr}")
    return done


@contextmanager
def process(log: Path, *command: object, **more: object) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block."""
    with log.open("ab") as out:
        child = subprocess.Popen([str(part) for part in command], stdout=out, stderr=out, **more)  # type: ignore[call-overload]
        try:
            yield child
        finally:
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A cluster of its own with the database the set-up expects; its URL."""
    port, data = free_port(), folder / "postgres"
    data.mkdir()
    who: dict[str, object] = {}
    if os.getuid() == 0:  # the server refuses to run as root
        user = pwd.getpwnam("postgres")
        os.chown(data, user.pw_uid, user.pw_gid)
        folder.chmod(0o755)
        who = {"user": user.pw_uid, "group": user.pw_gid, "cwd": data}
    secret = data / "secret"
    secret.write_text("postgres-password", encoding="ascii")
    secret.chmod(0o644)
    run(POSTGRES / "initdb", "-D", data / "db", "-U", "hiroba", "-A", "scram-sha-256", f"--pwfile={secret}", **who)
    options = ["-c", "unix_socket_directories=", "-c", "listen_addresses=127.0.0.1", "-p", port]
    with process(folder / "postgres.log", POSTGRES / "postgres", "-D", data / "db", *options, **who):
        url = f"postgresql://hiroba:postgres-password@127.0.0.1:{port}"
        ready = [POSTGRES / "pg_isready", "-h", "127.0.0.1", "-p", str(port)]
        wait_for("PostgreSQL", lambda: subprocess.run(ready, capture_output=True, check=False).returncode == 0, 60)
        run(POSTGRES / "psql", f"{url}/postgres", "-c", "CREATE DATABASE hiroba")
        yield f"{url}/hiroba"


def site(folder: Path, data: Path, ports: dict[str, int]) -> Path:
    """The example for nginx with the paths and ports of today, and what it needs: logins, a certificate."""
    tls = folder / "tls"
    tls.mkdir()
    name = ["-subj", "/CN=hiroba.example.lg.jp", "-addext", "subjectAltName=DNS:hiroba.example.lg.jp"]
    key = ["-newkey", "rsa:2048", "-nodes", "-keyout", tls / "privkey.pem", "-out", tls / "fullchain.pem"]
    run("openssl", "req", "-x509", "-days", "2", *key, *name)
    for file, (user, word) in (("staff", STAFF), ("viewers", VIEWER)):
        coded = run("openssl", "passwd", "-apr1", word).stdout.strip()
        (folder / f"{file}.htpasswd").write_text(f"{user}:{coded}\n", encoding="ascii")
    text = (HERE / "nginx.conf").read_text(encoding="utf-8")
    for old, new in (
        ("/etc/hiroba/", f"{folder}/"),
        ("/srv/hiroba/data/live/", f"{data}/sample/"),
        ("listen 443 ", f"listen 127.0.0.1:{ports['https']} "),
        ("listen 80;", f"listen 127.0.0.1:{ports['http']};"),
        ("127.0.0.1:3000;", f"127.0.0.1:{ports['web']};"),
        ("127.0.0.1:3010;", f"127.0.0.1:{ports['view']};"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "nginx.conf"
    user = "user root;" if os.getuid() == 0 else ""
    main.write_text(
        f"{user} pid {folder}/nginx.pid; error_log {folder}/nginx.log; daemon off; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; {temporary} include {folder}/site.conf; }}\n",
        encoding="utf-8",
    )
    run("nginx", "-t", "-c", main)
    say("nginx -t: 例はそのまま通る")
    return main


def login_of(url: str) -> dict[str, str]:
    """The variables every PostgreSQL program reads."""
    parts = urlsplit(url)
    values = (parts.hostname, parts.port, parts.path.strip("/"), parts.username, parts.password)
    return dict(zip(("PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD"), map(str, values), strict=True))


def number(url: str, sql: str) -> int:
    """A number out of the database."""
    return int(run(POSTGRES / "psql", url, "-At", "-c", sql).stdout.strip() or 0)


def unit_command(unit: str, workspace: Path, old: str, port: str) -> list[str]:
    """The command of a systemd unit with the paths of today."""
    text = (HERE / "systemd" / f"hiroba-{unit}.service").read_text(encoding="utf-8")
    command = re.search(r"^ExecStart=(.*)$", text, re.M)
    assert command is not None
    line = (
        command[1]
        .replace("/opt/hiroba/.venv/bin", str(BIN))
        .replace("/opt/hiroba/deploy/workspace.yaml", str(workspace))
    )
    return [port if part == old else part for part in line.split()]


def tell_logs(folder: Path) -> None:
    """What the processes said last: why it went wrong."""
    for log in sorted(folder.glob("*.log")):
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
        print(f"--- {log.name}", *lines, sep="\n", file=sys.stderr)
