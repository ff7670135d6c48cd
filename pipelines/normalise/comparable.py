"""Listings with the columns that only matching needs.

Belongs here: what the spec of activities reads beside the typed values. Does not belong here: values for publication.
"""

from __future__ import annotations

import csv
import functools
from pathlib import Path

import polars as pl

from cities.here import here
from pipelines.normalise.anywhere import anywhere
from pipelines.normalise.classes_said import classes_said
from pipelines.normalise.days_said import days_said
from pipelines.normalise.facility_named import facility_named
from pipelines.normalise.headlines import is_headline
from pipelines.normalise.names import core_name
from pipelines.normalise.organisers import without_person
from pipelines.normalise.parallel import in_parts
from pipelines.normalise.programmes import programmes
from pipelines.normalise.prose_said import prose_said
from pipelines.normalise.readings import spoken, words_read
from pipelines.normalise.text import display, key
from pipelines.normalise.themes_said import themes_said
from pipelines.normalise.urls import page_key
from pipelines.normalise.venue_parts import venue_parts
from pipelines.normalise.wards import ward_in

_PROSE = ("prose_days", "prose_weekdays", "prose_dates", "prose_start")
_OF_A_NAME = ("match_name", "name_once", "stem", "sound", "words", "words_here")
_OF_A_PLACE = (*_OF_A_NAME, "themes", "full_name")
_READINGS = Path(__file__).with_name("readings.csv")
_HERE = here().name
_AREA = pl.col("ward_code") if here().wards else pl.lit(here().code)
"""Part of the city that a listing is compared within; a city without wards is one."""
_SHORTEST_NAME = 3
_FEW_PLACES = 2
"""Places at most at which one activity is held, one of them perhaps written otherwise."""
_FEW_NAMES = 4
"""Names at most that stand beside the phone of one group; more have that of a hall or a council."""
_TOO_LITTLE = (
    r"^(?:の?会|(?:子育て|ふれあい|いきいき|親子)?(?:くらぶ|さろん|さーくる|ひろば)|(?:認知症|おれんじ|こみゅにてぃ)?かふぇ"
    r"|教室|体操|たいそう|活動|ぷれーぱーく|こども食堂|(?:地域の)?寺子屋|おもちゃ病院)$"
)
"""Words for a kind of activity: a name of which no more is left without the venue keeps the venue."""
_TERAKOYA, _SCHOOL = "寺子屋|てらこや|テラコヤ", "^(.+?(?:小|中)学校)"
_FOUNDER = r"^(旧?)[^市区町村立]{1,5}[市区町村]立"
"""Who keeps a school or a hall: 横浜市立桜小学校 is 桜小学校."""
_CITY = r"([^都道府県 ]{1,5}?市)"
_GROUP_END = r"(?:を?つくる会|の?会|ぐるーぷ|実行委員会|運営委員会|さーくる|くらぶ|団体|協議会|友の会)$"
_WHEN = (
    r"第?[1-5一二三四五]*(?:[月火水木金土日]曜日?|(?:げつ|か|すい|もく|きん|ど|にち)ようび?)|午[前後]|[昼夜朝]の?[部回]?"
    r"|平日|週末|よる|あさ|ひる"
)


def with_match_columns(listings: pl.DataFrame, descriptions: pl.DataFrame | None = None) -> pl.DataFrame:
    """Add what is compared.

    Args:
        listings: rows of `norm__listings`.
        descriptions: source_key, record_key and description_text, or nothing of it.

    Returns:
        The same rows with

        * names, and nothing of them but `full_name` where the name is a headline (`headlines`): `full_name` (folded,
          without the legal form and 市立, frequent words in kana: 広場 = ひろば),
          `match_name` (the same of the core name without the venue in it), `name_once` (that, unless it stands at
          several places: 誕生会 does), `stem` (without the word for a group at its end: …プレーパークをつくる会),
          `sound` (the core name as it is read), `words` (of the name, as they are read) and `words_here` (the same
          with the ward), `quoted` (what is in 「」), `bracket` (what is in （）, without days and times) and
          `bracket_read` (as it is read), `classes` and the columns of `classes_said` (午前, 初級, 0歳 …: what tells two
          classes of one group apart), `terakoya` (the school of a 地域の寺子屋: there is one per school, whatever it
          is called), `themes` (what is done: `themes_said`), `programme` and `programme_at` (`programmes`; where the
          list of a programme names a place alone, there is no other name); `kana` is folded;
        * `context`: all that a listing says in words, with its reading; `words_said`, its words, and `towns_said`,
          `yen_said` and `name_town` (`prose_said`), wherever they stand;
        * places: `venue_head`, `venue_proper`, `venue_kind` and `venue_side` (`venue_parts`), `facility` also where
          only its parts name it (`facility_named`); ward, town and block also where only the name or the form of the
          address tells them (`anywhere`), and `place_block`, town and block together;
        * days: `days_said`, `weekdays_said`, `dates_said`, `start_said`, `starts_said`, `half_said` and `months_said`
          (`days_said`), and `slot`, ward, days and time together; `phone_own` and `phone_shared`, the phone by how
          many names stand beside it;
        * `organizer_key` without the person who is asked for;
        * `url_key`: one address whatever the scheme, and with or without index.html.
    """
    return with_name_once(with_own_columns(listings, descriptions))


