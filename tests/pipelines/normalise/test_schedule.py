"""The grammar of schedules: one case per rule of docs/meaning.md §2, the labelled rows, what holds for every text."""

import csv
import datetime as dt
import time
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.normalise.parse_csv import SCHEDULE
from pipelines.normalise.schedule.model import LAST, Day, Rule, Schedule, Session
from pipelines.normalise.schedule.parse import SCHEDULE_SCHEMA, parse_schedule, read_schedules
from pipelines.normalise.schedule.render import render
from warehouse.contract.derived.text_form import as_text

GOLD = Path(__file__).parents[3] / "pipelines" / "normalise" / "data" / "gold" / "schedules.csv"
COLUMNS = ("rrule", "gif", "dates", "start_time", "end_time", "exceptions", "completeness")


def columns_of(text: str) -> dict[str, str | None]:
    """What was read, as text."""
    read = read_schedules(pl.Series([text]))
    return read.select(as_text(name).alias(shown) for name, shown in SCHEDULE.items()).row(0, named=True)


def read(text: str) -> tuple[str | None, ...]:
    """rrule, dates, start, end, exceptions, completeness."""
    found = columns_of(text)
    return tuple(found[name] for name in COLUMNS if name != "gif")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毎週火・木曜 10時～12時", ("FREQ=WEEKLY;BYDAY=TU,TH", None, "10:00", "12:00", None, "full")),
        ("毎月第1・3月曜日 13:30～15:30", ("FREQ=MONTHLY;BYDAY=1MO,3MO", None, "13:30", "15:30", None, "full")),
        ("第①③水曜 １０時−１２時", ("FREQ=MONTHLY;BYDAY=1WE,3WE", None, "10:00", "12:00", None, "full")),
        ("水曜日（第2・第4）午後1時～3時", ("FREQ=MONTHLY;BYDAY=2WE,4WE", None, "13:00", "15:00", None, "full")),
        ("毎月最終金曜日 18時半〜20時半", ("FREQ=MONTHLY;BYDAY=-1FR", None, "18:30", "20:30", None, "full")),
        ("毎月第二土曜 十時〜十二時", ("FREQ=MONTHLY;BYDAY=2SA", None, "10:00", "12:00", None, "full")),
        ("隔週水曜日 10:00-12:00", ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", None, "10:00", "12:00", None, "partial")),
        ("毎月5日・15日 午前6時半～7時", ("FREQ=MONTHLY;BYMONTHDAY=5,15", None, "06:30", "07:00", None, "full")),
        (
            "4月～6月の第2土曜日 9時～11時",
            ("FREQ=MONTHLY;BYMONTH=4,5,6;BYDAY=2SA", None, "09:00", "11:00", None, "full"),
        ),
        ("月～金曜日 9時から17時", ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", None, "09:00", "17:00", None, "full")),
        (
            "火曜 9時～12時、木曜 13時～16時",
            ("FREQ=WEEKLY;BYDAY=TU ; FREQ=WEEKLY;BYDAY=TH", None, "09:00 ; 13:00", "12:00 ; 16:00", None, "full"),
        ),
        ("毎日10時から18時 ※毎週月曜休み", ("FREQ=DAILY", None, "10:00", "18:00", "closed=MO", "full")),
        ("毎週金曜日 祝日は休み", ("FREQ=WEEKLY;BYDAY=FR", None, None, None, "holidays_off", "partial")),
        (
            "毎週水曜 10:00～12:00（祝日、年末年始、8月を除く）",
            ("FREQ=WEEKLY;BYDAY=WE", None, "10:00", "12:00", "holidays_off;year_end_off;closed_month=8", "full"),
        ),
        (
            "毎月第3月曜日(祝日の場合は第4月曜日) 13:30～15:30",
            ("FREQ=MONTHLY;BYDAY=3MO", None, "13:30", "15:30", "holidays_off", "partial"),
        ),
        (
            "毎週火曜日9:30～11:30（第5週は休み）",
            ("FREQ=WEEKLY;BYDAY=TU", None, "09:30", "11:30", "closed=5TU", "full"),
        ),
        (
            "令和8年5月3日、6月7日 9:30～11:30",
            (None, "2026-05-03;2026-06-07", "09:30", "11:30", None, "full"),
        ),
        ("2026年11月10日、1月12日 10時〜11時", (None, "2026-11-10;2027-01-12", "10:00", "11:00", None, "full")),
        (
            "2026年10月～2027年3月の第2土曜日",
            ("FREQ=MONTHLY;BYDAY=2SA", None, None, None, "period=2026-10-01/2027-03-31", "partial"),
        ),
        ("2026年2月30日 10時〜11時", (None, None, "10:00", "11:00", None, "text_only")),
        ("毎月2回 土曜日 10:00～12:00", (None, None, "10:00", "12:00", None, "partial")),
        ("毎週1回第三金曜日", (None, None, None, None, None, "partial")),
        ("土曜または日曜 10時～12時", (None, None, "10:00", "12:00", None, "partial")),
        ("毎月第3土曜日午後1時半から約2時間", ("FREQ=MONTHLY;BYDAY=3SA", None, "13:30", None, None, "partial")),
        (
            "2026/11/3(火・祝) 12:30開場 13:00開演 15:00終演",
            (None, "2026-11-03", "13:00", "15:00", None, "full"),
        ),
        ("不定期（月2回程度）", (None, None, None, None, None, "text_only")),
        ("見学は毎週水曜日のお昼に、詳しくは電話で", ("FREQ=WEEKLY;BYDAY=WE", None, None, None, None, "partial")),
        ("", (None, None, None, None, None, "text_only")),
    ],
)
def test_a_rule_of_the_guide(text: str, expected: tuple[str | None, ...]) -> None:
    assert read(text) == expected


