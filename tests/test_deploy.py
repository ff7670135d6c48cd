"""The production set-up says the same thing everywhere (that it works is shown by `make prove`)."""

import re
from pathlib import Path

import pytest
import yaml

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


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_every_unit_runs_as_its_own_user_with_the_same_settings(unit: Path) -> None:
    said = unit.read_text(encoding="utf-8")
    assert "User=hiroba\n" in said
    assert "EnvironmentFile=/etc/hiroba/hiroba.env\n" in said
    assert len(re.findall(r"^ExecStart=/opt/hiroba/", said, re.M)) == 1


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
    own = yaml.safe_load((DEPLOY.parent / "pipelines" / "dagster.yaml").read_text(encoding="utf-8"))
    city = yaml.safe_load(text("dagster.yaml"))
    for name in ("telemetry", "concurrency", "run_retries"):
        assert city[name] == own[name]
    assert city["storage"]["postgres"]["postgres_db"]["scheme"] == "postgresql+psycopg2"
