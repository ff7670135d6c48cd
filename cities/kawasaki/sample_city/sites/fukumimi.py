"""The welfare council's information bank (host k-fukumimi.com), a WordPress site.

What belongs here: its archive, its group pages and short links. What does not: reports and the REST interface, which
the replica does not have.
"""

import datetime as dt
import re
import urllib.parse
from collections.abc import Mapping

from cities.kawasaki.sample_city.chance import stream
from cities.kawasaki.sample_city.entry import Entry
from cities.kawasaki.sample_city.sites.common import PUBLISHED, Page, page_number, page_of, render
from cities.kawasaki.sample_city.world import World

HOST = "k-fukumimi.com"
PAGE_SIZE = 20

_ARCHIVE = re.compile(r"/group/(?:page/(\d{1,6})/)?")
_GROUP = re.compile(r"/group/([^/]+)/?")
# Signs that the address drops, blanks first: 傾聴ボランティア きぼう becomes 傾聴ボランティアきぼう.
_DROPPED = re.compile(r"[\s/?#%&<>\"'+\\「」『』【】（）()☆♪！～〜・,、:：;]")


def slugs(entries: tuple[Entry, ...]) -> dict[str, Entry]:
    """Gives every group the last part of its address.

    Args:
        entries: The groups by post id.

    Returns:
        Groups by slug. As on the real platform a repeated one gets a number, and a post without a title its id.
    """
    groups: dict[str, Entry] = {}
    for entry in entries:
        base = _DROPPED.sub("", entry.name_text or "").lower() or entry.record_key
        slug, number = base, 2
        while slug in groups:
            slug, number = f"{base}-{number}", number + 1
        groups[slug] = entry
    return groups


def path_of(slug: str) -> str:
    """Writes the address of a group page.

    Args:
        slug: Its last part, decoded.

    Returns:
        The path with the lower-case percent codes of the real platform.
    """
    code = re.sub(r"%[0-9A-F]{2}", lambda match: match[0].lower(), urllib.parse.quote(slug, safe="-"))
    return f"/group/{code}/"


def updated(seed: int, entry: Entry) -> dt.date:
    """Invents the day of the last change of a group page.

    Args:
        seed: Seed of the world.
        entry: The group.

    Returns:
        A day within three years before the fixed day.
    """
    return PUBLISHED - dt.timedelta(days=stream(seed, "updated", entry.record_key).randint(0, 1000))


def _rows(entry: Entry) -> list[tuple[str, str]]:
    values = {
        "よみがな": entry.kana_text,
        "活動区": entry.ward_text,
        "分野": entry.category_text,
        "活動内容": entry.description_text,
        "活動場所": entry.venue_text,
        "住所": entry.address_text,
        "活動日": entry.schedule_text,
        "対象": entry.target_text,
        "費用": entry.fee_text,
        "連絡先": entry.phone_text,
        "メール": entry.mail_text,
        "ホームページ": entry.url_text,
        "運営団体": entry.organizer_text,
        "設立": entry.founded_text,
    }
    return [(label, value) for label, value in values.items() if value is not None]


class FukumimiSite:
    """The information bank."""

    host = HOST

    def __init__(self, world: World) -> None:
        self._seed = world.seed
        self._by_slug = slugs(world.of("fukumimi"))
        self._paths = {entry.record_key: path_of(slug) for slug, entry in self._by_slug.items()}
        # The archive shows the newest post first.
        self._newest = tuple(reversed(world.of("fukumimi")))

    def _archive(self, number: int) -> Page | None:
        rows, total = page_of(self._newest, number, PAGE_SIZE) if number else ((), 0)
        if not rows:
            return None
        groups = [(entry, self._paths[entry.record_key], updated(self._seed, entry)) for entry in rows]
        return render("fukumimi_archive.html.j2", host=HOST, groups=groups, number=number, total=total)

    def _start(self, query: Mapping[str, str]) -> Page | None:
        if "p" not in query:
            return render("start.html.j2", title="ふくみみ", links=[("/group/", "グループを探す")])
        path = self._paths.get(query["p"])
        return Page(b"", status=301, location=f"https://{HOST}{path}") if path else None

    def page(self, path: str, query: Mapping[str, str]) -> Page | None:
        """Renders the archive, a group page or a short link.

        Args:
            path: Percent-decoded path.
            query: `p` of a short link.

        Returns:
            The page, or None when there is none at this path.
        """
        if path == "/":
            return self._start(query)
        archive = _ARCHIVE.fullmatch(path)
        if archive:
            return self._archive(page_number(archive[1] or "1"))
        group = _GROUP.fullmatch(path)
        entry = self._by_slug.get(group[1]) if group else None
        if entry is None:
            return None
        day = updated(self._seed, entry)
        link = self._paths[entry.record_key]
        return render(
            "fukumimi_group.html.j2", modified=day, host=HOST, entry=entry, path=link, day=day, rows=_rows(entry)
        )
