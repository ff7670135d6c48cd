"""What a source says of its rows: how many are healthy, which label of the page is which column.

Belongs here: those two parts of a declaration. Does not belong here: the declaration itself (`source`), what a platform
does with labels (`scrapers.platforms.base`).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from warehouse.contract import table

LISTING_FIELDS = frozenset(table("raw__listings").optional)
"""Columns that a page may fill."""
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


class Labels(BaseModel):
    """Which label of the page is which column.

    Attributes:
        fields: label → column of `raw__listings`; several labels may mean one column.
        keep: labels known to have no column; kept in `extra_json` without a remark.
        join: column → what stands between its texts when several columns of a table are one; see `platforms.base`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: dict[str, str] = {}
    keep: tuple[str, ...] = ()
    join: dict[str, Annotated[str, Field(max_length=10)]] = {}

    @model_validator(mode="after")
    def _fields_exist(self) -> Labels:
        strangers = sorted(set(self.fields.values()) - LISTING_FIELDS)
        if strangers:
            raise ValueError(f"fields: raw__listings に {'、'.join(strangers)} の列はありません。直してください")
        unused = sorted(set(self.join) - set(self.fields.values()))
        if unused:
            raise ValueError(f"join: {'、'.join(unused)} を指す項目名が fields にありません")
        return self
