"""`python tests/made_tables/make.py FOLDER`: the programs a city uses write every made table anew.

Belongs here: which program makes which file, running the programs, taking times and chance out of their files.
Does not belong here: the tables. Needs LibreOffice Calc and Writer, Chromium and a Japanese font (README).
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import open_document
import pages_html
import workbooks
from kept_shapes import KEPT
from model import Shape
from shapes import SHAPES

_SECONDS = 300
# Maker → (kind of document it opens, its export filter)
_OFFICE = {
    "calc.xlsx": ("fods", "xlsx:Calc MS Excel 2007 XML"),
    "calc.ods": ("fods", "ods:calc8"),
    "calc.pdf": ("fods", "pdf:calc_pdf_Export"),
    "calc.html": ("fods", "html:HTML (StarCalc)"),
    "writer.pdf": ("fodt", "pdf:writer_pdf_Export"),
    "writer.html": ("fodt", "html:HTML (StarWriter)"),
    "writer.docx": ("fodt", "docx:MS Word 2007 XML"),
}
_UNMARKED = {"calc.html"}
"""LibreOffice Calc writes HTML without the line through a part of a cell: the words are plain text there."""
_DIRECT: dict[str, Callable[[Shape, Path], object]] = {
    "openpyxl.xlsx": workbooks.by_openpyxl,
    "pandas.xlsx": workbooks.by_pandas,
    "pandas.html": lambda shape, path: path.write_text(workbooks.html_by_pandas(shape), encoding="utf-8"),
    "cms.html": lambda shape, path: path.write_text(pages_html.cms(shape), encoding="utf-8"),
    "word.html": lambda shape, path: path.write_bytes(pages_html.word(shape).encode("cp932", "xmlcharrefreplace")),
    "excel.html": lambda shape, path: path.write_bytes(pages_html.excel(shape).encode("cp932", "xmlcharrefreplace")),
}


def make(target: Path) -> None:
    """Write all files and their truth below `target`.

    Raises:
        subprocess.CalledProcessError: a program fails.
        FileNotFoundError: a program is not installed, or wrote nothing.
    """
    made = [(shape(), target) for shape in SHAPES] + [(shape(), target / "kept") for shape in KEPT]
    folders = {shape.key: below / shape.key for shape, below in made}
    shapes = [shape for shape, _ in made]
    for shape in shapes:
        folder = folders[shape.key]
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "truth.json").write_text(truth(shape), encoding="utf-8")
        for maker in set(shape.makers) & _DIRECT.keys():
            _DIRECT[maker](shape, folder / maker)
    with tempfile.TemporaryDirectory() as scratch:
        for maker, (kind, export) in _OFFICE.items():
            wanted = [shape for shape in shapes if maker in shape.makers]
            _office(wanted, maker, kind, export, folders, Path(scratch))
        for shape in (shape for shape in shapes if "excel.xlsx" in shape.makers):
            folder = folders[shape.key]
            shutil.copy(folder / "calc.xlsx", folder / "excel.xlsx")
            workbooks.with_readings(shape, folder / "excel.xlsx")
        _print([shape for shape in shapes if "chromium.pdf" in shape.makers], folders, Path(scratch))
    for folder in folders.values():
        for path in folder.iterdir():
            _timeless(path)


def _struck(shape: Shape) -> list[dict[str, str]]:
    """Struck-out words with the listing and column they stand in."""
    found = []
    for sheet in shape.sheets:
        labels = [cell.text if cell else "" for cell in sheet.rows[0].cells]
        for row in sheet.rows:
            for label, cell in zip(labels, row.cells, strict=True):
                if cell is not None and cell.struck and row.cells[0] is not None:
                    name, column = row.cells[0].text, shape.labels[label]
                    found.append({"name_text": name, "column": column, "text": cell.struck})
    return found


def truth(shape: Shape) -> str:
    """Declaration and known answers as JSON."""
    known = {
        "labels": shape.labels, "keep": list(shape.keep), "layout": shape.layout, "listings": shape.listings,
        "account": shape.account, "hidden": list(shape.hidden), "struck": _struck(shape), "unmarked": sorted(_UNMARKED),
    }  # fmt: skip
    return json.dumps(known, ensure_ascii=False, indent=1) + "\n"


def _office(
    shapes: Iterable[Shape], maker: str, kind: str, export: str, folders: dict[str, Path], scratch: Path
) -> None:
    """Let LibreOffice export all shapes of one maker in one go."""
    sources = scratch / maker
    sources.mkdir()
    names = {"fods": "spreadsheet", "fodt": "text"}
    for shape in shapes:
        (sources / f"{shape.key}.{kind}").write_text(open_document.flat(shape, names[kind]), encoding="utf-8")
    out = sources / "out"
    files = [str(path) for path in sorted(sources.glob(f"*.{kind}"))]
    command = ["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to", export]
    subprocess.run([*command, "--outdir", str(out), *files], check=True, timeout=_SECONDS, capture_output=True)
    for shape in shapes:
        shutil.move(out / f"{shape.key}.{maker.rsplit('.', 1)[1]}", folders[shape.key] / maker)


def _print(shapes: Iterable[Shape], folders: dict[str, Path], scratch: Path) -> None:
    for shape in shapes:
        page = scratch / f"{shape.key}.html"
        page.write_text(pages_html.cms(shape), encoding="utf-8")
        target = folders[shape.key] / "chromium.pdf"
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        profile = f"--user-data-dir={scratch}/chromium"
        subprocess.run(
            [*command, profile, f"--print-to-pdf={target}", f"file://{page}"],
            check=True,
            timeout=_SECONDS,
            capture_output=True,
        )
        if not target.is_file():
            raise FileNotFoundError(f"chromium wrote no {target}")


def _timeless(path: Path) -> None:
    """Take the hour and the chance out of a file, byte for byte as long as before where places are counted."""
    body = path.read_bytes()
    if path.suffix == ".pdf":
        body = re.sub(rb"\(D:\d{14}[^)]*\)", lambda found: b"(D:20261101000000".ljust(len(found[0]) - 1) + b")", body)
        body = re.sub(rb"(/DocChecksum /)[0-9A-F]{32}", rb"\g<1>" + b"0" * 32, body)
        body = re.sub(
            rb"(/ID ?\[[^\]]*\])", lambda found: re.sub(rb"[0-9A-Fa-f]", b"0", found[1][3:]).join([b"/ID", b""]), body
        )
    elif path.suffix == ".html" and path.stem in ("calc", "writer"):
        body = re.sub(rb'(name="(?:created|changed)" content=")[^"]*', rb"\g<1>2026-11-01T00:00:00", body)
    elif path.suffix in (".xlsx", ".ods", ".docx"):
        body = _repacked(body)
    path.write_bytes(body)


def _repacked(body: bytes) -> bytes:
    file = io.BytesIO()
    stamp = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.]\d+)?(Z?)")
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename in ("docProps/core.xml", "meta.xml"):
                content = stamp.sub(rb"2026-11-01T00:00:00\g<1>", content)
            info = zipfile.ZipInfo(entry.filename, (2026, 11, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return file.getvalue()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
