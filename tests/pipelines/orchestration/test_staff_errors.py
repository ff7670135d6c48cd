"""A person reads a sentence; the stack trace stands behind it."""

import dagster as dg
import pytest

from pipelines.decisions.pairs import JudgementError
from pipelines.orchestration.staff_errors import in_words
from pipelines.orchestration.stopped import first_cause
from warehouse.errors import StaffError


def test_an_error_for_staff_becomes_a_sentence() -> None:
    with pytest.raises(dg.Failure) as caught, in_words():
        raise JudgementError("5 行: 判定が矛盾しています。")
    assert caught.value.description == "5 行: 判定が矛盾しています。"
    assert caught.value.allow_retries is False
    assert isinstance(caught.value.__cause__, StaffError)


def test_any_other_error_stays_what_it_is() -> None:
    with pytest.raises(KeyError), in_words():
        raise KeyError("x")


def test_the_message_to_people_holds_the_sentence_and_no_stack() -> None:
    @dg.asset
    def broken() -> None:
        with in_words():
            raise JudgementError("5 行: 判定が矛盾しています。")

    result = dg.materialize([broken], raise_on_error=False)
    step, cause = first_cause(result.all_events)
    assert (step, cause) == ("broken", "手順 broken が失敗しました。5 行: 判定が矛盾しています。")


def test_a_check_that_only_warns_is_no_cause() -> None:
    """The release is stopped by what came later; whoever is told must not look at the warning."""

    @dg.asset
    def listings() -> None: ...

    @dg.asset_check(asset=listings, name="many", blocking=True)
    def many() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=False, severity=dg.AssetCheckSeverity.WARN)

    @dg.asset(deps=[listings])
    def activities() -> None: ...

    @dg.asset_check(asset=activities, name="contract", blocking=True)
    def contract() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=False, severity=dg.AssetCheckSeverity.ERROR)

    definitions = dg.Definitions([listings, activities], asset_checks=[many, contract])
    job = definitions.resolve_implicit_global_asset_job_def()
    assert first_cause(job.execute_in_process(raise_on_error=False).all_events)[0] == "contract"
