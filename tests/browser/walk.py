"""A day of a data officer in a real browser: `make browser`.

Starts `hiroba ui` on a fresh data folder and walks as staff would: click 毎晩の更新, watch it succeed, follow the link
to the report, open a red source and read why, re-run that source only, roll back. Prints what it saw and how long it
took; ends with an error at the first thing that is not as it should be. Needs Chromium and an environment of its own
(`requirements.lock` beside this file).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
HIROBA = ROOT / ".venv" / "bin" / "hiroba"
FIRST_DAY, BAD_DAY, BAD_SOURCE = "2026-11-23", "2026-12-07", "fukumimi"
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RUN_SECONDS = 900.0
IDLE_SECONDS = 15.0


class Walk:
    """One browser on one UI; keeps a screenshot of every stop."""

    def __init__(self, page: Page, base: str, shots: Path) -> None:
        self.page, self.base, self.shots, self.stops = page, base, shots, 0

    def stop(self, said: str) -> None:
        """Say what was seen, and keep a picture of it."""
        self.stops += 1
        self.page.screenshot(path=str(self.shots / f"{self.stops:02d}.png"))
        print(f"{self.stops:02d} {said}", flush=True)

    def open_job(self, words: str, button: str = "Materialize") -> None:
        """From the entrance to a job, by its Japanese name."""
        self.page.goto(f"{self.entrance}/desk/")
        self.page.get_by_role("link", name=words, exact=True).click()
        expect(self.page.get_by_role("button", name=re.compile(button)).first).to_be_visible(timeout=60_000)

    @property
    def entrance(self) -> str:
        """Where the files are: the port after the UI's."""
        host, _, port = self.base.rpartition(":")
        return f"{host}:{int(port) + 1}"

    def press(self, button: str = "Materialize") -> tuple[str, float]:
        """The one click; the run it started, and the seconds to its first line."""
        before = self.run_ids()
        started = time.monotonic()
        self.page.get_by_role("button", name=re.compile(button)).first.click()
        while not (new := [run for run in self.run_ids() if run not in before]):
            time.sleep(0.1)
        while not self.ask(
            "query($r: ID!) { logsForRun(runId: $r) { ... on EventConnection { events { __typename } } } }", r=new[0]
        )["logsForRun"]["events"]:
            time.sleep(0.1)
        return new[0], time.monotonic() - started

    def ask(self, query: str, **variables: object) -> dict:
        """The UI's own API: only to wait, never to do."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(f"{self.base}/graphql", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["data"]

    def run_ids(self) -> list[str]:
        """Runs, newest first."""
        found = self.ask("{ runsOrError { ... on Runs { results { runId } } } }")
        return [run["runId"] for run in found["runsOrError"]["results"]]

    def watch(self, run: str, status: str) -> float:
        """Wait until a run has ended, then see on its page how; seconds it took."""
        started = time.monotonic()
        # The page of a running run draws all the time; on a small machine it would slow down the run it shows
        self.page.goto("about:blank")
        while time.monotonic() - started < RUN_SECONDS and self.status(run) not in ("SUCCESS", "FAILURE", "CANCELED"):
            time.sleep(0.5)
        seconds = time.monotonic() - started
        self.page.goto(f"{self.base}/runs/{run}")
        expect(self.page.get_by_text(status, exact=True).first).to_be_visible(timeout=60_000)
        return seconds

    def status(self, run: str) -> str:
        """How a run stands."""
        found = self.ask("query($r: ID!) { runOrError(runId: $r) { ... on Run { status } } }", r=run)
        return str(found["runOrError"]["status"])


def walk(browser: Browser, base: str, shots: Path, published: Path) -> None:
    """The whole way."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="ja-JP", timezone_id="Asia/Tokyo")
    steps = Walk(page, base, shots)
    first = latest(published)

    page.goto(f"{steps.entrance}/desk/")
    expect(page.get_by_role("heading", name="ひろば 入口")).to_be_visible()
    steps.stop("入口が開く")

    steps.open_job("毎晩の更新")
    expect(page.get_by_text("今夜が取得日の一覧をすべて取得し")).to_be_visible()
    steps.stop("毎晩の更新の画面に、することが日本語で書いてある")
    run, seconds = steps.press()
    steps.stop(f"毎晩の更新を1回のクリックで始めた。最初の行まで {seconds:.1f} 秒")
    seconds = steps.watch(run, "Success")
    second = latest(published)
    assert second != first, "no new release"
    steps.stop(f"成功まで {seconds:.0f} 秒。公開 {second}")

    page.goto(f"{base}/assets/release_folder")
    link = page.get_by_role("link", name=re.compile(r"report\.html$")).first
    expect(link).to_be_visible(timeout=60_000)
    steps.stop("公開の画面に更新の報告へのリンクがある")
    page.goto(str(link.get_attribute("href")))
    expect(page.get_by_text("確かめてほしい情報源が 1 件あります")).to_be_visible()
    steps.stop("更新の報告に一行の結論がある")

    page.goto(f"{base}/assets/crawl__{BAD_SOURCE}")
    reason = page.get_by_text(re.compile("サイトに断られました|ページを取得できませんでした")).first
    expect(reason).to_be_visible(timeout=60_000)
    expect(page.get_by_text(re.compile("Traceback"))).to_have_count(0)
    steps.stop(f"赤い情報源の理由: {reason.inner_text()}")
    page.goto(f"{base}/assets/crawl__{BAD_SOURCE}?view=checks")
    expect(page.get_by_text("healthy").first).to_be_visible(timeout=60_000)
    steps.stop("検査は赤い")

    steps.open_job("ふくみみ")
    run, _ = steps.press()
    steps.watch(run, "Success")
    crawled = set(started_sources(published.parent / "raw", run_count=3))
    assert crawled == {BAD_SOURCE}, crawled
    steps.stop("この一覧だけ再取得: ふくみみだけを取得した")

    page.goto(f"{steps.entrance}/desk/")
    page.get_by_role("link", name="同じか別かを決める", exact=True).click()
    expect(page.get_by_text("いまの扱い")).to_be_visible(timeout=60_000)
    before = int(re.search(r"あと (\d+) 組", page.inner_text("main"))[1])
    page.get_by_label("別", exact=True).check()
    page.get_by_label("理由（必ず）").fill("会場が違うと主催に聞いた")
    page.get_by_role("button", name="答えて次の組へ").click()
    expect(page.get_by_role("status")).to_contain_text("「別」としました")
    expect(page.get_by_text(f"あと {before - 1} 組")).to_be_visible()
    steps.stop(f"同じか別かを画面で答えた: あと {before} 組 → {before - 1} 組")

    third = latest(published)
    page.goto(f"{steps.entrance}/desk/")
    page.get_by_role("link", name="公開を前に戻す", exact=True).click()
    page.locator(f"input[value='{second}']").check()
    page.get_by_label("公開中のデータがすぐに替わることを確かめました").check()
    page.get_by_role("button", name="この公開に替える").click()
    expect(page.get_by_role("status")).to_contain_text("公開に替えました")
    assert latest(published) == second, (third, latest(published))
    steps.stop(f"公開を前に戻した: {third} → {second}")


