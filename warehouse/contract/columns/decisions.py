"""The columns of ledgers.

Belongs here: columns that only what people decided has. Does not belong here: other columns (`columns`).
"""

from __future__ import annotations

from warehouse.contract.columns.declare import other as _other
from warehouse.contract.columns.declare import text as _text

_other("decided_on", "date", "決めた日", "Day of the decision")
_text("decided_by", "決めた課（個人の名前は書かない）", "Who decided: an office or a role, never a person's name")
_text("reason", "なぜか（個人の名前は書かない）", "Why; never a person's name")
_text("said", "何と決めたか", "What was decided, in the words of the ledger; the last row on a thing holds")
_text("left_id", "掲載のID（一つ目）", "Listing ID of one side, as it was then")
_text("right_id", "掲載のID（二つ目）", "Listing ID of the other side, as it was then")
_text("left_print", "一つ目の掲載の内容の指紋", "Hash of what one side is recognised by; empty where it is not alone")
_text("right_print", "二つ目の掲載の内容の指紋", "Hash of what the other side is recognised by")
_text("seen_text", "決めたときに公開していた値", "Value that the lists gave when the correction was made")
_other("expires_on", "date", "期限（この日まで効く）", "Last day on which it holds")
_text("domain", "メールのドメイン（@ の後ろ）", "Mail domain, what stands behind the @")
