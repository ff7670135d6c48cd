"""Where what stands in the workbooks that come back: their sheets, columns and words.

Belongs here: names and places that its writer and its reader share; the workbooks of drawn pairs and of calls are
built alike, and say in the sheet of keys what they ask. Nothing is imported: a child process is started for
every file that comes back. Does not belong here: writing (`queue_file`), reading (`workbook_child`).
"""

from __future__ import annotations

NAME = "確認待ち.xlsx"
SHEET, COPY, KEYS = "確認待ち", "控え", "組"
"""The questions; a hidden copy of every cell nobody should change; the IDs and prints of every pair."""
ANSWERS = {"同じ": "same", "別": "different", "保留": "unsure"}
OFFICE_CELL = (2, 1)
"""Row and column where the office that answers writes its name."""
LEFT_ROW = 3
"""Where the workbook counts what is still to be answered, while answers are chosen."""
ANSWER_COLUMN, REASON_COLUMN = 0, 1
FIRST_ROW, ROWS_PER_PAIR = 5, 2
HEAD = ("判定", "理由", "いまの扱い", "見込み", "根拠", "")
FACTS = {
    "name": ("名称", "name", 28),
    "organizer": ("主催", "organizer", 20),
    "ward_text": ("区", "ward", 8),
    "venue": ("会場", "place", 22),
    "address": ("所在地", "place", 24),
    "schedule": ("日時", "when", 26),
    "target": ("対象", "target", 18),
    "fee": ("費用", "fee", 12),
    "phone": ("電話", "phone", 14),
    "source_name": ("一覧", None, 18),
    "page_url": ("ページ", None, 30),
    "listing_id": ("掲載ID", None, 19),
}
DRAWN_COLUMN, ASKS_COLUMN = 4, 5
"""In the sheet of keys: name of the draw, and what the workbook asks; both empty in 確認待ち.xlsx."""
LABELS_ASKED, CALLS_ASKED = "labels", "calls"
LABELS_NAME, CALLS_NAME = "照合の検査.xlsx", "見えなくなった活動.xlsx"
LABEL_ANSWERS = {"同じ": "same", "別": "different", "わからない": "unsure"}
CALL_ANSWERS = {"続いている": "there", "終わった": "ended", "わからない": "unknown"}
OWNER_KEYS = "食い違いの鍵"
"""Hidden sheet of the workbooks that owners fill in: what every row is about."""
FOUND = "確かめた結果"
"""Column in which owners answer."""
OWNER_HEADERS = (
    "活動",
    "項目",
    "この一覧の値",
    "公開している値（提案）",
    "提案と同じ掲載の数",
    "いつから",
    "ページ",
    FOUND,
    "活動ID",
)
OWNER_FIRST_ROW = 4
THIS_IS_RIGHT, PUBLISHED_IS_RIGHT = "この一覧の値が正しい", "公開の値が正しい"
"""Answers to choose; whatever else stands in the column is the right value."""
HEADERS = (*HEAD, *(header for header, _, _ in FACTS.values()))
