"""What staff do with a source from the command line: add it, save a page of it, check it.

Belongs here: the order of the steps and the lines they say. Does not belong here: the steps (`new_source`, `capture`,
`cases`) and the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scrapers.capture import CaptureError, Taken, capture, case_name, take
from scrapers.cases import cases_of, check, read_case, update
from scrapers.new_source import create, expect, refuse
from scrapers.source import SourceError, load_source

if TYPE_CHECKING:
    from scrapers.capture import Places


class SourceworkError(ValueError):
    """Something cannot be done; the message says what to do instead."""


@contextmanager
def _one_sentence() -> Iterator[None]:
    try:
        yield
    except (SourceError, CaptureError, FileNotFoundError) as error:
        raise SourceworkError(str(error)) from error


def add_source(key: str, url: str, platform: str, file: Path | None, places: Places, today: date) -> list[str]:
    """Write the declaration of a new source and, when its page is at hand, its first case.

    Raises:
        SourceworkError: nothing was written; or the declaration was, and its page cannot be saved.
    """
    with _one_sentence():
        refuse(key, url, platform)
        page = _page_at_hand(url, file, places)
        source = create(key, url, platform, page)
        lines = [f"作りました: scrapers/sources/{key}/source.toml と lookups.csv"]
        if page is None:
            lines.append(f"次に、ページを保存して hiroba capture {key} {url} --from ファイル を実行してください。")
            return lines
        try:
            lines += capture(source, url, page, today, places)
        except CaptureError as error:
            raise SourceworkError(f"{key}/source.toml は作りましたが、ページは保存できません。{error}") from error
        name = case_name(url)
        (case,) = [case for case in cases_of(key) if case.name == name]
        expect(source, len(read_case(source, case)["listings"]), today.isoformat())
        lines.append("source.toml の「要確認」を確かめてください。直すたびに hiroba check-source で見られます。")
        return lines


def save_case(key: str, url: str, file: Path | None, places: Places, today: date) -> list[str]:
    """Save a page of a source as a case.

    Raises:
        SourceworkError: there is no such source or page, or it may not be saved.
    """
    with _one_sentence():
        return capture(load_source(key), url, take(key, url, file, places), today, places)


def check_cases(key: str, *, is_update: bool) -> tuple[bool, list[str]]:
    """Whether all cases of a source are read as expected, and what to say of each.

    Raises:
        SourceworkError: there is no such source, or a case is not complete.
    """
    with _one_sentence():
        source = load_source(key)
        cases = cases_of(key)
        if not cases:
            url = source.start_urls[0]
            return False, [f"{source.name}: 例がありません。hiroba capture {key} {url} で作ってください。"]
        is_ok = True
        lines: list[str] = []
        for case in cases:
            found = check(source, case)
            if found and is_update:
                update(source, case)
                lines.append(
                    f"{key}/{case.name}: 書き直しました（違い {len(found)} 件）。git diff で確かめてください。"
                )
            elif found:
                is_ok = False
                lines += [f"{key}/{case.name}: 違い {len(found)} 件", *(f"  {line}" for line in found)]
            else:
                count = len((case.expected() or {})["listings"])
                lines.append(f"{key}/{case.name}: OK（掲載 {count} 件）")
        return is_ok, lines


def _page_at_hand(url: str, file: Path | None, places: Places) -> Taken | None:
    """The page from the file, or from a run of any source: the new one has none yet. None when it is nowhere."""
    if file is not None:
        return take("*", url, file, places)
    try:
        return take("*", url, None, places)
    except CaptureError:
        return None
