"""A wrong declaration in words for staff: file, key, value, next step.

Belongs here: from what pydantic found to Japanese sentences. Does not belong here: what is wrong (the models say so).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_SHOWN = 3
_LONGEST_VALUE = 80
_KINDS = {
    "string_type": '文字を " " で囲んで書いてください',
    "int_type": "数字だけを書いてください",
    "int_parsing": "数字だけを書いてください",
    "int_from_float": "小数のない数字を書いてください",
    "date_type": "日付を 2026-12-01 の形で、囲まずに書いてください",
    "date_parsing": "日付を 2026-12-01 の形で、囲まずに書いてください",
    "date_from_datetime_parsing": "日付を 2026-12-01 の形で、囲まずに書いてください",
    "date_from_datetime_inexact": "日付だけを 2026-12-01 の形で書いてください",
    "tuple_type": '["…", "…"] の形で書いてください',
    "dict_type": "表（[…] の下に 項目 = 値）にしてください",
    "model_type": "表（[…] の下に 項目 = 値）にしてください",
    "model_attributes_type": "表（[…] の下に 項目 = 値）にしてください",
}
_LIMITS = {
    "greater_than": ("gt", "{} より大きい数にしてください"),
    "greater_than_equal": ("ge", "{} 以上にしてください"),
    "less_than_equal": ("le", "{} 以下にしてください"),
    "string_too_short": ("min_length", "{} 文字以上にしてください"),
    "string_too_long": ("max_length", "{} 文字以下にしてください"),
    "too_short": ("min_length", "{} つ以上書いてください"),
    "string_pattern_mismatch": ("pattern", "形が違います（{} に合わせてください）"),
    "literal_error": ("expected", "{} のどれかにしてください"),
}


def in_sentences(file: str, error: ValidationError, known: Iterable[str] = ()) -> str:
    """What is wrong in a file, at most three things of it, as one line.

    Args:
        file: name of the file as staff know it.
        error: what the model said.
        known: names of settings, for a proposal where one is unknown.
    """
    mistakes = error.errors(include_url=False)
    sentences = [_sentence(each, tuple(known)) for each in mistakes[:_SHOWN]]
    more = f"（ほか {len(mistakes) - _SHOWN} 件）" if len(mistakes) > _SHOWN else ""
    return f"{file} が正しくありません: {'。'.join(sentences)}。{more}"


def shown(value: object) -> str:
    """A value as a sentence repeats it: short, on one line."""
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _sentence(error: ErrorDetails, known: tuple[str, ...]) -> str:
    place = ".".join(map(str, error["loc"]))
    kind, about = error["type"], error.get("ctx", {})
    if kind == "missing":
        return f"{place} がありません。足してください"
    if kind == "extra_forbidden":
        return f"{place} という項目はありません。{_proposal(str(error['loc'][-1]), known)}"
    if kind == "value_error":
        return f"{f'{place}: ' if place else ''}{_own_words(error, about)}"
    return f"{place} は「{shown(error['input'])}」ではいけません。{_hint(kind, about, error['msg'])}"


def _own_words(error: ErrorDetails, about: dict[str, Any]) -> str:
    """A sentence of ours; a single value stands in front of it."""
    sentence = str(about.get("error", error["msg"]))
    return f"「{shown(error['input'])}」は{sentence}" if isinstance(error["input"], str | int | float) else sentence


def _hint(kind: str, about: dict[str, Any], otherwise: str) -> str:
    if kind in _LIMITS:
        name, sentence = _LIMITS[kind]
        return sentence.format(about.get(name, ""))
    return _KINDS.get(kind, otherwise)


def _proposal(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"{near[0]} のことですか" if near else "消してください"
