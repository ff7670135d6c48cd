"""The site of a release: a page for all that has an ID, a search that finds it, nothing that comes from elsewhere."""

import json
import re
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.publish import outgoing_site
from pipelines.publish.outgoing import OutgoingError, findings_in_site, inspect
from pipelines.publish.outgoing_site import site_batches
from pipelines.publish.release import publish
from pipelines.publish.removal import scrub
from pipelines.publish.site.days import write_days
from pipelines.publish.site.folded import END, folded, pairs
from pipelines.publish.site.frame import ASSETS, Site, place_of
from pipelines.publish.site.lists import Choice
from pipelines.publish.site.postings import in_letters, postings
from pipelines.publish.site.shown import AGES, as_said, shown, times
from pipelines.publish.site.ward_map import drawn
from pipelines.publish.site.write import write_site
from warehouse.contract import VOCABULARIES, table
from warehouse.contract.derived.frames import frame
from warehouse.storage import write_table


@pytest.fixture(scope="module")
def site(release_folder: Path) -> Path:
    return release_folder / "site"


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def value(path: Path) -> Any:
    """What a part hands over."""
    found = re.fullmatch(r'hiroba_part\("[a-z]+","[^"]*",(.*)\);\n', read(path), re.DOTALL)
    assert found, path
    return json.loads(found[1])


def test_everything_with_an_id_has_a_page_that_says_what_is_known(site: Path) -> None:
    page = read(site / "a" / "1" / "kwa_1.html")
    when = ("毎月第1水曜日 13:30〜15:00", "12月2日（水）13:30〜15:00")
    for told in ("土橋カフェ", *when, "100円", "見本の一覧", "044-200-1234"):
        assert told in page, told
    assert 'href="https://x.example/s_1" rel="noopener" data-t="check">情報源で確かめる' in page
    assert 'href="../../v/1/kwv_1.html"' in page and 'href="../../o/1/kwo_1.html"' in page
    assert "土橋カフェ" in read(site / "v" / "1" / "kwv_1.html")
    assert "土橋カフェ" in read(site / "o" / "1" / "kwo_1.html")
    assert "BEGIN:VEVENT" in read(site / "a" / "1" / "kwa_1.ics")
    assert not (site / "a" / "2" / "kwa_2.ics").exists(), "no day is certain"
    assert json.loads(read(site / "json" / "1.json"))["kwa_1"]["name"] == "土橋カフェ"
    assert "前の会は、もう載せていません" in read(site / "a" / "0" / "kwa_0.html")


