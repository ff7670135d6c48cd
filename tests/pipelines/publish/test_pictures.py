"""Pictures: what they draw, what they tell who cannot see them, and that black and white is enough."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from pipelines.gaps import reference
from pipelines.publish.pictures import canvas
from pipelines.publish.pictures.canvas import Picture
from pipelines.publish.pictures.funnel import Dot, funnel
from pipelines.publish.pictures.interval_bars import Bar, interval_bars
from pipelines.publish.pictures.maps import Spot, Ward, town_map, ward_map
from pipelines.publish.pictures.slide import broken, slide
from pipelines.publish.pictures.waterfall import Step, waterfall

BARS = [Bar("カフェ", 100, 150, 300), Bar("体操", 200, 260, None), Bar("人権", 4, None, None, "少ないため")]
STEPS = [
    Step("前回", 1000, "total"),
    Step("一覧の増減", 50, "apparent"),
    Step("新しく始まった", 20, "real"),
    Step("終わった", -15, "real"),
    Step("見えなくなった", -30, "unknown", -20, -4),
    Step("今回", 1025, "total"),
]
DOTS = [
    Dot("幸区 体操", 20, 5, "few"),
    Dot("中原区 体操", 20, 11, "maybe_few"),
    Dot("高津区 体操", 20, 19, "not_different"),
]
WARDS = [Ward("141313", "川崎区", 0.5, "3.1", "few"), Ward("141321", "幸区", 1.0, "6.2", "")]
SPOTS = [
    Spot("川崎区浅田一丁目", 35.51, 139.71, 900, 0.9, False, 1),
    Spot("幸区小倉", 35.55, 139.68, 80, 0.1, True, None),
]
DRAWN: dict[str, Callable[[int], Picture]] = {
    "bars": lambda width: interval_bars(BARS, "種類", width),
    "waterfall": lambda width: waterfall(STEPS, "増減", width),
    "funnel": lambda width: funnel(DOTS, 0.2, "漏斗", width),
    "towns": lambda width: town_map(SPOTS, reference.outlines(), "町丁", width),
    "wards": lambda width: ward_map(WARDS, reference.outlines(), "区", "件", width),
}


def parsed(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg("p"))


def rects(picture: Picture, fill: str) -> list[tuple[float, float]]:
    """From and to of the bars of a fill, without legends."""
    found = [each for each in parsed(picture).iter("{http://www.w3.org/2000/svg}rect") if each.get("fill") == fill]
    return [
        (float(each.get("x", 0)), float(each.get("x", 0)) + float(each.get("width", 0)))
        for each in found
        if each.get("height") == "16.0"
    ]


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("width", [356, 900])
def test_a_picture_is_well_formed_tells_itself_in_words_and_stays_in_its_frame(name: str, width: int) -> None:
    picture = DRAWN[name](width)
    root = parsed(picture)
    said = {each.tag.rpartition("}")[2]: each.text for each in root[:2]}
    assert said["title"] == picture.title
    assert said["desc"] == picture.told
    assert root.get("aria-labelledby") == "p-t p-d"
    assert canvas._MARK not in picture.svg("p")
    assert "nan" not in picture.inside
    for each in root.iter("{http://www.w3.org/2000/svg}text"):
        assert -1 <= float(each.get("x", 0)) <= width
        assert 0 <= float(each.get("y", 0)) <= picture.height


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_rows_give_the_same_bytes_and_two_drawings_share_no_name(name: str) -> None:
    one, same, other = DRAWN[name](720).svg("a"), DRAWN[name](720).svg("a"), DRAWN[name](720).svg("b")
    assert one == same
    ids = [set(re.findall(r"id='([^']+)'", each)) for each in (one, other)]
    assert not ids[0] & ids[1]
    used = set(re.findall(r"url\(#([^)]+)\)", one))
    assert used <= ids[0]


def test_a_bar_is_solid_to_the_listed_hatched_to_the_bound_and_faint_to_the_upper_end() -> None:
    picture = interval_bars(BARS, "種類", 720)
    solid, bound, faint = (rects(picture, fill) for fill in (canvas.SOLID, "url(#p-bound)", canvas.FAINT))
    assert (len(solid), len(bound), len(faint)) == (3, 2, 1)
    assert solid[0][1] == pytest.approx(bound[0][0], abs=0.2)
    assert bound[0][1] == pytest.approx(faint[0][0], abs=0.2)
    unit = (solid[1][1] - solid[1][0]) / 200
    assert faint[0][1] - solid[0][0] == pytest.approx(300 * unit, abs=0.5)


def test_what_cannot_be_estimated_has_no_whisker_and_says_at_least() -> None:
    assert "人権: 4 以上（推計不可）（少ないため）" in interval_bars(BARS, "種類").told
    alone = interval_bars(BARS[2:], "種類")
    assert ">≥</text>" in alone.inside
    assert not rects(alone, "url(#p-bound)")
    assert BARS[1].said() == "200 → 260 以上（上限不明）"


def test_a_waterfall_starts_every_block_where_the_last_one_ended() -> None:
    picture = waterfall(STEPS, "増減", 720)
    grey, green, red, unknown = (
        rects(picture, fill)[0] for fill in (canvas.GREY, canvas.GREEN, canvas.RED, "url(#p-unknown)")
    )
    totals = rects(picture, canvas.SOLID)
    assert grey[0] == pytest.approx(totals[0][1], abs=0.2)
    assert green[0] == pytest.approx(grey[1], abs=0.2)
    assert red[1] == pytest.approx(green[1], abs=0.2)
    assert unknown[1] == pytest.approx(red[0], abs=0.2)
    assert totals[1][1] == pytest.approx(unknown[0], abs=0.2)
    assert "見えなくなった: -30（本当の増減 -20〜-4）" in picture.told
    assert "＋" in picture.inside
    assert "－" in picture.inside, "green and red are one grey on paper"


def test_the_signs_of_a_funnel_differ_in_shape() -> None:
    inside = funnel(DOTS, 0.2, "漏斗").inside
    paths = {re.search(r"d='M[\d.]+ [\d.]+([^']+)'", each).group(1) for each in inside.split("<path ")[1:]}  # type: ignore[union-attr]
    fills = {re.search(r"fill='([^']+)'", each).group(1) for each in inside.split("<path ")[1:]}  # type: ignore[union-attr]
    assert (len(paths), len(fills)) == (2, 3)
    assert "高津区" not in funnel(DOTS, 0.2, "漏斗").told, "what is ordinary is not named"


def test_a_ward_map_shades_by_fixed_steps_and_labels_words() -> None:
    inside = ward_map(WARDS, reference.outlines(), "区", "件").inside
    assert "3.1▼" in inside
    assert "fill='#ffffff' fill-rule" in inside
    near = [Ward(ward.code, ward.name, 1 + number / 100, "x") for number, ward in enumerate(WARDS)]
    fills = set(re.findall(r"fill='(#[0-9a-f]+)' fill-rule", ward_map(near, reference.outlines(), "区", "件").inside))
    assert len(fills) == 1, "a difference of a hundredth looks like none"


def test_small_towns_are_dotted_and_others_shaded() -> None:
    inside = town_map(SPOTS, reference.outlines(), "町丁").inside
    assert "fill='#2b2f33' fill-opacity" in inside
    assert "url(#@@-dots)' fill-opacity" in inside
    assert "川崎区浅田一丁目 900人" in town_map(SPOTS, reference.outlines(), "町丁").told


def test_nothing_to_draw_is_drawn_as_nothing() -> None:
    for picture in (interval_bars([], "種類"), funnel([], 0.0, "漏斗"), town_map([], reference.outlines(), "町丁")):
        assert parsed(picture).tag.endswith("svg")


@pytest.mark.parametrize("most", [0, 1, 7, 99, 100, 1234])
def test_ticks_are_round_and_reach_beyond_the_largest(most: int) -> None:
    marks = canvas.ticks(most)
    assert marks[0] == 0
    assert marks[-1] >= most
    assert len(marks) <= 7


def test_a_slide_holds_title_sentence_and_source_and_lines_fit() -> None:
    sentence = "続いている活動は、重複を除いて1,441件です。" * 4
    text = slide(DRAWN["bars"], "種類ごとの数", sentence, "国勢調査を加工して作成")
    root = ElementTree.fromstring(text)
    assert (root.get("width"), root.get("height")) == ("960", "540")
    assert "国勢調査を加工して作成" in text
    lines = broken(sentence, 400, 16)
    assert "".join(lines) == sentence
    assert all(canvas.width_of(line, 16) <= 400 + 16 for line in lines)
    assert not any(line.startswith(("、", "。")) for line in lines)
