#!/bin/sh
# openpyxl 3.1.5: rich_text=True has no effect on inline strings in read_only mode, and openpyxl writes every text inline.
# Words that an author struck out in a cell come back as ordinary text; shared strings (Excel, LibreOffice) keep their runs.
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check openpyxl==3.1.5
env/bin/python - <<'P'
import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

book = openpyxl.Workbook()
book.active["A1"] = CellRichText("new ", TextBlock(InlineFont(strike=True), "old"))
book.save("a.xlsx")
seen = []
for read_only in (False, True):
    sheet = openpyxl.load_workbook("a.xlsx", read_only=read_only, rich_text=True).active
    value = next(sheet.iter_rows())[0].value
    seen.append(type(value).__name__)
    print("openpyxl", openpyxl.__version__, "read_only", read_only, type(value).__name__, repr(str(value)))
assert seen == ["CellRichText", "str"], seen
P
