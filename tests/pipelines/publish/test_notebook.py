"""The worked notebook answers its questions on a release; its cells run in order, without marimo."""

import ast
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).parents[3] / "docs" / "notebooks" / "three_questions.py"


def answered(release: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the cells return, each run with what those before it returned, as marimo does."""
    monkeypatch.setenv("HIROBA_RELEASE", str(release))
    known: dict[str, Any] = {}
    for node in ast.parse(NOTEBOOK.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            end = node.body[-1]
            assert isinstance(end, ast.Return) and isinstance(end.value, ast.Tuple)
            names = [ast.unparse(each) for each in end.value.elts]
            cell = ast.Module([ast.FunctionDef("cell", node.args, node.body, [], None, type_params=[], lineno=1)], [])
            made: dict[str, Any] = {}
            exec(compile(ast.fix_missing_locations(cell), str(NOTEBOOK), "exec"), made)
            given = {each.arg: known[each.arg] for each in node.args.args}
            fresh = dict(zip(names, made["cell"](**given), strict=True))
            assert not fresh.keys() & known.keys(), "no two cells define one name"
            known |= fresh
    return known


def test_three_questions_are_answered(release_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = answered(release_folder, monkeypatch)
    assert sum(count for _, count, _ in known["wards"]) == 2
    assert known["this_week"].columns == ["held_on", "session_start", "name", "venue", "schedule_sentence"]
    assert known["only_here"], "at least one list has an activity of its own"
    known["con"].close()
