"""Activities as people read them: Japanese headers, labels in place of codes, the page to look at.

Belongs here: that one view, from which the files for people are made. Does not belong here: any file format.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from cities.here import here
from pipelines.publish.exports.tables import Tables, scanned
from warehouse.contract import LICENCE, VOCABULARIES
from warehouse.contract.columns import COLUMNS

__all__ = [
    "API",
    "LICENCE",
    "NO_WARD",
    "TITLE_EN",
    "TITLE_JA",
    "Tables",
    "field_ja",
    "in_labels",
    "in_words",
    "labelled",
    "labels",
    "pages",
    "people_by_ward",
]

NO_WARD = "区不明" if here().wards else here().name
"""Where no ward is known; a city without wards is its one area."""
TITLE_JA, TITLE_EN = f"{here().name}の地域活動", f"Community activities of {here().en}"
DATASET = f"{here().key}-community-activities"
"""What machines call it."""
ODS = f"{here().code}_event.csv"
"""Name of the file in the form of the municipal standard: the code of the municipality in front."""
_CODED = {"ward_code": "ward", "kind_code": "kind", "staleness_code": "staleness"}
_ALL_PAST = "日程はすべて過ぎています"
API = r"(?i)/api/|[.]json(?:[?#]|$)|[?&]format=json"
"""Addresses that answer programs."""
# Column of the release → header; in the order of the sheet
HEADERS = {
    "activity_id": "活動ID",
    "name": "名称",
    "kana": "よみがな",
    "ward_code": "区",
    "kind_code": "種類",
    "other_kind_codes": "ほかの種類",
    "venue": "会場",
    "address": "所在地",
    "schedule": "日時",
    "schedule_sentence": "日時（読み取り）",
    "target": "対象",
    "fee": "費用",
    "entry": "申込み・定員",
    "organizer": "主催",
    "phone": "電話",
    "fax": "FAX",
    "mail": "メール",
    "url": "URL",
    "status_code": "状況",
    "updated_date": "更新日",
    "sources": "載っている一覧",
    "page_url": "掲載ページ",
    "listing_count": "掲載の数",
    "stale_since": "この日の内容のまま",
    "staleness_code": "古さ",
}


def people_by_ward(tables: Tables) -> Iterator[pl.DataFrame]:
    """One row per activity under Japanese headers, all text, sorted by reading and name: ward by ward.

    Args:
        tables: published tables by name.
    """
    names = tables["sources"].select("source_key", "source_name")
    listed = (
        pages(tables)
        .join(names, on="source_key", how="left", maintain_order="left")
        .group_by("activity_id", maintain_order=True)
        .agg(
            sources=pl.col("source_name").unique(maintain_order=True).str.join("、"),
            page_url=pl.col("page_url").first(),
        )
        .lazy()
    )
    coded = [labelled(name, vocabulary).alias(name) for name, vocabulary in _CODED.items()]
    coded.append(in_labels("other_kind_codes", "kind", "、"))
    for ward in [*labels("ward"), None]:
        shown = (
            scanned(tables, "activities")
            .filter(pl.col("ward_code").eq_missing(pl.lit(ward, dtype=pl.String)))
            .join(listed, on="activity_id", how="left")
            .with_columns(_sound=pl.coalesce("kana", "name"))
            .with_columns(*coded, status_code=state())
            .with_columns(pl.col("ward_code").fill_null(NO_WARD))
            .sort("_sound", "activity_id")
        )
        yield shown.select(pl.col(name).cast(pl.String).alias(header) for name, header in HEADERS.items()).collect()


def wards() -> list[str]:
    """The wards as people call them, and that which stands for none."""
    return [*labels("ward").values(), NO_WARD]


def pages(tables: Tables) -> pl.DataFrame:
    """activity_id, source_key and page_url: pages that people can read, the best one of each activity first.

    What an API answers is no such page: there the address the activity itself has stands in its place, if it has one.

    Args:
        tables: published tables by name.
    """
    own = scanned(tables, "activities").select("activity_id", "url")
    answers = pl.col("page_url").str.contains(API)
    return (
        scanned(tables, "activity_listings")
        .join(own, on="activity_id", how="left")
        .with_columns(
            _answers=answers, page_url=pl.when(answers).then(pl.coalesce("url", "page_url")).otherwise("page_url")
        )
        .sort("activity_id", "_answers", "listing_id")
        .select("activity_id", "source_key", "page_url")
        .collect()
    )


def field_ja(name: str) -> str:
    """A column as staff call it: what its codes are about, else its description up to the bracket."""
    column = COLUMNS[name]
    return (VOCABULARIES[column.vocabulary].ja if column.vocabulary else column.ja).partition("（")[0]


def in_words(column: str, text: str) -> str:
    """A published value as people read it: labels in place of codes.

    Args:
        column: the column it stands in.
        text: the value, codes separated by semicolons where the column lists several.
    """
    vocabulary = COLUMNS[column].vocabulary
    if vocabulary is None:
        return text
    known = labels(vocabulary)  # not a code any more: an older release may have had it
    return "、".join(known.get(code, code) for code in text.split(";"))


def state() -> pl.Expr:
    """Whether an activity goes on, in words: what its page says; else, that all days it was announced for are over.

    The latter is no status: an activity that was held on some days may well be held again, and one that says how often
    it is held goes on.
    """
    return pl.coalesce(labelled("status_code", "status"), pl.when("is_ended").then(pl.lit(_ALL_PAST)))


def labels(vocabulary: str) -> dict[str, str]:
    """Code → Japanese label, in the order of the vocabulary."""
    return {code.code: code.ja for code in VOCABULARIES[vocabulary].codes}


def in_labels(column: str, vocabulary: str, separator: str = ";") -> pl.Expr:
    """A list of codes as their Japanese labels in one text; null where there is none.

    Args:
        column: the column of lists.
        vocabulary: of its codes.
        separator: what stands between the labels.
    """
    return pl.col(column).list.eval(pl.element().replace_strict(labels(vocabulary))).list.join(separator)


def labelled(column: str, vocabulary: str) -> pl.Expr:
    """The Japanese label of a code; null where there is none."""
    return pl.col(column).replace_strict(labels(vocabulary), default=None, return_dtype=pl.String)