def gold() -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_labelled_rows_are_read_as_labelled() -> None:
    rows = gold()
    wrong = []
    for row in rows:
        found = columns_of(row["schedule_text"])
        found["exceptions"] = ";".join(sorted((found["exceptions"] or "").split(";")))
        row["exceptions"] = ";".join(sorted(row["exceptions"].split(";")))
        wrong += [row["schedule_text"]] * any((found[name] or "") != row[name] for name in COLUMNS)
    assert len(rows) > 150
    assert len(wrong) <= len(rows) * 0.01, wrong


def dates_of(text: str, context: dt.date | None = None, around: dt.date | None = None) -> tuple[str, ...]:
    return tuple(map(str, parse_schedule(text, context, around).dates))


TUESDAY = 1
FIRST, SECOND = "10:00〜12:00", "13:00〜15:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"2026年12月3日、12月10日 {FIRST}、{SECOND}", (2, "every_session", "full"), id="dates, then times"
        ),
        pytest.param(
            f"{FIRST}、{SECOND} 2026年12月3日、12月10日", (2, "every_session", "full"), id="times, then dates"
        ),
        pytest.param(f"2026年12月3日 {FIRST}、12月10日 {SECOND}", (2, None, "full"), id="each date its own"),
        pytest.param(
            f"2026年12月3日 {FIRST}、{SECOND}、12月10日", (0, None, "partial"), id="of the second nobody knows"
        ),
        pytest.param(f"第1土曜 {FIRST}、第3日曜 {SECOND}", (2, None, "full"), id="each rule its own"),
        pytest.param(f"{FIRST} 第1土曜、{SECOND} 第3日曜", (2, None, "full"), id="each its own, the time in front"),
        pytest.param(f"第1土曜、2026年12月3日 {FIRST}、{SECOND}", (2, "every_session", "full"), id="a rule and a date"),
        pytest.param(f"第1土曜、第3日曜、第4日曜 {FIRST}、{SECOND}", (2, None, "full"), id="not equally many"),
    ],
)
def test_sessions_belong_to_days_one_by_one_only_where_the_text_goes_through_them(
    text: str, expected: tuple[int, str | None, str]
) -> None:
    schedule = parse_schedule(text)
    code = ";".join(schedule.exceptions) or None
    assert (len(schedule.sessions), code, schedule.completeness) == expected
    assert without_places(parse_schedule(render(schedule))) == without_places(schedule)


def test_sessions_stand_in_the_order_of_what_they_belong_to() -> None:
    schedule = parse_schedule(f"2026年12月3日 {FIRST}、毎週火曜 {SECOND}")
    assert [each.rrule for each in schedule.rules] == ["FREQ=WEEKLY;BYDAY=TU"]
    assert [each.start for each in schedule.sessions] == [dt.time(13), dt.time(10)]


def test_an_end_at_midnight_is_a_time_of_the_next_day() -> None:
    schedule = parse_schedule("毎週土曜 18時〜24時")
    assert schedule.sessions == (Session(dt.time(18), dt.time(0)),)
    assert render(schedule) == "毎週土曜日 18:00〜24:00"


