"""`core_name` and `legal_form`: one case per rule (docs/meaning.md §5), made-up names where a rule needs one."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.normalise.names import core_name, legal_form
from pipelines.normalise.text import display


def core(name: str | None) -> str | None:
    cleaned: str | None = (
        pl.DataFrame({"name": [name]}, schema={"name": pl.String}).select(core_name(pl.col("name"))).item()
    )
    return cleaned


def form(name: str | None) -> str | None:
    cleaned: str | None = (
        pl.DataFrame({"name": [name]}, schema={"name": pl.String}).select(legal_form(pl.col("name"))).item()
    )
    return cleaned


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("土橋カフェ", "土橋カフェ", id="plain"),
        pytest.param("「土橋カフェ」", "土橋カフェ", id="enclosed"),
        pytest.param("認知症カフェ「ひこうき雲」", "認知症カフェ ひこうき雲", id="kind word stays"),
        pytest.param("シニアの「ちから」ネットワーク", "シニアの「ちから」ネットワーク", id="marks inside stay"),
        pytest.param("みんなで歩こう「花めぐり」", "花めぐり", id="catch phrase"),
        pytest.param("市民交流イベント「はぴ☆フェス」", "はぴ☆フェス", id="programme title"),
        pytest.param("【参加者募集】花カフェ", "花カフェ", id="tag"),
        pytest.param("【花カフェ】", "花カフェ", id="tag holds the name"),
        pytest.param("井田こども文化センター【卓球デイ】", "卓球デイ", id="tag holds the name behind a place"),
        pytest.param("花カフェ（追加募集中）", "花カフェ", id="notice in brackets"),
        pytest.param("第47回（令和8年度）清掃活動の実施について【川崎区】", "清掃活動", id="edition, notice, tag"),
        pytest.param("2026年度 音楽会", "音楽会", id="fiscal year"),
        pytest.param("市民オーケストラ第82回演奏会", "市民オーケストラ演奏会", id="edition inside a word"),
        pytest.param("『ゴミ拾い Vol.６』", "ゴミ拾い", id="volume in an enclosed name"),
        pytest.param("音のはらっぱ〜コンサート〜vol.21", "音のはらっぱ", id="subtitle and volume"),
        pytest.param("カフェ「ハチドリ〜オレンジ〜」", "カフェ ハチドリ〜オレンジ〜", id="wave inside quotation marks"),
        pytest.param("ワークショップ ～「あっ！」という体験～", "ワークショップ", id="subtitle with quotation marks"),
        pytest.param("楽器を作ろう♪", "楽器を作ろう", id="note at the end"),
        pytest.param("☆花まつり☆", "花まつり", id="stars around"),
        pytest.param("1/2成人式", "1/2成人式", id="a fraction is no date"),
        pytest.param("３R推進プロジェクト", "3R推進プロジェクト", id="a letter with a digit is no era"),
        pytest.param("手話講習会(昼間)", "手話講習会(昼間)", id="bracket that tells apart"),
        pytest.param("花カフェ（旧：みどりカフェ）", "花カフェ", id="explanation"),
        pytest.param("NPO法人「花の会」", "花の会", id="legal form in front"),
        pytest.param("（一社）花の会", "花の会", id="short legal form"),
        pytest.param("花の会株式会社", "花の会", id="legal form behind"),
        pytest.param("有馬こども文化センター　リトミック", "リトミック", id="facility in front"),
        pytest.param("リトミック in有馬こども文化センター", "リトミック", id="venue with in"),
        pytest.param("リトミック@川崎市アートセンター", "リトミック", id="venue with @"),
        pytest.param("寺子屋事業 栗木台小学校", "寺子屋事業 栗木台小学校", id="only a programme would be left"),
        pytest.param("株式会社", "株式会社", id="stripping leaves nothing: legal form"),
        pytest.param("第14回", "第14回", id="stripping leaves nothing: edition"),
        pytest.param("♪☆", "♪☆", id="stripping leaves nothing: decoration"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="null"),
    ],
)
def test_core_name(name: str | None, expected: str | None) -> None:
    assert core(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("NPO法人花の会", "NPO法人"),
        ("NOP法人花の会", "NPO法人"),
        ("認定特定非営利活動法人 花の会", "NPO法人"),
        ("ＮＰＯ法人花の会", "NPO法人"),
        ("（一社）花の会", "一般社団法人"),
        ("公益財団法人花の会", "公益財団法人"),
        ("花の会㈱", "株式会社"),
        ("一社)花の会", "一般社団法人"),
        ("非営利活動法人花の会", "NPO法人"),
        ("一般財団法人花の会", "一般財団法人"),
        ("医療法人社団花の会", "医療法人"),
        ("花の会(小学)", None),
        ("任意団体花の会", "任意団体"),
        ("川崎市認可保育所　花園", None),
        ("花の会", None),
        ("NPO法人花の会・社会福祉法人草の会", None),
        (None, None),
    ],
)
def test_legal_form(name: str | None, expected: str | None) -> None:
    assert form(name) == expected


@settings(deadline=None, max_examples=120)
@given(
    st.lists(
        st.none()
        | st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("【】「」()〜第1回NPO法人 ☆")))
    )
)
def test_a_name_with_something_to_show_always_has_a_core(names: list[str | None]) -> None:
    frame = pl.DataFrame({"name": names}, schema={"name": pl.String})
    out = frame.select(shown=display(pl.col("name")), core=core_name(pl.col("name")), form=legal_form(pl.col("name")))
    assert out.height == len(names)
    assert out["shown"].is_null().to_list() == out["core"].is_null().to_list()
    assert "" not in out["core"].to_list()
