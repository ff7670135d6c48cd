"""One message, two readers: staff read nothing of files, a developer everything."""

import re

import pytest

from pipelines.watch.incidents import ACTIONS
from pipelines.watch.wording import for_developer, for_staff

GONE = "一覧のページがありません（エラー応答: HTTP 404、http://x.example/a.html）。"
UNREAD = "ページの形が変わり読めません（添付の表に知っている見出しの行がありません。[labels] を直してください、http://x.example/）。"
FILES = re.compile(r"source\.toml|lookups|\[labels|\[layout|hiroba |status =|start_urls")


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (GONE + "移転先を探して source.toml の start_urls を直してください。", GONE),
        (
            UNREAD + "ページを見て source.toml を直してください。",
            "ページの形が変わり読めません（添付の表に知っている見出しの行がありません、http://x.example/）。",
        ),
        ('サイトに断られました（x）。許可されるまで status = "paused" にしてください。', "サイトに断られました（x）。"),
        ("掲載が3件で、下限のめやす9件より少ないです。", "掲載が3件で、下限のめやす9件より少ないです。"),
        ("fukumimi/source.toml: key はフォルダーの名前にしてください", "この情報源の設定に読めないところがあります。"),
        ("今回は「減った」です。本当なら hiroba accept x", "今回は「減った」です。"),
    ],
)
def test_staff_read_what_happened_and_no_file(message: str, told: str) -> None:
    assert for_staff(message) == told
    assert message in for_developer("見本の一覧", "sample", "http://x.example/", message)


def test_no_action_for_staff_names_a_file() -> None:
    assert [text for text in ACTIONS.values() if FILES.search(text)] == []
