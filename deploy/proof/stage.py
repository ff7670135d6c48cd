"""The pieces `prove.py` starts: a PostgreSQL cluster, nginx with its example, processes that end with their block.

Belongs here: how each is started and waited for. Does not belong here: what is proved.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent.parent
ROOT = HERE.parent
BIN = Path(sys.executable).parent
POSTGRES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/bin"), key=lambda path: path.parent.name)
STAFF, VIEWER = ("staff", "staff-password"), ("viewer", "viewer-password")
PATIENCE = 1800.0
AS_ROOT = os.getuid() == 0
PUBLIC = "katsudo.example.lg.jp"
"""What the example for citizens calls the site."""
NGINX_USER = "www-data"
"""nginx runs as this user when the proof runs as root; its own group stands for `hiroba-files`."""
ADMIN_PASSWORD, VIEW_PASSWORD = "postgres-password", "view-password"
UMASK = 0o027
"""Of the units."""


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
        words = [str(part) for part in command]
        start: dict[str, object] = {"stdout": out, "stderr": out, "umask": UMASK, "start_new_session": True}
        child = subprocess.Popen(words, **start, **more)  # type: ignore[call-overload]
        try:
            yield child
        finally:
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            # The code server leaves the process behind that holds our code: it would wait for ever
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A cluster of its own with the database the set-up expects; its URL."""
    port, data = free_port(), folder / "postgres"
    data.mkdir()
    who: dict[str, object] = {}
    if AS_ROOT:  # the server refuses to run as root
        user = pwd.getpwnam("postgres")
        os.chown(data, user.pw_uid, user.pw_gid)
        folder.chmod(0o711)
        who = {"user": user.pw_uid, "group": user.pw_gid, "cwd": data}
    secret = data / "secret"
    secret.write_text(ADMIN_PASSWORD, encoding="ascii")
    secret.chmod(0o644)
    run(POSTGRES / "initdb", "-D", data / "db", "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}", **who)
    options = ["-c", "unix_socket_directories=", "-c", "listen_addresses=127.0.0.1", "-p", port]
    with process(folder / "postgres.log", POSTGRES / "postgres", "-D", data / "db", *options, **who):
        admin = f"postgresql://postgres:{ADMIN_PASSWORD}@127.0.0.1:{port}/postgres"
        ready = [POSTGRES / "pg_isready", "-h", "127.0.0.1", "-p", str(port)]
        wait_for("PostgreSQL", lambda: subprocess.run(ready, capture_output=True, check=False).returncode == 0, 60)
        # What the containers run at their first start is what the README says by hand
        words = {"POSTGRES_USER": "postgres", "OWN_PASSWORD": "own-password", "VIEW_PASSWORD": VIEW_PASSWORD}
        path = f"{POSTGRES}:{os.environ['PATH']}"
        run(HERE / "initdb.sh", env={**os.environ, **login_of(admin), **words, "PATH": path})
        yield f"postgresql://hiroba:own-password@127.0.0.1:{port}/hiroba"


def folders(data: Path) -> None:
    """The data folder as the README has it made: nginx passes through, and reads `published` and `desk` only."""
    group = pwd.getpwnam(NGINX_USER).pw_gid if AS_ROOT else os.getgid()
    made = [(data, 0o710), (data / "sample", 0o710)]
    made += [(data / "sample" / "published", 0o2750), (data / "sample" / "desk", 0o2750)]
    for path, mode in made:
        path.mkdir(exist_ok=True)
        os.chown(path, -1, group)
        path.chmod(mode)


def site(folder: Path, data: Path, ports: dict[str, int]) -> Path:
    """The example for nginx with the paths and ports of today, and what it needs: logins, a certificate."""
    tls = folder / "tls"
    tls.mkdir()
    name = ["-subj", "/CN=hiroba.example.lg.jp", "-addext", "subjectAltName=DNS:hiroba.example.lg.jp"]
    key = ["-newkey", "rsa:2048", "-nodes", "-keyout", tls / "privkey.pem", "-out", tls / "fullchain.pem"]
    run("openssl", "req", "-x509", "-days", "2", *key, *name)
    for file, (user, word) in (("staff", STAFF), ("viewers", VIEWER)):
        path = folder / f"{file}.htpasswd"
        path.write_text(coded_login(user, word), encoding="ascii")
        if AS_ROOT:  # its workers read it at every request
            os.chown(path, -1, pwd.getpwnam(NGINX_USER).pw_gid)
        path.chmod(0o640)
    changes = (
        ("/etc/hiroba/", f"{folder}/"),
        ("/srv/hiroba/data/live/", f"{data}/sample/"),
        ("listen 443 ", f"listen 127.0.0.1:{ports['https']} "),
        ("listen 80;", f"listen 127.0.0.1:{ports['http']};"),
        ("127.0.0.1:3000;", f"127.0.0.1:{ports['web']};"),
        ("127.0.0.1:3010;", f"127.0.0.1:{ports['view']};"),
    )
    return _adapted("nginx.conf", folder / "site.conf", changes)


