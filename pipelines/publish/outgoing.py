"""The last look at a release before anybody sees it: nothing personal, nothing harmful, in any file.

Belongs here: looking for what must not leave. Does not belong here: reading a kind of file (`outgoing_texts`), cutting
it out (`normalise.privacy`): what is found here is a fault, and the release does not happen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

import polars as pl

from pipelines.normalise.harms import JUDGED, Guard, label, may_harm
from pipelines.publish.outgoing_site import kind_of, site_batches, site_columns
from pipelines.publish.outgoing_texts import READERS, frame_texts
from pipelines.settings import SITE
from warehouse.errors import StaffError
from warehouse.storage import files_under

_LINK = re.compile(r"(?i)^\s*(?:javascript|data|vbscript|file):")
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A hash of one of our IDs; its digits are no telephone number."""
_NAME = "personal_name"
_AT_ONCE = 200_000
"""Texts looked at together."""
_SHORT = 1_000
"""Texts of a column that cost less to look at than to look through for what stands there twice."""
_JOINS = re.compile(r"。|[ 　][/／][ 　]|\\n|\n|\t")
"""What our own files put between two values."""
_SHOWN = 20
_Place = TypeVar("_Place")


class Finding(NamedTuple):
    """One thing that must not leave: file, place in it, what kind of thing. Never the thing itself."""

    file: str
    place: str
    kind: str


ASK_TO_CUT = (
    "その掲載の元のページを確かめてください。載せてはいけないものなら、入口の「掲載を取りやめる」で消すか、この説明を"
    "開発者に送って、消す規則を足してもらってください。"
)
"""What staff do about a text that must not leave."""


class OutgoingError(StaffError):
    """A release holds what must not leave; the message is for staff and does not repeat it."""

    def __init__(self, findings: list[Finding]) -> None:
        """Say where.

        Args:
            findings: what was found.
        """
        self.findings = findings
        lines = [f"- {each.file} {each.place}: {each.kind}" for each in findings[:_SHOWN]]
        more = f"\nほか {len(findings) - _SHOWN} か所" if len(findings) > _SHOWN else ""
        super().__init__(
            f"公開してはいけないものが {len(findings)} か所に見つかったので公開しませんでした。\n"
            + "\n".join(lines)
            + more
            + f"\nすること: {ASK_TO_CUT}"
        )


def inspect(folder: Path, guard: Guard = JUDGED) -> None:
    """Look at every file of a release.

    Args:
        folder: the finished folder, before the switch.
        guard: what may leave; without it whose a mail address is has been judged before.

    Raises:
        OutgoingError: something must not leave.
    """
    site = folder / SITE
    files = [Path(found.path) for found in files_under(folder) if not found.path.startswith(f"{site}/")]
    unknown = {path for path in files if path.suffix not in READERS}
    # What one file holds stands in most others too: looked at together, file by file only where there is something
    read = ((path, texts) for path in files if path not in unknown for _, texts in READERS[path.suffix].columns(path))
    findings = []
    for path in sorted(unknown | {path for path, _ in _harmful(read, guard)}):
        findings += _findings_in_file(path, str(path.relative_to(folder)), guard)
    findings += findings_in_site(folder, guard)
    if findings:
        raise OutgoingError(findings)


def findings_in_site(folder: Path, guard: Guard = JUDGED) -> list[Finding]:
    """What must not leave, in the site of a release.

    Args:
        folder: of the release.
        guard: what may leave.
    """
    findings = []
    for batch in site_batches(folder):
        if harmful := list(_harmful(batch.columns, guard)):
            found = []
            for path in batch.paths:  # which of them it is: whoever mends it has to know
                own = list(_harmful(site_columns(kind_of(path), [path]), guard))
                found += _findings(path.removeprefix(f"{folder}/"), own, guard)
            findings += found or _findings(SITE, harmful, guard)
    return findings


def findings_in(name: str, df: pl.DataFrame, guard: Guard = JUDGED) -> list[Finding]:
    """What must not leave, in a table on its way into a release.

    Args:
        name: of the table.
        df: the table.
        guard: what may leave.
    """
    return _findings(name, _harmful(frame_texts(df), guard), guard)


def _findings_in_file(path: Path, name: str, guard: Guard) -> list[Finding]:
    """First all texts at once, as columns; one by one and with their places only where there is something to find."""
    if path.suffix not in READERS:
        return [Finding(name, "", f"知らない種類のファイル {path.suffix}")]
    reader = READERS[path.suffix]
    harmful = list(_harmful(reader.columns(path), guard))
    return _findings(name, reader.places(path) if harmful and reader.places else harmful, guard)


def _harmful(columns: Iterable[tuple[_Place, pl.Series]], guard: Guard) -> Iterator[tuple[_Place, str]]:
    """Texts that may be a finding, each once for its place."""
    for some in _many(columns):
        texts = pl.concat([texts for _, texts in some]).drop_nulls().unique()
        if not guard.seen.prints:  # what pages showed of persons looks like anything
            texts = texts.filter(may_harm(texts) | texts.str.contains(_LINK.pattern))
        harmful = [text for text in texts if any(_kinds(text, guard)) or _LINK.match(text)]
        if harmful:
            yield from (
                (place, text) for place, texts in some for text in texts.filter(texts.is_in(harmful)).unique().sort()
            )


def _many(columns: Iterable[tuple[_Place, pl.Series]]) -> Iterator[list[tuple[_Place, pl.Series]]]:
    """Columns without what stands there twice, some at a time: one look at many texts costs less than many looks."""
    some: list[tuple[_Place, pl.Series]] = []
    count = 0
    for place, column in columns:
        if not len(column):
            continue
        is_short = len(column) < _SHORT
        some.append((place, column.alias("") if is_short else column.drop_nulls().unique().alias("")))
        count += len(some[-1][1])
        if count > _AT_ONCE:
            yield some
            some, count = [], 0
    if some:
        yield some


def _findings(name: str, texts: Iterable[tuple[str, str]], guard: Guard) -> list[Finding]:
    findings = []
    for place, text in texts:
        findings += [Finding(name, place, kind) for kind in _kinds(text, guard)]
        if "url" in place.lower() and _LINK.match(text):
            findings.append(Finding(name, place, "http/https でないリンク"))
    return findings


def _kinds(text: str, guard: Guard) -> Iterator[str]:
    if _UUID.fullmatch(text):
        return
    for kind in guard.kinds(text):
        # A line made of several values: 講師。長野 names nobody, and every value was looked at alone
        parts = _JOINS.split(text) if kind == _NAME else [text]
        if any(kind in guard.kinds(part) for part in parts):
            yield label(kind)
