"""What kind a name says: its head noun decides, what is done goes before its form, nicknames and venues say nothing."""

import csv
import itertools
from pathlib import Path

import pytest

from pipelines.normalise import kind_words
from pipelines.normalise.kind_named import kind_named, kind_of_people, kind_told
from pipelines.normalise.kind_words import vocabulary, words_in
from warehouse.contract import VOCABULARIES

_STRENGTHS = {
    *("head", "topic", "people", "form", "lesson", "help", "making", "looking"),
    *("hint", "toy", "material", "place", "house", "mask"),
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
        pytest.param("チェコ文化の会", "culture", (), id="エコ within a longer word"),
        pytest.param("", None, (), id="nothing"),
    ],
)
def test_a_name_says_its_kinds(name: str, kind: str | None, others: tuple[str, ...]) -> None:
    named = kind_named(name)
    assert (named.kind, named.others) == (kind, others)


@pytest.mark.parametrize(
    ("name", "is_certain"),
    [("体操の会", True), ("こどもの会", True), ("市民講座", False), ("つつじの会（体操）", False), ("見本公園", False)],
)
def test_a_head_noun_is_certain_and_a_form_a_bracket_or_a_house_is_not(name: str, *, is_certain: bool) -> None:
    assert kind_named(name).is_certain is is_certain


def test_prose_and_people_say_a_kind_only_where_all_their_words_agree() -> None:
    assert kind_told("有志が集まって、合唱の練習をします").kind == "culture"
    assert kind_told("体操のあとで合唱をします").kind is None
    assert kind_told("見学はいつでもできます").kind is None
    assert kind_of_people("乳幼児とその保護者") == "childcare"
    assert kind_of_people("乳幼児から小学生まで") is None


def test_no_word_lies_over_another_and_the_longest_is_taken() -> None:
    found = words_in("こども文化センター健康麻雀")
    assert [(word.kind, word.strength) for word in found] == [("children", "house"), ("culture", "topic")]
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))


def test_every_word_of_the_vocabulary_is_once_there_and_has_a_kind_and_a_strength_that_exist() -> None:
    path = Path(kind_words.__file__).with_name("data") / "kind_words.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
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
