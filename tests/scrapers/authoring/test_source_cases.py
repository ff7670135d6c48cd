"""Every case of every source is read as its expected.json says; a new case needs no line here."""

import pytest

from scrapers.authoring.cases import Case, cases_of, check
from scrapers.declaration.declarations import participants
from scrapers.declaration.source import load_source, source_keys
from warehouse.privacy.masking import mask

KEYS = tuple(participants())
CASES = [(key, case) for key in KEYS for case in cases_of(key)]
SAVED = [(key, case) for key in source_keys() for case in cases_of(key)]


@pytest.mark.parametrize(("key", "case"), CASES, ids=[f"{key}/{case.name}" for key, case in CASES])
def test_a_case_is_read_as_expected(key: str, case: Case) -> None:
    assert check(load_source(key), case) == []


@pytest.mark.parametrize(("key", "case"), SAVED, ids=[f"{key}/{case.name}" for key, case in SAVED])
def test_a_case_holds_no_private_contact(key: str, case: Case) -> None:
    for path in sorted(case.folder.iterdir()):
        if path.suffix in (".html", ".json"):
            found = mask(path.read_bytes().decode("utf-8", "replace"))
            assert (found.mobiles, found.mails) == (0, 0), path


@pytest.mark.parametrize("key", KEYS)
def test_every_source_has_a_case_that_expects_something(key: str) -> None:
    cases = cases_of(key)
    assert cases, f"hiroba capture {key} {load_source(key).start_urls[0]}"
    if load_source(key).role != "index":
        assert any((case.expected() or {})["listings"] for case in cases)