@pytest.mark.parametrize(
    ("text", "end", "said"),
    [
        ("毎週金曜日 22:00〜0:30", dt.time(0, 30), "毎週金曜日 22:00〜翌00:30"),
        ("毎週金曜日 22:00〜翌1:00", dt.time(1), "毎週金曜日 22:00〜翌01:00"),
        ("毎週金曜日 22:00〜25:00", dt.time(1), "毎週金曜日 22:00〜翌01:00"),
        ("毎週土曜日 22時から翌朝5時", dt.time(5), "毎週土曜日 22:00〜翌05:00"),
    ],
)
def test_an_end_after_midnight_is_said_to_be_of_the_next_day_and_reads_back(text: str, end: dt.time, said: str) -> None:
    schedule = parse_schedule(text)
    assert [session.end for session in schedule.sessions] == [end]
    assert render(schedule) == said
    assert parse_schedule(said) == schedule


def test_the_day_of_the_page_gives_the_year_in_which_the_weekday_fits() -> None:
    page = dt.date(2026, 11, 24)
    assert dates_of("1月31日(日) 10時~16時", page) == ("2027-01-31",)
    assert dates_of("1月31日(土) 10時~16時", page) == ("2026-01-31",)
    assert dates_of("12/13(日) 10時~16時", page) == ("2026-12-13",)
    assert dates_of("1月31日(金) 10時~16時", page) == (), "that was nearly two years ago"
    assert dates_of("1月31日(月) 10時~16時", page) == ()
    assert dates_of("10月3日 10時~16時", page) == ("2026-10-03",)
    assert dates_of("10月3日 10時~16時") == ()
    texts = pl.Series(["10月3日", "10月3日", None, "毎週月曜"])
    found = read_schedules(texts, pl.Series(["2026-11-24", "無効", "2026-11-24", None]))
    assert found["schedule_days"].to_list() == [[dt.date(2026, 10, 3)], None, None, None]
    assert found["schedule_rrules"].to_list() == [None, None, None, ["FREQ=WEEKLY;BYDAY=MO"]]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        pytest.param("12/13(日)14時〜16時", ("2026-12-13",), id="the weekday says which year"),
        pytest.param("12月26日(土)、1月23日(土)", ("2026-12-26", "2027-01-23"), id="over the turn of the year"),
        pytest.param("12/13 14時〜16時", (), id="nothing confirms the year"),
        pytest.param("12/13(月)14時〜16時", (), id="no year near fits"),
        pytest.param("12/13(日)、12/14(金)", (), id="one day that fits nowhere makes the other doubtful"),
        pytest.param("4/12(日) 10時〜", ("2026-04-12",), id="the page is of another time"),
        pytest.param("10月19日(水)", ("2022-10-19",), id="kept since another year"),
        pytest.param("12月5日(日)", (), id="so near that the weekday is wrong"),
        pytest.param("12/13(日)、12/20 10時〜", ("2026-12-13",), id="only the day that is confirmed"),
    ],
)
def test_the_day_of_reading_gives_a_year_only_where_the_weekday_confirms_it(text: str, dates: tuple[str, ...]) -> None:
    assert dates_of(text, around=dt.date(2026, 11, 25)) == dates


@pytest.mark.parametrize(
    ("text", "page", "since", "dates"),
    [
        pytest.param("12月5日(土)、1月2日(土)", "2024-07-03", None, ("2026-12-05", "2027-01-02"), id="an old page"),
        pytest.param("8月30日(水)", "2022-01-10", None, ("2023-08-30",), id="between the page and the reading"),
        pytest.param("12/14(月)", "2024-12-31", None, ("2026-12-14",), id="new days under the old date of a page"),
        pytest.param("12月5日(金)", "2026-11-16", None, (), id="so near that the weekday is wrong"),
        pytest.param("12月5日(金)", "2024-06-01", None, (), id="near the day of reading, and wrong"),
        pytest.param("5月1日", "2026-11-16", None, (), id="the last or the next"),
        pytest.param("5月1日まで毎週火曜", "2026-11-16", None, (), id="an end bounds the rule"),
        pytest.param("9月29日11時～", "2026-02-23", None, ("2025-09-29",), id="the nearest"),
        pytest.param("9月29日11時～", "2026-02-23", "2026-02-03", ("2026-09-29",), id="no day before the entry"),
        pytest.param("1/10、2/14", "2026-02-20", "2026-02-03", ("2026-01-10", "2026-02-14"), id="begun before it"),
    ],
)
def test_the_weekday_and_the_days_of_the_entry_decide_the_year(
    text: str, page: str, since: str | None, dates: tuple[str, ...]
) -> None:
    day, first = dt.date.fromisoformat(page), since and dt.date.fromisoformat(since)
    found = parse_schedule(text, day, dt.date(2026, 11, 30), first or None)
    assert tuple(map(str, found.dates)) == dates
    assert "毎週" not in text or found.exceptions == ("period=/2027-05-01",)


