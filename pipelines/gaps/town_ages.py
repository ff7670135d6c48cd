"""The city's own count of people by age and 町丁 (住民基本台帳, 町丁別年齢別人口, each quarter), as it comes.

Belongs here: reading that one file, of which the form is known and the figures are not in the repository. Does not
belong here: the official tables that are (`reference`).
"""

from __future__ import annotations

import csv
import functools
import io
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

import polars as pl

from cities.here import here
from pipelines.gaps import reference
from pipelines.normalise.town_table import fold
from pipelines.normalise.wards import CODE_OF_WARD
from warehouse.contract import label_ja
from warehouse.errors import StaffError

FILE = Path("reference", "町丁別年齢.csv")
"""Where staff put it, in the folder of the profile."""
_WARDS = ("区", "区名", "行政区")
_TOWNS = ("町丁", "町丁名", "町名", "町丁字名", "町丁・字等")
_SEXES = ("性別", "男女", "男女別")
_BOTH = ("計", "総数", "合計", "男女計")
_AGE = re.compile(r"^(?:年齢)?(\d{1,3})(?:[~〜-](\d{1,3}))?歳?(以上)?$")
_NOBODY, _UNKNOWN = ("-", "−", "―", "─"), ("…", "...", "x", "X", "*", "***", "")
_BANDS = {"0_4": (0, 4), "5_14": (5, 14), "65_over": (65, 999)}
_KANJI = str.maketrans("一二三四五六七八九", "123456789")
_CHOME = re.compile(r"([0-9一二三四五六七八九十]+)丁目$")
_ENCODINGS = ("utf-8-sig", "cp932")


class TownAgesError(StaffError):
    """The file is not of the form in which the city publishes it."""


def read_town_ages(path: Path) -> pl.DataFrame | None:
    """People by 町丁 and age group.

    The form: any titles; one row of headings with the ward, the 町丁, perhaps the sex, and ages one by one (0歳, 1歳 …)
    or in groups of five (0～4歳 … 100歳以上); then one row per 町丁 (and sex). UTF-8 or Shift_JIS. `-` is nobody;
    `…` and `X` are not known.

    Args:
        path: the file; None is returned where there is none.

    Returns:
        ward_code, town (as in the census table), age_group_code (`0_4`, `5_14`, `65_over`), resident_count; a group of
        which any part is not known is left out.

    Raises:
        TownAgesError: the form is another; the message names file, row and what to do.
    """
    if not path.is_file():
        return None
    rows = list(csv.reader(io.StringIO(_text(path))))
    start = _heading_row(rows, path)
    heads = [unicodedata.normalize("NFKC", cell).strip() for cell in rows[start]]
    columns = _columns(heads, path)
    body = [(number, row) for number, row in enumerate(rows[start + 1 :], start + 2) if len(row) == len(heads)]
    people: dict[tuple[str, str, str], int | None] = {}
    for number, row in _one_per_place(body, heads):
        place = _place(row[columns.ward], row[columns.town])
        if place is None:
            continue
        for band, ages in columns.bands.items():
            counted = [people.get((*place, band), 0), *(_count(row[at], path, number) for at in ages)]
            people[(*place, band)] = None if None in counted else sum(each or 0 for each in counted)
    return _frame(people, path)


class _Columns(NamedTuple):
    """Where what stands: numbers of columns, ages by age group."""

    ward: int
    town: int
    bands: dict[str, list[int]]


def _text(path: Path) -> str:
    data = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TownAgesError(f"{path.name} の文字コードが読めません。UTF-8 か Shift_JIS で保存し直してください。")


def _heading_row(rows: list[list[str]], path: Path) -> int:
    for number, row in enumerate(rows):
        cells = {unicodedata.normalize("NFKC", cell).strip() for cell in row}
        if cells & set(_TOWNS) and cells & set(_WARDS):
            return number
    columns = f"区の列（{'、'.join(_WARDS)}）と町丁の列（{'、'.join(_TOWNS)}）"
    raise TownAgesError(f"{path.name} に見出しの行がありません。{columns}のある行を確かめてください。")


def _columns(heads: list[str], path: Path) -> _Columns:
    ages: dict[int, tuple[int, int]] = {}
    for at, head in enumerate(heads):
        if found := _AGE.match(head):
            low, high, is_open = found.groups()
            ages[at] = (int(low), 999 if is_open else int(high or low))
    bands = {}
    for band, (low, high) in _BANDS.items():
        inside = [at for at, (first, last) in ages.items() if low <= first and last <= high]
        across = [heads[at] for at, (first, last) in ages.items() if first <= high and last >= low and at not in inside]
        if not inside or across:
            what = f"「{across[0]}」がまたがっています" if across else "その年齢の列がありません"
            raise TownAgesError(
                f"{path.name}: {_label(band)}を数えられません（{what}）。各歳か5歳ごとの表を置いてください。"
            )
        bands[band] = inside
    ward, town = (next(at for at, head in enumerate(heads) if head in names) for names in (_WARDS, _TOWNS))
    return _Columns(ward, town, bands)


def _label(band: str) -> str:
    return label_ja("age_group", band)


def _one_per_place(body: list[tuple[int, list[str]]], heads: list[str]) -> list[tuple[int, list[str]]]:
    """Where both sexes have a row of their own beside the sum, only the sum; where there is none, all of them."""
    at = next((number for number, head in enumerate(heads) if head in _SEXES), None)
    if at is None:
        return body
    sums = [(number, row) for number, row in body if row[at].strip() in _BOTH]
    return sums or body


def _place(ward: str, town: str) -> tuple[str, str] | None:
    """Ward code and the census name of the 町丁; None for rows of a total and names the census does not have."""
    code = CODE_OF_WARD.get(ward.strip())
    return None if code is None else _census_names().get((code, _folded(town)))


@functools.cache
def _census_names() -> dict[tuple[str, str], tuple[str, str]]:
    return {(ward, _folded(town)): (ward, town) for ward, town in reference.towns().select("ward_code", "town").rows()}


def _folded(town: str) -> str:
    """One spelling: 浅田１丁目 and 浅田一丁目, 梶ヶ谷 and 梶ケ谷."""
    text = fold(unicodedata.normalize("NFKC", town).strip())
    return _CHOME.sub(lambda found: f"{_number(found.group(1))}丁目", text)


def _number(said: str) -> str:
    tens, _, ones = said.translate(_KANJI).rpartition("十")
    return said.translate(_KANJI) if "十" not in said else str(int(tens or 1) * 10 + int(ones or 0))


def _count(cell: str, path: Path, number: int) -> int | None:
    text = unicodedata.normalize("NFKC", cell).strip().replace(",", "")
    if text in _UNKNOWN:
        return None
    if text in _NOBODY:
        return 0
    if not text.isdecimal():
        raise TownAgesError(f"{path.name} {number} 行: 「{cell}」は人数として読めません。数字に直してください。")
    return int(text)


def _frame(people: dict[tuple[str, str, str], int | None], path: Path) -> pl.DataFrame:
    rows = [(*key, count) for key, count in people.items() if count is not None]
    if not rows:
        raise TownAgesError(f"{path.name} に{here().name}の町丁が1つもありません。区名と町丁名の列を確かめてください。")
    schema = {"ward_code": pl.String, "town": pl.String, "age_group_code": pl.String, "resident_count": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("ward_code", "town", "age_group_code")
