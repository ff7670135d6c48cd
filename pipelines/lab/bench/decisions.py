"""Do people's decisions hold? The Excel loop timed, nights with renames and new keys, contradictions on purpose.

Belongs here: that measurement. Does not belong here: judgements themselves (`decisions.pairs`).
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import openpyxl
import polars as pl

from pipelines.core.rekey import rekeyed
from pipelines.decisions.pairs import Answer, JudgementError, add_judgements, read_judgements
from pipelines.decisions.today import Today, telling_prints
from pipelines.desk.answers import read_answers
from pipelines.desk.queue_file import write_queue
from pipelines.desk.queue_sheets import ANSWERS, FIRST_ROW, NAME, ROWS_PER_PAIR, SHEET
from pipelines.lab.drills.made import SOURCE, flow_tables, raw_listings
from pipelines.match.activities import match_listings
from pipelines.normalise.listings import SourceRule, normalise
from pipelines.settings import OFFICE

ROWS, NIGHTS, PLANTED = 120, 1000, 200
_DAY = "2026-11-24"
_LISTINGS, _DECIDED = 16, 8


def decisions(nights: int = NIGHTS, planted: int = PLANTED) -> Iterator[str]:
    """One line per measurement."""
    with tempfile.TemporaryDirectory() as folder:
        read, seconds, sentence = excel_loop(Path(folder), ROWS)
        per_hour = int(read / seconds * 3600)
        yield f"Excel の往復: {read} 件の答えを {seconds:.1f} 秒で取り込んだ（1時間に {per_hour:,} 件まで）。{sentence}"
        lost, overridden, checked = hold(Path(folder), nights)
        told = f"確かめた判定 {checked:,}、失われた {lost}、覆された {overridden}"
        yield f"{nights:,} 回の作り直し（改名・番号替え・増減・並べ替え）: {told}"
        caught, written = contradicted(Path(folder), planted)
        yield f"わざと入れた矛盾 {planted} 件: 行の番号つきで断った {caught} 件、書き込まれた {written} 件"


def excel_loop(folder: Path, count: int) -> tuple[int, float, str]:
    """Answers taken from a workbook, the seconds from the saved file to the answer, and what was said.

    Args:
        folder: scratch.
        count: questions.
    """
    tables = flow_tables(raw_listings(count + 1))
    listings = tables["norm__listings"]
    ids = listings.get_column("listing_id").sort().to_list()
    pairs = pl.DataFrame(list(pairwise(ids)), schema=["listing_id_a", "listing_id_b"], orient="row").head(count)
    asked = pairs.with_columns(
        queue_rank=pl.int_range(1, pl.len() + 1), probability=pl.lit(0.5), message_ja=pl.lit("名称が似ている")
    )
    path = folder / NAME
    sides = pairs.with_columns(name_bits=pl.lit(1.0))
    write_queue(asked, sides, listings, tables["core__sources"], tables["core__activity_listings"], path)
    book = openpyxl.load_workbook(path)
    for number in range(count):
        row = FIRST_ROW + ROWS_PER_PAIR * number + 1
        book[SHEET].cell(row, 1).value = list(ANSWERS)[number % len(ANSWERS)]
        book[SHEET].cell(row, 2).value = "会場に電話して確かめた"
    book.save(path)
    started = perf_counter()
    result = read_answers(path, Today.of(listings), folder / "excel.csv", _DAY, OFFICE)
    return sum(result.said.values()), perf_counter() - started, result.sentence()


def hold(folder: Path, nights: int) -> tuple[int, int, int]:
    """Decisions lost, decisions overridden, decisions looked at, over random nights that follow one another.

    Every night some listings get a new name, others a new key, some are new, the order is another. One listing never
    gets both in one night: nobody could tell that it is the same.

    Args:
        folder: scratch.
        nights: how many.
    """
    chance = random.Random(8)  # noqa: S311  # the same nights every time
    raw = raw_listings(_LISTINGS)
    listings = _normalised(raw)
    path = folder / "held.csv"
    # Who a row is, whatever it is called: its page, which never changes here
    decided = _decide(path, listings, chance)
    moves = pl.DataFrame(schema={"last_listing_id": pl.String, "listing_id": pl.String})
    lost = overridden = checked = 0
    for night in range(nights):
        raw = _another_night(raw, chance, night)
        before, listings = listings, _normalised(raw)
        moves = pl.concat([moves, rekeyed(before, listings)])
        judgements = read_judgements(path, listings, moves)
        matched = match_listings(listings, judgements)
        page = dict(listings.select("listing_id", "page_url").iter_rows())
        standing = {frozenset((page[row.left], page[row.right])): row.said for row in judgements}
        group = dict(matched.clusters.select("listing_id", "cluster_label").iter_rows())
        label = {page[listing]: cluster for listing, cluster in group.items()}
        for pair, answer in decided.items():
            left, right = pair
            checked += 1
            lost += standing.get(pair) != answer
            overridden += (label[left] == label[right]) != (answer == "same")
    return lost, overridden, checked


def _normalised(raw: pl.DataFrame) -> pl.DataFrame:
    return normalise(raw, {SOURCE: SourceRule(SOURCE, "community")}).listings


def _decide(path: Path, listings: pl.DataFrame, chance: random.Random) -> dict[frozenset[str], str]:
    """Decisions against what the model thinks: all these listings differ. Free of contradictions: a pair each."""
    page = dict(listings.select("listing_id", "page_url").iter_rows())
    ids = sorted(page)
    chance.shuffle(ids)
    prints = telling_prints(listings)
    answers = []
    for number in range(_DECIDED):
        left, right = ids[2 * number], ids[2 * number + 1]
        answer = "same" if number % 2 else "different"
        answers.append(Answer(left, right, answer, "", prints[left], prints[right], f"{number} 行"))
    add_judgements(path, Today.of(listings), answers, _DAY, OFFICE)
    return {frozenset((page[each.left], page[each.right])): each.said for each in answers}


def _another_night(raw: pl.DataFrame, chance: random.Random, night: int) -> pl.DataFrame:
    rows = [row for row in raw.to_dicts() if "/new" not in row["page_url"] or chance.random() < 0.5]
    for row in rows:
        fate = chance.random()
        if fate < 0.05:
            row["name_text"] = f"{chr(0x4E00 + chance.randrange(2000))}{chr(0x5E00 + chance.randrange(2000))}の会"
        elif fate < 0.10:
            row["record_key"] = f"{row['page_url']} {night}"
    new = raw_listings(1, key=f"new{night}-").to_dicts()
    new[0]["name_text"] = f"{chr(0x6E00 + night % 2000)}{chr(0x7500 + chance.randrange(2000))}の会"
    every = [*rows, *new]
    chance.shuffle(every)
    return pl.DataFrame(every, schema=raw.schema, orient="row")


def contradicted(folder: Path, planted: int) -> tuple[int, int]:
    """Contradictions refused with the rows that make them, and those that got into the file.

    Args:
        folder: scratch.
        planted: how many: chains of two to six listings, some of their links in the file, some in the answers.
    """
    chance = random.Random(8)  # noqa: S311  # the same contradictions every time
    listings = _normalised(raw_listings(12))
    today = Today.of(listings)
    ids = listings.get_column("listing_id").to_list()
    caught = written = 0
    for number in range(planted):
        path = folder / f"planted{number}.csv"
        chain = chance.sample(ids, chance.randint(3, 6))
        lines = [(left, right, "same") for left, right in pairwise(chain)] + [(chain[0], chain[-1], "different")]
        chance.shuffle(lines)
        cut = chance.randint(0, len(lines) - 1)
        rows = [Answer(*line, "", "", "", f"{row} 行") for row, line in enumerate(lines, start=6)]
        add_judgements(path, today, rows[:cut], _DAY, OFFICE)
        before = path.read_bytes() if path.exists() else b""
        try:
            add_judgements(path, today, rows[cut:], _DAY, OFFICE)
        except JudgementError as error:
            caught += all(f"（{row.origin}）" in str(error) for row in rows[cut:])
        written += (path.read_bytes() if path.exists() else b"") != before
    return caught, written
