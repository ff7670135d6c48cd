"""What an answer of WordPress says: posts of its REST interface, how many there are, which post a page is.

Belongs here: reading one answer. Does not belong here: what to ask next (`wordpress`), labels (`source.toml`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parsel import Selector, SelectorList

from scrapers.platforms.base import text_of
from scrapers.platforms.items import EmptyPageError, LayoutError

if TYPE_CHECKING:
    from scrapy.http import Response, TextResponse

_BODY_ID = re.compile(r"(?:^|\s)postid-(\d+)(?:\s|$)")
_SHORTLINK_ID = re.compile(r"[?&]p=(\d+)$")
_REST_ID = re.compile(r"/wp/v2/[^/?]+/(\d+)/?$")
_LINK = re.compile(r"<([^>]*)>([^,<]*)")
_ASKS_TO_ENTER = "form.post-password-form, .post-password-required"
_LONGEST_URL = 7000
"""Servers commonly take 8,190 signs of request line."""


class ProtectedError(LayoutError):
    """A post that only people with its password may read."""

    def __init__(self) -> None:
        super().__init__("パスワードで守られた投稿です。読みません")


@dataclass(frozen=True, slots=True)
class Post:
    """One post of the REST interface.

    Attributes:
        number: its id.
        title: as HTML.
        content: what stands in it; not empty.
        modified: moment of the last change on the site's own clock, or None.
    """

    number: int
    title: str
    content: Selector
    modified: str | None


def rest_posts(response: TextResponse) -> list[Any]:
    """The posts on one page of the REST interface; past the last one none.

    Raises:
        LayoutError: the answer is no JSON array.
    """
    try:
        posts = json.loads(response.text)
    except json.JSONDecodeError as error:
        raise LayoutError(f"REST の応答が JSON ではありません（{error}）") from error
    if not isinstance(posts, list):
        raise LayoutError("REST の応答が投稿の配列ではありません")
    return posts


def post_number(post: Any) -> int | None:
    """The id of a post, or None when it has none."""
    number = post.get("id") if isinstance(post, dict) else None
    return number if isinstance(number, int) else None


def rest_post(post: Any) -> Post:
    """The members of a post.

    Raises:
        LayoutError: a member is missing or of another type.
        ProtectedError: it has a password; WordPress then sends its title and no content.
        EmptyPageError: nothing is written in it.
    """
    try:
        number, title, content = post["id"], post["title"]["rendered"], post["content"]["rendered"]
        modified, is_protected = post.get("modified"), post["content"].get("protected")
    except (KeyError, TypeError, AttributeError) as error:
        raise LayoutError(f"投稿に id・title.rendered・content.rendered がそろっていません（{error}）") from error
    if not isinstance(number, int) or not isinstance(title, str) or not isinstance(content, str):
        raise LayoutError("投稿の id・title.rendered・content.rendered の型が違います")
    if is_protected:
        raise ProtectedError
    body = Selector(text=content or " ")
    if not text_of(body):
        raise EmptyPageError("投稿の本文が空です")
    return Post(number, title, body, str(modified) if modified else None)


def counted(response: Response) -> int | None:
    """How many posts the REST interface says it has (`X-WP-Total`), or None when it does not say."""
    text = (response.headers.get("X-WP-Total") or b"").decode("latin-1")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def is_rest(response: Response) -> bool:
    """Whether an answer comes from an open REST interface.

    Plugins close it with 401, 403 or 404, with a way to the front page, or by what they print in front of it.
    """
    kind = (response.headers.get("Content-Type") or b"").decode("latin-1").lower()
    return response.status not in (401, 403, 404) and (response.status != 200 or "json" in kind)


def overlap(given: int) -> int:
    """How many posts of a page the next one repeats: as many may vanish while we read, and none is passed over."""
    return min(max(given // 20, 1), given - 1)


def others_url(start: str, seen: Collection[int]) -> str:
    """Where the posts are that are not among `seen`.

    Raises:
        LayoutError: they are too many for one address.
    """
    # By hand: w3lib would write every comma as three signs
    url = f"{start}{'&' if '?' in start else '?'}exclude={','.join(map(str, sorted(seen)))}"
    if len(url) > _LONGEST_URL:
        raise LayoutError(f"読んだ {len(seen)} 件のほかにあるかどうかは、件数が多くて問い合わせられません")
    return url


def cells(terms: Selector, css: str) -> list[tuple[str, str]]:
    """Labels and values of a definition list.

    Args:
        terms: the list.
        css: how it was found, for the message.

    Raises:
        EmptyPageError: it is empty.
        LayoutError: labels and values do not pair.
    """
    labels, values = terms.css("dt"), terms.css("dd")
    if not labels and not values:
        raise EmptyPageError(f"{css}: 項目がありません")
    if len(labels) != len(values):
        raise LayoutError(f"{css}: dt {len(labels)} 件と dd {len(values)} 件が合いません")
    return [(text_of(label), text_of(value)) for label, value in zip(labels, values, strict=True)]


def pinned(links: SelectorList[Selector]) -> list[str]:
    """Addresses of the posts pinned to the top of the archive: WordPress shows them there and in their own place."""
    place = "self::*[ancestor::*[contains(concat(' ', normalize-space(@class), ' '), ' sticky ')]]"
    return links.xpath(f"{place}/@href").getall()


def is_protected(page: TextResponse | Selector) -> bool:
    """Whether the page asks for a password in place of its content."""
    return bool(page.css(_ASKS_TO_ENTER))


def post_id(response: TextResponse) -> str:
    """The post id: from the class of `body`, the short link, or the address in the REST interface.

    A theme may leave all of them out of the page; WordPress itself repeats the links in the header of the answer.

    Raises:
        LayoutError: nothing holds it, or they contradict each other.
    """
    header = b", ".join(response.headers.getlist("Link")).decode("latin-1")
    linked = [match[1] for match in _LINK.finditer(header)]
    linked += response.css("link[rel=shortlink], link[rel=alternate][type='application/json']").xpath("@href").getall()
    ids = {match[1] for url in linked for pattern in (_SHORTLINK_ID, _REST_ID) if (match := pattern.search(url))}
    ids |= {match[1] for match in [_BODY_ID.search(response.css("body").attrib.get("class", ""))] if match}
    if len(ids) != 1:
        raise LayoutError(f"body.postid-N / link[rel=shortlink] / Link ヘッダー: 投稿番号が決まりません {sorted(ids)}")
    return ids.pop()
