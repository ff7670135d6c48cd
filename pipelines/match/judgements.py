"""What people decided about pairs of listings: read, checked, and found again after a rename or a new key.

Belongs here: the file `warehouse/judgements/pairs.csv`. Does not belong here: what the engine does with a judgement.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, cast

import polars as pl

from pipelines.match.activity_columns import with_match_columns
from pipelines.match.contradictions import Contradiction, Line, contradictions
from pipelines.match.engine import Judgement, Said
from warehouse.storage import append_csv

COLUMNS = ("decided_on", "decided_by", "said", "left_id", "right_id", "left_print", "right_print", "reason")
"""`decided_by` is an office or a role, never a person's name; `*_print` is the fingerprint of the listing's content."""
WITHDRAWN = "withdrawn"
"""A line that takes the last answer on a pair back: the file only ever grows."""
LABELS = {"same": "同じ", "different": "別", "unsure": "保留", WITHDRAWN: "取り消し"}


class JudgementError(ValueError):
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


def fingerprints(listings: pl.DataFrame) -> pl.DataFrame:
    """listing_id and print: a hash of what a person would recognise the listing by: name, ward and place.

    A listing that gets a new key keeps its print; one that gets a new name keeps its ID. A judgement holds while either
    stands.
    """
    df = with_match_columns(listings)
    text = pl.concat_str(
        *(pl.col(name).fill_null("") for name in ("match_name", "ward_code", "venue_key", "place_block")),
        separator="\x1f",
    )
    texts = df.select(text).to_series().to_list()
    prints = [hashlib.sha256(each.encode()).hexdigest()[:16] for each in texts]
    return pl.DataFrame({"listing_id": df.get_column("listing_id"), "print": pl.Series(prints, dtype=pl.String)})


def telling_prints(listings: pl.DataFrame) -> dict[str, str]:
    """Listing → its print; empty where another listing of its source has the same one, and it would name neither."""
    known = fingerprints(listings).with_columns(_source=_prefix(pl.col("listing_id")))
    is_single = pl.len().over("_source", "print") == 1
    told = known.with_columns(print=pl.when(is_single).then("print").otherwise(pl.lit("")))
    return dict(told.select("listing_id", "print").iter_rows())


def _prefix(listing: pl.Expr) -> pl.Expr:
    """The letters of the source: a listing that is gone never turns into one of another source."""
    return listing.str.extract("^([^_]*)")


@dataclass(frozen=True, slots=True)
class Today:
    """Where listings named in judgements are today."""

    ids: frozenset[str]
    moves: Mapping[str, str]
    by_print: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, listings: pl.DataFrame, moves: pl.DataFrame | None = None) -> Today:
        """Look at today's listings.

        Args:
            listings: rows of `norm__listings`.
            moves: `last_listing_id`, `listing_id` of every listing that ever came back under another key.
        """
        told = {(_source(listing), text): listing for listing, text in telling_prints(listings).items() if text}
        known = {} if moves is None else dict(moves.select("last_listing_id", "listing_id").iter_rows())
        return cls(frozenset(listings.get_column("listing_id")), known, told)

    def find(self, listing: str, text: str | None) -> tuple[str, bool]:
        """The listing's ID of today, and whether its own or a recorded new key says so; else its content tells.

        A listing that is not there today keeps its old ID: judgements on it wait.
        """
        here, seen = listing, set[str]()
        while here not in self.ids and here in self.moves and here not in seen:
            seen.add(here)
            here = self.moves[here]
        if here in self.ids:
            return here, True
        found = self.by_print.get((_source(listing), text or ""))
        return (found, False) if found else (listing, True)


def _source(listing: str) -> str:
    return listing.partition("_")[0]


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
        found: dict[tuple[str, str], tuple[int, Line, bool]] = {}
        for number, row in enumerate(rows):
            if number not in doubtful:
                _place(found, number, row, today)
        lines = [line for _, (_, line, _) in sorted(found.items()) if line.said != WITHDRAWN]
        guessed = {(line.left, line.right): number for number, line, is_sure in found.values() if not is_sure}
        wrong = {
            guessed[line.left, line.right]
            for each in contradictions(lines)
            for line in (each.apart, *each.chain)
            if (line.left, line.right) in guessed
        }
        if not wrong:
            return lines
        doubtful |= wrong


def _place(
    found: dict[tuple[str, str], tuple[int, Line, bool]], number: int, row: Mapping[str, str], today: Today
) -> None:
    (left, is_left), (right, is_right) = (
        today.find(row[f"{side}_id"], row[f"{side}_print"]) for side in ("left", "right")
    )
    if left == right:
        return
    pair = (min(left, right), max(left, right))
    origin = f"pairs.csv {number + 2} 行（{row['decided_on']} {row['decided_by']}）"
    found[pair] = (number, Line(*pair, row["said"], origin), is_left and is_right)


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    rows = pl.read_csv(path, infer_schema=False)
    missing = [name for name in COLUMNS if name not in rows.columns]
    if missing:
        raise JudgementError(f"{path} に列 {'、'.join(missing)} がありません。")
    wrong = rows.filter(~pl.col("said").is_in(list(LABELS)) | pl.col("said").is_null())
    if wrong.height:
        said = wrong.get_column("said")[0]
        raise JudgementError(f"{path}: said の値 {said!r} は使えません（{'、'.join(LABELS)}）。")
    return rows.to_dicts()


def sentence(found: Contradiction) -> str:
    """A contradiction in words, with the place of every line it takes."""
    ends = [found.apart.left, *_way(found)]
    steps = [f"{a} と {b} は同じ（{line.origin}）" for (a, b), line in zip(pairwise(ends), found.chain, strict=True)]
    return (
        f"{found.apart.left} と {found.apart.right} は「別」とされています（{found.apart.origin}）が、"
        f"「同じ」をつなぐと同じ活動になります: {'、'.join(steps)}。どれかの判断を改めてください。"
    )


def _way(found: Contradiction) -> list[str]:
    here, way = found.apart.left, []
    for line in found.chain:
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

    Raises:
        JudgementError: every contradiction with the place of its lines; nothing is written then.
    """
    before = {(line.left, line.right): line for line in standing(path, today)}
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
    _append(path, (answer for answer in answers if answer.origin in fresh), decided_on, office)
    return Taken(news["written"] + news["changed"], news["repeated"], news["changed"])


def _news(before: Line | None, now: Line) -> str:
    if before is None:
        return "written"
    return "repeated" if before.said == now.said else "changed"


def _append(path: Path, answers: Iterable[Answer], decided_on: str, office: str) -> None:
    rows = [dict(zip(COLUMNS, (decided_on, office, *_stored(answer)), strict=True)) for answer in answers]
    if rows:
        append_csv(path, *rows)


def _stored(answer: Answer) -> tuple[str, ...]:
    return (answer.said, answer.left, answer.right, answer.left_print, answer.right_print, answer.reason)
