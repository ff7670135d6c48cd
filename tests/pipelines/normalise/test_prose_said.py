"""Headlines and posts name place, day, time and price in running text; what they do not name is not taken from them."""

import polars as pl
import pytest

from pipelines.normalise.prose_said import prose_said

_COLUMNS = ("name", "venue", "address", "fee", "_prose", "facility", "town", "town_written")


def told(name: str, said: str | None = None, **columns: str) -> dict[str, str | None]:
    row = dict.fromkeys(_COLUMNS) | {"name": name, "_prose": said} | columns
    return prose_said(pl.DataFrame([row], schema=dict.fromkeys(_COLUMNS, pl.String))).row(0, named=True)


@pytest.mark.parametrize(
    ("text", "days", "weekdays", "start"),
    [
        ("第2・4土曜、緑地の東口に集う", "2SA;4SA", "SA", None),
        ("仕事帰りの教室 水曜午後6時半から", None, "WE", "1110"),
        ("きょうも朝から 火915", None, "TU", "555"),
        ("第1(日)9:30集合", "1SU", "SU", "570"),
        ("火曜と金曜の9時半、80人が集まる", None, "TU;FR", "570"),
        ("卓球 火9-11 新人3名入りました", None, "TU", "540"),
    ],
)
def test_days_and_times_in_running_text(text: str, days: str | None, weekdays: str, start: str | None) -> None:
    found = told(text)
    assert (found["prose_days"], found["prose_weekdays"], found["prose_start"]) == (days, weekdays, start)


@pytest.mark.parametrize(
    "text",
    [
        "月に一度の楽しみ、木の香りと土の匂い",
        "金の折り紙、日なたの縁側",
        "月曜休館のためお休みします",
        "3時間かけて20周年の記念誌",
        "100人の火おこし体験",
    ],
)
def test_what_is_no_day_is_not_taken_for_one(text: str) -> None:
    found = told(text)
    assert (found["prose_days"], found["prose_weekdays"], found["prose_start"]) == (None, None, None)


def test_the_one_house_that_is_named() -> None:
    assert told("桜の下で30分", "火曜の朝、稲田公園に80人")["house_said"] == "稲田公園"
    assert told("二つの公園で", "稲田公園と等々力緑地に集う")["house_said"] is None
    assert told("縁側の午後", "老人いこいの家を借りて")["house_said"] is None


def test_towns_wherever_they_stand() -> None:
    assert told("水曜の夕方 登戸新町に30の笑顔")["towns_said"] == "登戸;登戸新町"
    assert told("夕べの会", venue="小倉こども文化センター")["towns_said"] == "小倉"
    assert told("夕べの会")["towns_said"] is None


def test_the_town_a_name_names() -> None:
    assert told("登戸公園体操", town="登戸")["name_town"] == "登戸"
    assert told("牟礼保健ステーション", town_written="牟礼町牟礼")["name_town"] == "牟礼"
    assert told("朝の体操", town="登戸")["name_town"] is None


def test_amounts_wherever_they_stand() -> None:
    assert told("歌って60分", "参加費は200円、年会費2千円", fee="月1,500円")["yen_said"] == "1500;200;2000"
    assert told("5食完売", "3円")["yen_said"] is None
