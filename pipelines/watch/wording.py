"""One message for two readers: what staff need of it, and what they can send to a developer as it is.

Sentences of a crawl name files and settings, for whoever mends a source. Staff have no such file: their part says what
happened, the rest goes into a text that is ready to be copied.

Belongs here: telling the two apart. Does not belong here: what is wrong tonight (`incidents`), the verdict itself
(`scrapers.runs.verdicts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OF_FILES = re.compile(
    r"source\.toml|lookups\.csv|start_urls|daily_requests|verified_on|status = |hiroba [a-z-]+|crawl\.log|環境変数"
    r"|\[(?:labels|layout)[^\]]*\]"
)
_PIECE = re.compile(r"。?[^。、（）]+")
UNSAID = "この情報源の設定に読めないところがあります。"


def for_staff(message: str) -> str:
    """The message without what only somebody with the files can do.

    Args:
        message: of a run, in Japanese.

    Returns:
        Whole sentences; never empty.
    """
    told = [_without_files(each) for each in _sentences(message) if not _OF_FILES.search(_outside(each))]
    return "".join(told).strip() or UNSAID


def for_developer(source: str, key: str, page: str, message: str) -> str:
    """What staff send to a developer, whole: which list, where, what the crawl said.

    Args:
        source: name of the source.
        key: its key.
        page: its address.
        message: as the run says it.
    """
    return (
        f"{source}（{key}）を見てください。\nページ: {page}\n取得の記録: {message}\n確かめ方: hiroba check-source {key}"
    )


def _sentences(text: str) -> Iterator[str]:
    """Sentences with their full stop; one in brackets is a part of the sentence around it."""
    depth, start = 0, 0
    for place, sign in enumerate(text):
        depth = max(0, depth + (sign == "（") - (sign == "）"))
        if sign == "。" and not depth:
            yield text[start : place + 1]
            start = place + 1
    if text[start:]:
        yield text[start:]


def _outside(sentence: str) -> str:
    """A sentence without what stands in its brackets."""
    while (shorter := re.sub(r"（[^（）]*）", "", sentence)) != sentence:
        sentence = shorter
    return sentence


def _without_files(sentence: str) -> str:
    return _PIECE.sub(lambda piece: "" if _OF_FILES.search(piece[0]) else piece[0], sentence)
