"""Who organises, where a text says more than a name."""

import polars as pl
import pytest

from pipelines.normalise.organisers import organiser_name
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
