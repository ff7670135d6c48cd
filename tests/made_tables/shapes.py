"""The made tables, each with its truth. Every organisation, person and number is invented.

Belongs here: what stands in the tables. Does not belong here: how a program makes them (`writers`, `make`), the tables
kept for the last check (`kept_shapes`).
"""

from __future__ import annotations

from model import Cell, Fields, Row, Shape, Sheet, across, head, row

_FIRST = (
    "ひだまり",
    "こもれび",
    "なのはな",
    "あおぞら",
    "つくし",
    "すみれ",
    "たんぽぽ",
    "ほほえみ",
    "やまぼうし",
    "せせらぎ",
)
_SECOND = ("カフェ", "サロン", "の会", "ひろば", "茶話会", "体操会", "文庫", "食堂")
_DAYS = ("毎週月曜日", "第1火曜日", "第2・第4水曜日", "毎月第3木曜日", "第1土曜日", "毎月最終金曜日")
_TIMES = ("10:00～11:30", "13:30～15:30", "10時～12時", "14:00～16:00")
_FEES = ("無料", "100円", "200円（茶菓代）", "1回300円")
_PLACES = ("東会館", "西自治会館", "南集会所", "北老人いこいの家", "中央町内会館")

LABELS = {
    "名称": "name_text",
    "開催日時": "schedule_text",
    "会場": "venue_text",
    "所在地": "address_text",
    "参加費": "fee_text",
    "問合せ": "phone_text",
}
COLUMNS = tuple(LABELS)


