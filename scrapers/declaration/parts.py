"""Parts of a declaration that are more than a text: the band of a healthy run, labels of a page, the role of a list.

Belongs here: what each may say by itself. Does not belong here: what they mean together (`source`), `layouts`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from warehouse.contract import VOCABULARIES, table

LISTING_FIELDS = frozenset(table("raw__listings").optional)
Role = Literal["portal", "feed", "register", "apart", "index"]
"""Who comes onto a list. `portal`: anybody may enter. `feed`: dated entries, of anybody. `register`: a programme lists
what it runs, or who has registered with it. `apart`: a register whose members stand on no other list. `index`: a page
that leads to the lists and holds no listing itself.

People declare it. It must not be learned from the lists: two that share nothing may name different things, or may each
name few of the same. `apart` is what a list is until somebody knows more, as such a list says nothing of those that
nobody lists."""
_Count = Annotated[int, Field(ge=0, le=1_000_000)]


def strangers_among_kinds(codes: Iterable[str]) -> list[str]:
    """Those of some codes that are no kind of activity."""
    return sorted(set(codes) - set(VOCABULARIES["kind"].values()))


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
