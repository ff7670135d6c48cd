"""One wrong declaration costs its own source only, and the last sound copy answers for it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from pipelines.publish.outgoing import findings_in
from scrapers.declaration import source as module
from scrapers.declaration.declarations import declarations, keep, participants
from scrapers.declaration.known_lists import known_lists
from scrapers.declaration.source import SOURCES_DIR, load_source

CAFES, GREEN = "kawasaki_city_cafes", "kawasaki_green_groups"


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(SOURCES_DIR, tmp_path / "sources", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(module, "SOURCES_DIR", tmp_path / "sources")
    load_source.cache_clear()
    yield tmp_path / "sources"
    load_source.cache_clear()


def change(folders: Path, key: str, old: str, new: str) -> None:
    path = folders / key / "source.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    load_source.cache_clear()


def problems(kept: Path | None = None) -> dict[str, str]:
    return {key: each.problem for key, each in declarations(kept).items() if each.problem is not None}


def test_the_last_sound_copy_answers_for_a_wrong_declaration(folders: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    keep(kept)
    before = declarations(kept)
    lookups = before[CAFES].source.lookups()
    assert lookups
    change(folders, CAFES, 'body = ".main', 'body = ".main[')
    shutil.rmtree(folders / CAFES / "lookups.csv", ignore_errors=True)
    found = declarations(kept)
    assert set(problems(kept)) == {CAFES}
    assert found[CAFES].source.model_dump() == before[CAFES].source.model_dump()
    assert (found[CAFES].is_usable, found[CAFES].source.lookups()) == (True, lookups)
    keep(kept)  # what is wrong now is not kept
    assert declarations(kept)[CAFES].is_usable
    assert not declarations()[CAFES].is_usable
    assert declarations()[CAFES].source.name == before[CAFES].source.name, "what can be read of it names it"


def test_a_prefix_never_changes_and_is_nobody_elses(folders: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    keep(kept)
    change(folders, GREEN, 'id_prefix = "kgg"', 'id_prefix = "kcc"')
    assert set(problems(kept)) == {GREEN}
    assert "変えられません" in problems(kept)[GREEN]
    assert declarations(kept)[GREEN].source.id_prefix == "kgg"
    # Before anything was kept one of the two goes on
    assert problems().keys() == {GREEN}
    assert f"id_prefix「kcc」は {CAFES} が使っています" in problems()[GREEN]
    change(folders, CAFES, 'status = "active"', 'status = "draft"')
    assert problems().keys() == {CAFES}, "a draft gives way"


def test_two_sources_of_one_name_are_told_apart_on_the_screens(folders: Path) -> None:
    change(folders, GREEN, 'name = "緑の活動団体（川崎市）"', 'name = "プレーパーク（川崎市）"')
    assert problems().keys() == {GREEN}
    names = [each.source.name for each in declarations().values()]
    assert len(names) == len(set(names))


def test_a_draft_takes_part_in_nothing_but_is_known_to_the_page_of_links(folders: Path) -> None:
    change(folders, GREEN, 'status = "active"', 'status = "draft"')
    change(folders, CAFES, 'status = "active"', 'status = "retired"')
    assert GREEN not in participants()
    assert CAFES in participants()
    expected = {each.key: each.is_expected for each in known_lists(but="city_link_list")}
    assert (expected[GREEN], expected[CAFES], expected["fukumimi"]) == (False, False, True)


def test_dagster_loads_whatever_the_folders_hold(folders: Path) -> None:
    (folders / CAFES / "source.toml").write_text("key = [", encoding="utf-8")
    change(folders, GREEN, 'name = "緑の活動団体（川崎市）"', 'name = "プレーパーク（川崎市）"')
    change(folders, "fukumimi", 'status = "active"', 'status = "draft"')
    (folders / "nothing").mkdir()
    (folders / "nothing" / "source.toml").mkdir()
    said = (
        "import sys; from pathlib import Path; import scrapers.declaration.source as s;"
        "s.SOURCES_DIR = Path(sys.argv[1]);"
        "from pipelines.definitions import defs; import dagster as dg; built = defs();"
        "dg.Definitions.validate_loadable(built);"
        "print(*sorted(key.to_user_string() for key in built.resolve_asset_graph().get_all_asset_keys()))"
    )
    done = subprocess.run([sys.executable, "-c", said, str(folders)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    names = done.stdout.split()
    assert {f"crawl__{CAFES}", "crawl__nothing", f"crawl__{GREEN}", "crawl__ouen_navi"} <= set(names)
    assert "crawl__fukumimi" not in names


def test_what_is_said_of_a_wrong_declaration_can_be_published(folders: Path) -> None:
    """It repeats what somebody wrote: markup, a number or a sign in it would stop the release of all."""
    change(
        folders, "kawasaki_city_playparks", "(?P<fee_text>[^」", "(?P<fee_text>[^」\\u0007<b>090-0000-0000 a@gmail.com"
    )
    change(folders, "kawasaki_city_playparks", "pattern_fee = '", "pattern_fee = '(")
    said = problems()["kawasaki_city_playparks"]
    assert "pattern_fee" in said
    assert not set("<>\x07\n") & set(said)
    assert findings_in("raw__selected_runs", pl.DataFrame({"message_ja": [said]})) == []
