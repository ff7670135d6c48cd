"""What people decided about pairs of listings: read, checked, and found again after a rename or a new key.

Belongs here: the ledger `pairs.csv` and the one function that adds to it. Does not belong here: what the
engine does with a judgement, where listings are today (`today`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, cast

import polars as pl

from pipelines.decisions import ledger
from pipelines.decisions.contradictions import Contradiction, Line, contradictions
from pipelines.decisions.ledger import needs_reason, todays_table
from pipelines.decisions.today import Today, telling_prints, where
from pipelines.match.engine.judgement import Judgement, Said
from pipelines.settings import Settings
from warehouse.contract.tables.decisions import PAIRS
from warehouse.errors import StaffError
from warehouse.ledgers import HeldLedger, LedgerRow

WITHDRAWN = "withdrawn"
"""A line that takes the last answer on a pair back: the file only ever grows."""
LABELS = {"same": "同じ", "different": "別", "unsure": "保留", WITHDRAWN: "取り消し"}


class JudgementError(StaffError):
    """The judgements contradict each other or cannot be read; the message is for staff, `problems` its sentences."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Answer(NamedTuple):
    """What somebody said of two listings, and where it stands."""

    left: str
    right: str
    said: str
    reason: str
    left_print: str
    right_print: str
    origin: str


class Taken(NamedTuple):
    """What came of answers: lines written, answers that were known already, and answers that changed an older one."""

    written: int
    repeated: int
    changed: int


def read_judgements(path: Path, listings: pl.DataFrame, moves: pl.DataFrame | None = None) -> list[Judgement]:
    """Judgements on listings of today; the later line on one pair holds.

    Args:
        path: the file; one that does not exist holds none.
        listings: rows of `norm__listings`.
        moves: as in `Today.of`.

    Raises:
        JudgementError: a line cannot be read, or the lines contradict each other.
    """
    today = Today.of(listings, moves)
    lines = standing(path, today)
    wrong = contradictions(lines)
    if wrong:
        raise JudgementError(*(f"{path}: {sentence(each)}" for each in wrong))
    return [
        Judgement(line.left, line.right, cast("Said", line.said))
        for line in lines
        if line.left in today.ids and line.right in today.ids
    ]


def standing(path: Path, today: Today) -> list[Line]:
    """The line that holds of every pair, under the IDs of today, sorted; withdrawn ones are gone.

    A listing found by its content alone may be the wrong one: when such a line contradicts others, it steps back and
    waits for its own listing.

    Raises:
        JudgementError: a line cannot be read.
    """
    rows = _rows(path)
    doubtful: set[int] = set()
    while True:
        judged: dict[tuple[str, str], tuple[int, Line, bool]] = {}
        for row in rows:
            if row.line not in doubtful:
                _place(judged, row, today)
        lines = [line for _, (_, line, _) in sorted(judged.items()) if line.said != WITHDRAWN]
        guessed = {(line.left, line.right): number for number, line, is_sure in judged.values() if not is_sure}
        wrong = {
            guessed[line.left, line.right]
            for each in contradictions(lines)
            for line in (each.apart, *each.chain)
            if (line.left, line.right) in guessed
        }
        if not wrong:
            return lines
        doubtful |= wrong


def _place(judged: dict[tuple[str, str], tuple[int, Line, bool]], row: LedgerRow, today: Today) -> None:
    (left, is_left), (right, is_right) = (
        today.find(row.cells[f"{side}_id"] or "", row.cells[f"{side}_print"]) for side in ("left", "right")
    )
    if left == right:
        return
    pair = (min(left, right), max(left, right))
    origin = f"pairs.csv {row.line} 行（{row.cells['decided_on']} {row.cells['decided_by']}）"
    judged[pair] = (row.line, Line(*pair, row.cells["said"] or "", origin), is_left and is_right)


def _rows(path: Path) -> list[LedgerRow]:
    rows = ledger.rows_of(PAIRS, path)
    for row in rows:
        if row.cells["said"] not in LABELS:
            said = row.cells["said"]
            raise JudgementError(f"{path} {row.line} 行: said の値 {said!r} は使えません（{'、'.join(LABELS)}）。")
    return rows


def sentence(contradiction: Contradiction) -> str:
    """A contradiction in words, with the place of every line it takes."""
    apart, ends = contradiction.apart, [contradiction.apart.left, *_way(contradiction)]
    same = zip(pairwise(ends), contradiction.chain, strict=True)
    steps = [f"{a} と {b} は同じ（{line.origin}）" for (a, b), line in same]
    return (
        f"{apart.left} と {apart.right} は「別」とされています（{apart.origin}）が、"
        f"「同じ」をつなぐと同じ活動になります: {'、'.join(steps)}。どれかの判断を改めてください。"
    )


