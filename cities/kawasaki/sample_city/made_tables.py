"""Tables in the shapes that people make them, with what each of their rows is.

Belongs here: ten shapes and their truth. Does not belong here: writing them to files (`table_files`), reading them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

FIELDS = {
    "名称": "name_text",
    "会場": "venue_text",
    "開催日時": "schedule_text",
    "開催日": "schedule_text",
    "曜日": "schedule_text",
    "時間": "schedule_text",
    "開始": "schedule_text",
    "終了": "schedule_text",
    "対象": "target_text",
    "電話": "phone_text",
}
"""Labels of the made tables and their columns."""
_HEAD = ["名称", "会場", "開催日時", "対象", "電話"]
_COLUMNS = ["name_text", "venue_text", "schedule_text", "target_text", "phone_text"]
_AREAS = ("登戸地区", "菅地区", "生田地区", "稲田地区", "中野島地区", "溝口地区", "鷺沼地区")
_GROUPS = ("花の会", "体操の会", "歌声カフェ", "おもちゃ病院", "読み聞かせの会", "手芸サロン", "将棋クラブ")
_DAYS = ("毎週火曜日", "毎月第2木曜日", "毎月第1・第3土曜日", "毎週金曜日")
_TIMES = ("10時から12時", "13:00～15:00", "9時30分から11時", "14:00～16:00")
_WHO = ("どなたでも", "おおむね65歳以上の方", "未就学児と保護者", "")
_NOTES = (
    "※雨天中止の会場があります。",
    "注）日程は変わることがあります。",
    "＊参加の前に電話で確かめてください。",
    "※ 8月はお休みです",
)
_TOTALS = ("合計", "計", "小計", "総数")


@dataclass(slots=True)
class Sheet:
    """One table as it is drawn.

    Attributes:
        name: of the sheet.
        rows: texts, "" in places that a merged cell covers.
        merges: top, left, bottom, right of merged cells, from 0, both ends included.
        hidden_rows, hidden_columns: from 0.
        heads: how many rows at the top are labels; 0 when they stand on the left.
    """

    name: str
    rows: list[list[str]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    heads: int = 1


@dataclass(slots=True)
class Made:
    """A file and the truth of it.

    Attributes:
        shape: name of the shape.
        sheets: its tables.
        listings: columns of every listing, in order.
        others: code of the account → rows that are no listing, hidden ones apart.
        hidden: rows that are hidden.
        is_vertical: whether labels stand on the left; then a listing is a column.
    """

    shape: str
    sheets: list[Sheet]
    listings: list[dict[str, str]]
    others: Counter[str]
    hidden: int = 0
    is_vertical: bool = False


def make(shape: str, seed: int) -> Made:
    """A table of a shape; the same seed gives the same table."""
    return SHAPES[shape](Random(seed))  # noqa: S311


def _activity(random: Random, number: int) -> list[str]:
    return [
        f"{random.choice(_GROUPS)}{number}",
        f"第{number}会館",
        f"{random.choice(_DAYS)} {random.choice(_TIMES)}",
        random.choice(_WHO),
        f"044-200-{number:04}",
    ]


def _listing(row: list[str]) -> dict[str, str]:
    return {column: text for column, text in zip(_COLUMNS, row, strict=True) if text}


def _plain(random: Random) -> Made:
    rows = [_activity(random, n) for n in range(1, random.randint(4, 30))]
    return Made("plain", [Sheet("一覧", [_HEAD, *rows])], [_listing(row) for row in rows], Counter(heading=1))


def _sections(random: Random) -> Made:
    sheet, listings, others = Sheet("一覧", [_HEAD]), list[dict[str, str]](), Counter(heading=1)
    is_merged, is_bracketed = random.random() < 0.5, random.random() < 0.5
    number = 0
    for area in random.sample(_AREAS, random.randint(2, 5)):
        text = f"【{area}】" if is_bracketed else area
        sheet.rows.append([text, *[""] * (len(_HEAD) - 1)])
        if is_merged:
            sheet.merges.append((len(sheet.rows) - 1, 0, len(sheet.rows) - 1, len(_HEAD) - 1))
        others["section_row"] += 1
        for _ in range(random.randint(1, 5)):
            number += 1
            row = _activity(random, number)
            sheet.rows.append(row)
            listings.append(_listing(row))
    return Made("sections", [sheet], listings, others)


def _notes(random: Random) -> Made:
    sheet, listings, others = Sheet("一覧", [_HEAD]), list[dict[str, str]](), Counter(heading=1)
    for number in range(1, random.randint(6, 25)):
        if random.random() < 0.15:
            sheet.rows.append([random.choice(_NOTES), *[""] * (len(_HEAD) - 1)])
            others["note_row"] += 1
            if random.random() < 0.5:
                sheet.merges.append((len(sheet.rows) - 1, 0, len(sheet.rows) - 1, len(_HEAD) - 1))
        if random.random() < 0.1:
            sheet.rows.append(list(_HEAD))
            others["repeated_heading"] += 1
        row = _activity(random, number)
        sheet.rows.append(row)
        listings.append(_listing(row))
    sheet.rows.append([random.choice(_TOTALS), "", f"{len(listings)}件", "", ""])
    others["total_row"] += 1
    return Made("notes_totals", [sheet], listings, others)


def _two_rows(random: Random) -> Made:
    sheet = Sheet("一覧", [["名称", "会場", "開催日時", "", "電話"], ["", "", "曜日", "時間", ""]], heads=2)
    sheet.merges = [(0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1), (0, 4, 1, 4)]
    if random.random() < 0.3:
        sheet.merges = []
    listings = []
    for number in range(1, random.randint(3, 20)):
        name, venue, _, _, phone = _activity(random, number)
        day, time = random.choice(_DAYS), random.choice(_TIMES)
        sheet.rows.append([name, venue, day, time, phone])
        listings.append(_listing([name, venue, f"{day} {time}", "", phone]))
    return Made("two_row_heading", [sheet], listings, Counter(heading=2))


def _vertical(random: Random) -> Made:
    if random.random() < 0.5:
        # One listing per column
        rows = [_activity(random, number) for number in range(1, random.randint(2, 5))]
        return Made(
            "vertical",
            [Sheet("一覧", [[label, *(row[n] for row in rows)] for n, label in enumerate(_HEAD)], heads=0)],
            [_listing(row) for row in rows],
            Counter(),
            is_vertical=True,
        )
    rows = [_activity(random, number) for number in range(1, random.randint(2, 5))]
    sheets = [
        Sheet(f"表{n}", [[label, text] for label, text in zip(_HEAD, row, strict=True)], heads=0)
        for n, row in enumerate(rows)
    ]
    return Made("vertical", sheets, [_listing(row) for row in rows], Counter(), is_vertical=True)


def _merged(random: Random) -> Made:
    sheet, listings = Sheet("一覧", [_HEAD]), list[dict[str, str]]()
    number = 0
    for _ in range(random.randint(2, 6)):
        venue = f"第{number + 1}会館"
        top = len(sheet.rows)
        for place in range(random.randint(1, 4)):
            number += 1
            row = _activity(random, number)
            row[1] = venue
            if random.random() < 0.3:
                # A merged cell over two fields is the text of the first
                row[2:4] = ["不定期（問い合わせ）", ""]
                sheet.merges.append((len(sheet.rows), 2, len(sheet.rows), 3))
            listings.append(_listing(row))
            sheet.rows.append([row[0], "" if place else venue, *row[2:]])
        if len(sheet.rows) - top > 1:
            sheet.merges.append((top, 1, len(sheet.rows) - 1, 1))
    return Made("merged", [sheet], listings, Counter(heading=1))


def _ditto(random: Random) -> Made:
    sheet, listings = Sheet("一覧", [_HEAD]), list[dict[str, str]]()
    above = _activity(random, 1)
    above[3] = "どなたでも"
    mark = random.choice(("〃", "同上", "々", "″"))
    for number in range(1, random.randint(5, 25)):
        row, shown = _activity(random, number), []
        row[3] = row[3] or "どなたでも"
        for column, text in enumerate(row):
            is_same = number > 1 and column > 0 and random.random() < 0.3
            row[column] = above[column] if is_same else text
            shown.append(mark if is_same else text)
        sheet.rows.append(shown)
        listings.append(_listing(row))
        above = row
    return Made("ditto", [sheet], listings, Counter(heading=1))


def _continued(random: Random) -> Made:
    """Long enough for several pages; in a workbook sheets with other words for the labels."""
    rows = [_activity(random, number) for number in range(1, random.randint(60, 110))]
    return Made("continued", [Sheet("一覧", [_HEAD, *rows])], [_listing(row) for row in rows], Counter(heading=1))


def _several(random: Random) -> Made:
    is_range = random.random() < 0.5
    head = ["名称", "開始", "終了", "会場", "電話"] if is_range else ["名称", "会場", "開催日", "時間", "電話"]
    sheet, listings = Sheet("一覧", [head]), list[dict[str, str]]()
    for number in range(1, random.randint(3, 20)):
        name, venue, _, _, phone = _activity(random, number)
        if is_range:
            start, end = f"{random.randint(9, 11)}時", f"{random.randint(12, 15)}時30分"
            sheet.rows.append([name, start, end, venue, phone])
            listings.append(_listing([name, venue, f"{start}～{end}", "", phone]))
        else:
            day, time = f"12月{number}日", random.choice(_TIMES)
            sheet.rows.append([name, venue, day, time, phone])
            listings.append(_listing([name, venue, f"{day} {time}", "", phone]))
    return Made("several_columns", [sheet], listings, Counter(heading=1))


def _hidden(random: Random) -> Made:
    sheet = Sheet("一覧", [["名称", "会場", "担当者携帯", "開催日時", "電話"]], hidden_columns={2})
    listings, hidden = list[dict[str, str]](), 0
    for number in range(1, random.randint(4, 20)):
        name, venue, schedule, _, phone = _activity(random, number)
        sheet.rows.append([name, venue, "090-0000-0000", schedule, phone])
        if random.random() < 0.3:
            sheet.hidden_rows.add(len(sheet.rows) - 1)
            hidden += 1
        else:
            listings.append(_listing([name, venue, schedule, "", phone]))
    return Made("hidden", [sheet], listings, Counter(heading=1), hidden=hidden)


SHAPES: dict[str, Callable[[Random], Made]] = {
    "plain": _plain,
    "sections": _sections,
    "notes_totals": _notes,
    "two_row_heading": _two_rows,
    "vertical": _vertical,
    "merged": _merged,
    "ditto": _ditto,
    "continued": _continued,
    "several_columns": _several,
    "hidden": _hidden,
}
"""Shape → how one is made."""
