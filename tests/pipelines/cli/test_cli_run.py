"""`hiroba run --only`: one list by its key or by the name staff read, and what is refused."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipelines.cli import execute, main


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the job was asked for; it is not run."""
    monkeypatch.setenv("HIROBA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DAGSTER_HOME", "")
    calls: list[dict[str, Any]] = []

    def stopped(_settings: object, **given: Any) -> execute.Execution:
        calls.append(given)
        return execute.Execution(is_published=False, failed_steps=(), crawl_seconds=0.0, other_seconds=0.0)

    monkeypatch.setattr(execute, "execute", stopped)
    return calls


@pytest.mark.parametrize("named", ["kawasaki_city_park_exercise", "公園体操（川崎市）"])
def test_one_list_is_named_by_its_key_or_as_staff_read_it(asked: list[dict[str, Any]], named: str) -> None:
    CliRunner().invoke(main, ["run", "--only", named])
    assert asked == [{"from_archive": False, "only": "kawasaki_city_park_exercise"}]


def test_a_list_that_is_not_there_is_refused_with_those_that_are(asked: list[dict[str, Any]]) -> None:
    done = CliRunner().invoke(main, ["run", "--only", "公園"])
    assert (done.exit_code, asked) == (2, [])
    assert "--only 公園: そのような一覧はありません" in done.output
    assert "kawasaki_city_park_exercise（公園体操（川崎市））" in done.output


def test_taken_again_and_not_taken_is_refused(asked: list[dict[str, Any]]) -> None:
    done = CliRunner().invoke(main, ["run", "--only", "fukumimi", "--from-archive"])
    assert (done.exit_code, asked) == (2, [])
    assert "どちらか一つ" in done.output
