"""The row of the known truth.

What belongs here: the shape of one listing and its field names. What does not: how listings come about.
"""

from dataclasses import dataclass

FIELDS = (
    "name_text",
    "kana_text",
    "category_text",
    "ward_text",
    "address_text",
    "venue_text",
    "schedule_text",
    "target_text",
    "fee_text",
    "phone_text",
    "mail_text",
    "url_text",
    "organizer_text",
    "founded_text",
    "description_text",
    "status_text",
)


def _all_but(*fields: str) -> frozenset[str]:
    return frozenset(FIELDS) - frozenset(fields) - {"status_text"}


# What a site has no place for is never part of an entry there: the truth is what is printed.
NO_SLOT = {
    "kawasaki_city_cafes": frozenset({"kana_text", "mail_text", "founded_text", "description_text"}),
    "ouen_navi": frozenset[str](),
    "fukumimi": frozenset[str](),
    "kawasaki_city_events": frozenset({"kana_text", "founded_text"}),
    "kawasaki_city_park_exercise": _all_but(
        "name_text", "ward_text", "venue_text", "address_text", "schedule_text", "phone_text"
    ),
    "kawasaki_city_childcare_circles": _all_but(
        "name_text",
        "ward_text",
        "venue_text",
        "address_text",
        "schedule_text",
        "target_text",
        "fee_text",
        "phone_text",
        "organizer_text",
        "url_text",
    ),
    "kawasaki_city_playparks": _all_but(
        "name_text",
        "ward_text",
        "venue_text",
        "address_text",
        "schedule_text",
        "fee_text",
        "phone_text",
        "organizer_text",
        "url_text",
    ),
    "kawasaki_green_groups": _all_but(
        "name_text",
        "ward_text",
        "venue_text",
        "category_text",
        "schedule_text",
        "founded_text",
        "phone_text",
        "url_text",
    ),
    "kawasaki_terakoya": _all_but(
        "name_text", "ward_text", "venue_text", "schedule_text", "target_text", "organizer_text", "phone_text"
    ),
    "machi_no_hiroba_wa": _all_but("name_text", "ward_text", "category_text", "url_text"),
    "sdc_wards": _all_but("name_text", "ward_text", "venue_text", "address_text", "phone_text", "url_text"),
}


@dataclass(frozen=True)
class Entry:
    """One listing exactly as one site prints it.

    Attributes:
        site: Short name of the site.
        record_key: What identifies the listing there: the group id, the post id or the row number.
        entity_id: The activity behind it; equal for all listings of one activity.
        real_row_id: The row of `data/real_listings.jsonl` it was taken from, or None when it was generated.
        name_text: Name.
        kana_text: Reading.
        category_text: Category; several are joined by `;`.
        ward_text: Ward.
        address_text: Address.
        venue_text: Venue.
        schedule_text: When.
        target_text: For whom.
        fee_text: Fee.
        phone_text: Telephone.
        mail_text: Mail address.
        url_text: Link.
        organizer_text: Who runs it.
        founded_text: Since when.
        description_text: Free text.
        status_text: Whether it is paused or has resumed.
    """

    site: str
    record_key: str
    entity_id: str
    real_row_id: str | None = None
    name_text: str | None = None
    kana_text: str | None = None
    category_text: str | None = None
    ward_text: str | None = None
    address_text: str | None = None
    venue_text: str | None = None
    schedule_text: str | None = None
    target_text: str | None = None
    fee_text: str | None = None
    phone_text: str | None = None
    mail_text: str | None = None
    url_text: str | None = None
    organizer_text: str | None = None
    founded_text: str | None = None
    description_text: str | None = None
    status_text: str | None = None
