"""What a source says of its rows: how many are healthy, which label of the page is which column.

Belongs here: those two parts of a declaration. Does not belong here: the declaration itself (`source`), what a platform
does with labels (`scrapers.platforms.base`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from warehouse.contract import table

LISTING_FIELDS = frozenset(table("raw__listings").optional)
"""Columns that a page may fill."""
_FACTS, _NAME = 2, "name_text"
_Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Expected(BaseModel):
    """Band of listings in a healthy run, and where the band comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minimum: _Count
    maximum: _Count
    origin: Annotated[str, Field(min_length=10)]

    @model_validator(mode="after")
    def _in_order(self) -> Expected:
        if self.minimum > self.maximum:
            how = "正常なときの件数の幅に直してください"
            raise ValueError(f"minimum（{self.minimum}）が maximum（{self.maximum}）より大きいです。{how}")
        return self


def _must_fit(label: str, pattern: str) -> None:
    try:
        groups = set(re.compile(pattern).groupindex)
    except re.error as error:
        raise ValueError(f"split「{label}」: 正規表現として読めません（{error.msg}）。直してください") from error
    strangers = sorted(groups - LISTING_FIELDS)
    if strangers or len(groups) < _FACTS:
        known = "raw__listings の列の名前を (?P<schedule_text>…) のように二つ以上書いてください"
        raise ValueError(f"split「{label}」: {known}{f'（{strangers[0]} は列ではありません）' if strangers else ''}")


class Labels(BaseModel):
    """Which label of the page is which column.

    Attributes:
        fields: label → column of `raw__listings`; several labels may mean one column.
        keep: labels known to have no column; kept in `extra_json` without a remark.
        join: column → what stands between its texts when several columns of a table are one; see `platforms.base`.
        split: label of cells that hold two facts → pattern whose named groups are columns (`(?P<schedule_text>.+)／
            (?P<venue_text>.+)`). A cell that the pattern does not fit is read as `fields` has its label.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: dict[str, str] = {}
    keep: tuple[str, ...] = ()
    join: dict[str, Annotated[str, Field(max_length=10)]] = {}
    split: dict[str, Annotated[str, Field(max_length=300)]] = {}

    @property
    def columns(self) -> dict[str, str]:
        """Label → column; of a label whose cells are split the name, if it is one of the facts, else the first."""
        split = {label: list(re.compile(pattern).groupindex) for label, pattern in self.split.items()}
        return self.fields | {label: _NAME if _NAME in names else names[0] for label, names in split.items()}

    def facts(self, label: str, text: str) -> Iterator[tuple[str, str, str | None]]:
        """A cell as label, text and no column; or, where cells of this label are split, each fact with its column.

        Args:
            label: of the cell.
            text: what stands in it.
        """
        found = re.fullmatch(self.split[label], text.strip(), re.DOTALL) if label in self.split else None
        if found is None:
            yield label, text, None
            return
        for column, fact in found.groupdict().items():
            if fact and fact.strip():
                yield label, fact.strip(), column

    @model_validator(mode="after")
    def _fields_exist(self) -> Labels:
        strangers = sorted(set(self.fields.values()) - LISTING_FIELDS)
        if strangers:
            raise ValueError(f"fields: raw__listings に {'、'.join(strangers)} の列はありません。直してください")
        for label, pattern in self.split.items():
            _must_fit(label, pattern)
        unused = sorted(set(self.join) - set(self.fields.values()))
        if unused:
            raise ValueError(f"join: {'、'.join(unused)} を指す項目名が fields にありません")
        return self
