"""A browser that is told what to do over a pipe (Chrome DevTools Protocol); no driver and no port.

Belongs here: starting it, asking it, ending it. Does not belong here: what is measured with it (`site`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from warehouse.errors import StaffError

NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=ja",
    "--remote-debugging-pipe",
)
_READ, _WRITE = 3, 4
"""File numbers a browser reads its orders from and writes its answers to."""


class BrowserError(StaffError):
    """There is no browser, or it does not answer."""


class Tab:
    """A page in a browser.

    Attributes:
        events: what the browser told without being asked, oldest first.
    """

    def __init__(self, orders: int, answers: int) -> None:
        """Open a tab.

        Args:
            orders: where orders are written.
            answers: where answers are read.
        """
        self._orders, self._answers, self._number, self._held = orders, answers, 0, b""
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """Send an order and wait for its answer.

        Raises:
            BrowserError: it is refused.
        """
        self._number += 1
        message = {"id": self._number, "method": method, "params": given}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._orders, json.dumps(message).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self._number:
                if "error" in told:
                    raise BrowserError(f"ブラウザーが {method} を断りました: {told['error']['message']}")
                result: dict[str, Any] = told["result"]
                return result
            self.events.append(told)

    def run(self, script: str) -> Any:
        """Run a script in the page and wait for what it gives, a promise too.

        Raises:
            BrowserError: the script fails.
        """
        done = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in done:
            raise BrowserError(f"ページの中で失敗しました: {done['exceptionDetails']['exception'].get('description')}")
        return done["result"].get("value")

    def open(self, url: str) -> None:
        """Open a page and wait until everything in it has loaded."""
        self.ask("Page.navigate", url="about:blank")
        self.events.clear()
        self.ask("Page.navigate", url=url)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def wait(self, script: str, seconds: float = 60.0) -> None:
        """Wait until a script gives true.

        Raises:
            BrowserError: it never does.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.run(script):
                return
            time.sleep(0.02)
        raise BrowserError(f"{seconds:.0f} 秒待っても満たされません: {script}")

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._held:
            some = os.read(self._answers, 1 << 20)
            if not some:
                raise BrowserError("ブラウザーが終わりました。")
            self._held += some
        message, _, self._held = self._held.partition(b"\0")
        told: dict[str, Any] = json.loads(message)
        return told


def found_browser() -> str | None:
    """Where a browser is on this machine."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def browser() -> Iterator[Tab]:
    """A browser with nothing in its memory and one tab; it ends with the block.

    Raises:
        BrowserError: there is none on this machine.
    """
    path = found_browser()
    if path is None:
        raise BrowserError("Chromium がありません。Debian では apt-get install chromium fonts-noto-cjk で入ります。")
    orders, own_orders = os.pipe()
    own_answers, answers = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [path, *_FLAGS, f"--user-data-dir={Path(profile)}", "about:blank"]

        def as_expected() -> None:
            # High first: the numbers the browser asks for may be ours
            high = [os.dup(each) for each in (orders, answers)]
            for number, each in zip((_READ, _WRITE), high, strict=True):
                os.dup2(each, number, inheritable=True)

        child = subprocess.Popen(
            command,
            preexec_fn=as_expected,
            pass_fds=(_READ, _WRITE),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield Tab(own_orders, own_answers)
        finally:
            child.terminate()
            child.wait()
            for each in (orders, own_orders, own_answers, answers):
                os.close(each)
