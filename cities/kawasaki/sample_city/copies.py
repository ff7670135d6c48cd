"""How one site writes about one activity.

What belongs here: which fields a site gives, and the independent wording of every copy. What does not: the truth
about the activity (see `activities`) and the layout of a page (see `sites`).
"""

import random

from cities.kawasaki.sample_city.activities import Activity, Fee
from cities.kawasaki.sample_city.chance import maybe, pick
from cities.kawasaki.sample_city.entry import NO_SLOT, Entry
from cities.kawasaki.sample_city.schedules import clock_text, next_dates, write_days, write_schedule
from cities.kawasaki.sample_city.spelling import NameStyle, write_address, write_founded, write_name, write_phone
from cities.kawasaki.sample_city.vocabulary import vocabulary

_NAME_STYLES = {
    "kawasaki_city_cafes": NameStyle(),
    "ouen_navi": NameStyle(),
    "fukumimi": NameStyle(tags=0.01),
    "kawasaki_city_events": NameStyle(tags=0.1, venue=0.22, edition=0.12),
}

# What stands in place of a ward: groups that name the whole city, and the last heading of the city's list.
_NO_WARD = {"ouen_navi": "市内全域", "fukumimi": "市内全域", "kawasaki_city_cafes": "その他"}


def write_fee(rng: random.Random, fee: Fee) -> str:
    """Words a fee.

    Args:
        rng: The stream to draw from.
        fee: The fee.

    Returns:
        The fee as printed.
    """
    yen = f"{fee.yen:,}円" if maybe(rng, 0.25) else f"{fee.yen}円"
    if maybe(rng, 0.15):
        yen = yen.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    wordings = {
        "free": ("無料", "無料", "参加費無料", "参加無料", "なし"),
        "session": (f"参加費{yen}", f"1回{yen}", yen, f"参加費　{yen}", f"各回{yen}"),
        "drink": (f"喫茶代{yen}", f"飲み物代 {yen}", f"ドリンク1杯{yen}"),
        "month": (f"月額{yen}", f"月{yen}", f"会費 月{yen}", f"1ヵ月{yen}"),
        "year": (f"年会費{yen}", f"会費 年{yen}", f"年額{yen}"),
        "material": (f"材料費{yen}", f"材料費として{yen}", "材料費実費"),
        "person": (f"1人{yen}", f"ひとり{yen}", f"お一人 {yen}"),
        "family": (f"1家族{yen}", f"1家庭につき{yen}", f"1組{yen}"),
    }
    return pick(rng, wordings[fee.kind])


def _schedule(rng: random.Random, activity: Activity, site: str, reword: bool) -> str:
    rule = activity.rule
    if site != "kawasaki_city_events":
        return write_schedule(rng, rule, reword)
    times = f"{clock_text(rule.start, 'seconds')}-{clock_text(rule.end, 'seconds')}"
    form = rng.random()
    if form < 0.45:
        day = next_dates(rule, 1, rng.randint(0, 3))[0].isoformat()
        return f"{day} {times}" + (f" {pick(rng, vocabulary().lists['event_notes'])}" if maybe(rng, 0.2) else "")
    if form < 0.72:
        return f"{times} {write_days(rng, rule, reword)}"
    if form < 0.82:
        return f"{times} {';'.join(day.isoformat() for day in next_dates(rule, 3))}"
    return times + (f" {pick(rng, vocabulary().lists['event_notes'])}" if maybe(rng, 0.35) else "")


def _description(rng: random.Random, activity: Activity) -> str:
    lists = vocabulary().lists
    opening = pick(rng, lists["openings"]).format(ward=activity.ward, town=activity.place.town.oaza)
    sentences = [f"{opening}{pick(rng, activity.genre.works)}。"]
    if maybe(rng, 0.6):
        sentences.append(pick(rng, lists["closings"]))
    return "".join(sentences)


def _category(rng: random.Random, activity: Activity, site: str) -> str:
    words = activity.genre.categories.get(site) or activity.genre.categories["ouen_navi"]
    if site == "kawasaki_city_cafes":
        inside = [word for word in words if word[:2] in activity.name.core]
        return inside[0] if inside else pick(rng, words)
    if site == "kawasaki_city_events":
        return ";".join(rng.sample(words, min(len(words), rng.randint(1, 2))))
    return pick(rng, words)


def _url(rng: random.Random, activity: Activity) -> str:
    scheme = "http" if maybe(rng, 0.2) else "https"
    return f"{scheme}://{activity.host}" + pick(rng, ("/", "/", "", "/index.html"))


def write_copy(rng: random.Random, activity: Activity, site: str, further: bool) -> Entry:
    """Writes one listing of an activity, without a record key.

    Args:
        rng: The stream of this copy.
        activity: The activity.
        site: The site that lists it.
        further: Whether another listing of it exists, so that this one may be worded less exactly.

    Returns:
        The entry; its record key is still empty.
    """
    place, lists = activity.place, vocabulary().lists
    style = _NAME_STYLES.get(site, NameStyle())
    if activity.place_in_name:
        style = NameStyle(must_tell_place=True)
    given = {
        "name_text": write_name(rng, activity.name, style, place.venue, activity.ward, lists["event_tags"]),
        "kana_text": activity.name.kana,
        "category_text": _category(rng, activity, site),
        "ward_text": activity.ward,
        "address_text": write_address(rng, place, 0.6 if site == "kawasaki_city_events" else 0.1),
        "venue_text": pick(
            rng, (place.venue, place.venue, f"川崎市{place.venue}" if place.venue.endswith("センター") else place.venue)
        ),
        "schedule_text": _schedule(rng, activity, site, further and maybe(rng, 0.5)),
        "target_text": activity.target if maybe(rng, 0.6) else pick(rng, activity.genre.targets),
        "fee_text": write_fee(rng, activity.fee),
        "phone_text": write_phone(rng, activity.phone),
        "mail_text": f"{pick(rng, ('info', 'info', 'contact'))}@{activity.host}",
        "url_text": _url(rng, activity),
        "organizer_text": activity.organizer,
        "founded_text": write_founded(rng, *activity.founded),
        "description_text": _description(rng, activity),
    }
    chances = vocabulary().given.get(site, {})
    stated = {
        field: text
        for field, text in given.items()
        if maybe(rng, chances.get(field, 1.0)) or (field in activity.keep and field not in NO_SLOT[site])
    }
    fields = {field: text for field, text in stated.items() if field not in NO_SLOT[site]}
    if site in _NO_WARD and "ward_text" in fields and "ward_text" not in activity.keep and maybe(rng, 0.03):
        fields["ward_text"] = _NO_WARD[site]
    return Entry(site=site, record_key="", entity_id=activity.entity_id, **fields)
