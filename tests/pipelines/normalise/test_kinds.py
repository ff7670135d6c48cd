"""`kinds`: every category leads to one vocabulary."""

import polars as pl

from pipelines.normalise.kinds import NPO_FIELD_OF_KIND, read_kinds
from warehouse.contract import VOCABULARIES


def test_every_kind_has_a_field_of_the_npo_law() -> None:
    assert set(NPO_FIELD_OF_KIND) == set(VOCABULARIES["kind"].values())
    assert set(NPO_FIELD_OF_KIND.values()) <= set(VOCABULARIES["npo_field"].values())


def test_the_first_known_category_decides_and_an_unknown_one_stays_open() -> None:
    lookups = {
        "a": {
            ("category_text", "体操"): "exercise",
            ("category_text", "災害"): "safety",
            ("npo_field", "災害"): "npo08",
        }
    }
    texts = pl.Series(["貸し館、体操", "災害", "貸し館", None, "災害"])
    found = read_kinds(texts, pl.Series(["a", "a", "a", "a", "b"]), {"a": None, "b": "cafe"}, lookups)
    assert found.rows() == [
        ("exercise", "npo01"),
        ("safety", "npo08"),
        (None, None),
        (None, None),
        ("cafe", "npo03"),
    ]
