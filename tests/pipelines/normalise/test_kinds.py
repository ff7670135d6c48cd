"""`kinds`: what a listing tells of its kind, and what of it weighs more."""

from itertools import permutations

import polars as pl
import pytest

from pipelines.normalise.kinds import IS_FILED, NPO_FIELD_OF_KIND, read_kinds
from warehouse.contract import VOCABULARIES


def test_every_kind_has_a_field_of_the_npo_law() -> None:
    assert set(NPO_FIELD_OF_KIND) == set(VOCABULARIES["kind"].values())
    assert set(NPO_FIELD_OF_KIND.values()) <= set(VOCABULARIES["npo_field"].values())


LOOKUPS = {
    ("category_text", "体操"): "exercise",
    ("category_text", "手話"): "welfare",
    ("category_text", "災害"): "safety",
    ("category_text", "文化"): "culture",
    ("category_text", "学び"): "learning",
    ("category_text", "文芸"): "culture",
    ("category_strength", "体操"): "specific",
    ("category_strength", "手話"): "specific",
    ("category_strength", "学び"): "form",
    ("npo_field", "災害"): "npo08",
}


def read(*listings: dict[str, str | None], kind: str | None = None) -> pl.DataFrame:
    """The kinds of listings of a portal, or of a list of one kind."""
    texts = ("name", "category_text", "description_text", "target_text")
    raw = pl.DataFrame(
        [{"source_key": "a"} | {name: row.get(name) for name in texts} for row in listings],
        schema=dict.fromkeys(("source_key", *texts), pl.String),
    )
    return read_kinds(raw, raw.get_column("name"), {"a": kind}, {"a": LOOKUPS})


@pytest.mark.parametrize(
    ("listing", "kind", "evidence", "others"),
    [
        ({"name": "合唱の会", "category_text": "体操"}, "culture", "name", None),
        ({"name": "つつじの会", "category_text": "体操"}, "exercise", "category", None),
        ({"name": "市民講座", "category_text": "体操"}, "exercise", "category", None),
        ({"name": "市民講座", "category_text": "文化"}, "learning", "words", None),
        (
            {"name": "つつじの会", "category_text": "文化", "description_text": "体操をします"},
            "exercise",
            "prose",
            None,
        ),
        ({"name": "つつじの会", "category_text": "文化", "target_text": "乳幼児"}, "culture", "broad_category", None),
        ({"name": "つつじの会", "target_text": "乳幼児"}, "childcare", "people", None),
        ({"name": "つつじの会", "category_text": "貸し館"}, None, None, None),
        ({"name": "つつじの会", "category_text": "学び、文化"}, "culture", "broad_category", ["learning"]),
        ({"name": "つつじの会", "category_text": "災害;文化;文芸"}, "culture", "broad_category", ["safety"]),
        ({"name": "つつじの会", "category_text": "体操;手話"}, "exercise", "category", ["welfare"]),
        ({"name": "福祉の会（手話）", "category_text": "体操;手話"}, "welfare", "name", None),
    ],
)
def test_the_strongest_evidence_decides(
    listing: dict[str, str | None], kind: str | None, evidence: str | None, others: list[str] | None
) -> None:
    columns = ("kind_code", "kind_evidence_code", "other_kind_codes")
    assert read(listing).select(columns).row(0) == (kind, evidence, others)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("見本用水ウォッチング", "green"),
        ("見本川ウォッチング・フォーラム", "green"),
        ("見本の森探検隊", "green"),
        ("見本の森を元気にする会", "green"),
        ("見本の森をたのしむ会", "green"),
        ("見本川を歩く会", "exercise"),
        ("花を活ける会", "culture"),
    ],
)
def test_a_place_that_is_looked_at_or_cared_for_is_green_and_one_where_something_else_is_done_is_not(
    name: str, kind: str
) -> None:
    assert read({"name": name}).item(0, "kind_code") == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("見本町会（緑化活動）", "green"),
        ("見本自治会（防犯パトロール）", "safety"),
        ("ぽっぽサロン（親子サロン）", "childcare"),
        ("見本町会（見本こども文化センター）", "community"),
        ("見本フェスタ（見本館音楽室）", "community"),
        ("市民講座（保育あり）", "learning"),
        ("市民講座（小学生対象）", "learning"),
        ("かるがもクラス（サロン見本町）", None),
        ("かるがもクラス（カフェみどり）", None),
    ],
)
def test_a_bracket_that_says_more_decides_and_a_venue_or_a_condition_in_it_does_not(
    name: str, kind: str | None
) -> None:
    assert read({"name": name}).item(0, "kind_code") == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("プレママの茶話会", "childcare"),
        ("助産院でお茶会", "childcare"),
        ("赤ちゃんから高齢者までのカフェ", "cafe"),
        ("サロンのお茶出しボランティア募集", "cafe"),
        ("ボランティア募集（こども食堂）", "children"),
        ("まつりボランティア", "community"),
        ("つつじボランティアの会", "welfare"),
        ("自主学級 たぶんかを知る", "intercultural"),
    ],
)
def test_whom_it_is_for_and_what_is_helped_with_go_before_tea_help_and_class(name: str, kind: str) -> None:
    assert read({"name": name}).item(0, "kind_code") == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ウィンドウの会", None),
        ("ウィンドアンサンブル", "culture"),
        ("たっちゃんの会", None),
        ("コールフローラ", "culture"),
        ("どんぐりの会", None),
        ("どんぐり教室", None),
        ("古文書の会 見本市民活動センター", "learning"),
        ("どんぐりと葉っぱのワークショップ", "culture"),
        ("孫とあそぶ日", "childcare"),
        ("まごころの会", None),
    ],
)
def test_a_word_that_is_cut_or_a_nickname_says_nothing_and_a_material_speaks_where_one_makes_something(
    name: str, kind: str | None
) -> None:
    assert read({"name": name}).item(0, "kind_code") == kind


