"""What happened between two releases, and what an activity was like on any day."""

from datetime import UTC, date, datetime, time

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.core.changes import Release, apply_changes, compare
from pipelines.core.rekey import moved, rekeyed
from pipelines.core.remembered import as_json, as_of, in_todays_words, log_changes, remember
from warehouse.contract import table
from warehouse.contract.derived.frames import empty_frame, frame
from warehouse.contract.derived.text_form import announced, with_announced

DAYS = [date(2026, 11, day) for day in range(1, 29)]


def activities(*rows: dict[str, object]) -> pl.DataFrame:
    empty = dict.fromkeys(table("core__activities").optional)
    full = [{"name": "名", "listing_count": 1, "source_count": 1} | empty | row for row in rows]
    return frame(table("core__activities"), full).sort("activity_id")


def bridge(**ids: str) -> pl.DataFrame:
    """Listing → activity; the source of a listing is its first letter."""
    rows = {"listing_id": list(ids), "activity_id": list(ids.values()), "source_key": [name[0] for name in ids]}
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(rows, pl.String))


NO_MOVES = pl.DataFrame(schema={"last_listing_id": pl.String, "listing_id": pl.String})


def redirects(**ids: str | None) -> pl.DataFrame:
    return pl.DataFrame(
        {"activity_id": list(ids), "current_activity_id": list(ids.values())},
        schema={"activity_id": pl.String, "current_activity_id": pl.String},
    )


def changes(before: Release, now: Release, moves: pl.DataFrame = NO_MOVES) -> list[tuple[object, ...]]:
    return compare(before, now, moves, ["x"]).drop("activity_json").rows()


def test_each_change_has_one_cause() -> None:
    before = Release(
        activities(
            {"activity_id": "a", "fee": "無料"},
            {"activity_id": "b"},
            {"activity_id": "c"},
            {"activity_id": "d"},
            {"activity_id": "g"},
            {"activity_id": "h", "stale_since": date(2026, 11, 1), "staleness_code": "standing_in"},
        ),
        bridge(l1="a", l2="b", l3="c", l4="d", l5="d", x1="g", l7="h"),
        redirects(a="a", b="b", c="c", d="d", g="g", h="h", i=None),
    )
    now = Release(
        activities(
            {"activity_id": "a", "fee": "100円", "status_code": "paused"},
            {"activity_id": "d", "stale_since": date(2026, 11, 1)},
            {"activity_id": "e"},
            {"activity_id": "f"},
            {"activity_id": "h"},
            {"activity_id": "i"},
        ),
        bridge(l1="a", l2="a", l4="d", l5="e", l6="f", l7="h", l8="i"),
        redirects(a="a", b="a", c=None, d="d", e="e", f="f", g=None, h="h", i="i"),
    )
    assert changes(before, now) == [
        ("a", "changed", "fee", "無料", "100円", None),
        ("a", "paused", "status_code", None, "paused", None),
        ("b", "merged", "-", None, None, "a"),
        ("c", "not_seen", "-", None, None, None),
        ("d", "stale", "stale_since", None, "2026-11-01", None),
        ("e", "split", "-", None, None, "d"),
        ("f", "added", "-", None, None, None),
        ("g", "source_ended", "-", None, None, None),
        ("h", "fresh", "stale_since", "2026-11-01", None, None),
        ("h", "fresh", "staleness_code", "standing_in", None, None),
        ("i", "seen_again", "-", None, None, None),
    ]
    found = compare(before, now, NO_MOVES, ["x"])
    assert apply_changes(before.activities, found).equals(now.activities)
    assert not found.select("activity_id", "field_name").is_duplicated().any()


def test_a_new_column_of_the_contract_is_no_news_of_an_activity() -> None:
    before = Release(activities({"activity_id": "a"}).drop("fee"), bridge(l1="a"), redirects(a="a"))
    now = Release(activities({"activity_id": "a", "fee": "無料"}), bridge(l1="a"), redirects(a="a"))
    assert changes(before, now) == []


