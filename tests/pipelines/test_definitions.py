"""The code location: what Dagster loads, by name, group and description."""

from __future__ import annotations

import re
from pathlib import Path

import dagster as dg
import pytest

from dbt_like_sql.loader import checks
from pipelines.definitions import build_defs
from pipelines.orchestration.assets.decided import CLICKS
from pipelines.orchestration.from_contract import GROUPS
from pipelines.orchestration.gates import ROLES_HOLD, gate_of
from pipelines.orchestration.jobs import IMPORT, NIGHTLY, REBUILD
from pipelines.settings import ROOT, Settings
from scrapers.declaration.declarations import participants
from warehouse.contract import TABLES

SNAPSHOT = Path(__file__).parent / "snapshots" / "assets.txt"
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
defs = build_defs(Settings(Path("nowhere"), "sample", None))
SPECS = dict(sorted((spec.key.to_user_string(), spec) for spec in defs.resolve_all_asset_specs()))
SOURCES = {key: each.source for key, each in participants().items()}
PAGE_NAMES = {source.name for source in SOURCES.values()}
CHECKS = {(key.asset_key.to_user_string(), key.name) for key in defs.resolve_asset_graph().asset_check_keys}


def listed() -> str:
    """Without the sources: whoever adds one need not touch this file."""
    of_sources = PAGE_NAMES | {f"crawl__{key}" for key in SOURCES}
    return "".join(f"{spec.group_name} {name}\n" for name, spec in SPECS.items() if name not in of_sources)


@pytest.mark.parametrize("name", ["nightly_refresh", "rebuild_from_archive"])
def test_the_definitions_load_and_a_job_ends_with_the_release(name: str) -> None:
    dg.Definitions.validate_loadable(defs)
    steps = [node.name for node in defs.resolve_job_def(name).nodes_in_topological_order]
    assert set(steps[-2:]) <= {"release_folder", "desk_files"} or steps[-1] == "release_folder"


def test_assets_and_their_groups_are_as_in_the_snapshot() -> None:
    assert listed() == SNAPSHOT.read_text(encoding="utf-8"), (
        f"Assets changed. If that is meant, update {SNAPSHOT.name}: PYTHONPATH=tests/pipelines python -c "
        "'import test_definitions as t; t.SNAPSHOT.write_text(t.listed(), encoding=\"utf-8\")'"
    )


def test_assets_are_the_tables_the_crawls_and_the_release() -> None:
    crawls = {f"crawl__{key}" for key in SOURCES}
    by_hand = {"decisions", "release_folder", "desk_files"}
    assert set(SPECS) == {*TABLES, *PAGE_NAMES, *crawls, *by_hand}
    assert {spec.group_name for spec in SPECS.values()} == set(GROUPS.values())


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_checked_against_its_contract(name: str) -> None:
    assert (name, "contract") in CHECKS


@pytest.mark.parametrize("name", SPECS)
def test_every_asset_is_described_in_japanese_first(name: str) -> None:
    assert JAPANESE.search((SPECS[name].description or "").splitlines()[0])
    assert SPECS[name].owners


def test_every_other_check_is_attached_to_one_asset() -> None:
    names = [
        name for _, name in CHECKS if name not in ("contract", "healthy", "readable", "corrections_stand", ROLES_HOLD)
    ]
    days = ["healthy_day", "privacy_scan", "not_too_much_changed"]
    shapes = ["no_column_goes_unannounced", "the_version_moves_with_the_contract"]
    assert sorted(names) == sorted([*checks(), *days, *shapes])
    assert {asset for asset, name in CHECKS if name == "healthy"} == {f"crawl__{key}" for key in SOURCES}


def test_the_jobs_cover_everything_or_everything_but_the_crawls() -> None:
    graph = defs.resolve_asset_graph()
    crawls = {name for name in SPECS if name.startswith("crawl__")}
    flow = set(SPECS) - PAGE_NAMES
    one = set(SPECS) & {"crawl__ouen_navi"}
    expected_of = {
        NIGHTLY: flow,
        REBUILD: flow - crawls,
        "refresh_ouen_navi": flow - crawls | one,
        IMPORT: {"decisions"},
    }
    for job, expected in expected_of.items():
        selected = defs.resolve_job_def(job).asset_layer.selected_asset_keys
        assert {key.to_user_string() for key in selected} == expected
    assert {key.to_user_string() for key in graph.get_all_asset_keys()} == set(SPECS)


def test_no_job_waits_for_an_asset_that_only_another_job_makes() -> None:
    """The UI would ask, in English, whether somebody is sure."""
    graph = defs.resolve_asset_graph()
    nightly = defs.resolve_job_def(NIGHTLY).asset_layer.selected_asset_keys
    needed = {parent for key in nightly for parent in graph.get(key).parent_keys}
    assert {key.to_user_string() for key in needed - nightly} <= PAGE_NAMES


def test_every_job_begins_with_what_staff_call_it() -> None:
    told = {job.name: (job.description or "") for job in defs.resolve_all_job_defs() if not job.name.startswith("__")}
    assert len(told) == 5 + len(CLICKS) + len(SOURCES)
    assert [name for name, text in told.items() if not re.match(r"\*\*[^*]*[ぁ-んァ-ヶ一-龠][^*]*\*\*\n", text)] == []


