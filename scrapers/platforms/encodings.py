"""The encoding of a page that does not declare one, or that declares less than it uses.

Belongs here: telling the encodings of Japanese pages apart by their bytes. Does not belong here: whether a page is read
at all (`platforms.base`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.http import HtmlResponse

if TYPE_CHECKING:
    from scrapy.http import Response

_CANDIDATES = ("utf-8", "cp932", "euc_jp", "iso2022_jp")
_NARROW = {"shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "shiftjis": "cp932"}
"""What browsers take these names for: without the signs of Windows 髙 and ① would be lost or another sign."""


def decoded_rightly(response: Response) -> Response:
    """The response with the encoding it is really in.

    A declared one is kept. Without one Scrapy guesses among the encodings of the world, and takes a short Japanese page
    for Chinese; these pages are Japanese.
    """
    if not isinstance(response, HtmlResponse):
        return response
    declared = response._declared_encoding()
    if declared is not None:
        wider = _NARROW.get(declared.lower().replace("_", "-"), _NARROW.get(declared.lower()))
        return response.replace(encoding=wider) if wider else response
    if b"\x1b$" in response.body:
        return _as(response, "iso2022_jp") or response
    for name in _CANDIDATES:
        decoded = _as(response, name)
        if decoded is not None:
            return decoded
    return response


def _as(response: HtmlResponse, name: str) -> HtmlResponse | None:
    """The response in an encoding, or None when its bytes are not in it or are no Japanese in it."""
    try:
        text = response.body.decode(name)
    except UnicodeDecodeError:
        return None
    if name == "cp932" and _is_euc(response.body) and _half_width(text) > len(text) // 8:
        return None
    return response.replace(encoding=name)


def _is_euc(body: bytes) -> bool:
    try:
        body.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return True


def _half_width(text: str) -> int:
    """Half-width kana: what Japanese in EUC looks like when it is read as Shift_JIS."""
    return sum("｡" <= sign <= "ﾟ" for sign in text)
