"""The schedule of an activity out of those of its listings: nothing lost but what a newer list contradicts."""

import datetime as dt
from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.core.joined_schedules import Joined, join
from pipelines.core.schedule_pieces import Pieces, columns_of, names_day, pieces_of
from pipelines.core.schedule_survivors import joined_schedules
from pipelines.normalise.schedule.parse import SCHEDULE_SCHEMA, parse_schedule, read_schedules
from warehouse.contract import table
from warehouse.contract.derived.frames import frame, violations

Said = tuple[str, str]
"""A text and the day of its page."""
SEEN = dt.date(2026, 11, 30)
MERITS = {"text_only": 0, "partial": 1, "full": 2}


def rows(*said: Said) -> list[dict[str, object]]:
    texts, days = (pl.Series(column, dtype=pl.String) for column in zip(*said, strict=True))
    read = read_schedules(texts, days, pl.Series([SEEN] * len(said)))
    return [
        {"listing_id": f"l{number}", "source_key": f"s{number}", "schedule": text, **row}
        for number, (text, row) in enumerate(zip(texts, read.iter_rows(named=True), strict=True))
    ]


def pieces(*said: Said) -> list[Pieces]:
    return [
        pieces_of(row, dt.date.fromisoformat(day), MERITS[str(row["schedule_completeness_code"])])
        for row, (_, day) in zip(rows(*said), said, strict=True)
    ]


def joined(*said: Said) -> Joined:
    return join(pieces(*said))


def sentence(found: Joined) -> str:
    return str(columns_of(found.pieces, found.completeness, None)["schedule_sentence"])


OLD, NEW = "2026-03-01", "2026-11-01"


def test_the_text_shown_is_not_another_lists_how_often() -> None:
    found = joined(("年4回10時から11時30分", OLD), ("年1回", NEW))
    assert sentence(found) == "年1回 10:00〜11:30"
    assert found.base.listing_id == "l1", "of l0 people would read 年4回"


