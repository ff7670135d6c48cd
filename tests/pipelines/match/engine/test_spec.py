"""Specs: what is filled in, and what is said of a wrong one."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.match.activities import activities_spec, activities_weights
from pipelines.match.engine.spec import SpecError
from pipelines.match.engine.spec_file import load_spec, spec_of
from pipelines.match.engine.weights import is_agreement
from pipelines.match.entities import entity_spec, entity_weights

FIELDS = {"name": "name", "phone": "phone", "city": "text"}


def test_fields_alone_make_a_spec() -> None:
    spec = spec_of({"fields": FIELDS})
    assert [comparison.name for comparison in spec.comparisons] == ["name", "phone", "city"]
    assert [(block.equal, block.parts_of) for block in spec.blocks] == [
        ((), "name"),
        ((), "city"),
        (("phone",), None),
    ]
    assert spec.identity == ("name",)


def test_a_written_comparison_takes_its_fields_out_of_the_default_ones() -> None:
    levels = [{"city": "same", "phone": "same"}, {"city": 0.9}]
    spec = spec_of({"fields": FIELDS, "compare": {"where": {"levels": levels}}})
    assert [comparison.name for comparison in spec.comparisons] == ["where", "name"]
    assert spec.comparisons[0].fields == ("city", "phone")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, r"\[fields\] がありません"),
        ({"fields": {"name": "nmae"}}, "fields.name の種類 'nmae' はありません"),
        ({"fields": FIELDS, "blocks": []}, "blocks という項目はありません"),
        ({"fields": FIELDS, "threshold": 2}, "threshold は 0 と 1 の間"),
        ({"fields": FIELDS, "one_per_source": True}, "source（情報源の列）が要ります"),
        ({"fields": FIELDS, "block": [{"equal": "fax"}]}, "block の列 fax は"),
        ({"fields": FIELDS, "block": [{}]}, "equal・any_of か、parts_of"),
        ({"fields": FIELDS, "block": [{"any_of": "city"}]}, "any_of は set の列に使います（city"),
        (
            {"fields": FIELDS, "compare": {"where": {"levels": [{"city": "same"}], "given": {}}}},
            "given: 条件がありません",
        ),
        ({"fields": FIELDS, "apart": [{"when": {"fax": "differ"}, "why": "x"}]}, "列 fax は"),
        ({"fields": FIELDS, "apart": [{"when": {"name": "unlike"}, "why": "x"}]}, "'unlike' はありません"),
        ({"fields": FIELDS, "apart": [{"when": {"name": "differ"}}]}, "why（人に見せる理由）"),
        ({"fields": FIELDS, "compare": {"where": {"levels": [{"city": True}]}}}, "True はありません"),
        ({"fields": FIELDS, "compare": {"where": {"levels": []}}}, "levels がありません"),
        ({"fields": FIELDS, "identity": "place"}, "place という比較はありません"),
    ],
)
def test_a_wrong_spec_is_told(said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SpecError, match=sentence):
        spec_of(said)


def test_a_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text("fields = [", encoding="utf-8")
    with pytest.raises(SpecError, match="読めません"):
        load_spec(path)


def test_the_shipped_weights_fit_the_shipped_spec() -> None:
    weights = activities_weights()
    for comparison, m, bits in zip(activities_spec().comparisons, weights.m, weights.bits(), strict=True):
        assert len(m) == len(comparison.levels) + 1
        assert (bits[:-1] >= bits[1:]).all(), comparison.name


@pytest.mark.parametrize("entity", ["activities", "organisers", "venues"])
def test_no_shipped_weight_holds_an_agreement_against_a_pair(entity: str) -> None:
    is_main = entity == "activities"
    spec, weights = (
        (activities_spec(), activities_weights()) if is_main else (entity_spec(entity), entity_weights(entity))
    )
    agreed = [
        (comparison.name, level.label, bit)
        for comparison, bits in zip(spec.comparisons, weights.bits(), strict=True)
        for level, bit in zip(comparison.levels, bits[:-1], strict=True)
        if is_agreement(level)
    ]
    assert "URL" in {comparison.label for comparison in spec.comparisons} or not is_main
    assert [each for each in agreed if each[2] < 0] == []
