"""A person reads a sentence; the stack trace stands behind it."""

import dagster as dg
import pytest

from pipelines.assets.words import FOR_STAFF, in_words
from pipelines.match.judgements import JudgementError
from pipelines.stopped import first_cause


def test_an_error_for_staff_becomes_a_sentence() -> None:
    with pytest.raises(dg.Failure) as caught, in_words():
        raise JudgementError("5 行: 判定が矛盾しています。")
    assert caught.value.description == "5 行: 判定が矛盾しています。"
    assert caught.value.allow_retries is False
    assert isinstance(caught.value.__cause__, FOR_STAFF)


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
