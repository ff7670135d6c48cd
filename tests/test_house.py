"""The rules of the house: who may import whom, how large a module is, what must never be in the tree."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {
    "warehouse": {"warehouse"},
    "scrapers": {"warehouse", "scrapers"},
    "dbt_like_sql": {"warehouse", "dbt_like_sql"},
    "pipelines": {"warehouse", "scrapers", "dbt_like_sql", "pipelines"},
}
MODULES = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if not path.is_relative_to(ROOT / "warehouse" / "data")
]
REGISTRIES = [
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
]


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_small_says_what_it_is_and_imports_downhill(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    assert ast.get_docstring(ast.parse(text))
    own = {name.split(".")[0] for name in _imports(path)} & set(PACKAGES)
    assert own <= PACKAGES[path.relative_to(ROOT).parts[0]]


@pytest.mark.parametrize("path", sorted((ROOT / "scrapers").glob("*/**/spider.py")), ids=lambda path: path.parent.name)
def test_a_spider_is_at_most_a_hundred_lines(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 100


def test_only_bench_and_drills_look_at_the_truth_of_the_sample_city() -> None:
    users = {
        str(path.relative_to(ROOT).parent if "drills" in path.parts else path.relative_to(ROOT))
        for path in MODULES
        if "sample_city" not in path.parts and any(name.startswith("scrapers.sample_city") for name in _imports(path))
    }
    assert users == {
        "pipelines/lab/bench/measures.py",
        "pipelines/lab/bench/cities.py",
        "pipelines/lab/bench/layout.py",
        "pipelines/lab/bench/tables.py",
        "pipelines/lab/bench/throughput.py",
        "pipelines/lab/bench/truth.py",
        "pipelines/lab/drills",
    }


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in MODULES
        if any(word in path.read_text(encoding="utf-8") for word in ("os.environ.get", "os.environ[", "os.getenv"))
    }
    assert readers == {"pipelines/settings.py"}


def test_no_file_names_a_package_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    assert len(files) > 100
    texts = {path.name: path.read_text(encoding="utf-8", errors="ignore") for path in files if path.is_file()}
    assert [name for name, text in texts.items() if any(host in text for host in REGISTRIES)] == []
    assert "://" not in texts["requirements.lock"]
