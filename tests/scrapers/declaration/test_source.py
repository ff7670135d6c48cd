"""The declarations of the sources, and what is said of a wrong one."""

import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from scrapers.declaration import source as module
from scrapers.declaration.declarations import participants
from scrapers.declaration.layouts import LAYOUTS
from scrapers.declaration.mistakes import in_sentences
from scrapers.declaration.source import SOURCES_DIR, SourceError, load_source, source_keys
from scrapers.platforms import PLATFORMS
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


_VOCABULARIES = {"category_text": "kind", "category_strength": "category_strength", "npo_field": "npo_field"}


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
    found = [each.source for each in participants().values() if each.source.licence.startswith("CC ")]
    assert found
    assert [each.key for each in found if "（https://creativecommons.org/licenses/" not in each.attribution] == []


def test_a_role_is_a_persons_word_and_a_kind_a_list_may_not_hold_is_told() -> None:
    roles = {key: each.source.role for key, each in participants().items()}
    assert roles["ouen_navi"] == roles["fukumimi"] == "portal"
    assert (roles["kawasaki_city_events"], roles["kawasaki_terakoya"]) == ("feed", "apart")
    assert load_source("ouen_navi").may_hold() == VOCABULARIES["kind"].values()
    assert load_source("kawasaki_city_cafes").may_hold() == ("cafe", "welfare", "community")
    assert load_source("kawasaki_city_cafes").model_copy(update={"about": ()}).may_hold() == ("cafe",)


