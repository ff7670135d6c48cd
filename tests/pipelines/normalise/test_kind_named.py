"""What kind a name says: its head noun decides, what is done goes before its form, nicknames and venues say nothing."""

import csv
import itertools
from pathlib import Path

import pytest

from cities.here import here
from pipelines.normalise import kind_words
from pipelines.normalise.kind_named import kind_named, kind_of_people, kind_told
from pipelines.normalise.kind_words import vocabulary, words_in
from warehouse.contract import VOCABULARIES

_STRENGTHS = {
    *("head", "topic", "people", "form", "lesson", "help", "making", "looking"),
    *("hint", "toy", "material", "place", "living", "house", "mask"),
}


@pytest.mark.parametrize(
    ("name", "kind", "others"),
    [
        pytest.param("見本公園ラジオ体操会", "exercise", (), id="a venue is no hint"),
        pytest.param("防災講座", "safety", ("learning",), id="the topic before the form"),
        pytest.param("いけばな教室", "culture", (), id="a class alone says nothing"),
        pytest.param("市民講座", "learning", (), id="a form alone says its own kind"),
        pytest.param("健康カフェ", "cafe", ("exercise",), id="the head noun decides"),
        pytest.param("ツインズサロン", "childcare", ("cafe",), id="a salon is of those it is for"),
        pytest.param("いきいきサロン", "cafe", (), id="a salon of its own"),
        pytest.param("健康麻雀の会", "culture", (), id="the longest word wins"),
        pytest.param("親子書道教室", "culture", ("childcare",), id="what is done before whom it is for"),
        pytest.param("こどもひろば", "children", (), id="whom it is for where nothing else is said"),
        pytest.param("花壇を見守る会", "green", (), id="what is watched over"),
        pytest.param("見守り隊 こだま", "safety", ("welfare",), id="who watches over"),
        pytest.param("見本用水見本堀を愛する会", "green", (), id="a place whose name goes on"),
        pytest.param("見本川で遊ぶ会", "green", (), id="a place where one plays"),
        pytest.param("防災炊き出しけん玉", "safety", (), id="a toy is a nickname"),
        pytest.param("防災炊き出し「めだか」", "safety", (), id="a quoted nickname"),
        pytest.param("けん玉教室", "children", (), id="a toy that is taught"),
        pytest.param("合唱と体操の会", "exercise", ("culture",), id="two things that are done"),
        pytest.param("体操クラブ子ども", "exercise", (), id="a nickname behind the form"),
        pytest.param("つつじの会（太極拳）", "exercise", (), id="brackets where nothing else says"),
        pytest.param("つつじ太極拳（見本合唱団）", "exercise", (), id="brackets where something else says"),
        pytest.param("つつじの会〜みんなでつくる居場所", "cafe", (), id="a subtitle where nothing else says"),
        pytest.param("つつじの会〜お子さま連れ歓迎〜", None, (), id="an invitation"),
        pytest.param("ほっとしませんか「産後ママの時間」", "childcare", (), id="a quoted name behind a call"),
        pytest.param("おもちゃ病院", "welfare", ("children",), id="several kinds of one word"),
        pytest.param("つつじの会", None, (), id="a plant"),
        pytest.param("川崎友の会", None, (), id="a town with a river in its name"),
        pytest.param("アエコ文化の会", "culture", (), id="エコ within a longer word"),
        pytest.param("ひまわりの会", None, (), id="what grows is a nickname"),
        pytest.param("ひまわりを育てる会", "green", (), id="what grows and is cared for"),
        pytest.param("緑丘会", None, (), id="the last letter of a proper name"),
        pytest.param("カフェで使える英会話", "learning", ("cafe",), id="where it is useful"),
        pytest.param("障害者のためのパソコン教室", "learning", ("welfare",), id="whom it is for"),
        pytest.param("聴覚障害者の書道教室", "culture", ("welfare",), id="what is done before whom it is for"),
        pytest.param("少年少女合唱団", "culture", ("children",), id="whom it is for within a word"),
        pytest.param("遺言なんでも相談", "civic", ("welfare",), id="advice is of what it advises on"),
        pytest.param(
            "通訳ボランティア養成講座", "intercultural", ("learning", "welfare"), id="training is of what it trains"
        ),
        pytest.param("つつじクラブ発表会", None, (), id="a mere event"),
        pytest.param("太極拳 どろんこ組", "exercise", (), id="a nickname behind a space"),
        pytest.param("川に親しむ一日", "green", (), id="a place one gets close to"),
        pytest.param("", None, (), id="nothing"),
    ],
)
def test_a_name_says_its_kinds(name: str, kind: str | None, others: tuple[str, ...]) -> None:
    named = kind_named(name)
    assert (named.kind, named.others) == (kind, others)


def test_behind_a_possessive_stands_what_governs() -> None:
    assert kind_named("プレーパークの草刈り隊").kind == "green"


@pytest.mark.parametrize(
    ("name", "is_certain"),
    [("体操の会", True), ("こどもの会", True), ("市民講座", False), ("つつじの会（体操）", False), ("見本公園", False)],
)
def test_a_head_noun_is_certain_and_a_form_a_bracket_or_a_house_is_not(name: str, *, is_certain: bool) -> None:
    assert kind_named(name).is_certain is is_certain


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("有志が集まって、合唱の練習をします", "culture", id="one thing"),
        pytest.param("体操のあとで合唱をします", None, id="two things"),
        pytest.param("視覚障害者の集まりです", "welfare", id="who is meant where nothing is done"),
        pytest.param("見学はいつでもできます", None, id="nothing"),
    ],
)
def test_prose_says_a_kind_only_where_all_that_is_done_is_of_one(text: str, kind: str | None) -> None:
    assert kind_told(text).kind == kind


def test_people_say_a_kind_only_where_all_their_words_agree() -> None:
    assert kind_of_people("乳幼児とその保護者") == "childcare"
    assert kind_of_people("乳幼児から小学生まで") is None


def test_no_word_lies_over_another_and_the_longest_is_taken() -> None:
    found = words_in("こども文化センター健康麻雀")
    assert [(word.kind, word.strength) for word in found] == [("children", "house"), ("culture", "topic")]
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))


def test_every_word_of_the_vocabulary_is_once_there_and_has_a_kind_and_a_strength_that_exist() -> None:
    of_all = Path(kind_words.__file__).with_name("data") / "kind_words.csv"
    rows = []
    for path in (of_all, here().folder / "kind_words.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    kinds = set(VOCABULARIES["kind"].values())
    assert len(rows) > 1_000
    assert {row["strength"] for row in rows} <= _STRENGTHS
    assert {
        row["word"]
        for row in rows
        if not row["kind_code"] and row["strength"] not in {"form", "lesson", "making", "looking", "mask"}
    } == set()
    assert {code for row in rows for code in (row["kind_code"], *row["other_kind_codes"].split()) if code} == kinds
    # ヨガ and よが are one word, written down for whoever reads the file; what they say must not differ
    told = {(kind_words.folded(row["word"]), row["kind_code"], row["strength"]) for row in rows}
    assert len(told) == len(vocabulary())
