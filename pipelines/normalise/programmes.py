"""Programmes that a city holds at many places, and where each is held: 体操 at 登戸第1公園, 寺子屋 at 今井小学校.

Belongs here: the words for such programmes, and what a name says beside them. Does not belong here: what any group does
(`themes_said`), kinds of the vocabulary (`kinds`), houses (`venue_parts`). For matching only: the list of a programme
names its places (今井小学校), everybody else names both (いまい寺子屋), and of a programme there is one at a place.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

import polars as pl

from pipelines.normalise.readings import read_aloud
from pipelines.normalise.text import key

# Programme → words, NFKC; what stands before 体操 says which, and not where
_WORDS: Final = {
    "terakoya": r"(?:地域の?)?(?:寺子屋|てらこや|テラコヤ)(?:事業)?",
    "exercise": r"(?:みんな[ので]|まちかど|公園|健康|元気|げんき|いきいき|きらり|ラ[ジヂ]オ|朝の?|早朝)*"
    r"(?:体操|たいそう)",
    "play": r"プレ[ーイ]パーク|プレパ(?![ァ-ヶ])|冒険(?:遊び|あそび)場",
    "care": r"(?:公園緑地)?(?:愛護会|管理運営協議会)|(?<=公園)の?(?:みどり|緑|花|花壇)の会",
    "canteen": r"(?:こども|子ども|子供)(?:食堂|しょくどう)",
    "dementia_cafe": r"(?:認知症|オレンジ)(?:カフェ|かふぇ|サロン)",
    "salon": r"(?:子育て|親子)(?:サロン|ひろば|広場)",
    "japanese": r"(?:日本語|にほんご)(?:教室|ひろば|サロン|クラス)",
}
_WORD: Final = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items()))
_OF_KIND: Final = {"exercise": "exercise", "learning": "terakoya", "green": "care"}
"""What a list of one kind is of, where its rows bear the name of a place alone."""
_PLACE: Final = (
    r"(?:小・?中学校|(?:小|中)学校|[小中](?=$)|公園|緑地|広場|こども文化センター|老人いこいの家|いこいの家|市民館|会館)"
)
_IS_PLACE: Final = re.compile(rf"^[^ 、。「（(]{{1,14}}{_PLACE}(?:・[^ 、。「（(]{{1,14}}{_PLACE})*$")
_ENDS_AS_PLACE: Final = re.compile(rf"{_PLACE}$")
_ASIDE: Final = re.compile(r"[（(【「『][^）)】」』]*[）)】」』]?")
_INSIDE: Final = re.compile(r"[「『（(]([^）)】」』]+)[）)】」』]")
_AROUND: Final = re.compile(
    r"^(?:[^ ]{1,3}区)?(?:みんなの)?[ の・]*|[ ・のでにをin@〜~]+$"
    r"|(?:[にを]?(?:作|つく|創|育て|守)る会|の?会|グループ|クラブ|サークル|自主)$"
)
_WHEN: Final = re.compile(r"[ (]?[月火水木金土日]曜.*$")
_KANJI: Final = str.maketrans("一二三四五六七八九", "123456789")
_NUMBER: Final = re.compile(r"第?([0-9一二三四五六七八九])(?=$|号)")
_SHORTEST: Final = 2


def programmes(name: pl.Series, category: pl.Series, kind: pl.Series) -> pl.DataFrame:
    """The programme a listing is of, and where.

    Args:
        name: String column, the name as people read it.
        category: String column, the category as published.
        kind: String column, code of the kind: read where there is neither.

    Returns:
        `programme` (null where none is said), `programme_at` (what the name says beside it, as it is read) and
        `is_place_only` (the name is that of a place, and its list tells the programme), of the same length.
    """
    df = pl.DataFrame({"name": name, "category": category, "kind": kind}).cast(pl.String)
    distinct = df.unique(maintain_order=True)
    rows = [_read(*row) for row in distinct.iter_rows()]
    schema = {"programme": pl.String, "place": pl.String, "is_place_only": pl.Boolean}
    answers = distinct.hstack(pl.DataFrame(rows, schema=schema, orient="row"))
    read = df.join(answers, on=df.columns, how="left", nulls_equal=True, maintain_order="left")
    return read.select("programme", key(read_aloud(pl.col("place"))).alias("programme_at"), "is_place_only")


def _read(name: str | None, category: str | None, kind: str | None) -> tuple[str | None, str | None, bool]:
    text = normalize("NFKC", name or "").strip()
    word = _WORD.search(text)
    if word is not None:
        return word.lastgroup, _place_in(text, word), False
    if not _IS_PLACE.match(text):
        return None, None, False
    of_list = _WORD.search(normalize("NFKC", category or ""))
    programme = of_list.lastgroup if of_list else _OF_KIND.get(kind or "") if not category else None
    return programme, _bare(text.split("・")[0]) if programme else None, programme is not None


def _place_in(text: str, word: re.Match[str]) -> str | None:
    """What a name says beside the programme, outside of brackets before inside."""
    beside = text[: word.start()] + " " + text[word.end() :]
    for place in (_ASIDE.sub("", beside), *_INSIDE.findall(text)):
        if len(bare := _bare(place)) >= _SHORTEST:
            return bare
    return None


def _bare(place: str) -> str:
    """登戸第一公園 as 登戸1, 今井小学校 as 今井."""
    before, place = "", _WHEN.sub("", place)
    while before != place:
        before, place = place, _AROUND.sub("", place.strip())
    place = _ENDS_AS_PLACE.sub("", place.replace(" ", ""))
    return _NUMBER.sub(lambda number: number[1].translate(_KANJI), place)
