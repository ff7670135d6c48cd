"""Mobile numbers and private mail addresses in a text, replaced by ones that reach nobody.

Belongs here: what must not be kept in a saved page, and what stands in its place. Does not belong here: personal names,
which no pattern finds; whoever saves a page looks for them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

MOBILE = "090-0000-0000"
MAIL = "removed@example.jp"

_DIGIT = "[0-9０-９]"
_GAP = r"[\s\-‐‑‒–—―−－ーｰ.．・()（）]{0,3}"
_MOBILE = re.compile(
    rf"(?<!{_DIGIT})(?:[+＋][8８][1１]{_GAP}[0０]?{_GAP}|[（(]?[0０])[7-9７-９][0０]{_GAP}{_DIGIT}{{4}}{_GAP}{_DIGIT}{{4}}"
    rf"(?!{_DIGIT})"
)
# Addresses that a person keeps for herself: free mail, mobile carriers, household providers
_PRIVATE_HOSTS = """
    gmail.com googlemail.com yahoo.co.jp yahoo.com yahoo.ne.jp ymail.ne.jp ymail.com icloud.com me.com mac.com
    outlook.com outlook.jp hotmail.com hotmail.co.jp live.jp live.com msn.com aol.com aol.jp proton.me protonmail.com
    excite.co.jp goo.jp goo.ne.jp infoseek.jp rakuten.jp rakumail.jp docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp
    softbank.jp vodafone.ne.jp ymobile.ne.jp y-mobile.ne.jp willcom.com pdx.ne.jp disney.ne.jp uqmobile.jp mineo.jp
    nifty.com nifty.ne.jp biglobe.ne.jp ocn.ne.jp so-net.ne.jp plala.or.jp dion.ne.jp auone-net.jp odn.ne.jp
    infoweb.ne.jp asahi-net.or.jp jcom.home.ne.jp zaq.ne.jp zaq.jp itscom.net t-com.ne.jp dti.ne.jp wakwak.com
    eonet.ne.jp commufa.jp netyou.jp
"""
_PRIVATE_HOST = "|".join(map(re.escape, re.findall(r"\S+", _PRIVATE_HOSTS)))
# Every sign of an address may be full-width; the at sign may hide from robots as a code
_AT = r"(?:[@＠]|%40|&#0*64;|&#x0*40;|&commat;)"
_MAIL = re.compile(
    rf"[\w.+\-．＋－]+{_AT}(?:[\w\-]+[.．])*(?:{_PRIVATE_HOST})(?![\w\-]|[.．]\w)",
    re.IGNORECASE,
)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without private contacts, and how many of each were replaced."""

    text: str
    mobiles: int
    mails: int


def mask(text: str) -> Masked:
    """Replace every mobile number and every address at a private provider; what is replaced already does not count."""
    found = {"mobiles": 0, "mails": 0}

    def replace(match: re.Match[str], name: str, instead: str) -> str:
        if match[0] != instead:
            found[name] += 1
        return instead

    text = _MOBILE.sub(lambda match: replace(match, "mobiles", MOBILE), text)
    text = _MAIL.sub(lambda match: replace(match, "mails", MAIL), _narrow_hosts(text))
    return Masked(text, **found)


def mask_json(text: str) -> Masked:
    """`mask` for every string of a JSON document, escaped signs included; unchanged when nothing is private.

    Raises:
        json.JSONDecodeError: it is no JSON.
    """
    mobiles = mails = 0

    def walk(value: Any) -> Any:
        nonlocal mobiles, mails
        if isinstance(value, dict):
            return {name: walk(member) for name, member in value.items()}
        if isinstance(value, list):
            return [walk(member) for member in value]
        if not isinstance(value, str):
            return value
        masked = mask(value)
        mobiles, mails = mobiles + masked.mobiles, mails + masked.mails
        return masked.text

    cleaned = walk(json.loads(text))
    return Masked(json.dumps(cleaned, ensure_ascii=False) if mobiles or mails else text, mobiles, mails)


def _narrow_hosts(text: str) -> str:
    """Full-width letters behind an at sign in ASCII, so that one list of hosts will do."""
    return re.sub(
        rf"({_AT})([\w\-．]*[Ａ-Ｚａ-ｚ．][\w\-．]*)", lambda match: match[1] + match[2].translate(_WIDE), text
    )
