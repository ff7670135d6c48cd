"""A new source from an address: its `source.toml` with everything that people must decide, and proposals for labels.

Belongs here: the template, the proposals, the refusals. Does not belong here: saving the first page (`capture`).
"""

from __future__ import annotations

import itertools
import json
import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

import tomlkit
from scrapy import Request

from cities.here import here
from scrapers.authoring.capture import Taken
from scrapers.authoring.models import models
from scrapers.authoring.page_parts import body_of, has_ward_headings
from scrapers.authoring.two_facts import split_of
from scrapers.authoring.unread import labels_of
from scrapers.declaration import source as declared
from scrapers.declaration.source import DECLARATION, Source, SourceError, is_address, load_source, parse_source
from scrapers.platforms import PLATFORMS
from scrapers.runs.drive import response_for

LOOKUPS_HEADER = "field_name,raw_text,code,note\n"
_SPLIT = "要確認: 項目名から推したもの。hiroba try で、分かれたあとの値を見られます"
_UNCOUNTED = (1, 1000, "未確認。最初の取得の件数を見て、下限は約1割減、上限は2倍に書き直す")

_TEMPLATE = string.Template("""\
# $url から hiroba new-source で作ったひな形。「要確認」をすべて確かめて書き直したら、status = "active" にする。
key = $key
name = $name   # 要確認: 職員に見せる名前
owner = $owner   # 要確認: 一覧に責任を持つ部署・団体
platform = $platform   # ページの形。選べるのは $platforms
home_url = $url
start_urls = [$url]
hosts = [$host]   # 要求を送ってよいのはここだけ（転送先も）
licence = "要確認: 事実とリンクのみ"   # 要確認: 利用条件
attribution = $name   # 要確認: 出典の書き方
id_prefix = $id_prefix   # 掲載IDの頭の3文字。一度公開したら変えない
key_fields = $key_fields   # 要確認: 掲載を見分ける最少の列。サイトに番号があれば []。日時や費用は入れない
# role = "portal"   # 要確認: だれでも載れる portal、催し feed、事業や登録の名簿 register、ほかに載らない名簿 apart
# about = ["cafe"]   # 要確認: 載りうる種類。どれもありうるなら書かない
# kind = "cafe"   # 要確認: 一覧の全部が同じ種類ならここに書く。違うなら lookups.csv に分類ごとに書く
pace = "static"   # static（3秒おき）か dynamic（5秒おき、検索やプログラムのページ）
daily_requests = 20   # 要確認: 1日に送ってよい要求の数
max_age_days = 30
status = "draft"   # 準備中: 取得も公開もしない。確かめ終わったら "active"、休むときは "paused"、終わったら "retired"
# verified_on = 2026-12-01   # 実サイトで URL と [layout] [labels] を確かめた日。書くまで live では動かない

[expected]   # 要確認: 正常なときの掲載の件数の幅
minimum = $minimum
maximum = $maximum
origin = $origin

[layout]   # $layout_note
$layout

[labels]
# 列のない項目。捨てずに extra_json に残す。要確認: 下の [labels.fields] に移すべきものがないか
keep = [$keep]

# 一つの欄に二つのことが書いてあるとき（例: 「日時／場所」）。分けられない欄は、下の [labels.fields] のとおりに読む
# 例: "日時／場所" = "(?P<schedule_text>.+?)[／/](?P<venue_text>.+)"
[labels.split]   # $split_note
$split

[labels.fields]   # ページの項目名 = 列。要確認: ほかの情報源での言い方から推したもの
$fields
""")


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a new source at once: its name for staff, and who answers for it."""

    name: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Labels of a page: whose column is known from other sources, whose cells hold two facts, and the others."""

    fields: dict[str, str]
    keep: tuple[str, ...]
    split: dict[str, str]


def refuse(key: str, url: str, platform: str) -> None:
    """Refuse what no source can be made of.

    Raises:
        SourceError: with one sentence that says what to change.
    """
    if re.fullmatch(r"[a-z][a-z0-9_]*", key) is None:
        raise SourceError(f"情報源の名前「{key}」は使えません。英小文字で始め、英小文字・数字・_ だけにしてください")
    if (declared.SOURCES_DIR / key).exists():
        raise SourceError(f"情報源 {key} はもうあります。別の名前にしてください")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SourceError(f"「{url}」はページの住所ではありません。https:// か http:// で始めてください")
    if platform not in PLATFORMS:
        raise SourceError(f"platform「{platform}」はありません。選べるのは {'、'.join(PLATFORMS)} です")


def create(key: str, url: str, platform: str, page: Taken | None, said: Said | None = None) -> Source:
    """Write the folder of a new source.

    Args:
        key: its name.
        url: page its crawl starts at.
        platform: kind of page.
        page: that page, when it is at hand; its labels are proposed.
        said: what a person says of it already.

    Raises:
        SourceError: see `refuse`, or the template would not be valid.
    """
    refuse(key, url, platform)
    labels: tuple[str, ...] = ()
    body: str | None = None
    has_wards = True
    if page is not None:
        labels = labels_of(response_for(Request(url), url, page.status, page.headers, page.body))
        body, has_wards = body_of(page), has_ward_headings(page)
    text = declaration(key, url, platform, labels, body, said, has_wards=has_wards)
    parse_source(text, f"{key} のひな形")
    folder = declared.SOURCES_DIR / key
    folder.mkdir()
    (folder / "source.toml").write_text(text, encoding="utf-8")
    (folder / "lookups.csv").write_text(LOOKUPS_HEADER, encoding="utf-8")
    return load_source(key)


