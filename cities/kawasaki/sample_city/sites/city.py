"""The city's web site (host www.city.kawasaki.jp): which module makes which page.

What belongs here: the choice by path. What does not: any page itself.
"""

from collections.abc import Mapping

from cities.kawasaki.sample_city.sites.cafes import CafesSite
from cities.kawasaki.sample_city.sites.city_files import CityFilePages
from cities.kawasaki.sample_city.sites.city_lists import CityListPages
from cities.kawasaki.sample_city.sites.city_sections import CitySectionPages
from cities.kawasaki.sample_city.sites.common import Page, Site
from cities.kawasaki.sample_city.world import World


class CitySite:
    """All pages and files of the city's host."""

    host = CafesSite.host

    def __init__(self, world: World) -> None:
        self._parts: tuple[Site, ...] = (
            CafesSite(world),
            CityListPages(world),
            CitySectionPages(world),
            CityFilePages(world),
        )

    def page(self, path: str, query: Mapping[str, str]) -> Page | None:
        """Renders a page or file.

        Args:
            path: Percent-decoded path.
            query: Parameters.

        Returns:
            What the first part that knows the path makes, or None.
        """
        answers = (part.page(path, query) for part in self._parts)
        return next((answer for answer in answers if answer is not None), None)
