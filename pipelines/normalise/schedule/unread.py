"""Words of a schedule that nobody read, shown behind what was read: a sentence that says less reads as if it were all.

Belongs here: what of them is shown, and how. Does not belong here: which words are left (`leftover`).
"""

from __future__ import annotations

import polars as pl

from pipelines.normalise.schedule.fold import BLANK

_SHOWN = "（原文のまま：{}）"


def unread_words(unread: str) -> str:
    """Words that nobody read as a list people can read; empty where there is none.

    Args:
        unread: words separated by spaces.
    """
    words = (word.removeprefix("の").removesuffix("の").strip(BLANK) for word in unread.split())
    return "、".join(dict.fromkeys(word for word in words if word))


def with_unread(sentence: str, unread: str) -> pl.Expr:
    """A sentence with the words it does not say; null where nothing was read, because the text itself says more then.

    Args:
        sentence: column of what was read, in words.
        unread: column of `unread_words`.
    """
    return pl.concat_str(sentence, pl.format(_SHOWN, unread).fill_null(""))


def sentence_with(sentence: str, unread: str | None) -> str | None:
    """The same for one sentence; None where nothing was read.

    Args:
        sentence: what was read, in words; empty where nothing was.
        unread: as `unread_words` gives it; None where nothing was left.
    """
    return sentence + (_SHOWN.format(unread) if unread else "") if sentence else None
