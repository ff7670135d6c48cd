"""`contacts`: pages on social networks."""

import polars as pl

from pipelines.normalise.contacts import sns_pages


def test_social_pages_are_listed_once_in_the_order_of_the_text() -> None:
    texts = pl.Series(
        [
            "https://www.instagram.com/hiroba/?utm_source=x と https://www.facebook.com/hiroba と https://www.instagram.com/hiroba/",
            "https://hiroba.example.jp/",
            None,
        ]
    )
    assert sns_pages(texts).to_list() == [
        ["https://www.instagram.com/hiroba/", "https://www.facebook.com/hiroba"],
        None,
        None,
    ]
