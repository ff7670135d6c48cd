"""What a city lacks is said in the order in which it is done, each with the next step."""

from dataclasses import replace
from pathlib import Path

import pytest

from cities.city import City
from cities.here import here
from pipelines.gaps import reference
from pipelines.orchestration import doctor
from pipelines.orchestration.doctor import examine, told
from pipelines.settings import Settings
from scrapers.declaration.declarations import Declaration, declarations


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    """A city that has nothing but its file."""
    bare = replace(here(), folder=tmp_path)
    monkeypatch.setattr(doctor, "here", lambda: bare)
    monkeypatch.setattr(doctor, "path_of", lambda profile: tmp_path / "expectations" / f"{profile}.toml")
    return bare


def _settings(profile: str, tmp_path: Path, contact: str | None = None) -> Settings:
    return Settings(tmp_path, profile, contact)


def test_the_default_city_lacks_nothing(tmp_path: Path) -> None:
    assert examine(_settings("sample", tmp_path)) == []
    assert "足りないものはありません。hiroba run で更新できます。" in list(told([]))


def test_live_needs_a_contact_and_somebody_who_looked_at_every_site(tmp_path: Path) -> None:
    found = examine(_settings("live", tmp_path))
    assert found[0].what == "取得のときに名乗る連絡先がありません"
    active = [each for each in declarations().values() if each.source.status == "active"]
    assert sum("実サイトで確かめられていません" in each.what for each in found) == len(active) > 5
    assert examine(_settings("live", tmp_path, "https://city.example/"))[0].what != found[0].what


def test_an_empty_city_is_led_from_its_bounds_to_its_first_source(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "declarations", dict)
    needed = [each for each in examine(_settings("sample", tmp_path)) if each.is_needed]
    assert [each.what.partition(" ")[0] for each in needed] == ["健全な日のめやす", "情報源がまだありません"]
    assert "hiroba new-source" in needed[1].then
    lines = list(told(examine(_settings("sample", tmp_path))))
    assert lines[1].startswith("1. ") and "\n   → " in lines[1]
    assert any(line.startswith("なくても動きます: 公共施設の表") for line in lines)


def test_a_draft_a_wrong_declaration_and_missing_pages_are_told(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, sound = next(iter(declarations().items()))
    folder = tmp_path / "sources" / "new_list"
    folder.mkdir(parents=True)
    (folder / "source.toml").write_text('owner = "要確認"\nlicence = "要確認"\n', encoding="utf-8")
    draft = Declaration(sound.source.model_copy(update={"status": "draft", "key": "new_list"}))
    wrong = Declaration(sound.source.model_copy(update={"hosts": ("x",)}), problem="x/source.toml: 間違い")
    monkeypatch.setattr(doctor, "declarations", lambda: {key: sound, "new_list": draft, "x": wrong})
    told_of = " ".join(f"{each.what} {each.then}" for each in examine(_settings("sample", tmp_path)) if each.is_needed)
    assert "（要確認 が 2 か所）" in told_of and 'status = "active"' in told_of
    assert "x/source.toml: 間違い" in told_of and "hiroba check-source x" in told_of
    assert "sample_pages/x/" not in told_of, "what is wrong is mended first"
    assert "の見本のページがありません" in told_of and f"sample_pages/{sound.source.hosts[0]}/" in told_of


def test_a_name_of_another_code_is_told(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "here", lambda: replace(city, name="見本市"))
    assert examine(_settings("sample", tmp_path))[0].then == "city.toml の code か name を直してください"


def test_tables_without_their_credit_are_needed(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "here", lambda: replace(city, credits={}))
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / reference.FILES[0]).write_text("ward_code\n", encoding="utf-8")
    found = examine(_settings("sample", tmp_path))
    assert [each.then for each in found if "出典" in each.what] == ["[credits] に figures と outlines を書いてください"]