def started_sources(raw: Path, run_count: int) -> Iterator[str]:
    """Sources with so many runs."""
    for folder in raw.iterdir():
        if len([path for path in folder.glob("r*") if path.is_dir()]) >= run_count:
            yield folder.name


def latest(published: Path) -> str:
    """The release that is published."""
    return (published / "latest").resolve().name


def free_port() -> int:
    """A port that is free, and the one after it too."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@contextmanager
def running_ui(environment: dict[str, str], port: int, log: Path) -> Iterator[tuple[float, int]]:
    """`hiroba ui` in a process group of its own; yields the seconds it took to answer, and the group."""
    started = time.monotonic()
    with log.open("wb") as out:
        ui = subprocess.Popen(
            [str(HIROBA), "ui", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        try:
            while True:
                assert ui.poll() is None, log.read_text(encoding="utf-8")
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/server_info", timeout=5):
                        break
                except OSError:
                    time.sleep(0.2)
            yield time.monotonic() - started, ui.pid
        finally:
            os.killpg(ui.pid, signal.SIGTERM)
            try:
                ui.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(ui.pid, signal.SIGKILL)
                ui.wait()


def memory_mb(group: int) -> float:
    """Proportional memory of a process group: shared pages are counted once."""
    total = 0
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(path.name)) == group:
                text = (path / "smaps_rollup").read_text(encoding="ascii")
                total += int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1])
        except (OSError, TypeError):
            continue
    return total / 1024


def main() -> int:
    """Everything; exit code."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("Chromium がありません（apt-get install chromium fonts-noto-cjk）。", file=sys.stderr)
        return 2
    shots = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "warehouse" / "data" / "browser"
    shots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = {
            **os.environ,
            "HIROBA_DATA_DIR": folder,
            "HIROBA_SAMPLE_DAY": FIRST_DAY,
            "HIROBA_PROFILE": "sample",
        }
        subprocess.run([str(HIROBA), "run"], cwd=ROOT, env=environment, check=True, capture_output=True)
        port = free_port()
        environment["HIROBA_SAMPLE_DAY"] = BAD_DAY
        with running_ui(environment, port, shots / "ui.log") as (seconds, group):
            time.sleep(IDLE_SECONDS)
            print(
                f"00 画面が開くまで {seconds:.1f} 秒、何もしていないときのメモリ {memory_mb(group):.0f} MB", flush=True
            )
            with sync_playwright() as play:
                browser = play.chromium.launch(executable_path=chromium, args=CHROMIUM)
                walk(browser, f"http://127.0.0.1:{port}", shots, Path(folder) / "sample" / "published")
                browser.close()
    print(f"写真: {shots}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
