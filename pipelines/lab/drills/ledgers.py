"""Drills of the ledgers: several people decide at once, and some of them are killed while they write.

Belongs here: what is told as written, and what is in the files. Does not belong here: the decisions
(`pipelines.decisions`).
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

from pipelines.decisions import ledger
from pipelines.lab.drills.publishing import two_nights
from pipelines.lab.drills.result import Drill
from pipelines.lab.drills.whole import is_whole
from pipelines.settings import Settings
from warehouse.contract.tables.decisions import CORRECTIONS, MAIL_DOMAINS, PAIRS, REMOVALS

WRITERS = 4
_MUST = "書いたと言った行はすべて残り、半分の行はない"


def appends(folder: Path, each: int, kills: int) -> Drill:
    """Four processes add rows to one ledger; some are killed with -9, and others go on where they were.

    Args:
        folder: an empty folder.
        each: rows a process is to add.
        kills: processes that are killed.
    """
    chance, told, killed = random.Random(17), set[str](), 0  # noqa: S311  # which moment, not a secret
    waiting = {f"w{number}-": 0 for number in range(WRITERS)}
    while waiting:
        running = {own: _start(folder, "append", own, str(done), str(each)) for own, done in waiting.items()}
        lines = {own: list[str]() for own in running}
        if killed < kills:
            own = chance.choice(sorted(running))
            lines[own] = _some_lines(running[own], chance.randint(1, 8))
            running[own].send_signal(signal.SIGKILL)
            killed += 1
        for own, child in running.items():
            lines[own] += _lines(child)
            told |= set(lines[own])
            # A number that was not told is never used again: it may be in the file
            waiting[own] += len(lines[own]) + (child.returncode != 0)
        waiting = {own: done for own, done in waiting.items() if done < each}
    domains = [row.cells["domain"] or "" for row in ledger.rows_of(MAIL_DOMAINS, folder / MAIL_DOMAINS.file)]
    partial = [path.name for path in folder.glob(".*.part")]
    count, lost, untold = len(domains), len(told - set(domains)), len(set(domains) - told)
    is_right = not lost and untold <= killed and count == len(set(domains)) and len(partial) <= killed
    seen = f"kill -9 {killed} 回。言った {len(told)} 行、ファイルに {count} 行（うち言う前に殺された {untold} 行）"
    injected = f"台帳に {WRITERS} 人が {each} 行ずつ同時に、途中で kill -9"
    return Drill(injected, _MUST, len(told), len(told) if is_right else 0, seen, lost)


def decisions(folder: Path, each: int, removals: int) -> Drill:
    """Judging (two people), correcting and taking away at once, through the functions that everybody uses.

    Args:
        folder: an empty folder.
        each: judgements and corrections of a process.
        removals: listings that are taken away.
    """
    settings = _prepared(folder)
    asked = {"judge 0": each, "judge 1": each, "correct": each, "remove": removals}
    running = {who: _start(folder, *who.split(), str(count)) for who, count in asked.items()}
    told = {who: len(_lines(child)) for who, child in running.items()}
    counts = {
        kind.file: len(ledger.rows_of(kind, settings.judgements_dir / kind.file))
        for kind in (PAIRS, CORRECTIONS, REMOVALS)
    }
    wanted = {
        PAIRS.file: told["judge 0"] + told["judge 1"],
        CORRECTIONS.file: told["correct"],
        REMOVALS.file: told["remove"],
    }
    lost = sum(max(wanted[name] - counts[name], 0) for name in wanted)
    is_right = counts == wanted and told == asked and is_whole(settings.published_dir / "latest")
    every = sum(asked.values())
    seen = "、".join(f"{name} {counts[name]} 行（言った {wanted[name]}）" for name in wanted)
    injected = "同じか別かの判定（2 人）、訂正、取りやめを同時に"
    return Drill(injected, f"{_MUST}。公開は完全なまま", every, every if is_right else 0, seen, lost)


def _start(folder: Path, what: str, *more: str) -> subprocess.Popen[str]:
    folder.mkdir(parents=True, exist_ok=True)
    # By its path: by its name all drills would be imported first, and the kill would come before the first row
    command = [sys.executable, "-P", str(Path(__file__).with_name("decider.py")), what, str(folder), *more]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, text=True, encoding="utf-8")


def _some_lines(child: subprocess.Popen[str], count: int) -> list[str]:
    return [child.stdout.readline().strip() for _ in range(count)] if child.stdout else []


def _lines(child: subprocess.Popen[str]) -> list[str]:
    return child.communicate()[0].splitlines()


def _prepared(folder: Path) -> Settings:
    """What the drills of publishing have made: tables and a release of them."""
    two_nights(folder)
    settings = Settings(folder, "data", None)
    (folder / "a").rename(settings.tables_dir)
    return settings