def test_the_pages_stand_before_their_crawls_under_their_names() -> None:
    graph = defs.resolve_asset_graph()
    for key in SOURCES:
        parents = {parent.to_user_string() for parent in graph.get(dg.AssetKey(f"crawl__{key}")).parent_keys}
        assert parents == {SOURCES[key].name}


def test_sensors_run_from_the_start() -> None:
    sensors = {
        sensor.name: sensor.default_status for sensor in defs.sensors or [] if isinstance(sensor, dg.SensorDefinition)
    }
    assert sensors.pop("morning_without_release") is dg.DefaultSensorStatus.STOPPED, "only of the live sites"
    assert sensors == dict.fromkeys(
        (
            "decisions_dropped",
            "begun_by_decision",
            "lost_runs",
            "sources_watched",
            "night_failed",
            "notices_again",
            "entrance_kept",
        ),
        dg.DefaultSensorStatus.RUNNING,
    )


def test_the_release_waits_for_every_published_table() -> None:
    deps = {dep.asset_key.to_user_string() for dep in SPECS["release_folder"].deps}
    assert deps == {"core__moved_listings", *(name for name, entry in TABLES.items() if entry.is_published)}


def test_the_nightly_schedule_is_in_japanese_time_and_stopped_for_the_sample() -> None:
    schedules = defs.schedules or []
    names = [schedule.name for schedule in schedules if isinstance(schedule, dg.ScheduleDefinition)]
    assert names == ["nightly", "weekly"]
    schedule = defs.resolve_schedule_def("nightly")
    assert (schedule.execution_timezone, schedule.cron_schedule) == ("Asia/Tokyo", "0 1 * * *")
    assert schedule.job_name == NIGHTLY
    assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED


def test_the_gates_stand_in_their_order() -> None:
    """Standards §4: cross-source, privacy, contract and references, difference, switch; each waits for the last one."""
    order = [node.name for node in defs.resolve_job_def(NIGHTLY).nodes_in_topological_order]
    steps = ("crawl", "core__activity_changes_healthy_day", "core__activity_history_privacy_scan", "published_contract")
    places = [order.index(step) for step in (*steps, "release_not_too_much_changed", "release_folder")]
    assert places == sorted(places)
    graph = defs.resolve_job_def(NIGHTLY).dependencies
    waits = {
        str(node.name if node.alias is None else node.alias): {
            entry.node for dep in inputs.values() for entry in dep.get_node_dependencies()
        }
        for node, inputs in graph.items()
    }

    def is_behind(step: str, gate: str) -> bool:
        seen, todo = set[str](), [step]
        while todo:
            now = todo.pop()
            todo += [each for each in waits.get(now, ()) if each not in seen]
            seen.add(now)
        return gate in seen

    for before, after in zip(steps, (*steps[1:], "release_not_too_much_changed"), strict=True):
        assert is_behind(after, before), f"{after} does not wait for {before}"
    assert is_behind("release_folder", "release_not_too_much_changed")


def test_every_check_has_a_gate_or_is_of_what_people_decided() -> None:
    places = {(asset, name): gate_of(name, asset) for asset, name in CHECKS}
    free = {place for place, gate in places.items() if gate is None}
    assert free == {
        ("decisions", "readable"),
        ("core__activity_values", "corrections_stand"),
        ("estimate__list_value", "apart_lists_stand_apart"),
    }
    assert {asset for (asset, _), gate in places.items() if gate == 0} == {f"crawl__{key}" for key in SOURCES}


def test_what_the_live_sites_have_the_sample_city_has_not() -> None:
    live = build_defs(Settings(Path("nowhere"), "live", "https://city.example", nightly_cron="30 2 * * *"))
    assert live.resolve_schedule_def("nightly").cron_schedule == "30 2 * * *"
    assert live.resolve_schedule_def("weekly").default_status == dg.DefaultScheduleStatus.RUNNING
    morning = live.get_repository_def().get_sensor_def("morning_without_release")
    assert morning.default_status is dg.DefaultSensorStatus.RUNNING
    (release,) = (each for each in live.resolve_all_asset_specs() if each.key == dg.AssetKey("release_folder"))
    assert release.freshness_policy is not None
    assert SPECS["release_folder"].freshness_policy is None


def test_two_builds_do_not_see_each_others_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIROBA_DATA_DIR", str(tmp_path / "environment"))
    for name in ("one", "two"):
        place = Settings(tmp_path / name, "sample", None)
        job = build_defs(place).resolve_job_def(REBUILD)
        with dg.DagsterInstance.ephemeral() as instance:
            steps = [dg.AssetKey("core__codes"), dg.AssetKey("raw__runs")]
            assert job.execute_in_process(instance=instance, asset_selection=steps, raise_on_error=False).success
        made = (place.table_path("core__codes"), place.lock_path, place.declared_dir / "fukumimi" / "source.toml")
        assert [path for path in made if not path.is_file()] == []
        assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"][: 1 if name == "one" else 2]


def test_nothing_that_dagster_runs_looks_the_settings_up() -> None:
    room = ROOT / "pipelines" / "orchestration"
    users = {path.name for path in room.rglob("*.py") if "load_settings" in path.read_text(encoding="utf-8")}
    assert users == {"definitions.py", "first_page.py", "servers.py", "unit_failed.py", "webserver.py"}, (
        "programs of their own"
    )