def _way(contradiction: Contradiction) -> list[str]:
    here, way = contradiction.apart.left, []
    for line in contradiction.chain:
        here = line.right if line.left == here else line.left
        way.append(here)
    return way


def add_judgements(path: Path, today: Today, answers: Sequence[Answer], decided_on: str, office: str) -> Taken:
    """Write judgements down, all or none, unless they contradict each other or those that are there.

    Args:
        path: the file; made when it does not exist.
        today: where listings are.
        answers: what was said.
        decided_on: day, ISO.
        office: who decided; an office or a role, never a person's name.

    Nobody else can add to the file between looking for contradictions and writing.

    Raises:
        JudgementError: every contradiction with the place of its lines; nothing is written then.
        LedgerError: the file cannot be read or written.
    """
    with ledger.held(PAIRS, path) as own:
        return _added(own, today, answers, decided_on, office)


def _added(own: HeldLedger, today: Today, answers: Sequence[Answer], decided_on: str, office: str) -> Taken:
    before = {(line.left, line.right): line for line in standing(own.path, today)}
    now: dict[tuple[str, str], Line] = {}
    problems = []
    for answer in answers:
        ends = [today.find(*side)[0] for side in ((answer.left, answer.left_print), (answer.right, answer.right_print))]
        left, right = sorted(ends)
        lost = [end for end in (left, right) if end not in today.ids]
        if lost:
            problems.append(
                f"{answer.origin}: 掲載 {'、'.join(lost)} がいまの一覧にありません。この答えを消してください。"
            )
        line = Line(left, right, answer.said, answer.origin)
        if left == right:
            problems.append(f"{answer.origin}: 二つは同じ掲載（{left}）です。")
        elif now.get((left, right), line).said != answer.said:
            problems.append(f"{answer.origin}: {now[left, right].origin}と答えが違います（{left} と {right}）。")
        now[left, right] = line
    standing_now = [line for line in {**before, **now}.values() if line.said != WITHDRAWN]
    problems += [sentence(each) for each in contradictions(standing_now)]
    if problems:
        raise JudgementError(*problems)
    news = Counter(_news(before.get(pair), line) for pair, line in now.items())
    fresh = {line.origin for pair, line in now.items() if _news(before.get(pair), line) != "repeated"}
    rows = (_row(answer, decided_on, office) for answer in answers if answer.origin in fresh)
    ledger.add(own, PAIRS, rows)
    return Taken(news["written"] + news["changed"], news["repeated"], news["changed"])


def _news(before: Line | None, now: Line) -> str:
    if before is None:
        return "written"
    return "repeated" if before.said == now.said else "changed"


def _row(answer: Answer, decided_on: str, office: str) -> dict[str, str]:
    return {
        "decided_on": decided_on,
        "decided_by": office,
        "said": answer.said,
        "left_id": answer.left,
        "right_id": answer.right,
        "left_print": answer.left_print,
        "right_print": answer.right_print,
        "reason": answer.reason,
    }


def judge(settings: Settings, left: str, right: str, said: str, reason: str, day: str, office: str) -> str:
    """Say of two listings that they are one activity or not; the next run keeps to it.

    Args:
        settings: where tables and ledgers are.
        left: ID of a listing of today.
        right: ID of the other one.
        said: a key of `LABELS`.
        reason: why; never a person's name.
        day: today, ISO.
        office: who says so; an office or a role.

    Returns:
        What came of it, in Japanese.

    Raises:
        JudgementError: a listing is unknown, the word is none of ours, or it contradicts what is there.
        LedgerError: the ledger cannot be read or written.
    """
    listings = todays_table(settings, "norm__listings")
    prints = telling_prints(listings)
    missing = [each or "（空）" for each in (left, right) if each not in prints]
    if missing:
        raise JudgementError(
            f"掲載 {'、'.join(missing)} はいまの表にありません。確認待ち.xlsx の掲載IDを確かめてください。"
        )
    if said not in LABELS:
        raise JudgementError(f"「{said}」は使えません（{'、'.join(LABELS)}）。")
    needs_reason(reason)
    answer = Answer(left, right, said, reason.strip(), prints[left], prints[right], "いまの判定")
    add_judgements(settings.pairs_path, where(settings, listings), [answer], day, office)
    return f"{left} と {right} を「{LABELS[said]}」としました。次の更新から守られます。"
