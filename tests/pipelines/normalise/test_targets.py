"""`targets`: groups, ages in months, capacity, application."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise.targets import parse_target, read_entry, read_targets
from warehouse.contract import VOCABULARIES


@pytest.mark.parametrize(
    ("text", "groups", "ages"),
    [
        ("どなたでも", "anyone", (None, None)),
        ("0歳から就学前のお子さんと保護者", "infant toddler guardian", (0, 83)),
        ("０才～未就学児", "infant toddler", (0, 83)),
        ("10歳までと未就学児", "toddler", (0, 131)),
        ("0歳から1歳11か月の第1子とその保護者", "guardian", (0, 23)),
        ("生後三か月～1歳未満の子ども", "child", (3, 11)),
        ("親子（未就学児2歳～6歳）", "toddler guardian", (24, 83)),
        ("小学校1~2年生", "elementary", (72, 107)),
        ("小学3年生まで", "elementary", (None, 119)),
        ("同小の2・3年生", "", (96, 119)),
        ("小・中学生", "elementary junior_high", (72, 191)),
        ("中学生以上", "junior_high", (144, None)),
        ("おおむね６０歳以上の方", "senior", (720, None)),
        ("60歳から70歳", "senior", (720, 851)),
        ("18歳以上の方", "", (216, None)),
        ("65歳以上、どなたでも", "anyone", (780, None)),
        ("小学生～高校生", "elementary junior_high high_school", (72, 227)),
        ("乳幼児から中学生", "infant toddler elementary junior_high", (None, 191)),
        ("赤ちゃん〜小学生", "infant toddler elementary", (None, 155)),
        ("小学生、高校生", "elementary high_school", (72, 227)),
        ("未就学児（3～6歳程度）以上の方", "toddler", (36, None)),
        ("小・中学生とその家族", "elementary junior_high", (72, 191)),
        ("幼児,小学生,保護者", "toddler elementary guardian", (None, 155)),
        ("妊娠20週～35週の妊婦さん", "expecting", (None, None)),
        ("認知症の方とその家族", "dementia carer", (None, None)),
        ("幸区在住または在学の小学生 保護者同伴", "elementary guardian resident", (72, 155)),
        # How children come, and who the members are, is no condition
        ("小学4年生以下は保護者の送迎が必要です。", "", (None, None)),
        ("会員の主な年齢層 60代", "", (None, None)),
        ("1ヶ月健診後から", "", (None, None)),
        ("6歳から3歳", "", (None, None)),
    ],
)
def test_a_target(text: str, groups: str, ages: tuple[int | None, int | None]) -> None:
    target = parse_target(text)
    assert (" ".join(target.groups), (target.age_min_months, target.age_max_months)) == (groups, ages)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("定員20名（先着順）", (20, "person", None)),
        ("定員 各15組／要予約", (15, "family", True)),
        ("申込不要、直接会場へ", (None, None, False)),
        ("予約不要・定員３０人", (30, "person", False)),
        ("事前申込制", (None, None, True)),
        ("午前は申込不要、午後は要予約", (None, None, None)),
        ("定員10名または20名、定員20名", (None, None, None)),
        ("参加費無料", (None, None, None)),
    ],
)
def test_capacity_and_application(text: str, expected: tuple[object, ...]) -> None:
    assert read_entry(pl.Series([text])).row(0) == expected


def test_a_column_keeps_its_rows() -> None:
    found = read_targets(pl.Series(["小学生", None, "小学生"]))
    assert found.rows() == [(["elementary"], 72, 155), (None, None, None), (["elementary"], 72, 155)]


@given(st.text(st.sampled_from("0123456789歳才か月小中高学生年以上まで未満〜から・、保護者児乳幼就前代 "), max_size=40))
def test_any_text_gives_known_groups_and_an_ordered_range(text: str) -> None:
    target = parse_target(text)
    assert set(target.groups) <= set(VOCABULARIES["target_group"].values())
    if target.age_min_months is not None and target.age_max_months is not None:
        assert 0 <= target.age_min_months <= target.age_max_months


@pytest.mark.parametrize("text", ["歳" * 100_000, "1" * 100_000, "定員" * 50_000, "申込" * 50_000])
def test_a_hostile_text_is_no_target(text: str) -> None:
    assert parse_target(text).age_min_months is None
    assert read_entry(pl.Series([text])).height == 1


@pytest.mark.parametrize(
    ("text", "groups", "years"),
    [
        ("中学生以下は参加できません", (), (None, None)),
        ("18歳未満不可", (), (None, None)),
        ("小学生以上（未就学児入場不可）", ("elementary",), (6, None)),
        ("一般（高校生を除く）", (), (None, None)),
        ("小学生対象 ※中学生以上は見学のみ", ("elementary",), (6, 12)),
        ("どなたでも（小学生以下は保護者同伴）", ("anyone",), (None, None)),
        ("高校生以上（高校生は保護者の同意が必要）", ("high_school",), (15, None)),
        ("お子さん連れ歓迎。成人の方が対象です", ("adult",), (None, None)),
        ("子育て中の方（お子さん同伴OK）", ("guardian",), (None, None)),
        ("がいこくの　かた", ("foreign",), (None, None)),
    ],
)
def test_who_may_not_come_and_who_comes_along_are_no_target(
    text: str, groups: tuple[str, ...], years: tuple[int | None, int | None]
) -> None:
    target = parse_target(text)
    ages = (target.age_min_months, target.age_max_months)
    assert (target.groups, tuple(age and age // 12 for age in ages)) == (groups, years)
