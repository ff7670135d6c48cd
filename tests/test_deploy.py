"""The production set-up says the same thing everywhere (that it works is shown by `make prove`)."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from pipelines.orchestration.file_server import SITE_POLICY
from pipelines.settings import _NAMES

DEPLOY = Path(__file__).parent.parent / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def variables() -> set[str]:
    return set(re.findall(r"^#?([A-Z_]+)=", text("hiroba.env.example"), re.M))


def pins(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", path.read_text(encoding="utf-8"), re.M))


def test_every_variable_that_is_read_is_in_the_example() -> None:
    read = set(re.findall(r"env: ([A-Z_]+)", text("dagster.yaml") + text("workspace.yaml")))
    read |= set(re.findall(r"\$\{?(HIROBA_[A-Z_]+|PG[A-Z]+)\}?", text("backup.sh") + text("compose.yaml")))
    assert read - variables() == set()
    assert {name for name in variables() if name.startswith("HIROBA_")} <= set(_NAMES)


def test_the_lock_adds_to_the_one_of_the_project_and_changes_nothing_in_it() -> None:
    own, more = pins(DEPLOY.parent / "requirements.lock"), pins(DEPLOY / "requirements.lock")
    assert more["dagster-postgres"].split(".")[-1] == own["dagster"].split(".")[-1], "released together"
    assert {name: (own[name], more[name]) for name in set(own) & set(more) if own[name] != more[name]} == {}


def directives(unit: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^([A-Za-z]+)=(.*)$", unit.read_text(encoding="utf-8"), re.M):
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_every_unit_runs_as_its_own_user_with_its_settings(unit: Path) -> None:
    said = directives(unit)
    own = "hiroba-view" if unit.stem == "hiroba-view" else "hiroba"
    assert (said["User"], said["Group"]) == ([own], [own])
    assert said["EnvironmentFile"] == [f"/etc/hiroba/{own}.env"]
    assert [command.startswith("/opt/hiroba/") for command in said["ExecStart"]] == [True]
    if unit.stem != "hiroba-notice@":
        assert said["OnFailure"] == ["hiroba-notice@%n.service"], "somebody hears that it failed"


TIED = {
    "CapabilityBoundingSet": "", "LockPersonality": "true", "NoNewPrivileges": "true", "PrivateDevices": "true",
    "PrivateTmp": "true", "ProtectClock": "true", "ProtectControlGroups": "true", "ProtectHome": "true",
    "ProtectHostname": "true", "ProtectKernelLogs": "true", "ProtectKernelModules": "true",
    "ProtectKernelTunables": "true", "ProtectProc": "invisible", "ProtectSystem": "strict",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX", "RestrictNamespaces": "true", "RestrictRealtime": "true",
    "RestrictSUIDSGID": "true", "SystemCallArchitectures": "native", "UMask": "0027",
}  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_every_unit_is_tied(unit: Path) -> None:
    said = directives(unit)
    assert {name: said.get(name) for name in TIED} == {name: [value] for name, value in TIED.items()}
    # Limits of a child (`resource.setrlimit`) belong to @resources: attachments are read under them
    assert said["SystemCallFilter"] == ["@system-service", "~@privileged", "@chown"]
    assert {"MemoryMax", "TasksMax"} <= set(said)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_systemd_itself_scores_every_unit_at_three_or_less(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=yes", "--no-pager", str(unit)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert float(said.rpartition("level for ")[2].rpartition(": ")[2].split()[0]) <= 3.0


def test_whoever_only_looks_has_no_secret_and_writes_nowhere() -> None:
    said = directives(DEPLOY / "systemd" / "hiroba-view.service")
    assert "ReadWritePaths" not in said
    assert {"-/srv/hiroba", "-/etc/hiroba", "-/opt/hiroba/warehouse/judgements"} <= set(
        said["InaccessiblePaths"][0].split()
    )
    named = dict(re.findall(r"^([A-Z_]+)=(.*)$", text("hiroba-view.env.example"), re.M))
    assert named["PGUSER"] == "hiroba_view"
    secrets = {"HIROBA_SMTP", "HIROBA_NOTIFY_WEBHOOK", "HIROBA_NOTIFY_MAIL", "HIROBA_DATA_DIR"}
    assert not secrets & set(named)
    view = yaml.safe_load(text("compose.yaml"))["services"]["view"]
    assert (view["env_file"], view["volumes"]) == ("hiroba-view.env", [])


def test_containers_are_tied_and_their_database_user_is_no_superuser() -> None:
    services = yaml.safe_load(text("compose.yaml"))["services"]
    for service in services.values():
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["mem_limit"]
        assert service["pids_limit"]
    own = re.search(r"^PGUSER=(.*)$", text("hiroba.env.example"), re.M)
    assert own is not None
    assert services["postgres"]["environment"] == {"POSTGRES_USER": "postgres"}
    for name in (own[1], "hiroba_view"):
        assert f"CREATE ROLE {name} LOGIN NOSUPERUSER" in text("initdb.sh")


def test_nginx_lets_nobody_press_from_elsewhere_and_shows_no_inbox() -> None:
    said = text("nginx.conf")
    assert re.search(r"location \^~ /files/desk/decisions \{\s*return 404;", said)
    assert "return 301 https://hiroba.example.lg.jp$request_uri;" in said
    for word in ("auth_delay", "limit_req zone=refused", "limit_conn ", "disable_symlinks if_not_owner", "sandbox "):
        assert word in said
    # A location with a header of its own has none of the server's
    for text_of, count in ((said, 3), (text("nginx-public.conf"), 3)):
        blocks = text_of.split("add_header Strict-Transport-Security")[1:]
        assert len(blocks) == count
        assert all("X-Content-Type-Options nosniff" in block for block in blocks)
        assert all("default-src 'none'" in block for block in blocks[1:])


def test_parts_of_two_nights_are_not_mixed_by_a_browser() -> None:
    for name, answers in (("nginx-public.conf", 3), ("nginx.conf", 1)):
        assert text(name).count("add_header Cache-Control no-cache always;") == answers, name


def test_what_citizens_see_runs_the_scripts_of_the_site_alone() -> None:
    policies = re.findall(r'Content-Security-Policy "([^"]*)"', text("nginx-public.conf"))
    assert [policy for policy in policies if "script-src" in policy] == [SITE_POLICY]
    assert SITE_POLICY in text("nginx.conf")


def fake_dump(folder: Path, status: int) -> dict[str, str]:
    program = folder / "bin" / "pg_dump"
    program.parent.mkdir(exist_ok=True)
    program.write_text(
        f'#!/bin/sh\nfor a; do case $a in --file=*) echo dump > "${{a#--file=}}";; esac; done\nexit {status}\n'
    )
    program.chmod(0o755)
    return {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "HIROBA_DATA_DIR": str(folder / "data")}


@pytest.mark.skipif(shutil.which("rsync") is None, reason="needs rsync")
def test_a_back_up_that_fails_in_part_copies_the_rest_and_is_a_failure(tmp_path: Path) -> None:
    code, target = tmp_path / "code", tmp_path / "backup"
    (code / "warehouse" / "judgements").mkdir(parents=True)
    (tmp_path / "data" / "live").mkdir(parents=True)
    (tmp_path / "data" / "live" / "a.csv").write_text("a", encoding="utf-8")
    old, yesterday = target / "data-20260101", target / "data-20261231"
    for folder in (old, yesterday):
        (folder / "live").mkdir(parents=True)
        shutil.copy2(tmp_path / "data" / "live" / "a.csv", folder / "live" / "a.csv")
    os.utime(old, (0, 0))

    def back_up(status: int) -> subprocess.CompletedProcess[str]:
        command = [str(DEPLOY / "backup.sh"), str(code), str(target)]
        return subprocess.run(command, env=fake_dump(tmp_path, status), capture_output=True, text=True, check=False)

    failed = back_up(3)
    assert failed.returncode == 1
    assert "Dagster の記録" in failed.stderr
    (today,) = set(target.glob("data-*")) - {old, yesterday}
    assert (today / "live" / "a.csv").read_text(encoding="utf-8") == "a"
    assert old.exists(), "what is old stays as long as there is nothing new"
    assert not list(target.glob("dagster-*.dump"))
    assert back_up(0).returncode == 0
    assert list(target.glob("dagster-*.dump"))
    assert list(target.glob("judgements-*.tar.gz"))
    assert not old.exists()
    assert (today / "live" / "a.csv").stat().st_ino == (yesterday / "live" / "a.csv").stat().st_ino, "no room twice"


def test_containers_run_what_the_units_run() -> None:
    services = yaml.safe_load(text("compose.yaml"))["services"]
    assert set(services) == {"postgres", "code", "daemon", "web", "view"}
    for name in ("code", "daemon", "web", "view"):
        unit = (DEPLOY / "systemd" / f"hiroba-{name}.service").read_text(encoding="utf-8")
        (command,) = re.findall(r"^ExecStart=/opt/hiroba/\.venv/bin/(.*)$", unit, re.M)
        ours = services[name]["command"].replace("0.0.0.0", "127.0.0.1").replace("deploy/", "/opt/hiroba/deploy/")
        assert ours == command
        exposed = services[name].get("ports", [])
        assert all(port.startswith("127.0.0.1:") for port in exposed), "only nginx is open to others"


def test_the_instance_is_that_of_development_with_postgres() -> None:
    own = yaml.safe_load((DEPLOY.parent / "pipelines" / "orchestration" / "dagster.yaml").read_text(encoding="utf-8"))
    city = yaml.safe_load(text("dagster.yaml"))
    for name in ("telemetry", "concurrency", "run_retries"):
        assert city[name] == own[name]
    assert city["storage"]["postgres"]["postgres_db"]["scheme"] == "postgresql+psycopg2"


def test_the_lock_of_many_machines_changes_nothing_in_that_of_one() -> None:
    own, one, more = (pins(path / "requirements.lock") for path in (DEPLOY.parent, DEPLOY, DEPLOY / "many"))
    assert more["dagster-celery"].split(".")[-1] == own["dagster"].split(".")[-1], "released together"
    known = own | one
    assert {name: (known[name], more[name]) for name in set(known) & set(more) if known[name] != more[name]} == {}
