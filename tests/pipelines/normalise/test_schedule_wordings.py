"""`schedule`: roundabout wordings, and days that a text names without holding anything on them."""

import pytest

from pipelines.normalise.schedule.model import Rule
from pipelines.normalise.schedule.parse import parse_schedule


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What goes on as ever is no date of its own
        ("毎朝 6:30～6:45（1/1～1/3も休まず実施）", "DAILY||06:30-06:45|"),
        ("毎日10:00～16:00　大晦日も休みません", "DAILY||10:00-16:00|"),
        ("毎日 6時半～7時　※2027年1月2日も開催", "DAILY||06:30-07:00|"),
        ("毎週土曜 9時～10時（2027年1月2日も休まず）", "WEEKLY SA||09:00-10:00|"),
        ("2026年12月5日 10時～12時、12月6日も開催", "|2026-12-05,2026-12-06|10:00-12:00|"),
        # Hours of another offering are none of the activity's
        ("【利用時間】9時～21時【休み】月曜【予約受付】火～日 10時～17時", "DAILY||09:00-21:00|closed=MO"),
        (
            "開所時間：10時～16時　休所日：土日祝　相談電話：月～金 9時～17時",
            "WEEKLY MO,TU,WE,TH,FR||10:00-16:00|holidays_off",
        ),
        ("利用時間 10時～16時　相談日 月～金", "WEEKLY MO,TU,WE,TH,FR||10:00-16:00|"),
        ("月火木金の放課後～18:00", "WEEKLY MO,TU,TH,FR|||"),
        # Open only in rain is no other house for rainy days
        ("雨の日のみ開室　10:00～15:00", "||10:00-15:00|"),
        ("第2・4土曜 9:00～10:00　雨天・猛暑日は中止", "MONTHLY 2SA,4SA||09:00-10:00|rain_cancels"),
        # Of days that run into the next year a year behind them is not that of all
        ("11/28、1/23（2026年）13:30～15:30", "||13:30-15:30|"),
        # One of the days is held less often than the others
        ("毎週火・木・土（土は隔週） 10:00～12:00", "WEEKLY TU,TH;WEEKLY/2 SA||10:00-12:00|"),
        ("毎週火曜、木曜は隔週 10:00～12:00", "WEEKLY TU;WEEKLY/2 TH||10:00-12:00|"),
        ("毎週火・木・土（土は月1回） 10:00～12:00", "WEEKLY TU,TH||10:00-12:00|"),
        ("月・水・金曜（金曜は不定期） 10:00～12:00", "WEEKLY MO,WE||10:00-12:00|"),
        # Behind a vacation the usual days
        (
            "7/21～8/31は夏休み。通常は火・木 9:00～11:00",
            "WEEKLY TU,TH||09:00-11:00|in_principle;closed_date=07-21/08-31",
        ),
        ("8月1日～8月31日は夏休み。平常は火・土 16:00～18:00", "WEEKLY TU,SA||16:00-18:00|closed_date=08-01/08-31"),
        # Days that may fall on any weekday are those of every month; others may be of one
        ("5日・20日 10時～12時（土日は休み）", "MONTHLY 5,20||10:00-12:00|closed=SA,SU"),
        ("10日・20日・30日 14時～16時　8月は休み", "MONTHLY 10,20,30||14:00-16:00|closed_month=8"),
        ("10日・25日 10:00～12:00", "||10:00-12:00|"),
        ("11月5日・20日 13:00～15:00（日曜は休み）", "||13:00-15:00|closed=SU"),
        # A part of the day behind a weekday
        ("水曜日給食後（年長児） 13:00～14:00", "WEEKLY WE||13:00-14:00|"),
        ("月曜昼休み（低学年）、金曜昼休み（高学年） 13:00～13:20", "WEEKLY MO,FR||13:00-13:20|"),
        ("月・木の放課後 15時30分～17時", "WEEKLY MO,TH||15:30-17:00|"),
        # A listed day that is cancelled is none
        (
            "2026年11月7日、14日 9時～11時（11月14日は中止になりました）",
            "|2026-11-07|09:00-11:00|closed_date=2026-11-14",
        ),
        ("2026年12月8日（火）10時～12時 ※12月8日は休講となりました", "||10:00-12:00|closed_date=2026-12-08"),
    ],
)
def test_a_roundabout_wording_says_what_its_plain_form_says(text: str, expected: str) -> None:
    schedule = parse_schedule(text)
    rules = ";".join(
        f"{rule.freq}{f'/{rule.interval}' if rule.interval > 1 else ''} {_days(rule)}".strip()
        for rule in schedule.rules
    )
    times = ";".join(f"{each.start:%H:%M}-{each.end:%H:%M}" for each in schedule.sessions if each.start and each.end)
    dates = ",".join(map(str, schedule.dates))
    assert f"{rules}|{dates}|{times}|{';'.join(schedule.exceptions)}" == expected


def test_a_cancelled_day_without_a_year_is_no_day_of_the_activity() -> None:
    schedule = parse_schedule("11月7日、11月14日 9時～11時 ※11月14日は中止となりました")
    assert [(each.month, each.day) for each in schedule.undated] == [(11, 7)]


def _days(rule: Rule) -> str:
    return ",".join([day.byday for day in rule.days] + [str(day) for day in rule.month_days])


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("毎月第1・3水曜 全12回 13:30～15:00", "FREQ=MONTHLY;COUNT=12;BYDAY=1WE,3WE"),
        ("毎週火曜日 全7回", "FREQ=WEEKLY;COUNT=7;BYDAY=TU"),
    ],
)
def test_how_many_times_in_all_is_part_of_the_rule(text: str, rule: str) -> None:
    assert [each.rrule for each in parse_schedule(text).rules] == [rule]
