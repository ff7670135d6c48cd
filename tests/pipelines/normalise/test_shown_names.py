"""`shown_name`: what announces or adorns a name goes, what makes it this group's name stays."""

import time

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise.shown_names import shown_name


def shown(name: str | None) -> str | None:
    """The shown name of one text."""
    found: str | None = (
        pl.DataFrame({"name": [name]}, schema={"name": pl.String}).select(shown_name(pl.col("name"))).item()
    )
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("有馬　プレーパーク", "有馬 プレーパーク", id="town in front"),
        pytest.param("みんなで公園体操 見本第1公園", "みんなで公園体操 見本第1公園", id="park behind"),
        pytest.param("見本こども文化センター 野鳥観察", "見本こども文化センター 野鳥観察", id="house in front"),
        pytest.param("放課後寺子屋【見本町内会館】", "放課後寺子屋【見本町内会館】", id="place in a tag"),
        pytest.param("おでかけひろば（見本市民館）", "おでかけひろば(見本市民館)", id="place in brackets"),
        pytest.param("お箏（やまびこ）", "お箏(やまびこ)", id="the name itself in brackets"),
        pytest.param("認知症カフェ「ひこうき雲」", "認知症カフェ「ひこうき雲」", id="kind word and name"),
        pytest.param("市民自主学級 見本塾", "市民自主学級 見本塾", id="programme"),
        pytest.param("見本の会in見本センター", "見本の会in見本センター", id="in a place"),
        pytest.param("「見本カフェ」", "見本カフェ", id="marks around the whole"),
        pytest.param("【参加者募集】見本 ダンス", "見本 ダンス", id="advertising tag"),
        pytest.param("見本の会 〜出入り自由〜", "見本の会", id="slogan"),
        pytest.param("見本の森を守る会〜出入り自由", "見本の森を守る会", id="slogan that nothing ends"),
        pytest.param("見本の暮らし 〜R8 見本講座", "見本の暮らし 〜R8 見本講座", id="what it is behind a wave"),
        pytest.param("見本こども文化センター 親子向け 「ヨガ」", "見本こども文化センター ヨガ", id="its house"),
        pytest.param("【令和8年度見本講座】人生百話", "見本講座 人生百話", id="the course of a talk"),
        pytest.param("☆「見本の森を守る会」☆〜世代をこえて〜！", "見本の森を守る会", id="several layers"),
        pytest.param("見本講座のお知らせ", "見本講座", id="notice"),
        pytest.param("NPO法人「見本の会」 〜出入り自由〜", "見本の会", id="legal form"),
        pytest.param("（一社）見本の会", "見本の会", id="legal form, short"),
        pytest.param("令和8年度 見本講座 Vol.6", "見本講座", id="editions at the ends"),
        pytest.param("見本管弦楽団第82回定期演奏会", "見本管弦楽団第82回定期演奏会", id="edition inside"),
        pytest.param("踊りましょう！「見本の会」", "見本の会", id="catch phrase in front"),
        pytest.param("【募集中】", "【募集中】", id="nothing else is left"),
        pytest.param("【9月の上映会】@見本市民館", "上映会 @見本市民館", id="never only a venue, with @"),
        pytest.param("見本こども文化センター【卓球デイ】", "見本こども文化センター 卓球デイ", id="never only a house"),
        pytest.param("【見本展】ギャラリートーク", "見本展 ギャラリートーク", id="never only a kind word"),
        pytest.param("見本講座③", "見本講座", id="serial"),
        pytest.param("★会員募集中★見本コーラス", "見本コーラス", id="call between stars"),
        pytest.param("[見本会館]見本体操", "【見本会館】見本体操", id="place in square brackets"),
        pytest.param("“見本の会”", "見本の会", id="curly marks around the whole"),
        pytest.param("祝20周年！見本食堂", "見本食堂", id="jubilee"),
        pytest.param("～歌って健康～ 見本サロン", "見本サロン", id="slogan in front"),
        pytest.param("見本クラブの活動報告", "見本クラブ", id="report"),
        pytest.param("布の店〜ころろ〜", "布の店 ころろ", id="short name between waves"),
        pytest.param(None, None, id="unknown"),
    ],
)
def test_shown_name(name: str | None, expected: str | None) -> None:
    assert shown(name) == expected


@given(st.text(alphabet="見本会のAa1 「」『』【】()〜~☆♪!・第回令和8年度NPO法人募集中", max_size=30))
def test_nothing_is_invented_and_a_name_stays_a_name(name: str) -> None:
    found = shown(name)
    if any(char.isalnum() for char in name):
        assert found and any(char.isalnum() for char in found)


@pytest.mark.parametrize("piece", ["「", "【", "〜", "☆", "第1回", "(", "NPO法人", " ", "【】"])
def test_a_hostile_name_ends(piece: str) -> None:
    started = time.monotonic()
    shown(piece * 1500 + "会")
    assert time.monotonic() - started < 5
