"""What comes from outside: locked with hashes, installed as locked, and never executed from data."""

import ast
import io
import re
import zipfile
from importlib import metadata
from pathlib import Path

import openpyxl
from packaging.markers import Marker
from packaging.requirements import Requirement

from scrapers.attachments.tables import AttachmentError, read_tables

ROOT = Path(__file__).parent.parent
CODE = [path for name in ("warehouse", "scrapers", "dbt_like_sql", "pipelines") for path in (ROOT / name).rglob("*.py")]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
LOCKED = re.findall(r"^([A-Za-z0-9_.\-]+)==(\S+?)(?: ; ([^\\]+?))? \\\n((?:    --hash=.*\n?)+)", LOCK, re.MULTILINE)
# Reading these runs what the file says
EXECUTING = {"pickle", "cPickle", "dill", "marshal", "shelve", "cloudpickle", "joblib", "xml.sax", "xml.dom"}
# The numbers of a whole run of theirs are no secret: where a process starts, it starts without a shell
SHELLS = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}


def test_every_requirement_is_pinned_with_hashes() -> None:
    assert len(LOCKED) > 100
    assert len(LOCKED) == len(re.findall(r"^[A-Za-z0-9_.\-]+==", LOCK, re.MULTILINE))
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", hashes) for _, _, _, hashes in LOCKED)


def test_what_is_installed_is_what_is_locked_and_nothing_lacks_what_it_needs() -> None:
    """The offline half of an audit: versions as locked, and every requirement of every package met."""
    wanted = {name.lower(): version for name, version, marker, _ in LOCKED if not marker or Marker(marker).evaluate()}
    wrong = {
        name: (version, metadata.version(name)) for name, version in wanted.items() if metadata.version(name) != version
    }
    assert wrong == {}
    unmet = []
    for name in wanted:
        for text in metadata.requires(name) or ():
            need = Requirement(text)
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                unmet += [] if metadata.version(need.name) in need.specifier else [f"{name}: {text}"]
    assert unmet == []


def test_no_module_executes_data_or_starts_a_shell() -> None:
    assert len(CODE) > 100
    wrong = {
        (str(path.relative_to(ROOT)), node.lineno)
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _executes(node)
    }
    assert wrong == set()


def _executes(node: ast.AST) -> bool:
    """Whether it brings in what runs data, or runs data or a shell itself."""
    if isinstance(node, ast.Import):
        return bool({alias.name for alias in node.names} & EXECUTING)
    if isinstance(node, ast.ImportFrom):
        return node.module in EXECUTING
    if not isinstance(node, ast.Call):
        return False
    is_shell = any(word.arg == "shell" for word in node.keywords)
    return is_shell or ast.unparse(node.func) in SHELLS | {"eval", "exec", "yaml.load"}


def _workbook(entity: str) -> bytes:
    """An Excel file whose strings are made with an entity."""
    made, packed = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["ENTITY"])
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            body = old.read(name).decode()
            if name == "xl/sharedStrings.xml":
                body = body[body.index("<sst") :].replace("ENTITY", "&x;")
                body = f"<!DOCTYPE sst [{entity}]>{body}"
            new.writestr(name, body)
    return packed.getvalue()


def test_an_entity_of_a_workbook_opens_no_file_and_grows_no_memory(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hiroba-secret", encoding="utf-8")
    grows = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8)
    )
    for entity in (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', grows + '<!ENTITY x "&i;">'):
        try:
            cells = [cell.text for found in read_tables(_workbook(entity)) for row in found.rows for cell in row.cells]
        except AttachmentError:
            continue
        assert not any("hiroba-secret" in cell or len(cell) > 5_000 for cell in cells)
