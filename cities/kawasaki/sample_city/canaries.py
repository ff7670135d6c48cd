"""Canaries: persons who do not exist, planted where real pages name real ones. None of them may leave.

What belongs here: who they are, where they are planted, and how one is recognised in any text. What does not: how
personal data are cut (that is what they test).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from cities.kawasaki.sample_city.chance import stream
from cities.kawasaki.sample_city.entry import Entry

# Family names that nobody has, numbers that are not given out, mailboxes nobody opened
PEOPLE = ("架空坂 花子", "仮野次郎", "見本谷さくら")
MOBILES = ("080-0000-4321", "090-0000-8765")
# A free service, a carrier, a household provider of the region, and a domain that nobody knows
MAILS = (
    "hiroba-canary-hanako@gmail.com",
    "hiroba-canary-jiro@docomo.ne.jp",
    "hiroba-canary-sakura@itscom.net",
    "hiroba-canary-kai@canary.example.net",
)
OFFICE = "hiroba-office"
"""Mailbox of a group at the domain of its own site, named in the same listing: that one is published."""
AUTHOR = PEOPLE[0]
"""Stands in the properties of files and in the head of pages."""
REMARK = f"{PEOPLE[1]} {MOBILES[0]} {MAILS[1]}"
"""Stands where a reader of the page sees nothing: a comment, a hidden sheet."""

_NEEDLES = {
    "架空坂": "架空坂",
    "仮野": "仮野",
    "見本谷": "見本谷",
    **{re.sub(r"\D", "", mobile)[1:]: mobile for mobile in MOBILES},
    **{mail.partition("@")[0].replace("-", ""): mail for mail in MAILS},
}


class Canary(NamedTuple):
    """Where one is planted: site, field, and the text; `{}` is what stood there."""

    site: str
    field: str
    text: str


CANARIES = (
    Canary("ouen_navi", "name_text", "{}（代表：架空坂 花子）"),
    Canary("ouen_navi", "schedule_text", "{}（担当：仮野次郎 080-0000-4321）"),
    Canary("ouen_navi", "fee_text", "{}、振込先は架空坂さんまで"),
    Canary("ouen_navi", "organizer_text", "{}（会長 架空坂 花子）"),
    Canary("ouen_navi", "mail_text", MAILS[0]),
    Canary("ouen_navi", "phone_text", "０８０－００００－４３２１（仮野）"),
    Canary(
        "ouen_navi", "description_text", "{}連絡は090-0000-8765、hiroba-canary-hanako＠gmail．comの見本谷さくらさんへ。"
    ),
    Canary("fukumimi", "venue_text", "仮野様宅"),
    Canary("fukumimi", "target_text", "{}（お問い合わせは見本谷さくらさんへ）"),
    Canary("fukumimi", "phone_text", "044-200-0009（担当 見本谷さくら）"),
    Canary("kawasaki_city_events", "schedule_text", "{} 申込は仮野まで 090-0000-8765"),
    Canary("kawasaki_city_events", "description_text", "{}講師：架空坂花子先生 hiroba-canary-jiro[at]docomo.ne.jp"),
    Canary("kawasaki_city_cafes", "fee_text", "{}（会計 担当：見本谷さくら）"),
    Canary("kawasaki_city_childcare_circles", "organizer_text", "{}（世話人：架空坂花子）"),
    # Cells of PDF and Excel files
    Canary("kawasaki_city_park_exercise", "schedule_text", "{}（指導 仮野次郎 080-0000-4321）"),
    Canary("kawasaki_city_park_exercise", "phone_text", "080-0000-4321"),
    Canary("kawasaki_green_groups", "venue_text", "{}（見本谷さくら様方）"),
    Canary("kawasaki_green_groups", "schedule_text", "{}、雨天時は仮野さん（090-0000-8765）へ"),
    Canary("ouen_navi", "mail_text", MAILS[2]),
    Canary("ouen_navi", "mail_text", MAILS[3]),
    Canary("ouen_navi", "mail_text", OFFICE + "@{host}"),
    Canary("ouen_navi", "target_text", "{}（+81-(0)80-0000-4321、hiroba-canary-kai★canary.example.net）"),
)


def plant(seed: int, entries: tuple[Entry, ...], hidden: Collection[tuple[str, str]]) -> tuple[Entry, ...]:
    """Plants every canary in a listing of its own.

    Args:
        seed: Seed of the world.
        entries: Listings; only generated ones with a single listing are chosen.
        hidden: (site, record_key) of listings that nobody can reach.

    Returns:
        The listings in the same order.
    """
    listed = Counter(entry.entity_id for entry in entries)
    planted: dict[Entry, Entry] = {}
    for canary in CANARIES:
        free = [
            entry
            for entry in entries
            if entry.site == canary.site
            and entry.real_row_id is None
            and listed[entry.entity_id] == 1
            and entry.name_text
            and getattr(entry, canary.field)
            and "090" not in (entry.phone_text or "")
            and (entry.site, entry.record_key) not in hidden
            and entry not in planted
            and ("{host}" not in canary.text or _own_host(entry))
        ]
        chosen = min(free, key=lambda entry: stream(seed, "canary", *canary, entry.entity_id).random())
        text = canary.text.format(getattr(chosen, canary.field), host=_own_host(chosen))
        planted[chosen] = replace(chosen, **{canary.field: text})
    return tuple(planted.get(entry, entry) for entry in entries)


def _own_host(entry: Entry) -> str | None:
    """The domain of an entry's mail where its web site is there as well."""
    host = (entry.mail_text or "").partition("@")[2]
    return host if host and f"//{host}/" in (entry.url_text or "") else None


def leaked(text: str) -> set[str]:
    """Tells which canaries a text holds, however it writes them.

    Args:
        text: Any text, of any length.

    Returns:
        Names, numbers and addresses.
    """
    folded = unicodedata.normalize("NFKC", text)
    compact = re.sub(r"[\s\-‐–—―()（）・./_]", "", folded)
    return {name for needle, name in _NEEDLES.items() if needle in compact}