def test_an_id_that_stands_for_another_leads_on(release_tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    moved = {"activity_id": "kwa_old", "redirect_code": "merged", "current_activity_id": "kwa_1"}
    redirects = frame(table("activity_redirects"), [moved])
    write_site(release_tables | {"activity_redirects": redirects}, tmp_path, "")
    page = read(tmp_path / "site" / place_of("a", "kwa_old"))
    assert 'http-equiv="refresh" content="0; url=../../a/1/kwa_1.html"' in page
    assert '<a href="../../a/1/kwa_1.html">' in page, "without a refresh it can be followed too"
    inspect(tmp_path)


@pytest.mark.parametrize(
    ("address", "shown_as"),
    [
        ("https://form.example/?id={id}&a=1", 'href="https://form.example/?id=kwa_1&amp;a=1"'),
        (None, 'href="../../removal.html#wrong"'),
    ],
)
def test_who_finds_a_mistake_is_led_to_where_it_is_told(
    address: str | None, shown_as: str, release_tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    release = release_tables["release"].with_columns(correction_url=pl.lit(address, dtype=pl.String))
    write_site(release_tables | {"release": release}, tmp_path, "")
    assert shown_as in read(tmp_path / "site" / "a" / "1" / "kwa_1.html")


def test_lists_lead_to_activities_by_ward_by_kind_and_by_both(site: Path) -> None:
    for name in ("ward/141364.html", "kind/cafe.html", "kind/learning.html", "ward/141364-cafe.html"):
        assert 'href="../a/1/kwa_1.html"' in read(site / name), name
    assert "kwa_2" in read(site / "ward" / "none.html") and "kwa_2" in read(site / "kind" / "none.html")
    assert "0 件" in read(site / "ward" / "141313.html"), "a ward without an activity has its page"
    assert 'href="ward/141364.html"' in read(site / "index.html")


def test_a_search_has_what_it_needs(site: Path) -> None:
    about = value(site / "data" / "about.js")
    assert (about["count"], about["first_day"], about["last_day"]) == (2, "2026-11-23", "2027-02-20")
    found: dict[str, str] = {}
    for part in (site / "data" / "g").glob("*.js"):
        found |= value(part)
    # kwa_2 (「=」は後) stands first or second by its sound; the cafe is found by kanji, by kana and by its venue
    number = next(place for place, row in enumerate(value(site / "data" / "r" / "0.js")) if row[0] == "kwa_1")
    for pair in ("土橋", "橋か", "かふ", "つち", f"え{END}"):
        assert in_letters(number) in found[pair].split(" ")[0], pair
    assert in_letters(number) in found["会館"].split(" ")[1], "the venue counts less than the name"
    record = value(site / "data" / "r" / "0.js")[number]
    assert record[1:6] == ["土橋カフェ", "つちはしかふぇ", "宮前区", "毎月第1水曜日 13:30〜15:00", "土橋会館"]
    assert value(site / "data" / "p" / "0.js")[number] == [35.58, 139.57, 1]
    assert value(site / "data" / "d" / "2026-12-02.js") == [[number, 810, 900]]
    assert value(site / "data" / "d" / "2026-12-03.js") == [], "a day without activities is known to have none"


def bits(letters: str, number: int, first: int, count: int) -> int:
    """The filters as assets/site.js reads them."""
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"
    some = letters[number * 8 + first // 5 : number * 8 + (first + count) // 5]
    return sum(signs.index(letter) << 5 * place for place, letter in enumerate(some))


def test_filters_say_ward_kinds_weekdays_and_times(site: Path) -> None:
    number = next(place for place, row in enumerate(value(site / "data" / "r" / "0.js")) if row[0] == "kwa_1")
    letters, about = value(site / "data" / "f" / "0.js"), value(site / "data" / "about.js")
    assert about["wards"][bits(letters, number, 0, 5) - 1] == "141364"
    kinds = bits(letters, number, 5, 15)
    assert {code for place, code in enumerate(about["kinds"]) if kinds >> place & 1} == {"cafe", "learning"}
    times_ = bits(letters, number, 20, 15)
    assert (times_ & 127, times_ >> 7 & 7) == (1 << 2, 1 << 1), "Wednesday, in the afternoon"
    assert bits(letters, 1 - number, 0, 5) == 0, "of the other nothing is known"


@pytest.mark.parametrize(
    ("texts", "as_one"),
    [
        (["さろん", "サロン", "ｻﾛﾝ", "サーロン"], "さろん"),
        (["虹ケ丘", "虹ヶ丘", "虹が丘"], "虹が丘"),
        (["ＮＰＯ法人　渚", "npo法人 渚"], "npo法人 渚"),
        (["カフェ", "カフエ", "かふぇ"], "かふえ"),
        (["みんなで公園体操！【菅】", "みんなで公園体操 菅"], "みんなで公園体操 菅"),
    ],
)
def test_spellings_of_one_word_are_searched_as_one(texts: list[str], as_one: str) -> None:
    assert pl.DataFrame({"text": texts}).select(folded(pl.col("text"))).to_series().to_list() == [as_one] * len(texts)


def test_pairs_do_not_go_over_the_end_of_a_word() -> None:
    found = pairs(pl.DataFrame({"number": [0, 1], "text": ["公園 体操", "茶"]}), "text").rows()
    assert set(found) == {(0, "公園"), (0, f"園{END}"), (0, "体操"), (0, f"操{END}"), (1, f"茶{END}")}


def test_numbers_in_letters_can_be_read_without_anything_between() -> None:
    numbers = [0, 25, 26, 27, 675, 676, 99_999]
    written = "".join(map(in_letters, numbers))
    read_back = [
        sum((ord(sign.lower()) - 97) * 26**place for place, sign in enumerate(reversed(word)))
        for word in re.findall("[a-z]*[A-Z]", written)
    ]
    assert read_back == numbers


def test_lists_of_numbers_are_the_same_in_one_part_and_in_many() -> None:
    names = ["公園体操", "茶の会", "公園", "体操の会", "茶", "公園の会"]
    df = pl.DataFrame({"number": range(6), "named": names, "other": names[1:] + names[:1]})
    whole, height = postings([df])
    parted, same_height = postings([df[:2], df[2:3], df[3:]])
    assert whole.sort("pair").equals(parted.sort("pair")) and height == same_height
    lists = {pair: (named, other) for pair, named, other in whole.iter_rows()}
    assert lists["公園"] == ("ABC", "BC"), "0, 2, 5 by name; 1 and 4 by their other text, 5 no second time"


def test_every_group_of_people_is_of_an_age_or_of_none_on_purpose() -> None:
    of_an_age = {code for age in AGES for code in age.groups}
    for_all = {"anyone", "disability", "carer", "foreign", "resident"}
    assert of_an_age | for_all == {code.code for code in VOCABULARIES["target_group"].codes}


@pytest.mark.parametrize(
    ("facts", "ages"),
    [
        ({"target_group_codes": ["anyone"]}, {"baby", "school", "teen", "adult", "senior"}),
        ({"target_group_codes": ["senior"]}, {"senior"}),
        ({"age_min_months": 24, "age_max_months": 71}, {"baby"}),
        ({"age_min_months": 720}, {"adult", "senior"}),
        ({}, set()),
    ],
)
def test_an_age_is_found_where_it_is_named_or_lies_within(
    facts: dict[str, Any], ages: set[str], release_tables: dict[str, pl.DataFrame]
) -> None:
    kinds = {name: release_tables["activities"].schema[name] for name in facts}
    activities = release_tables["activities"].with_columns(
        pl.lit(told, dtype=kinds[name]).alias(name) for name, told in facts.items()
    )
    row = shown(release_tables | {"activities": activities}).collect().row(0, named=True)
    assert {age.code for age in AGES if row[f"age_{age.code}"]} == ages


def test_days_are_said_without_the_year_that_everybody_is_in() -> None:
    told = "2026年12月5日；2026年12月19日；2027年1月2日 10:00〜12:00、2026年度"
    df = pl.DataFrame({"told": [told]}).select(as_said(pl.col("told"), date(2026, 12, 1)))
    assert df.item() == "12月5日、12月19日、2027年1月2日 10:00〜12:00、2026年度"


def test_a_part_of_the_day_that_a_text_says_counts_where_no_hour_is_known(
    release_tables: dict[str, pl.DataFrame],
) -> None:
    activities = release_tables["activities"].with_columns(day_part_code=pl.lit("evening"))
    found = dict(times(release_tables | {"activities": activities}).select("id", "day_parts").iter_rows())
    assert found == {"kwa_1": ["afternoon", "evening"], "kwa_2": ["evening"]}


def test_a_day_without_an_hour_stands_behind_the_others(
    release_tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    day = {"held_on": date(2026, 12, 2), "schedule_number": 1}
    later = [day | {"activity_id": "kwa_2", "session_start": None, "session_end": None}]
    held = pl.concat(
        [release_tables["activity_occurrences"], frame(table("activity_occurrences"), later)], how="diagonal"
    )
    activities = shown(release_tables).collect().with_row_index("number")
    site = Site(tmp_path, "", "", "", "")
    week = write_days(
        site, release_tables | {"activity_occurrences": held}, activities, date(2026, 12, 1), date(2026, 12, 2)
    )
    assert value(tmp_path / "data" / "d" / "2026-12-02.js") == [[0, 810, 900], [1, -1, -1]]
    assert [(each.label, each.count) for each in week] == [("12月2日（水）", 2)]


def test_the_wards_are_drawn_inside_of_the_drawing() -> None:
    choices = [Choice(code.code, code.ja, 1, "x") for code in VOCABULARIES["ward"].codes]
    shapes, height = drawn(choices)
    assert {each.choice.code for each in shapes} == {code.code for code in VOCABULARIES["ward"].codes}
    assert all(0 < each.x < 700 and 0 < each.y < height for each in shapes)
    assert 300 < height < 700


def test_the_same_tables_in_any_order_make_the_same_bytes(
    release_tables: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    shuffled = {name: df.sample(fraction=1, shuffle=True, seed=3) for name, df in release_tables.items()}
    for name, tables in (("one", release_tables), ("other", shuffled)):
        (tmp_path / name).mkdir()
        write_site(tables, tmp_path / name, "【見本】")
    one, other = (
        {path.relative_to(made): path.read_bytes() for path in made.rglob("*") if path.is_file()}
        for made in (tmp_path / "one", tmp_path / "other")
    )
    assert one == other


HARM = "連絡は090-0000-1234へ"
PLANTS = {
    "site/a/1/kwa_1.html": ("</main>", f"<p>{HARM}</p></main>"),
    "site/index.html": ("</main>", '<p><a href="x.html" title="連絡は090-0000-1234へ">x</a></p></main>'),
    "site/ward/141364.html": ("</main>", "<p>連絡は090&#45;0000-1234へ</p></main>"),
    "site/json/1.json": ("土橋カフェ", HARM),
    "site/a/1/kwa_1.ics": ("SUMMARY:土橋カフェ", f"SUMMARY:{HARM}"),
    "site/data/r/0.js": ("土橋カフェ", HARM),
    "site/ward/none.html": ("</main>", f'<p title="x<b>">{HARM}</p></main>'),
    "site/kind/cafe.html": ("</main>", f"</main>{HARM}<"),
}


@pytest.mark.parametrize("name", PLANTS)
def test_a_canary_in_the_site_is_found(name: str, own_folder: Path) -> None:
    text = read(own_folder / name)
    assert PLANTS[name][0] in text
    (own_folder / name).write_text(text.replace(*PLANTS[name]), encoding="utf-8")
    assert {(each.file, each.kind) for each in findings_in_site(own_folder)} == {(name, "携帯番号がある（公開しない）")}


def test_what_is_found_in_the_site_stops_the_release(own_folder: Path) -> None:
    name = next(iter(PLANTS))
    (own_folder / name).write_text(read(own_folder / name).replace(*PLANTS[name]), encoding="utf-8")
    with pytest.raises(OutgoingError) as caught:
        inspect(own_folder)
    assert {each.file for each in caught.value.findings} == {name}
    assert "携帯" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":"x\\\\","b":"HARM"}',
        '{"a":"\\u0030' + HARM.partition("0")[2] + '"}',
        '{"HARM":[]}',
        '{"a":["x","HARM"]}\n',
    ],
)
def test_a_text_in_json_is_seen_however_it_is_written(text: str, tmp_path: Path) -> None:
    (tmp_path / "site" / "json").mkdir(parents=True)
    (tmp_path / "site" / "json" / "1.json").write_text(text.replace("HARM", HARM), encoding="utf-8")
    with pytest.raises(OutgoingError, match="携帯"):
        inspect(tmp_path)


def test_files_are_looked_at_some_at_a_time_and_all_of_them(
    release_files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = publish(release_files, tmp_path / "published").folder
    whole = [path for batch in site_batches(folder) for path in batch.paths]
    monkeypatch.setattr(outgoing_site, "_AT_ONCE", 10_000)
    batches = [batch.paths for batch in site_batches(folder)]
    assert len(batches) > len({Path(path).suffix for path in whole}) and list(chain.from_iterable(batches)) == whole
    assert sorted(map(Path, whole)) == sorted(path for path in (folder / "site").rglob("*") if path.is_file())


RUNNING = {
    "site/index.html": [
        "<script>alert(1)</script>",
        '<script src="https://elsewhere.example/x.js" defer></script>',
        '<script src="assets/../../x.js?" defer></script>',
        '<link rel="stylesheet" href="https://elsewhere.example/x.css">',
        '<img src="https://elsewhere.example/x.png">',
        '<a href="#" onclick="alert(1)">x</a>',
        '<iframe src="https://elsewhere.example/"></iframe>',
        '<a href="javascript:alert(1)">x</a>',
        '<meta http-equiv="refresh" content="0; url=https://elsewhere.example/">',
    ],
    "site/ward/141364.html": ['<p title="a<b">x</p>', '<p\nonclick="alert(1)">x</p>'],
    "site/json/1.json": ["x", "[]"],
    "site/data/r/0.js": ["alert(1)", "/**/"],
    "site/assets/site.js": ["alert(1)"],
    "site/assets/site.css": ["body{background:url(https://elsewhere.example/x.png)}"],
    "site/x.js": ['hiroba_part("r","9",[]);alert(1)'],
    "site/x.svg": ["<svg/>"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in RUNNING.items() for text in texts])
def test_nothing_runs_or_loads_that_is_not_ours(name: str, text: str, own_folder: Path) -> None:
    with (own_folder / name).open("a", encoding="utf-8") as file:
        file.write(text)
    assert {each.file for each in findings_in_site(own_folder)} == {name}


def test_what_was_taken_away_is_on_no_page(own_published: Path) -> None:
    assert any("HYPERLINK" in read(path) for path in (own_published / "latest" / "site").rglob("*.html"))
    removals = pl.DataFrame({"listing_id": ["s_3"], "source_key": ["s"], "content_print": [None]})
    scrub(own_published, removals.cast(pl.String))
    after = (own_published / "latest").resolve() / "site"
    holding = [path for path in after.rglob("*") if path.is_file() and b"HYPERLINK" in path.read_bytes()]
    assert holding == []
    assert not (after / "a" / "2" / "kwa_2.html").exists() or "土橋" not in read(after / "a" / "2" / "kwa_2.html")


def test_libraries_are_packed_with_version_and_licence(site: Path) -> None:
    assert [path.name for path in ASSETS.iterdir() if path.is_dir()] == ["leaflet-1.9.4"]
    assert "Leaflet 1.9.4" in read(site / "assets" / "leaflet-1.9.4" / "leaflet.js")[:200]
    assert "BSD 2-Clause" in read(site / "assets" / "leaflet-1.9.4" / "LICENSE")


def test_the_sample_says_so_on_every_page(site: Path) -> None:
    assert [path for path in site.rglob("*.html") if "見本の市のデータ" not in read(path)] == []


def test_a_release_without_activities_has_a_site(release_tables: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    kept = ("release", "sources", "data_dictionary")
    empty = {name: df if name in kept else df.clear() for name, df in release_tables.items()}
    files = {}
    for name, df in empty.items():
        files[name] = tmp_path / f"{name}.parquet"
        write_table(table(name), df, files[name])
    folder = publish(files, tmp_path / "published").folder
    assert "<strong>0</strong>" in read(folder / "site" / "index.html")
