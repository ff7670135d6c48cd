"""The known truth: volumes, real rows, labels, numbers, determinism."""

import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from cities.kawasaki.sample_city.canaries import CANARIES, OFFICE, leaked
from cities.kawasaki.sample_city.chance import stream
from cities.kawasaki.sample_city.entry import FIELDS, NO_SLOT
from cities.kawasaki.sample_city.lists import LISTS
from cities.kawasaki.sample_city.real_rows import labelled_pairs, raw_rows
from cities.kawasaki.sample_city.schedules import clock_text
from cities.kawasaki.sample_city.spelling import write_founded
from cities.kawasaki.sample_city.world import (
    FAILING_GROUP,
    GARBLED_POST,
    PLACEHOLDER_MOBILES,
    RETIRED_GROUP,
    SITES,
    VOLUMES,
    World,
    build_world,
    truth_frame,
)

DIGITS = str.maketrans({**{chr(0xFF10 + digit): str(digit) for digit in range(10)}})


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", text.translate(DIGITS))


def test_equal_seeds_give_equal_worlds(world: World) -> None:
    again = build_world.__wrapped__(0)
    assert again == world
    assert again is not world
    assert truth_frame(again).equals(truth_frame(world))


def test_the_world_does_not_depend_on_the_process() -> None:
    # Sets and hashes of text differ between processes unless nothing depends on their order.
    code = (
        "import hashlib;from cities.kawasaki.sample_city.world import build_world;"
        "import sys;sys.stdout.write(hashlib.sha256(repr(build_world().entries).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": number},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for number in ("1", "2")
    }
    assert len(digests) == 1


def test_another_seed_gives_another_world_of_the_same_size(world: World) -> None:
    other = build_world(1)
    assert other != world
    assert Counter(entry.site for entry in other.entries) == VOLUMES
    assert other.unreachable == world.unreachable
    real = {entry.real_row_id: entry.name_text for entry in world.entries if entry.real_row_id}
    assert {entry.real_row_id: entry.name_text for entry in other.entries if entry.real_row_id} == real


def test_volumes(world: World) -> None:
    assert Counter(entry.site for entry in world.entries) == VOLUMES
    assert {*SITES, *LISTS} == set(VOLUMES)


def test_record_keys_are_unique_and_of_the_right_shape(world: World) -> None:
    keys = [(entry.site, entry.record_key) for entry in world.entries]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"G\d{7}", entry.record_key) for entry in world.of("ouen_navi"))
    assert all(5 <= int(entry.record_key[1:]) <= 1899 for entry in world.of("ouen_navi"))
    for site in VOLUMES.keys() - {"ouen_navi", "fukumimi"}:
        assert [entry.record_key for entry in world.of(site)] == [str(row) for row in range(1, VOLUMES[site] + 1)]


def test_truth_frame_has_the_documented_columns(world: World) -> None:
    frame = truth_frame(world)
    assert frame.columns == ["site", "record_key", "entity_id", "real_row_id", *FIELDS]
    assert set(frame.dtypes) == {pl.String}
    assert frame.equals(frame.sort("site", "record_key"))


def test_every_real_row_is_present_once_with_its_facts(world: World) -> None:
    shown = {entry.real_row_id: entry for entry in world.entries if entry.real_row_id}
    assert Counter(entry.real_row_id for entry in world.entries if entry.real_row_id).most_common(1)[0][1] == 1
    columns = {
        "name": "name_text",
        "schedule_text": "schedule_text",
        "fee_text": "fee_text",
        "address_text": "address_text",
    }
    for row in raw_rows():
        entry = shown.pop(str(row["row_id"]))
        for column, field in columns.items():
            assert getattr(entry, field) == row[column]
        assert "snippet" not in row
    assert not shown


def test_real_rows_keep_their_real_keys(world: World) -> None:
    shown = {entry.real_row_id: entry for entry in world.entries if entry.real_row_id}
    assert shown["r001"].record_key == "G0001255"
    assert (shown["r002"].record_key, shown["r224"].record_key) == ("14517", "14784")
    assert shown["r003"].site == "fukumimi"
    nameless = {row for row, entry in shown.items() if entry.name_text is None}
    assert nameless == {"r045", "r047", "r224", "r315"}


def test_labelled_pairs_hold_in_the_truth(world: World) -> None:
    entity = {entry.real_row_id: entry.entity_id for entry in world.entries}
    pairs = labelled_pairs()
    assert Counter(pair["label"] for pair in pairs)["same"] == 28
    for pair in pairs:
        equal = entity[pair["left"]] == entity[pair["right"]]
        assert equal is (pair["label"] == "same")
    assert entity["r008"] == "real-r004"


def test_real_and_generated_activities_are_never_mixed(world: World) -> None:
    # A ward has one design centre: two of them are among the real rows, and the list of centres names them again
    for entry in world.entries:
        is_real = entry.real_row_id or (entry.site == "sdc_wards" and entry.entity_id in ("real-r046", "real-r296"))
        assert entry.entity_id.startswith("real-" if is_real else "gen-")


def test_a_field_without_a_place_on_the_site_is_absent(world: World) -> None:
    for entry in world.entries:
        assert all(getattr(entry, field) is None for field in NO_SLOT[entry.site])
        for field in FIELDS:
            text = getattr(entry, field)
            assert text is None or (text and text == text.strip())


