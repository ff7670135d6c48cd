"""Vocabularies of what becomes of an activity from release to release.

Belongs here: identity, redirects, changes, staleness. Does not belong here: other vocabularies (`vocabularies`).
"""

from __future__ import annotations

from warehouse.contract.model import Code, Vocabulary

IDENTITIES = Vocabulary(
    "identity",
    "IDの由来",
    "What happened to an activity ID in this release",
    (
        Code("kept", "前回から引き継ぎ", "Inherited from the last release"),
        Code("new", "新規", "Minted in this release"),
        Code("merged", "統合された", "Became part of another activity"),
        Code("retired", "掲載がなくなった", "No listing any more"),
    ),
    is_published=False,
)

REDIRECTS = Vocabulary(
    "redirect",
    "活動IDの行き先",
    "What an activity ID stands for today",
    (
        Code("current", "いまある活動", "An activity of this release"),
        Code("merged", "別の活動に統合", "Became part of another activity"),
        Code("retired", "掲載がなくなった", "No listing any more"),
    ),
)

CHANGES = Vocabulary(
    "change",
    "変わったこと",
    "What happened to an activity since the last release",
    (
        Code("added", "新しく載った", "Listed for the first time"),
        Code("seen_again", "また載った", "Listed again after it had not been seen"),
        Code("split", "別の活動から分かれた", "Split from another activity"),
        Code("merged", "別の活動に統合された", "Became part of another activity"),
        Code("not_seen", "掲載が見えなくなった", "Its sources were read, and it is not on them any more"),
        Code(
            "source_ended",
            "情報源の一覧が終わった",
            "The list that carried it has ended; nothing is known of the activity",
        ),
        Code("paused", "休止になった", "Paused"),
        Code("ended", "終了になった", "Ended"),
        Code("changed", "内容が変わった", "A field says something else"),
        Code("rekeyed", "情報源での番号・URLが変わった", "The source gave its listing another key"),
        Code("stale", "情報源を取得できず前の内容のまま", "Its sources could not be read; older rows are shown"),
        Code("fresh", "情報源をまた取得できた", "Its sources could be read again"),
    ),
)

STALENESS = Vocabulary(
    "staleness",
    "古い内容のまま見せているわけ",
    "How old the rows of an activity are that is shown as it was on an earlier day",
    (
        Code("standing_in", "前の内容（期限内）", "All its sources fail; their age limits have not passed"),
        Code(
            "expired",
            "前の内容（期限切れ）",
            "All its sources fail and are beyond their age limits: may be out of date",
        ),
    ),
)
