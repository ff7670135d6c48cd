"""Which house a text names: its own name, its kind, and what is only a spot in one."""

import polars as pl
import pytest

from pipelines.normalise.venue_parts import venue_parts


def parts(venue: str | None, name: str = "集い") -> tuple[str | None, str | None, str | None]:
    df = venue_parts(pl.Series([venue], dtype=pl.String), pl.Series([name]))
    return df.select("venue_proper", "venue_kind", "venue_side").row(0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("多摩市民館", "たましみんかん 3かい"),
        ("菅こども文化センター 幼児室", "菅こ文"),
        ("久地の老人いこいの家", "くじ老人いこいの家"),
        ("特別養護老人ホームひのきの杜", "特養ひのきの杜 1階ロビー"),
        ("コミュニティハウス木月", "元住吉・コミュニティハウス木月"),
        ("市ノ坪公園", "市ノ坪公園の花だん"),
        ("練馬区立西稲池地域ケアプラザ(第1会議室)", "西稲池地域ケアP"),
        ("小原児童館", "世田谷区 小原児童館 音楽室"),
        ("麻生市民交流館やまゆり", "麻生市民交流館やまゆりの2階"),
        ("幸市民館日吉分館", "日吉分館 第1会議室"),
        ("麻生スポーツセンター", "麻生スポセン 第2武道室"),
        ("麻生スポーツセンター", "Asao Sports Center"),
        ("教育文化会館", "Kyoiku Bunka Kaikan, Fujimi, Kawasaki-ku"),
        ("多摩図書館", "Tama Library (2F)"),
        ("久地公園", "久地　久地公園"),
    ],
)
def test_one_house_however_it_is_written(one: str, other: str) -> None:
    assert parts(one) == parts(other)
    assert parts(one)[0]


@pytest.mark.parametrize(
    "spot",
    [
        "1階ロビー",
        "正面入口",
        "公民館玄関付近",
        "1階事務室内",
        "管理人室",
        "未定",
        "各所",
        "コーチ室",
        "職員室前廊下",
        "体育館前入口外側",
        "サービスカウンター",
        "新館1Fフロア内",
    ],
)
def test_a_spot_is_no_house(spot: str) -> None:
    assert parts(spot) == (None, None, None)


@pytest.mark.parametrize("part", ["登戸", "井田3丁目", "片瀬３丁目", "登戸（市民館）", "木月周辺", "登戸 1階"])
def test_a_part_of_the_city_is_no_house(part: str) -> None:
    assert parts(part) == (None, None, None)


def test_a_public_hall_may_be_one_sign() -> None:
    assert parts("東林公 体育室")[0] == parts("東林公民館")[0]


def test_a_branch_is_not_the_house_it_belongs_to() -> None:
    assert parts("幸市民館日吉分館") != parts("幸市民館")


def test_a_nursery_is_no_kindergarten_of_the_same_name() -> None:
    assert parts("ひなた保育園")[1] != parts("ひなた幼稚園")[1]


def test_a_kind_alone_names_no_house() -> None:
    assert parts("市民館の視聴覚室") == (None, "shimin", None)
    assert parts("駅前の町内会館の2階") == (None, "kaikan", None)


def test_the_house_of_the_name_counts_where_the_venue_names_none() -> None:
    assert parts(None, "まちかど公園体操in井田公園") == ("いだ", "park", "-")
    assert parts("正面入口", "高松市二番丁公民館")[1] == "shimin"


def test_a_direction_makes_another_house() -> None:
    assert parts("西生田公園")[2] == "西"
    assert parts("生田公園")[2] == "-"


@pytest.mark.parametrize(
    ("venue", "proper", "kind"),
    [
        ("西野川小 図書室", "にしのがわ", "sho"),
        ("川中島小ランチルーム", "かわなかじま", "sho"),
        ("市民館（幸）", "さいわい", "shimin"),
        ("市民館（高）大会", "たかつ", "shimin"),
        ("大戸こ文のとなり、土橋会館", "つちはし", "kaikan"),
        ("当館 和室", None, None),
        ("当荘 娯楽室", None, None),
    ],
)
def test_short_forms_and_other_houses(venue: str, proper: str | None, kind: str | None) -> None:
    found = venue_parts(pl.Series([venue]), pl.Series([""])).row(0, named=True)
    assert found["venue_kind"] == kind
    if venue != "市民館（幸）":  # one sign, which a dictionary reads in two ways
        assert found["venue_proper"] == proper


def test_a_numbered_house_keeps_its_number_behind_a_space() -> None:
    heads = venue_parts(
        pl.Series(["上小田中団地 第2集会所", "上小田中団地 第2会議室"]), pl.Series(["", ""])
    ).get_column("venue_head")
    assert heads.to_list() == ["上小田中団地第2集会所", "上小田中団地"]
