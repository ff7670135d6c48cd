#!/bin/sh
# pdfminer.six gives "(cid:8443)" for 﨑, and so for 13 kanji and some signs, where a PDF is written with the encoding
# UniJIS-UCS2-H (reportlab's Japanese fonts, many Japanese programs). Its own table of that encoding has 﨑 -> 8443; its
# table of Adobe-Japan1 from numbers to signs lacks 8443, because the newer encodings give 﨑 another number.
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check pdfplumber==0.11.10 reportlab==4.4.4
env/bin/python - <<'P'
import pdfplumber
from pdfminer.cmapdb import CMapDB
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
page = canvas.Canvas("a.pdf")
page.setFont("HeiseiKakuGo-W5", 12)
page.drawString(72, 700, "宮﨑")
page.save()
read = [char["text"] for char in pdfplumber.open("a.pdf").pages[0].chars]
there = CMapDB.get_cmap("UniJIS-UCS2-H").code2cid[0xFA][0x11]
back = CMapDB.get_unicode_map("Adobe-Japan1").cid2unichr.get(there)
print("pdfplumber", pdfplumber.__version__, read, "U+FA11 ->", there, "->", back)
assert (read, there, back) == (["宮", "(cid:8443)"], 8443, None), (read, there, back)
P
