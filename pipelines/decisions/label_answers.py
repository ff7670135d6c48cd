"""What people said of pairs that were drawn at random: the measure of the matcher, not its teacher.

Belongs here: reading the file. Does not belong here: drawing pairs, what follows from answers (`pipelines.estimate`).

The answers are kept apart from the judgements on pairs: those are asked where the matcher is not sure, so they say
nothing of how often it errs.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipelines.settings import ROOT, Settings
from warehouse.contract import VOCABULARIES, table
from warehouse.contract.derived.frames import empty_frame, polars_schema
from warehouse.errors import StaffError

FILE = "label_answers.csv"
_OF_THE_SAMPLE_CITY = ROOT / "scrapers" / "sample_city" / "data" / FILE
"""Answers made from the known truth of the sample city, as staff who always see rightly would give them."""
_TABLE = table("estimate__labels")
_SAID = ("same", "different")


class LabelAnswersError(StaffError):
    """The file cannot be read as answers; the message names line, value and what to write."""


def answers_path(settings: Settings) -> Path:
    """The file: of the sample city one that comes with it, else what staff keep beside their judgements."""
    own = settings.judgements_dir / FILE
    return own if settings.profile == "live" or own.is_file() else _OF_THE_SAMPLE_CITY


def read_label_answers(path: Path) -> pl.DataFrame:
    """Rows of `estimate__labels`; none where there is no file, and none for a pair nobody was sure of.

    Args:
        path: CSV with the columns of the table; `label_weight` may be empty for 1.

    Raises:
        LabelAnswersError: a column is missing, or a value is none of those allowed.
    """
    if not path.is_file():
        return empty_frame(_TABLE)
    df = pl.read_csv(path, infer_schema=False, comment_prefix="#")
    missing = [name for name in _TABLE.column_names if name not in df.columns]
    if missing:
        raise LabelAnswersError(f"{path.name}: 列 {'、'.join(missing)} がありません。1 行目に足してください。")
    known = df.filter(pl.col("said") != "unsure")
    for name, allowed in (("sample_code", VOCABULARIES["sample"].values()), ("said", _SAID)):
        wrong = known.with_row_index("line", offset=2).filter(~pl.col(name).is_in(list(allowed)).fill_null(value=False))
        if wrong.height:
            line, value = wrong.row(0, named=True)["line"], wrong.get_column(name)[0]
            how = f"{'、'.join(allowed)} のどれかにしてください"
            raise LabelAnswersError(f"{path.name} {line} 行: {name} の値「{value}」は使えません。{how}。")
    weighed = known.with_columns(pl.col("label_weight").cast(pl.Float64, strict=False).fill_null(1.0))
    ordered = weighed.with_columns(
        left_id=pl.min_horizontal("left_id", "right_id"), right_id=pl.max_horizontal("left_id", "right_id")
    )
    typed = ordered.select(pl.col(name).cast(dtype) for name, dtype in polars_schema(_TABLE).items())
    return typed.unique(_TABLE.key, keep="last", maintain_order=True).sort(_TABLE.key)