def test_every_source_has_its_own_id_prefix() -> None:
    assert len({load_source(key).id_prefix for key in KEYS}) == len(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_lookups_lead_to_known_codes(key: str) -> None:
    lookups = load_source(key).lookups()
    assert lookups
    for (column, raw_text), code in lookups.items():
        allowed = VOCABULARIES[_VOCABULARIES[column]].values() if column in _VOCABULARIES else ("",)
        assert code in allowed, (column, raw_text)


WRONG = {
    "unknown key": ('pace = "static"', 'pace = "static"\ncolour = "red"', "colour という項目はありません"),
    "unknown column": ('"参加費" = "fee_text"', '"参加費" = "price_text"', "price_text の列はありません"),
    "unknown key column": ('"venue_text"]', '"place_text"]', "key_fields: raw__listings に place_text"),
    "unknown role": ('role = "register"', 'role = "list"', "role は「list」ではいけません"),
    "unknown kind it may hold": ('about = ["cafe"', 'about = ["pub", "cafe"', "about: 「pub」は種類の語彙にありません"),
    "its own kind left out": ('about = ["cafe", ', "about = [", "about に kind の「cafe」がありません"),
    "unknown kind": ('kind = "cafe"', 'kind = "pub"', "「pub」は種類の語彙にありません。cafe、"),
    "foreign key": (
        'key = "kawasaki_city_cafes"',
        'key = "other_cafes"',
        "「kawasaki_city_cafes」にしてください",
    ),
    "no value": ('pace = "static"', "pace = ", "TOML として読めません"),
    "unknown platform": ('"city_cms"', '"city_csm"', "platform: 「city_csm」はありません。city_cms、"),
    "typing error in layout": (
        "[layout]\n",
        '[layout]\nlink_colum = "名称"\n',
        "layout.link_colum という項目はありません。link_column",
    ),
    "layout lacks a key": ('body = ".main_naka_kiji .mol_contents"', "", "layout.body がありません。足してください"),
    "selector": (
        'body = ".main_naka_kiji',
        'body = ".main_naka_kiji[',
        "layout.body: 「.main_naka_kiji[ .mol_contents」はCSS",
    ),
    "unknown pseudo-element": ("::attr(datetime)", "::atr(datetime)", "layout.updated: "),
    "selector with a namespace": ('body = "', 'body = "svg|a ', "CSS セレクターとして読めません"),
    "band upside down": ("minimum = 95", "minimum = 950", "expected: minimum（950）が maximum（220）より大きい"),
    "negative band": ("minimum = 95", "minimum = -1", "expected.minimum は「-1」ではいけません。0 以上に"),
    "no request": ("daily_requests = 20", "daily_requests = 0", "daily_requests は「0」ではいけません。0 より大きい"),
    "endless": ("max_age_days = 30", "max_age_days = 99999", "max_age_days は「99999」ではいけません。3660 以下に"),
    "text for a number": ("max_age_days = 30", 'max_age_days = "月"', "max_age_days は「月」ではいけません。数字だけ"),
    "start outside hosts": (
        'start_urls = ["https://www.city.kawasaki.jp',
        'start_urls = ["https://www.city.yokohama.jp',
        "のサイト www.city.yokohama.jp が hosts にありません",
    ),
    "no start": (
        'start_urls = ["https://www.city.kawasaki.jp/350/page/0000900001.html"]',
        "start_urls = []",
        "start_urls",
    ),
    "host with a scheme": ('hosts = ["www', 'hosts = ["https://www', "hosts: 「https://www.city.kawasaki.jp」はサイト"),
    "no address": ('home_url = "https://', 'home_url = "', "home_url: 「www.city.kawasaki.jp/350/page"),
    "bad day": (
        "max_age_days",
        'verified_on = "昨日"\nmax_age_days',
        "verified_on は「昨日」ではいけません。日付を 2026-12-01",
    ),
    "impossible day": ("max_age_days", "verified_on = 2026-02-30\nmax_age_days", "TOML として読めません"),
    "long prefix": ('id_prefix = "kcc"', 'id_prefix = "kccx"', "id_prefix は「kccx」ではいけません"),
}


@pytest.mark.parametrize(("old", "new", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_declaration_is_refused_with_its_reason(
    altered: Callable[[str, str], None], old: str, new: str, said: str
) -> None:
    altered(old, new)
    with pytest.raises(SourceError, match=r"^kawasaki_city_cafes/source\.toml") as caught:
        load_source("kawasaki_city_cafes")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


LAYOUT_OF = {
    "missing bracket": (
        "kawasaki_city_playparks",
        {"pattern_fee": "費用は「(?P<fee_text>[^」"},
        "正規表現として読めません",
    ),
    "group is no column": (
        "kawasaki_city_playparks",
        {"pattern_fee": "(?P<price_text>.)"},
        "price_text>…) は raw__listings",
    ),
    "no such setting": (
        "kawasaki_city_playparks",
        {"patern_fee": "(?P<fee_text>.)"},
        "patern_fee という設定はありません",
    ),
    "required and not read": (
        "kawasaki_city_playparks",
        {"required": "mail_text"},
        "mail_text を読み取る pattern_ がない",
    ),
    "item without a name": (
        "machi_no_hiroba_wa",
        {"item": "(?P<category_text>.+)"},
        "item に (?P<name_text>…) がありません",
    ),
    "link without a kind": ("kawasaki_green_groups", {"link_text": "(?P<updated_text>.)"}, "(?P<kind>…) がありません"),
    "foreign interface": (
        "fukumimi",
        {"rest": "https://example.jp/wp-json"},
        "サイト example.jp が hosts にありません",
    ),
    "no text": ("kawasaki_city_events", {"page": 1}, "layout.page は「1」ではいけません"),
    "endless pattern": ("ouen_navi", {"group_id": "G" * 2000}, "1000 文字以下に"),
}


@pytest.mark.parametrize(("key", "change", "said"), LAYOUT_OF.values(), ids=LAYOUT_OF)
def test_a_layout_is_checked_by_the_model_of_its_platform(key: str, change: dict[str, object], said: str) -> None:
    declared = tomllib.loads((SOURCES_DIR / key / "source.toml").read_text(encoding="utf-8"))
    declared["layout"] |= change
    with pytest.raises(ValidationError) as caught:
        module.Source.model_validate(declared)
    assert said.replace("がない", "がありません") in in_sentences("source.toml", caught.value)


def test_every_platform_has_a_model_and_every_model_a_platform() -> None:
    folder = Path(module.__file__).parents[1] / "platforms"
    spiders = {path.stem for path in folder.glob("*.py") if "Spider(" in path.read_text(encoding="utf-8")}
    assert set(LAYOUTS) == set(PLATFORMS) == spiders - {"base", "tabled"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("field_name,raw_text\ncategory_text,会\n", "見出しの行に code がありません"),
        (
            "field_name,raw_text,code,note\ncategory_text,会,party,\n",
            "の 2 行目: code「party」は語彙 kind にありません",
        ),
        ("field_name,raw_text,code,note\nkategory,会,cafe,\n", "field_name「kategory」はありません"),
        ("field_name,raw_text,code,note\nward_text,幸区,saiwai,\n", "ward_text の code は空にしてください"),
        ("field_name,raw_text,code,note\ncategory_text\n", "列が足りません"),
        ("field_name,raw_text,code,note\ncategory_text,,cafe,\n", "raw_text が空です"),
        ('field_name,raw_text,code,note\ncategory_text,"会"x,cafe,\n', "読めません"),
        ("", "見出しの行に code、field_name、raw_text がありません"),
    ],
)
def test_lookups_are_checked_with_their_source(altered: Callable[[str, str], None], text: str, said: str) -> None:
    altered("static", "static")
    path = module.SOURCES_DIR / "kawasaki_city_cafes" / "lookups.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"^kawasaki_city_cafes/lookups\.csv") as caught:
        load_source("kawasaki_city_cafes")
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["source.toml", "lookups.csv"])
def test_a_file_in_another_encoding_or_no_file_at_all_is_a_sentence(
    altered: Callable[[str, str], None], name: str
) -> None:
    altered("static", "static")
    path = module.SOURCES_DIR / "kawasaki_city_cafes" / name
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp932"))
    with pytest.raises(SourceError, match="UTF-8 で保存し直してください"):
        load_source("kawasaki_city_cafes")
    path.unlink()
    path.mkdir()
    with pytest.raises(SourceError, match="読めません"):
        load_source("kawasaki_city_cafes")
    assert "kawasaki_city_cafes" in source_keys()


def test_a_mark_of_the_byte_order_hurts_nobody(altered: Callable[[str, str], None]) -> None:
    altered("static", "static")
    for name in ("source.toml", "lookups.csv"):
        path = module.SOURCES_DIR / "kawasaki_city_cafes" / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_source("kawasaki_city_cafes").lookups()


def test_an_unknown_source_is_answered_with_the_known_ones() -> None:
    with pytest.raises(SourceError, match="情報源「nowhere」はありません。あるのは: city_link_list, fukumimi, "):
        load_source("nowhere")


def test_a_missing_selector_is_named() -> None:
    with pytest.raises(SourceError, match=r"fukumimi: .*\[layout\] に nothing がありません"):
        load_source("fukumimi").selector("nothing")
