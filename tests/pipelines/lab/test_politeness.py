"""Requests as a server sees them."""

from datetime import UTC, datetime, timedelta

import polars as pl

from pipelines.lab.bench.politeness import politeness

START = datetime(2026, 11, 23, 1, tzinfo=UTC)


def test_figures_are_per_host_and_a_burst_is_ten_seconds() -> None:
    rows = [("https://a.example/1", 0, True), ("https://a.example/2", 4, False), ("https://a.example/3", 9, False)]
    rows += [("https://a.example/4", 30, None), ("http://b.example:80/x", 0, True)]
    df = pl.DataFrame(
        [
            {"request_url": url, "fetched_at": START + timedelta(seconds=after), "is_transferred": sent}
            for url, after, sent in rows
        ]
    )
    assert politeness(df).rows() == [("a.example", 4, 1, 2, 3), ("b.example", 1, 1, 0, 1)]
