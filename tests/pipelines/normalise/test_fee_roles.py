"""`fees`: who pays an amount, and what only looks like one."""

import pytest

from pipelines.normalise.fees import Fee, parse_fee


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What is paid each time beside a yearly fee is another price, however the two are joined
        ("年会費1,500円、毎回300円", Fee("paid", 300, 1500, "other")),
        ("年会費1,500円＋毎回300円", Fee("paid", 300, 1500, "other")),
        ("年会費1,500円（別途、各回お茶代100円）", Fee("paid", 100, 1500, "other")),
        ("月会費1,000円（別途スポーツ保険年1,850円）", Fee("paid", 1000, 1000, "other")),
        # No yearly fee says nothing of what each time costs; free for some does
        ("年会費なし 1回400円", Fee("paid", 400, 400, "per_session")),
        ("月会費3,000円（中学生以下無料）", Fee("mixed", 0, 3000, "per_month")),
        ("年会費無料", Fee("free", 0, 0)),
        ("入会金500円、1回300円", Fee("paid", 300, 300, "per_session")),
        ("年会費500円、参加は無料", Fee("paid", 500, 500, "per_year")),
        ("会場500円、オンライン参加は無料", Fee("mixed", 0, 500)),
        ("出店料1,000円 入場無料", Fee("mixed", 0, 1000)),
        ("おかね：ひつようありません", Fee("free", 0, 0)),
        ("入場無料、飲み物は各自で", Fee("free", 0, 0)),
        ("無料（ランチは各自）", Fee("free", 0, 0)),
        ("受講無料。教材費として初回のみ700円", Fee("paid", 700, 700)),
        ("1回500円（初回のみ無料）", Fee("mixed", 0, 500, "per_session")),
        # A part that costs, named without a particle; food is none
        ("入場無料・乗馬有料", Fee("mixed", 0)),
        ("入場無料・カフェ有料", Fee("free", 0, 0)),
        ("無料・別途材料費が必要な講座あり", Fee("mixed", 0)),
        # Sums and prices without tax are told twice
        ("800円×4回＝3,200円", Fee("paid", 3200, 3200)),
        ("2,200円（税別2,000円）", Fee("paid", 2200, 2200)),
        ("10,000円（税込11,000円）", Fee("paid", 11000, 11000)),
        ("無料（はがき代は自己負担）", Fee("free", 0, 0)),
        # What one is given for helping is no fee
        ("謝礼あり（1回1,000円）", Fee()),
        ("交通費支給（上限500円）", Fee()),
        ("ご負担はありません", Fee("free", 0, 0)),
        ("おかねが　かかります", Fee("paid")),
    ],
)
def test_who_pays_and_for_what(text: str, expected: Fee) -> None:
    assert parse_fee(text) == expected
