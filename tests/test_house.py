"""The rules of the house: who may import whom, how large a module is, what must never be in the tree."""

import ast
import subprocess
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {
    "cities": {"cities", "warehouse", "scrapers"},
    "warehouse": {"cities", "warehouse"},
    "scrapers": {"cities", "warehouse", "scrapers"},
    "dbt_like_sql": {"warehouse", "dbt_like_sql"},
    "pipelines": {"cities", "warehouse", "scrapers", "dbt_like_sql", "pipelines"},
}
FLOORS = (
    "warehouse.errors warehouse.permissions warehouse.privacy",
    "cities",
    "warehouse.contract warehouse.lock",
    "warehouse.storage",
    "warehouse.expectations warehouse.ledgers dbt_like_sql",
    "scrapers.loopback",
    "cities.kawasaki.sample_city scrapers.tables scrapers.declaration",
    "scrapers.attachments scrapers.saved_pages",
    "scrapers.platforms",
    "cities.kawasaki.sources scrapers.runs",
    "scrapers.authoring scrapers.crawl",
    "pipelines.settings pipelines.normalise",
    "pipelines.core pipelines.estimate pipelines.gaps pipelines.match.engine pipelines.watch",
    "pipelines.decisions",
    "pipelines.match pipelines.publish",
    "pipelines.desk",
    "pipelines.withdrawal",
    "pipelines.ingest pipelines.audit pipelines.merge",
    "pipelines.trend",
    "pipelines.orchestration",
    "pipelines.definitions pipelines.lab",
    "pipelines.cli",
)
"""The rooms from the ground up. A room knows the floors below its own, never its own floor or one above."""
_FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms.split()}
MODULES = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if not path.is_relative_to(ROOT / "warehouse" / "data")
]
REGISTRIES = [
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
]


@cache
def _import_nodes(path: Path) -> list[ast.Import | ast.ImportFrom]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in _import_nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif node.module:
            names.add(node.module)
    return names


def _modules(path: Path) -> set[str]:
    """Names of everything a module imports, a module out of a package among them."""
    names = _imports(path)
    for node in _import_nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_a_module_is_small_says_what_it_is_and_imports_downhill() -> None:
    assert len(MODULES) > 100
    assert {str(path.relative_to(ROOT)): wrong for path in MODULES if (wrong := _wrong(path))} == {}


def _wrong(path: Path) -> list[str]:
    """What is wrong with a module."""
    text = path.read_text(encoding="utf-8")
    own = {name.split(".")[0] for name in _imports(path)} & set(PACKAGES)
    is_right = {
        "more than 300 lines": text.count("\n") <= 300,
        "does not say what it is": bool(ast.get_docstring(ast.parse(text))),
        "imports uphill": own <= PACKAGES[path.relative_to(ROOT).parts[0]],
    }
    return [what for what, each in is_right.items() if not each]


def test_the_whole_house_has_no_arrow_up_and_none_across() -> None:
    arrows = {
        (_room(".".join(path.relative_to(ROOT).with_suffix("").parts)), _room(name), path.name)
        for path in MODULES
        for name in _imports(path)
        if name.split(".")[0] in PACKAGES
    }
    wrong = [arrow for arrow in sorted(arrows) if arrow[0] != arrow[1] and _FLOOR_OF[arrow[0]] <= _FLOOR_OF[arrow[1]]]
    assert wrong == []


def _room(module: str) -> str:
    """The longest name of a room that a module stands in."""
    parts = module.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next(name for name in names if name in _FLOOR_OF)


def test_no_module_of_a_room_leads_back_to_itself() -> None:
    known = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in MODULES}
    arrows = {name: {each for each in _modules(path) if each in known and each != name} for name, path in known.items()}
    assert set(TopologicalSorter(arrows).static_order()) == set(known), "raises CycleError where there is one"


def test_only_two_files_stand_in_the_hallway() -> None:
    assert {path.name for path in (ROOT / "pipelines").iterdir() if path.is_file()} == {
        "__init__.py",
        "definitions.py",
        "settings.py",
    }


def test_the_product_never_imports_the_lab() -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in MODULES
        if "lab" not in path.parts and any(name.startswith("pipelines.lab") for name in _imports(path))
    }
    assert users == {"pipelines/cli/lab.py"}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "cities").glob("*/sources/*/spider.py")), ids=lambda path: path.parent.name
)
def test_a_spider_is_at_most_a_hundred_lines(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 100


def test_only_bench_and_drills_look_at_the_truth_of_the_sample_city() -> None:
    users = {
        str(path.relative_to(ROOT).parent if "drills" in path.parts else path.relative_to(ROOT))
        for path in MODULES
        if "sample_city" not in path.parts
        and any(name.startswith("cities.kawasaki.sample_city") for name in _imports(path))
    }
    assert users == {
        "pipelines/lab/bench/measures.py",
        "pipelines/lab/bench/cities.py",
        "pipelines/lab/bench/growth.py",
        "pipelines/lab/bench/layout.py",
        "pipelines/lab/bench/tables.py",
        "pipelines/lab/bench/throughput.py",
        "pipelines/lab/bench/truth.py",
        "pipelines/lab/drills",
    }


def test_only_the_settings_and_the_choice_of_the_city_read_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in MODULES
        if any(word in path.read_text(encoding="utf-8") for word in ("os.environ.get", "os.environ[", "os.getenv"))
    }
    assert readers == {"pipelines/settings.py", "cities/here.py"}


def test_no_file_names_a_package_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    assert len(files) > 100
    texts = {path.name: path.read_text(encoding="utf-8", errors="ignore") for path in files if path.is_file()}
    assert [name for name, text in texts.items() if any(host in text for host in REGISTRIES)] == []
    assert "://" not in texts["requirements.lock"]