def with_own_columns(listings: pl.DataFrame, descriptions: pl.DataFrame | None = None) -> pl.DataFrame:
    """Add what a listing tells by itself, whatever the others say; see `with_match_columns`."""
    (df,) = in_parts(_with_prose(listings, descriptions), _row_by_row)
    return df


def with_name_once(df: pl.DataFrame) -> pl.DataFrame:
    """Add what only all listings together tell; see `with_match_columns`."""
    places = pl.col("venue_proper").drop_nulls().n_unique().over("match_name")
    is_own = pl.col("words").n_unique().over("phone") <= _FEW_NAMES
    return df.with_columns(
        name_once=pl.when(places <= _FEW_PLACES).then("match_name"),
        phone_own=pl.when(is_own).then("phone"),
        phone_shared=pl.when(~is_own).then("phone"),
    )


def _row_by_row(listings: pl.DataFrame) -> tuple[pl.DataFrame]:
    """The columns of `with_own_columns`; `_prose` becomes `context`."""
    df = with_names(listings)
    df = df.hstack(anywhere(df.get_column("address")))
    df = df.hstack(prose_said(df))
    df = df.hstack(venue_parts(df.get_column("venue"), df.get_column("name"), df.get_column("house_said")))
    df = df.with_columns(venue_key=pl.when(~pl.col("is_spot")).then("venue_key")).drop("is_spot")
    df = df.hstack(days_said(df, df.select(_PROSE))).drop(*_PROSE, "house_said")
    told = pl.concat_str("name", "organizer", display(pl.col("_prose")), separator="。", ignore_nulls=True)
    df = _with_context(_placed(df.with_columns(words=words_read(pl.col("name")), words_said=words_read(told))))
    named = facility_named(pl.col("venue_proper"), pl.col("venue_kind"), pl.col("ward_code"))
    # Days and times are compared elsewhere, however they are said: （火曜夜） is （かようび よる）
    bracket = pl.col("name").str.extract(r"[（(【]([^）)】]{2,})[）)】]").str.replace_all(_WHEN, "")
    df = df.with_columns(
        words_here=_of_ward(pl.col("words")),
        facility=pl.coalesce("facility", named),
        organizer_key=key(core_name(without_person(pl.col("organizer")))),
        themes=themes_said(df.get_column("name")),
        name_once="match_name",
        sound=spoken(pl.col("core_name")),
        quoted=key(pl.col("name").str.extract(r"[「『《]([^」』》]{2,})[」』》]")),
        bracket=key(bracket),
        bracket_read=spoken(bracket),
        slot=pl.concat_str(_AREA, "days_said", "start_said", separator=" "),
    )
    df = df.hstack(classes_said(df.get_column("name")))
    df = df.hstack(programmes(*df.select("name", "category_text", "kind_code")))
    return (_without_places(_without_headlines(df)),)


def _without_places(df: pl.DataFrame) -> pl.DataFrame:
    """In the list of a programme 稲田公園 says where, and another row says it of another day: it is no name."""
    is_name = ~pl.col("is_place_only")
    return df.with_columns(pl.when(is_name).then(name).alias(name) for name in _OF_A_PLACE).drop("is_place_only")


def _without_headlines(df: pl.DataFrame) -> pl.DataFrame:
    """What is no name is not compared as one; `full_name` alone stays: the same headline twice is one."""
    is_name = ~is_headline(pl.col("name")).fill_null(value=False)
    return df.with_columns(pl.when(is_name).then(name).alias(name) for name in _OF_A_NAME)


