"""The site away from our own server: on a plain one, and its list inside of somebody else's page.

Belongs here: those two. Does not belong here: what readers of the site itself get (`site`).
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pipelines.lab.bench.chromium import Tab
from warehouse.contract import VOCABULARIES

WARD = next(iter(VOCABULARIES["ward"].values()), "none")
LIST = f"ward-{WARD}"
_PAGE = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>市のページ</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src {base}; frame-src {base}">
<h1>市のページ</h1><script src="{base}/site/assets/widget.js" data-list="{name}" defer></script>
<iframe src="{base}/site/widget/{name}.html" title="一覧"></iframe></html>
"""
"""A page of a strict content management: nothing but what the line on the data page asks for."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def plain_server(folder: Path) -> Iterator[str]:
    """A web server that knows nothing of us; its address.

    Args:
        folder: what it serves.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def widget(tab: Tab, base: str) -> str:
    """The list of a ward in a page of another site, by script and in a frame.

    Args:
        tab: of a browser.
        base: address of the folder of the release.
    """
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "index.html").write_text(_PAGE.format(base=base, name=LIST), encoding="utf-8")
        with plain_server(Path(name)) as page:
            tab.open(f"{page}/index.html")
            inside = "document.querySelector('div')?.shadowRoot?.querySelectorAll('li').length"
            tab.wait(f"{inside} > 0")
            count = tab.run(inside)
            cookies = tab.run("document.cookie.length")
            asked = [
                each["params"]["request"]["url"] for each in tab.events if each["method"] == "Network.requestWillBeSent"
            ]
            others = [url for url in asked if url.startswith("http") and not url.startswith((base, page))]
    return f"ほかのページの中の一覧: {count} 件、クッキー {cookies}、ほかの場所から {len(others)}"
