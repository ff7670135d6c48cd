"""Why: from a published value to the page it stands on, and the evidence of a pair.

Belongs here: lines for `hiroba explain` and `hiroba why`. Does not belong here: deciding anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from pipelines.match.activities import activities_spec
from pipelines.match.engine.waterfall import waterfall_svg
from pipelines.publish.exports.people import field_ja, in_words
from pipelines.publish.shelf import Shelf, in_todays_shape
from pipelines.settings import Settings
from warehouse.contract import label_ja
from warehouse.errors import StaffError
from warehouse.storage import read_table


class UnknownError(StaffError):
    """There is no such ID; the message is for staff."""


def explain_activity(settings: Settings, activity_id: str) -> Iterator[str]:
    """Every published value of an activity: how it was chosen, from which listing, on which page.

    Raises:
        UnknownError: nothing is published, or the ID was never published.
    """
    release = _release(settings)
    redirects = in_todays_shape(release, "activity_redirects").filter(pl.col("activity_id") == activity_id)
    if redirects.is_empty():
        raise UnknownError(
            f"活動 {activity_id} は公開したことがありません。activities の activity_id を確かめてください。"
        )
    row = redirects.row(0, named=True)
    current = row["current_activity_id"]
    if current is None:
        yield f"{activity_id}: {label_ja('redirect', row['redirect_code'])}"
        return
    if current != activity_id:
        yield f"{activity_id} は、いまは {current} です（{label_ja('redirect', row['redirect_code'])}）。"
    bridge = in_todays_shape(release, "activity_listings").filter(pl.col("activity_id") == current)
    names = _source_names(in_todays_shape(release, "sources"))
    yield f"{current}: 掲載 {bridge.height} 件"
    for source, listing, name, page in bridge.select("source_key", "listing_id", "name", "page_url").iter_rows():
        yield f"  {listing}  {names[source]}「{name}」 {page}"
    values = in_todays_shape(release, "activity_values").filter(pl.col("activity_id") == current)
    for value in values.iter_rows(named=True):
        others = f"、違う値の掲載 {value['disagreeing_count']}" if value["disagreeing_count"] else ""
        yield (
            f"{field_ja(value['field_name'])}: {in_words(value['field_name'], value['value_text'])}"
            f"（{label_ja('survivorship_rule', value['rule_code'])}、同じ値の掲載 {value['agreeing_count']}{others}）"
            f" ← {value['listing_id']} {value['page_url']}"
        )


def explain_pair(settings: Settings, listing_a: str, listing_b: str, plot: Path | None = None) -> Iterator[str]:
    """The evidence of a pair, as a waterfall from the prior to the decision.

    Args:
        settings: where the tables are.
        listing_a: one listing.
        listing_b: the other.
        plot: file for the same as a picture (SVG).

    Raises:
        UnknownError: one of the listings is not in the newest tables.
    """
    left, right = sorted((listing_a, listing_b))
    listings = read_table(settings.table_path("norm__listings"))
    names = _source_names(read_table(settings.table_path("core__sources")))
    for listing in (left, right):
        rows = listings.filter(pl.col("listing_id") == listing)
        if rows.is_empty():
            raise UnknownError(f"掲載 {listing} はいまの表にありません。")
        row = rows.row(0, named=True)
        yield f"{listing}  {names[row['source_key']]}「{row['name']}」 {row['page_url']}"
    pairs = read_table(settings.table_path("match__pairs"))
    pairs = pairs.filter((pl.col("listing_id_a") == left) & (pl.col("listing_id_b") == right))
    if pairs.is_empty():
        fields = "名称・電話・URL・場所・主催・日時"
        yield f"どの規則でも候補になりませんでした（{fields}のどれも重なりません）。別の活動です。"
        return
    pair = pairs.row(0, named=True)
    yield from _waterfall(pair)
    if plot is not None:
        plot.write_text(waterfall_svg(pair, activities_spec()) + "\n", encoding="utf-8")
        yield f"図を {plot} に書きました。"


def _source_names(sources: pl.DataFrame) -> dict[str, str]:
    return dict(sources.select("source_key", "source_name").iter_rows())


def _waterfall(pair: dict[str, object]) -> Iterator[str]:
    total = float(str(pair["prior_bits"]))
    yield f"  {'比べる前の見込み':　<10}{total:+6.1f}"
    spec = activities_spec()
    for aspect, (first, *_) in spec.aspects.items():
        bits, label = pair[f"{aspect}_bits"], spec.comparisons[first].label
        if bits is None:
            yield f"  {label:　<10}  不明"
            continue
        total += float(str(bits))
        bar = ("＋" if float(str(bits)) > 0 else "－") * min(round(abs(float(str(bits)))), 20)
        yield f"  {label:　<10}{float(str(bits)):+6.1f} → {total:+6.1f}  {bar}"
    decision = label_ja("decision", str(pair["decision_code"]))
    decider = label_ja("decider", str(pair["decider_code"]))
    yield f"見込み {float(str(pair['probability'])):.3f} → {decision}（{decider}）"
    yield str(pair["message_ja"])


def _release(settings: Settings) -> Path:
    """The folder `latest` leads to, found once: every line is of one release although `latest` may move meanwhile."""
    latest = Shelf(settings.published_dir).latest()
    if latest is None:
        raise UnknownError("まだ何も公開していません。先に hiroba run を実行してください。")
    return latest
