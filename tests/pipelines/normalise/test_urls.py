"""`canonical_url`: one case per rule, then properties."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.normalise.urls import canonical_url


def read(text: str | None) -> str | None:
    url: str | None = canonical_url(pl.Series([text], dtype=pl.String)).item()
    return url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("HTTPS://WWW.Example.JP/Page", "https://www.example.jp/Page", id="scheme and host in lower case"),
        pytest.param("http://example.jp:80/a", "http://example.jp/a", id="default port http"),
        pytest.param("https://example.jp:443/a", "https://example.jp/a", id="default port https"),
        pytest.param("http://127.0.0.1:8123/a", "http://127.0.0.1:8123/a", id="other port stays"),
        pytest.param("http://[::1]:8080/a", "http://[::1]:8080/a", id="IPv6"),
        pytest.param("https://example.jp/a#b", "https://example.jp/a", id="fragment"),
        pytest.param(
            "https://example.jp/?utm_source=x&b=2&fbclid=y&a=1&UTM_x=z&gclid=1&yclid",
            "https://example.jp/?b=2&a=1",
            id="tracking",
        ),
        pytest.param(
            "https://example.jp/?q=%E5%B7%9D+a&q=", "https://example.jp/?q=%E5%B7%9D+a&q=", id="query as it is"
        ),
        pytest.param("https://example.jp", "https://example.jp/", id="empty path"),
        pytest.param("https://example.jp/a/", "https://example.jp/a/", id="trailing slash stays"),
        pytest.param("https://example.jp/a|b", "https://example.jp/a%7Cb", id="unsafe character"),
        pytest.param("詳しくは（https://example.jp/a）。", "https://example.jp/a", id="in a sentence"),
        pytest.param("(https://example.jp/a_(b)).", "https://example.jp/a_(b)", id="brackets"),
        pytest.param("URL:https://example.jp/1 https://example.jp/2", "https://example.jp/1", id="first of two"),
        pytest.param("https://user:pw@example.jp/", None, id="user name and password"),
        pytest.param("https://user@example.jp/", None, id="user name"),
        pytest.param("mailto:a@example.jp", None, id="mailto"),
        pytest.param("javascript:location='https://example.jp/'", None, id="javascript"),
        pytest.param("ftp://example.jp/", None, id="ftp"),
        pytest.param("https://example.jp/をご覧ください", None, id="end cannot be told"),
        pytest.param("https://example.jp:99999/", None, id="impossible port"),
        pytest.param("http://[::1", None, id="broken IPv6"),
        pytest.param("https:///a", None, id="no host"),
        pytest.param("example.jp", None, id="no scheme"),
        pytest.param("なし", None, id="no address"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="null"),
    ],
)
def test_canonical_url(text: str | None, expected: str | None) -> None:
    assert read(text) == expected


@settings(deadline=None, max_examples=500)
@given(st.text("htps:/@.a-A1?&=#%[]()utm_|\\ 。").map(lambda rest: f"http://{rest}"))
def test_canonical_form_is_final(text: str) -> None:
    url = read(text)
    assert read(url) == url
    assert url is None or (url.startswith("http://") and "#" not in url and "@" not in url.split("/")[2])


@settings(deadline=None, max_examples=200)
@given(st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_text_keeps_length_and_nulls(column: list[str | None]) -> None:
    found = canonical_url(pl.Series("url", column, dtype=pl.String))
    assert found.len() == len(column)
    assert found.dtype == pl.String
    assert all(url is None for text, url in zip(column, found.to_list(), strict=True) if text is None)
