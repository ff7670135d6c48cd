"""The declarations of the sources, and what is said of a wrong one."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scrapers import source as module
from scrapers.source import SOURCES_DIR, SourceError, load_source, source_keys
from warehouse.contract import VOCABULARIES

KEYS = ("fukumimi", "kawasaki_city_cafes", "kawasaki_city_events", "ouen_navi")


@pytest.fixture
def altered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    shutil.copytree(SOURCES_DIR, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(module, "SOURCES_DIR", tmp_path)

    def alter(old: str, new: str) -> None:
        path = tmp_path / "kawasaki_city_cafes" / "source.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    load_source.cache_clear()
    yield alter
    load_source.cache_clear()


_VOCABULARIES = {"category_text": "kind", "npo_field": "npo_field"}


def test_every_list_of_the_city_is_declared() -> None:
    folders = sorted(path.parent.name for path in SOURCES_DIR.glob("*/source.toml"))
    assert list(source_keys()) == folders
    assert {"kawasaki_city_cafes", "kawasaki_terakoya", "ouen_navi", "fukumimi", "city_link_list"} <= set(folders)


@pytest.mark.parametrize("key", KEYS)
def test_a_source_is_named_after_its_folder_and_asks_only_its_own_hosts(key: str) -> None:
    source = load_source(key)
    assert source.key == key
    assert source.start_urls
    assert {url.split("/")[2] for url in source.start_urls} <= set(source.hosts)
    assert source.expected.minimum < source.expected.maximum


def test_credit_for_a_creative_commons_licence_leads_to_its_text() -> None:
    """The form of 川崎市オープンデータ利用規約 for changed data ends with the address of the licence."""
    found = [load_source(key) for key in source_keys() if load_source(key).licence.startswith("CC ")]
    assert found
    assert [each.key for each in found if "（https://creativecommons.org/licenses/" not in each.attribution] == []


def test_every_source_has_its_own_id_prefix() -> None:
    assert len({load_source(key).id_prefix for key in KEYS}) == len(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_lookups_lead_to_known_codes(key: str) -> None:
    lookups = load_source(key).lookups()
    assert lookups
    for (column, raw_text), code in lookups.items():
        allowed = VOCABULARIES[_VOCABULARIES[column]].values() if column in _VOCABULARIES else ("",)
        assert code in allowed, (column, raw_text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('pace = "static"', 'pace = "static"\ncolour = "red"', "colour"),
        ('"参加費" = "fee_text"', '"参加費" = "price_text"', "no such column in raw__listings: price_text"),
        ('"venue_text"]', '"place_text"]', "key_fields: no such column in raw__listings: place_text"),
        ('kind = "cafe"', 'kind = "pub"', "kind: pub is not in the vocabulary kind"),
        ('key = "kawasaki_city_cafes"', 'key = "other_cafes"', "key は 'kawasaki_city_cafes' である必要があります"),
        ('pace = "static"', "pace = ", "source.toml が正しくありません"),
    ],
)
def test_a_wrong_declaration_is_refused_with_its_reason(
    altered: Callable[[str, str], None], old: str, new: str, said: str
) -> None:
    altered(old, new)
    with pytest.raises(SourceError, match=r"^kawasaki_city_cafes/source\.toml") as caught:
        load_source("kawasaki_city_cafes")
    assert said in str(caught.value)


def test_an_unknown_source_is_answered_with_the_known_ones() -> None:
    with pytest.raises(SourceError, match="情報源「nowhere」はありません。あるのは: city_link_list, fukumimi, "):
        load_source("nowhere")


def test_a_missing_selector_is_named() -> None:
    with pytest.raises(SourceError, match=r"fukumimi: .*\[layout\] に nothing がありません"):
        load_source("fukumimi").selector("nothing")