def test_a_list_of_one_kind_knows_the_kind_of_what_no_name_says_and_adds_to_what_it_says() -> None:
    listings = ({"name": "つつじの会", "category_text": "体操"}, {"name": "合唱の会"}, {"name": "公園花壇の会"})
    found = read(*listings, kind="green").select("kind_code", "other_kind_codes", "kind_evidence_code")
    assert found.rows() == [
        ("green", ["exercise"], "dedicated_list"),
        ("culture", ["green"], "name"),
        ("green", None, "name"),
    ]


def test_of_the_kinds_a_name_says_its_list_knows_which_it_is_for() -> None:
    assert read({"name": "親子体操"}).item(0, "kind_code") == "exercise"
    assert read({"name": "親子体操"}, kind="childcare").select("kind_code", "other_kind_codes").row(0) == (
        "childcare",
        ["exercise"],
    )


def test_the_order_of_the_categories_has_no_meaning() -> None:
    cells = [";".join(parts) for parts in permutations(("学び", "文化", "災害"))]
    found = read(*({"name": "つつじの会", "category_text": cell} for cell in cells))
    said = found.select("kind_code", pl.col("other_kind_codes").list.join(";")).unique().rows()
    assert said == [("culture", "learning;safety")]


def test_where_a_source_files_a_listing_is_kept_only_where_that_says_much() -> None:
    found = read(
        {"name": "合唱の会", "category_text": "体操"}, {"name": "合唱の会", "category_text": "文化"}, {"name": "会"}
    )
    assert found.get_column("filed_kind_codes").to_list() == [["exercise"], None, None]
    assert found.get_column(IS_FILED).to_list() == [True, True, False]


def test_the_field_of_the_law_is_the_one_the_source_names_else_that_of_the_kind() -> None:
    found = read({"name": "つつじの会", "category_text": "災害"}, {"name": "体操の会"}, {"name": "つつじの会"})
    assert found.get_column("npo_field_code").to_list() == ["npo08", "npo01", None]
