"""Tables kept for the last check: other words, other mixtures. Nobody tunes a reader on them.

Belongs here: what stands in them. Does not belong here: everything `shapes` has.
"""

from __future__ import annotations

from model import Cell, Row, Shape, Sheet, across, head, row
from shapes import clock, day, mobile, name, phone, venue

_CIRCLE = {
    "サークル名": "name_text",
    "活動曜日": "schedule_text",
    "活動時間": "schedule_text",
    "活動場所": "venue_text",
    "連絡先": "phone_text",
}


def circles() -> Shape:
    """Sections in the first cell only, subtotals, a remark, spaced ditto marks, a hidden row, struck-out text."""
    rows, listings = [head(*_CIRCLE)], []
    for number in range(12):
        if number % 6 == 0:
            rows.append(row("■川崎区" if number == 0 else "■幸区", "", "", "", ""))
        place = venue(number) if number % 3 else venue(number + 30)
        texts = [name(number + 20), day(number), clock(number), place, phone(number)]
        shown: list[str | Cell] = list(texts)
        if number % 6 == 4:
            shown[3], texts[3] = "　〃　", listings[-1]["venue_text"]
        if number == 3:
            shown[4] = Cell(texts[4], struck=mobile(3))
        rows.append(row(*shown))
        listings.append(
            {
                "name_text": texts[0],
                "schedule_text": f"{texts[1]}\n{texts[2]}",
                "venue_text": texts[3],
                "phone_text": texts[4],
            }
        )
        if number % 6 == 5:
            rows.append(row("小計", "6団体", "", "", ""))
        if number == 8:
            rows.append(row("退会した秘密サークル", "毎日", "9時", "秘密の家", mobile(8), is_hidden=True))
    rows.append(across("（注）見学をご希望の方は、それぞれの連絡先へお電話ください。", 5))
    return Shape(
        "circles",
        [Sheet("サークル", rows, ("文化サークル名簿（公開用）",))],
        ("calc.xlsx", "openpyxl.xlsx", "calc.pdf", "chromium.pdf", "calc.html", "excel.html"),
        _CIRCLE,
        listings,
        {"section_row": 2, "total_row": 2, "note_row": 1, "hidden_content": 1},
        hidden=("退会した秘密サークル", mobile(3), mobile(8)),
    )


def two_sheets() -> Shape:
    """Two sheets with headings of two rows, a hidden column of another name, a hidden sheet."""
    made, listings = [], []
    labels = {
        "事業名": "name_text", "曜日": "schedule_text", "時刻": "schedule_text", "施設": "venue_text",
        "住所": "address_text", "電話番号": "phone_text",
    }  # fmt: skip
    for at, title in enumerate(("春", "秋")):
        top = Row(
            (
                Cell("事業名", down=2, is_head=True), Cell("とき", span=2, is_head=True), None,
                Cell("ところ", span=2, is_head=True), None, Cell("電話番号", down=2, is_head=True),
                Cell("携帯（非公開）", down=2, is_head=True),
            )
        )  # fmt: skip
        texts = (None, "曜日", "時刻", "施設", "住所", None, None)
        rows = [top, Row(tuple(text and Cell(text, is_head=True) for text in texts))]
        for number in range(at * 5 + 30, at * 5 + 35):
            address = f"川崎市麻生区例示{number}番地"
            rows.append(
                row(name(number), day(number), clock(number), venue(number), address, phone(number), mobile(number))
            )
            listings.append(
                {
                    "name_text": name(number),
                    "schedule_text": f"{day(number)}\n{clock(number)}",
                    "venue_text": venue(number),
                    "address_text": address,
                    "phone_text": phone(number),
                }
            )
        made.append(Sheet(title, rows, (f"{title}の教室",), heads=2, hidden_columns=frozenset({6})))
    spare = Sheet("控え", [head(*labels), row("控えの秘密教室", "", "", "", "", mobile(2))], is_hidden=True)
    return Shape(
        "two_sheets",
        [*made, spare],
        ("calc.xlsx", "openpyxl.xlsx", "calc.html", "calc.pdf"),
        labels,
        listings,
        hidden=("控えの秘密教室", mobile(2), *(mobile(number) for number in range(30, 40))),
    )


def long_list() -> Shape:
    """Many pages, one heading, sections and cells with two lines among the rows, a remark at the end."""
    labels = {"団体": "name_text", "とき": "schedule_text", "ところ": "venue_text", "申込先": "phone_text"}
    rows, listings = [head(*labels)], []
    for number in range(70):
        if number in (0, 25, 50):
            rows.append(across(f"◎第{number // 25 + 1}ブロック", 4))
        numbers = f"{phone(number)}\n{phone(number + 100)}" if number % 9 == 0 else phone(number)
        rows.append(row(name(number), f"{day(number)} {clock(number)}", venue(number), numbers))
        listings.append(
            {
                "name_text": name(number),
                "schedule_text": f"{day(number)} {clock(number)}",
                "venue_text": venue(number),
                "phone_text": numbers,
            }
        )
    rows.append(across("＊雨天の場合は中止します。", 4))
    return Shape(
        "long_list",
        [Sheet("全市", rows, ("健康づくりの会 名簿",))],
        ("calc.pdf", "writer.pdf", "chromium.pdf", "writer.html", "word.html"),
        labels,
        listings,
        {"section_row": 3, "note_row": 1},
    )


KEPT = (circles, two_sheets, long_list)
