"""How well every typed value is read from texts whose meaning is known: the measurement behind `hiroba bench fields`.

Belongs here: labelled texts, read through `hiroba parse` as an analyst would, and what was right, wrong and left open.
Does not belong here: parsers, their speed (`speed`); a bench never fails.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import polars as pl

from pipelines.normalise.parse_csv import parse_csv
from pipelines.normalise.text import display_width

GOLD = Path(__file__).parents[2] / "normalise" / "data" / "gold"
FIELDS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "schedule": (
        "schedules.csv",
        "schedule_text",
        ("rrule", "gif", "dates", "start_time", "end_time", "exceptions", "completeness"),
    ),
    "address": ("addresses.csv", "address_text", ("ward_code", "town", "block", "building", "level")),
    "fee": ("fees.csv", "fee_text", ("fee_type", "fee_yen_min", "fee_yen_max", "unit")),
    "name": ("names.csv", "name", ("core_name", "legal_form", "venue_in_name", "edition")),
    "phone": ("phones.csv", "raw", ("e164", "type", "publishable")),
    "date": ("eras.csv", "raw", ("iso", "precision")),
    "kind": ("kinds.csv", "name", ("kind",)),
}
"""Field → (file of the project's own labels, column of the text, columns that are compared)."""
HAND_WRITTEN = Path(__file__).parents[1] / "benchmarks" / "hand_written" / "typed.csv"
_REAL = Path("real_texts.csv")
_OWN, _BY_HAND, _REAL_JA = "見本の市の文", "手書きの集まり", "実在の文"
# How a parser says that it does not know
_ABSTAINS = {"fee_type": "unknown", "level": "none", "completeness": "text_only"}
# The answers that people act upon, each with a row of its own
_ACTED_UPON = {"fee": ("fee_type", "free"), "schedule": ("completeness", "full")}
_EITHER = {"kind": "|"}
"""Column → what stands between values of which a sensible reader accepts any, nothing among them."""
_WHOLE = "all"
_HEADINGS = ("項目", "集まり", "列", "適合率", "再現率", "正しい", "誤り", "黙った")
_WIDTHS = (10, 16, 14, 8, 8, 7, 6, 6)

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """A text and what it means.

    Attributes:
        text: as published.
        context_date: day of its page, ISO, or "".
        meant: column → value, "" for nothing, for every value in the text (telephone numbers are several); a column
            that is missing is not certain and counts for nothing.
    """

    text: str
    context_date: str
    meant: tuple[Values, ...]


@dataclass(slots=True)
class Figures:
    """What became of one column over the texts of a corpus.

    Attributes:
        right: said, and as meant.
        misread: said, where something else is meant.
        invented: said, where nothing is meant.
        abstained: not said, though meant.
        silent: not said, and nothing is meant.
    """

    right: int = 0
    misread: int = 0
    invented: int = 0
    abstained: int = 0
    silent: int = 0

    @property
    def precision(self) -> float:
        """Share of what was said that is right."""
        return _share(self.right, self.right + self.misread + self.invented)

    @property
    def recall(self) -> float:
        """Share of what is meant that was said rightly."""
        return _share(self.right, self.right + self.misread + self.abstained)

    @property
    def exact(self) -> float:
        """Share of texts read exactly as meant, blank for blank."""
        as_meant = self.right + self.silent
        return _share(as_meant, as_meant + self.misread + self.invented + self.abstained)

    def count(self, meant: str, said: str) -> None:
        """Count one value.

        Args:
            meant: the label, or "".
            said: what the parser says, or "".
        """
        if said == meant:
            self.right += bool(meant)
            self.silent += not meant
        elif not said:
            self.abstained += 1
        else:
            self.misread += bool(meant)
            self.invented += not meant


def own_texts(name: str) -> list[Text]:
    """The project's own labelled texts of a field."""
    file, column, columns = FIELDS[name]
    meanings: dict[str, list[Values]] = {}
    for row in _rows(GOLD / file):
        meanings.setdefault(row[column], []).append({each: row[each] for each in columns})
    return [Text(text, "", tuple(meant)) for text, meant in meanings.items()]


def by_hand(name: str, path: Path) -> list[Text]:
    """Texts of a field that were written with what they mean (`typed.csv`)."""
    labelled = [row for row in _rows(path) if row["field"].removeprefix("core_") == name]
    return [Text(row["text"], "", (_typed(row["field"], row["expected"]),)) for row in labelled]


def real(name: str, path: Path) -> list[Text]:
    """Real texts of a field with what is certain of them (`real_texts.csv`)."""
    texts = []
    for row in _rows(path):
        if row["kind"] == name:
            meant = json.loads(row["expected"])
            several = meant if isinstance(meant, list) else [meant]
            labels = tuple({column: str(value) for column, value in each.items()} for each in several)
            texts.append(Text(row["text"], row["context_date"], labels))
    return texts


def _typed(kind: str, expected: str) -> Values:
    if kind == "core_name":
        return {kind: expected}
    return dict(part.split("=", maxsplit=1) for part in expected.split("|"))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures(name: str, texts: list[Text]) -> dict[str, Figures]:
    """Read texts and count.

    Args:
        name: one of `FIELDS`.
        texts: labelled texts of that field.

    Returns:
        Figures by column that any text is certain of; `all` for whole values (one wrong column makes it wrong), and
        `free` or `full` where the field has the answer that people act upon: right only when the whole value is.
    """
    columns = FIELDS[name][2]
    by_column: dict[str, Figures] = {}
    for text, answers in zip(texts, _answers(name, texts), strict=True):
        for label, said in zip_longest(text.meant, answers):
            meant = dict.fromkeys(columns, "") if label is None else label
            _count(name, by_column, meant, said or {})
    ordered = [*columns, _WHOLE, *(answer for _, answer in [_ACTED_UPON.get(name, ("", ""))] if answer)]
    return {column: by_column[column] for column in ordered if column in by_column}


def _count(name: str, figures: dict[str, Figures], meant: Values, said: Values) -> None:
    known = [column for column in FIELDS[name][2] if column in meant]
    pairs = [(column, *_pair(column, meant[column], said.get(column) or "")) for column in known]
    for column, label, read in pairs:
        figures.setdefault(column, Figures()).count(label, read)
    is_right = all(label == read for _, label, read in pairs)
    is_wrong = any(read not in {label, ""} for _, label, read in pairs)
    is_meant = any(label for _, label, _ in pairs)
    _count_whole(figures, _WHOLE, is_meant=is_meant, is_said=is_wrong or (is_meant and is_right), is_right=is_right)
    column, answer = _ACTED_UPON.get(name, ("", ""))
    if column in meant:
        is_meant, is_said = meant[column] == answer, said.get(column) == answer
        _count_whole(figures, answer, is_meant=is_meant, is_said=is_said, is_right=is_right)


def _pair(column: str, meant: str, said: str) -> tuple[str, str]:
    """The label and what was read, in one spelling; of several labels the one that was read, else the first."""
    labels = [_plain(column, each) for each in (meant.split(_EITHER[column]) if column in _EITHER else [meant])]
    read = _plain(column, said)
    return (read if read in labels else labels[0]), read


def _count_whole(figures: dict[str, Figures], column: str, *, is_meant: bool, is_said: bool, is_right: bool) -> None:
    said = ("right" if is_right else "wrong") if is_said else ""
    figures.setdefault(column, Figures()).count("right" if is_meant else "", said)


def _plain(column: str, value: str) -> str:
    """The value in the one spelling in which equal values are equal; an abstaining word is nothing."""
    parts = [part.strip() for part in value.split(";")]
    if column == "exceptions":
        parts = sorted(f"{code}={','.join(sorted(values.split(',')))}" for code, _, values in _codes(parts))
    return "" if value == _ABSTAINS.get(column) else ";".join(parts)


def _codes(parts: list[str]) -> list[tuple[str, str, str]]:
    return [part.partition("=") for part in parts if part]


def _answers(name: str, texts: list[Text]) -> list[list[Values]]:
    """What `hiroba parse` says of every text, one dict a row of its answer."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.csv", Path(folder) / "out.csv"
        asked = {
            "number": list(map(str, range(len(texts)))),
            "text": [text.text for text in texts],
            "context_date": [text.context_date or None for text in texts],
        }
        pl.DataFrame(asked, schema=dict.fromkeys(asked, pl.String)).write_csv(source)
        parse_csv(name, source, target)
        answers: list[list[Values]] = [[] for _ in texts]
        for row in _rows(target):
            answers[int(row["number"])].append(row)
    return answers


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def fields(worlds: Path | None) -> Iterator[str]:
    """A row per field, corpus and column.

    Args:
        worlds: folder with `real_texts.csv`, which is no part of the project, or None.
    """
    yield "適合率: 言い切った値のうち正しい割合。再現率: 書かれている値のうち正しく読めた割合。"
    yield "黙った: 書いてあるのに空けた数。"
    yield "all はすべての列を合わせた一件、full と free はそう言い切った一件（ほかの列も含めて正しいか）。"
    if worlds is None:
        yield "実在の文は --worlds で足せます（real_texts.csv のあるフォルダー）。"
    yield _line(_HEADINGS)
    for name in FIELDS:
        for corpus, texts in _corpora(name, worlds):
            for column, counted in figures(name, texts).items():
                wrong = counted.misread + counted.invented
                shares = (f"{counted.precision:.3f}", f"{counted.recall:.3f}")
                counts = map(str, (counted.right, wrong, counted.abstained))
                yield _line((name, f"{corpus} {len(texts)}", column, *shares, *counts))


def _corpora(name: str, worlds: Path | None) -> Iterator[tuple[str, list[Text]]]:
    corpora = [(_OWN, own_texts(name)), (_BY_HAND, by_hand(name, HAND_WRITTEN))]
    if worlds is not None and (worlds / _REAL).is_file():
        corpora.append((_REAL_JA, real(name, worlds / _REAL)))
    yield from (each for each in corpora if each[1])


def _line(cells: tuple[str, ...]) -> str:
    """Cells under each other, words to the left and numbers to the right."""
    spaces = [" " * max(width - display_width(cell), 0) for cell, width in zip(cells, _WIDTHS, strict=True)]
    words, numbers = list(zip(cells, spaces, strict=True))[:3], list(zip(cells, spaces, strict=True))[3:]
    return " ".join([*(cell + space for cell, space in words), *(space + cell for cell, space in numbers)]).rstrip()
