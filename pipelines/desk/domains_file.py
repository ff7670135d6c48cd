"""メールのドメイン.csv: domains of addresses that were withheld, for people who know whose they are.

Belongs here: that list on its way out. Does not belong here: which domains (`normalise.mails`), the answer
(`decisions.mail_domains`).
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from warehouse.storage import write_text

NAME = "メールのドメイン.csv"
_HOW = "hiroba mail-domain {} --why （どこで確かめたか）"
_HEADERS = {
    "domain": "ドメイン",
    "listing_count": "掲載の数",
    "organisers": "主催・名称",
    "sites": "サイト",
    "how": "団体のものなら",
}


def write_domains(domains: pl.DataFrame, path: Path) -> int:
    """Write the list: one row per domain, most listings first, with the command that accepts it.

    Args:
        domains: as `normalise.mails.unknown_domains` gives them.
        path: file to replace.

    Returns:
        How many domains there are.
    """
    shown = domains.with_columns(how=pl.format(_HOW, "domain")).rename(_HEADERS)
    guarded = pl.col(pl.String).str.replace(r"^([=+\-@\t])", "'${1}")  # no cell begins like a formula
    write_text(path, shown.with_columns(guarded).write_csv(include_bom=True))
    return domains.height