def test_the_log_of_changes_keeps_every_release_and_no_value() -> None:
    release = Release(activities({"activity_id": "a", "fee": "無料"}), bridge(l1="a"), redirects(a="a"))
    nothing = Release(activities(), bridge(), redirects())
    log = empty_frame(table("activity_change_log"))
    nights = ((nothing, release), (release, nothing))
    for day, (before, now) in zip(DAYS, nights, strict=False):
        facts = {"release_id": f"r{day}", "as_of_at": datetime(day.year, day.month, day.day, tzinfo=UTC)}
        log = log_changes(log, compare(before, now, NO_MOVES), facts)
    assert log.drop("release_id").rows() == [
        ("a", "added", "-", DAYS[0], None),
        ("a", "not_seen", "-", DAYS[1], None),
    ]
    assert "fee" not in "".join(log.columns)


def test_nothing_changes_between_equal_releases() -> None:
    release = Release(activities({"activity_id": "a", "fee": "無料"}), bridge(l1="a"), redirects(a="a"))
    assert changes(release, release) == []


def listing(listing_id: str, name: str, content_print: str, source: str = "s") -> dict[str, str]:
    return {"listing_id": listing_id, "source_key": source, "name": name, "content_print": content_print}


def test_a_source_that_moves_house_keeps_its_listings() -> None:
    last = pl.DataFrame([listing(f"old{n}", f"会{n}", f"p{n}") for n in range(5)])
    now = pl.DataFrame([listing(f"new{n}", f"会{n}", f"p{n}" if n else "other") for n in range(5)])
    moves = rekeyed(last, now)
    assert moves.rows() == [(f"old{n}", f"new{n}") for n in range(5)]
    assert moved(last, moves).get_column("listing_id").to_list() == [f"new{n}" for n in range(5)]
    release = Release(activities({"activity_id": "a"}), bridge(new0="a"), redirects(a="a"))
    assert changes(release, release, moves) == [("a", "rekeyed", "listing_id", "old0", "new0", None)]


@pytest.mark.parametrize(
    ("last", "now"),
    [
        ([listing("l1", "会", "p")], [listing("l1", "会", "p"), listing("l2", "会", "p")]),
        ([listing("l1", "会", "p"), listing("l2", "会", "p")], [listing("l3", "会", "p")]),
        ([listing("l1", "会", "p", "s")], [listing("l2", "会", "p", "t")]),
        ([], [listing("l2", "会", "p")]),
    ],
)
def test_nothing_is_guessed_about_who_moved_where(last: list[dict[str, str]], now: list[dict[str, str]]) -> None:
    schema = dict.fromkeys(listing("", "", ""), pl.String)
    assert rekeyed(pl.DataFrame(last, schema=schema), pl.DataFrame(now, schema=schema)).is_empty()


VALUES = st.fixed_dictionaries(
    {
        "fee": st.sampled_from(["無料", "100円", '"引用"、\\と改行', None]),
        "lat": st.sampled_from([35.5, 35.123456789012345, None]),
        "capacity": st.sampled_from([20, None]),
        "is_application_needed": st.sampled_from([True, False, None]),
        "stale_since": st.sampled_from([date(2026, 11, 1), None]),
        "status_code": st.sampled_from(["paused", "ended", None]),
    }
)
NIGHTS = st.lists(st.dictionaries(st.sampled_from("abc"), VALUES), min_size=1, max_size=6)


def night(state: dict[str, dict[str, object]], known: set[str]) -> Release:
    known |= set(state)
    return Release(
        activities(*({"activity_id": key, **values} for key, values in state.items())),
        bridge(**{f"l{key}": key for key in state}),
        redirects(**{key: key if key in state else None for key in sorted(known)}),
    )


@given(NIGHTS)
@settings(deadline=None, max_examples=30)
def test_history_tells_every_day_as_it_was(states: list[dict[str, dict[str, object]]]) -> None:
    history = empty_frame(table("core__activity_history"))
    nights = [night(state, set()).activities for state in states]
    for day, now in zip(DAYS, nights, strict=False):
        history = remember(history, now, day)
    for day, now in zip(DAYS, nights, strict=False):
        assert as_of(history, day, now.schema).equals(now)


