"""照合の検査.xlsx and 見えなくなった活動.xlsx: what was drawn at random, for people to look at.

Belongs here: both workbooks on their way out. Does not belong here: what is drawn (`pipelines.audit`), the way back
(`answers`), the looks of a question (`queue_file`).
"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from pipelines.desk.queue_file import Question, Words, write_questions
from pipelines.desk.queue_sheets import CALL_ANSWERS, CALLS_ASKED, FACTS, LABEL_ANSWERS, LABELS_ASKED
from warehouse.contract import label_ja

_LABELS = Words(
    "照合の検査: 同じ活動ですか。機械の判定は見せません。「判定」で選び、共有フォルダーの decisions に置きます。",
    "なぜ: まとめ漏れとまとめすぎを測るため、くじで選んだ組です（四半期に一度）。"
    "答えは測るためだけに使い、公開は変えません。迷ったら「わからない」。",
    tuple(LABEL_ANSWERS),
)
_CALLS = Words(
    "まだ続いていますか。電話や訪問で確かめて「判定」で選び、共有フォルダーの decisions に置きます。",
    "なぜ: 一覧から消えた活動の何割が本当に終わったのかを知らないと、増えているか減っているかを言えません。"
    "くじで選びました（年に一度、60件まで）。",
    tuple(CALL_ANSWERS),
)
_BLIND = ("", "", "くじで選んだ組")


def write_labels(sample: pl.DataFrame, listings: pl.DataFrame, sources: pl.DataFrame, path: Path) -> int:
    """Write the drawn pairs that nobody has answered and that are still listed; what we think of them is not told.

    Args:
        sample: rows of `audit__label_sample`.
        listings: rows of `norm__listings`.
        sources: rows of `core__sources`.
        path: the file to replace.

    Returns:
        Number of questions.
    """
    named = listings.join(sources.select("source_key", "source_name"), on="source_key", how="left")
    facts = {row["listing_id"]: row for row in named.select(list(FACTS)).iter_rows(named=True)}
    waiting = sample.filter(pl.col("label_said_code").is_null())
    # One pair may be drawn for both purposes: it is asked once
    asked = waiting.select("draw", "listing_id_a", "listing_id_b").unique(maintain_order=True)
    rows = [row for row in asked.iter_rows() if row[1] in facts and row[2] in facts]
    questions = [Question(_BLIND, (facts[left], facts[right])) for _, left, right in rows]
    keys = [(left, right, "", "", draw, LABELS_ASKED) for draw, left, right in rows]
    write_questions(questions, keys, _LABELS, path)
    return len(rows)


def write_calls(sample: pl.DataFrame, history: pl.DataFrame, path: Path) -> int:
    """Write the drawn activities that nobody has called: what was published of each at last.

    Args:
        sample: rows of `audit__call_sample`.
        history: rows of `core__activity_history`.
        path: the file to replace.

    Returns:
        Number of questions.
    """
    last = history.sort("activity_id", "valid_from_on").unique("activity_id", keep="last", maintain_order=True)
    waiting = sample.filter(pl.col("call_said_code").is_null()).join(last, on="activity_id").sort("draw", "activity_id")
    questions, keys = [], []
    for row in waiting.iter_rows(named=True):
        then = json.loads(row["activity_json"])
        ward = label_ja("ward", then["ward_code"]) if then.get("ward_code") else ""
        shown = {**then, "ward_text": ward, "page_url": then.get("url"), "listing_id": row["activity_id"]}
        told = ("一覧から消えた", "", f"{row['last_seen_on']} の公開で見えなくなりました")
        questions.append(Question(told, (shown, {})))
        keys.append((row["activity_id"], "", "", "", row["draw"], CALLS_ASKED))
    write_questions(questions, keys, _CALLS, path)
    return len(questions)
