"""Personal data at the door: made-up persons, found, named by kind, cut."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise.listings import SourceRule, normalise
from pipelines.normalise.privacy import CUT, cut, mark, marks_of, without_personal_data
from warehouse.contract import table
from warehouse.contract.derived.frames import frame


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("代表：広場太郎", f"代表：{CUT}"),
        ("代表 広場 太郎（044-200-1234）", f"代表 {CUT}（044-200-1234）"),
        ("担当 広場さん", f"担当 {CUT}さん"),
        ("講師：広場一郎先生", f"講師：{CUT}先生"),
        ("会長 広田", f"会長 {CUT}"),
        ("お問い合わせは広場様", f"お問い合わせは{CUT}様"),
        ("連絡先：090-1234-5678", f"連絡先：{CUT}"),
        ("０８０（１２３４）５６７８", CUT),
        ("会長 架空坂 花子まで", f"会長 {CUT}まで"),
        ("見本谷さくらさんへ", f"{CUT}さんへ"),
        ("架空坂花子さんの教室", f"{CUT}さんの教室"),
        ("申込は仮野まで 090-0000-8765", f"申込は{CUT}まで {CUT}"),
        ("０８０－００００－４３２１（仮野）", f"{CUT}（{CUT}）"),
        ("担当　仮野（携帯 080-0000-4321）", f"担当　{CUT}（携帯 {CUT}）"),
        ("hiroba.taro＠gmail．com", CUT),
        ("hiroba.taro[at]gmail.com", CUT),
        ("hiroba.taro@gmail.com / info@hiroba.or.jp", f"{CUT} / info@hiroba.or.jp"),
    ],
)
def test_personal_data_are_cut(text: str, rest: str) -> None:
    assert without_personal_data(text) == rest
    assert marks_of(text) and not marks_of(rest)


@pytest.mark.parametrize(
    "text",
    [
        "担当：高津区役所地域振興課",
        "代表電話 044-200-1234",
        "代表者 募集中",
        "管理者　代表　（公財）川崎市",
        "皆さんのための会",
        "子どもたちとお母さん",
        "妊婦さんもどうぞ",
        "患者様とご家族",
        "講師：保健師",
        "どなたでもお気軽に",
        "044-200-1234",
    ],
)
def test_what_is_no_person_stays(text: str) -> None:
    assert without_personal_data(text) == text
    assert marks_of(text) == []


def test_columns_keep_nulls_and_rows() -> None:
    texts = pl.Series("t", ["代表：広場太郎", None, "無料"])
    assert cut(texts).to_list() == [f"代表：{CUT}", None, "無料"]
    assert mark(texts).to_list() == [["personal_name"], None, None]


def test_marks_are_counted_and_no_personal_text_reaches_a_typed_column() -> None:
    personal = {
        "organizer_text": "代表：広場太郎",
        "target_text": "近所の方（担当 広場さん）",
        "fee_text": "300円 広場様へ",
        "schedule_text": "毎週月曜 090-1234-5678まで",
        "venue_text": "会長 広場宅",
        "phone_text": "090-1234-5678",
        "mail_text": "taro@gmail.com",
    }
    row = dict.fromkeys(table("raw__listings").optional) | personal
    row |= {"source_key": "s", "run_id": "r1", "page_url": "https://example.jp/", "position": 1, "body_sha256": "0"}
    raw = frame(table("raw__listings"), [row | {"record_key": "k", "name_text": "広場の会"}])
    result = normalise(raw, {"s": SourceRule("s", "cafe")})
    typed = [name for name in result.listings.columns if not name.endswith("_text")]
    shown = " ".join(str(value) for value in result.listings.select(typed).row(0))
    assert "太郎" not in shown and "1234" not in shown and "gmail" not in shown and "広場さん" not in shown
    counts = result.issues.group_by("reason_code").len().rows()
    assert dict(counts)["mobile_number"] == 2
    assert dict(counts)["personal_mail"] == 1
    assert result.issues.filter(pl.col("reason_code").is_in(["personal_name"]))["raw_text"].null_count() >= 3


@given(st.text(max_size=80))
def test_cutting_twice_changes_nothing(text: str) -> None:
    once = without_personal_data(text)
    assert without_personal_data(once) == once


@pytest.mark.parametrize("text", ["090" * 40_000, "a@" * 60_000, "代表：" * 40_000, "山" * 120_000])
def test_a_hostile_text_ends(text: str) -> None:
    assert len(without_personal_data(text)) <= 100_000 + len(CUT) * 40_000


def test_nothing_leaves_that_nobody_has_searched() -> None:
    text = "公園で体操をします。" * 10_001
    assert without_personal_data(text) == text[:100_000] + CUT
