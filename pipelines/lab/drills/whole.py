"""Whether a release is whole, for readers and judges alike; with the standard library alone.

Belongs here: looking at a finished release. Does not belong here: any drill.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from warehouse.contract import published_tables

STAGES = ("保管庫", "取得の表", "流れの表", "公開", "片づけ", "判断の記録")
"""What a night writes, in this order."""


def is_whole(latest: Path) -> bool:
    """Whether every file of a release has the checksum that the release says."""
    folder = latest.resolve()
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: value for value, name in (line.split("  ", 1) for line in lines)}
    actual = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in sums}
    return actual == sums and len(sums) > len(published_tables())


def files_of(folder: Path) -> dict[str, Path]:
    """Published table → its file in a folder."""
    return {entry.name: folder / f"{entry.name}.parquet" for entry in published_tables()}