def expect(source: Source, count: int, day: str) -> None:
    """Take the count of the first page as the expected band, unless a person has set it: a tenth fewer, twice as many.

    Args:
        source: a source whose band nobody has counted yet; of any other nothing is changed.
        count: listings on its first page; 0 says nothing.
        day: today, ISO.
    """
    if not count or source.expected.origin != _UNCOUNTED[2]:
        return
    path = declared.SOURCES_DIR / source.key / DECLARATION
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    band = cast("dict[str, object]", document["expected"])
    band["minimum"], band["maximum"] = count * 9 // 10, count * 2
    band["origin"] = f"最初に保存したページ({day})の{count}件。下限は約1割減、上限は2倍。ページが続くなら書き直す"
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
    load_source.cache_clear()


def declaration(
    key: str,
    url: str,
    platform: str,
    labels: Iterable[str],
    body: str | None = None,
    said: Said | None = None,
    *,
    has_wards: bool = True,
) -> str:
    """Text of `source.toml`; selectors and key columns come from a source of the same platform, if there is one.

    Args:
        key: name of the source.
        url: where its crawl starts.
        platform: kind of page.
        labels: found on the page.
        body: selector of the part that holds the list, as far as the page shows it.
        said: what a person says of it already.
        has_wards: whether headings may name the ward of a listing.
    """
    told = said or Said()
    sources = models()
    model = next((source for source in sources if source.platform == platform), None)
    layout = {name: value for name, value in (model.layout if model else {}).items() if not is_address(value)}
    if body is not None and "body" in layout:
        layout["body"] = body
    # Where a page has no label the lists behind it do, and those of one platform call things alike
    seen = tuple(labels) or ((*model.labels.fields, *model.labels.keep) if model else ())
    proposal = propose(seen, sources)
    has_wards = bool(here().wards) and (has_wards or "ward_text" in proposal.fields.values())
    low, high, origin = _UNCOUNTED
    return _TEMPLATE.substitute(
        key=_quoted(key),
        name=_quoted(told.name or f"{key}（要確認）"),
        owner=_quoted(told.owner or "要確認"),
        platform=_quoted(platform),
        platforms="、".join(PLATFORMS),
        url=_quoted(url),
        host=_quoted(str(urlsplit(url).hostname)),
        id_prefix=_quoted(
            id_prefix(key, {source.id_prefix for source in sources} | {here().id_letters + each for each in "aov"})
        ),
        key_fields=_list(_key_fields(model, has_wards=has_wards)),
        minimum=low,
        maximum=high,
        origin=_quoted(origin),
        layout_note=f"要確認: {model.key} の設定の写し"
        if model
        else f"要確認: scrapers/platforms/{platform}.py が使う設定",
        layout="\n".join(f"{name} = {_quoted(value)}" for name, value in layout.items()),
        keep=", ".join(map(_quoted, proposal.keep)),
        split_note=_SPLIT if proposal.split else "いまは、ありません",
        split="\n".join(f"{_quoted(label)} = {_quoted(pattern)}" for label, pattern in proposal.split.items()),
        fields="\n".join(f"{_quoted(label)} = {_quoted(column)}" for label, column in proposal.fields.items()),
    )


def _key_fields(model: Source | None, *, has_wards: bool) -> tuple[str, ...]:
    """What tells listings apart; where no ward is told none of them does."""
    named = model.key_fields if model else ("name_text",)
    return tuple(name for name in named if name != "ward_text" or has_wards)


def propose(labels: Iterable[str], sources: Iterable[Source]) -> Proposal:
    """Columns for labels that other sources have already decided on; the most frequent decision counts."""
    votes: dict[str, Counter[str]] = {}
    for source in sources:
        for label, column in source.labels.fields.items():
            votes.setdefault(label, Counter())[column] += 1
    known = {label: min(seen, key=lambda column: (-seen[column], column)) for label, seen in votes.items()}
    listed = tuple(labels)
    split = {label: pattern for label in listed if label not in known and (pattern := split_of(label, known))}
    return Proposal(
        {label: known[label] for label in listed if label in known},
        tuple(label for label in listed if label not in known and label not in split),
        split,
    )


def id_prefix(key: str, taken: set[str]) -> str:
    """Three letters that remind of the key and that no other source has."""
    return next(prefix for prefix in _prefixes(key) if prefix not in taken)


def _prefixes(key: str) -> Iterator[str]:
    words = [word for word in re.split(r"[^a-z]+", key) if word]
    yield from ("".join(word[0] for word in three) for three in itertools.combinations(words, 3))
    letters = "".join(words)
    yield from map("".join, itertools.combinations(letters, 3))
    yield from (letters[0] + first + second for first in string.ascii_lowercase for second in string.ascii_lowercase)


def _list(names: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, names))}]"


def _quoted(text: str) -> str:
    """A TOML basic string: JSON escapes it the same way."""
    return json.dumps(text, ensure_ascii=False)
