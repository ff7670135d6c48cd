"""`names`: who is called, for whom, in which part of the day, and houses that stand behind a name without a sign."""

import polars as pl
import pytest

from pipelines.normalise.name_parts import read_names


def parts(name: str) -> tuple[str | None, str | None, str | None]:
    row = read_names(pl.Series([name])).row(0, named=True)
    return row["core_name"], row["venue_in_name"], row["edition"]


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("一緒に歌いませんか？ コーラスひばり", "コーラスひばり"),
        ("コーラスひばり 一緒に歌いませんか？", "コーラスひばり"),
        ("メンバー大募集☆卓球サークルどんぐり", "卓球サークルどんぐり"),
        ("仲間募集・どんぐり卓球クラブ", "どんぐり卓球クラブ"),
        ("誰でも来てね♪ みんなの居場所「とまりぎ」", "みんなの居場所 とまりぎ"),
        ("笑って元気♪「おやこひろば どんぐり」", "おやこひろば どんぐり"),
        ("交通安全を学びましょう！（親子で一緒に）", "交通安全を学びましょう"),
        ("お茶を飲みながら…「おしゃべりサロンどんぐり」", "おしゃべりサロンどんぐり"),
        ("どんぐり♪「コンサート」", "どんぐり♪ コンサート"),
        # A jubilee is none of the name, in front, behind, counted in kanji
        ("ありがとう10周年♪どんぐりカフェ", "どんぐりカフェ"),
        ("どんぐりカフェ１０周年", "どんぐりカフェ"),
        ("第三十回記念 合同作品展", "合同作品展"),
        ("どんぐり体験教室（全3回コース）", "どんぐり体験教室"),
    ],
)
def test_what_calls_people_is_no_part_of_a_name(name: str, core: str) -> None:
    assert parts(name)[0] == core


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("手話サークルどんぐり（夜の部）", "手話サークルどんぐり"),
        ("朗読サークルこだま 夜の部", "朗読サークルこだま"),
        ("手話講習会 夜の部", "手話講習会 夜の部"),
        # What others have as well is told apart by when it is
        ("手話講習会（夜の部）", "手話講習会（夜の部）"),
        ("手話サークルどんぐり（初級）", "手話サークルどんぐり（初級）"),
    ],
)
def test_a_group_has_one_name_by_day_and_by_night(name: str, core: str) -> None:
    assert parts(name)[0] == core


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("朝ヨガ・夢見ヶ崎公園", ("朝ヨガ", "夢見ヶ崎公園", None)),
        ("太極拳・とどろきアリーナ", ("太極拳", "とどろきアリーナ", None)),
        ("さくら公園・もみじ公園", ("さくら公園・もみじ公園", None, None)),
        ("つくってあそぼう幸市民館日吉分館", ("つくってあそぼう", "幸市民館日吉分館", None)),
        ("歌の広場高津市民館", ("歌の広場", "高津市民館", None)),
        # Only a kind word would be left
        ("おはなしひろば麻生図書館", ("おはなしひろば麻生図書館", "麻生図書館", None)),
        ("体操教室 幸市民館にて", ("体操教室", "幸市民館", None)),
        ("体操教室（幸市民館にて）", ("体操教室", "幸市民館", None)),
        ("出張こどもカフェ「どんぐり」", ("こどもカフェ どんぐり", None, "出張")),
        ("出張ひろば「どんぐり」", ("出張ひろば どんぐり", None, None)),
        ("出張法律相談「どんぐり」", ("出張法律相談 どんぐり", None, None)),
    ],
)
def test_where_it_is_held_stands_behind_a_name(name: str, expected: tuple[str, str | None, str | None]) -> None:
    assert parts(name) == expected


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("☆彡どんぐり合唱団☆彡", "どんぐり合唱団"),
        ("彡☆ 折り紙の会 もみじ 彡★", "折り紙の会 もみじ"),
        ("どんぐり合唱団☆ミ", "どんぐり合唱団"),
        # Letters of the name itself
        ("ドレミ☆", "ドレミ"),
        ("☆ミニ朗読会どんぐり", "ミニ朗読会どんぐり"),
        ("彡の会", "彡の会"),
    ],
)
def test_a_shooting_star_goes_whole(name: str, core: str) -> None:
    assert parts(name)[0] == core
