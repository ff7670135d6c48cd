"""What happened between two releases, and what an activity was like on any day."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.changes import Release, compare, remember
from pipelines.core.rekey import moved, rekeyed
from warehouse.contract import table
from warehouse.contract.frames import empty_frame, frame

DAYS = [date(2026, 11, day) for day in range(1, 29)]


def activities(*rows: dict[str, object]) -> pl.DataFrame:
    empty = dict.fromkeys(table("core__activities").optional)
    full = [{"name": "名", "listing_count": 1, "source_count": 1} | empty | row for row in rows]
    return frame(table("core__activities"), full).sort("activity_id")


def bridge(**ids: str) -> pl.DataFrame:
    return pl.DataFrame({"listing_id": list(ids), "activity_id": list(ids.values())}, schema_overrides=TEXT)


TEXT = {"listing_id": pl.String, "activity_id": pl.String}
NO_MOVES = pl.DataFrame(schema={"last_listing_id": pl.String, "listing_id": pl.String})


def redirects(**ids: str | None) -> pl.DataFrame:
    return pl.DataFrame(
        {"activity_id": list(ids), "current_activity_id": list(ids.values())},
        schema={"activity_id": pl.String, "current_activity_id": pl.String},
    )


def changes(before: Release, now: Release, moves: pl.DataFrame = NO_MOVES) -> list[tuple[object, ...]]:
    return compare(before, now, moves).rows()


def test_each_change_has_one_cause() -> None:
    before = Release(
        activities(
            {"activity_id": "a", "fee": "無料"}, {"activity_id": "b"}, {"activity_id": "c"}, {"activity_id": "d"}
        ),
        bridge(l1="a", l2="b", l3="c", l4="d", l5="d"),
        redirects(a="a", b="b", c="c", d="d"),
    )
    now = Release(
        activities(
            {"activity_id": "a", "fee": "100円", "status_code": "paused"},
            {"activity_id": "d", "stale_since": date(2026, 11, 1)},
            {"activity_id": "e"},
            {"activity_id": "f"},
        ),
        bridge(l1="a", l2="a", l4="d", l5="e", l6="f"),
        redirects(a="a", b="a", c=None, d="d", e="e", f="f"),
    )
    assert changes(before, now) == [
        ("a", "changed", "fee", "無料", "100円", None),
        ("a", "paused", "status_code", None, "paused", None),
        ("b", "merged", "-", None, None, "a"),
        ("c", "gone", "-", None, None, None),
        ("d", "stale", "stale_since", None, "2026-11-01", None),
        ("e", "split", "-", None, None, "d"),
        ("f", "added", "-", None, None, None),
    ]


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


STATES = st.lists(
    st.dictionaries(st.sampled_from("abc"), st.sampled_from(["無料", "100円", None])), min_size=1, max_size=6
)


@given(STATES)
def test_history_tells_every_day_as_it_was(nights: list[dict[str, str | None]]) -> None:
    history = empty_frame(table("core__activity_history"))
    for day, night in zip(DAYS, nights, strict=False):
        history = remember(history, activities(*({"activity_id": key, "fee": fee} for key, fee in night.items())), day)
    for day, night in zip(DAYS, nights, strict=False):
        rows = history.filter(
            pl.col("valid_from_on") <= day, pl.col("valid_to_on").is_null() | (pl.col("valid_to_on") > day)
        )
        fees = pl.col("activity_json").str.json_path_match("$.fee")
        assert dict(rows.select("activity_id", fees).iter_rows()) == night


@given(STATES)
def test_changes_turn_the_last_release_into_this_one(nights: list[dict[str, str | None]]) -> None:
    state: dict[str, str | None] = {}
    before = Release(activities(), bridge(), redirects())
    known: set[str] = set()
    for night in nights:
        known |= set(night)
        now = Release(
            activities(*({"activity_id": key, "fee": fee} for key, fee in night.items())),
            bridge(**{f"l{key}": key for key in night}),
            redirects(**{key: key if key in night else None for key in sorted(known)}),
        )
        for activity, code, _field, _old, new, _other in changes(before, now):
            if code == "gone":
                del state[str(activity)]
            elif code == "added":
                state[str(activity)] = night[str(activity)]
            else:
                state[str(activity)] = None if new is None else str(new)
        assert state == night
        before = now


def test_the_same_day_again_replaces_what_was_said_earlier() -> None:
    empty = empty_frame(table("core__activity_history"))
    first = remember(empty, activities({"activity_id": "a", "fee": "無料"}), DAYS[0])
    again = remember(first, activities({"activity_id": "a", "fee": "100円"}), DAYS[0])
    assert again.equals(remember(empty, activities({"activity_id": "a", "fee": "100円"}), DAYS[0]))
