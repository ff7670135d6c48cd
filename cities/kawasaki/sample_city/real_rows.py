"""The real rows inside the sample city.

What belongs here: reading the real rows, their clusters, and on which site each of them is shown. What does not:
any change to what they say.
"""

import csv
import json
import urllib.parse
from dataclasses import dataclass
from functools import cache

from cities.kawasaki.sample_city.entry import NO_SLOT, Entry
from cities.kawasaki.sample_city.vocabulary import DATA

# Raw column -> entry field; the row's prose was never copied.
_COLUMNS = {
    "name": "name_text",
    "kana": "kana_text",
    "category_text": "category_text",
    "ward": "ward_text",
    "address_text": "address_text",
    "venue_text": "venue_text",
    "schedule_text": "schedule_text",
    "target_text": "target_text",
    "fee_text": "fee_text",
    "org_phone_text": "phone_text",
    "url": "url_text",
    "organizer_text": "organizer_text",
    "founded_text": "founded_text",
}
_WELFARE = ("福祉", "手話", "子育て", "老人クラブ", "老人", "国際協力", "公園体操", "体操")
OTHER_WARD = "その他"


@dataclass(frozen=True)
class RealRow:
    """One real row, placed.

    Attributes:
        row_id: For example r004.
        fixed_key: Its real key on the site it came from, when that is the site it is shown on.
        entry: The listing, still without a record key.
    """

    row_id: str
    fixed_key: str | None
    entry: Entry


def site_of(row: dict[str, str | None]) -> str:
    """Decides on which site a real row is shown.

    Args:
        row: The raw row.

    Returns:
        Short name of the site.
    """
    kind, name, category = row["source_kind"] or "", row["name"] or "", row["category_text"] or ""
    if kind == "city_event_api":
        return "kawasaki_city_events"
    if "カフェ" in name or "カフェ" in category:
        return "kawasaki_city_cafes"
    if kind.startswith("fukumimi") or kind == "senior_club" or "ボランティア" in name:
        return "fukumimi"
    return "fukumimi" if any(word in category for word in _WELFARE) else "ouen_navi"


def _fixed_key(source_url: str, site: str) -> str | None:
    parts = urllib.parse.urlsplit(source_url)
    if site == "ouen_navi" and parts.netloc == "kawasaki.genki365.net":
        return parts.path.split("/")[1]
    if site == "fukumimi" and parts.netloc == "k-fukumimi.com" and parts.query:
        return urllib.parse.parse_qs(parts.query)["p"][0]
    return None


@cache
def same_pairs() -> tuple[tuple[str, str], ...]:
    """Reads the pairs that are labelled as the same activity.

    Returns:
        Pairs of row ids.
    """
    return tuple((row["left"], row["right"]) for row in labelled_pairs() if row["label"] == "same")


def labelled_pairs() -> list[dict[str, str]]:
    """Reads all hand-labelled pairs.

    Returns:
        Rows with left, right, label and level.
    """
    with (DATA / "real_pairs.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def raw_rows() -> list[dict[str, str | None]]:
    """Reads the real rows as collected.

    Returns:
        One dictionary per row.
    """
    text = (DATA / "real_listings.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def entity_ids(row_ids: list[str]) -> dict[str, str]:
    """Gives every real row its activity; rows labelled the same are merged, also through a third row.

    Args:
        row_ids: All row ids.

    Returns:
        Entity id by row id; a cluster is named after its smallest row id.
    """
    root = {row_id: row_id for row_id in row_ids}
    for left, right in same_pairs():
        keep, drop = sorted((root[left], root[right]))
        root = {row_id: keep if old == drop else old for row_id, old in root.items()}
    return {row_id: f"real-{old}" for row_id, old in root.items()}


def real_rows() -> list[RealRow]:
    """Places every real row on its site.

    Returns:
        One placed row per real row, in the order of the file.
    """
    rows = raw_rows()
    entities = entity_ids([str(row["row_id"]) for row in rows])
    placed = []
    for row in rows:
        row_id, site = str(row["row_id"]), site_of(row)
        fields = {field: row[column] for column, field in _COLUMNS.items() if field not in NO_SLOT[site]}
        if site == "kawasaki_city_cafes" and fields["ward_text"] is None:
            fields["ward_text"] = OTHER_WARD
        entry = Entry(site=site, record_key="", entity_id=entities[row_id], real_row_id=row_id, **fields)
        placed.append(RealRow(row_id, _fixed_key(str(row["source_url"]), site), entry))
    return placed
