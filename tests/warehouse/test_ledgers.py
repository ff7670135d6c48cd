"""Ledgers on the disk: one writer at a time, nothing lost, whoever wrote the file before."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from warehouse.ledgers import LedgerError, held_ledger, read_rows

COLUMNS = ("decided_on", "decided_by", "thing", "reason")
FORMERLY = {"asked_on": "decided_on"}
# What a writer in a process of its own does: append, and say so only then
WRITER = """
import sys
from pathlib import Path
from warehouse.ledgers import held_ledger
path, own, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(count):
    with held_ledger(path, ("decided_on", "thing")) as ledger:
        ledger.append([{"decided_on": "2026-11-28", "thing": f"{own}-{number}"}])
    print(f"{own}-{number}", flush=True)
"""


def append_rows(
    path: Path, columns: tuple[str, ...], rows: list[dict[str, str | None]], formerly: dict[str, str] | None = None
) -> None:
    with held_ledger(path, columns, formerly) as ledger:
        ledger.append(rows)


def writer(path: Path, own: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), own, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def things(path: Path, columns: tuple[str, ...] = COLUMNS) -> list[str | None]:
    return [row.cells["thing"] for row in read_rows(path, columns, FORMERLY)]


def test_two_processes_and_a_kill_lose_no_answer_that_was_told_as_written(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    writers = [writer(path, own, 60) for own in "ab"]
    victim = writer(path, "c", 1000)
    assert victim.stdout is not None
    told = [victim.stdout.readline().strip() for _ in range(5)]
    victim.send_signal(signal.SIGKILL)
    told += victim.stdout.read().split()
    victim.communicate()
    for each in writers:
        said, error = each.communicate()
        assert each.returncode == 0, error
        told += said.split()
    kept = things(path, ("decided_on", "thing"))
    assert set(told) <= set(kept)
    assert len(kept) == len(set(kept))
    assert len(kept) - len(told) in (0, 1), "the killed one may have written one row that it could not tell"
    append_rows(path, ("decided_on", "thing"), [{"thing": "last"}])
    assert sorted(each.name for each in tmp_path.iterdir()) == [".ledger.csv.lock", "ledger.csv"]


def test_threads_of_one_process_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: append_rows(path, COLUMNS, [{"thing": str(number)}]), range(80)))
    assert sorted(things(path), key=str) == sorted(map(str, range(80)))


def test_who_waits_too_long_is_told_and_has_written_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    append_rows(path, COLUMNS, [{"thing": "first"}])
    with (
        held_ledger(path, COLUMNS),
        pytest.raises(LedgerError, match=r"ledger\.csv に.*何も書いていません"),
        held_ledger(path, COLUMNS, seconds=0.05),
    ):
        pass
    assert things(path) == ["first"]


def test_what_is_judged_under_the_lock_still_holds_when_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"

    def only_once(_number: int) -> None:
        with held_ledger(path, COLUMNS) as ledger:
            known = len(ledger.rows())
            time.sleep(0.01)
            if known < 3:
                ledger.append([{"thing": str(known)}])

    threads = [threading.Thread(target=only_once, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert things(path) == ["0", "1", "2"]


@pytest.mark.parametrize(
    "text",
    [
        "decided_on,decided_by,thing,reason\n2026-11-28,課,a,なぜ",
        "decided_on,decided_by,thing,reason\r\n2026-11-28,課,a,なぜ\r\n",
        "\ufeffdecided_on,decided_by,thing,reason\r\n2026-11-28,課,a,なぜ",
        'asked_on,thing,reason,decided_by\n2026-11-28,"a",なぜ,課\n\n,,,\n',
        "thing,reason,decided_by,asked_on\r\na,なぜ,課,2026-11-28\r\n",
    ],
    ids=["no final newline", "CRLF", "mark of Excel", "older names and blank lines", "another order"],
)
def test_a_file_is_read_right_and_added_to_whoever_wrote_it(text: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes(text.encode("utf-8"))
    first = {"decided_on": "2026-11-28", "decided_by": "課", "thing": "a", "reason": "なぜ"}
    assert [row.cells for row in read_rows(path, COLUMNS, FORMERLY)] == [first]
    append_rows(path, COLUMNS, [{"thing": 'b, "c"\nd'}, {"thing": "e", "reason": ""}], FORMERLY)
    empty = dict.fromkeys(COLUMNS)
    rows = [row.cells for row in read_rows(path, COLUMNS, FORMERLY)]
    assert rows == [first, empty | {"thing": 'b, "c"\nd'}, empty | {"thing": "e"}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("decided_on,thing,colour\n", "colour は使えません"),
        ("thing,thing\n", "thing は使えません"),
        ("thing\na,b\n", "2 行: 列が 2"),
        ('thing\n"a\nb\n', "2 行: CSV として読めません"),
        ('thing\na\n"b"c\n', "3 行: CSV として読めません"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line_and_left_alone(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text(text, encoding="utf-8")
    for attempt in (lambda: read_rows(path, COLUMNS), lambda: append_rows(path, COLUMNS, [{"thing": "b"}])):
        with pytest.raises(LedgerError, match=said):
            attempt()
    assert path.read_text(encoding="utf-8") == text


def test_a_file_in_another_encoding_is_told_how_to_save_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes("thing\n市民\n".encode("cp932"))
    with pytest.raises(LedgerError, match="CSV UTF-8"):
        read_rows(path, COLUMNS)


def test_a_column_that_is_not_declared_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    with pytest.raises(LedgerError, match="列 colour はありません"):
        append_rows(path, COLUMNS, [{"thing": "a"}, {"colour": "red"}])
    assert not path.exists()


def test_an_append_waits_for_the_disk_before_it_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, steps = tmp_path / "new" / "ledger.csv", []
    sync, replace = os.fsync, Path.replace

    def synced(handle: int) -> None:
        steps.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        sync(handle)

    def replaced(part: Path, name: Path) -> Path:
        steps.append("replace")
        return replace(part, name)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    append_rows(path, COLUMNS, [{"thing": "a"}])
    assert steps == [tmp_path.name, f".ledger.csv.{os.getpid()}.part", "replace", "new"]
    assert path.stat().st_mode & 0o077 == 0, "nobody else may read what people decided"