@pytest.mark.parametrize(
    ("said", "expected", "completeness"),
    [
        pytest.param(
            [("毎週水曜日", OLD), ("2026-12-16 09:00:00-12:00:00", NEW)],
            "毎週水曜日 09:00〜12:00",
            "full",
            id="hours of a day the rule has",
        ),
        pytest.param(
            [("毎月第3金曜", OLD), ("月1回 14:00～16:00", NEW)],
            "毎月第3金曜日 14:00〜16:00",
            "full",
            id="hours of a list that names no day",
        ),
        pytest.param(
            [("毎週火曜 10時～", OLD), ("毎週火曜 10時～11時30分 雨天中止", NEW)],
            "毎週火曜日 10:00〜11:30 雨天中止",
            "full",
            id="the end",
        ),
        pytest.param(
            [("2026年11月27日 14:00〜15:30", OLD), ("2026年11月27日、12月11日", NEW)],
            "2026年11月27日 14:00〜15:30 2026年12月11日 （時刻の記載なし）",
            "partial",
            id="dates of both, and no hour that nobody says",
        ),
        pytest.param(
            [("2026年11月27日 14:00〜15:30", OLD), ("2026年11月27日、12月11日の午後", NEW)],
            "2026年11月27日 14:00〜15:30 2026年12月11日 午後",
            "partial",
            id="the part of the day, where no hour is said",
        ),
        pytest.param(
            [("月2回 10時～12時", NEW), ("2026-12-06 10:00:00-12:00:00", OLD)],
            "月2回 2026年12月6日 10:00〜12:00",
            "full",
            id="how often",
        ),
        pytest.param([("毎週火曜", OLD), ("毎週木曜", NEW)], "毎週木曜日", "partial", id="of two rules the newer"),
        pytest.param(
            [("毎週火曜 10時～12時", OLD), ("毎週火曜 13時～15時", NEW)],
            "毎週火曜日 13:00〜15:00",
            "full",
            id="of two hours the newer",
        ),
        pytest.param(
            [("毎月第3金曜", OLD), ("2026年12月5日(土)、12月19日(土) 10時～12時", NEW)],
            "2026年12月5日；2026年12月19日 10:00〜12:00",
            "full",
            id="newer days of which the rule has none",
        ),
        pytest.param(
            [("毎月第3金曜", NEW), ("2026年12月5日(土)、12月19日(土) 10時～12時", OLD)],
            "毎月第3金曜日",
            "partial",
            id="older days of which the rule has none",
        ),
        pytest.param(
            [("毎月第3金曜 10時～12時", NEW), ("2026年12月5日 13時～15時", OLD)],
            "毎月第3金曜日 10:00〜12:00 2026年12月5日 13:00〜15:00",
            "full",
            id="one other day may be a special",
        ),
        pytest.param(
            [("2026年12月5日、12月12日 10時～12時", OLD), ("2026年12月5日、12月19日 10時～12時", NEW)],
            "2026年12月5日；2026年12月19日 10:00〜12:00",
            "full",
            id="a day that the newer list leaves out",
        ),
        pytest.param(
            [("毎週火曜 雨天中止", OLD), ("毎週火曜 小雨決行", NEW)], "毎週火曜日 小雨決行", "partial", id="the weather"
        ),
        pytest.param(
            [("毎週火曜 10時～12時", NEW), ("毎週木曜 祝日は休み", OLD)],
            "毎週火曜日 10:00〜12:00",
            "full",
            id="what is said of a rule that does not hold",
        ),
        pytest.param(
            [("毎週火曜", NEW), ("毎週火曜 8月は休み", OLD)], "毎週火曜日 8月は休み", "partial", id="a condition"
        ),
        pytest.param(
            [("毎週火曜 10時～12時（春のみ）", NEW), ("毎週火曜 祝日は休み", OLD)],
            "毎週火曜日 10:00〜12:00 祝日は休み（原文のまま：春のみ）",
            "partial",
            id="words nobody read stay, and nothing is whole",
        ),
        pytest.param(
            [("隔週月曜", OLD), ("2027年1月11日 10時～12時", NEW)],
            "隔週月曜日；2027年1月11日 10:00〜12:00",
            "partial",
            id="a day of a rule that has no first one",
        ),
    ],
)
def test_pieces_of_several_lists_are_one_schedule(said: list[Said], expected: str, completeness: str) -> None:
    for order in (said, said[::-1]):
        found = joined(*order)
        assert (sentence(found), found.completeness) == (expected, completeness)


def test_every_piece_names_the_listing_it_comes_from() -> None:
    found = joined(("毎週水曜 10時～", OLD), ("2026年12月26日", NEW), ("毎週水曜 10時～12時 雨天中止", "2026-02-01"))
    given = {(each.column, each.text): each.listing.listing_id for each in found.given}
    assert found.base.listing_id in ("l0", "l2")
    assert given[("schedule_days", "2026-12-26")] == "l1"
    other = {"l0": "l2", "l2": None}[found.base.listing_id]
    assert given.get(("session_ends", "12:00")) == given.get(("exceptions", "rain_cancels")) == other


def test_hours_that_no_column_can_tell_are_not_told() -> None:
    """Two sessions on each of the older days, one on the newer: which belong where would be invented."""
    found = joined(("2026年12月1日、12月8日 10:00～11:00、13:00～14:00", OLD), ("2026年12月8日 13:00～14:00", NEW))
    assert (sentence(found), found.completeness) == ("2026年12月1日；2026年12月8日", "partial")


def test_a_day_without_a_year_stays_in_the_sentence_of_its_list() -> None:
    found = joined(("5月1日 10時～12時", "2026-11-16"), ("月1回", NEW))
    assert found.is_whole