@given(NIGHTS)
@settings(deadline=None, max_examples=30)
def test_changes_turn_the_last_release_into_this_one(states: list[dict[str, dict[str, object]]]) -> None:
    known: set[str] = set()
    before = night({}, known)
    for state in states:
        now = night(state, known)
        found = compare(before, now, NO_MOVES)
        assert apply_changes(before.activities, found).equals(now.activities)
        assert not found.select("activity_id", "field_name").is_duplicated().any()
        before = now


def test_the_same_day_again_replaces_what_was_said_earlier() -> None:
    empty = empty_frame(table("core__activity_history"))
    first = remember(empty, activities({"activity_id": "a", "fee": "無料"}), DAYS[0])
    again = remember(first, activities({"activity_id": "a", "fee": "100円"}), DAYS[0])
    assert again.equals(remember(empty, activities({"activity_id": "a", "fee": "100円"}), DAYS[0]))


TYPED = activities(
    {
        "activity_id": "a",
        "schedule_rrules": ["FREQ=MONTHLY;BYDAY=1SA", "FREQ=WEEKLY;BYDAY=MO"],
        "schedule_days": [date(2026, 12, 3)],
        "session_starts": [time(10), None],
        "session_ends": [None, time(12)],
        "exceptions": ["holidays_off"],
        "target_group_codes": ["infant", "guardian"],
        "sns_urls": ["https://x.example/"],
        "lat": 35.58,
        "is_application_needed": True,
    },
    {"activity_id": "b"},
)
PUBLISHED = table("activities")


def as_text_only() -> pl.DataFrame:
    """The same as a release of contract 0.6.0 had them: lists and times as text."""
    return with_announced(TYPED, PUBLISHED).drop(announced(PUBLISHED).values())


def test_the_first_release_with_lists_tells_no_change_and_the_next_one_tells_them() -> None:
    before = Release(as_text_only(), bridge(l1="a", l2="b"), redirects(a="a", b="b"))
    now = before._replace(activities=TYPED)
    assert changes(before, now) == []
    other = TYPED.with_columns(
        session_starts=pl.when(pl.col("activity_id") == "a").then(pl.lit([time(11), None], dtype=pl.List(pl.Time)))
    )
    said = compare(now, now._replace(activities=other), NO_MOVES)
    told = said.select("field_name", "old_text", "new_text").rows()
    assert told == [("session_starts", "10:00 ; ", "11:00 ; "), ("start_time", "10:00 ; ", "11:00 ; ")]
    assert apply_changes(TYPED, said).equals(other)
    copy = with_announced(TYPED, PUBLISHED)
    assert apply_changes(copy, said).equals(with_announced(other, PUBLISHED))


def test_what_changes_in_the_first_night_with_lists_is_told_as_a_list_and_as_text() -> None:
    before = Release(as_text_only(), bridge(l1="a", l2="b"), redirects(a="a", b="b"))
    later = pl.when(pl.col("activity_id") == "a").then(pl.lit([time(11), None], dtype=pl.List(pl.Time)))
    said = compare(before, before._replace(activities=TYPED.with_columns(session_starts=later)), NO_MOVES)
    told = said.select("field_name", "old_text", "new_text").rows()
    assert told == [("session_starts", "10:00 ; ", "11:00 ; "), ("start_time", "10:00 ; ", "11:00 ; ")]


def test_the_past_of_an_older_contract_goes_on_as_if_it_had_been_written_today() -> None:
    past = as_json(as_text_only()).with_columns(valid_from_on=DAYS[0], valid_to_on=pl.lit(None, dtype=pl.Date))
    history = remember(in_todays_words(past), TYPED, DAYS[5])
    assert history.get_column("valid_from_on").to_list() == [DAYS[0], DAYS[0]], "nothing has changed"
    assert as_of(history, DAYS[2], TYPED.schema).equals(TYPED)
    assert remember(past, TYPED, DAYS[5]).height == 4, "without it everything would"
