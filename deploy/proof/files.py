"""What the processes may read and do on the machine: nginx as its own user, the units of systemd.

Belongs here: rights on disk. Does not belong here: who may come in from outside (`access`).
"""

from __future__ import annotations

import os
import pwd
import shutil
import urllib.parse
from pathlib import Path

from proof.door import Door
from proof.stage import AS_ROOT, HERE, NGINX_USER, STAFF, run, say


def readers(door: Door, data: Path) -> None:
    """What nginx reads as its own user: what it must, and nothing else of the data."""
    own = data / "sample"
    (own / "desk" / "decisions").mkdir(exist_ok=True)
    (own / "desk" / "decisions" / "page.html").write_text("<script>1</script>", encoding="utf-8")
    (own / "desk" / "out").symlink_to("/etc/passwd")
    if AS_ROOT:
        os.chown(own / "desk" / "out", pwd.getpwnam("nobody").pw_uid, -1, follow_symlinks=False)
    paths = (
        "published/latest/manifest.json",
        "published/",
        "desk/確認待ち.xlsx",
        "desk/decisions/page.html",
        "desk/out",
    )
    seen = [door.get(f"/files/{urllib.parse.quote(path)}", STAFF)[0] for path in paths]
    if seen[:4] != [200, 200, 200, 404] or (AS_ROOT and seen[4] not in (403, 404)):
        raise SystemExit(f"×   nginx の読めるもの: {dict(zip(paths, seen, strict=True))}")
    said = f"nginx が開くもの {seen}"
    if AS_ROOT:
        user = pwd.getpwnam(NGINX_USER)
        private = [path for path in own.rglob("*") if not {"published", "desk"} & set(path.relative_to(own).parts[:1])]
        probe = "import os,sys; print(sum(os.access(p, os.R_OK) for p in sys.stdin.read().splitlines()))"
        names = "\n".join(map(str, private))
        more = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}
        done = run("/usr/bin/python3", "-c", probe, input=names, **more)
        if not private or done.stdout.strip() != "0":
            raise SystemExit(f"×   {NGINX_USER} が読める、読めてはいけないもの: {done.stdout}")
        said += f"、{NGINX_USER} は生のページや台帳など {len(private):,} 件のどれも読めない"
    say(said)


def hardened() -> None:
    """The score systemd itself gives, where its program is there."""
    if shutil.which("systemd-analyze") is None:
        say("systemd-analyze がないので、unit の点は見ていない")
        return
    scores = {}
    for unit in sorted((HERE / "systemd").glob("*.service")):
        done = run("systemd-analyze", "security", "--offline=yes", "--no-pager", unit)
        scores[unit.stem] = float(done.stdout.rpartition(": ")[2].split()[0])
    if max(scores.values()) > 3.0:
        raise SystemExit(f"×   systemd-analyze security: {scores}")
    say(f"systemd-analyze security: どの unit も {max(scores.values())} 以下")
