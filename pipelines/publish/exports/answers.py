"""The worked questions with their answers in this release.

Belongs here: running them on the finished DuckDB file. Does not belong here: the questions (`dbt_like_sql/queries`,
`queries` of a city).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from pathlib import Path

import duckdb

from cities.here import here
from pipelines.publish.markdown import plain
from warehouse.contract import TOKYO

_QUERIES = Path(__file__).parents[3] / "dbt_like_sql" / "queries"
_SHOWN, _WIDTH = 5, 40


@dataclass(frozen=True, slots=True)
class Answer:
    """One question, its file, and the first rows of its answer.

    Attributes:
        file: name of the SQL file.
        ja: the question in Japanese.
        en: the question in English.
        columns: of the answer.
        rows: the first of them, as text.
        count: how many rows there are in all.
    """

    file: str
    ja: str
    en: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int

    def markdown(self, more: str) -> list[str]:
        """The answer as a Markdown table.

        Args:
            more: sentence for rows that are not shown, with `{}` for their number.
        """
        lines = ["| " + " | ".join(self.columns) + " |", "|" + "---|" * len(self.columns)]
        lines += ["| " + " | ".join(plain(value) for value in row) + " |" for row in self.rows]
        unshown = self.count - len(self.rows)
        return [*lines, "", *([more.format(f"{unshown:,}"), ""] if unshown else [])]


def questions() -> list[Path]:
    """The files of the questions, those of any city and those of this one, in the order of their numbers."""
    folders = (_QUERIES, here().folder / "queries")
    return sorted((path for folder in folders for path in folder.glob("*.sql")), key=lambda path: path.name)


def first_to_try(told: list[Answer]) -> Answer:
    """The last question that only this city asks, else the last of all.

    Args:
        told: all answers.
    """
    own = [each for each in told if (here().folder / "queries" / each.file).is_file()]
    return (own or told)[-1]


def answers(database: Path) -> list[Answer]:
    """Ask every worked question.

    Args:
        database: the DuckDB file of the release.
    """
    with duckdb.connect(str(database), read_only=True) as con:
        con.execute(f"SET TimeZone = '{TOKYO.key}'")
        return [_answer(con, path) for path in questions()]


def _answer(con: duckdb.DuckDBPyConnection, path: Path) -> Answer:
    sql = path.read_text(encoding="utf-8")
    ja, _, en = sql.splitlines()[0].removeprefix("--").strip().partition(" / ")
    result = con.execute(sql)
    columns = tuple(str(each[0]) for each in result.description or ())
    rows = result.fetchall()
    shown = tuple(tuple(_cell(value) for value in row) for row in rows[:_SHOWN])
    return Answer(path.name, ja, en, columns, shown, len(rows))


def _cell(value: object) -> str:
    shown = f"{value:%H:%M}" if isinstance(value, time) else value
    text = "" if shown is None else str(shown).replace("\n", " ")
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
