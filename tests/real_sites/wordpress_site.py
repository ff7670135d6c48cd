"""A real WordPress on loopback: MariaDB on a socket and PHP's own server, in one temporary folder, gone with the block.

Belongs here: starting, filling, switching and asking the site. Does not belong here: what is proved of our crawler.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "wordpress"
DEBIAN = Path("/usr/share/wordpress")
LANGUAGES = Path("/var/lib/wordpress/wp-content/languages")
HOST = "k-fukumimi.com"
PACKAGES = "wordpress wordpress-l10n wordpress-theme-twentytwentythree php-cli php-mysql php-mbstring mariadb-server"
_NEEDED = (DEBIAN / "wp-load.php", DEBIAN / "wp-content/themes/twentytwentythree", DEBIAN / "wp-content/languages")
_WORKERS = 4
_OPCACHE = ("-d", "opcache.enable=1", "-d", "opcache.revalidate_freq=0", "-d", "display_errors=0")


def missing() -> list[str]:
    """What this machine lacks, as paths and programs."""
    programs = [name for name in ("php", "mariadbd", "mariadb-install-db", "mariadb") if shutil.which(name) is None]
    return programs + [str(path) for path in _NEEDED if not path.exists()]


class Site:
    """The running site."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self._folder = folder
        self._root = folder / "site"
        self._theme = "hiroba"

    def switch(self, *, theme: str = "hiroba", is_maintained: bool = False, **state: object) -> None:
        """Bring the site into a state; what is not given is as installed."""
        for name in ("changed", "changed.count"):
            (self._folder / name).unlink(missing_ok=True)
        (self._folder / "state.json").write_text(json.dumps(state), encoding="utf-8")
        if theme != self._theme:
            self._php("truth.php", theme)
            self._theme = theme
        notice = self._root / ".maintenance"
        notice.unlink(missing_ok=True)
        if is_maintained:
            # What the updater writes; WordPress answers 503 while it is younger than ten minutes
            notice.write_text(f"<?php $upgrading = {int(time.time())};", encoding="ascii")

    def posts(self) -> dict[str, dict[str, Any]]:
        """Every post the database holds, public or not, by its id."""
        known: dict[str, dict[str, Any]] = json.loads(self._php("truth.php"))
        return known

    def answers(self) -> bool:
        """Whether a page of the site can be fetched."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/group/", headers={"Host": HOST})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as error:
            raise SystemExit(f"×   WordPress: HTTP {error.code} {error.read()[:2000].decode()}") from error

    def _php(self, name: str, *arguments: str) -> str:
        return _run("php", *_OPCACHE, HERE / name, self._root, *arguments)


@contextmanager
def wordpress(folder: Path) -> Iterator[Site]:
    """A filled site; ends with the block, also when that fails."""
    folder.mkdir(mode=0o700)
    root = folder / "site"
    shutil.copytree(DEBIAN, root, ignore=shutil.ignore_patterns("wp-config.php", ".htaccess", "*.mo"))
    for kind in ("themes", "mu-plugins"):
        shutil.copytree(HERE / kind, root / "wp-content" / kind, dirs_exist_ok=True)
    (root / "wp-content/languages").mkdir(exist_ok=True)
    for path in (DEBIAN / "wp-content/languages").glob("*ja.mo"):
        shutil.copy(path, root / "wp-content/languages")
    shutil.copy(HERE / "wp-config.php", root)
    with ExitStack() as stack:
        _database(folder, stack)
        site = Site(folder, _free_port())
        site.switch()
        _run("php", *_OPCACHE, HERE / "fill.php", root)
        serve = ["php", *_OPCACHE, "-S", f"127.0.0.1:{site.port}", "-t", root, HERE / "router.php"]
        stack.enter_context(_process(folder / "php.log", *serve, workers=_WORKERS))
        _wait_for("WordPress", site.answers)
        yield site


def _database(folder: Path, stack: ExitStack) -> None:
    user = ["--user=root"] if os.getuid() == 0 else []
    data, socket_path = folder / "db", folder / "db.sock"
    plain = ["--no-defaults", f"--datadir={data}", *user]
    _run("mariadb-install-db", *plain, "--auth-root-authentication-method=normal", "--skip-test-db")
    server = [*plain, f"--socket={socket_path}", "--skip-networking", f"--pid-file={folder / 'db.pid'}"]
    quick = ["--innodb-flush-log-at-trx-commit=0", "--skip-log-bin", "--innodb-buffer-pool-size=64M"]
    stack.enter_context(_process(folder / "mariadb.log", "mariadbd", *server, *quick))
    client = ["mariadb", "--no-defaults", f"--socket={socket_path}", "-u", "root", "-e"]
    _wait_for(
        "MariaDB", lambda: subprocess.run([*client, "SELECT 1"], capture_output=True, check=False).returncode == 0
    )
    _run(*client, "CREATE DATABASE wordpress CHARACTER SET utf8mb4")


def _run(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"×   {command[0]} {done.returncode}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


@contextmanager
def _process(log: Path, *command: object, workers: int = 0) -> Iterator[None]:
    environment = {**os.environ, **({"PHP_CLI_SERVER_WORKERS": str(workers)} if workers else {})}
    with log.open("ab") as out:
        # A group of its own: PHP's workers are children, and must end with it
        child = subprocess.Popen(
            [str(part) for part in command], stdout=out, stderr=out, env=environment, start_new_session=True
        )
        try:
            yield
        finally:
            os.killpg(child.pid, 15)
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, 9)
                child.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(what: str, ready: Callable[[], bool], seconds: float = 60.0) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            if ready():
                return
        except OSError:
            pass
        time.sleep(0.3)
    raise SystemExit(f"×   {what}: {seconds:.0f} 秒待っても来ません")