def public_site(folder: Path, data: Path, port: int, plain_port: int) -> Path:
    """The example for what citizens see with the paths and ports of today, and its certificate."""
    name = ["-subj", f"/CN={PUBLIC}", "-addext", f"subjectAltName=DNS:{PUBLIC}"]
    key = ["-newkey", "rsa:2048", "-nodes", "-keyout", folder / "public-privkey.pem"]
    run("openssl", "req", "-x509", "-days", "2", *key, "-out", folder / "public-fullchain.pem", *name)
    changes = (
        ("/etc/hiroba/tls/", f"{folder}/"),
        ("/srv/hiroba/data/live/", f"{data}/sample/"),
        ("listen 443 ", f"listen 127.0.0.1:{port} "),
        ("listen 80;", f"listen 127.0.0.1:{plain_port};"),
    )
    return _adapted("nginx-public.conf", folder / "public-site.conf", changes)


def _adapted(name: str, site: Path, changes: tuple[tuple[str, str], ...]) -> Path:
    """An example with the paths and ports of today, and a configuration that takes it in."""
    text = (HERE / name).read_text(encoding="utf-8")
    for old, new in changes:
        if old not in text:
            raise SystemExit(f"×   {name}: {old} がありません")
        text = text.replace(old, new)
    site.write_text(text, encoding="utf-8")
    return main_conf(site.parent, site)


def main_conf(folder: Path, own: Path) -> Path:
    """The settings around an example, as the package of nginx brings them; the example must pass as it is."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{own.stem}-{kind};" for kind in kinds)
    main = folder / f"{own.stem}-nginx.conf"
    user = f"user {NGINX_USER};" if AS_ROOT else ""
    main.write_text(
        f"{user} pid {folder}/{own.stem}.pid; error_log {folder}/{own.stem}-nginx.log; daemon off; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; default_type application/octet-stream; access_log off; {temporary} "
        f"include {own}; }}\n",
        encoding="utf-8",
    )
    run("nginx", "-t", "-c", main)
    say(f"nginx -t: 例はそのまま通る（{own.name}）")
    return main


def coded_login(user: str, word: str) -> str:
    """A line of the file of logins, as the README makes it where its program is there."""
    if shutil.which("htpasswd"):
        return run("htpasswd", "-nbB", user, word).stdout.strip() + "\n"
    return f"{user}:{run('openssl', 'passwd', '-6', word).stdout.strip()}\n"


def login_of(url: str) -> dict[str, str]:
    """The variables every PostgreSQL program reads."""
    parts = urlsplit(url)
    values = (parts.hostname, parts.port, parts.path.strip("/"), parts.username, parts.password)
    return dict(zip(("PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD"), map(str, values), strict=True))


def admin_of(url: str) -> str:
    """The administrator's URL of the same cluster."""
    return (
        urlsplit(url)
        ._replace(netloc=f"postgres:{ADMIN_PASSWORD}@127.0.0.1:{urlsplit(url).port}", path="/postgres")
        .geturl()
    )


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


def proved(programs: Sequence[str], prove: Callable[[Path, ExitStack], None]) -> int:
    """Run a proof in a folder of its own; where it breaks, what its programs have logged is told.

    Args:
        programs: that the machine needs, beside PostgreSQL.
        prove: gets the folder, and a stack that ends what it starts.

    Returns:
        0, or 2 where a program is missing.
    """
    missing = [name for name in programs if shutil.which(name) is None]
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


def tell_logs(folder: Path) -> None:
    """What the processes said last: why it went wrong."""
    for log in sorted(folder.glob("*.log")):
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
        print(f"--- {log.name}", *lines, sep="\n", file=sys.stderr)
