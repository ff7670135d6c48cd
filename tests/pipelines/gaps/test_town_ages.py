"""The city's own count of people by age and 町丁, on made files of its form."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.gaps.town_ages import TownAgesError, read_town_ages

SINGLE = [f"{age}歳" for age in range(100)] + ["100歳以上"]
GROUPS = [f"{age}～{age + 4}歳" for age in range(0, 100, 5)] + ["100歳以上"]


def written(path: Path, heads: list[str], *rows: list[object], titles: str = "", encoding: str = "utf-8-sig") -> Path:
    lines = [",".join(map(str, row)) for row in (heads, *rows)]
    path.write_text(titles + "\n".join(lines) + "\n", encoding=encoding)
    return path


def counted(path: Path) -> dict[tuple[str, str], int]:
    rows = read_town_ages(path)
    assert rows is not None
    return {
        (town, age): count for town, age, count in rows.select("town", "age_group_code", "resident_count").iter_rows()
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_ages_one_by_one_with_titles_and_totals(tmp_path: Path, encoding: str) -> None:
    ones: list[object] = [1] * 101
    path = written(
        tmp_path / "a.csv",
        ["区名", "町丁名", "総数", *SINGLE],
        ["川崎市", "", 202, *[2] * 101],
        ["川崎区", "総数", 202, *[2] * 101],
        ["川崎区", "浅田１丁目", 101, *ones],
        ["宮前区", "梶ヶ谷", 101, *ones],
        ["川崎区", "どこにもない町", 101, *ones],
        titles="町丁別年齢別人口,令和7年9月末日現在\n\n",
        encoding=encoding,
    )
    found = counted(path)
    assert found["浅田一丁目", "0_4"] == 5
    assert found["浅田一丁目", "5_14"] == 10
    assert found["浅田一丁目", "65_over"] == 36
    assert "どこにもない町" not in {town for town, _ in found}


def test_groups_of_five_by_sex_signs_and_commas(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv",
        ["区", "町丁", "性別", *GROUPS],
        ["中原区", "井田一丁目", "男", '"1,000"', "-", *[1] * 19],
        ["中原区", "井田一丁目", "女", 5, 2, *[1] * 19],
        ["中原区", "井田二丁目", "男", "X", 2, *[1] * 19],
        ["中原区", "井田二丁目", "女", 1, 2, *[1] * 19],
    )
    found = counted(path)
    assert found["井田一丁目", "0_4"] == 1005
    assert found["井田一丁目", "5_14"] == 4
    assert ("井田二丁目", "0_4") not in found, "a part that is not known makes the whole unknown"
    assert found["井田二丁目", "65_over"] == 16


def test_where_the_sum_of_the_sexes_has_a_row_only_it_counts(tmp_path: Path) -> None:
    rows = [["中原区", "井田一丁目", sex, *[number] * 21] for sex, number in (("計", 3), ("男", 1), ("女", 2))]
    assert counted(written(tmp_path / "a.csv", ["区", "町丁", "男女", *GROUPS], *rows))["井田一丁目", "0_4"] == 3


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert read_town_ages(tmp_path / "a.csv") is None


@pytest.mark.parametrize(
    ("heads", "row", "said"),
    [
        (["町", *GROUPS], ["井田一丁目", *[1] * 21], "見出しの行"),
        (["区", "町丁", "0～14歳", "15～64歳", "65歳以上"], ["中原区", "井田一丁目", 1, 1, 1], "0〜4歳"),
        (["区", "町丁", *GROUPS], ["中原区", "井田一丁目", "多数", *[1] * 20], "2 行.*多数"),
        (["区", "町丁", *GROUPS], ["横浜区", "どこか", *[1] * 21], "1つもありません"),
    ],
)
def test_another_form_is_refused_with_what_to_do(
    tmp_path: Path, heads: list[str], row: list[object], said: str
) -> None:
    with pytest.raises(TownAgesError, match=said):
        read_town_ages(written(tmp_path / "a.csv", heads, row))
