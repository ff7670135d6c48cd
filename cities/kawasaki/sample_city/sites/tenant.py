"""A second tenant of the genki365 platform (host matsusaka.genki365.jp), to show that the spider knows no tenant.

What belongs here: its groups, which are a small truth of their own, and its pages in EUC-JP. What does not: the known
truth of Kawasaki, which has none of these groups.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from cities.kawasaki.sample_city.activities import draw_activity
from cities.kawasaki.sample_city.chance import pick, stream
from cities.kawasaki.sample_city.copies import write_copy
from cities.kawasaki.sample_city.entry import Entry
from cities.kawasaki.sample_city.sites.common import Page, environment, page_number, page_of
from cities.kawasaki.sample_city.vocabulary import vocabulary
from cities.kawasaki.sample_city.world import World

HOST = "matsusaka.genki365.jp"
LIST_PATH = "/pub/groups.php"
VOLUME = 40
PAGE_SIZE = 15
FIELDS_BY_LABEL = {
    "よみ": "kana_text",
    "設立": "founded_text",
    "活動の分野": "category_text",
    "活動地域": "ward_text",
    "おもな活動場所": "venue_text",
    "住所": "address_text",
    "活動日": "schedule_text",
    "対象者": "target_text",
    "年会費など": "fee_text",
    "電話": "phone_text",
    "電子メール": "mail_text",
    "URL": "url_text",
    "運営": "organizer_text",
    "団体の紹介": "description_text",
}

_GROUP = re.compile(r"/(group_\d+)/(aboutus\.html)?")
# Far above the numbers of the known truth: no name, telephone or host is shared by accident of a number
_FIRST_NUMBER = 7000


@cache
def tenant_entries(seed: int) -> tuple[Entry, ...]:
    """Draws the groups of the second tenant.

    Args:
        seed: Seed of the world; the world itself is neither read nor changed.

    Returns:
        The groups by number; the site is written about as the first tenant is.
    """
    used: set[str] = set()
    genres = list(vocabulary().genres.values())
    entries = []
    for index in range(VOLUME):
        rng = stream(seed, "tenant", index)
        activity = draw_activity(seed, _FIRST_NUMBER + index, pick(rng, genres), used)
        entry = write_copy(rng, activity, "ouen_navi", further=False)
        entries.append(replace(entry, site="second_tenant", record_key=f"group_{11 + 13 * index}"))
    return tuple(entries)


class TenantSite:
    """The second tenant."""

    host = HOST

    def __init__(self, world: World) -> None:
        self._entries = tenant_entries(world.seed)
        self._by_id = {entry.record_key: entry for entry in self._entries}

    def page(self, path: str, query: Mapping[str, str]) -> Page | None:
        """Renders a list page or a group page.

        Args:
            path: Percent-decoded path.
            query: `p` of the list.

        Returns:
            The page, or None when there is none at this path.
        """
        if path == LIST_PATH:
            return self._list(page_number(query.get("p", "1")))
        match = _GROUP.fullmatch(path)
        entry = self._by_id.get(match[1]) if match else None
        if match is None or entry is None:
            return None
        rows = [("登録番号", str(2000 + int(entry.record_key.removeprefix("group_"))))] if match[2] else []
        if match[2]:
            values = {label: getattr(entry, field) for label, field in FIELDS_BY_LABEL.items()}
            rows += [(label, value) for label, value in values.items() if value is not None]
        return _eucjp("tenant_group.html.j2", entry=entry, rows=rows)

    def _list(self, number: int) -> Page | None:
        rows, total = page_of(self._entries, number, PAGE_SIZE) if number else ((), 0)
        return _eucjp("tenant_list.html.j2", rows=rows, number=number, total=total, path=LIST_PATH) if rows else None


def _eucjp(template: str, **values: object) -> Page:
    """Renders a page as an old system does: signs that EUC-JP lacks become character references."""
    text = environment().get_template(template).render(**values)
    return Page(text.encode("euc_jp", "xmlcharrefreplace"), "text/html; charset=EUC-JP")
