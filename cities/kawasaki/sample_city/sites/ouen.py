"""The citizens' activity portal (host kawasaki.genki365.net).

What belongs here: its list pages and the table of a group. What does not: activity reports and events of a group,
which the replica does not have.
"""

import re
from collections.abc import Mapping

from cities.kawasaki.sample_city.chance import maybe, pick, stream
from cities.kawasaki.sample_city.entry import Entry
from cities.kawasaki.sample_city.sites.common import Page, page_number, page_of, render
from cities.kawasaki.sample_city.vocabulary import vocabulary
from cities.kawasaki.sample_city.world import World

HOST = "kawasaki.genki365.net"
LIST_PATH = "/group/list.html"
PAGE_SIZE = 30

_GROUP = re.compile(r"/(G\d{7})/(aboutus\.html)?")


def _extras(seed: int, entry: Entry) -> dict[str, str | None]:
    """Fills the labels of the real form that no field of the truth stands for; for a real group none is known."""
    if entry.real_row_id:
        return {"会員数": ""}
    rng = stream(seed, "form", entry.entity_id)
    lists = vocabulary().lists
    return {
        "会員数": str(rng.randint(5, 80)) if maybe(rng, 0.8) else "",
        "会員の主な年齢層": pick(rng, ("30代", "40代", "60代", "70代", "各年代")) if maybe(rng, 0.7) else None,
        "会員募集状況": pick(rng, ("募集中", "募集中", "募集していない")) if maybe(rng, 0.8) else None,
        "入会資格": pick(rng, ("特になし", "活動に参加できること", "市内在住・在勤・在学"))
        if maybe(rng, 0.5)
        else None,
        "活動目的": pick(rng, lists["aims"]) if maybe(rng, 0.6) else None,
        "PRや実績など": pick(rng, lists["pr_texts"]) if maybe(rng, 0.3) else None,
    }


def _rows(seed: int, entry: Entry) -> list[tuple[str, str]]:
    extras = _extras(seed, entry)
    values = {
        "設立年月日": entry.founded_text,
        "会員数": extras.get("会員数"),
        "会員の主な年齢層": extras.get("会員の主な年齢層"),
        "会員募集状況": extras.get("会員募集状況"),
        "入会資格": extras.get("入会資格"),
        "活動内容紹介": entry.description_text,
        "活動目的": extras.get("活動目的"),
        "PRや実績など": extras.get("PRや実績など"),
        "ふりがな": entry.kana_text,
        "活動分野": entry.category_text,
        "活動区": entry.ward_text,
        "活動場所": entry.venue_text,
        "所在地": entry.address_text,
        "活動日時": entry.schedule_text,
        "対象": entry.target_text,
        "会費": entry.fee_text,
        "連絡先": entry.phone_text,
        "メール": entry.mail_text,
        "ホームページ": entry.url_text,
        "主催・運営": entry.organizer_text,
    }
    return [(label, value) for label, value in values.items() if value is not None]


class OuenSite:
    """The portal."""

    host = HOST

    def __init__(self, world: World) -> None:
        self._seed = world.seed
        self._entries = world.of("ouen_navi")
        self._by_id = {entry.record_key: entry for entry in self._entries}

    def _list(self, number: int) -> Page | None:
        rows, total = page_of(self._entries, number, PAGE_SIZE) if number else ((), 0)
        if not rows:
            return None
        return render("ouen_list.html.j2", rows=rows, number=number, total=total, count=len(self._entries))

    def page(self, path: str, query: Mapping[str, str]) -> Page | None:
        """Renders a list page or a group page.

        Args:
            path: Percent-decoded path.
            query: `page` of the list.

        Returns:
            The page, or None when there is none at this path.
        """
        if path == "/":
            return render("start.html.j2", title="応援ナビかわさき", links=[(LIST_PATH, "団体一覧")])
        if path == LIST_PATH:
            return self._list(page_number(query.get("page", "1")))
        match = _GROUP.fullmatch(path)
        entry = self._by_id.get(match[1]) if match else None
        if match is None or entry is None:
            return None
        if match[2]:
            return render("ouen_group.html.j2", entry=entry, rows=_rows(self._seed, entry))
        return render("ouen_top.html.j2", entry=entry)
