"""`schedule`: counts of days and of meetings, how often a thing is held, hours in other notations."""

import pytest

from pipelines.normalise.schedule.parse import parse_schedule
from pipelines.normalise.schedule.render import render
from tests.pipelines.normalise.test_schedule_spoken import said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("週に3日、月曜と水曜と金曜の9時～11時に開室", "WEEKLY MO,WE,FR|09:00-11:00||full"),
        ("週2日・火曜と木曜 13時～15時", "WEEKLY TU,TH|13:00-15:00||full"),
        ("2か月、火曜 13時～15時", "WEEKLY TU|13:00-15:00||full"),
        ("毎週日、木曜 13時～15時", "WEEKLY SU,TH|13:00-15:00||full"),
        ("土・日、月曜 13時～15時", "WEEKLY SA,SU,MO|13:00-15:00||full"),
    ],
)
def test_a_count_of_days_is_no_sunday(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第1・3金曜（主に和室）13:00～15:00", "MONTHLY 1FR,3FR|13:00-15:00||full"),
        ("毎週火曜（おもに小学生対象）15時～16時", "WEEKLY TU|15:00-16:00||full"),
        ("主に第2会議室で、毎週水曜10時～12時", "WEEKLY WE|10:00-12:00||full"),
        # Said of the days
        ("主に水曜10時～12時", "WEEKLY WE|10:00-12:00|in_principle|partial"),
        ("主に土曜に公園で 10:00～13:00", "WEEKLY SA|10:00-13:00|in_principle|partial"),
        ("おもに第3日曜 10:00～13:00", "MONTHLY 3SU|10:00-13:00|in_principle|partial"),
    ],
)
def test_mostly_at_a_place_says_nothing_of_the_days(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "words", "codes"),
    [
        ("概ね月2回", "月2回程度", ()),
        ("不定期（だいたい隔月1回）", "隔月1回程度", ()),
        ("おおむね年4回 10時～12時", "年4回程度", ()),
        # Beside a rule it is the rule that is so only in principle
        ("毎週金曜（おおむね月3回）10時～12時", "月3回", ("in_principle",)),
    ],
)
def test_roughly_so_often_is_about(text: str, words: str, codes: tuple[str, ...]) -> None:
    schedule = parse_schedule(text)
    assert schedule.frequency is not None
    assert (schedule.frequency.words, schedule.exceptions) == (words, codes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毎月3回目の木曜日 10時～12時", "MONTHLY 3TH|10:00-12:00||full"),
        ("毎月1回目と3回目の土曜、13時～15時", "MONTHLY 1SA,3SA|13:00-15:00||full"),
        # The second meeting of a course
        ("全5回の講座 2回目の火曜は10時～12時", "|10:00-12:00||partial"),
    ],
)
def test_a_weekday_is_counted_in_its_month(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１・３金／０９３０－１１００", "MONTHLY 1FR,3FR|09:30-11:00||full"),
        ("毎週土曜 1000-1130", "WEEKLY SA|10:00-11:30||full"),
        ("毎週水曜（1900～2045）", "WEEKLY WE|19:00-20:45||full"),
        # Other numbers
        ("毎週火曜 電話000-1330-1530", "WEEKLY TU|||partial"),
        ("毎週火曜 1000-1500円", "WEEKLY TU|||partial"),
        ("毎週火曜 2010-2030年", "WEEKLY TU|||partial"),
    ],
)
def test_four_digits_beside_each_other_are_hours(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("水曜クラス（全10回）10:00～11:30、初回は4月8日", "WEEKLY;COUNT=10 WE|10:00-11:30||partial"),
        ("金曜午前の全4回教室（5月開講）10:00～12:00", "WEEKLY;COUNT=4 FR|10:00-12:00||partial"),
        # On which of them nobody says
        ("金曜（全4回）10:00～12:00", "|10:00-12:00||partial"),
        ("金曜クラス（全4回、隔週）10:00～12:00", "|10:00-12:00||partial"),
        ("8月の金曜教室（全4回）10:00～12:00", "|10:00-12:00||partial"),
        ("水曜クラス（全3回）と金曜クラス（全4回）10:00～12:00", "|10:00-12:00||partial"),
        ("第1土曜クラス（全6回）10:00～12:00", "MONTHLY;COUNT=6 1SA|10:00-12:00||partial"),
    ],
)
def test_a_series_of_a_weekday_goes_on_from_week_to_week(text: str, expected: str) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "水曜10時～12時。第3水曜は夜も（19時～21時、歌の日）",
            "WEEKLY WE ; MONTHLY 3WE|10:00-12:00,19:00-21:00||full",
        ),
        ("第1・3土曜9時～11時、第1土曜は午後も1時～3時", "MONTHLY 1SA,3SA ; MONTHLY 1SA|09:00-11:00,13:00-15:00||full"),
        # At which hours is not said; other hours instead; two sessions already
        ("水曜10時～12時、第3水曜は夜も", "WEEKLY WE|10:00-12:00||partial"),
        ("水曜10時～12時、第3水曜は19時～21時", "WEEKLY WE|10:00-12:00||partial"),
        ("毎週火曜10時～12時、13時～15時、第2火曜は夜も19時～21時", "WEEKLY TU|10:00-12:00,13:00-15:00||partial"),
    ],
)
def test_another_session_in_one_week_is_a_rule_of_its_own(text: str, expected: str) -> None:
    assert said(text) == expected


def test_a_session_more_reads_back_from_its_sentence() -> None:
    schedule = parse_schedule("水曜10時～12時。第3水曜は夜も19時～21時")
    assert schedule.gif == "0We"
    assert parse_schedule(render(schedule)) == schedule
