"""A worked notebook: three questions to a release, answered with DuckDB and Polars.

`marimo edit docs/notebooks/three_questions.py` opens it with its answers below each cell (`pip install marimo duckdb
polars`); the cells also run as they stand, which CI proves without marimo. HIROBA_RELEASE names another release.
"""

import marimo

app = marimo.App()


@app.cell
def _():
    import os
    from datetime import timedelta
    from pathlib import Path

    import duckdb
    import polars as pl

    # `latest` may move between two reads: looked up once, whatever is read is of one release
    release = Path(os.environ.get("HIROBA_RELEASE", "warehouse/data/sample/published/latest")).resolve()
    con = duckdb.connect(str(release / "hiroba.duckdb"), read_only=True)
    return con, pl, release, timedelta


@app.cell
def _(con):
    # 1. How many activities go on in each ward, and of how many is a coming day known? (DuckDB)
    #    区ごとに、続いている活動はいくつあり、そのうち次の日が分かるのはいくつか。
    wards = con.execute(
        """
        SELECT coalesce(w.label_ja, '区不明') AS ward,
               count(*) AS activities,
               count(*) FILTER (a.activity_id IN (SELECT activity_id FROM activity_occurrences)) AS with_a_day
        FROM activities AS a LEFT JOIN codes_ward AS w ON w.code = a.ward_code
        WHERE a.is_ended IS NOT TRUE AND a.status_code IS DISTINCT FROM 'paused'
        GROUP BY ALL ORDER BY activities DESC, ward
        """
    ).fetchall()
    wards  # noqa: B018  # what the cell shows
    return (wards,)


@app.cell
def _(pl, release, timedelta):
    # 2. What is free, open to older people, and takes place in the week from the day of the release on? (Polars)
    #    公開の日から一週間に開かれる、無料で高齢者が参加できる活動。
    first = pl.read_parquet(release / "release.parquet").item(0, "as_of_at").date()
    activities = pl.read_parquet(release / "activities.parquet")
    coming = pl.read_parquet(release / "activity_occurrences.parquet").filter(
        pl.col("held_on").is_between(first, first + timedelta(days=6))
    )
    groups = pl.col("target_group_codes")
    open_to = groups.list.contains("senior") | groups.list.contains("anyone")
    this_week = (
        coming.join(activities.filter((pl.col("fee_type_code") == "free") & open_to), on="activity_id")
        .sort("held_on", "session_start", "activity_id")
        .select("held_on", "session_start", "name", "venue", "schedule_sentence")
    )
    this_week  # noqa: B018  # what the cell shows
    return (this_week,)


@app.cell
def _(con):
    # 3. Which lists hold activities that stand on no other? (DuckDB; one row per list)
    #    ほかのどの一覧にも載っていない活動を、どの一覧がいくつ持つか。
    only_here = con.execute(
        """
        WITH lists AS (SELECT activity_id, list(DISTINCT source_key) AS keys FROM activity_listings GROUP BY ALL)
        SELECT s.source_name, count(*) AS activities
        FROM lists JOIN sources AS s ON s.source_key = lists.keys[1]
        WHERE len(lists.keys) = 1
        GROUP BY ALL ORDER BY activities DESC, s.source_name
        """
    ).fetchall()
    only_here  # noqa: B018  # what the cell shows
    return (only_here,)


if __name__ == "__main__":
    app.run()