@settings(max_examples=200, deadline=None)
@given(st.dates(dt.date(2026, 2, 1), dt.date(2027, 6, 30)), st.integers(0, 900), st.booleans())
def test_a_day_with_its_weekday_has_its_own_year_or_none(day: dt.date, age: int, is_dated: bool) -> None:
    """Whatever page it stands on, as long as the day lies between a year before it and a year after it was seen."""
    seen = dt.date(2026, 11, 30)
    text = f"{day.month}月{day.day}日({'月火水木金土日'[day.weekday()]})"
    page = max(seen - dt.timedelta(age), day - dt.timedelta(360)) if is_dated else None
    assert set(parse_schedule(text, page and min(page, seen), seen).dates) <= {day}


def test_a_page_with_half_a_date_is_asked_before_the_day_of_reading() -> None:
    texts = pl.Series(["12/12(木)", "12/12(木)", "12/12(木)", "12/12(土)", "10月3日", "10月3日"])
    pages = pl.Series(["2024", "2024-11", None, None, "2026-11", "2026"])
    found = read_schedules(texts, pages, pl.Series([dt.date(2026, 11, 25)] * 6))
    assert found.select(as_text("schedule_days")).to_series().to_list() == [
        "2024-12-12",
        "2024-12-12",
        None,
        "2026-12-12",
        "2026-10-03",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("12/13(日)14時〜16時", "12月13日（日） 14:00〜16:00"),
        ("12月5日 10時~12時、12月6日 13時~15時", "12月5日 10:00〜12:00 12月6日 13:00〜15:00"),
        ("毎週水曜日 10時~12時、12/13(日)", "毎週水曜日；12月13日（日） 10:00〜12:00"),
        ("12/1(火)〜12/20(日) 10時~16時", "12月1日（火）から12月20日（日） 10:00〜16:00"),
        ("10月1日〜12月20日 毎週水曜日 10時~12時", "毎週水曜日 10:00〜12:00 10月1日から12月20日"),
        ("2026年12月5日(土)、12/31(木)、2月30日 10時~12時", "2026年12月5日；2026年12月31日 10:00〜12:00"),
    ],
)
def test_a_day_without_a_year_stays_in_the_sentence(text: str, sentence: str) -> None:
    schedule = parse_schedule(text)
    assert render(schedule) == sentence
    assert without_places(parse_schedule(sentence)) == without_places(schedule)


def test_columns_keep_length_order_and_nulls() -> None:
    found = read_schedules(pl.Series("s", [None, "毎週月曜", "毎週月曜", ""], dtype=pl.String))
    assert found.schema == SCHEDULE_SCHEMA
    assert found["schedule_completeness_code"].to_list() == [None, "partial", "partial", "text_only"]


def without_places(schedule: Schedule) -> tuple[object, ...]:
    rules = tuple(replace(rule, start=0) for rule in schedule.rules)
    return rules, schedule.dates, schedule.sessions, frozenset(schedule.exceptions), frozenset(schedule.undated)


@pytest.mark.parametrize("text", [row["schedule_text"] for row in gold()])
def test_what_was_read_reads_back_from_its_sentence(text: str) -> None:
    schedule = parse_schedule(text)
    again = parse_schedule(render(schedule))
    assert without_places(again) == without_places(schedule)
    assert schedule.completeness != "full" or again.completeness == "full"


def _nth(ordinals: list[int], weekdays: list[int]) -> tuple[Day, ...]:
    return tuple(Day(weekday, ordinal) for weekday in sorted(weekdays) for ordinal in sorted(ordinals))


