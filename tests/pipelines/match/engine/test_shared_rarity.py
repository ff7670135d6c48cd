"""What texts and sets share is the same, whichever way it is looked up."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.match.engine import shared_rarity
from pipelines.match.engine.prepare import Values
from pipelines.match.engine.shared_rarity import said_share, shares_some, texts_of

MANY = st.lists(st.sets(st.integers(0, 200), min_size=1, max_size=4), min_size=2, max_size=30, unique_by=frozenset)
FEW = st.lists(st.sets(st.integers(0, 60), min_size=1, max_size=4), min_size=2, max_size=30, unique_by=frozenset)


def values(kind: str, texts: list[str]) -> Values:
    codes = np.arange(len(texts), dtype=np.int32)
    return Values(kind, codes, pl.Series(texts, dtype=pl.String), None, np.ones(len(texts), dtype=np.int64), 2)


@given(st.one_of(MANY, FEW))
def test_two_sets_share_a_value_when_they_have_one_in_common(sets: list[set[int]]) -> None:
    field = values("set", [";".join(map(str, sorted(each))) for each in sets])
    a, b = (each.ravel() for each in np.indices((len(sets), len(sets))))
    wanted = [not sets[left].isdisjoint(sets[right]) for left, right in zip(a, b, strict=True)]
    assert shares_some(field, a, b).tolist() == wanted


def test_elements_that_have_one_bit_are_told_apart() -> None:
    field = values("set", [f"{number:03}" for number in range(130)])
    a, b = np.zeros(130, dtype=np.int64), np.arange(130)
    assert shares_some(field, a, b).sum() == 1


def test_a_table_of_parts_says_what_a_search_says(monkeypatch: pytest.MonkeyPatch) -> None:
    names = values("text", ["ひろば体操", "土橋会館", "さくら会", "体操"])
    texts = values("text", ["土橋会館でひろば体操をします", "さくらの会", "何もない"])
    a, b = (each.ravel() for each in np.indices((4, 3)))
    cut = texts_of(texts, b, b, 2)
    by_table = said_share(names, cut.parts, cut.right, a)
    monkeypatch.setattr(shared_rarity, "_MOST_STANDING", 0)
    assert by_table.tolist() == said_share(names, cut.parts, cut.right, a).tolist()
    assert by_table.reshape(4, 3)[:, 0].tolist()[:2] == [1.0, 1.0]
    assert not by_table.reshape(4, 3)[:, 2].any()
