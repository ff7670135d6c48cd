"""`name_parts`: core, legal form, venue and edition of one name."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise.name_parts import read_names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("認知症カフェ「ひこうき雲」", ("認知症カフェ ひこうき雲", None, None, None)),
        ("NPO法人 さくらの会", ("さくらの会", "NPO法人", None, None)),
        ("（一社）オアシス", ("オアシス", "一般社団法人", None, None)),
        ("第14回 みどりまつり", ("みどりまつり", None, None, "第14回")),
        ("【参加者募集】はじめてのヨガ♪", ("はじめてのヨガ", None, None, None)),
        ("おはなし会 in 中原図書館", ("おはなし会", None, "中原図書館", None)),
        ("おもちゃ病院（登戸会館）", ("おもちゃ病院", None, "登戸会館", None)),
        ("おはなし会（中原図書館 児童コーナー）", ("おはなし会", None, "中原図書館", None)),
        ("ひよこサロン（みほん幼稚園）", ("ひよこサロン", None, "みほん幼稚園", None)),
        ("手話の会（久末）", ("手話の会", None, "久末", None)),
        ("等々力緑地で遊ぼう", ("等々力緑地で遊ぼう", None, "等々力緑地", None)),
        ("公園で遊ぼう", ("公園で遊ぼう", None, None, None)),
        ("9/13（土）みほん食堂", ("みほん食堂", None, None, "9/13（土）")),
        ("みほん食堂（9月13日(土)）", ("みほん食堂", None, None, "9月13日(土)")),
        ("第1・3土曜日開催 みほんカフェ", ("みほんカフェ", None, None, None)),
        ("【毎月第2土曜】子ども食堂", ("子ども食堂", None, None, None)),
        ("手話講座②", ("手話講座", None, None, "②")),
        ("手話講座［２回目］", ("手話講座", None, None, "２回目")),
        ("手話講座（3）「あいさつ」", ("手話講座 あいさつ", None, None, "3")),
        ("【11月】親子リトミック", ("親子リトミック", None, None, "11月")),
        ("3月3日(火) ひなまつり会", ("ひなまつり会", None, None, "3月3日(火)")),
        ("第12回 見本まつり ２０２６", ("見本まつり", None, None, "第12回 ; ２０２６")),
        ("みほん食堂（会場：見本会館）", ("みほん食堂", None, "見本会館", None)),
        ("朗読会（於 見本市民館）", ("朗読会", None, "見本市民館", None)),
        ("朗読会 会場:見本市民館", ("朗読会", None, "見本市民館", None)),
        ("［見本小学校］わくわく広場", ("わくわく広場", None, "見本小学校", None)),
        ("見本会館：みほん体操", ("みほん体操", None, "見本会館", None)),
        ("みほん体操 ／ 見本会館", ("みほん体操", None, "見本会館", None)),
        ("第3回 見本緑地 みほん観察会", ("みほん観察会", None, "見本緑地", "第3回")),
        ("見本科学館「星をみる夕べ」", ("星をみる夕べ", None, "見本科学館", None)),
        ("みほん体操（見本会館・和室）", ("みほん体操", None, "見本会館・和室", None)),
        ("みほんサロン10月のお知らせ", ("みほんサロン", None, None, "10月")),
        ("（見本図書館）おはなし会", ("おはなし会", None, "見本図書館", None)),
        ("おはなし会～見本図書館～", ("おはなし会", None, "見本図書館", None)),
        ("おはなし会《見本図書館》", ("おはなし会", None, "見本図書館", None)),
        ("おはなし会【見本図書館】【要予約】", ("おはなし会", None, "見本図書館", None)),
        ("みほん寄席（11月28日開催）", ("みほん寄席", None, None, "11月28日")),
        ("令和8年11月 みほん観察会", ("みほん観察会", None, None, "令和8年11月")),
        ("みほん観察会’26", ("みほん観察会", None, None, "’26")),
        ("みほん観察会〜第3回〜", ("みほん観察会", None, None, "第3回")),
        ("【11/3開催】みほん観察会", ("みほん観察会", None, None, "11/3")),
        ("しぜんひろば（自然広場）", ("しぜんひろば", None, None, None)),
        ("文化クラブ かがやきほーる（輝きホール）", ("文化クラブ かがやきほーる", None, None, None)),
        ("見本の会（見本広場）", ("見本の会", None, "見本広場", None)),
        ("見本の会（高津区久本）", ("見本の会", None, "高津区久本", None)),
        ("見本の会（川崎市高津区・久本）", ("見本の会", None, "川崎市高津区・久本", None)),
        ("見本の会［久本３丁目］", ("見本の会", None, "久本３丁目", None)),
        ("見本の会（柿生地区）", ("見本の会", None, "柿生地区", None)),
        ("（高津区久本）見本の会", ("見本の会", None, "高津区久本", None)),
        ("【久本】見本の会", ("見本の会", None, "久本", None)),
        ("みほんオカリナ ・久本", ("みほんオカリナ ・久本", None, None, None)),
        ("見本の会（高津区）", ("見本の会", None, None, None)),
        ("見本の会（久本さん主宰）", ("見本の会", None, None, None)),
        ("見本の会（『みどりまつり Vol.6』協力）", ("見本の会", None, None, None)),
    ],
)
def test_a_name_and_its_parts(name: str, expected: tuple[str | None, ...]) -> None:
    assert (
        read_names(pl.Series([name])).select("core_name", "legal_form", "venue_in_name", "edition").row(0) == expected
    )


@given(st.lists(st.none() | st.text(max_size=30), max_size=5))
def test_any_column_keeps_its_rows_and_a_visible_name_keeps_a_core(names: list[str | None]) -> None:
    found = read_names(pl.Series(names, dtype=pl.String))
    assert found.height == len(names)
    for name, core in zip(names, found.get_column("core_name"), strict=True):
        assert core is None or name is not None
