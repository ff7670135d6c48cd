"""The verdict on a run: healthy or not, and the sentence that says what changed and what to do.

Belongs here: the rules from counts, errors and the comparison with the last healthy run. Does not belong here: writing
a run (`runs`), choosing which run is used (`pipelines`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scrapers.declaration.labels import Expected
from scrapers.declaration.source import Source
from scrapers.runs.fingerprints import changes, fingerprint
from scrapers.runs.run import Findings, Outcome
from warehouse.contract import label_ja
from warehouse.contract.columns import COLUMNS

# A list that loses more than this in a night is looked at (docs/sources.md §1.5: stop when rows fall by 10 to 20 %); of
# a short list a single row is more than that, and no sign of anything
_LARGEST_LOSS = 0.15
_FEWEST_LOST = 2
_LARGEST_QUARANTINE = 0.2
_MUST_FILL = 0.5
_REFUSED = ("HTTP 401", "HTTP 403", "HTTP 429", "robots")
_GONE = ("HTTP 404", "HTTP 410")
ACCEPTABLE = ("fewer", "layout_changed")
"""Verdicts on a list that is not as usual, and that a person may know to be right."""
_UNREAD = {"layout_changed", "empty_page", "wrong_encoding", "broken_json", "broken_attachment", "parser_failed"}
_INDEX_REASONS = ("new_list", "vanished_list", "moved_list")


@dataclass(frozen=True, slots=True)
class _Case:
    source: Source
    findings: Findings
    stop_reason: str | None
    now: dict[str, Any]
    before: Mapping[str, Any] | None

    @property
    def rows(self) -> int:
        return len(self.findings.listings)


def verdict(
    source: Source,
    findings: Findings,
    *,
    stopped: str | None,
    healthy: Mapping[str, Any] | None,
    accepted: str | None = None,
) -> Outcome:
    """Judge a run by what it read; a dead site ends like a healthy one, so what was read decides.

    Args:
        source: with its expected band.
        findings: what the run collected.
        stopped: `failing` when the host failed three times in a row, `budget` when the day's requests were used up,
            `memory` when the crawl took too much of it, None when the crawl ended by itself.
        healthy: row of `raw__runs` of the last healthy run, or None.
        accepted: why a person says that what is unusual in this run is right, or None.
    """
    text = (healthy or {}).get("fingerprint_json")
    case = _Case(
        source,
        findings,
        stopped,
        fingerprint(findings.listings, findings.labels, findings.labelled),
        json.loads(text) if text else None,
    )
    for rule in _RULES:
        ruling = None if accepted is not None and rule in _COMPARISONS else rule(case)
        if ruling is not None:
            code, message = ruling
            if accepted is not None and code == "succeeded":
                message += f"いつもと違うところは、人が正しいと認めました（{accepted}）。"
            shape = json.dumps(case.now, ensure_ascii=False, sort_keys=True) if case.rows else None
            return Outcome(code, message, stopped, shape)
    raise AssertionError("the last rule always decides")


def may_be_accepted(source: Source, run: Mapping[str, Any]) -> bool:
    """Whether a word of a person would make a run usable: it is only unlike the ones before.

    Args:
        source: of the run.
        run: row of `raw__runs`.
    """
    rows, lost, text = run["listing_count"], run["quarantined_count"], run["fingerprint_json"]
    if run["run_verdict_code"] not in ACCEPTABLE or run["stop_reason"] or not rows or not text:
        return False
    is_read = lost / (lost + rows) <= _LARGEST_QUARANTINE
    return is_read and _key_fields(_Case(source, Findings(), None, json.loads(text), None)) is None


def first_error(findings: Findings) -> str | None:
    """What the first page that could not be used said, in the order of the addresses."""
    broken = [row for row in findings.issues if row["is_quarantined"] and row["position"] == 0]
    if not broken:
        return None
    worst = min(broken, key=lambda row: str(row["page_url"]))
    return f"{label_ja('reason', str(worst['reason_code']))}: {worst['detail_text']}、{worst['page_url']}"


_Ruling = tuple[str, str] | None


def _stopped(case: _Case) -> _Ruling:
    if case.stop_reason == "failing":
        error = first_error(case.findings)
        return "blocked", f"サイトが続けて失敗したため今日は止めました（{error}）。明日また取得します。"
    if not case.findings.fetches:
        return "failed", "要求を一つも送れませんでした。crawl.log を開発者に渡してください。"
    if case.stop_reason == "memory":
        return "failed", "取得が使う記憶の上限を超えたため止めました。crawl.log を開発者に渡してください。"
    if case.stop_reason == "budget":
        return (
            "fewer",
            f"1日の要求の上限に達し、掲載{case.rows}件で止めました。source.toml の daily_requests を見てください。",
        )
    return None


def _nothing_read(case: _Case) -> _Ruling:
    error = first_error(case.findings)
    if case.rows or (case.source.role == "index" and error is None):
        return None
    if error is None:
        return "empty", "ページは取得できましたが掲載が0件です。ページの形が変わっていないか確かめてください。"
    if any(word in error for word in _GONE):
        return (
            "gone",
            f"一覧のページがありません（{error}）。移転先を探して source.toml の start_urls を直してください。",
        )
    if any(word in error for word in _REFUSED):
        return (
            "blocked",
            f'サイトに断られました（{error}）。管理者に連絡し、許可されるまで status = "paused" にしてください。',
        )
    reasons = {row["reason_code"] for row in case.findings.issues if row["is_quarantined"] and row["position"] == 0}
    if reasons == {"empty_page"}:
        return "empty", f"ページに掲載がありません（{error}）。一覧が空になったのか、形が変わったのか確かめてください。"
    if reasons & _UNREAD:
        return "layout_changed", f"ページの形が変わり読めません（{error}）。ページを見て source.toml を直してください。"
    return "failed", f"ページを取得できませんでした（{error}）。サイトの状態を確かめてください。"


def _index(case: _Case) -> _Ruling:
    if case.source.role != "index":
        return None
    counts = {code: sum(row["reason_code"] == code for row in case.findings.issues) for code in _INDEX_REASONS}
    if not any(counts.values()):
        return "succeeded", "リンク集に変わりはありません。"
    reasons = "、".join(f"{label_ja('reason', code)}{count}件" for code, count in counts.items() if count)
    return "succeeded", f"リンク集が変わりました: {reasons}。読み取れなかったものの表で確かめてください。"


def _much_quarantined(case: _Case) -> _Ruling:
    lost = sum(1 for row in case.findings.issues if row["is_quarantined"])
    if lost / (lost + case.rows) <= _LARGEST_QUARANTINE:
        return None
    why = first_error(case.findings) or "行ごとの理由は隔離の表"
    return (
        "layout_changed",
        f"読めない行・ページが{lost}件あります（{why}）。ページを見て source.toml を直してください。",
    )


def _key_fields(case: _Case) -> _Ruling:
    # Other key fields (address, link) are rarely given even on a good day
    must = [name for name in case.source.key_fields if name in ("name_text", "ward_text")]
    unfilled = [COLUMNS[name].ja for name in must if case.now["fields"][name][0] < _MUST_FILL]
    if not unfilled:
        return None
    return (
        "layout_changed",
        f"見分けるための項目が空です（{'、'.join(unfilled)}）。source.toml の [labels] を直してください。",
    )


def band(expected: Expected, usual: int | None) -> tuple[int, int]:
    """Fewest and most listings of a healthy run.

    Args:
        expected: the band that is declared.
        usual: listings of the last healthy run, or None. Out of the band they can only be because a person accepted
            that run: the band goes along.
    """
    if usual is None:
        return expected.minimum, expected.maximum
    low = expected.minimum if usual >= expected.minimum else int((1 - _LARGEST_LOSS) * usual)
    return low, max(expected.maximum, int(usual / (1 - _LARGEST_LOSS)) if usual > expected.maximum else 0)


def _amount(case: _Case) -> _Ruling:
    low, high = band(case.source.expected, case.before["rows"] if case.before else None)
    if case.rows < low:
        return "fewer", f"掲載が{case.rows}件で、下限のめやす{low}件より少ないです。一覧が減ったのか確かめてください。"
    if case.rows > high:
        return (
            "layout_changed",
            f"掲載が{case.rows}件で、上限のめやす{high}件を超えました。余分な行を読んでいないか確かめてください。",
        )
    return None


def _shrunk(case: _Case) -> _Ruling:
    usual = case.before["rows"] if case.before else 0
    if usual - case.rows < max(_FEWEST_LOST, _LARGEST_LOSS * usual):
        return None
    return (
        "fewer",
        f"掲載が前回の正常な取得の{usual}件から{case.rows}件に減りました。一覧が減ったのか確かめてください。",
    )


def _shape(case: _Case) -> _Ruling:
    seen = list(changes(case.before, case.now)) if case.before else []
    if not seen:
        return None
    more = f"ほか{len(seen) - 3}件" if len(seen) > 3 else ""
    return (
        "layout_changed",
        f"{'。'.join(seen[:3])}。{more}ページを見て、正しければ source.toml を直すか、開発者に確かめてください。",
    )


def _healthy(case: _Case) -> _Ruling:
    return "succeeded", f"掲載{case.rows}件を取得しました。"


_RULES: tuple[Callable[[_Case], _Ruling], ...] = (
    _stopped,
    _nothing_read,
    _index,
    _much_quarantined,
    _key_fields,
    _amount,
    _shrunk,
    _shape,
    _healthy,
)
_COMPARISONS = (_amount, _shrunk, _shape)
"""What says only that a list is not as usual: a person may know that it is right so."""
