"""Who organises, where a text says more than a name."""

import polars as pl
import pytest

from pipelines.normalise.organisers import organiser_name, without_person
from pipelines.normalise.text import display


def read(text: str | None) -> str | None:
    df = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    found: str | None = df.select(organiser_name(display(pl.col("text")))).item()
    return found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("主催：土橋町会", "土橋町会"),
        ("【主催】土橋町会", "土橋町会"),
        ("主催者: 土橋町会", "土橋町会"),
        ("主催：土橋町会　共催：菅町会", "土橋町会"),
        ("【主催】土橋町会 【共催】菅町会", "土橋町会"),
        ("【主催】土橋町会【共催】菅町会", "土橋町会"),
        ("主催：土橋町会、企画・運営：菅の会", "土橋町会"),
        ("主催：土橋町会　実施機関：菅分館　企画運営：菅の会", "土橋町会"),
        ("共催：菅町会　主催：土橋町会", "土橋町会"),
        ("土橋町会 協力：菅町会", "土橋町会"),
    ],
)
def test_the_organiser_is_named_without_its_role(text: str, name: str) -> None:
    assert read(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "土橋町会",
        "市民主催講座の会",
        "土橋後援会",
        "協力：菅町会",
        "菅町会・土橋町会共催",
        "麻生区役所 (協力:菅町会)",
        "主催：",
    ],
)
def test_what_names_no_organiser_of_its_own_stays_as_it_is(text: str) -> None:
    assert read(text) == display_of(text)


def display_of(text: str) -> str:
    shown: str = pl.DataFrame({"text": [text]}).select(display(pl.col("text"))).item()
    return shown


def test_nothing_is_nobody() -> None:
    assert read(None) is None


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("一般社団法人四季プロジェクト 見本 花子", "一般社団法人四季プロジェクト"),
        ("NPO法人花の協会 見本花", "NPO法人花の協会"),
        ("見本 花子", None),
        ("幸 市民館", "幸 市民館"),
        ("菅 町会", "菅 町会"),
        ("宮前区社会福祉協議会 鷺沼地区", "宮前区社会福祉協議会 鷺沼地区"),
    ],
)
def test_who_is_asked_for_is_not_the_organisation(text: str, group: str | None) -> None:
    assert pl.DataFrame({"text": [text]}).select(without_person(pl.col("text"))).item() == group
