"""What is there after some nights: releases, the entrance, a back-up that can be restored.

Belongs here: the scheduler and what it leaves. Does not belong here: who may see it (`access`).
"""

from __future__ import annotations

import os
import subprocess
from datetime import datetime
from pathlib import Path

from proof.door import Door
from proof.stage import HERE, POSTGRES, ROOT, STAFF, admin_of, number, run, say, wait_for


def nights(door: Door, url: str, data: Path, count: int) -> None:
    """The real scheduler, with a short cron, until so many nights were good."""
    query = "mutation($s: ScheduleSelector!) { startSchedule(scheduleSelector: $s) { __typename } }"
    selector = {"repositoryLocationName": "hiroba", "repositoryName": "__repository__", "scheduleName": "nightly"}
    _, text = door.get("/graphql", STAFF, {"query": query, "variables": {"s": selector}})
    assert "ScheduleStateResult" in text, text
    sql = "SELECT count(*) FROM runs WHERE pipeline_name = 'nightly_refresh' AND status = 'SUCCESS'"
    seconds = wait_for("二晩の更新", lambda: number(url, sql) >= count)
    releases = [path.name for path in (data / "sample" / "published" / "releases").glob("release-*")]
    # The second night comes on the same day: nothing is due, and the same data are the same release
    assert releases
    ticks = number(url, "SELECT count(*) FROM job_ticks WHERE status = 'SUCCESS'")
    events = number(url, "SELECT count(*) FROM event_logs")
    seen = f"公開 {len(releases)}、起動 {ticks} 回、記録 {events:,} 行"
    say(f"本物のスケジューラーが {count} 晩動いた（{seconds:.0f} 秒）: {seen}")

    status, text = door.get("/files/published/latest/report.html", STAFF)
    assert status == 200 and "更新の報告" in text
    # Written by the sensor that looks at every night once it has ended
    wait_for("入口", lambda: "ひろば 入口" in door.get("/", STAFF)[1], 180)
    assert door.get("/files/raw/", STAFF)[0] == 404
    say("入口と更新の報告は nginx から開き、生のページは出ない")


def back_up(folder: Path, environment: dict[str, str], url: str, count: int) -> None:
    """A back-up that was never restored is none: it holds so many nights."""
    target = folder / "backup"
    day = f"data-{datetime.now().astimezone():%Y%m%d}"
    variables = {**environment, "PATH": f"{POSTGRES}:{os.environ['PATH']}"}
    run(HERE / "backup.sh", ROOT, target, env=variables)
    run(POSTGRES / "createdb", "--maintenance-db", admin_of(url), "--owner", "hiroba", "restored")
    other = url.rpartition("/")[0] + "/restored"
    (dump,) = target.glob("dagster-*.dump")
    run(POSTGRES / "pg_restore", "-d", other, dump)
    counted = [number(each, "SELECT count(*) FROM runs WHERE status = 'SUCCESS'") for each in (url, other)]
    latest = target / day / "sample" / "published" / "latest" / "manifest.json"
    if counted[1] < count or not latest.is_file() or not list(target.glob("judgements-*.tar.gz")):
        raise SystemExit(f"×   控え: 成功した更新 {counted}、{latest}")
    say(f"控えから戻せた: 成功した更新 {counted[1]} 回、公開、人の判断")

    latest.unlink()
    broken = subprocess.run(
        [HERE / "backup.sh", ROOT, target], env={**variables, "PGPASSWORD": "wrong"}, capture_output=True, check=False
    )
    if not broken.returncode or not latest.is_file():
        raise SystemExit(
            f"×   失敗した控え: 終了 {broken.returncode}、データは{'ある' if latest.is_file() else 'ない'}"
        )
    say("データベースの控えに失敗すると失敗として終わり、データは写されている")
