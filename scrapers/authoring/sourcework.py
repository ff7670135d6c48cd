"""What staff do with a source from the command line: add it, save a page of it, check it.

Belongs here: the order of the steps and the lines they say. Does not belong here: the steps (`new_source`, `capture`,
`cases`) and the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request

from cities.here import here
from scrapers.authoring.capture import CaptureError, Taken, capture, case_name, take
from scrapers.authoring.cases import Case, account_of, cases_of, check, read_case, update
from scrapers.authoring.new_source import Said, create, expect, refuse
from scrapers.authoring.unread import is_unread, labels_of, why_unread
from scrapers.declaration import source as declared
from scrapers.declaration.source import Source, SourceError, load_source
from scrapers.platforms.failures import UNFORESEEN
from scrapers.runs.drive import response_for
from warehouse.errors import StaffError

if TYPE_CHECKING:
    from scrapers.authoring.capture import Places


class SourceworkError(StaffError):
    """Something cannot be done; the message says what to do instead."""


@contextmanager
def _one_sentence() -> Iterator[None]:
    try:
        yield
    except (SourceError, CaptureError, FileNotFoundError) as error:
        raise SourceworkError(str(error)) from error
    except UNFORESEEN as error:
        how = "例のファイル（capture.json、expected.json）か読み取りのプログラムを、開発者に確かめてもらってください"
        raise SourceworkError(f"読み取れません（{type(error).__name__}: {error}）。{how}。") from error


def add_source(
    key: str, url: str, platform: str, file: Path | None, places: Places, today: date, said: Said | None = None
) -> list[str]:
    """Write the declaration of a new source and, when its page is at hand, its first case.

    Raises:
        SourceworkError: nothing was written; or the declaration was, and its page cannot be saved.
    """
    with _one_sentence():
        refuse(key, url, platform)
        page = _page_at_hand(url, file, places)
        source = create(key, url, platform, page, said)
        place = f"cities/{here().key}/sources/{key}"
        lines = [f"作りました: {place}/source.toml と lookups.csv（準備中。公開には入りません）"]
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
        lines += _account(source, case)
        lines.append("source.toml の「要確認」を確かめてください。直すたびに hiroba check-source で見られます。")
        return lines


def save_case(key: str, url: str, file: Path | None, places: Places, today: date) -> list[str]:
    """Save a page of a source as a case.

    Raises:
        SourceworkError: there is no such source or page, or it may not be saved.
    """
    with _one_sentence():
        return capture(load_source(key), url, take(key, url, file, places), today, places)


def check_cases(key: str, *, is_update: bool, today: date) -> tuple[bool, list[str]]:
    """Whether all cases of a source are read as expected, and what to say of each.

    A page from which nothing is read is never right, whatever was expected of it.

    Raises:
        SourceworkError: there is no such source, it is declared wrongly, or a case is not complete.
    """
    with _one_sentence():
        source = load_source(key)
        cases = cases_of(key)
        if not cases:
            url = source.start_urls[0]
            return False, [f"{source.name}: 例がありません。hiroba capture {key} {url} で作ってください。"]
        checked = [_check_one(source, case, is_update=is_update) for case in cases]
        lines = [
            line for case, each in zip(cases, checked, strict=True) for line in (*each.lines, *_account(source, case))
        ]
        if is_update and source.status == "draft":
            expect(source, max(each.count for each in checked), today.isoformat())
        is_ok = all(each.is_ok for each in checked)
        if is_ok and source.role != "index" and not any(each.count for each in checked):
            how = f"{source.start_urls[0]} から進んだページを hiroba capture で足してください"
            lines.append(f"{key}: 掲載をまだ 1 件も読んでいません。{how}。")
            is_ok = False
        return is_ok, [*lines, *_left_to_do(key, source, is_ok=is_ok)]


@dataclass(frozen=True, slots=True)
class _Checked:
    """What a case came to: whether it is right, how many listings were read, what to say."""

    is_ok: bool
    count: int
    lines: list[str]


def _check_one(source: Source, case: Case, *, is_update: bool) -> _Checked:
    place, reading = f"{source.key}/{case.name}", read_case(source, case)
    count = len(reading["listings"])
    if is_unread(source, reading):
        taken, url = case.capture, case.capture.url
        labels = labels_of(response_for(Request(url), url, taken.status, taken.headers, case.page.read_bytes()))
        why = [f"  {line}" for line in why_unread(source, reading, labels)]
        return _Checked(False, count, [f"{place}: 読めていません（掲載 {count} 件）", *why])
    if is_update and (lines := check(source, case)):
        update(source, case)
        where = f"{case.folder.name}/expected.json（足したばかりなら git diff に出ません）"
        text = f"{place}: 書き直しました（掲載 {count} 件、違い {len(lines)} 件）。{where}を確かめてください。"
        return _Checked(True, count, [text])
    if case.expected() is None:
        how = f"正しければ hiroba check-source {source.key} --update で残してください"
        return _Checked(False, count, [f"{place}: 掲載 {count} 件を読みました。{how}。"])
    if lines := check(source, case):
        return _Checked(False, count, [f"{place}: 違い {len(lines)} 件", *(f"  {line}" for line in lines)])
    return _Checked(True, count, [f"{place}: OK（掲載 {count} 件）"])


def _account(source: Source, case: Case) -> list[str]:
    """What became of the rows of its tables, when it has any."""
    account = account_of(source, case)
    return [f"  {account}"] if account is not None else []


def _left_to_do(key: str, source: Source, *, is_ok: bool) -> list[str]:
    """Of a draft, what stands between it and the next night."""
    if source.status != "draft":
        return []
    text = (declared.SOURCES_DIR / key / declared.DECLARATION).read_text(encoding="utf-8-sig")
    open_ones = sum(declared.TO_CHECK in line for line in text.splitlines()[1:])
    if open_ones:
        return [f"{key}: 準備中です。source.toml に「{declared.TO_CHECK}」が {open_ones} 行残っています。"]
    return [f'{key}: 準備中です。status = "active" に書き直すと、次の晩から取得し公開します。'] if is_ok else []


def _page_at_hand(url: str, file: Path | None, places: Places) -> Taken | None:
    """The page from the file, or from a run of any source: the new one has none yet. None when it is nowhere."""
    if file is not None:
        return take("*", url, file, places)
    try:
        return take("*", url, None, places)
    except CaptureError:
        return None