def test_generated_numbers_are_of_the_city_office_or_the_placeholder(world: World) -> None:
    mobiles = []
    for entry in world.entries:
        if entry.real_row_id or not entry.phone_text:
            continue
        number = digits_of(entry.phone_text)
        if number.startswith("044200"):
            assert len(number) == 10
            assert number not in {"0442003939", "0442002111"}
        else:
            mobiles.append(entry.phone_text)
    assert sorted(text for text in mobiles if not leaked(text)) == sorted(PLACEHOLDER_MOBILES)
    assert {digits_of(text) for text in mobiles if not leaked(text)} == {"09012345678"}


def test_no_private_number_or_foreign_host_stands_anywhere_else(world: World) -> None:
    for entry in world.entries:
        everything = " ".join(getattr(entry, field) or "" for field in FIELDS if field != "phone_text")
        if leaked(everything):
            continue
        assert not re.search(r"0[789]0[-(・－]\d{4}", everything.translate(DIGITS))
        if entry.real_row_id is None:
            assert entry.mail_text is None or entry.mail_text.endswith(".example.jp")
            assert entry.url_text is None or re.match(r"https?://[a-z0-9-]+\.example\.jp(/|$)", entry.url_text)


def test_overlap_has_the_planned_shares(world: World) -> None:
    sites: dict[str, list[str]] = defaultdict(list)
    for entry in world.entries:
        if entry.real_row_id is None and entry.site in SITES:
            sites[entry.entity_id].append(entry.site)
    shape = Counter((len(set(found)), len(found)) for found in sites.values())
    assert 0.19 < shape[2, 2] / len(sites) < 0.25
    assert 0.03 < shape[3, 3] / len(sites) < 0.05
    assert 0.008 < shape[1, 2] / len(sites) < 0.025
    assert set(shape) == {(1, 1), (2, 2), (3, 3), (1, 2)}


def test_the_lists_share_the_planned_part_of_their_activities(world: World) -> None:
    elsewhere = {entry.entity_id for site in SITES for entry in world.of(site)}
    for site, plan in LISTS.items():
        known = sum(entry.entity_id in elsewhere and "gen-" in entry.entity_id for entry in world.of(site))
        assert known <= plan.volume * plan.known
        assert known >= 0.8 * plan.volume * plan.known - 1, site


def test_copies_are_written_independently(world: World) -> None:
    groups: dict[str, list[str]] = defaultdict(list)
    for entry in world.entries:
        if entry.real_row_id is None and entry.address_text:
            groups[entry.entity_id].append(entry.address_text)
    pairs = [pair for texts in groups.values() for pair in combinations(texts, 2)]
    assert sum(left != right for left, right in pairs) > 0.8 * len(pairs)


def test_one_name_stands_for_different_groups_only_on_purpose(world: World) -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for entry in world.entries:
        if entry.real_row_id is None and entry.name_text and entry.site in SITES:
            names[re.sub(r"[\s　「」]", "", entry.name_text)].add(entry.entity_id)
    shared = {name for name, entities in names.items() if len(entities) > 1}
    assert {"さくら会", "ひまわり会", "さくらカフェ"} <= shared
    assert len(shared) < 20


def test_lookalikes_that_share_a_name_always_tell_ward_and_venue(world: World) -> None:
    twins = [entry for entry in world.entries if entry.name_text == "さくら会"]
    assert len({entry.ward_text for entry in twins}) == len({entry.entity_id for entry in twins})
    assert all(entry.venue_text for entry in twins)


def test_the_unreachable_listings_are_generated_and_alone(world: World) -> None:
    keys = {("ouen_navi", FAILING_GROUP), ("ouen_navi", RETIRED_GROUP), ("fukumimi", GARBLED_POST)}
    assert world.unreachable == keys
    count = Counter(entry.entity_id for entry in world.entries)
    hidden = [entry for entry in world.entries if (entry.site, entry.record_key) in keys]
    assert len(hidden) == 3
    assert all(count[entry.entity_id] == 1 and entry.real_row_id is None for entry in hidden)


def test_one_event_has_no_title(world: World) -> None:
    untitled = [entry for entry in world.of("kawasaki_city_events") if entry.name_text is None]
    assert len(untitled) == 1
    assert untitled[0].real_row_id is None


@pytest.mark.parametrize(
    ("minutes", "style", "text"),
    [
        (810, "ampm", "午後1時30分"),
        (600, "ampm", "午前10時"),
        (720, "ampm", "午前12時"),
        (750, "ampm", "午後0時30分"),
        (810, "half", "13時半"),
        (570, "seconds", "09:30:00"),
    ],
)
def test_clock_texts(minutes: int, style: str, text: str) -> None:
    assert clock_text(minutes, style) == text


def test_founding_dates_name_the_year() -> None:
    for number in range(200):
        text = write_founded(stream(number, "test"), 2019, 10)
        assert "2019" in text or "令和元" in text


def test_every_canary_is_planted_in_a_listing_of_its_own(world: World) -> None:
    planted = [(entry.site, name) for entry in world.entries for name in FIELDS if leaked(getattr(entry, name) or "")]
    private = [canary for canary in CANARIES if OFFICE not in canary.text]
    assert sorted(planted) == sorted((canary.site, canary.field) for canary in private)
    (office,) = [entry for entry in world.entries if OFFICE in (entry.mail_text or "")]
    assert office.mail_text and office.mail_text.partition("@")[2] in (office.url_text or "")


def test_a_canary_is_recognised_however_it_is_written() -> None:
    assert leaked("架空坂　花子さん") == {"架空坂"}
    assert leaked("０８０（００００）４３２１") == {"080-0000-4321"}
    assert leaked("HIROBA") == leaked("044-200-0001 広場太郎") == set()
    assert leaked("hiroba-canary-jiro＠docomo．ne．jp") == {"hiroba-canary-jiro@docomo.ne.jp"}
