"""What all pages have in common: head and foot, where a page of what lies, how a text becomes HTML.

Belongs here: that. Does not belong here: what one page says.
"""

from __future__ import annotations

import html
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
import polars as pl

from cities.here import here
from pipelines.publish.exports.people import TITLE_JA

ASSETS = Path(__file__).parent / "assets"
_CUT = "\x1e"
"""Where the frame of a page is cut: no sign of any text."""
ROOT_MARK = "%root%"
"""Stands for the way up to the first page, in pieces of HTML that pages of different depth share."""
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_TEMPLATES.globals["city"] = here()
"""Read once per process."""
_ESCAPED = {sign: html.escape(sign) for sign in "&<>\"'"}


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is being written.

    Attributes:
        folder: of the site.
        note: remark for sample data, or empty.
        gathered: moment of the data, in words.
        release_id: which release it is of.
        licence: of the compilation.
        known: pages that may be there or not, as seen from the folder of the release.
        made: folders that are there.
        frames: way up to the first page → the frame of pages of that depth.
    """

    folder: Path
    note: str
    gathered: str
    release_id: str
    licence: str
    known: frozenset[str] = frozenset()
    made: set[str] = field(default_factory=set)
    frames: dict[str, list[str]] = field(default_factory=dict)

    def write(self, name: str, text: str) -> None:
        """Write one file.

        Args:
            name: its place in the site.
            text: all of it.
        """
        folder = name.rpartition("/")[0]
        if folder not in self.made:
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
            self.made.add(folder)
        # A hundred thousand times: a file object asks the system twice as often
        handle = os.open(f"{self.folder}/{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            left = text.encode("utf-8")
            while left:
                left = left[os.write(handle, left) :]
        finally:
            os.close(handle)

    def page(self, name: str, template: str, /, **content: Any) -> None:
        """Write one page.

        Args:
            name: its place in the site.
            template: of the page.
            content: what the template asks for.
        """
        root = "../" * name.count("/")
        text = _TEMPLATES.get_template(template).render(root=root, site=self, cut=_CUT, title_ja=TITLE_JA, **content)
        if _CUT in text:  # what is inside of the frame that all pages share
            text = "".join(
                piece for pair in zip(self._around(root), [*text.split(_CUT), ""], strict=True) for piece in pair
            )
        self.write(name, text.replace(ROOT_MARK, root) + "\n")

    def _around(self, root: str) -> list[str]:
        """The frame of pages of one depth, cut where what is inside of it goes."""
        if root not in self.frames:
            text = _TEMPLATES.get_template("base.html.j2").render(root=root, site=self, cut=_CUT, title_ja=TITLE_JA)
            self.frames[root] = text.split(_CUT)
        return self.frames[root]


def shard(id_: str) -> str:
    """The folder of a page: one sign of its ID, so that no folder holds all pages of a large city."""
    return id_.partition("_")[2][:1] or "_"


def place_of(folder: str, id_: str, ending: str = "html") -> str:
    """Where the page of something lies in the site.

    Args:
        folder: `a` activities, `v` venues, `o` organisers.
        id_: its stable ID.
        ending: of the file.
    """
    return f"{folder}/{shard(id_)}/{id_}.{ending}"


def address(folder: str, id_: str) -> pl.Expr:
    """The same for a column of IDs, as seen from any page (`ROOT_MARK`)."""
    sign = pl.col(id_).str.split_exact("_", 1).struct.field("field_1").str.slice(0, 1)
    return pl.format(f"{ROOT_MARK}{folder}/{{}}/{{}}.html", pl.when(sign == "").then(pl.lit("_")).otherwise(sign), id_)


def escaped(text: pl.Expr | str) -> pl.Expr:
    """A column of texts as HTML."""
    expr = pl.col(text) if isinstance(text, str) else text
    return expr.str.replace_many(list(_ESCAPED), list(_ESCAPED.values()))
