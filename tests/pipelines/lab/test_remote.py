"""A release read over HTTP: what goes out is counted to the byte, and a question about one ward reads a piece."""

import urllib.request
from pathlib import Path

import polars as pl
import pytest

from pipelines.lab.bench import remote
from pipelines.lab.bench.ranged import served
from pipelines.lab.bench.release import IDS
from warehouse.contract import table
from warehouse.contract.derived.frames import frame
from warehouse.storage import ROW_GROUP, write_table


def _got(url: str, piece: str | None = None) -> tuple[int, bytes, str | None]:
    request = urllib.request.Request(url, headers={"Range": piece} if piece else {})
    with urllib.request.urlopen(request) as answer:
        return answer.status, answer.read(), answer.headers["Content-Range"]


@pytest.mark.parametrize(
    ("piece", "status", "body"),
    [
        (None, 200, b"0123456789"),
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-3", 206, b"789"),
        ("bytes=8-99", 206, b"89"),
        ("bytes=-", 200, b"0123456789"),
    ],
)
def test_a_piece_is_what_was_asked_for_and_is_counted(
    tmp_path: Path, piece: str | None, status: int, body: bytes
) -> None:
    (tmp_path / "a.bin").write_bytes(b"0123456789")
    with served(tmp_path) as server:
        got = _got(f"{server.url}/a.bin", piece)
        assert got[:2] == (status, body)
        assert (got[2] is not None) == (status == 206)
        assert (server.sent, server.requests) == ({"a.bin": len(body)}, 1)


def test_nothing_outside_the_folder_is_served(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_text("x")
    with served(tmp_path / "in") as server, pytest.raises(urllib.error.HTTPError, match="404"):
        _got(f"{server.url}/%2e%2e/secret")


def test_who_asks_for_one_ward_of_many_activities_reads_a_piece_of_the_file(tmp_path: Path) -> None:
    """Rows of a ward lie together, whatever their IDs: with rows in the order of the IDs every group would be read."""
    wards = ["141313", "141321", "141330", "141348"]
    common = {"listing_count": 1, "source_count": 1, "profile_code": "sample", "venue": "第一公園"}
    rows = [
        common | {"activity_id": f"kwa_{n:06d}", "name": f"会{n * 7919 % 99991}", "ward_code": wards[n % 4]}
        for n in range(ROW_GROUP * 4)
    ]
    write_table(table("activities"), frame(table("activities"), rows), tmp_path / "activities.parquet")
    with served(tmp_path) as server:
        names = pl.scan_parquet(f"{server.url}/activities.parquet").filter(pl.col("ward_code") == wards[0])
        assert names.select("activity_id", "name").collect().height == ROW_GROUP
        one = server.sent["activities.parquet"]
        server.forget()
        assert pl.scan_parquet(f"{server.url}/activities.parquet").select("activity_id", "name").collect().height
        assert one < server.sent["activities.parquet"] * 0.8


def test_another_city_has_other_ids_and_texts_and_the_same_codes_and_links(tmp_path: Path) -> None:
    entry = table("activity_values")
    row = {"activity_id": "kwa_aaaaaaaaaaaa", "field_name": "venue", "listing_id": "kcr_aaaaaaaaaaaa"}
    row |= {"value_text": "川崎公園", "source_key": "s", "page_url": "https://x.example/", "rule_code": "most"}
    row |= dict.fromkeys(("agreeing_count", "disagreeing_count", "telling_source_count"), 1)
    df = frame(entry, [row | {"disagreeing_listing_ids": ["kcr_bbbbbbbbbbbb"]}])
    other = remote._of_city(entry, df, 3).row(0, named=True)
    bridge = frame(table("core__listing_entities"), [{"listing_id": "kcr_bbbbbbbbbbbb"}])
    renamed = remote._of_city(table("core__listing_entities"), bridge, 3).item(0, "listing_id")
    assert other["disagreeing_listing_ids"] == [renamed], "what points to an ID still does"
    assert other["activity_id"] != row["activity_id"] and len(other["activity_id"]) == len(str(row["activity_id"]))
    assert (other["source_key"], other["field_name"], other["rule_code"]) == ("s", "venue", "most")
    assert other["value_text"] != "川崎公園" and other["value_text"].endswith("公園")
    assert "listing_id" in IDS
