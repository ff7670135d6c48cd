"""What citizens get from nginx: the site and the files of the release, of their kinds, packed, in parts, tied.

Belongs here: those answers. Does not belong here: what staff get (`access`, `files`).
"""

from __future__ import annotations

import gzip
import http.client
import ssl
from pathlib import Path
from urllib.parse import quote

from proof.stage import PUBLIC, free_port, process, public_site, say, wait_for

_KINDS = {
    "site/": "text/html; charset=utf-8",
    "site/assets/site.js": "application/javascript; charset=utf-8",
    "site/data/about.js": "application/javascript; charset=utf-8",
    "activities.json": "application/json; charset=utf-8",
    "activities.geojson": "application/geo+json; charset=utf-8",
    "activities.jsonld": "application/ld+json; charset=utf-8",
    "activities_ja.csv": "text/csv; charset=utf-8",
    "README.ja.md": "text/plain; charset=utf-8",
    "LICENSE": "text/plain; charset=utf-8",
    "hiroba.duckdb": "application/octet-stream",
    "activities.parquet": "application/vnd.apache.parquet",
    "活動一覧.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_CALENDAR = "text/calendar; charset=utf-8"
_PACKED = ("site/", "site/data/about.js", "activities.json", "activities.geojson", "activities_ja.csv")
_FOR_STAFF = ("report.html", "night.json")


class _Public:
    """The site as a citizen's browser asks for it."""

    def __init__(self, port: int, certificate: Path) -> None:
        self._port = port
        self._context = ssl.create_default_context(cafile=str(certificate))
        self._context.check_hostname = False

    def get(self, path: str, **more: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body; redirects are not followed."""
        asked = http.client.HTTPSConnection("127.0.0.1", self._port, timeout=30, context=self._context)
        try:
            headers = {"Host": PUBLIC} | {name.replace("_", "-"): value for name, value in more.items()}
            asked.request("GET", quote(f"/{path}"), headers=headers)
            answer = asked.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            asked.close()


def citizens(folder: Path, data: Path) -> None:
    """Start nginx with the example, and ask it as browsers, calendars and programs do."""
    port, plain = free_port(), free_port()
    main = public_site(folder, data, port, plain)
    with process(folder / "public.log", "nginx", "-c", main):
        public = _Public(port, folder / "public-fullchain.pem")
        wait_for("nginx（市民）", lambda: public.get("site/")[0] == 200, 30)
        release = (data / "sample" / "published" / "latest").resolve()
        _kinds(public, release)
        _packed_and_in_parts(public, release)
        _tied(public)
        _led_to_https(plain)


def _right(what: str, seen: object, wanted: object) -> None:
    if seen != wanted:
        raise SystemExit(f"×   nginx-public.conf: {what}: {seen}（{wanted} のはず）")


def _kinds(public: _Public, release: Path) -> None:
    calendar = next(release.glob("calendars/*.ics"))
    for path, kind in {**_KINDS, f"calendars/{calendar.name}": _CALENDAR}.items():
        status, headers, _ = public.get(path)
        _right(path, (status, headers.get("content-type")), (200, kind))
    for path in _FOR_STAFF:
        _right(path, public.get(path)[0], 404)
    say(f"市民のサイト: {len(_KINDS) + 1} 種類のファイルが、それぞれの種類として届く。担当者のものは届かない")


def _packed_and_in_parts(public: _Public, release: Path) -> None:
    for path in _PACKED:
        _, headers, body = public.get(path, Accept_Encoding="gzip")
        _right(path, headers.get("content-encoding"), "gzip")
        file = release / path / "index.html" if path.endswith("/") else release / path
        _right(f"{path} の中身", gzip.decompress(body) == file.read_bytes(), True)
    whole = (release / "hiroba.duckdb").read_bytes()
    status, _, body = public.get("hiroba.duckdb", Range="bytes=4096-8191")
    _right("hiroba.duckdb の一部", (status, body == whole[4096:8192]), (206, True))
    _, headers, _ = public.get("site/data/about.js")
    status, _, _ = public.get("site/data/about.js", If_None_Match=headers["etag"])
    _right("変わっていないもの", (headers["cache-control"], status), ("no-cache", 304))
    say("市民のサイト: 文字は gzip で、大きいファイルは一部だけでも、変わっていないものは 304 で届く")


def _tied(public: _Public) -> None:
    for path, word in (
        ("site/", "script-src 'self'"),
        ("site/widget/ward-141313.html", "frame-ancestors 'self' https://www.example.lg.jp"),
        ("volume.html", "style-src 'unsafe-inline'"),
        ("site/none.html", "script-src 'self'"),
    ):
        _, headers, _ = public.get(path)
        policy = headers.get("content-security-policy", "")
        _right(f"{path} の CSP", word in policy and "default-src 'none'" in policy, True)
        _right(path, headers.get("x-content-type-options"), "nosniff")
        _right(path, "max-age" in headers.get("strict-transport-security", ""), True)
    say("市民のサイト: どの答えにも CSP・nosniff・HSTS がある（ないページの 404 にも）")


def _led_to_https(port: int) -> None:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    asked.request("GET", "/site/", headers={"Host": PUBLIC})
    answer = asked.getresponse()
    _right("http://", (answer.status, answer.getheader("location")), (301, f"https://{PUBLIC}/site/"))
    asked.close()
