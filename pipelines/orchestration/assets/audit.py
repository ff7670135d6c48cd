"""What was drawn at random for people to look at, and what they said: one asset and one function each.

Belongs here: which function makes which table from which. Does not belong here: what may be drawn (`pipelines.audit`),
the ledgers (`decisions.measured`), the workbooks (`pipelines.desk`).
"""

import dagster as dg
import polars as pl

from pipelines.audit.pairs import labels_to_ask, quarter
from pipelines.audit.vanished import calls_to_make, year
from pipelines.decisions.measured import (
    call_sample,
    drawn_calls,
    drawn_labels,
    keep_call_draw,
    keep_label_draw,
    label_sample,
)
from pipelines.decisions.today import telling_prints, where
from pipelines.orchestration.assets.desk import DECISIONS_STEP
from pipelines.orchestration.from_contract import spec
from pipelines.orchestration.staff_errors import in_words
from pipelines.settings import Settings


@dg.asset(**spec("audit__label_sample", "polars"), deps=[DECISIONS_STEP])
def audit__label_sample(
    norm__listings: pl.DataFrame,
    core__activity_listings: pl.DataFrame,
    core__release: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> pl.DataFrame:
    """The pairs of every quarter; those of this one are drawn on its first night."""
    day = core__release.get_column("as_of_at").item().date()
    draw, folder = quarter(day), settings.judgements_dir
    with in_words():
        if draw not in drawn_labels(folder).get_column("draw"):
            pairs = labels_to_ask(norm__listings, core__activity_listings, draw)
            keep_label_draw(folder, draw, pairs, telling_prints(norm__listings), day.isoformat())
        return label_sample(folder, where(settings, norm__listings), core__activity_listings)


@dg.asset(**spec("audit__call_sample", "polars"), deps=[DECISIONS_STEP])
def audit__call_sample(
    trend__growth_log: pl.DataFrame,
    core__activity_listings: pl.DataFrame,
    core__release: pl.DataFrame,
    settings: dg.ResourceParam[Settings],
) -> pl.DataFrame:
    """The vanished activities of every year; those of this one are drawn on the first night of March."""
    day = core__release.get_column("as_of_at").item().date()
    draw, folder = year(day), settings.judgements_dir
    with in_words():
        if draw not in drawn_calls(folder).get_column("draw"):
            listed = core__activity_listings.select("activity_id").unique()
            keep_call_draw(folder, draw, calls_to_make(trend__growth_log, listed, draw), day.isoformat())
        return call_sample(folder)
