#!/bin/sh
# pdfplumber 0.11.10 passes over /ActualText: it gives the sign the glyph is named after, not the one the author wrote.
# Chromium prints U+FF5E (10～12) with the glyph of U+301C and keeps the true sign in /ActualText alone, so a list printed
# to PDF and the same list on its page differ by a sign. pdfium, which pdfplumber installs, gives the true one.
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check pdfplumber==0.11.10 pypdfium2==5.13.0 reportlab==4.4.4
env/bin/python - <<'P'
import pdfplumber
import pypdfium2
from reportlab.pdfgen import canvas

page = canvas.Canvas("a.pdf", pageCompression=0)
page._code.append("/Span << /ActualText <FEFFFF5E> >> BDC")
page.drawString(72, 700, "~")
page._code.append("EMC")
page.save()
plumber = "".join(each["text"] for each in pdfplumber.open("a.pdf").pages[0].chars)
pdfium = pypdfium2.PdfDocument("a.pdf")[0].get_textpage().get_text_range().strip()
print("pdfplumber", pdfplumber.__version__, ascii(plumber), "pdfium", ascii(pdfium))
assert (plumber, pdfium) == ("~", "\uff5e"), (plumber, pdfium)
P
