"""Whose a mail domain is."""

import pytest

from warehouse.privacy.domains import is_of_site, is_organisations, is_private, private_hosts, site_of


def test_the_union_of_both_former_lists_is_there() -> None:
    origins = [host.origin for host in private_hosts().values()]
    assert len(origins) - origins.count("added") >= 61
    assert origins.count("capture") >= 25


@pytest.mark.parametrize(
    ("domain", "is_known"),
    [
        ("hiroba.or.jp", True),
        ("mail.hiroba.or.jp", True),
        ("city.kawasaki.jp", True),
        ("keins.city.kawasaki.jp", True),
        ("city.yokosuka.kanagawa.jp", True),
        ("pref.kanagawa.jp", True),
        ("hiroba.gr.jp", True),
        ("or.jp", False),
        ("city.hiroba.jp", False),  # anybody may call a host so
        ("hiroba.nakahara.kawasaki.jp", False),  # geographic names are for anybody
        ("hiroba.ne.jp", False),
        ("hiroba.jp", False),
        ("hiroba.com", False),
        # Providers of persons below the suffixes of organisations: the list wins
        ("asahi-net.or.jp", False),
        ("a1.asahi-net.or.jp", False),
        ("plala.or.jp", False),
        ("yahoo.co.jp", False),
        ("excite.co.jp", False),
    ],
)
def test_a_domain_is_an_organisations_by_the_rules_of_its_registry(domain: str, is_known: bool) -> None:
    assert is_organisations(domain) == is_known


def test_a_private_host_holds_for_what_is_below_it_only() -> None:
    assert is_private("gmail.com") and is_private("abc.ocn.ne.jp")
    assert not is_private("notgmail.com") and not is_private("gmail.com.hiroba.or.jp")


@pytest.mark.parametrize(
    ("domain", "url", "is_own"),
    [
        ("hiroba.org", "https://www.hiroba.org/about", True),
        ("mail.hiroba.org", "https://hiroba.org/", True),
        ("hiroba.org", "https://blog.hiroba.org/", False),
        ("hiroba.org", "https://other.org/", False),
        ("hiroba.jimdofree.com", "https://hiroba.jimdofree.com/", True),
        ("other.jimdofree.com", "https://hiroba.jimdofree.com/", False),
        ("jimdofree.com", "https://hiroba.jimdofree.com/", False),
        ("hiroba.wixsite.com", "https://hiroba.wixsite.com/top", True),
        ("ameblo.jp", "https://ameblo.jp/hiroba", False),
        ("facebook.com", "https://www.facebook.com/hiroba", False),
        ("genki365.net", "https://kawasaki.genki365.net/group/1", False),
        ("cable.ne.jp", "https://www.cable.ne.jp/hiroba/", False),  # a provider's own page
        ("cable.net", "https://www.cable.net/~hiroba/", False),
        ("cable.net", "https://home.cable.net/hiroba/", False),
        ("itscom.net", "https://www.itscom.net/", False),
        ("hiroba.org", "https://[broken", False),
    ],
)
def test_a_site_vouches_for_its_own_domain_only(domain: str, url: str, is_own: bool) -> None:
    assert is_of_site(domain, url) == is_own


def test_a_shared_host_belongs_to_nobody() -> None:
    assert site_of("www.facebook.com") is None
    assert site_of("www.hiroba.jimdofree.com") == "hiroba.jimdofree.com"
    assert site_of("localhost") is None