ORDINALS = st.lists(st.sampled_from([1, 2, 3, 4, 5]), min_size=1, max_size=3, unique=True)
WEEKDAYS_ = st.lists(st.integers(0, 6), min_size=1, max_size=3, unique=True)
MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True).map(lambda each: tuple(sorted(each)))
RULES = st.one_of(
    st.builds(lambda days: Rule("WEEKLY", tuple(Day(day) for day in sorted(days))), WEEKDAYS_),
    st.builds(lambda o, days: Rule("MONTHLY", _nth(o, days)), ORDINALS, WEEKDAYS_),
    st.builds(lambda o, days, months: Rule("MONTHLY", _nth(o, days), months=months), ORDINALS, WEEKDAYS_, MONTHS),
    st.builds(lambda day: Rule("MONTHLY", (Day(day, LAST),)), st.integers(0, 6)),
    st.builds(lambda day: Rule("MONTHLY", month_days=(day,)), st.integers(1, 31)),
    st.just(Rule("DAILY")),
)
MINUTES = st.integers(7 * 12, 23 * 12).map(lambda step: step * 5)
SESSIONS = st.tuples(MINUTES, st.integers(1, 12)).map(
    lambda pair: Session(
        *(dt.time(value // 60 % 24, value % 60) for value in (pair[0], min(pair[0] + pair[1] * 5, 1440)))
    )
)
CODES = st.lists(
    st.sampled_from(
        ["closed_month=8", "holidays_off", "year_end_off", "summer_vacation_off", "closed=3TU", "rain_cancels",
         "rain_or_shine", "light_rain_ok", "rain_venue", "rain_postpones", "storm_cancels", "in_principle",
         "temp_closed", "fiscal_year=2026", "period=2026-04-01/2027-03-31",
         "period=2026-04-01/", "period=/2027-03-31",
         "closed_date=08-13/08-15,12-08", "month_differs=12", "month_differs=7,8",
         "closed_date=2026-12-01,2026-12-08,2026-12-15,2027-01-05/2027-01-19,2027-02-02,2027-03-02,2027-03-09"]
    ),
    max_size=3,
    unique_by=lambda code: code.partition("=")[0].split("_")[0],
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(RULES, st.lists(SESSIONS, max_size=1), CODES)
def test_every_schedule_reads_back_from_its_sentence(rule: Rule, sessions: list[Session], codes: list[str]) -> None:
    # A closing takes away only a day that the rule has
    is_held = not rule.days or TUESDAY in {day.weekday for day in rule.days}
    codes = [code for code in codes if is_held or not code.startswith("closed=")]
    codes.sort(key=lambda code: code.startswith("period"))  # as the reader has them
    # A period gives the closed dates inside it their year
    is_bounded = any(code.startswith(("fiscal_year", "period")) for code in codes)
    codes = [code for code in codes if not is_bounded or not code.startswith("closed_date=08")]
    schedule = Schedule((rule,), (), tuple(sessions), tuple(codes))
    assert without_places(parse_schedule(render(schedule))) == without_places(schedule)


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from(
            "毎週月火水木金土日第0123456789・、〜-:時分半午前後から年/()（）①③ 回隔全休雨天中止を除く祝R８"
        ),
        max_size=60,
    )
)
def test_any_text_of_our_signs_is_read_and_no_date_is_invented(text: str) -> None:
    found = parse_schedule(text)
    assert found.completeness in {"full", "partial", "text_only"}
    if not any(sign in text for sign in "年-/R.8８"):
        assert found.dates == ()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_is_read_and_always_alike(text: str) -> None:
    assert parse_schedule(text) == parse_schedule(text)


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "第1・",
        "月・",
        "雨天",
        "10:00〜",
        "2026年",
        "祝日、",
        "(",
        "11月1日、",
        " ",
        "1月・",
        "毎週",
        "休み",
        "平日",
        "第1月曜日、",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    started = time.process_time()
    parse_schedule((piece * 2000)[:2000])
    parse_schedule((piece * 100_000)[:100_000])
    assert time.process_time() - started < 5


@pytest.mark.parametrize("text", ["毎週水曜雨天時は中止", "毎週水曜、雨天中止", "毎週水曜 雨天の場合は中止"])
def test_weather_behind_a_weekday_does_not_close_the_day(text: str) -> None:
    schedule = parse_schedule(text)
    assert (schedule.rules[0].rrule, schedule.exceptions) == ("FREQ=WEEKLY;BYDAY=WE", ("rain_cancels",))
