"""Which texts of a page each column of a listing is read from.

Belongs here: that table, for the column lineage people see. Does not belong here: the reading. A test changes every
text in turn and compares what changes with what is said here.
"""

from __future__ import annotations

from warehouse.contract import table

_KIND = "kind_code other_kind_codes kind_evidence_code npo_field_code"
_READ = {
    "name_text": f"name core_name shown_name name_key legal_form {_KIND}",
    "kana_text": "kana",
    "category_text": f"{_KIND} filed_kind_codes",
    "ward_text": "ward_code ward_method_code address address_level_code",
    "address_text": "ward_code ward_method_code address town block building address_level_code postcode lat lon "
    "geo_level_code facility",
    "venue_text": "ward_code ward_method_code venue venue_key facility lat lon geo_level_code",
    "schedule_text": "schedule schedule_rrules schedule_gif schedule_days session_starts session_ends exceptions "
    "schedule_completeness_code frequency_code frequency_min frequency_max is_frequency_approximate day_part_code "
    "schedule_unread schedule_sentence entry is_application_needed capacity capacity_unit_code",
    "target_text": "target target_group_codes age_min_months age_max_months entry is_application_needed capacity "
    f"capacity_unit_code {_KIND}",
    "fee_text": "fee fee_type_code fee_yen_min fee_yen_max fee_unit_code entry is_application_needed capacity "
    "capacity_unit_code",
    "description_text": f"entry is_application_needed capacity capacity_unit_code sns_urls {_KIND}",
    "phone_text": "phone fax",
    "mail_text": "mail",
    "url_text": "url sns_urls mail",
    # A site of the organiser says whose an address is
    "organizer_text": "organizer organizer_key mail",
    "founded_text": "founded founded_date",
    "status_text": "status_code status_words status_date",
    # A date without a year takes the year of the page
    "updated_text": "updated_date schedule_days schedule_completeness_code schedule_sentence status_date",
    # nor is a day before the entry existed
    "extra_json": "schedule_days schedule_completeness_code schedule_sentence",
}
_PRINTED = ("name_text", "ward_text", "address_text", "venue_text")
_ID = ("source_key", "record_key")


def read_from() -> dict[str, tuple[str, ...]]:
    """Column of `norm__listings` → the columns of `raw__listings` it is made of, in their order."""
    same: dict[str, tuple[str, ...]] = {name: (name,) for name in table("raw__listings").column_names}
    wanted = table("norm__listings").column_names
    derived = {name: tuple(text for text, read in _READ.items() if name in read.split()) for name in wanted}
    same |= {"listing_id": _ID, "content_print": _PRINTED}
    return {name: derived[name] or same[name] for name in wanted}
