"""The papers of the house: short, and no reference to a paper, a section or a file that is not there."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAPERS = sorted((ROOT / "docs").glob("*.md"))
_LISTED = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
TEXTS = [
    path
    for path in (ROOT / name for name in _LISTED.split("\0") if name)
    if path.suffix in (".py", ".sql", ".md", ".toml", ".sh") and path.is_file() and "fixtures" not in path.parts
]
_OF_OTHERS = ("sources.md", "standards.md", "pitfalls.md")
"""Papers that name files of other projects too."""
_REFERENCE = re.compile(r"docs/(\w+)\.md(?: (?:§(\d+)|rule (\d+)|規則(\d+)))?")
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
_MODULE = re.compile(r"`((?:cities|warehouse|scrapers|pipelines|dbt_like_sql)(?:\.\w+)+)`")
_PATH = re.compile(r"`((?:cities|warehouse|scrapers|pipelines|dbt_like_sql|tests|docs|deploy|findings)/[\w./-]+)`")

_NAMED = re.compile(r"((?:warehouse|scrapers|pipelines)/[\w/]+\.py) の (\w+)")
"""What sentences for staff and notes of checks point to."""


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PAPERS, ids=_name)
def test_a_paper_is_short(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 300


def test_what_a_text_points_to_is_there() -> None:
    assert {_name(path): dead for path in TEXTS if (dead := _dead(path))} == {}


def _dead(path: Path) -> list[str]:
    """What a text points to and is not there."""
    text = path.read_text(encoding="utf-8")
    own = path.name not in _OF_OTHERS
    dead = [match[0] for match in _REFERENCE.finditer(text) if own and not _is_there(*match.groups())]
    dead += [link for link in _LINK.findall(text) if path.suffix == ".md" and not (path.parent / link).exists()]
    dead += [name for name in _MODULE.findall(text) if not _is_module(name)]
    places = _PATH.findall(text) if own else []
    dead += [place for place in places if not (ROOT / place).exists() and place.rstrip("/") != "warehouse/data"]
    return dead + [f"{place} の {name}" for place, name in _NAMED.findall(text) if not _holds(ROOT / place, name)]


def _holds(path: Path, name: str) -> bool:
    """Whether a module defines a name."""
    return path.is_file() and bool(re.search(rf"^(?:def |class )?{name}\b", path.read_text(encoding="utf-8"), re.M))


def _is_there(paper: str, section: str | None, *rules: str | None) -> bool:
    path = ROOT / "docs" / f"{paper}.md"
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8")
    rule = next(filter(None, rules), None)
    if section:
        return f"\n## {section}. " in text
    return rule is None or f"\n{rule}. " in text


def _is_module(name: str) -> bool:
    """A module or a room, or one name out of it."""
    parts = name.split(".")
    for length in (len(parts), len(parts) - 1, len(parts) - 2):
        place = ROOT.joinpath(*parts[:length])
        if place.is_dir() and length == len(parts):
            return True
        for file in (place.with_suffix(".py"), place / "__init__.py"):
            if file.is_file():
                rest = parts[length:]
                return not rest or re.search(rf"\b{rest[0]}\b", file.read_text(encoding="utf-8")) is not None
    return False


def test_a_room_that_a_module_sends_to_is_there() -> None:
    """`Does not belong here: … (`name`)`: a module beside it, or a way from the package down."""
    modules = [path for path in TEXTS if path.suffix == ".py" and "tests" not in path.parts]
    assert len(modules) > 100
    assert {_name(path): dead for path in modules if (dead := _unknown(path))} == {}


def _unknown(path: Path) -> list[str]:
    """Rooms that a module sends to and nobody knows."""
    text = path.read_text(encoding="utf-8")
    said = ast.get_docstring(ast.parse(text)) or ""
    code = text.replace(said, "")
    names = re.findall(r"\(`([a-z][a-z_]*(?:\.[a-z_]+)*)`\)", said)
    return [name for name in names if "__" not in name and name != "source.toml" and not _is_known(name, path, code)]


def _is_known(name: str, path: Path, code: str) -> bool:
    if path.with_name(name).is_file() or re.search(rf"\b{name.split('.')[0]}\b", code):
        return True
    places = [folder.joinpath(*name.split(".")) for folder in path.parents if folder.is_relative_to(ROOT)]
    return any(place.is_dir() or place.with_suffix(".py").is_file() for place in places)
