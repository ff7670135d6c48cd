"""Answers to a random sample of pairs of the sample city: the measure of the matcher there, not its teacher.

Belongs here: reading the file that comes with the sample city. Does not belong here: drawing pairs, what follows from
answers (`pipelines.estimate`).

The answers are kept apart from the judgements on pairs: those are asked where the matcher is not sure, so they say
nothing of how often it errs.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from cities.here import here
from pipelines.settings import Settings

OF_THE_SAMPLE_CITY = here().folder / "sample_city" / "data" / "label_answers.csv"
"""Made from the known truth of the sample city, as staff would answer who always see rightly."""
SCHEMA = {
    "purpose_code": pl.String(),
    "listing_id_a": pl.String(),
    "listing_id_b": pl.String(),
    "label_said_code": pl.String(),
    "weight": pl.Float64(),
}


def label_answers(settings: Settings, bridge: pl.DataFrame) -> pl.DataFrame:
    """The answers of the sample city, if it has some, and whether each pair is one activity now; none elsewhere.

    Args:
        settings: whose profile.
        bridge: `activity_id`, `listing_id` of today.

    Returns:
        `purpose_code` (`recall`: found without the matcher, `precision`: joined by it), `label_said_code` (`same`,
        `different`), `weight`, `is_joined` (null where one of the two is gone).
    """
    has_answers = settings.profile == "sample" and OF_THE_SAMPLE_CITY.is_file()
    answers = read_answers(OF_THE_SAMPLE_CITY) if has_answers else pl.DataFrame(schema=SCHEMA)
    of = bridge.select("listing_id", "activity_id").unique("listing_id")
    for side in "ab":
        own = of.rename({"listing_id": f"listing_id_{side}", "activity_id": f"_of_{side}"})
        answers = answers.join(own, on=f"listing_id_{side}", how="left", maintain_order="left")
    said = answers.with_columns(is_joined=pl.col("_of_a") == pl.col("_of_b"))
    return said.select("purpose_code", "label_said_code", "weight", "is_joined")


def read_answers(path: Path) -> pl.DataFrame:
    """The rows of the file, in its order."""
    return pl.read_csv(path, schema=SCHEMA, comment_prefix="#")
