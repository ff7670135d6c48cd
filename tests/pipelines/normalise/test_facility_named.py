"""A public facility under another of its names."""

import polars as pl
import pytest

from pipelines.normalise.facility_named import facility_named
from pipelines.normalise.venue_parts import venue_parts
from pipelines.normalise.wards import CODE_OF_WARD, ward_in


def named(venue: str, ward: str | None = None) -> str | None:
    parts = venue_parts(pl.Series([venue]), pl.Series([None], dtype=pl.String))
    parts = parts.with_columns(ward=pl.lit(ward and CODE_OF_WARD[ward], dtype=pl.String))
    found: str | None = parts.select(
        facility_named(pl.col("venue_proper"), pl.col("venue_kind"), pl.col("ward"))
    ).item()
    return found


@pytest.mark.parametrize(
    ("venue", "facility"),
    [
        ("菅こ文 幼児室", "菅こども文化センター"),
        ("久地のいこいの家", "くじ老人いこいの家"),
        ("エポックなかはら", "総合福祉センター(エポックなかはら)"),
        ("総合福祉センター", "総合福祉センター(エポックなかはら)"),
        ("ひなた会館", None),
    ],
)
def test_a_facility_is_known_by_its_parts_and_its_other_name(venue: str, facility: str | None) -> None:
    assert named(venue) == facility


def test_a_facility_of_another_ward_is_not_meant() -> None:
    assert named("菅こ文", "多摩区")
    assert named("菅こ文", "川崎区") is None


def test_the_one_ward_of_a_name() -> None:
    df = pl.DataFrame({"name": ["中原区ソーシャルデザインセンター", "幸区と中原区の会", "川崎の会", None]})
    assert df.select(ward_in(pl.col("name"))).to_series().to_list() == [CODE_OF_WARD["中原区"], None, None, None]