def name(number: int) -> str:
    """An invented name, different for every number below 80."""
    return _FIRST[number % 10] + _SECOND[number // 10]


def phone(number: int) -> str:
    """A number that nobody has."""
    return f"044-000-{1000 + number}"


def mobile(number: int) -> str:
    """A mobile number that nobody has."""
    return f"090-0000-{number:04}"


def facts(number: int) -> Fields:
    """The six fields of one invented listing."""
    return {
        "name_text": name(number),
        "schedule_text": f"{day(number)} {clock(number)}",
        "venue_text": venue(number),
        "address_text": f"川崎市多摩区見本町{number + 1}丁目{number % 9 + 1}番{number % 7 + 1}号",
        "fee_text": _FEES[number % 4],
        "phone_text": phone(number),
    }


def day(number: int) -> str:
    """A weekday rule."""
    return _DAYS[number % 6]


def clock(number: int) -> str:
    """A time of the day."""
    return _TIMES[number % 4]


def venue(number: int) -> str:
    """An invented place."""
    return f"見本町{number + 1}丁目{_PLACES[number % 5]}"


def plain(fields: Fields) -> Row:
    """A listing as a row, in the order of its fields."""
    return row(*fields.values())


def sections() -> Shape:
    """Section rows and a note over all columns, a repeated heading, a total."""
    wide = len(COLUMNS)
    listings = [facts(number) for number in range(8)]
    rows = [
        head(*COLUMNS),
        across("【登戸地区】", wide),
        *map(plain, listings[:4]),
        across("【中野島地区】", wide),
        head(*COLUMNS),
        *map(plain, listings[4:]),
        row("合計", "8か所", "", "", "", ""),
        across("※開催日は変わることがあります。お出かけの前にお問い合わせください。", wide),
    ]
    return Shape(
        "sections",
        [Sheet("一覧", rows, ("地域のカフェ一覧", "令和8年11月1日現在"))],
        (
            "calc.xlsx",
            "openpyxl.xlsx",
            "calc.pdf",
            "writer.pdf",
            "chromium.pdf",
            "calc.html",
            "writer.html",
            "word.html",
            "excel.html",
        ),
        LABELS,
        listings,
        {"section_row": 2, "repeated_heading": 1, "total_row": 1, "note_row": 1},
    )


def two_row_heading() -> Shape:
    """A heading of two rows; weekday and time are one field."""
    top = Row(
        (
            Cell("名称", down=2, is_head=True),
            Cell("開催日時", span=2, is_head=True),
            None,
            Cell("会場", down=2, is_head=True),
            Cell("連絡先", span=2, is_head=True),
            None,
        )
    )
    below = Row(
        (
            None,
            Cell("曜日", is_head=True),
            Cell("時間", is_head=True),
            None,
            Cell("電話", is_head=True),
            Cell("ファクス", is_head=True),
        )
    )
    rows, listings = [top, below], []
    for number in range(10, 18):
        rows.append(row(name(number), day(number), clock(number), venue(number), phone(number), phone(number + 500)))
        listings.append(
            {
                "name_text": name(number),
                "schedule_text": f"{day(number)}\n{clock(number)}",
                "venue_text": venue(number),
                "phone_text": phone(number),
            }
        )
    labels = {
        "名称": "name_text", "曜日": "schedule_text", "時間": "schedule_text", "会場": "venue_text",
        "電話": "phone_text",
    }  # fmt: skip
    return Shape(
        "two_row_heading",
        [Sheet("一覧", rows, ("通いの場一覧",), heads=2)],
        (
            "calc.xlsx",
            "openpyxl.xlsx",
            "pandas.xlsx",
            "calc.pdf",
            "chromium.pdf",
            "writer.html",
            "pandas.html",
            "word.html",
            "excel.html",
        ),
        labels,
        listings,
        keep=("ファクス",),
    )


def _long(key: str, many: int, makers: tuple[str, ...], *, is_repeated: bool) -> Shape:
    listings = [facts(number) for number in range(many)]
    sheet = Sheet("一覧", [head(*COLUMNS), *map(plain, listings)], ("公園体操・サロン一覧",), is_repeated=is_repeated)
    return Shape(key, [sheet], makers, LABELS, listings)


def pages() -> Shape:
    """A table over several pages with its heading on the first only."""
    return _long(
        "pages", 60, ("calc.pdf", "writer.pdf", "chromium.pdf", "pandas.xlsx", "pandas.html"), is_repeated=False
    )


def pages_repeated() -> Shape:
    """A table over several pages with its heading on each."""
    return _long(
        "pages_repeated", 50, ("calc.pdf", "writer.pdf", "chromium.pdf", "calc.xlsx", "word.html"), is_repeated=True
    )


def sheets() -> Shape:
    """Three sheets with other heading words, one without a list, one hidden."""
    listings = [facts(number) for number in range(20, 32)]
    words = (
        COLUMNS,
        ("団体名", "日時", "場所", "住所", "費用", "電話番号"),
        ("グループ名", "活動日", "活動場所", "住所", "会費", "連絡先"),
    )
    made = [
        Sheet(title, [head(*words[at]), *map(plain, listings[at * 4 : at * 4 + 4])])
        for at, title in enumerate(("北地区", "南地区", "東地区"))
    ]
    notes = Sheet("注意事項", [row("この一覧の使い方"), row("掲載をご希望の方は窓口へお越しください。")], heads=0)
    draft = facts(79) | {"name_text": "準備中の秘密の会", "phone_text": mobile(1)}
    hidden = Sheet("下書き", [head(*COLUMNS), plain(draft)], is_hidden=True)
    labels = {word: column for word_row in words for word, column in zip(word_row, LABELS.values(), strict=True)}
    return Shape(
        "sheets",
        [*made, notes, hidden],
        ("calc.xlsx", "openpyxl.xlsx", "pandas.xlsx", "calc.pdf", "calc.html", "calc.ods"),
        labels,
        listings,
        hidden=("準備中の秘密の会", mobile(1)),
    )


def hidden() -> Shape:
    """A hidden row and column, struck-out text, a remark on a cell, furigana."""
    labels = dict(LABELS)
    rows, listings = [head(*COLUMNS[:5], "担当者携帯", "問合せ")], []
    for number in range(40, 48):
        fields = facts(number)
        cells: list[str | Cell] = [*fields.values()]
        cells.insert(5, mobile(number))
        if number == 42:
            cells[3] = Cell(fields["address_text"], struck="旧住所は秘密町9番地")
        if number == 43:
            cells[0] = Cell(fields["name_text"], reading="ひみつよみ")
        if number == 44:
            cells[2] = Cell(fields["venue_text"], comment="担当は見本太郎です")
        is_hidden = number == 45
        if is_hidden:
            cells[0] = "休止中の秘密の会"
        else:
            listings.append(fields)
        rows.append(row(*cells, is_hidden=is_hidden))
    return Shape(
        "hidden",
        [Sheet("一覧", rows, ("会食会一覧",), hidden_columns=frozenset({5}))],
        (
            "calc.xlsx",
            "openpyxl.xlsx",
            "excel.xlsx",
            "calc.pdf",
            "writer.pdf",
            "chromium.pdf",
            "calc.html",
            "writer.html",
            "word.html",
            "excel.html",
            "cms.html",
        ),
        labels,
        listings,
        {"hidden_content": 1},
        hidden=(
            "休止中の秘密の会",
            "秘密町9番地",
            "ひみつよみ",
            "見本太郎",
            *(mobile(number) for number in range(40, 48)),
        ),
    )


def ditto() -> Shape:
    """The ward merged downwards; ditto marks for what is the same as above."""
    labels = {"区": "ward_text"} | LABELS
    rows, listings = [head(*labels)], []
    for number in range(50, 58):
        ward = "多摩区" if number < 54 else "麻生区"
        fields = {"ward_text": ward} | facts(number)
        marks: dict[str, str] = {}
        if (number - 50) % 4 == 1:
            marks = {"venue_text": "〃", "address_text": "〃"}
        elif (number - 50) % 4 == 2:
            marks = {"venue_text": "同上", "fee_text": "〃"}
        for column in marks:
            fields[column] = listings[-1][column]
        cells: list[Cell | None] = [Cell(marks.get(column, text)) for column, text in fields.items()]
        cells[0] = Cell(ward, down=4) if number in (50, 54) else None
        rows.append(Row(tuple(cells)))
        listings.append(fields)
    return Shape(
        "ditto",
        [Sheet("一覧", rows, ("子育てサロン一覧",))],
        (
            "calc.xlsx",
            "openpyxl.xlsx",
            "calc.pdf",
            "writer.pdf",
            "chromium.pdf",
            "calc.html",
            "word.html",
            "excel.html",
        ),
        labels,
        listings,
        layout={"fill_down": "区"},
    )


def several_columns() -> Shape:
    """Day, begin and end are one field; a second telephone stays beside the first."""
    labels = {
        "日付": "schedule_text", "開始": "schedule_text", "終了": "schedule_text",
        "名称": "name_text", "会場": "venue_text", "電話": "phone_text", "電話（夜間）": "phone_text",
    }  # fmt: skip
    rows, listings = [head(*labels)], []
    for number in range(60, 68):
        date, begin, end = f"令和8年12月{number - 50}日", f"{number - 51}時", f"{number - 50}時30分"
        rows.append(row(date, begin, end, name(number), venue(number), phone(number), phone(number + 300)))
        listings.append(
            {
                "name_text": name(number),
                "schedule_text": f"{date}\n{begin}\n{end}",
                "venue_text": venue(number),
                "phone_text": phone(number),
                "extra_json": phone(number + 300),
            }
        )
    return Shape(
        "several_columns",
        [Sheet("催し", rows, ("12月の催し",))],
        (
            "calc.xlsx",
            "openpyxl.xlsx",
            "pandas.xlsx",
            "calc.pdf",
            "chromium.pdf",
            "writer.html",
            "pandas.html",
            "excel.html",
        ),
        labels,
        listings,
    )


def vertical() -> Shape:
    """One table for each listing: the label stands to the left of its value."""
    listings = [facts(number) for number in (70, 71, 72, 73)]
    made = []
    for fields in listings:
        pairs = list(zip(COLUMNS, fields.values(), strict=True))
        rows = [
            Row((Cell(label, is_head=True), Cell(text, span=3), None, None)) for label, text in pairs[:2]
        ]  # fmt: skip
        for (left, first), (right, second) in (pairs[2:4], pairs[4:6]):
            rows.append(Row((Cell(left, is_head=True), Cell(first), Cell(right, is_head=True), Cell(second))))
        made.append(Sheet(fields["name_text"], rows, (), heads=0))
    return Shape(
        "vertical",
        made,
        ("calc.xlsx", "writer.pdf", "chromium.pdf", "calc.html", "writer.html", "word.html", "cms.html"),
        LABELS,
        listings,
    )


def cells() -> Shape:
    """Line breaks in cells, two telephone numbers, characters only cp932 has, texts that wrap."""
    rows, listings = [head(*COLUMNS)], []
    for number in range(8):
        fields = facts(number)
        fields["phone_text"] = f"{phone(number)}\n{phone(number + 200)}"
        fields["venue_text"] = f"登戸{100 + number}\n登戸{200 + number}"
        if number == 1:
            fields["name_text"] = "髙橋町㈱見本ビル①号館のみんなでつくる地域の食堂とおしゃべり広場"
        if number == 2:
            fields["schedule_text"] = "第1月曜日 10時\n第3水曜日 14時"
        if number == 3:
            fields["address_text"] = (
                "神奈川県川崎市多摩区見本町三丁目二百四十五番地の七見本第二ビルディング地下一階集会室"
            )
        rows.append(plain(fields))
        listings.append(fields)
    return Shape(
        "cells",
        [Sheet("一覧", rows, ("食堂・広場一覧",))],
        (
            "calc.xlsx",
            "openpyxl.xlsx",
            "calc.pdf",
            "writer.pdf",
            "chromium.pdf",
            "calc.html",
            "writer.html",
            "word.html",
            "excel.html",
            "writer.docx",
        ),
        LABELS,
        listings,
        is_undeclared=True,
    )


SHAPES = (sections, two_row_heading, pages, pages_repeated, sheets, hidden, ditto, several_columns, vertical, cells)
