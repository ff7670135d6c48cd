"""What is owed to those whose data these are: purpose, whom to ask for removal, licence, credit.

Belongs here: these sentences, once, and the files LICENSE and ATTRIBUTION. Does not belong here: the terms of one
source (`source.toml`).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from cities.here import here
from pipelines.gaps import reference
from pipelines.publish.exports.credit import credited
from pipelines.publish.exports.people import TITLE_EN, TITLE_JA, Tables
from warehouse.contract import LICENCE, LICENCE_URL


class Said(NamedTuple):
    """A sentence in both languages."""

    ja: str
    en: str


PURPOSE = Said(
    "市民が身近な活動を見つけること、市と各団体が一覧の重複・食い違い・古い内容を直すこと、地域の活動のようすを統計として"
    "調べることのために、公開されている掲載から活動・団体・施設の事実（団体・施設の連絡先を含む）を集めています。"
    "個人を探す、名簿をつくる、営業するといった目的には使いません。",
    "Facts about activities, groups and places (with the contacts of groups and places) are gathered from public "
    "listings so that residents find what is near them, so that the city and the groups mend what is doubled, "
    "contradictory or old, and for statistics. They are not used to look for persons, to make lists of "
    "persons, or to sell.",
)
_SOURCE_FIRST = Said(
    "掲載されている元のページの持ち主（README の「情報源と利用条件」の担当）に知らせてください。"
    "元のページから消えた掲載は、次に取得したあとの公開には載りません。",
    "Write to the owner of the page it stands on (the owner in “Sources and terms” of the README): what has gone from "
    "its page is not in the release that follows the next reading.",
)
_NO_CONTACT = Said(
    "このデータの写しには、じかの連絡先が設定されていません（公開する人は HIROBA_CONTACT に設定してください）。",
    "This copy has no contact of its own set (whoever publishes it sets HIROBA_CONTACT).",
)


def removal(contact: str | None) -> Said:
    """What somebody does who does not want to be listed.

    Args:
        contact: of the release, or None where none is set.
    """
    if contact is None:
        return Said(_NO_CONTACT.ja + _SOURCE_FIRST.ja, f"{_NO_CONTACT.en} {_SOURCE_FIRST.en}")
    id_ = f"{here().id_letters}a_…"
    return Said(
        f"活動ID（{id_}）を添えて {contact} へ知らせてください。次の公開から載せず、過去の公開からも消します。",
        f"Write to {contact} with the activity ID ({id_}): it leaves the next release, and old ones too.",
    )


def write_terms(tables: Tables, folder: Path, note: str) -> None:
    """Write LICENSE and ATTRIBUTION.

    Args:
        tables: published tables by name.
        folder: release folder.
        note: remark for sample data, or empty.
    """
    release = tables["release"].row(0, named=True)
    asked = removal(release["contact"])
    licence = [
        *_head(note),
        f"まとめ方・分類・読み取り: {LICENCE} {LICENCE_URL}",
        "元の掲載の利用条件は情報源ごとに違います。ATTRIBUTION を見てください。",
        "",
        f"The compilation, its classification and what was read out of texts: {LICENCE} {LICENCE_URL}",
        "The terms of the listings differ from source to source: see ATTRIBUTION.",
        "",
        f"利用目的 / Purpose: {PURPOSE.ja}",
        PURPOSE.en,
        "",
        f"載せてほしくないとき / Removal: {asked.ja}",
        asked.en,
    ]
    credit = [
        *_head(note),
        "使うときは、使った情報源の出典を添えてください。 / Show the credit line of each source you use.",
        "",
        f"この一覧 / this compilation: 「{TITLE_JA}」{release['release_id']}、{LICENCE}（{LICENCE_URL}）",
    ]
    for each in credited(tables):
        credit += [
            "",
            each["source"],
            f"  {each['url']}",
            f"  利用条件: {each['licence']}",
            f"  出典: {each['credit']}",
        ]
    if figures := reference.credit():
        credit += ["", "人口・区の形・学校（表 populations、rates、access など、volume.html）", f"  出典: {figures}"]
    for name, lines in (("LICENSE", licence), ("ATTRIBUTION", credit)):
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _head(note: str) -> list[str]:
    return [f"{TITLE_JA} / {TITLE_EN}", *([note] if note else []), ""]