TEXTS = st.sampled_from(
    [
        "毎週水曜日",
        "毎週水曜 10時～12時",
        "毎月第1・3土曜 13時～",
        "毎月第1・3土曜 13時～15時 雨天中止",
        "隔週月曜 10時～12時",
        "月2回程度 10時～12時",
        "不定期",
        "平日の午後",
        "2026年12月5日(土)、12月19日(土) 13時～15時",
        "2026年12月2日、12月9日、12月16日",
        "2026年12月5日 13時～",
        "2026年12月24日 18時～19時",
        "2027-01-16 13:00:00-15:00:00 小雨決行",
        "10時～11時、13時～14時 2026年12月2日、12月9日",
    ]
)
PAGES = st.sampled_from(["2024-05-01", OLD, "2026-06-01", NEW])
LISTS = st.lists(st.tuples(TEXTS, PAGES), min_size=2, max_size=5)


@settings(max_examples=200, deadline=None)
@given(LISTS, st.randoms(use_true_random=False))
def test_the_order_of_listings_says_nothing(said: list[Said], random: object) -> None:
    listings = pieces(*said)
    shuffled = list(listings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert join(shuffled) == join(listings)


def _is_shown(day: dt.date, found: Joined) -> bool:
    return day in found.pieces.days or any(names_day(rule, day) for rule in found.pieces.rules)


def _is_contradicted(day: dt.date, pieces: Pieces, others: Sequence[Pieces]) -> bool:
    newer = [each for each in others if each.on > pieces.on]
    return any(not any(day == own for own in each.days) for each in newer if each.hours.keys() != {None})


@settings(max_examples=300, deadline=None)
@given(LISTS)
def test_a_day_is_lost_only_where_a_newer_list_says_other_days(said: list[Said]) -> None:
    listings = pieces(*said)
    found = join(listings)
    for each in listings:
        for day in each.days:
            assert _is_shown(day, found) or _is_contradicted(day, each, listings)


@settings(max_examples=300, deadline=None)
@given(LISTS)
def test_nothing_is_shown_that_no_list_says(said: list[Said]) -> None:
    listings = pieces(*said)
    found = join(listings).pieces
    assert set(found.hours) <= {item for each in listings for item in each.hours} | {None}
    assert set(found.codes) <= {code for each in listings for code in each.codes}
    ends = {(each.start, each.end) for its in found.hours.values() for each in its}
    assert ends <= {(each.start, each.end) for one in listings for its in one.hours.values() for each in its}


@settings(max_examples=100, deadline=None)
@given(TEXTS, PAGES)
def test_two_lists_that_say_the_same_are_joined_to_just_that(text: str, page: str) -> None:
    found = joined((text, page), (text, page))
    assert found.is_whole
    assert not found.given


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_pieces_put_together_again_are_the_columns(text: str) -> None:
    row = rows((text, NEW))[0]
    code = str(row["schedule_completeness_code"])
    again = columns_of(pieces_of(row, SEEN, 0), code, row["schedule_gif"])  # type: ignore[arg-type]
    schedule = parse_schedule(text, dt.date.fromisoformat(NEW), SEEN)
    assert {name: again[name] for name in SCHEDULE_SCHEMA} == {name: row[name] for name in SCHEDULE_SCHEMA}
    assert not schedule.leftover


def test_frames_hold_the_joined_schedule_and_who_gave_what() -> None:
    said = [("毎週水曜日", OLD), ("2026-12-16 09:00:00-12:00:00", NEW), ("毎週水曜日", OLD)]
    members = pl.DataFrame(
        [{"activity_id": "b" if number == 2 else "a", **row} for number, row in enumerate(rows(*said))],
        schema={"activity_id": pl.String, **{name: frame(table("norm__listings"), []).schema[name] for name in (
            "listing_id", "source_key", "schedule", *SCHEDULE_SCHEMA)}},
    ).with_columns(updated_date=pl.Series([day for _, day in said]))  # fmt: skip
    found = joined_schedules(members)
    assert not violations(table("core__activity_values"), found.values)
    assert found.columns.select("activity_id", "listing_id", "schedule_sentence").rows() == [
        ("a", "l0", "毎週水曜日 09:00〜12:00")
    ]
    assert found.values.select("field_name", "listing_id", "value_text", "rule_code", "agreeing_count").rows() == [
        ("session_starts", "l1", "09:00", "joined", 1),
        ("session_ends", "l1", "12:00", "joined", 1),
    ]
