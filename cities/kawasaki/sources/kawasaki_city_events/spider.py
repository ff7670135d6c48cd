"""One record of the city's event API as columns of a raw listing.

Belongs here: the documented keys of this API. Does not belong here: paging (`scrapers.platforms.json_api`).
"""

from __future__ import annotations

from scrapers.platforms.json_api import JsonApiSpider, Record

# `place` of the API: 1 to 7 are the wards, 8 横浜市, 9 東京都, 10 その他, 11 オンライン name no ward of ours
_WARDS = {
    "1": "川崎区",
    "2": "幸区",
    "3": "中原区",
    "4": "高津区",
    "5": "宮前区",
    "6": "多摩区",
    "7": "麻生区",
}
_COLUMNS = {
    "title": "name_text",
    "place_adr": "address_text",
    "cost_ext": "fee_text",
    "organizer": "organizer_text",
    "open_url": "url_text",
    "content": "description_text",
    "upd_date": "updated_text",
}
_EXTRA = ("status_ext", "target_area_ext", "capacity_ext", "barrier_free", "note", "created_date")


class EventSpider(JsonApiSpider):
    """Reads かわさきイベントアプリ."""

    def read_record(self, record: Record) -> tuple[dict[str, str | None], dict[str, str]]:
        """Columns and extra cells of one event."""
        fields: dict[str, str | None] = {column: _text(record.get(key)) for key, column in _COLUMNS.items()}
        fields["category_text"] = ";".join(record.get("type1") or []) or None
        fields["ward_text"] = _WARDS.get(str(record.get("place")))
        fields["schedule_text"] = " / ".join(filter(None, map(_moment, record.get("date_list") or []))) or None
        fields["target_text"] = _text(record.get("target_ext")) or ",".join(record.get("target") or []) or None
        fields["venue_text"] = _first(record, "event_location", "name")
        fields["phone_text"] = _first(record, "contact_list", "contact_tel")
        fields["mail_text"] = _first(record, "contact_list", "contact_mail")
        return fields, {key: text for key in _EXTRA if (text := _text(record.get(key)))}


def _text(value: object) -> str | None:
    return str(value) if value not in (None, "", []) else None


def _first(record: Record, list_name: str, key: str) -> str | None:
    return next((text for entry in record.get(list_name) or [] if (text := _text(entry.get(key)))), None)


def _moment(entry: Record) -> str:
    clock = "-".join(filter(None, (_text(entry.get("time_from")), _text(entry.get("time_to")))))
    return " ".join(filter(None, (_text(entry.get("date")), clock, _text(entry.get("time_ext")))))
