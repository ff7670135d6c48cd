"""The city's event service (host eventapp.city.kawasaki.jp): a JSON list in pages.

What belongs here: the documented keys of a record and where each field goes. What does not: the service's filters
(from, to, place, type), which are accepted and ignored because the row number is the key of a record.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping

from cities.kawasaki.sample_city.chance import maybe, stream
from cities.kawasaki.sample_city.entry import Entry
from cities.kawasaki.sample_city.places import WARDS
from cities.kawasaki.sample_city.schedules import WEEKDAYS
from cities.kawasaki.sample_city.sites.common import JSON, PUBLISHED, Page, page_number, page_of, render
from cities.kawasaki.sample_city.world import World

HOST = "eventapp.city.kawasaki.jp"
PATH = "/data/api/v1/events"
PAGE_SIZE = 50
TARGETS = frozenset(
    (
        "指定なし",
        "乳児",
        "幼児",
        "小学生",
        "中学生",
        "高校生",
        "大学生",
        "社会人",
        "保護者",
        "高齢者",
        "妊産婦",
        "障がい者",
        "外国人",
    )
)

_OTHER_PLACE = "10"
_DEFAULT_POINT = ("35.52976189656687", "139.70242099837648")
_TIMES = re.compile(
    r"(?:(?P<date>\d{4}-\d\d-\d\d) )?(?P<start>\d\d:\d\d:\d\d)-(?P<end>\d\d:\d\d:\d\d)(?: (?P<ext>.+))?",
    re.ASCII | re.DOTALL,
)


def split_schedule(text: str) -> dict[str, str]:
    """Spreads a schedule over the keys of one item of `date_list`.

    Args:
        text: The schedule; one without times in the notation of the service stays whole in `time_ext`.

    Returns:
        The keys date, time_from, time_to, time_ext and date_w; empty where there is nothing.
    """
    match = _TIMES.fullmatch(text)
    if match is None:
        return {"date": "", "time_from": "", "time_to": "", "time_ext": text, "date_w": ""}
    date = match["date"] or ""
    return {
        "date": date,
        "time_from": match["start"],
        "time_to": match["end"],
        "time_ext": match["ext"] or "",
        "date_w": _weekday(date),
    }


def _weekday(date: str) -> str:
    try:
        return WEEKDAYS[dt.date.fromisoformat(date).weekday()]
    except ValueError:  # no date, or one that is not in the calendar: the service prints no weekday then
        return ""


def join_schedule(item: Mapping[str, str]) -> str:
    """Puts one item of `date_list` together again.

    Args:
        item: The keys date, time_from, time_to and time_ext.

    Returns:
        The schedule; the inverse of `split_schedule`.
    """
    times = "-".join(part for part in (item["time_from"], item["time_to"]) if part)
    return " ".join(part for part in (item["date"], times, item["time_ext"]) if part)


def _target(text: str | None) -> tuple[list[str], str]:
    words = (text or "").split(",")
    return (words, "") if text and TARGETS.issuperset(words) else ([], text or "")


def record(seed: int, entry: Entry) -> dict[str, object]:
    """Writes one record of the list.

    Args:
        seed: Seed of the world, for the dates of entry.
        entry: The event.

    Returns:
        All documented keys; strings, empty where there is nothing.
    """
    rng = stream(seed, "record", entry.entity_id, entry.record_key)
    created = PUBLISHED - dt.timedelta(days=rng.randint(20, 300))
    changed = created + dt.timedelta(days=rng.randint(0, 20))
    stamp = f"{rng.randint(8, 18):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}"
    latitude, longitude = _DEFAULT_POINT if maybe(rng, 0.1) else ("", "")
    target, target_ext = _target(entry.target_text)
    contact = {
        "contact": "",
        "contact_tel": entry.phone_text or "",
        "contact_fax": "",
        "contact_mail": entry.mail_text or "",
        "contact_ext": "",
    }
    return {
        "title": entry.name_text or "",
        "content": entry.description_text or "",
        "status": "開催予定",
        "status_ext": "",
        "date_list": [split_schedule(entry.schedule_text)] if entry.schedule_text else [],
        "type1": entry.category_text.split(";") if entry.category_text else [],
        "type2": [],
        "target": target,
        "target_ext": target_ext,
        "target_sex": "指定なし",
        "target_area": "",
        "target_area_ext": "",
        "place": str(WARDS.index(entry.ward_text) + 1) if entry.ward_text else _OTHER_PLACE,
        "place_zip": "",
        "place_adr": entry.address_text or "",
        "place_lat": latitude,
        "place_lon": longitude,
        "event_location": [{"name": entry.venue_text}] if entry.venue_text else [],
        "cost_ext": entry.fee_text or "",
        "capacity_ext": "",
        "entry_list": [],
        "open_url": entry.url_text or "",
        "rel_list": [],
        "organizer": entry.organizer_text or "",
        "contact_list": [contact] if entry.phone_text or entry.mail_text else [],
        "barrier_free": "",
        "note": "",
        "upd_date": f"{changed.isoformat()} {stamp}",
        "created_date": f"{created.isoformat()} {stamp}",
    }


class EventsSite:
    """The event service."""

    host = HOST

    def __init__(self, world: World) -> None:
        self._seed = world.seed
        self._entries = world.of("kawasaki_city_events")

    def page(self, path: str, query: Mapping[str, str]) -> Page | None:
        """Renders one page of the list.

        Args:
            path: Percent-decoded path.
            query: `page`; everything else is accepted and ignored.

        Returns:
            The page, empty beyond the last one, or None when there is none at this path.
        """
        if path == "/":
            return render(
                "start.html.j2", title="川崎市イベントアプリ", links=[(f"{PATH}?page=1&format=JSON&from=&to=", "API")]
            )
        if path != PATH:
            return None
        number = page_number(query.get("page", "1")) or 1
        rows, total = page_of(self._entries, number, PAGE_SIZE)
        answer = {
            "page": number,
            "total_pages": total,
            "total_numbers": len(self._entries),
            "event_data": [record(self._seed, entry) for entry in rows],
        }
        return Page(json.dumps(answer, ensure_ascii=False).encode(), content_type=JSON)
