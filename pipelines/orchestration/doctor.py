"""What a city lacks before its nights can run, in the order in which it is done.

Belongs here: looking at the folder of the city and saying the next step. Does not belong here: one declaration
(`scrapers.declaration`), one night (`gates`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cities.here import here
from cities.nation import towns_of
from pipelines.gaps import reference
from pipelines.settings import Settings
from scrapers.authoring.cases import cases_of
from scrapers.declaration.declarations import Declaration, declarations
from scrapers.declaration.source import TO_CHECK
from warehouse.expectations.bounds import path_of, read_bounds


class Finding(NamedTuple):
    """Something that is missing: what, what to do, and whether nights need it."""

    what: str
    then: str
    is_needed: bool = True


def examine(settings: Settings) -> list[Finding]:
    """What the city of this process lacks, what is needed first.

    Args:
        settings: of the profile that is to run.

    Raises:
        CityError: its `city.toml` cannot be used; BoundsError: nor can its bounds.
    """
    found = [*_city(settings), *_sources(), *_pages(settings), *_tables()]
    return sorted(found, key=lambda each: not each.is_needed)


def told(findings: list[Finding]) -> Iterator[str]:
    """The findings as people read them.

    Args:
        findings: of `examine`.
    """
    needed = [each for each in findings if each.is_needed]
    yield f"{here().prefecture}{here().name}（{here().code}、cities/{here().key}）"
    for number, each in enumerate(needed, start=1):
        yield f"{number}. {each.what}\n   → {each.then}"
    if not needed:
        yield "足りないものはありません。hiroba run で更新できます。"
    for each in findings:
        if not each.is_needed:
            yield f"なくても動きます: {each.what}\n   → {each.then}"


def _city(settings: Settings) -> Iterator[Finding]:
    named = towns_of(here().code).select("prefecture", "city").unique().rows()
    if named != [(here().prefecture, here().name)]:
        of_table = "、".join("".join(each) for each in named) or "ありません"
        yield Finding(
            f"町名の表でコード {here().code} の市区町村は{of_table}。city.toml は{here().prefecture}{here().name}です",
            "city.toml の code か name を直してください",
        )
    path = path_of(settings.profile)
    if not path.is_file():
        place = f"cities/{here().key}/expectations/{path.name}"
        yield Finding(f"健全な日のめやす {place} がありません", "hiroba new-city が作る形（live.toml）を写してください")
    else:
        read_bounds(path)


def _sources() -> Iterator[Finding]:
    declared = declarations()
    if not declared:
        yield Finding("情報源がまだありません", "一覧のページを保存して hiroba new-source 名前 URL --from ファイル")
    for key, each in declared.items():
        yield from _source(key, each)


def _source(key: str, declared: Declaration) -> Iterator[Finding]:
    source = declared.source
    if declared.problem is not None:
        yield Finding(declared.problem, f"直して hiroba check-source {key}")
    elif source.status == "draft":
        path = here().sources / key / "source.toml"
        left = path.read_text(encoding="utf-8").count(TO_CHECK)
        what = f"{source.name} は準備中です（{TO_CHECK} が {left} か所）"
        yield Finding(what, f'確かめて hiroba check-source {key}、hiroba try {key}、最後に status = "active"')
    elif source.status == "active" and not cases_of(key):
        what = f"{source.name} の例がありません: ページの形が変わっても試験で気づけません"
        yield Finding(what, f"hiroba capture {key} {source.start_urls[0]} --from ファイル", is_needed=False)


def _pages(settings: Settings) -> Iterator[Finding]:
    sound = [each.source for each in declarations().values() if each.problem is None]
    active = [source for source in sound if source.status == "active"]
    if settings.profile == "live":
        if settings.contact is None:
            yield Finding(
                "取得のときに名乗る連絡先がありません", "HIROBA_CONTACT に URL かメールアドレスを設定してください"
            )
        for source in active:
            if source.verified_on is None:
                how = "実サイトで URL と項目名を確かめ、source.toml に verified_on を書いてください"
                yield Finding(f"{source.name} は実サイトで確かめられていません", how)
        return
    if (here().folder / "sample_city").is_dir():
        return
    for source in active:
        missing = [host for host in source.hosts if not (here().folder / "sample_pages" / host).is_dir()]
        if missing:
            place = f"cities/{here().key}/sample_pages/{missing[0]}/"
            yield Finding(f"{source.name} の見本のページがありません", f"{place} に、URL と同じ道で保存してください")


def _tables() -> Iterator[Finding]:
    if not (here().folder / "facilities.csv").is_file():
        how = "name,facility_type,ward_code,ward,address,lat,lon の表を置くと、会場の位置と区が分かります"
        yield Finding("公共施設の表 facilities.csv がありません", how, is_needed=False)
    missing = [name for name in reference.FILES if not (here().folder / "reference" / name).is_file()]
    if missing:
        what = f"公的な統計 reference/ の {'、'.join(missing)} がありません"
        how = "cities/README.md の形で置くと、住む人あたりの数と、歩いて行ける距離の地図ができます"
        yield Finding(what, how, is_needed=False)
    if len(missing) < len(reference.FILES) and not here().credits:
        yield Finding("統計の出典が city.toml にありません", "[credits] に figures と outlines を書いてください")
