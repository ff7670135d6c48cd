"""Answers that come with the sample city."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipelines.decisions.label_answers import OF_THE_SAMPLE_CITY, label_answers, read_answers
from pipelines.settings import Settings


def test_the_sample_city_has_two_hundred_of_each_and_says_that_nobody_gave_them() -> None:
    answers = read_answers(OF_THE_SAMPLE_CITY)
    assert dict(answers.group_by("purpose_code").len().iter_rows()) == {"recall": 200, "precision": 200}
    assert set(answers.filter(pl.col("purpose_code") == "recall").get_column("label_said_code")) == {"same"}
    assert "見本の市の正解から" in OF_THE_SAMPLE_CITY.read_text(encoding="utf-8").splitlines()[0]


def test_a_pair_is_joined_as_it_is_tonight_and_unknown_where_a_listing_is_gone() -> None:
    settings = Settings(Path("nowhere"), "sample", None)
    first, second = read_answers(OF_THE_SAMPLE_CITY).select("listing_id_a", "listing_id_b").rows()[:2]
    bridge = pl.DataFrame({"listing_id": [*first, second[0]], "activity_id": ["kwa_1", "kwa_1", "kwa_2"]})
    found = label_answers(settings, bridge)
    assert found.get_column("is_joined").head(2).to_list() == [True, None]
    apart = bridge.with_columns(activity_id=pl.Series(["kwa_1", "kwa_3", "kwa_2"]))
    assert label_answers(settings, apart).get_column("is_joined").head(1).to_list() == [False]


def test_a_real_city_has_none_but_its_own() -> None:
    settings = Settings(Path("nowhere"), "live", "https://city.example")
    bridge = pl.DataFrame(schema={"listing_id": pl.String, "activity_id": pl.String})
    assert label_answers(settings, bridge).is_empty()
