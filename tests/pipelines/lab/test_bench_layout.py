"""Changes of layout: every one is noticed or harmless, for one source of each kind of site."""

import pytest

from cities.kawasaki.sample_city.mutations import MUTATIONS, mutate
from cities.kawasaki.sample_city.server import Router
from cities.kawasaki.sample_city.sites.common import HTML, Page
from cities.kawasaki.sample_city.world import REPLICAS
from pipelines.lab.bench.layout import layout, read, small_world
from scrapers.declaration.source import load_source

pytestmark = pytest.mark.usefixtures("files_opened_here")


@pytest.fixture(scope="module")
def router() -> Router:
    return Router(small_world(), ())


def test_there_are_thirty_changes_and_each_has_a_name_of_its_own() -> None:
    assert len(MUTATIONS) == len(set(MUTATIONS)) >= 30


@pytest.mark.parametrize("name", [name for name in MUTATIONS if name not in ("paging_gone", "list_to_div")])
def test_every_change_changes_the_page_of_cafes(router: Router, name: str) -> None:
    page = router.answer("www.city.kawasaki.jp", "/350/page/0000900001.html").page
    changed = mutate(page, name)
    assert (changed.body, changed.status) != (page.body, page.status) or name in (
        "labels_without_colon",
        "headings_lower",
    )


def test_a_page_that_failed_is_left_alone() -> None:
    page = Page(b"<p>404</p>", HTML, status=404)
    assert all(mutate(page, name) == page for name in MUTATIONS)


@pytest.mark.parametrize("key", REPLICAS)
def test_no_change_lets_a_wrong_row_through(router: Router, key: str) -> None:
    said = list(layout((key,), router))
    assert "見逃し0、通った誤りの行0" in said[0], said


def test_the_measure_sees_a_change_that_nobody_notices(router: Router) -> None:
    # Without a healthy run to compare with, columns that are printed in another order go unnoticed
    source = load_source("kawasaki_city_cafes")
    blind = read(
        source.model_copy(update={"expected": source.expected.model_copy(update={"minimum": 1})}),
        router,
        "values_reversed",
        {"fingerprint_json": None},
    )
    good = read(source, router, None, {"fingerprint_json": None})
    assert blind.rows - good.rows
