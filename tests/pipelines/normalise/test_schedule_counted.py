"""`schedule`: counts of days and of meetings, how often a thing is held, hours in other notations."""

import pytest

from pipelines.normalise.schedule.parse import parse_schedule
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
