"""Answers that nobody sends by mistake: bombs, endless files, texts that want to be executed.

What belongs here: the bodies. What does not: where they are sent (see `faults`), plain flaws of a page.
"""

import io
import zipfile
from functools import cache

from cities.kawasaki.sample_city.documents import table_pdf

HOSTILE_TEXTS = (
    '=HYPERLINK("http://x.example/","押す")',
    "+1-1",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "右から\u202e左",
    "ゼロ\u200b幅",
    "javascript:alert(1)",
    "\ufeffBOM",
    "長" * 3000,
)
_PAGES = 10_000
_DEPTH = 10_000
_UNPACKED = 400 * 1024 * 1024


@cache
def zip_bomb() -> bytes:
    """An Excel file of some hundred kilobytes that unpacks to 400 MB.

    Returns:
        The file.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(_UNPACKED // (1024 * 1024)):
                sheet.write(b" " * (1024 * 1024))
    return file.getvalue()


@cache
def many_pages() -> bytes:
    """A valid PDF of 10,000 empty pages.

    Returns:
        The file.
    """
    kids = " ".join(f"{number} 0 R" for number in range(3, _PAGES + 3))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {_PAGES} /Kids [{kids}] >>"]
    objects += ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * _PAGES
    body, places = b"%PDF-1.4\n", []
    parts = [body]
    position = len(body)
    for number, text in enumerate(objects, start=1):
        part = f"{number} 0 obj\n{text}\nendobj\n".encode()
        places.append(position)
        parts.append(part)
        position += len(part)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    parts.append(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    parts.append(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{position}\n%%EOF\n".encode())
    return b"".join(parts)


@cache
def hostile_pdf() -> bytes:
    """A table like that of park exercise whose cells want to be executed.

    Returns:
        The file.
    """
    header = ("会場", "所在地", "曜日・時間", "問合せ", "備考")
    rows = [
        [f"公園{number} {text[:60]}", text[:60], text[:60], text[:60], ""] for number, text in enumerate(HOSTILE_TEXTS)
    ]
    return table_pdf(["宮前区", "令和8年7月1日現在"], header, rows, (140, 240, 240, 110, 70))


@cache
def deep_json() -> bytes:
    """Arrays in arrays, 10,000 deep.

    Returns:
        The body.
    """
    return b'{"event_data": ' + b"[" * _DEPTH + b"]" * _DEPTH + b"}"
