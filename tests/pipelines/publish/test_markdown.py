"""Texts of strangers in our Markdown stay texts: read by a real Markdown parser, not by a pattern of ours."""

import polars as pl
import pytest
from markdown_it import MarkdownIt

from pipelines.lab.drills.made import flow_tables, raw_listings
from pipelines.orchestration.previews import first_rows, markdown_table
from pipelines.publish.exports.answers import Answer
from pipelines.publish.markdown import cell, plain
from warehouse.contract import table

STRANGE = [
    "[x](http://evil.example)",
    "![i](http://evil.example/i.png)",
    "<img src=x onerror=alert(1)>",
    "<b>太字",
    "`code` | もう一つの欄 |",
    "\\[x](http://evil.example)\\",
    "[x][1] <http://evil.example>",
    "一行目\n\n# 見出し\n| a |",
]
MARKDOWN = MarkdownIt("commonmark").enable("table")


def kinds(text: str) -> set[str]:
    """What a text becomes: kinds of its parts."""
    every = [part for token in MARKDOWN.parse(text) for part in (token, *(token.children or ()))]
    return {part.type for part in every}


@pytest.mark.parametrize("text", STRANGE)
def test_nothing_in_a_cell_is_more_than_text(text: str) -> None:
    made = markdown_table(["名称", "区"], [[text, "宮前区"]])
    assert not kinds(made) & {"link_open", "image", "html_inline", "html_block", "code_inline", "heading_open"}
    assert MARKDOWN.render(made).count("<td>") == 2
    answer = Answer("a.sql", "問い", "question", ("名称",), ((text.replace("\n", " "),),), 1)
    assert not kinds("\n".join(answer.markdown("{}"))) & {"link_open", "image", "html_inline", "html_block"}


@pytest.mark.parametrize("text", STRANGE[:-1])
def test_a_sentence_is_shown_as_it_is(text: str) -> None:
    (paragraph,) = [token for token in MARKDOWN.parse(plain(text)) if token.type == "inline"]
    assert "".join(child.content for child in paragraph.children or ()) == text


def test_a_cell_is_cut_before_it_is_escaped() -> None:
    assert cell("[" * 50, 5) == "\\[\\[\\[\\[…"
    assert cell(None, 5) == ""
    assert cell(3, 5) == "3"


def test_a_name_with_a_picture_loads_nothing_in_the_ui() -> None:
    df = flow_tables(raw_listings(3))["core__activities"].with_columns(name=pl.lit(STRANGE[1]))
    assert "image" not in kinds(first_rows(table("core__activities"), df))