def _of_ward(words: pl.Expr) -> pl.Expr:
    """Words with the ward they stand in: what is rare in a ward tells, however large the table is."""
    # A replacement must not be null; a listing without a ward has no such words all the same
    mark = pl.concat_str(pl.lit(";"), _AREA.fill_null(""), pl.lit(":"))
    return pl.concat_str(_AREA, pl.lit(":"), words.str.replace_all(";", mark))


def with_names(listings: pl.DataFrame) -> pl.DataFrame:
    """Add the names and keys that need nothing but the listing's typed values; see `with_match_columns`."""
    written, folded = _readings()
    without_form = pl.col("name").str.split(by=pl.col("legal_form").fill_null(" ")).list.join("")
    df = with_match_name(listings).with_columns(
        full_name=_without_city(key(without_form).str.replace(_FOUNDER, "${1}"), _city()).str.replace_many(
            list(written), list(folded)
        ),
    )
    stem = pl.col("match_name").str.replace(_GROUP_END, "")
    return df.with_columns(
        stem=pl.when(stem.str.len_chars() >= _SHORTEST_NAME).then(stem).otherwise("match_name"),
        kana=key(pl.col("kana")),
        terakoya=pl.when(pl.col("core_name").str.contains(_TERAKOYA)).then(pl.col("venue_key").str.extract(_SCHOOL)),
        url_key=page_key(pl.col("url")),
    )


def with_match_name(listings: pl.DataFrame) -> pl.DataFrame:
    """Add `match_name` and `place_block`, what a person recognises a listing by; see `with_match_columns`."""
    name, venue = pl.col("_name"), pl.col("venue_key")
    df = listings.with_columns(_name=key(pl.col("core_name")))
    df = df.with_columns(_name=_without_city(name.str.replace(_FOUNDER, "${1}"), _city()))
    without = name.str.split(by=venue).list.join("")
    is_enough = (without.str.len_chars() >= _SHORTEST_NAME) & ~without.str.contains(_TOO_LITTLE)
    df = df.with_columns(_name=pl.when(is_enough & venue.is_not_null()).then(without).otherwise(name))
    written, folded = _readings()
    return df.with_columns(
        match_name=name.str.replace_many(list(written), list(folded)),
        place_block=pl.concat_str("town", "block", separator=" "),
    ).drop("_name")


def _city() -> pl.Expr:
    """The city of the address, or else the one whose listings these are."""
    return pl.col("address").str.extract(_CITY).fill_null(_HERE)


def _without_city(name: pl.Expr, city: pl.Expr) -> pl.Expr:
    """高松市林コミュニティセンター is 林コミュニティセンター, where its address says it is in 高松市."""
    rest = name.str.strip_prefix(city)
    return pl.when(rest.str.len_chars() >= _SHORTEST_NAME).then(rest).otherwise(name)


def _placed(df: pl.DataFrame) -> pl.DataFrame:
    """Ward, town and block also where only the name or the form of the address tells them."""
    df = df.with_columns(
        ward_code=pl.coalesce("ward_code", "city_written", ward_in(pl.col("name"))),
        block=pl.when(pl.col("town").is_null()).then("number_written").otherwise("block"),
        town=pl.coalesce("town", "town_written"),
    )
    return df.with_columns(place_block=pl.concat_str("town", "block", separator=" "))


def _with_prose(listings: pl.DataFrame, descriptions: pl.DataFrame | None) -> pl.DataFrame:
    """What the source says of a listing in prose, as `_prose`."""
    keys = ["source_key", "record_key"]
    if descriptions is None:
        return listings.with_columns(_prose=pl.lit(None, dtype=pl.String))
    prose = descriptions.select(*keys, _prose="description_text").unique(keys, keep="first", maintain_order=True)
    return listings.join(prose, on=keys, how="left", maintain_order="left")


def _with_context(df: pl.DataFrame) -> pl.DataFrame:
    """All that a listing says in words, as it is written and as it is read."""
    words = pl.concat_str("name", "organizer", "venue", display(pl.col("_prose")), separator=" ", ignore_nulls=True)
    df = df.with_columns(_prose=words)
    written = pl.concat_str("_prose", "address", separator=" ", ignore_nulls=True)
    texts = (key(written), pl.col("kana"), spoken(pl.col("_prose")))
    return df.with_columns(context=pl.concat_str(*texts, ignore_nulls=True)).drop("_prose")


@functools.cache
def _readings() -> tuple[tuple[str, ...], tuple[str, ...]]:
    with _READINGS.open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: -len(row["written"]))
    return tuple(row["written"] for row in rows), tuple(row["folded"] for row in rows)
