"""The vocabulary of the contract itself: what a column, a code, a reference and a table are.

Belongs here: the shapes of declarations. Does not belong here: any particular declaration.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

ColumnType = Literal[
    "text", "integer", "number", "boolean", "timestamp", "date", "time", "list[text]", "list[date]", "list[time]"
]

ENTRIES: dict[ColumnType, ColumnType] = {"list[text]": "text", "list[date]": "date", "list[time]": "time"}
"""Type of a list → type of its entries."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column, with the same meaning in every table that holds it.

    Attributes:
        name: snake_case. The suffix tells the nature: `_text` as published, `_code` from a vocabulary (`_codes` a list
            of them), `_at` a moment, `_on` a day; `is_` in front a truth value; `_json` JSON in a string.
        type: text, integer, number, boolean, date, time of day, timestamp (microseconds, Asia/Tokyo), or a list, which
            is null where nothing is known and never empty.
        ja: description in Japanese, for staff.
        en: description in English.
        unit: unit of a number, e.g. `bytes`, `days`; None where the number counts rows or things named in `en`.
        vocabulary: name of the vocabulary that lists the allowed values, or None.
        text_name: heading of its text form in files that hold only text (`derived.text_form`); None for its own name.
        separator: what stands between the entries of a list in its text form.
    """

    name: str
    type: ColumnType
    ja: str
    en: str
    unit: str | None = None
    vocabulary: str | None = None
    text_name: str | None = None
    separator: str = ";"


@dataclass(frozen=True, slots=True)
class Code:
    """One allowed value of a vocabulary with its label in both languages."""

    code: str
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of codes.

    Attributes:
        name: `ward` of the column `ward_code`.
        ja: what the codes are about, in Japanese.
        en: what the codes are about, in English.
        codes: in the order in which people read them; where they are levels, what tells most first.
        is_published: whether its codes are a table of the release, `codes_ward`.
    """

    name: str
    ja: str
    en: str
    codes: tuple[Code, ...]
    is_published: bool = True

    def values(self) -> tuple[str, ...]:
        """The codes alone, in declared order."""
        return tuple(code.code for code in self.codes)


@dataclass(frozen=True, slots=True)
class Reference:
    """`column` of the declaring table holds values of `target_column` in `target_table`."""

    column: str
    target_table: str
    target_column: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table = one Dagster asset = one Parquet file.

    Attributes:
        name: `layer__thing`; a published table carries the bare name that consumers see.
        ja: what one row is, in Japanese.
        en: what one row is, in English.
        key: columns that identify a row; they come first, are never null, and the file is sorted by them
            unless `order` stands before.
        required: further columns that are never null.
        optional: columns in which null means unknown.
        references: foreign keys.
        is_published: whether the table is part of a release.
        same_as: name of the table whose rows it holds as they are; None for one that has a SELECT of its own.
        vocabulary: of a list of codes the vocabulary whose codes it holds.
        order: columns by which rows lie before the key: what readers ask by, so that they read a piece of the file.
    """

    name: str
    ja: str
    en: str
    key: tuple[str, ...]
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    is_published: bool = False
    same_as: str | None = None
    vocabulary: str | None = None
    order: tuple[str, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """All columns in file order: key, required, optional."""
        return self.key + self.required + self.optional


@dataclass(frozen=True, slots=True)
class Ledger:
    """One CSV file of what people decided; it only ever grows, and is never part of a release.

    Attributes:
        name: what the decisions are about.
        file: name of the file in the folder of ledgers.
        ja: what one row is, in Japanese.
        en: what one row is, in English.
        column_names: all columns in file order.
        required: those that no row may leave empty.
        formerly: older name of a column → its name; files of a city may still have it.
    """

    name: str
    file: str
    ja: str
    en: str
    column_names: tuple[str, ...]
    required: tuple[str, ...]
    formerly: dict[str, str]


def define(name: str, ja: str, en: str, key: str, required: str = "", optional: str = "", **kwargs: str) -> Table:
    """A table from space-separated column names; each keyword is `column="target_table.target_column"`."""
    columns = tuple(key.split()), tuple(required.split()), tuple(optional.split())
    return Table(name, ja, en, *columns, _references(kwargs), is_published="__" not in name)


def same(name: str, of: Table, **kwargs: str) -> Table:
    """A published table that is another one: its rows, columns and description; each keyword is as in `define`."""
    return replace(of, name=name, references=_references(kwargs), is_published=True, same_as=of.name)


def code_list(vocabulary: Vocabulary) -> Table:
    """The published table of the codes of a vocabulary."""
    about = vocabulary.ja.partition("（")[0]
    declared = define(
        f"codes_{vocabulary.name}",
        f"コード表: {about}",
        f"Codes of the vocabulary {vocabulary.name}",
        "code",
        "ordinal label_ja label_en",
    )
    return replace(declared, vocabulary=vocabulary.name)


def _references(targets: dict[str, str]) -> tuple[Reference, ...]:
    return tuple(Reference(column, *target.split(".")) for column, target in targets.items())
